"""uvicorn's protocols, where they answer what never becomes a request: with our headers too."""

import asyncio
import http
from collections.abc import Callable
from typing import cast

import h11
from starlette.types import Scope
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol

from docbuild.preview.policy import HEADERS

OUTLET = "docbuild.outlet"
"""The extension of ASGI by which the application writes to its WebSocket directly."""


class HttpProtocol(H11Protocol):
    """HTTP/1.1. A connection that does not come to the point is closed after a while.

    uvicorn times the pause between requests; here that counts until a request has its head.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        # (uvicorn narrows the argument in the same way)
        super().connection_made(transport)
        self._wait_for_request()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait_for_request()

    def _should_upgrade(self) -> bool:
        # Of another method it is no handshake, and not every release of websockets says so.
        return self.scope["method"] == "GET" and super()._should_upgrade()

    def _wait_for_request(self) -> None:
        is_answering = self.cycle is not None and not self.cycle.response_complete
        is_socket = self.transport.get_protocol() is not self
        if not (is_answering or is_socket or self.transport.is_closing()):
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def send_400_response(self, msg: str) -> None:
        if self.cycle is not None:  # a request before this one, which is answered too late
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(self._bad_request(msg.encode()))
        self.transport.close()

    def _bad_request(self, body: bytes) -> bytes:
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            *HEADERS,
        ]
        status = http.HTTPStatus.BAD_REQUEST
        start = h11.Response(status_code=status, headers=headers, reason=status.phrase)
        events = (start, h11.Data(data=body), h11.EndOfMessage())
        return b"".join(self.conn.send(event) or b"" for event in events)


class SocketProtocol(WebSocketsSansIOProtocol):
    """The WebSocket. Refused handshakes have the headers as well.

    It offers itself to the application as an extension: a frame is written at once, from any
    callback of the loop, where ASGI would need a task for each socket.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn = _Handshake(max_size=config.ws_max_size)
        self.on_taking_more: Callable[[], None] | None = None
        self._is_full = False

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # the application, which was just called, runs after this
            cast(Scope, self.scope)["extensions"][OUTLET] = self

    def shutdown(self) -> None:
        # A page that has said goodbye, and still has to take what was written, gets no other.
        if not self.transport.is_closing():
            super().shutdown()

    @property
    def takes_more(self) -> bool:
        """Whether what is written now goes out soon."""
        return not (self._is_full or self.close_sent or self.transport.is_closing())

    def write(self, frame: bytes) -> None:
        self.transport.write(frame)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._is_full = True

    def resume_writing(self) -> None:
        super().resume_writing()
        self._is_full = False
        if self.on_taking_more is not None:
            self.on_taking_more()


class _Handshake(ServerProtocol):
    def accept(self, request: Request) -> Response:
        response = super().accept(request)
        if response.status_code != http.HTTPStatus.SWITCHING_PROTOCOLS:
            response.headers.update((name.decode(), value.decode()) for name, value in HEADERS)
        return response
