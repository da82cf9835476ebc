"""What a rule is, and all that it may look at."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from docbuild.coverage import coverage
from docbuild.diagnostic import Coverage, Finding, Message, Severity
from docbuild.document import Document, Image, Link, Node
from docbuild.interface import NOTHING_OFFERED
from docbuild.mentions.mention import Mention
from docbuild.mentions.own import Own
from docbuild.mentions.reading import mentions
from docbuild.mentions.vocabulary import vocabulary
from docbuild.references import Reference
from docbuild.rules.hyperlinks import Hyperlink, judged
from docbuild.snapshot import Snapshot


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
    def mentions(self) -> tuple[Mention, ...]:
        """Where the document names what the plugin offers; nothing where it offers nothing."""
        interface, source = self.snapshot.interface, self.snapshot.source
        if interface == NOTHING_OFFERED or self.document is None or source is None:
            return ()
        return tuple(mentions(self.document.blocks, source, vocabulary(interface)))

    @cached_property
    def own(self) -> Own:
        """Which of the mentions are about this plugin."""
        return Own(self.mentions, self.snapshot.interface, self.snapshot.plugin.app_id)

    @cached_property
    def coverage(self) -> Coverage | None:
        """What of the plugin is described, ``None`` where that is not known."""
        interface = self.snapshot.interface
        if self.document is None or not (
            interface.components or interface.pages or interface.exports
        ):
            return None
        exempt = frozenset(self.snapshot.settings.undocumented)
        return coverage(self.mentions, self.own, interface, exempt)

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
    those, beside all images and every ignore with its block.
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
