"""From an admitted request to its answer."""

from collections.abc import Mapping

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from docbuild.preview.answer import NOT_FOUND, TOO_LARGE, Action, Answer
from docbuild.preview.client_files import read_client_files
from docbuild.preview.guard import WRITING, Admitted, Guard
from docbuild.preview.hub import Hub
from docbuild.preview.live_socket import serve_socket
from docbuild.preview.own_site import Site
from docbuild.preview.pages import Pages
from docbuild.preview.routes import ACTIONS, LIVE, Routes

LARGEST_BODY = 16 * 1024 * 1024  # bytes


def guarded(site: Site, hub: Hub, actions: Mapping[str, Action]) -> Guard:
    """The preview as an ASGI application. ``actions`` are by their names in ``ACTIONS``."""
    routes = Routes(Pages(site.run, site.secret), read_client_files())
    return Guard(Preview(hub, routes, actions), site)


class Preview:
    """What is behind the guard."""

    def __init__(self, hub: Hub, routes: Routes, actions: Mapping[str, Action]) -> None:
        self._hub = hub
        self._routes = routes
        self._actions = actions

    async def __call__(
        self, admitted: Admitted, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if scope["type"] == "websocket":
            await self._follow(admitted, WebSocket(scope, receive, send))
        elif scope["method"] in WRITING:
            await self._act(admitted, Request(scope, receive), send)
        else:
            view, is_own = self._hub.view, admitted.is_own
            answer = self._routes.answer(admitted.address, view, is_own=is_own)
            await _response(answer)(scope, receive, send)

    async def _follow(self, admitted: Admitted, socket: WebSocket) -> None:
        if admitted.address == LIVE:
            await serve_socket(socket, self._hub, is_own=admitted.is_own)
        else:
            await socket.send_denial_response(_response(NOT_FOUND))

    async def _act(self, admitted: Admitted, request: Request, send: Send) -> None:
        action = self._actions.get(ACTIONS.get(admitted.address, ""))
        if action is None:
            answer = NOT_FOUND
        else:
            try:
                body = await _body(request)
            except ClientDisconnect:
                return
            answer = TOO_LARGE if body is None else await action(body, dict(request.headers))
        await _response(answer)(request.scope, request.receive, send)


async def _body(request: Request) -> bytes | None:
    """The body, or ``None`` as soon as it is known to be too large."""
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > LARGEST_BODY:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, answer.headers, answer.media_type)
