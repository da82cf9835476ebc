"""Facts remembered by digest in the user's cache folder, shared by all processes.

One small file for each digest: written aside and renamed into place, so that a reader sees
all of it or nothing, without any lock. Whatever is no record of ours is as good as absent.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping

from docbuild.asset import ImageFacts
from docbuild.images.limits import VERSION
from docbuild.images.record import facts_from_json, facts_to_json

VARIABLE = "DOCBUILD_CACHE"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_RECORD_LENGTH = 4096  # bytes; a record takes about 200


class Memory:
    """``folder`` is where records lie, ``None`` to remember nothing. Never raises ``OSError``.

    A cache folder that is full, read-only or not there costs time, not a verdict.
    """

    def __init__(self, folder: str | None) -> None:
        self._folder = folder and os.path.join(folder, f"images-v{VERSION}")

    def recall(self, digest: str) -> ImageFacts | None:
        """The facts about the bytes of that SHA-256, if they were remembered."""
        if self._folder is None:
            return None
        try:
            record = os.open(self._path(digest), os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError:
            return None
        try:
            return facts_from_json(os.read(record, _RECORD_LENGTH))
        except OSError:
            return None
        finally:
            os.close(record)

    def remember(self, digest: str, facts: ImageFacts) -> None:
        if self._folder is None:
            return
        path = self._path(digest)
        aside = f"{path}.{os.urandom(6).hex()}"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(aside, "xb") as record:
                record.write(facts_to_json(facts))
            os.replace(aside, path)
        except OSError:
            _remove(aside)

    def _path(self, digest: str) -> str:
        if not _DIGEST.fullmatch(digest):
            raise ValueError(f"not a SHA-256 in hexadecimal: {digest!r}")
        return f"{self._folder}/{digest[:2]}/{digest}.json"


def user_memory(environment: Mapping[str, str] = os.environ) -> Memory:
    """The memory in the user's cache folder, or where ``DOCBUILD_CACHE`` says (``off``: none)."""
    chosen = environment.get(VARIABLE)
    if chosen:
        return Memory(None if chosen.lower() == "off" else os.path.abspath(chosen))
    return Memory(_user_folder(environment))


def _user_folder(environment: Mapping[str, str]) -> str | None:
    if sys.platform in ("win32", "darwin"):
        # Not on Linux, where the import takes longer than reading a hundred records.
        from platformdirs import user_cache_dir  # noqa: PLC0415

        return user_cache_dir("docbuild", appauthor=False)
    base = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # the XDG specification: a relative one is to be ignored
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "docbuild") if os.path.isabs(base) else None


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except OSError:
        return  # it was never written, or cannot be removed: it is no record by its name
