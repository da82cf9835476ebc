"""A page's end of the live socket: its hello comes in, what it misses goes out."""

import asyncio
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from docbuild.preview.hub import Hub, Subscriber
from docbuild.preview.messages import read_hello

_NOT_UNDERSTOOD = 1008  # RFC 6455: the message violates the policy


async def serve_socket(socket: WebSocket, hub: Hub, *, is_own: bool) -> None:
    """Serve one page until it goes."""
    await socket.accept()
    subscriber = Subscriber(is_own=is_own)
    writer = asyncio.create_task(_write(socket, hub, subscriber))
    try:
        await _read(socket, hub, subscriber)
    finally:
        hub.leave(subscriber)
        writer.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect):
            await writer


async def _read(socket: WebSocket, hub: Hub, subscriber: Subscriber) -> None:
    """Each hello makes up leeway: the first one joins, a later one asks again."""
    while (message := await socket.receive())["type"] == "websocket.receive":
        hello = read_hello(message.get("text") or "")
        if hello is None:
            await socket.close(_NOT_UNDERSTOOD)
            return
        hub.join(subscriber, hello)


async def _write(socket: WebSocket, hub: Hub, subscriber: Subscriber) -> None:
    while True:
        await subscriber.ready()
        while (message := hub.next_message(subscriber)) is not None:
            await socket.send({"type": "websocket.send", "text": message})
