"""Who may talk to the preview: judged before anything else, for every address alike.

Any page in the same browser can send requests to a port of this machine, and a name of a
stranger's can be made to lead here. So a request must name us (``Host``), must not come from
a foreign page (``Origin``, ``Sec-Fetch-Site``), and one that writes must know the secret of
this run. What is refused learns nothing: the answer depends on the reason alone.
"""

import hmac
import sys
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple

from starlette.types import Message, Receive, Scope, Send

from docbuild.preview.own_site import LOOPBACK, Site
from docbuild.preview.policy import HEADERS

SECRET_HEADER = b"x-docbuild-secret"
READING = ("GET", "HEAD")
WRITING = ("POST",)
_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND, _NOT_ALLOWED, _FAILED = 400, 403, 404, 405, 500
_REASONS = {
    _BAD_REQUEST: b"Bad Request",
    _FORBIDDEN: b"Forbidden",
    _NOT_FOUND: b"Not Found",
    _NOT_ALLOWED: b"Method Not Allowed",
    _FAILED: b"Internal Server Error",
}


class Request(NamedTuple):
    """What a verdict rests on. ``address`` is the path as it was sent, without its query."""

    method: str
    address: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    is_socket: bool

    def values(self, name: bytes) -> list[bytes]:
        return [value for key, value in self.headers if key == name]


class Admitted(NamedTuple):
    """A request that may be answered.

    ``address`` is relative to the site's base, as it was sent: nothing in it is decoded.
    ``is_own``: it comes from this machine, which alone may write and open an editor.
    """

    address: str
    is_own: bool


Application = Callable[[Admitted, Scope, Receive, Send], Awaitable[None]]


class Guard:
    """An ASGI application around ``application``, which sees only what was admitted."""

    def __init__(self, application: Application, site: Site) -> None:
        self._application = application
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(send, is_socket=scope["type"] == "websocket")
        status = refusal(request_of(scope), self._site)
        if status is not None:
            await answer.refuse(status)
            return
        address = scope["raw_path"].decode("ascii").removeprefix(self._site.base)
        admitted = Admitted(address, is_own_machine(scope))
        try:
            await self._application(admitted, scope, receive, answer)
        except Exception as error:
            # A defect of ours: loud where docbuild runs, silent towards who asked.
            sys.excepthook(type(error), error, error.__traceback__)
            if not answer.started:
                await answer.refuse(_FAILED)


def request_of(scope: Scope) -> Request:
    is_socket = scope["type"] == "websocket"
    headers = tuple((bytes(key).lower(), bytes(value)) for key, value in scope["headers"])
    return Request("GET" if is_socket else scope["method"], scope["raw_path"], headers, is_socket)


def refusal(request: Request, site: Site) -> int | None:
    """The status to refuse ``request`` with, or ``None`` if it may be answered."""
    hosts = request.values(b"host")
    if len(hosts) != 1:
        return _BAD_REQUEST
    if hosts[0].lower() not in site.hosts:
        return _FORBIDDEN
    if _is_foreign(request, site):
        return _FORBIDDEN
    base = site.base.encode()
    if not hmac.compare_digest(request.address[: len(base)], base):
        return _NOT_FOUND
    if request.method not in (*READING, *WRITING):
        return _NOT_ALLOWED
    if request.method in WRITING and not _may_write(request, site):
        return _FORBIDDEN
    return None


def is_own_machine(scope: Scope) -> bool:
    """Whether both ends of the connection are the loopback address."""
    ends: Iterable[tuple[str, int] | None] = (scope.get("client"), scope.get("server"))
    return all(end is not None and end[0] == LOOPBACK for end in ends)


def _is_foreign(request: Request, site: Site) -> bool:
    """Whether another page than ours sent ``request``, as far as its browser says."""
    origins = request.values(b"origin")
    if len(origins) > 1 or any(origin not in site.origins for origin in origins):
        return True
    if request.is_socket and not origins:
        return True
    return not all(
        site_of in (b"same-origin", b"none") or _is_visit(request)
        for site_of in request.values(b"sec-fetch-site")
    )


def _is_visit(request: Request) -> bool:
    """Whether somebody followed a link to us: the answer is shown, not given to the page."""
    return (
        request.method == "GET"
        and not request.is_socket
        and request.values(b"sec-fetch-mode") == [b"navigate"]
        and request.values(b"sec-fetch-dest") == [b"document"]
    )


def _may_write(request: Request, site: Site) -> bool:
    given = request.values(SECRET_HEADER)
    return (
        len(given) == 1
        and bool(request.values(b"origin"))
        and hmac.compare_digest(given[0], site.secret.encode())
    )


class _Answer:
    """``send`` with the headers of every response, and knowing whether one began."""

    def __init__(self, send: Send, *, is_socket: bool) -> None:
        self._send = send
        self._prefix = "websocket." if is_socket else ""
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"].endswith((".response.start", "websocket.accept")):
            self.started = True
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await self._send(message)

    async def refuse(self, status: int) -> None:
        body = _REASONS[status]
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        start = {"type": f"{self._prefix}http.response.start", "status": status}
        await self({**start, "headers": headers})
        await self._send({"type": f"{self._prefix}http.response.body", "body": body})
