"""What one run of the preview answers to: its names, its base address and its secrets."""

import secrets
from typing import NamedTuple

LOOPBACK = "127.0.0.1"
_OWN_NAMES = (LOOPBACK, "localhost")
_HTTP_PORT = 80  # which browsers leave out of Host and Origin


class Site(NamedTuple):
    """One run of the server.

    ``run`` names it, so that a page can tell its server from the one before. ``secret`` is
    what a request that writes has to carry. With ``lan`` (addresses in dotted form) the site
    answers on those too, and all of it lies below ``base``, which holds another secret.
    """

    port: int
    run: str
    secret: str
    base: str = "/"
    lan: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[bytes]:
        """What ``Host`` may say, in lower case."""
        names = (*_OWN_NAMES, *self.lan)
        with_port = {f"{name}:{self.port}".encode() for name in names}
        bare = {name.encode() for name in names} if self.port == _HTTP_PORT else set()
        return frozenset(with_port | bare)

    @property
    def origins(self) -> frozenset[bytes]:
        """What ``Origin`` may say."""
        return frozenset(b"http://" + host for host in self.hosts)

    @property
    def url(self) -> str:
        """The address of the page on this machine."""
        return f"http://{LOOPBACK}:{self.port}{self.base}"

    @property
    def lan_urls(self) -> tuple[str, ...]:
        """The addresses of the page for others on the network, the likeliest first."""
        return tuple(f"http://{address}:{self.port}{self.base}" for address in self.lan)


def new_site(port: int, lan: tuple[str, ...] = ()) -> Site:
    """A site with fresh secrets; below an address that cannot be guessed if others reach it."""
    base = f"/s/{secrets.token_urlsafe(16)}/" if lan else "/"
    return Site(port, secrets.token_hex(8), secrets.token_urlsafe(32), base, lan)
