"""What a rule is, and all that it may look at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.document import Document, Image, Link, Node
from docbuild.references import Reference
from docbuild.rules.hyperlinks import Hyperlink, judged
from docbuild.samples import Sample, samples
from docbuild.snapshot import Snapshot

T = TypeVar("T")


class _Given(NamedTuple):
    snapshot: Snapshot
    document: Document | None
    references: tuple[Reference, ...]


class Subject(_Given):
    """What the rules judge. ``document`` is ``None`` where there is no text to parse.

    ``references`` holds every image of the document, in source order, with where it leads.
    What follows from these is found out once, for all rules.
    """

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of the document in source order; none where there is no document."""
        return () if self.document is None else self.document.nodes

    @cached_property
    def hyperlinks(self) -> tuple[Hyperlink, ...]:
        """Every link of the document in source order, with the verdict on it."""
        return tuple(judged(node) for node in self.nodes if isinstance(node, Link))

    @cached_property
    def shown(self) -> Mapping[str, Image]:
        """The files that the document shows or means to show, each with its first image.

        A reference that the platform cannot follow, such as one in the wrong case, counts
        too: its file is not superfluous, and what is wrong with it is said once.
        """
        first: dict[str, Image] = {}
        entries = self.snapshot.tree.entries
        for reference in self.references:
            spelt_otherwise = reference.verdict in ("case-mismatch", "nfd-on-disk")
            path = reference.nearest if spelt_otherwise else reference.path
            if path is not None and path in entries:
                first.setdefault(path, reference.image)
        return first

    @cached_property
    def _kinds(self) -> Mapping[type, list[Any]]:
        found: dict[type, list[Any]] = {}
        for node in self.nodes:
            found.setdefault(type(node), []).append(node)
        return found

    def of_kind(self, kind: type[T]) -> Sequence[T]:
        """The nodes that are of ``kind`` in source order."""
        return self._kinds.get(kind, ())

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """The fenced code of the document in source order."""
        return tuple(samples(self.nodes, self.snapshot.source))

    @cached_property
    def _answers(self) -> dict[Callable[["Subject"], Any], Any]:
        return {}

    def once(self, ask: Callable[["Subject"], T]) -> T:
        """What ``ask`` says of this subject, found out when a rule first wants to know."""
        if ask not in self._answers:
            self.answer(ask, ask(self))
        known: T = self._answers[ask]
        return known

    def answer(self, ask: Callable[["Subject"], T], known: T) -> None:
        """Keep what ``ask`` would say, where that is known already."""
        self._answers[ask] = known

    def path(self, name: str) -> str:
        """How messages name a file of the document's folder."""
        folder = self.snapshot.folder
        return f"{folder}/{name}" if folder else name


def no_node(_: Node) -> bool:
    """What a rule looks at that judges files, pictures or settings."""
    return False


class Rule(NamedTuple):
    """A rule names the problem, not the cure. ``bad`` and ``good`` are Markdown examples.

    So that an edit need not judge the whole document again, a rule says what it depends on.
    ``by_block``: what it finds in a block follows from that block, its images and the
    snapshot; then it may be given some blocks of the document without the others. Any other
    rule names the nodes that it ``looks_at``, and may be given a document that holds only
    those, beside all images and every ignore with its block. Lists and quotes among them may be
    empty, but for the places of items: what is in them is given by itself.
    """

    name: str
    severity: Severity
    what: Message
    why: Message
    bad: str
    good: str
    check: Callable[[Subject], Iterator[Finding]]
    by_block: bool = False
    looks_at: Callable[[Node], bool] = no_node
