"""The files of the client, read once from the package: scripts and styles, nothing of a project."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import PurePath

from docbuild.preview.answer import SCRIPT, STYLE, Answer

_MEDIA_TYPES = {".js": SCRIPT, ".css": STYLE, ".svg": "image/svg+xml"}


def read_client_files() -> Mapping[str, Answer]:
    """The answer for each file of the client, by the file's name."""
    found = {file.name: file for file in files(__package__).joinpath("client").iterdir()}
    suffixes = {name: PurePath(name).suffix for name in found}
    return {
        name: Answer(found[name].read_bytes(), _MEDIA_TYPES[suffix])
        for name, suffix in suffixes.items()
        if suffix in _MEDIA_TYPES
    }
