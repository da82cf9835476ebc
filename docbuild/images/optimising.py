"""Pictures → the same pictures in fewer bytes: the door to ``optimise`` and its workers.

Nobody else's bytes are decoded in this process, and nothing that decodes is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from docbuild.images.aim import Aim, Quality, Task
from docbuild.images.optimised import NotOptimised, Optimised
from docbuild.images.optimised_memory import OptimisedMemory
from docbuild.images.optimising_pool import optimise_all
from docbuild.memory import user_folder

__all__ = ["Aim", "NotOptimised", "Optimised", "Progress", "Quality", "Task", "optimise"]

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many pictures are done, and of how many."""


def optimise(
    pictures: Mapping[str, Task],
    progress: Progress | None = None,
    memory: OptimisedMemory | None = None,
) -> dict[str, Optimised | NotOptimised]:
    """Each picture by its name in as few bytes as its aim allows, in the order they came.

    Never in more than it came in, unless its format changes or it is scaled. Several confined
    processes work side by side; what ``memory`` (the user's, by default) holds is not done
    again. Raises :class:`docbuild.images.process.WorkerError` for a mistake in docbuild itself.
    """
    memory = OptimisedMemory(user_folder()) if memory is None else memory
    tasks = {task: memory.recall(task) for task in pictures.values()}
    found: dict[Task, Optimised | NotOptimised] = {
        task: remembered for task, remembered in tasks.items() if remembered is not None
    }
    unknown = [task for task, remembered in tasks.items() if remembered is None]
    for task, results, lasting in optimise_all(unknown):
        found[task] = results if isinstance(results, NotOptimised) else results[0]
        if lasting and not isinstance(results, NotOptimised):
            memory.remember(task, results[0])
        if progress is not None:
            progress(len(found), len(tasks))
    return {name: found[task] for name, task in pictures.items()}


def drafts(
    pictures: Mapping[str, Task],
    progress: Progress | None = None,
    memory: OptimisedMemory | None = None,
) -> dict[str, list[Optimised]]:
    """What each step of quality up to the aim's comes to, in PNG and JPEG alike; none for a
    picture of which there is none. Raises as :func:`optimise`, which makes them smaller yet.
    """
    memory = OptimisedMemory(user_folder()) if memory is None else memory
    tasks = {task._replace(aim=task.aim._replace(is_draft=True)) for task in pictures.values()}
    recalled = {task: memory.recall_all(task) for task in tasks}
    found = {task: each for task, each in recalled.items() if each is not None}
    for task, results, lasting in optimise_all(sorted(tasks - found.keys())):
        found[task] = [] if isinstance(results, NotOptimised) else results
        if lasting and not isinstance(results, NotOptimised):
            memory.remember_all(task, results)
        if progress is not None:
            progress(len(found), len(tasks))
    return {
        name: found[task._replace(aim=task.aim._replace(is_draft=True))]
        for name, task in pictures.items()
    }
