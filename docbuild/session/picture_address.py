"""Where a live page finds a picture: by its content, so that a changed one is another address."""

from __future__ import annotations

from urllib.parse import quote

FOLDER = "-/picture/"
_KEY_LENGTH = 32  # hexadecimal digits of the SHA-256: none will meet another by chance


def key_of(digest: str) -> str:
    return digest[:_KEY_LENGTH]


def address_of(digest: str, path: str) -> str:
    """Relative to the page; the name is for those who save the picture from it."""
    name = path.rpartition("/")[2]
    return f"{FOLDER}{key_of(digest)}/{quote(name, errors='surrogateescape')}"
