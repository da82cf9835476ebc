"""Fixtures of rules: Markdown files whose text carries the expectations.

``tests/rules/<rule>.md`` holds cases, each under ``## its name``, of fenced sections::

    ~~~~ readme            doc/README.md; ``⟦…⟧{rule}`` or ``{rule, rule}`` marks a finding
    ~~~~ readme escaped    the same, where ``\\xNN`` stands for a byte, as in any section
    ~~~~ files             ``path = kind``: what else stands in doc/, see ``picture_files``
    ~~~~ project           the same, relative to the project's root
    ~~~~ settings          docbuild.toml
    ~~~~ expect            ``path: rule``: the findings without a place in the text
    ~~~~ says              ``rule: words`` that a message or help of the rule has to contain
    ~~~~ fixed             the document after the first fix of every finding

All diagnostics of the report are compared, whatever their rule: what is not marked must not be
found. Cases without any mark or expectation are the no-ops; they come first.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from picture_files import content

from docbuild.diagnostic import Diagnostic, Edit

FOLDER = Path(__file__).parent / "rules"

# A case's heading, or a section with all that stands in it, headings included.
_PART = re.compile(
    r"^## (?P<name>.+)$"
    r"|^~~~~ (?P<kind>[a-z]+)(?P<escaped> escaped)?\n(?P<text>(?s:.*?))^~~~~$",
    re.MULTILINE,
)
_MARK = re.compile(r"⟦|⟧\{(?P<rules>[a-z, -]+)\}")
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")

Finding = tuple[str, str, int, int]  # rule, path, start, end; -1 where there is no span


@dataclass(frozen=True)
class Case:
    """One case of a fixture. ``sections`` maps their kinds to their texts as written."""

    rule: str
    name: str
    sections: dict[str, bytes] = field(repr=False)

    def text(self, kind: str) -> str:
        return self.sections.get(kind, b"").decode(errors="surrogateescape")

    @property
    def readme(self) -> bytes | None:
        """The document without its marks, ``None`` where the project has none."""
        data = self.sections.get("readme")
        return None if data is None else re.sub(_MARK.pattern.encode(), b"", data)

    @property
    def expected(self) -> list[Finding]:
        """Every finding of the case, sorted."""
        found = list(_marked(self.sections.get("readme", b"").decode(errors="replace")))
        for line in self.text("expect").splitlines():
            path, _, rule = line.rpartition(": ")
            found.append((rule, path, -1, -1))
        return sorted(found)

    @property
    def said(self) -> list[tuple[str, str]]:
        lines = self.text("says").splitlines()
        return [(rule, words) for rule, _, words in (line.partition(": ") for line in lines)]

    def write(self, root: Path) -> None:
        """Make the project of the case in ``root``."""
        if not self.sections.keys().isdisjoint({"readme", "files"}):
            (root / "doc").mkdir()
        if self.readme is not None:
            (root / "doc" / "README.md").write_bytes(self.readme)
        if "settings" in self.sections:
            (root / "docbuild.toml").write_bytes(self.sections["settings"])
        _write_files(root / "doc", self.sections.get("files", b""))
        _write_files(root, self.sections.get("project", b""))


def cases() -> list[Case]:
    """Every case of every fixture."""
    return [case for path in sorted(FOLDER.glob("*.md")) for case in _read(path)]


def found(diagnostics: tuple[Diagnostic, ...]) -> list[Finding]:
    """Diagnostics in the form of :attr:`Case.expected`."""
    return sorted(
        (
            diagnostic.rule,
            "" if diagnostic.span is not None else diagnostic.path,
            *(diagnostic.span or (-1, -1)),
        )
        for diagnostic in diagnostics
    )


def apply(text: str, edits: list[Edit]) -> str:
    """``text`` with all edits, which must not overlap."""
    end = len(text) + 1
    for edit in sorted(set(edits), key=lambda edit: (edit.span, edit.text), reverse=True):
        assert edit.span.end <= end, "fixes overlap"
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        end = edit.span.start
    return text


def _read(path: Path) -> list[Case]:
    text = path.read_text(encoding="utf-8")
    found: list[Case] = []
    for part in _PART.finditer(text):
        if part["name"] is not None:
            found.append(Case(path.stem, part["name"], {}))
        else:
            data = part["text"].encode()
            found[-1].sections[part["kind"]] = _bytes(data) if part["escaped"] else data
    assert "~~~~" not in _PART.sub("", text), f"{path.name}: a section is ill-formed"
    assert all(case.sections for case in found), f"{path.name}: a case is empty"
    return found


def _bytes(data: bytes) -> bytes:
    return _BYTE.sub(lambda match: bytes.fromhex(match[1].decode()), data)


def _marked(text: str) -> Iterator[Finding]:
    """The marks of a document, with spans as if they were not there."""
    open_at: list[int] = []
    removed = 0
    for match in _MARK.finditer(text):
        place = match.start() - removed
        removed += len(match[0])
        if match["rules"] is None:
            open_at.append(place)
        else:
            start = open_at.pop()
            for rule in match["rules"].split(","):
                yield (rule.strip(), "", start, place)
    assert not open_at, "a mark is not closed"


def _write_files(folder: Path, lines: bytes) -> None:
    for line in lines.splitlines():
        name, _, kind = line.partition(b" = ")
        path = folder / os.fsdecode(_bytes(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        content(path, kind.decode())
