"""What a rule is, and all that it may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.document import Document, Node, walk
from docbuild.references import Reference
from docbuild.snapshot import Snapshot


@dataclass(frozen=True)
class Subject:
    """What the rules judge. ``document`` is ``None`` where there is no text to parse.

    ``references`` holds every image of the document, in source order, with where it leads.
    """

    snapshot: Snapshot
    document: Document | None
    references: tuple[Reference, ...]

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of the document in source order, walked once for all rules."""
        return () if self.document is None else tuple(walk(self.document))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule names the problem, not the cure. ``bad`` and ``good`` are Markdown examples."""

    name: str
    severity: Severity
    what: Message
    why: Message
    bad: str
    good: str
    check: Callable[[Subject], Iterator[Finding]]
