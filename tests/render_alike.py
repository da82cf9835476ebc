"""What the fixes of rules about the text make of the fixtures, and what readers see of it.

The platform's page is that of its own renderer, GitHub's that of GitHub's own parser. A README
is read on both, so that a fix which mends one must not break the other.

A single newline is not forgiven: the platform breaks the line there, GitHub shows a space,
which stands out between Chinese characters. Only where a fix writes no newline, those that were
there before are not its concern. What does not show is forgiven, see :func:`seen`. Who writes a
fixture keeps texts that no rule mends in blocks of their own, and in a ``fixed`` section
everything has to look alike.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from cmarkgfm import cmark  # type: ignore[import-untyped]  # it ships no types
from rule_fixtures import Case, cases

from docbuild.build import Project, build, find
from docbuild.diagnostic import Diagnostic, Edit
from docbuild.document import Definition
from docbuild.fixes import chosen, edited
from docbuild.markdown import parse
from docbuild.references import resolve_all
from docbuild.rules.checker import check
from docbuild.rules.rule import Subject
from docbuild.snapshot import Snapshot
from docbuild.source import Source, Span

sys.path.insert(0, str(Path(__file__).parent / "markdown"))
from dialect_oracle import rendered
from normal_form import normal_form

PREFIXES = "render-", "anchor-", "link-scheme"
_EXTENSIONS = ["table", "autolink", "tagfilter", "strikethrough", "tasklist"]
_OPTIONS = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
_ALIGNMENT = re.compile(r'(<t[hd]) align="(\w+)"')
_BREAK = re.compile(r"\s*<br ?/?>\s*")
_BOLD_IN_ITALICS = re.compile(r"<em><strong>([^<>]*)</strong></em>")


@dataclass(frozen=True)
class Mended:
    """A document of a fixture after a fix and what else could be mended with it.

    ``places`` are those of the edits in ``text``; ``left`` is what the rule finds there.
    ``breaks``: some edit has written a newline.
    """

    name: str
    text: str = field(repr=False)
    places: tuple[Span, ...]
    left: tuple[Diagnostic, ...]
    breaks: bool

    @property
    def pieces(self) -> tuple[str, ...]:
        """The text of the blocks that were mended, neighbours together."""
        return tuple(_pieces(self.text, self.places))


@cache
def fixed_sections() -> dict[str, str]:
    """The ``fixed`` section of every case of these rules that has one, by its name."""
    return {
        f"{case.rule}: {case.name}": case.text("fixed")
        for case in cases()
        if case.rule.startswith(PREFIXES) and "fixed" in case.sections
    }


@cache
def mended() -> tuple[Mended, ...]:
    """Every fix that one of these rules offers in any fixture, each tried."""
    return tuple(found for case in cases() if case.readme for found in _tried(case))


def unlike(texts: Sequence[str], *, breaks: bool = True) -> list[str]:
    """Those of ``texts`` that readers of the platform and of GitHub see differently.

    ``breaks``: whether it counts where lines are broken.
    """
    return [
        text
        for text, platform in zip(texts, rendered(texts), strict=True)
        if seen(platform, breaks=breaks) != seen(on_github(text), breaks=breaks)
    ]


def on_github(text: str) -> str:
    """The HTML that GitHub's parser makes of a README."""
    html: str = cmark.markdown_to_html_with_extensions(
        text, options=_OPTIONS, extensions=_EXTENSIONS
    )
    return html


def seen(html: str, *, breaks: bool = True) -> list[tuple[str, ...]]:
    """What a reader can tell apart: how a column is aligned is said in two ways, and bold in
    italics is italics in bold."""
    html = html if breaks else _BREAK.sub("\n", html)
    html = _ALIGNMENT.sub(r'\1 style="text-align:\2"', html)
    return normal_form(_BOLD_IN_ITALICS.sub(r"<strong><em>\1</em></strong>", html))


def _tried(case: Case) -> Iterator[Mended]:
    snapshot, offered = _checked(case)
    for found in offered:
        for fix in found.fixes if found.rule.startswith(PREFIXES) else ():
            others = (other.fixes[0] for other in offered if other is not found)
            edits = chosen([fix, *others]).edits
            name = f"{case.rule}: {case.name}: {found.rule}: {fix.title.en}"
            yield _after(snapshot, edits, found.rule, name)


def _checked(case: Case) -> tuple[Snapshot, list[Diagnostic]]:
    """The project of a case as it was read, and what can be mended in its document."""
    with TemporaryDirectory() as folder:
        case.write(Path(folder))
        project = find(Path(folder))
        assert isinstance(project, Project), project
        result = build(project, keep_data=False)
    return result.snapshot, [found for found in result.report.diagnostics if found.fixes]


def _after(snapshot: Snapshot, edits: Sequence[Edit], rule: str, name: str) -> Mended:
    assert snapshot.source is not None
    source = Source(snapshot.source.path, edited(snapshot.source.text, edits))
    document = parse(source)
    references = resolve_all(document, snapshot.tree)
    report = check(Subject(snapshot._replace(source=source), document, references))
    places = tuple(_places(edits))
    there = tuple(
        found
        for found in report.diagnostics
        if found.rule == rule and found.span and any(_touch(found.span, at) for at in places)
    )
    breaks = any("\n" in edit.text for edit in edits)
    return Mended(name, source.text, places, there, breaks)


def _places(edits: Sequence[Edit]) -> Iterator[Span]:
    """Where the texts of sorted ``edits`` stand once all are made."""
    moved = 0
    for edit in edits:
        start = edit.span.start + moved
        yield Span(start, start + len(edit.text))
        moved += len(edit.text) - (edit.span.end - edit.span.start)


def _pieces(text: str, places: Iterable[Span]) -> Iterator[str]:
    """Runs of blocks that ``places`` touch, each with the definitions of the whole document."""
    blocks = parse(Source("doc/README.md", text)).blocks
    definitions = [text[slice(*block.span)] for block in blocks if isinstance(block, Definition)]
    places = tuple(places)
    touched = [any(_touch(block.span, place) for place in places) for block in blocks]
    for is_touched, run in groupby(zip(touched, blocks, strict=True), key=lambda pair: pair[0]):
        if is_touched:
            spans = [block.span for _, block in run]
            piece = text[spans[0].start : spans[-1].end]
            yield "\n\n".join([piece, *definitions])


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end
