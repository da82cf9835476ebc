"""Which pictures have to lose how much, so that all of them fit into so many bytes.

All pictures climb the ladder together, to the first step on which they fit; of that step only as
many take part as it needs. So no picture is worse by more than a step than another. As every step
takes a while, the right one is found by halving what is left of the ladder.
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
        self._found: dict[tuple[str, Aim], Result] = {}
        self._tried: set[int] = set()

    def fit(self, target: int | None) -> Fitted:
        """The least that is seen for all to fit into ``target`` bytes; just the first step if
        that is ``None``."""
        first = self._results(0)
        if target is None:
            return Fitted(first, self._size(first), True)
        step = self._first_fitting(target)
        if step is None:
            least = self._results(len(self._steps) - 1)
            return Fitted(least, self._size(least), False)
        chosen = self._mixed(self._results(max(step - 1, 0)), self._results(step), target)
        return Fitted(chosen, self._size(chosen), True)

    def _first_fitting(self, target: int) -> int | None:
        """The first step on which all fit, the one before it tried as well; ``None``: all were."""
        steps = range(len(self._steps))
        for step in steps[:2]:  # those without a loss, which are enough most of the time
            if self._fits(step, target):
                return step
        start, end = 2, steps[-1]
        while start < end:
            middle = (start + end) // 2
            start, end = (start, middle) if self._fits(middle, target) else (middle + 1, end)
        if start in steps and self._fits(start, target):
            return start
        # Where a later step makes some picture larger, all of them together may still do.
        return next((step for step in steps if self._fits(step, target)), None)

    def _fits(self, step: int, target: int) -> bool:
        return self._size(self._results(step)) <= target

    def _results(self, step: int) -> dict[str, Result]:
        """The smallest of each picture on this step, and those before it that were tried."""
        if step not in self._tried:
            self._try(step)
        tried = [self._steps[each] for each in sorted(self._tried) if each <= step]
        return {key: self._smallest(key, tried) for key in self._sources}

    def _smallest(self, key: str, aims: Sequence[Aim]) -> Result:
        best = self._found[key, self._steps[0]]
        for aim in aims:
            found = self._found.get((key, self._effect(key, aim)), best)
            if _is_smaller(found, best):
                best = found
        return best

    def _try(self, step: int) -> None:
        tasks: dict[str, Task] = {}
        effects: dict[str, tuple[str, Aim]] = {}
        for key, source in self._sources.items():
            effect = self._effect(key, self._steps[step])
            for aim in self._aims(key, effect):
                name = f"{key} {aim.format}"
                tasks[name], effects[name] = Task(source.data, aim), (key, effect)
        for name, result in (self._optimise(tasks) if tasks else {}).items():
            best = self._found.setdefault(effects[name], result)
            if _is_smaller(result, best):
                self._found[effects[name]] = result
        self._tried.add(step)

    def _effect(self, key: str, aim: Aim) -> Aim:
        """What a step comes to for a picture: one that is narrow enough is not scaled."""
        first = self._found.get((key, self._steps[0]))
        if aim == self._steps[0] or not isinstance(first, Optimised):
            return self._steps[0]
        is_wider = aim.max_width is not None and first.was[0] > aim.max_width
        effect = aim if is_wider else aim._replace(max_width=None)
        return self._steps[0] if effect == Aim() else effect

    def _aims(self, key: str, effect: Aim) -> Sequence[Aim]:
        """What is to be tried of a step, if anything."""
        first = self._found.get((key, self._steps[0]))
        if (key, effect) in self._found or isinstance(first, NotOptimised):
            return ()
        if first is not None and effect.quality is not Quality.LOSSLESS and _is_opaque_png(first):
            return (effect, effect._replace(format="jpeg"))
        return (effect,)

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
