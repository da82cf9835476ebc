"""What ``docbuild bundle --write`` and ``--undo`` are to survive."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from faults import Scene, temporary, visible
from PIL import Image
from plugin_projects import write_project

from docbuild.build import Project, build, find
from docbuild.shrinking.in_place import apply, changes_of, recover
from docbuild.shrinking.shrink import Wish, shrink

_README = "# 天气插件\n\n![天气卡片](image/card.png) ![乙](image/b.bmp) ![丙](image/c.png)\n"


def _picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, kind)
    return buffer.getvalue()


def _project(place: Path) -> None:
    """One to convert, one whose suffix is wrong, and one that gets smaller."""
    files = {"doc/image/b.bmp": _picture("bmp"), "doc/image/c.png": _picture("jpeg")}
    write_project(place / "project", _README, files)


def _opened(place: Path) -> Project:
    project = find(place / "project", named=True)
    assert isinstance(project, Project)
    return project


def _shrunk(place: Path) -> None:
    _project(place)
    project = _opened(place)
    built = build(project, keep_data=True)
    done = shrink(built, project.location.folder, Wish(packed=False))
    apply(project.location, changes_of(done))


def _recovered(place: Path) -> object:
    """The document's folder as the next run finds it, which first puts in order what it has to."""
    recover(_opened(place).location)
    return visible(place / "project" / "doc")


def _names(place: Path) -> object:
    """Which files there are then: a second run may make a picture smaller still."""
    recover(_opened(place).location)
    return sorted(visible(place / "project" / "doc"))


def _left(place: Path) -> Sequence[str]:
    home = place / "project" / ".docbuild"
    pending = [path.name for path in home.glob("originals/pending")]
    return [*temporary(place), *pending, *(path.name for path in home.glob("tmp/*"))]


_WRITE = ["bundle", "project", "--write", "--yes"]
WRITE = Scene(
    "shrink in the folder",
    _project,
    _WRITE,
    view=_recovered,
    leftovers=_left,
    next_view=_names,
)
UNDO = Scene(
    "take back what was shrunk",
    _shrunk,
    ["bundle", "project", "--undo"],
    view=_recovered,
    leftovers=_left,
    next_words=_WRITE,
    next_view=_names,
)

SCENES = (WRITE, UNDO)
