"""A page's end of the live socket: its hello comes in, what it misses goes out."""

from functools import partial

from starlette.websockets import WebSocket

from docbuild.preview.hub import Hub, Subscriber
from docbuild.preview.messages import read_hello
from docbuild.preview.protocols import OUTLET

_NOT_UNDERSTOOD = 1008  # RFC 6455: the message violates the policy


async def serve_socket(socket: WebSocket, hub: Hub, *, is_own: bool) -> None:
    """Serve one page until it goes."""
    await socket.accept()
    outlet = socket.scope["extensions"][OUTLET]
    subscriber = Subscriber(outlet, is_own=is_own)
    outlet.on_taking_more = partial(hub.resume, subscriber)
    try:
        await _listen(socket, hub, subscriber)
    finally:
        hub.leave(subscriber)


async def _listen(socket: WebSocket, hub: Hub, subscriber: Subscriber) -> None:
    """Each hello asks for what is missing: the first joins, a later one asks again."""
    while (message := await socket.receive())["type"] == "websocket.receive":
        hello = read_hello(message.get("text") or "")
        if hello is None:
            await socket.close(_NOT_UNDERSTOOD)
            return
        hub.join(subscriber, hello)
