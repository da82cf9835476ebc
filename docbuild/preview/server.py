"""The server's life: from listening sockets to the signal that ends it."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

import uvicorn

from docbuild.preview.guard import Guard
from docbuild.preview.protocols import HttpProtocol, SocketProtocol

_SILENT = 100  # above every level: docbuild says itself what there is to say
_PATIENCE = 20.0  # seconds
_TURNS_TO_ACCEPT = 4  # of the event loop, until a connection is known that was just taken
_LARGEST_HELLO = 4096  # bytes of a message from a page, which says hello and no more
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Server(uvicorn.Server):
    """uvicorn that waits for its end instead of looking out for it, and then ends at once."""

    def __init__(
        self,
        guard: Guard,
        *,
        patience: float = _PATIENCE,
        on_start: Callable[[], None] = lambda: None,
    ) -> None:
        """``patience``: seconds that a connection may take until it has sent a request.
        ``on_start`` is called when requests are answered; what it raises ends the server.
        """
        super().__init__(_configuration(guard, patience))
        self._on_start = on_start
        self.ended_by: signal.Signals | None = None
        self._end = asyncio.Event()

    def end(self, by: signal.Signals | None = None) -> None:
        """Let the server end. Of several causes the first is told."""
        self.ended_by = self.ended_by or by
        self._end.set()

    async def main_loop(self) -> None:
        try:
            self._on_start()
            await self._end.wait()
        except BaseException:
            await self.shutdown()
            raise

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take leave of every page and wait for none: an idle connection would hold us up."""
        for server in self.servers:
            _stop_accepting(server)
        for connection in list(self.server_state.connections):
            if isinstance(connection, SocketProtocol):
                connection.shutdown()
        for _ in range(_TURNS_TO_ACCEPT):
            await asyncio.sleep(0)
            for connection in list(self.server_state.connections):
                connection.transport.abort()
        for server in self.servers:
            server.close()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are :func:`serve`'s."""
        yield


def _stop_accepting(server: asyncio.Server) -> None:
    """Take no further connection. Of one that was just taken, asyncio makes no transport any more
    once its server is closed, and leaves it open; so closing has to wait for those."""
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # on Windows, where nothing is read like that
        for each in server.sockets:
            loop.remove_reader(each.fileno())


async def serve(
    guard: Guard, sockets: Sequence[socket.socket], on_start: Callable[[], None]
) -> signal.Signals:
    """Serve on listening ``sockets`` until Ctrl-C or SIGTERM; which of them is returned."""
    server = Server(guard, on_start=on_start)
    with _signals(server):
        await server.serve(list(sockets))
    assert server.ended_by is not None, "nothing else ends it"
    return server.ended_by


@contextlib.contextmanager
def _signals(server: Server) -> Iterator[None]:
    """End ``server`` on those signals that were not to be ignored anyway (``nohup``, ``&``)."""
    loop = asyncio.get_running_loop()

    def end(number: int, _: FrameType | None) -> None:
        loop.call_soon_threadsafe(server.end, signal.Signals(number))

    heard = [each for each in _SIGNALS if signal.getsignal(each) is not signal.SIG_IGN]
    before = {each: signal.signal(each, end) for each in heard}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _configuration(guard: Guard, patience: float) -> uvicorn.Config:
    """uvicorn with what the preview needs, and nothing that tells strangers more."""
    config = uvicorn.Config(
        guard,
        loop="asyncio",
        http=HttpProtocol,
        ws=SocketProtocol,
        ws_max_size=_LARGEST_HELLO,
        ws_per_message_deflate=False,  # takes longer than the loopback
        interface="asgi3",
        lifespan="off",
        log_config=None,
        log_level=_SILENT,
        access_log=False,
        proxy_headers=False,  # nobody may say for another where a request comes from
        server_header=False,
        date_header=False,
    )
    config.timeout_keep_alive = patience  # type: ignore[assignment]  # any number will do
    return config
