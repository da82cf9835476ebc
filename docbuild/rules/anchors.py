"""Where the links within a document lead: to headings, by more than one rule for their ids.

The platform gives a heading its text in lower case with everything but ASCII letters, digits
and ``_`` made ``-``. Authors write what GitHub or a site generator would give, or the plain
text; those tell which heading was meant although the link cannot work on the platform.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from docbuild.diagnostic import Edit, Fix, Message
from docbuild.document import Heading, Link, Node, plain_text
from docbuild.names import composed
from docbuild.rules.rule import Subject
from docbuild.source import Span

_KEPT = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"}
_SPECIAL = frozenset(" \t\n~`!@#$%^&*()-_+=[]{}|\\;:\"'“”‘’<>,.?/")


class Target(NamedTuple):
    """A heading. ``reachable``: a link on the platform can lead to it by its identifier."""

    heading: Heading
    text: str
    github: str
    reachable: bool


class Anchor(NamedTuple):
    """A link within the document. ``target`` is the heading meant, ``None`` if there is none.

    ``works``: a reader of the platform's page gets there.
    """

    link: Link
    fragment: str
    target: Target | None
    works: bool


def anchors(subject: Subject) -> Iterator[Anchor]:
    """Every link to a place in the document itself, but for ``#``, the top of the page."""
    links = [found.link for found in subject.hyperlinks if found.verdict.code == "fragment"]
    if not links:
        return
    index = _Index(targets(subject))
    known: dict[str, Anchor] = {}  # a definition lets a thousand links share one endless address
    for link in links:
        anchor = known.get(link.destination)
        if anchor is None:
            anchor = index.anchor(link, _decoded(link.destination[1:]))
            known[link.destination] = anchor
        if anchor.fragment:
            yield anchor._replace(link=link)


def targets(subject: Subject) -> tuple[Target, ...]:
    """The headings in order, with the slug that GitHub would give each."""
    found: list[Target] = []
    identifiers: set[str] = set()
    slugs: dict[str, int] = {}
    for heading in subject.of_kind(Heading):
        text = composed(plain_text(heading.children).strip())
        slug = github_slug(text)
        count = slugs.get(slug, 0)
        slugs[slug] = count + 1
        slug = f"{slug}-{count}" if count else slug
        first = heading.identifier not in identifiers
        identifiers.add(heading.identifier)
        found.append(Target(heading, text, slug, first and heading.identifier.strip("-") != ""))
    return tuple(found)


def github_slug(text: str) -> str:
    """Lower case, only letters, marks, digits, ``_`` and ``-``, spaces made ``-``."""
    kept = (c for c in text.lower() if c in "- " or unicodedata.category(c) in _KEPT)
    return "".join(kept).replace(" ", "-")


def vuepress_slug(text: str) -> str:
    """VuePress and its like: special ASCII characters made ``-``, squeezed and trimmed."""
    plain = "".join("-" if c in _SPECIAL else c for c in unicodedata.normalize("NFKD", text))
    slug = "-".join(filter(None, plain.lower().split("-")))
    return f"_{slug}" if slug[:1].isdigit() else slug


def _decoded(fragment: str) -> str:
    """Decoded once and composed, as a browser compares a fragment with an id.

    Own code, as importing ``urllib.parse`` costs more than all rules about anchors.
    """
    if "%" in fragment:
        fragment = re.sub(r"(?:%[0-9A-Fa-f]{2})+", _decoded_bytes, fragment)
    return composed(fragment)


def _decoded_bytes(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode(errors="replace")


def unlinked(link: Link) -> Fix:
    """Let only the text of ``link`` stand, which is alike wherever the document is shown."""
    start, end = link.span
    if link.children:
        start, end = link.children[0].span.start, link.children[-1].span.end
    edits = Edit(Span(link.span.start, start), ""), Edit(Span(end, link.span.end), "")
    return Fix(Message("去掉链接，只留文字", "Keep the text without the link"), edits, safe=False)


def looks_at(node: Node) -> bool:
    """The nodes that :func:`anchors` and :func:`targets` depend on."""
    return isinstance(node, Heading) or (isinstance(node, Link) and node.destination[:1] == "#")


class _Index:
    """Headings by what a fragment may say."""

    def __init__(self, found: tuple[Target, ...]) -> None:
        self._platform: dict[str, Target] = {}
        self._others: dict[str, Target] = {}
        for target in found:
            self._platform.setdefault(target.heading.identifier, target)
        # A slug that is one heading's own goes before a text that another shares.
        for target in found:
            self._others.setdefault(target.github, target)
        for target in found:
            for name in (target.text, vuepress_slug(target.text), target.heading.identifier):
                self._others.setdefault(composed(name).casefold(), target)

    def anchor(self, link: Link, fragment: str) -> Anchor:
        exact = self._platform.get(fragment)
        if exact is not None:
            return Anchor(link, fragment, exact, works=True)
        return Anchor(link, fragment, self._others.get(fragment.casefold()), works=False)
