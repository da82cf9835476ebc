"""Making room in a record: old releases are forgotten, and what matters now stays as it is.

The state follows from who knew of whom, and whatever is taken away in between would let
old events look like new ones of people who knew nothing. So the events that decide are stated anew
at first, with all that stays and that they knew of as their parents. Then old releases are taken
away, the oldest first, so that whatever is left is still known through what came after it, and
at last events. Whoever is killed on the way has forgotten less, and changed nothing.
"""

from __future__ import annotations

from docbuild.release.entries import Entries, uploads
from docbuild.release.history import History, history_of
from docbuild.release.values import Event, EventKind, Release
from docbuild.release_store.records import MOST_PARENTS
from docbuild.release_store.writer import Writer, named_event

#: Releases of which the record can be asked to stay, so that one event can know of all.
MOST_KEPT = 1_500

_LEAST_PREPARED = 5  # of what people prepared without knowing of each other
_MOST_NAMES = 100  # of itself, that an event was stated under before


def forget(mine: Writer, keep: int) -> tuple[Release, ...]:
    """Forget all releases but the newest ``keep`` that were uploaded, and as many saved states.

    What was uploaded last or is published stays too, and the newest of what is prepared; what
    was prepared and never uploaded goes. Returns what is forgotten. Raises ``OSError``.
    """
    history = mine.history
    entries = Entries(history.releases, history.events)
    deciding = _deciding(entries)
    kept = _kept(history, keep) | {each.release for each in deciding}
    others = [each for each in _last_events(entries, kept) if each not in deciding]
    gone = _in_order_of_going(entries, kept, others)
    if len(gone) == len(deciding):
        return ()
    anew = _stated_anew(entries, deciding, kept)
    left = [each for each in history.releases if each.id in kept]
    if _state(history_of(left, [*others, *anew])) != _state(history):
        raise ValueError("forgetting that would change what is known")
    for each in reversed(anew):  # whoever knows of another is there first
        mine.put_event(each)
    mine.forget(gone)
    return tuple(each for each in gone if isinstance(each, Release))


def _deciding(entries: Entries) -> list[Event]:
    """The events by which it is known what was uploaded last and what is published, in order."""
    live = entries.live_events()
    published = [each for each in live if each.kind is EventKind.PUBLISHED]
    deciding = {each.id for some in (published, uploads(live)) for each in entries.newest(some)}
    return [each for each in entries.in_order() if isinstance(each, Event) and each.id in deciding]


def _kept(history: History, keep: int) -> frozenset[str]:
    """The ids of the releases that stay."""
    sent = [each for each in history.releases if each.id in history.was_uploaded]
    saved = [each for each in history.releases if each.is_saved]
    newest = (each for some in (sent, saved) for each in some[max(0, len(some) - keep) :])
    version = history.highest_uploaded
    highest = [each for each in sent if each.version == version]
    prepared = history.prepared[: max(keep, _LEAST_PREPARED)]
    return frozenset(each.id for each in (*newest, *highest, *prepared, *history.rivals))


def _last_events(entries: Entries, kept: frozenset[str]) -> list[Event]:
    """The last event of each kind that happened to the releases ``kept``."""
    live = {each.id for each in entries.live_events()}
    last: dict[tuple[str, EventKind], Event] = {}
    for each in entries.in_order():
        if isinstance(each, Event) and each.id in live and each.release in kept:
            last[each.release, each.kind] = each
    return list(last.values())


def _in_order_of_going(
    entries: Entries, kept: frozenset[str], staying: list[Event]
) -> list[Release | Event]:
    """All but the releases ``kept`` and the events ``staying``.

    Releases go first, and what happened to one does not count from then on. What was undone
    goes before what undid it.
    """
    stays = kept | {each.id for each in staying}
    gone = [each for each in entries.in_order() if each.id not in stays]
    releases = [each for each in gone if isinstance(each, Release)]
    events = [each for each in gone if isinstance(each, Event)]
    return [*releases, *sorted(events, key=lambda each: each.kind is EventKind.UNDONE)]


def _stated_anew(entries: Entries, deciding: list[Event], kept: frozenset[str]) -> list[Event]:
    """``deciding``, each with all for parents that it knew of the releases ``kept``."""
    about = {each.id for each in entries.live_events() if each.release in kept} | kept
    anew: dict[str, Event] = {}
    for each in deciding:
        known = entries.ancestors([each])
        before = [new.id for old, new in anew.items() if old in known]
        parents = (each.id, *before, *sorted(known & about))[:MOST_PARENTS]
        undoes = (*each.undoes[:_MOST_NAMES], each.id)
        anew[each.id] = named_event(each._replace(parents=parents, undoes=undoes))
    return list(anew.values())


def _state(history: History) -> tuple[object, ...]:
    """What must not change."""
    return (
        history.uploaded,
        history.published,
        frozenset(history.rivals),
        history.prepared[:_LEAST_PREPARED],
        history.highest_uploaded,
    )
