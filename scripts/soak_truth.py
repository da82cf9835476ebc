"""What a preview has to show: the same project built and checked by itself, from its files."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from soak_page import Loaded, Page, blocks_of

_SOURCE = re.compile(r'(<img src=")([^"]*)(")')
_MOST_FINDINGS = 500  # in a message


class Truth(NamedTuple):
    """The article's blocks with the addresses that a live page gives pictures, and findings."""

    blocks: Sequence[str]
    findings: Sequence[tuple[Any, ...]]


def truth(project: Path, output: Path) -> Truth:
    """Build ``project`` into ``output``, and check it."""
    _docbuild("build", str(project), "--output", str(output), "--exit-zero", "--quiet")
    page = (output / "index.html").read_text(encoding="utf-8")
    report = json.loads(_docbuild("check", str(project), "--format", "json", "--exit-zero"))
    return Truth(
        [_as_served(block.html, output) for block in blocks_of(page)],
        [_finding(each, each.get("start") or {}) for each in report["diagnostics"]],
    )


def differences(truth: Truth, loaded: Loaded, pages: Iterable[Page]) -> list[str]:
    """What is not as it has to be: the page that is loaded now, and those that followed."""
    found = _unlike("GET /", [block.html for block in loaded.blocks], truth.blocks)
    for page in pages:
        shown = page.blocks, page.shown_outline, page.revision, page.run
        wanted = list(loaded.blocks), loaded.outline, loaded.revision, loaded.run
        names = "blocks", "outline", "revision", "run"
        for name, ours, theirs in zip(names, shown, wanted, strict=True):
            if isinstance(ours, list | tuple) and isinstance(theirs, list | tuple):
                found += _unlike(f"{page.name}'s {name}", ours, theirs)
            elif ours != theirs:
                found.append(f"{page.name}'s {name} is {ours!r}, that of GET / {theirs!r}")
        findings = [_finding(each, each) for each in page.report.get("findings", ())]
        if len(truth.findings) <= _MOST_FINDINGS:
            found += _unlike(f"{page.name}'s findings", findings, truth.findings)
        if page.failure is not None:
            found.append(f"{page.name} shows a failure: {page.failure}")
    return found


def _unlike(name: str, ours: Sequence[object], theirs: Sequence[object]) -> list[str]:
    if list(ours) == list(theirs):
        return []
    most = max(len(ours), len(theirs))
    pairs = ((_at(ours, index), _at(theirs, index)) for index in range(most))
    index, (one, other) = next(each for each in enumerate(pairs) if each[1][0] != each[1][1])
    counts = f"{len(ours)} against {len(theirs)}"
    return [f"{name}: {counts}; number {index} is\n  {one!r}\nand ought to be\n  {other!r}"]


def _at(values: Sequence[object], index: int) -> object:
    return values[index] if index < len(values) else None


def _finding(finding: Mapping[str, Any], place: Mapping[str, Any]) -> tuple[Any, ...]:
    told = (finding[name] for name in ("rule", "severity", "path", "message", "help"))
    return (*told, place.get("line"))


def _as_served(html: str, output: Path) -> str:
    """A block with its pictures where the preview has them: at addresses of their content."""

    def address(match: re.Match[str]) -> str:
        path = output / unquote(unescape(match[2]))
        if not path.is_file():
            return match[0]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
        return f"{match[1]}{escape(f'-/picture/{digest}/{quote(path.name)}')}{match[3]}"

    return _SOURCE.sub(address, html)


def _docbuild(*arguments: str) -> str:
    command = [sys.executable, "-m", "docbuild", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"docbuild {arguments[0]} ended with {run.returncode}: {run.stderr}")
    return run.stdout
