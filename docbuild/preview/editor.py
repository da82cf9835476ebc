"""Links that open a place of a file in the author's editor."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

EDITORS: Mapping[str, str] = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscode-insiders": "vscode-insiders://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "windsurf": "windsurf://file{path}:{line}:{column}",
    "trae": "trae://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "webstorm": "webstorm://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
}
"""The addresses that editors register, by the names to choose them with."""

DEFAULT_EDITOR = "vscode"
NO_EDITOR = "none"
EDITOR_VARIABLE = "DOCBUILD_EDITOR"

_PLACEHOLDERS = ("{path}", "{line}", "{column}")
_RUNS_IN_THE_PAGE = ("javascript:", "data:", "vbscript:", "blob:")


class Editor(NamedTuple):
    """``template`` has ``{path}``, ``{line}`` and ``{column}``; without one there are no links."""

    root: Path
    template: str | None

    def link(self, path: str, line: int | None, column: int | None) -> str | None:
        """The address that opens ``path``, relative to the project's root."""
        if self.template is None:
            return None
        place = quote((self.root / path).as_posix(), errors="surrogateescape")
        values = (place if place.startswith("/") else f"/{place}", str(line or 1), str(column or 1))
        link = self.template
        for placeholder, value in zip(_PLACEHOLDERS, values, strict=True):
            link = link.replace(placeholder, value)
        return link


def template_of(choice: str) -> str | None:
    """The template that a name or a template of one's own stands for, ``None`` if it is neither."""
    if choice in EDITORS:
        return EDITORS[choice]
    is_template = "{path}" in choice and ":" in choice.partition("{path}")[0]
    return choice if is_template and not choice.lower().startswith(_RUNS_IN_THE_PAGE) else None
