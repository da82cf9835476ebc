"""uvicorn's protocols, where they answer what never becomes a request: with our headers too."""

import asyncio
import http

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.http11 import Response
from websockets.server import ServerProtocol

from docbuild.preview.policy import HEADERS

_LONGEST_SILENCE = 20.0  # seconds until the head of a connection's first request has to be there


class HttpProtocol(H11Protocol):
    """HTTP/1.1. A connection that does not come to the point is closed after a while."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        # (uvicorn narrows the argument in the same way)
        super().connection_made(transport)
        self.loop.call_later(_LONGEST_SILENCE, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if self.cycle is None and self.transport.get_protocol() is self:
            self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        body = msg.encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            *HEADERS,
        ]
        status = http.HTTPStatus.BAD_REQUEST
        start = h11.Response(status_code=status, headers=headers, reason=status.phrase)
        for event in (start, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


class SocketProtocol(WebSocketsSansIOProtocol):
    """The WebSocket, whose refused handshakes have the headers as well."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn = _Handshake(max_size=config.ws_max_size)


class _Handshake(ServerProtocol):
    def reject(self, status: http.HTTPStatus | int, text: str) -> Response:
        response = super().reject(status, text)
        for name, value in HEADERS:
            response.headers[name.decode()] = value.decode()
        return response
