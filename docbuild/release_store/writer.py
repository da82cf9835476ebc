"""Adding to the record, for who has the turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from docbuild.diagnostic import Message
from docbuild.files import digest
from docbuild.folders import remove_file
from docbuild.packed_files import packed_files
from docbuild.release.values import Event, EventKind, Release, Stamp
from docbuild.release_store.places import EVENTS, HOME, RECORDS, RELEASES, SUFFIX, listed, opened
from docbuild.release_store.reading import (
    FullError,
    contents_of,
    lies_there,
    read_object,
    read_record,
)
from docbuild.release_store.records import (
    RecordError,
    event_bytes,
    read_event,
    read_release,
    release_bytes,
)
from docbuild.release_store.turns import Turn, turn

# No line end is changed and nothing filtered: what has another digest is damaged.
_ATTRIBUTES = b"* -text -ident -filter -working-tree-encoding -diff\n*.json diff\n"
_MOST_PARENTS = 100


def _nothing() -> None:
    pass


class Writer:
    """Who has the turn. ``history`` is the record as it was when the turn began."""

    def __init__(self, root: Path, mine: Turn, margin: int) -> None:
        self._root, self.turn, self._margin = root, mine, margin
        self.read_again()

    def add(
        self, draft: Release, members: Mapping[str, bytes], follow: Callable[[], None] = _nothing
    ) -> Release:
        """Note ``draft``, whose id and parents are left open, unless there is the same already.

        Objects that are missing or damaged are written anew. ``follow`` is called then; if it
        raises, nothing is noted. Raises :class:`RecordError` for names that cannot be uploaded, or
        that some operating system cannot hold.
        """
        known = self._known(draft)
        release = known or self._named(draft)
        data = release_bytes(release)
        if known is None:
            self._refuse_overflow(RECORDS, len(data))
        contents = {digest(data): data for data in members.values()}
        lacking = {
            sha256: data
            for sha256, data in contents.items()
            if read_object(self._root, sha256, len(data)) != data
        }
        self._prepare_folder()
        if lacking:
            new = (sha256 for sha256 in lacking if not lies_there(self._root, sha256))
            self.turn.note(new)
            self.turn.put_objects(lacking)
        if known is None:
            with self._put(RECORDS, release, data):
                follow()
        else:
            follow()
        return release

    def tell(
        self, release: Release, kind: EventKind, undoes: tuple[str, ...], stamp: Stamp
    ) -> Event:
        """Note that something happened to ``release``."""
        event = named_event(Event("", kind, release.id, undoes, self._parents(), stamp))
        self.put_event(event)
        return event

    def put_event(self, event: Event) -> None:
        data = event_bytes(event)
        self._refuse_overflow(EVENTS, len(data))
        self._prepare_folder()
        with self._put(EVENTS, event, data):
            pass

    def read_again(self) -> None:
        """Let ``history`` be the record as it is now."""
        self.history, self._usage = read_record(self._root, strict=True, margin=self._margin)
        self._heads = self.history.heads

    def forget(self, entries: Sequence[Release | Event]) -> None:
        """Take entries out of the record, in this order; whoever is killed leaves the rest of
        them to the next turn, and the contents that nothing else needs."""
        self.turn.note(
            file.sha256 for each in entries if isinstance(each, Release) for file in each.files
        )
        folders = (RECORDS if isinstance(each, Release) else EVENTS for each in entries)
        self.turn.note_forgotten(zip(folders, (each.id for each in entries), strict=True))
        self._go_on_forgetting()

    def _go_on_forgetting(self) -> None:
        places = self.turn.forgotten()
        for place in places:
            self.turn.remove_entry(*place)
        if places:
            self.read_again()

    def holds(self, members: Mapping[str, bytes]) -> bool:
        """Whether some release has exactly these to go up, and they can be had of it."""
        files = packed_files(members)
        return any(
            each.documents == files and isinstance(contents_of(self._root, each), dict)
            for each in self.history.releases
        )

    def roll_back(self) -> None:
        """Take away what a killed run put without coming to note a release that needs it, and
        what it was about to forget."""
        self._go_on_forgetting()
        noted = self.turn.noted()
        if noted:
            history = read_record(self._root, margin=self._margin)[0]
            needed = {file.sha256 for each in history.releases for file in each.files}
            # What cannot be read may need anything: then garbage stays until it can.
            for sha256 in noted if not history.problems else ():
                if sha256 not in needed:
                    self.turn.remove_object(sha256)
        self.turn.clear()

    def _known(self, draft: Release) -> Release | None:
        """The same, noted before and not uploaded since."""
        done = self.history.was_uploaded | self.history.pruned
        same = (each for each in reversed(self.history.releases) if _is_same(each, draft))
        return next((each for each in same if each.id not in done), None)

    def _named(self, draft: Release) -> Release:
        draft = draft._replace(parents=self._parents())
        data = release_bytes(draft)
        release = draft._replace(id=digest(data))
        read = read_release(release.id, data)
        if read != release:
            if isinstance(read, Message):
                raise RecordError(read)
            raise ValueError("not as it was written")
        return release

    def _parents(self) -> tuple[str, ...]:
        return self._heads[:_MOST_PARENTS]

    def _refuse_overflow(self, folder: str, size: int) -> None:
        """Raise :class:`FullError` where nobody would read all of the record afterwards.

        Whoever reads more than others is about to make room.
        """
        if self._margin == 1 and not self._usage.has_room(folder, size):
            raise FullError

    def _prepare_folder(self) -> None:
        if ".gitattributes" not in listed(self._root, HOME, RELEASES):
            self.turn.put(_ATTRIBUTES, RELEASES, ".gitattributes")

    @contextmanager
    def _put(self, folder: str, entry: Release | Event, data: bytes) -> Iterator[None]:
        """A new file of the record, taken away again if it or the block fails."""
        name = entry.id + SUFFIX
        try:
            self.turn.put(data, RELEASES, folder, name)
            yield
        except BaseException:
            with suppress(OSError), opened(self._root, HOME, RELEASES, folder) as place:
                remove_file(name, place)
            raise
        self._usage = self._usage.with_one(folder, len(data))
        others = (each for each in self._heads if each not in entry.parents)
        self._heads = (entry.id, *others)


def named_event(draft: Event) -> Event:
    """``draft`` with the id that belongs to it."""
    data = event_bytes(draft)
    event = draft._replace(id=digest(data))
    if read_event(event.id, data) != event:
        raise ValueError("an event that nobody could read")
    return event


@contextmanager
def writing(root: Path, margin: int = 1) -> Iterator[Writer]:
    """The turn to write, once it is ours; what killed runs left is swept away at first.

    ``margin`` as for :func:`read_record`. Raises ``OSError``.
    """
    with turn(root) as mine:
        writer = Writer(root, mine, margin)
        writer.roll_back()
        try:
            yield writer
        finally:
            with suppress(OSError):  # then the next turn does it
                writer.roll_back()


def _is_same(one: Release, other: Release) -> bool:
    """Whether both are the same to readers and to the upload, whoever noted them and when."""
    return (one.version, one.description, one.files) == (
        other.version,
        other.description,
        other.files,
    )
