"""Facts about pictures remembered by digest. What is no record of ours is as good as absent."""

from __future__ import annotations

import os
from collections.abc import Mapping

from docbuild.asset import ImageFacts
from docbuild.images.limits import VERSION
from docbuild.images.record import facts_from_json, facts_to_json
from docbuild.memory import Records, user_folder

_RECORD_LENGTH = 4096  # bytes; a record takes about 200


class Memory:
    """``folder`` is where records lie, ``None`` to remember nothing."""

    def __init__(self, folder: str | None) -> None:
        self._records = Records(folder, f"images-v{VERSION}", _RECORD_LENGTH)

    def recall(self, digest: str) -> ImageFacts | None:
        """The facts about the bytes of that SHA-256, if they were remembered."""
        record = self._records.recall(digest)
        return None if record is None else facts_from_json(record)

    def remember(self, digest: str, facts: ImageFacts) -> None:
        self._records.remember(digest, facts_to_json(facts))


def user_memory(environment: Mapping[str, str] = os.environ) -> Memory:
    """The memory in the user's cache folder, or where ``DOCBUILD_CACHE`` says (``off``: none)."""
    return Memory(user_folder(environment))
