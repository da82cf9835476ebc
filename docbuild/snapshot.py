"""A plugin project as it was read, once: the input of everything that docbuild concludes."""

from collections.abc import Mapping
from typing import NamedTuple

from docbuild.asset import Asset, Tree
from docbuild.interface import NOTHING_OFFERED, Interface
from docbuild.plugin import Plugin
from docbuild.settings import Settings
from docbuild.source import Source


class Snapshot(NamedTuple):
    """All that was read of a project.

    ``document_path`` names the document to people (``doc/README.md``), whether it exists or
    not; ``folder`` is its folder in the same form (``doc``; ``""`` if it is the root).
    ``readme`` is the name within that folder of the file that was taken for the document
    (``README.md``, or one that differs in case), ``None`` where there is none.
    ``source`` is ``None`` where the document could not be read; ``undecodable`` is then the
    offset in bytes of the first byte that is not UTF-8, if that was the reason (the source
    is still given, with U+FFFD in its place), and ``unreadable`` any other reason.
    ``rivals`` are other folders of the project that hold a different document.
    ``assets`` has, by their path below doc/, the pictures and other files that were read.
    ``interface`` is what the plugin's sources offer.
    """

    document_path: str
    folder: str
    readme: str | None
    source: Source | None
    undecodable: int | None
    unreadable: str | None
    rivals: tuple[str, ...]
    tree: Tree
    assets: Mapping[str, Asset]
    plugin: Plugin
    settings: Settings
    interface: Interface = NOTHING_OFFERED
