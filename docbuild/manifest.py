"""The manifest of a bundle: what was packed, from which plugin, by which tool.

It lies beside doc/ and does not go up: ``docbuild verify`` holds the files to it. Whoever made a
bundle also made its manifest, so it proves that nothing was changed by accident, and no more.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from docbuild.diagnostic import Message

MANIFEST = "docbuild-manifest.json"
_FORMAT = 1  # it rises with every change that could break a reader
_T = TypeVar("_T")
LARGEST_MANIFEST = 8 * 1024 * 1024  # bytes, many times what a bundle's manifest has
_LARGEST_NUMBER = 10**12  # of bytes or findings: no count of ours, and bounded to be printed
_LONGEST_TEXT = 4096  # characters, more than any path or description of ours


class PackedFile(NamedTuple):
    """``path`` is POSIX, below the manifest's own folder; ``sha256`` is in hexadecimal."""

    path: str
    size: int
    sha256: str


class OptimisedFile(NamedTuple):
    """The picture at ``path``, below the manifest's folder, was ``source`` in the project.

    ``is_lossless``: it has the very same pixels.
    """

    path: str
    source: PackedFile
    is_lossless: bool


class Manifest(NamedTuple):
    """``tool`` and ``dialect`` are versions. ``version`` and ``description`` are the document's.

    ``errors`` and ``warnings`` count what was found when it was packed; ``forced``: packed in
    spite of errors. ``optimised`` are those of the files that were made smaller for the bundle.
    """

    tool: str
    dialect: str
    app_id: str | None
    plugin: str | None
    version: str | None
    description: str | None
    files: tuple[PackedFile, ...]
    errors: int
    warnings: int
    forced: bool
    optimised: tuple[OptimisedFile, ...] = ()

    @property
    def total(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def write_manifest(manifest: Manifest) -> bytes:
    """The same bytes for the same manifest: UTF-8, keys in a fixed order."""
    value: dict[str, Any] = {
        "format": _FORMAT,
        "tool": {"name": "docbuild", "version": manifest.tool, "dialect": manifest.dialect},
        "plugin": {"app_id": manifest.app_id, "name": manifest.plugin},
        "document": {"version": manifest.version, "description": manifest.description},
        "files": [file._asdict() for file in manifest.files],
        "total": manifest.total,
        "findings": {"errors": manifest.errors, "warnings": manifest.warnings},
        "forced": manifest.forced,
    }
    if manifest.optimised:
        value["optimised"] = [
            {"path": each.path, "from": each.source._asdict(), "lossless": each.is_lossless}
            for each in manifest.optimised
        ]
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return (text + "\n").encode("utf-8", "backslashreplace")


def read_manifest(data: bytes) -> Manifest | Message:
    """The manifest in ``data``, or why it is none. Never raises."""
    if len(data) > LARGEST_MANIFEST:
        return Message("清单大得不像话", "The manifest is absurdly large")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return Message("清单不是有效的 JSON", "The manifest is no valid JSON")
    form = value.get("format") if isinstance(value, dict) else None
    if type(form) is not int:
        return Message("清单没有写明格式", "The manifest does not say its format")
    if form != _FORMAT:
        shown = form if abs(form) < _LARGEST_NUMBER else "…"
        return Message(
            f"清单的格式是 {shown}，这个版本的 docbuild 只认识 {_FORMAT}；请升级",
            f"The manifest is of format {shown}, and this docbuild knows {_FORMAT}: upgrade",
        )
    try:
        return _manifest(value)
    except (KeyError, TypeError, ValueError) as error:
        key = error.args[0]  # one of our own
        return Message(f"清单里 “{key}” 缺少或写错了", f"The manifest lacks or garbles “{key}”")


def _manifest(value: Mapping[str, Any]) -> Manifest:
    tool, plugin = _typed(value, "tool", dict), _typed(value, "plugin", dict)
    document, findings = _typed(value, "document", dict), _typed(value, "findings", dict)
    optimised = _typed(value, "optimised", list) if "optimised" in value else []
    return Manifest(
        tool=_typed(tool, "version", str),
        dialect=_typed(tool, "dialect", str),
        app_id=_text(plugin, "app_id"),
        plugin=_text(plugin, "name"),
        version=_text(document, "version"),
        description=_text(document, "description"),
        files=tuple(_file(each) for each in _typed(value, "files", list)),
        errors=_typed(findings, "errors", int),
        warnings=_typed(findings, "warnings", int),
        forced=_typed(value, "forced", bool),
        optimised=tuple(_optimised(each) for each in optimised),
    )


def _file(value: Mapping[str, Any]) -> PackedFile:
    return PackedFile(
        _typed(value, "path", str), _typed(value, "size", int), _typed(value, "sha256", str)
    )


def _optimised(value: Mapping[str, Any]) -> OptimisedFile:
    source = _file(_typed(value, "from", dict))
    return OptimisedFile(_typed(value, "path", str), source, _typed(value, "lossless", bool))


def _text(value: Mapping[str, Any], key: str) -> str | None:
    return None if value[key] is None else _typed(value, key, str)


def _typed(value: Any, key: str, kind: type[_T]) -> _T:
    """What ``value`` has there; raises an error that names ``key``."""
    found = value[key] if isinstance(value, dict) else None
    if type(found) is not kind:
        raise TypeError(key)
    if isinstance(found, int) and not 0 <= found <= _LARGEST_NUMBER:
        raise ValueError(key)
    if isinstance(found, str) and len(found) > _LONGEST_TEXT:
        raise ValueError(key)
    return found
