"""The pictures that two editions show: how they are written, and which are not the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias
from urllib.parse import quote

from docbuild.asset import Asset, ImageProblem
from docbuild.build import Build
from docbuild.comparing.values import PictureChange
from docbuild.diagnostic import Language
from docbuild.markdown.html import Picture
from docbuild.references import shown_paths
from docbuild.shown_pictures import page_pictures

FOLDER = "picture:"

#: Where a page finds a picture with this SHA-256 and path; the same for both editions.
Address: TypeAlias = Callable[[str, str], str]


def digest_address(digest: str, path: str) -> str:
    """An address that leads nowhere, but tells which picture it stands for."""
    name = path.rpartition("/")[2]
    return f"{FOLDER}{digest}/{quote(name, errors='surrogateescape')}"


def shown(build: Build) -> dict[str, Asset]:
    """The pictures that a document shows, by path."""
    assets = build.snapshot.assets
    paths = sorted(shown_paths(build.references))
    return {path: assets[path] for path in paths if path in assets}


def writer(
    build: Build, before: Mapping[str, str], language: Language, address: Address
) -> Picture:
    """Writes the images of a document. ``before`` has, by digest, the paths of pictures that the
    other edition shows: one that only got another name is the same to readers."""

    def place(path: str) -> str | None:
        asset = build.snapshot.assets.get(path)
        if asset is None or not is_shown(asset):
            return None
        return address(asset.digest, before.get(asset.digest, path))

    return page_pictures(build.references, language, place)


def compare_pictures(
    old: Mapping[str, Asset], new: Mapping[str, Asset]
) -> tuple[PictureChange, ...]:
    """Which pictures are not the same, by path."""
    gone = {path: asset for path, asset in old.items() if path not in new}
    by_digest = {asset.digest: path for path, asset in sorted(gone.items(), reverse=True)}
    found: list[tuple[str, PictureChange]] = []
    for path, asset in new.items():
        before = old.get(path)
        if before is None and asset.digest in by_digest:
            before = gone.pop(by_digest.pop(asset.digest))
            found.append((path, PictureChange("renamed", before, asset)))
        elif before is None:
            found.append((path, PictureChange("added", None, asset)))
        elif before.digest != asset.digest:
            found.append((path, PictureChange("changed", before, asset)))
    found.extend((path, PictureChange("removed", asset, None)) for path, asset in gone.items())
    return tuple(change for _, change in sorted(found, key=lambda each: each[0]))


def changed_pairs(changes: Iterable[PictureChange]) -> dict[str, tuple[bytes, bytes]]:
    """The bytes of changed pictures before and now, by path, of those that can be compared."""
    found: dict[str, tuple[bytes, bytes]] = {}
    for _, old, new in changes:
        if old is None or new is None or old.digest == new.digest:
            continue
        if old.data is not None and new.data is not None and is_shown(old) and is_shown(new):
            found[new.path] = old.data, new.data
    return found


def is_shown(asset: Asset) -> bool:
    """Whether a page may show it: not what could keep a browser busy, or is no picture."""
    facts = asset.facts
    return facts is not None and facts.problem not in (ImageProblem.BOMB, ImageProblem.ACTIVE)
