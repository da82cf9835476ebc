"""What is wrong, exactly where, and how to mend it: plain values, in both languages."""

from collections.abc import Iterator
from enum import Enum
from typing import Literal, NamedTuple, TypeAlias

from docbuild.dialect import WECHAT, Dialect
from docbuild.source import Source, Span

Language: TypeAlias = Literal["zh", "en"]


class Message(NamedTuple):
    """A sentence for people, in Chinese and English."""

    zh: str
    en: str

    def text(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"


class Edit(NamedTuple):
    """Replace ``span`` of the document's text by ``text``."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that mend a finding together. ``safe``: what readers see stays as it was meant."""

    title: Message
    edits: tuple[Edit, ...]
    safe: bool


class Finding(NamedTuple):
    """What a rule yields; the checker adds the rule's name and severity.

    ``span`` lies in the document's text. ``path`` names the file concerned (relative to the
    project's root, POSIX) where that is not the document; such a finding has no span.
    """

    message: Message
    help: Message
    span: Span | None = None
    path: str | None = None
    fixes: tuple[Fix, ...] = ()
    severity: Severity | None = None  # where it differs from the rule's own


class Diagnostic(NamedTuple):
    """A finding of a rule at its place. ``span`` is ``None`` where no text is concerned."""

    rule: str
    severity: Severity
    path: str
    span: Span | None
    message: Message
    help: Message
    fixes: tuple[Fix, ...] = ()


MemberKind: TypeAlias = Literal["property", "event", "slot", "method"]
OfferKind: TypeAlias = Literal["component", "page", "export"]


class Member(NamedTuple):
    """Something of a component or below an export, and whether the document describes it."""

    kind: MemberKind
    name: str
    described: bool


class Offer(NamedTuple):
    """Something that a plugin offers. ``place`` is where the document describes it, if it does.

    That is the heading that names it, or else the first word that does.
    """

    kind: OfferKind
    name: str
    place: Span | None
    members: tuple[Member, ...] = ()


class Coverage(NamedTuple):
    """What the document describes of a plugin's components, pages and exports."""

    offers: tuple[Offer, ...]

    def tally(self, kind: OfferKind | MemberKind) -> tuple[int, int]:
        """How many of a kind are described, and how many there are."""
        offers = [each.place is not None for each in self.offers if each.kind == kind]
        members = [
            member.described
            for each in self.offers
            for member in each.members
            if member.kind == kind
        ]
        return sum(offers) + sum(members), len(offers) + len(members)

    def missing(self, kind: OfferKind | MemberKind) -> Iterator[str]:
        """The names of a kind that are not described; a member's with its component's."""
        for offer in self.offers:
            if offer.kind == kind and offer.place is None:
                yield offer.name
            for member in offer.members:
                if member.kind == kind and not member.described:
                    yield f"{offer.name}.{member.name}"


class Crash(NamedTuple):
    """A rule that raised. ``error`` carries the traceback for who prints it."""

    rule: str
    error: Exception


class Report(NamedTuple):
    """The diagnostics of one build, sorted by place.

    ``source`` is the document's text (``None`` if it could not be read); ``size`` and
    ``limit`` count the bytes that the upload would take and may take. ``crashes`` holds the rules
    that failed while it was made; each is a diagnostic too. ``coverage`` is ``None`` where the
    plugin offers nothing, or nothing that could be read, or there is no document. ``dialect`` is
    the one that the document was read in.
    """

    source: Source | None
    diagnostics: tuple[Diagnostic, ...]
    size: int
    limit: int
    crashes: tuple[Crash, ...] = ()
    coverage: Coverage | None = None
    dialect: Dialect = WECHAT

    def number_of(self, severity: Severity) -> int:
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)
