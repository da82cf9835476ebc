"""Which pictures have to lose how much, so that all of them fit into so many bytes.

Every step of the ladder is climbed by all pictures together until they fit; of the last step
only as many take part as it needs. So no picture is worse by more than a step than another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from docbuild.images.aim import Aim, Quality, Task
from docbuild.images.optimised import NotOptimised, Optimised

Result: TypeAlias = Optimised | NotOptimised
Optimiser: TypeAlias = Callable[[Mapping[str, Task]], Mapping[str, Result]]
"""Does each task by its key, as :func:`docbuild.images.optimising.optimise`."""

_LEAST_DIFFERENCE = 1e-4  # what is below cannot be told from nothing
_TRANSPARENT = (4, 6)  # the types of colour in a PNG's header that have an alpha channel
_COLOUR_TYPE = 25  # where the header tells it


class Source(NamedTuple):
    """A picture's bytes, and how many files have them."""

    data: bytes
    files: int = 1


class Fitted(NamedTuple):
    """What each picture became, and their bytes; ``fits``: those are few enough."""

    results: Mapping[str, Result]
    size: int
    fits: bool


class Fitting:
    """Pictures by any key. What was found out for one target serves the next."""

    def __init__(
        self, sources: Mapping[str, Source], steps: Sequence[Aim], optimise: Optimiser
    ) -> None:
        self._sources = sources
        self._steps = steps
        self._optimise = optimise
        self._levels: list[dict[str, Result]] = []

    def fit(self, target: int | None) -> Fitted:
        """The least that is seen for all to fit into ``target`` bytes; just the first step if
        that is ``None``."""
        before = results = self._level(0)
        for number in range(len(self._steps)):
            before, results = results, self._level(number)
            if target is None or self._size(results) <= target:
                chosen = before if target is None else self._mixed(before, results, target)
                return Fitted(chosen, self._size(chosen), True)
        return Fitted(results, self._size(results), False)

    def _level(self, number: int) -> dict[str, Result]:
        """The smallest of each picture on the steps so far."""
        while len(self._levels) <= number:
            self._levels.append(self._climbed(len(self._levels)))
        return self._levels[number]

    def _climbed(self, number: int) -> dict[str, Result]:
        before = self._levels[number - 1] if number else {}
        earlier = self._steps[number - 1] if number else None
        tasks = {
            f"{key} {each.format}": Task(source.data, each)
            for key, source in self._sources.items()
            for each in _aims(before.get(key), earlier, self._steps[number])
        }
        found = self._optimise(tasks) if tasks else {}
        best = dict(before)
        for name, result in found.items():
            key = name.rpartition(" ")[0]
            if key not in best or _is_smaller(result, best[key]):
                best[key] = result
        return {key: best[key] for key in self._sources}

    def _mixed(
        self, before: Mapping[str, Result], after: Mapping[str, Result], target: int
    ) -> dict[str, Result]:
        """``before``, but for as few as do from ``after``: those that gain most for what is seen
        of it. Then those whose part turned out to be needless stay as they were."""
        chosen = dict(before)
        size = self._size(before)
        taken: list[str] = []
        keys = (key for key in self._sources if before[key] is not after[key])
        for key in sorted(keys, key=lambda key: (-self._worth(before, after, key), key)):
            if size <= target:
                break
            taken.append(key)
            chosen[key] = after[key]
            size -= self._gain(before, after, key)
        for key in sorted(taken, key=lambda key: (-_difference(after[key]), key)):
            if size + self._gain(before, after, key) <= target:
                chosen[key] = before[key]
                size += self._gain(before, after, key)
        return chosen

    def _worth(self, before: Mapping[str, Result], after: Mapping[str, Result], key: str) -> float:
        """Bytes gained for each part of a difference."""
        seen = _difference(after[key]) - _difference(before[key])
        return self._gain(before, after, key) / max(seen, _LEAST_DIFFERENCE)

    def _gain(self, before: Mapping[str, Result], after: Mapping[str, Result], key: str) -> int:
        return self._bytes(before, key) - self._bytes(after, key)

    def _size(self, results: Mapping[str, Result]) -> int:
        return sum(self._bytes(results, key) for key in self._sources)

    def _bytes(self, results: Mapping[str, Result], key: str) -> int:
        source, result = self._sources[key], results[key]
        data = result.data if isinstance(result, Optimised) else source.data
        return len(data) * source.files


def _aims(before: Result | None, earlier: Aim | None, aim: Aim) -> Sequence[Aim]:
    """What of a step could do any good to a picture, by what became of it on the one before."""
    if before is None or earlier is None:
        return (aim,)
    if isinstance(before, NotOptimised):
        return ()
    is_narrower = aim.max_width != earlier.max_width and before.was[0] > (aim.max_width or 0)
    if aim.quality is earlier.quality and not is_narrower:
        return ()
    if aim.quality is not Quality.LOSSLESS and _is_opaque_png(before):
        return (aim, aim._replace(format="jpeg"))
    return (aim,)


def _is_smaller(result: Result, best: Result) -> bool:
    if not isinstance(result, Optimised) or not isinstance(best, Optimised):
        return False
    return len(result.data) < len(best.data)


def _difference(result: Result) -> float:
    return result.difference if isinstance(result, Optimised) else 0.0


def _is_opaque_png(picture: Optimised) -> bool:
    """Whether it is a PNG that could as well be a JPEG: one frame without any transparency."""
    if picture.format != "png" or picture.frames > 1:
        return False
    head = picture.data.partition(b"IDAT")[0]
    return picture.data[_COLOUR_TYPE] not in _TRANSPARENT and b"tRNS" not in head
