"""What ``docbuild bundle`` is to survive: a file or a folder, which is new or replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from faults import Scene, temporary, visible
from plugin_projects import CLEAN, picture, write_project

from docbuild.build import Project, build, find
from docbuild.bundle import pack
from docbuild.bundle_members import members
from docbuild.folder_writing import replace_folder, sweep

_BEFORE = "# 天气插件\n\n先前的一版，只有一张图。\n\n![卡片](image/card.png)\n"
_NOW = f"{CLEAN}\n![又一张](image/deep/b.png)\n"


def _project(place: Path) -> None:
    write_project(place / "project", _NOW, {"doc/image/deep/b.png": picture("red")})


def _with_old_bundle(target: str) -> Callable[[Path], None]:
    def prepare(place: Path) -> None:
        project = find(write_project(place / "before", _BEFORE))
        assert isinstance(project, Project)
        contents = members(build(project, keep_data=True))
        if target.endswith(".zip"):
            (place / target).write_bytes(pack(contents))
        else:
            replace_folder(place / target, contents)
        _project(place)

    return prepare


_TO_FILE = ["bundle", "project", "-o", "out.zip"]
_TO_FOLDER = ["bundle", "project", "-o", "out"]

NEW_FILE = Scene("bundle to a new file", _project, _TO_FILE)
OLD_FILE = Scene("bundle over a file", _with_old_bundle("out.zip"), _TO_FILE)
NEW_FOLDER = Scene("bundle to a new folder", _project, _TO_FOLDER)
OLD_FOLDER = Scene("bundle over a folder", _with_old_bundle("out"), _TO_FOLDER)


def _swept(place: Path) -> object:
    """What the next run finds, which puts back what was moved away."""
    sweep(place)
    return visible(place)


def _without_cache(place: Path) -> object:
    """What is no cache of pictures, which costs time only."""
    found = visible(place)
    return {name: each for name, each in found.items() if name.partition("/")[0] != "cache"}


def _left_in_cache(place: Path) -> list[str]:
    """Temporary files, those of the cache too, whose names only begin as records' do."""
    half = [path.name for path in (place / "cache").rglob("*.json.*")]
    return [*temporary(place), *half]


_COLD = {"DOCBUILD_CACHE": "off"}  # so that a process decodes the pictures in every run
_UNABLE = ("-e", "inject=renameat2:error=ENOSYS")  # as where nothing can be exchanged

FILLED_CACHE = NEW_FILE._replace(
    name="bundle that remembers pictures",
    view=_without_cache,
    leftovers=_left_in_cache,
    environment={"DOCBUILD_CACHE": "cache"},
)

SCENES = (
    NEW_FILE,
    OLD_FILE,
    NEW_FOLDER,
    OLD_FOLDER,
    OLD_FILE._replace(name="bundle over a file, decoding pictures", environment=_COLD),
    OLD_FOLDER._replace(name="bundle over a folder, decoding pictures", environment=_COLD),
    FILLED_CACHE,
    OLD_FOLDER._replace(name="bundle over a folder, moved aside", view=_swept, also=_UNABLE),
)
