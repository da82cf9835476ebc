"""Which pictures have to lose how much, so that all of them fit into so many bytes.

All pictures climb the ladder together, to the first step on which they fit; of that step only as
many take part as it needs. So no picture is worse by more than a step than another. Which step
that is, drafts tell; only what is taken is compressed well, and what that gains is given back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from docbuild.images.optimised import Optimised
from docbuild.shrinking.choices import Choice, Choices, Result, Source

LEAST_FILE = 26
"""Bytes of the smallest picture there is: a GIF of one pixel."""

_LEAST_DIFFERENCE = 1e-4  # what is below cannot be told from nothing
_USUAL = 0.85  # of the bytes of drafts are left when these are compressed well, or more
_FEWEST = 0.5  # and never less than this, as far as was seen

_Taken: TypeAlias = Mapping[str, Choice]


class Fitted(NamedTuple):
    """What each picture became, and their bytes; ``fits``: those are few enough."""

    results: Mapping[str, Result]
    size: int
    fits: bool


class Fitting:
    """Pictures by any key. What was found out for one target serves the next."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._sources = choices.sources

    @property
    def bound(self) -> int:
        """Fewer bytes are too few for certain; nothing needs to be decoded to tell."""
        return sum(min(len(each.data), LEAST_FILE) * each.files for each in self._sources.values())

    def first(self) -> Fitted:
        """What the first step makes of each."""
        results = self._choices.first()
        return Fitted(results, self._total(results), True)

    def fit(self, target: int) -> Fitted:
        """The least that is seen for all to fit into ``target`` bytes, or the least of all."""
        while True:  # every time there are fewer drafts, of which there is an end
            taken = self._taken(target)
            drafts = self._drafts(taken)
            if not drafts:
                results = self._results(taken)
                size = self._total(results)
                return Fitted(results, size, size <= target)
            self._choices.make(drafts)

    def _results(self, taken: _Taken) -> dict[str, Result]:
        results: dict[str, Result] = dict(self._choices.refused)
        for key, choice in taken.items():
            made = self._choices.result(choice)
            assert made is not None, "there are no drafts left among them"
            results[key] = made
        return results

    def _taken(self, target: int) -> _Taken:
        """As far as is known."""
        before = self._reached(0, target)
        for step in range(1, len(self._choices.steps)):
            if self._size(before) <= target:
                break
            after = self._reached(step, target)
            if self._size(after) <= target:
                return self._mixed(before, after, target)
            before = after
        return before

    def _reached(self, step: int, target: int) -> _Taken:
        """The smallest of each picture on this step and those before it. Where that may be
        what it takes for all to fit, drafts are compressed well first."""
        is_last = step == len(self._choices.steps) - 1
        while True:  # as in fit
            choices = self._choices.up_to(step)
            taken = {key: min(found, key=self._choices.length) for key, found in choices.items()}
            if self._size(taken) <= target:
                return taken
            hopes = (
                self._last_hopes(choices, taken, target) if is_last else self._hopes(taken, target)
            )
            if not hopes:
                return taken
            self._choices.make(hopes)

    def _hopes(self, taken: _Taken, target: int) -> Sequence[Choice]:
        """The drafts that may make all fit when they are compressed well, as drafts usually are."""
        drafts = self._drafts(taken)
        gained = sum(map(self._hoped, drafts))
        return drafts if self._size(taken) - gained <= target else ()

    def _last_hopes(
        self, choices: Mapping[str, Sequence[Choice]], taken: _Taken, target: int
    ) -> Sequence[Choice]:
        """What is taken, and then whatever may yet be smaller, if all may fit then."""
        drafts = self._drafts(taken)
        if drafts:
            return drafts
        best = {key: min(found, key=self._at_best) for key, found in choices.items()}
        least = sum(self._at_best(each) * self._sources[each.key].files for each in best.values())
        return self._drafts(best) if self._refused() + least <= target else ()

    def _at_best(self, choice: Choice) -> float:
        is_draft = self._choices.result(choice) is None
        return self._choices.length(choice) * (_FEWEST if is_draft else 1)

    def _drafts(self, taken: _Taken) -> list[Choice]:
        return [each for each in taken.values() if self._choices.result(each) is None]

    def _mixed(self, before: _Taken, after: _Taken, target: int) -> _Taken:
        """``before``, but for as few as do from ``after``: those that gain most for what is seen
        of it. Then those whose part turned out to be needless stay as they were."""
        gains = {key: self._bytes(before[key]) - self._bytes(after[key]) for key in before}
        chosen, size = dict(before), self._size(before)
        taken: list[str] = []
        keys = (key for key in before if before[key] != after[key])
        for key in sorted(
            keys, key=lambda key: (-gains[key] / _seen(before[key], after[key]), key)
        ):
            if size <= target:
                break
            taken.append(key)
            chosen[key] = after[key]
            size -= gains[key]
        hopes = self._drafts({key: before[key] for key in taken})
        room = target - size
        hopes = [each for each in hopes if gains[each.key] - self._hoped(each) <= room]
        if hopes:
            self._choices.make(hopes)
            return self._mixed(before, after, target)
        for key in sorted(taken, key=lambda key: (-after[key].draft.difference, key)):
            if size + gains[key] <= target:
                chosen[key] = before[key]
                size += gains[key]
        return chosen

    def _hoped(self, draft: Choice) -> float:
        """The bytes that compressing it well usually gains, or more."""
        return (1 - _USUAL) * self._bytes(draft)

    def _size(self, taken: _Taken) -> int:
        """The bytes of all pictures, with those that stay as they came."""
        return self._refused() + sum(map(self._bytes, taken.values()))

    def _refused(self) -> int:
        refused = (self._sources[key] for key in self._choices.refused)
        return sum(len(each.data) * each.files for each in refused)

    def _bytes(self, choice: Choice) -> int:
        return self._choices.length(choice) * self._sources[choice.key].files

    def _total(self, results: Mapping[str, Result]) -> int:
        return sum(_length(results[key], each) * each.files for key, each in self._sources.items())


def _seen(before: Choice, after: Choice) -> float:
    return max(after.draft.difference - before.draft.difference, _LEAST_DIFFERENCE)


def _length(result: Result, source: Source) -> int:
    return len(result.data if isinstance(result, Optimised) else source.data)
