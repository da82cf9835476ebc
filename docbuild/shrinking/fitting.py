"""Which pictures have to lose how much, so that all of them fit into so many bytes.

All pictures climb the ladder together, to the first step on which they fit; of that step only as
many take part as it needs. So no picture is worse by more than a step than another. Which step
that is, drafts tell; only what is taken is compressed well, and what that gains is given back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from docbuild.images.aim import Aim, Quality, Task
from docbuild.images.optimised import NotOptimised, Optimised

Result: TypeAlias = Optimised | NotOptimised
Optimiser: TypeAlias = Callable[[Mapping[str, Task]], Mapping[str, Result]]
"""Does each task by its key, as :func:`docbuild.images.optimising.optimise`."""

Drafter: TypeAlias = Callable[[Mapping[str, Task]], Mapping[str, Sequence[Optimised]]]
"""Drafts for each task by its key, as :func:`docbuild.images.optimising.drafts`."""

_LEAST_DIFFERENCE = 1e-4  # what is below cannot be told from nothing


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
        self,
        sources: Mapping[str, Source],
        steps: Sequence[Aim],
        optimise: Optimiser,
        draft: Drafter,
    ) -> None:
        self._sources = sources
        self._steps = steps
        self._optimise = optimise
        self._draft = draft
        self._exact: dict[tuple[str, Aim], Result] = {}
        self._drafts: dict[tuple[str, int | None], list[Optimised]] = {}
        self._rough: set[Result] = set()
        self._finished: dict[Result, Optimised] = {}

    def fit(self, target: int | None) -> Fitted:
        """The least that is seen for all to fit into ``target`` bytes; just the first step if
        that is ``None``."""
        if target is None:
            first = self._results(0)
            return Fitted(first, self._size(first), True)
        while True:  # every time there are fewer drafts, of which there is an end
            fitted = self._fitted(target)
            drafts = [each for each in fitted.results.values() if self._is_draft(each)]
            if not drafts:
                return fitted
            self._finish(drafts)

    def _fitted(self, target: int) -> Fitted:
        """As far as the drafts tell."""
        for step in range(len(self._steps)):
            after = self._results(step)
            if self._size(after) <= target:
                chosen = self._mixed(self._results(max(step - 1, 0)), after, target)
                return Fitted(chosen, self._size(chosen), True)
        least = self._results(len(self._steps) - 1)
        return Fitted(least, self._size(least), False)

    def _results(self, step: int) -> dict[str, Result]:
        """The smallest of each picture on this step and those before it."""
        for each in range(step + 1):
            self._try(self._steps[each])
        return {key: self._smallest(key, step) for key in self._sources}

    def _smallest(self, key: str, step: int) -> Result:
        first = self._exact[key, self._steps[0]]
        if isinstance(first, NotOptimised):
            return first
        found = [first]
        for aim in self._steps[1 : step + 1]:
            found += self._found(key, self._effect(first, aim))
        return min(found, key=lambda each: len(each.data))  # the first of those as small

    def _found(self, key: str, effect: Aim) -> list[Optimised]:
        if effect.quality is Quality.LOSSLESS:
            exact = self._exact[key, effect]
            return [exact] if isinstance(exact, Optimised) else []
        allowed = effect.quality.largest_difference
        drafts = self._drafts[key, effect.max_width]
        return [self._finished.get(each, each) for each in drafts if each.difference <= allowed]

    def _try(self, aim: Aim) -> None:
        """Ask for what is not known yet of a step."""
        exact: dict[str, Task] = {}
        drafts: dict[str, Task] = {}
        for key, source in self._sources.items():
            first = self._exact.get((key, self._steps[0]))
            if isinstance(first, NotOptimised):
                continue
            effect = aim if first is None else self._effect(first, aim)
            if effect.quality is not Quality.LOSSLESS:
                if (key, effect.max_width) not in self._drafts:
                    drafts[key] = Task(source.data, effect._replace(quality=max(Quality)))
            elif (key, effect) not in self._exact:
                exact[key] = Task(source.data, effect)
        for key, result in (self._optimise(exact) if exact else {}).items():
            self._exact[key, exact[key].aim] = result
        for key, found in (self._draft(drafts) if drafts else {}).items():
            self._drafts[key, drafts[key].aim.max_width] = list(found)
            self._rough.update(found)

    def _effect(self, first: Optimised, aim: Aim) -> Aim:
        """What a step comes to for a picture: one that is narrow enough is not scaled."""
        if aim == self._steps[0]:
            return aim
        is_wider = aim.max_width is not None and first.was[0] > aim.max_width
        effect = aim if is_wider else aim._replace(max_width=None)
        return self._steps[0] if effect == Aim() else effect

    def _is_draft(self, result: Result) -> bool:
        return result in self._rough and result not in self._finished

    def _finish(self, drafts: Sequence[Result]) -> None:
        """Compress well what is likely to be taken."""
        wanted = {str(at): each for at, each in enumerate(drafts) if isinstance(each, Optimised)}
        tasks = {name: Task(each.data) for name, each in wanted.items()}
        for name, result in self._optimise(tasks).items():
            draft = wanted[name]
            is_better = isinstance(result, Optimised) and len(result.data) < len(draft.data)
            data = result.data if is_better and isinstance(result, Optimised) else draft.data
            self._finished[draft] = replace(draft, data=data)

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


def _difference(result: Result) -> float:
    return result.difference if isinstance(result, Optimised) else 0.0
