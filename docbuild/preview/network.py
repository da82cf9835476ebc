"""The addresses by which others on the same network reach this machine."""

import ipaddress
import socket
from collections.abc import Iterator

_SOMEWHERE = ("192.0.2.1", "192.168.0.1", "10.0.0.1", "172.16.0.1")
"""Where routes may lead: anywhere (an address for documentation), and into private networks."""

_ANY_PORT = 9  # nothing is sent to it


def lan_addresses() -> tuple[str, ...]:
    """This machine's IPv4 addresses that are not reached from the internet, likeliest first."""
    found = (*_outgoing(), *_of_own_name())
    return tuple(dict.fromkeys(filter(_is_private, found)))


def _outgoing() -> Iterator[str]:
    """From which address a packet would go out. Connecting a datagram socket sends none."""
    for destination in _SOMEWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((destination, _ANY_PORT))
            except OSError:  # no route
                continue
            yield probe.getsockname()[0]


def _of_own_name() -> Iterator[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError:  # a machine that cannot resolve its own name
        return
    for *_, address in found:
        yield str(address[0])


def _is_private(text: str) -> bool:
    address = ipaddress.ip_address(text)
    return not (address.is_global or address.is_loopback or address.is_unspecified)
