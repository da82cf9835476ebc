"""The pictures of the plugin's profile: its avatar and preview images, as a page may show them."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from docbuild import files
from docbuild.asset import ImageFacts
from docbuild.build import Project
from docbuild.images.facts import Picture, facts_of
from docbuild.project_config import inside
from docbuild.upload import READABLE, uploads


class ProfilePicture(NamedTuple):
    digest: str
    data: bytes
    facts: ImageFacts


def read_profile_pictures(project: Project) -> Mapping[str, ProfilePicture]:
    """Those that are sound, by their paths in the profile.

    They are judged like the document's own. Above all an SVG with scripts is left out: opened
    by itself, where a link may lead, it would run beside the page.
    """
    wanted = {path: inside(path) for path in project.settings.profile.pictures}
    found: dict[str, tuple[str, bytes]] = {}
    for path, place in wanted.items():
        data = place and files.read_file(project.location.root, place, READABLE)
        if isinstance(data, bytes) and uploads(Path(path).name):
            found[path] = (files.digest(data), data)
    facts = facts_of(Picture(digest, partial(bytes, data)) for digest, data in found.values())
    return {
        path: ProfilePicture(digest, data, facts[digest])
        for path, (digest, data) in found.items()
        if facts[digest].problem is None
    }
