"""A small plugin project, whole and documented, to begin with in an empty folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from docbuild.diagnostic import Language

NO_APP_ID = "wx0000000000000000"  # where the AppID of the plugin has to stand
_TOURIST = "touristappid"  # with which the developer tools open a project that has none
_TEXTS = (".js", ".json", ".md", ".toml", ".wxml", ".wxss")


def sample_project(language: Language, app_id: str | None = None) -> Mapping[str, bytes]:
    """Its files by their POSIX paths, sorted. Without an AppID its places are marked by zeros."""
    root = files("docbuild.scaffold") / "project"
    found = {path: data for part in ("common", language) for path, data in _below(root / part, "")}
    return {path: _with_app_id(path, found[path], app_id) for path in sorted(found)}


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _below(item, f"{prefix}{item.name}/")
        else:
            yield f"{prefix}{item.name}", item.read_bytes()


def _with_app_id(path: str, data: bytes, app_id: str | None) -> bytes:
    if app_id is None or not path.endswith(_TEXTS):
        return data
    text = data.decode()
    return text.replace(NO_APP_ID, app_id).replace(_TOURIST, app_id).encode()
