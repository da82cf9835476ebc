"""What each of many pictures may become: drafted once it is looked at, compressed once taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from docbuild.images.aim import Aim, Quality, Task
from docbuild.images.optimised import NotOptimised, Optimised

Result: TypeAlias = Optimised | NotOptimised
Optimiser: TypeAlias = Callable[[Mapping[str, Task]], Mapping[str, Result]]
"""Does each task by its key, as :func:`docbuild.images.optimising.optimise`."""

Drafter: TypeAlias = Callable[[Mapping[str, Task]], Mapping[str, Sequence[Optimised]]]
"""Drafts for each task by its key, as :func:`docbuild.images.optimising.drafts`."""


class Source(NamedTuple):
    """A picture's bytes, and how many files have them."""

    data: bytes
    files: int = 1


class Choice(NamedTuple):
    """What the picture ``key`` may become, and the task that compresses it well."""

    key: str
    draft: Optimised
    task: Task


class Choices:
    """Those of pictures by any key, on each of ``steps``. What was found out once serves again."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        steps: Sequence[Aim],
        optimise: Optimiser,
        draft: Drafter,
    ) -> None:
        self.refused: dict[str, NotOptimised] = {}
        """The pictures of which nothing else can be made; known once any choice was looked at."""
        self.sources = sources
        self.steps = steps
        self._optimise = optimise
        self._draft = draft
        self._drafts: dict[tuple[str, Aim], Sequence[Choice]] = {}
        self._made: dict[Choice, Result] = {}

    def first(self) -> Mapping[str, Result]:
        """What the first step makes of each, compressed well."""
        return self._optimise(
            {key: Task(each.data, self.steps[0]) for key, each in self.sources.items()}
        )

    def up_to(self, step: int) -> dict[str, list[Choice]]:
        """All that a picture may become on this step and those before it, in their order."""
        for aim in self.steps[: step + 1]:
            self._look_at(aim)
        return {key: self._of(key, step) for key in self.sources if key not in self.refused}

    def length(self, choice: Choice) -> int:
        """Bytes, as far as is known."""
        made = self._made.get(choice, choice.draft)
        return len(made.data if isinstance(made, Optimised) else self.sources[choice.key].data)

    def result(self, choice: Choice) -> Result | None:
        """What was made of it, if it was."""
        return self._made.get(choice)

    def make(self, choices: Collection[Choice]) -> None:
        """Compress them well."""
        wanted = {str(at): each for at, each in enumerate(choices)}
        results = self._optimise({name: each.task for name, each in wanted.items()})
        for name, choice in wanted.items():
            self._made[choice] = _compressed(choice, results[name])

    def _of(self, key: str, step: int) -> list[Choice]:
        found: dict[Choice, None] = {}
        for aim in self.steps[: step + 1]:
            effect = self._effect(key, aim)
            allowed = effect.quality.largest_difference
            drafts = self._drafts[key, _asked(effect)]
            is_lossy = effect.quality is not Quality.LOSSLESS
            found |= dict.fromkeys(
                each for each in drafts if not (is_lossy and each.draft.difference > allowed)
            )
        return list(found)

    def _look_at(self, aim: Aim) -> None:
        """Ask for what is not known yet of a step."""
        asked = {key: _asked(self._effect(key, aim)) for key in self.sources}
        new = {
            key: Task(self.sources[key].data, aim)
            for key, aim in asked.items()
            if key not in self.refused and (key, aim) not in self._drafts
        }
        lossy = {key: task for key, task in new.items() if task.aim.quality}
        exact = {key: _as_draft(task) for key, task in new.items() if key not in lossy}
        for key, found in (self._draft(lossy) if lossy else {}).items():
            drafts = [Choice(key, each, Task(each.data)) for each in found]
            self._drafts[key, new[key].aim] = drafts
        for key, result in (self._optimise(exact) if exact else {}).items():
            if isinstance(result, Optimised):
                self._drafts[key, new[key].aim] = [Choice(key, result, new[key])]
            elif aim == self.steps[0]:
                self.refused[key] = result
            else:  # it took too much, which a step before did not
                self._drafts[key, new[key].aim] = ()

    def _effect(self, key: str, aim: Aim) -> Aim:
        """What a step comes to for a picture: one that is narrow enough is not scaled."""
        first = self._drafts.get((key, self.steps[0]))
        if not first:
            return aim
        is_wider = aim.max_width is not None and first[0].draft.was[0] > aim.max_width
        effect = aim if is_wider else aim._replace(max_width=None)
        return self.steps[0] if effect == Aim() else effect


def _asked(effect: Aim) -> Aim:
    """All qualities are drafted at once, which takes little longer than one of them."""
    return effect._replace(quality=max(Quality)) if effect.quality else effect


def _as_draft(task: Task) -> Task:
    return task._replace(aim=task.aim._replace(is_draft=True))


def _compressed(choice: Choice, result: Result) -> Result:
    """What a picture became; of a draft that lost something the bytes alone, if they are fewer."""
    draft = choice.draft
    if choice.task.data is not draft.data:
        return result
    is_fewer = isinstance(result, Optimised) and len(result.data) < len(draft.data)
    return replace(draft, data=result.data) if is_fewer and isinstance(result, Optimised) else draft
