"""Facts about pictures, by digest: the door through which the rest of docbuild comes in."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from docbuild.asset import ImageFacts
from docbuild.images.memory import Memory, user_memory


class Picture(NamedTuple):
    """Bytes by their SHA-256 in hexadecimal. ``load`` gives them when they are needed.

    It may be called from another thread, two at a time, and at most once per digest.
    """

    digest: str
    load: Callable[[], bytes]


def facts_of(
    pictures: Iterable[Picture],
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, ImageFacts]:
    """The facts about each picture, by digest.

    What ``memory`` (the user's, by default) holds is answered without loading the bytes,
    Pillow or a process. ``progress`` is told, for all others, how many are done and of how
    many. Raises what a loader raises, and ``WorkerError`` for a mistake in docbuild itself.
    """
    memory = user_memory() if memory is None else memory
    facts: dict[str, ImageFacts] = {}
    unknown: dict[str, Callable[[], bytes]] = {}
    for picture in pictures:
        if picture.digest in facts or picture.digest in unknown:
            continue
        remembered = memory.recall(picture.digest)
        if remembered is None:
            unknown[picture.digest] = picture.load
        else:
            facts[picture.digest] = remembered
    if unknown:
        facts |= _inspected(unknown, memory, progress)
    return facts


def _inspected(
    unknown: dict[str, Callable[[], bytes]],
    memory: Memory,
    progress: Callable[[int, int], None] | None,
) -> dict[str, ImageFacts]:
    # Processes and threads are loaded only for pictures that were never seen before.
    from docbuild.images.pool import inspect_all  # noqa: PLC0415

    facts: dict[str, ImageFacts] = {}
    for digest, fact, lasting in inspect_all(tuple(unknown.items())):
        facts[digest] = fact
        if lasting:
            memory.remember(digest, fact)
        if progress is not None:
            progress(len(facts), len(unknown))
    return facts
