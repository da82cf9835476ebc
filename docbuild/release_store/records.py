"""Releases and events as the bytes of their files, and back. What is read is anybody's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from docbuild.bundle import check_names
from docbuild.diagnostic import Message
from docbuild.files import digest
from docbuild.manifest import MANIFEST, PackedFile
from docbuild.names import clashes, problem
from docbuild.release.values import Event, EventKind, Release, Stamp
from docbuild.upload import READABLE, VERSION, uploads

LARGEST = 8 * 1024 * 1024  # bytes of a file that is read, many times what is written
TIME = "%Y-%m-%dT%H:%M:%SZ"

_FORMAT = 1  # it rises with every change that could break a reader
_PREPARED, _SAVED = "prepared", "saved"
_DIGEST = re.compile("[0-9a-f]{64}")
_MOST_FILES, _LONGEST_TEXT = 20_000, 1_000
MOST_PARENTS = 10_000
_SHOWN = 80  # characters of a name
_LARGEST_NUMBER = 10**12  # of bytes or findings: no count of ours, and bounded to be printed
_T = TypeVar("_T")


class _NewerError(Exception):
    """Something that this docbuild does not know; ``args[0]`` names it."""


class RecordError(ValueError):
    """What a record may not say; ``problem`` is for people."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem.en)
        self.problem = problem


def is_digest(text: str) -> bool:
    return _DIGEST.fullmatch(text) is not None


def release_bytes(release: Release) -> bytes:
    """What the file of ``release`` holds; its ``id`` does not matter."""
    return _written(
        {
            "format": _FORMAT,
            "kind": _SAVED if release.is_saved else _PREPARED,
            **_stamped(release.stamp, release.parents),
            "document": {"version": release.version, "description": release.description},
            "findings": {"errors": release.errors, "warnings": release.warnings},
            "files": [file._asdict() for file in release.files],
        }
    )


def event_bytes(event: Event) -> bytes:
    """What the file of ``event`` holds; its ``id`` does not matter."""
    return _written(
        {
            "format": _FORMAT,
            "kind": event.kind.value,
            **_stamped(event.stamp, event.parents),
            "release": event.release,
            "undoes": list(event.undoes),
        }
    )


def read_release(identifier: str, data: bytes) -> Release | Message:
    """The release in a file of that name, or why there is none. Never raises."""
    value = _value(identifier, data)
    if isinstance(value, Message):
        return value
    try:
        return _release(identifier, value)
    except _NewerError as error:
        return _newer(error.args[0])
    except (KeyError, TypeError, ValueError) as error:
        return _garbled(error)


def read_event(identifier: str, data: bytes) -> Event | Message:
    """The event in a file of that name, or why there is none. Never raises."""
    value = _value(identifier, data)
    if isinstance(value, Message):
        return value
    try:
        return Event(
            id=identifier,
            kind=_kind(_text(value, "kind")),
            release=_identifier(value["release"]),
            undoes=_identifiers(value, "undoes"),
            parents=_identifiers(value, "parents"),
            stamp=_stamp(value),
        )
    except _NewerError as error:
        return _newer(error.args[0])
    except (KeyError, TypeError, ValueError) as error:
        return _garbled(error)


def _written(value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    return (text + "\n").encode("utf-8", "backslashreplace")  # a lone surrogate is JSON so


def _stamped(stamp: Stamp, parents: tuple[str, ...]) -> dict[str, Any]:
    return {"at": stamp.at, "by": stamp.by, "parents": list(parents)}


def _value(identifier: str, data: bytes) -> dict[str, Any] | Message:
    if digest(data) != identifier:
        return Message(
            "内容和文件名里的校验和不符，文件已损坏或被改动",
            "It does not have the digest that its name says: it is damaged, or was changed",
        )
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return Message("不是有效的 JSON", "It is no valid JSON")
    form = value.get("format") if isinstance(value, dict) else None
    if type(form) is not int:
        return Message("没有写明格式", "It does not say its format")
    return value if form == _FORMAT else _newer(f"format {form if abs(form) < 10**9 else '…'}")


def _release(identifier: str, value: Mapping[str, Any]) -> Release:
    kind, document, findings = _text(value, "kind"), value["document"], value["findings"]
    if kind not in (_PREPARED, _SAVED):
        raise _NewerError(kind)
    is_saved = kind == _SAVED
    version = None if is_saved else _text(document, "version")
    if version is not None and not re.fullmatch(VERSION, version):
        raise ValueError("version")
    return Release(
        id=identifier,
        version=version,
        description=None if is_saved else _text(document, "description"),
        files=_files(_typed(value, "files", list), is_saved),
        errors=_count(findings, "errors"),
        warnings=_count(findings, "warnings"),
        parents=_identifiers(value, "parents"),
        stamp=_stamp(value),
    )


def _files(values: list[Any], is_saved: bool) -> tuple[PackedFile, ...]:
    """The files, none of which could be written outside of doc/ or over another.

    A saved state holds what some system had, so that not every system need be able to.
    """
    if len(values) > _MOST_FILES:
        raise ValueError("files")
    files = tuple(_file(value) for value in values)
    paths = [file.path for file in files]
    if paths != sorted(set(paths)):
        raise ValueError("files")
    if not is_saved:
        _refuse_names(tuple(paths))
    return files


@lru_cache(maxsize=128)
def _refuse_names(paths: tuple[str, ...]) -> None:
    """Raise :class:`RecordError` unless every operating system can hold all ``paths``.

    Most releases have the very paths of the one before.
    """
    for path in paths:
        if problem(path) is not None:
            name = f"{path[:_SHOWN]!a}"
            raise RecordError(
                Message(
                    f"文件名 {name} 在有的操作系统上用不了，请改名",
                    f"some operating system cannot hold a file called {name}: rename it",
                )
            )
    try:
        check_names(paths)
    except ValueError as error:
        groups = clashes(paths) or (("",),)
        names = [f"{path[:_SHOWN]!a}" for path in groups[0][:2]]
        raise RecordError(
            Message(
                f"文件名 {' 和 '.join(names)} 在有的操作系统上会混为一个，请改名",
                f"{' and '.join(names)} are one file to some operating systems: rename one",
            )
        ) from error


def _file(value: Mapping[str, Any]) -> PackedFile:
    path, size = _typed(value, "path", str), _count(value, "size")
    below = path.removeprefix("doc/")
    is_plain = "\0" not in path and not {"", ".", ".."} & set(path.split("/"))
    if size > READABLE or not (path == MANIFEST or (below != path and uploads(below) and is_plain)):
        raise RecordError(_not_uploaded(path))
    return PackedFile(path, size, _identifier(value["sha256"]))


def _not_uploaded(path: str) -> Message:
    name = f"{path[:_SHOWN]!a}"
    return Message(
        f"{name} 不是能上传的文件，或者太大", f"{name} is no file that can go up, or too large"
    )


def _stamp(value: Mapping[str, Any]) -> Stamp:
    at = _text(value, "at")
    if not _is_time(at):
        raise ValueError("at")
    return Stamp(at, None if value["by"] is None else _text(value, "by"))


def _is_time(text: str) -> bool:
    try:
        return datetime.strptime(text, TIME).strftime(TIME) == text
    except ValueError:
        return False


def _kind(name: str) -> EventKind:
    try:
        return EventKind(name)
    except ValueError:
        raise _NewerError(name) from None


def _identifiers(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = _typed(value, key, list)
    if len(found) > MOST_PARENTS:
        raise ValueError(key)
    return tuple(_identifier(each) for each in found)


def _identifier(value: Any) -> str:
    if type(value) is not str or not is_digest(value):
        raise ValueError("sha256")
    return value


def _count(value: Mapping[str, Any], key: str) -> int:
    found = _typed(value, key, int)
    if not 0 <= found <= _LARGEST_NUMBER:
        raise ValueError(key)
    return found


def _text(value: Mapping[str, Any], key: str) -> str:
    found = _typed(value, key, str)
    if len(found) > _LONGEST_TEXT:
        raise ValueError(key)
    return found


def _typed(value: Mapping[str, Any], key: str, kind: type[_T]) -> _T:
    found = value[key] if isinstance(value, dict) else None
    if type(found) is not kind:
        raise TypeError(key)
    return found


def _newer(what: str) -> Message:
    shown = what[:40]
    return Message(
        f"由更新的 docbuild 写下（{shown}），这个版本不认识；请升级",
        f"It was written by a newer docbuild ({shown}): upgrade to read it",
    )


def _garbled(error: Exception) -> Message:
    if isinstance(error, RecordError):
        return error.problem
    key = str(error.args[0])[:_SHOWN]
    return Message(f"“{key}” 缺少或写错了", f"“{key}” is missing or garbled")
