"""What became of a picture that was to take fewer bytes, also as the worker says it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

TAKEN = ("png", "jpeg", "gif")
"""The formats that the upload takes; any other becomes one of them."""


@dataclass(frozen=True, slots=True)
class Optimised:
    """A sound picture in a format that goes up: ``png``, ``jpeg`` or ``gif``.

    ``is_lossless``: every pixel of every frame is shown as before. ``difference`` is that of
    :mod:`docbuild.images.similarity`, 0 for none. ``was`` are the pixels across and down
    before scaling, turned as they are to be seen.
    """

    format: str
    width: int
    height: int
    frames: int
    data: bytes
    is_lossless: bool
    difference: float
    was: tuple[int, int]

    def facts(self) -> bytes:
        """All but the bytes of the picture, as JSON."""
        names = ("format", "width", "height", "frames", "is_lossless", "difference", "was")
        return json.dumps({name: getattr(self, name) for name in names}).encode()

    @classmethod
    def from_facts(cls, facts: bytes, data: bytes) -> Self:
        """Raises :class:`ValueError` for what :meth:`facts` did not write."""
        try:
            record = json.loads(facts)
            width, height = record.pop("was")
            found = cls(data=data, was=(width, height), **record)
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"no facts about a picture: {facts[:80]!r}") from error
        if not found._is_sane():
            raise ValueError(f"no facts about a picture: {facts[:80]!r}")
        return found

    def _is_sane(self) -> bool:
        return (
            self.format in TAKEN
            and all(_is_count(each) for each in (self.width, self.height, self.frames, *self.was))
            and type(self.is_lossless) is bool
            and type(self.difference) in (int, float)
            and self.difference >= 0
        )


@dataclass(frozen=True, slots=True)
class NotOptimised:
    """Why there is no better picture: ``problem`` is that of
    :class:`docbuild.asset.ImageProblem` by its value, or ``format`` for one that Pillow does
    not read; ``detail`` is English."""

    problem: str
    detail: str

    def to_json(self) -> bytes:
        return json.dumps([self.problem, self.detail]).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        problem, detail = json.loads(data)
        return cls(str(problem), str(detail))


def _is_count(value: object) -> bool:
    return type(value) is int and value > 0
