"""Records kept by digest in the user's cache folder, shared by all processes.

One small file for each digest: written aside and renamed into place, so that a reader sees
all of it or nothing, without any lock.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

VARIABLE = "DOCBUILD_CACHE"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Records:
    """Those of one kind. ``folder`` is the cache, ``None`` to remember nothing.

    ``name`` has the version of what is kept. Records are at most ``longest`` bytes. Never
    raises ``OSError``: a cache that is full, read-only or not there costs time, not a verdict.
    """

    def __init__(self, folder: str | None, name: str, longest: int) -> None:
        self._folder = folder and os.path.join(folder, name)
        self._longest = longest

    def recall(self, digest: str) -> bytes | None:
        """The record of that SHA-256, if there is one; it may be anybody's."""
        if self._folder is None:
            return None
        try:
            record = os.open(self._path(digest), os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError:
            return None
        try:
            return os.read(record, self._longest)
        except OSError:
            return None
        finally:
            os.close(record)

    def remember(self, digest: str, data: bytes) -> None:
        if self._folder is None or len(data) > self._longest:
            return
        path = self._path(digest)
        aside = f"{path}.{os.urandom(6).hex()}"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            _sweep(path)
            with open(aside, "xb") as record:
                record.write(data)
            os.replace(aside, path)
        except OSError:
            _remove(aside)

    def _path(self, digest: str) -> str:
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"not a SHA-256 in hexadecimal: {digest!r}")
        return f"{self._folder}/{digest[:2]}/{digest}.json"


def user_folder(environment: Mapping[str, str] = os.environ) -> str | None:
    """The user's cache folder, or what ``DOCBUILD_CACHE`` says (``off``: none)."""
    chosen = environment.get(VARIABLE)
    if chosen:
        return None if chosen.lower() == "off" else os.path.abspath(chosen)
    if sys.platform in ("win32", "darwin"):
        # Not on Linux, where the import takes longer than reading a hundred records.
        from platformdirs import user_cache_dir  # noqa: PLC0415

        return user_cache_dir("docbuild", appauthor=False)
    base = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # the XDG specification: a relative one is to be ignored
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "docbuild") if os.path.isabs(base) else None


def _sweep(path: str) -> None:
    """Remove what killed runs left of the record at ``path``.

    Whoever is writing it just now loses his work, which is ours to do then.
    """
    folder, name = os.path.split(path)
    for found in os.listdir(folder):
        if found.startswith(f"{name}."):
            _remove(os.path.join(folder, found))


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return  # it was never written, or cannot be removed: it is no record by its name
