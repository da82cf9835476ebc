"""docs/themes.md as it is followed by somebody who copies what stands there."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
GUIDES = ("themes.md", "themes.zh-CN.md")

_FILE = re.compile(r"^`([\w/.-]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(docbuild [^#\n]+?)(?: +#.*)?$", re.MULTILINE)


def follow(guide: str, folder: Path) -> Path:
    """Write the files of the guide below ``folder``; the path of the theme."""
    files = _FILE.findall(text_of(guide))
    assert len(files) == 4, guide
    for name, text in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "my-theme"


def commands(guide: str) -> list[list[str]]:
    """The command lines of the guide, without ``docbuild``."""
    found = [line.split()[1:] for line in _COMMAND.findall(text_of(guide))]
    assert len(found) == 2, guide
    return found


def text_of(guide: str) -> str:
    return (DOCS / guide).read_text(encoding="utf-8")
