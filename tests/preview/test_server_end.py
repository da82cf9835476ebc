"""The server ends while somebody is just coming in."""

from __future__ import annotations

import asyncio
import gc
import socket
import warnings

import pytest
from served_preview import Written, a_view

from docbuild.preview.application import guarded
from docbuild.preview.hub import Hub
from docbuild.preview.own_site import LOOPBACK, new_site
from docbuild.preview.ports import listen
from docbuild.preview.server import Server


async def _end_soon_after(turns: int) -> None:
    """Of the event loop, since the system let a connection in."""
    sockets = listen(0)
    assert isinstance(sockets, list), sockets
    port = sockets[0].getsockname()[1]
    site = new_site(port)
    hub = Hub(site.run, site.secret, a_view())
    server = Server(guarded(site, hub, Written().actions))
    hub.start()
    serving = asyncio.create_task(server.serve(sockets))
    while not server.started:
        await asyncio.sleep(0)
    with socket.create_connection((LOOPBACK, port)):
        for _ in range(turns):
            await asyncio.sleep(0)
        server.end()
        await serving


@pytest.mark.parametrize("turns", range(8))
def test_nobody_who_just_came_in_is_left_open(turns: int) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        asyncio.run(_end_soon_after(turns))
        gc.collect()
    assert not [each.message for each in told if "unclosed" in str(each.message)]
