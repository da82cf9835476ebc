"""Reading the record: bounded, through no link, and whatever is wrong with one file is told.

It may have come with a stranger's pull request.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from docbuild.diagnostic import Message
from docbuild.files import ATTEMPTS, ReadProblem, digest, read_open
from docbuild.folders import open_file
from docbuild.manifest import PackedFile
from docbuild.problem import ConfigProblem
from docbuild.release.history import History, history_of
from docbuild.release.values import Event, Release, named
from docbuild.release_store.places import (
    EVENTS,
    HOME,
    MOST_NAMES,
    OBJECTS,
    RECORDS,
    RELEASES,
    REPLACED,
    SUFFIX,
    listed,
    object_place,
    opened,
    shown,
)
from docbuild.release_store.records import LARGEST, is_digest, read_event, read_release

LARGEST_CONTENT = 256 * 1024 * 1024  # bytes of one release that are read into memory
LARGEST_RECORD = 64 * 1024 * 1024  # bytes of all records and events together
MAKE_ROOM = "docbuild release gc --keep-records 100"
_MUCH = 75  # percent of what is read of a record, from which on people are told

# What is there and is no file, or was taken away: no reason to wait for better times.
_DAMAGED = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENXIO}

_RESCUED = re.compile(re.escape(REPLACED) + "[0-9a-f]{8}")
_MOST_RESCUED = 5  # names in a sentence

_T = TypeVar("_T", Release, Event)

_TOO_MANY = Message(
    f"文件超过 {MOST_NAMES} 个，其余的没有读；用 {MAKE_ROOM} 腾出地方（数字是要留下的版本数）",
    f"It has more than {MOST_NAMES} files, and the others were not read: make room with "
    f"{MAKE_ROOM}, which forgets all releases but so many",
)
_TOO_LARGE = Message(
    f"记录合计超过 {LARGEST_RECORD >> 20} MB，其余的没有读；"
    f"用 {MAKE_ROOM} 腾出地方（数字是要留下的版本数）",
    f"The records are larger than {LARGEST_RECORD >> 20} MB together, and the others were not "
    f"read: make room with {MAKE_ROOM}, which forgets all releases but so many",
)
_STRANGE = Message("不是 docbuild 的文件，没有读", "It is no file of docbuild's, and was not read")


class Usage(NamedTuple):
    """How much of what is read at most there is: files by folder, and the bytes of all."""

    files: Mapping[str, int]
    size: int

    @property
    def percent(self) -> int:
        """Of the limit that is nearest."""
        parts = [count / MOST_NAMES for count in self.files.values()]
        return int(100 * max(*parts, self.size / LARGEST_RECORD))

    def has_room(self, folder: str, size: int) -> bool:
        """Whether all of it would be read with one more file of that size in ``folder``."""
        return self.files[folder] < MOST_NAMES and self.size + size <= LARGEST_RECORD

    def with_one(self, folder: str, size: int) -> Usage:
        """With one more file of that size in ``folder``."""
        return Usage({**self.files, folder: self.files[folder] + 1}, self.size + size)


def read_history(root: Path) -> History:
    """All that can be read of the record of the project at ``root``. Never raises."""
    return read_record(root)[0]


def read_record(root: Path, *, strict: bool = False, margin: int = 1) -> tuple[History, Usage]:
    """The same, and how full the record is.

    ``strict``: raises ``OSError`` where the system does not let us read what may be sound, and
    :class:`PartialError` where there is more than is read, so that nothing is added to a record
    that is only half known. Never raises otherwise. ``margin``: how many times more is read
    than of a record that may grow.
    """
    for _ in range(ATTEMPTS):
        reader = _Reader(root, strict, margin)
        releases = list(reader.read(RECORDS, read_release))
        events = list(reader.read(EVENTS, read_event))
        if strict or reader.is_still():  # who has the turn need not look again
            break
    history = history_of(releases, events, reader.problems)
    notices = (*_rescued(root), *_nearly_full(reader.usage), *history.notices)
    return history._replace(notices=notices), reader.usage


def _nearly_full(usage: Usage) -> Iterator[Message]:
    if usage.percent >= _MUCH:
        yield Message(
            f"发布记录已用到上限的 {usage.percent}%，满了就不能再记；"
            f"用 {MAKE_ROOM} 忘掉旧版本，腾出地方（数字是要留下的版本数）",
            f"the record of releases has {usage.percent} % of what it may have, and nothing is "
            f"added once it is full: {MAKE_ROOM} forgets all releases but so many",
        )


def _rescued(root: Path) -> Iterator[Message]:
    """What to do with folders that were moved aside, and hold what may be nowhere else."""
    try:
        found = [shown(name) for name in listed(root, HOME) if _RESCUED.fullmatch(name)]
    except OSError:
        return  # who reads the record tells of it
    if found:
        zh, en = "、".join(found[:_MOST_RESCUED]), ", ".join(found[:_MOST_RESCUED])
        yield Message(
            f"docbuild 换下来的目录里有别处没有的改动，保留在 {zh}；请把还要的文件取回来，再删掉它",
            f"a folder that docbuild replaced may hold the only copy of changes and was kept as "
            f"{en}: take what you need out of it, then remove it",
        )


def read_object(root: Path, sha256: str, size: int) -> bytes | Message:
    """The content with that digest and size, or why it is not to be had. Never raises."""
    *names, name = object_place(sha256)
    try:
        data = _content(root, names, name, size)
    except OSError as error:
        return _words(error)
    if isinstance(data, Message):
        return data
    if len(data) != size or digest(data) != sha256:
        return Message(
            "已损坏：内容和校验和不符", "It is damaged: it does not have the digest of its name"
        )
    return data


def contents_of(root: Path, release: Release) -> dict[str, bytes] | ConfigProblem:
    """The contents of ``release`` by path, or which one is not to be had. Never raises."""
    if sum(file.size for file in release.files) > LARGEST_CONTENT:
        return ConfigProblem(shown(RELEASES, RECORDS, release.id + SUFFIX), _too_large(release))
    found: dict[str, bytes] = {}
    for file in release.files:
        data = read_object(root, file.sha256, file.size)
        if isinstance(data, Message):
            return ConfigProblem(shown(*object_place(file.sha256)), _lacking(release, file, data))
        found[file.path] = data
    return found


def lies_there(root: Path, sha256: str) -> bool:
    """Whether there is an object of that name, sound or not."""
    *names, name = object_place(sha256)
    try:
        with opened(root, HOME, *names) as folder:
            os.close(open_file(name, folder))
    except OSError:
        return False
    return True


def all_objects(root: Path) -> Iterator[tuple[str, float]]:
    """The digest of every object and when it came here; what is no object is left out.

    Raises ``OSError``.
    """
    for shard in listed(root, HOME, RELEASES, OBJECTS):
        if len(shard) != 2 or not is_digest(shard * 32):
            continue
        with (
            opened(root, HOME, RELEASES, OBJECTS, shard) as folder,
            os.scandir(folder.handle) as found,
        ):
            for item in found:
                if is_digest(shard + item.name) and item.is_file(follow_symlinks=False):
                    yield shard + item.name, item.stat(follow_symlinks=False).st_ctime


class PartialError(OSError):
    """The record is larger than what is read of one, so that nothing may be added to it.

    ``problem`` is for people.
    """

    def __init__(self, problem: Message) -> None:
        super().__init__(errno.EFBIG, problem.en)
        self.problem = problem


class FullError(PartialError):
    """It would be larger than that with what was to be added."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                f"发布记录满了；先用 {MAKE_ROOM} 忘掉旧版本，腾出地方（数字是要留下的版本数）",
                f"the record of releases is full: make room with {MAKE_ROOM}, which forgets all "
                "releases but so many",
            )
        )


class _Reader:
    """Notes what could not be read, and stops where it gets too much."""

    def __init__(self, root: Path, strict: bool, margin: int) -> None:
        self._root, self._strict = root, strict
        self._most_names = MOST_NAMES * margin
        self._most_bytes = LARGEST_RECORD * margin
        self._names: dict[str, list[str]] = {}
        self._size = 0
        self.problems: list[ConfigProblem] = []

    @property
    def usage(self) -> Usage:
        files = {folder: len(names) for folder, names in self._names.items()}
        return Usage({RECORDS: 0, EVENTS: 0, **files}, self._size)

    def is_still(self) -> bool:
        """Whether nobody added or removed anything meanwhile, so that all of it is of one time."""
        with suppress(OSError):
            return all(self._listed(folder) == names for folder, names in self._names.items())
        return True  # which was told

    def read(self, folder: str, parse: Callable[[str, bytes], _T | Message]) -> Iterator[_T]:
        """What the files of a folder say, each by ``parse``."""
        try:
            names = self._listed(folder)
        except OSError as error:
            self._refuse(error, folder)
            self._tell(folder, "", _words(error))
            return
        self._names[folder] = names
        if len(names) > self._most_names:
            self._refuse_part(folder, _TOO_MANY)
        for name in names[: self._most_names]:
            found = self._parsed(folder, name, parse)
            if self._size > self._most_bytes:
                self._refuse_part(folder, _TOO_LARGE)
                return
            if isinstance(found, Message):
                self._tell(folder, name, found)
            elif found is not None:
                yield found

    def _listed(self, folder: str) -> list[str]:
        return listed(self._root, HOME, RELEASES, folder, most=self._most_names)

    def _parsed(
        self, folder: str, name: str, parse: Callable[[str, bytes], _T | Message]
    ) -> _T | Message | None:
        """What a file says, or why it says nothing; ``None`` if it is gone by now."""
        identifier = name.removesuffix(SUFFIX)
        if identifier == name or not is_digest(identifier):
            return _STRANGE
        try:
            data = _content(self._root, [RELEASES, folder], name, LARGEST)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._refuse(error, folder, name)
            return _words(error)
        if isinstance(data, Message):
            return data
        self._size += len(data)
        return parse(identifier, data)

    def _refuse(self, error: OSError, *place: str) -> None:
        if self._strict and error.errno not in _DAMAGED:
            reason = error.strerror or str(error)
            raise OSError(error.errno, reason, shown(RELEASES, *place)) from error

    def _refuse_part(self, folder: str, message: Message) -> None:
        if self._strict:
            raise PartialError(ConfigProblem(shown(RELEASES, folder), message).placed)
        self._tell(folder, "", message)

    def _tell(self, folder: str, name: str, message: Message) -> None:
        place = shown(RELEASES, folder, *filter(None, [name]))
        self.problems.append(ConfigProblem(place, message))


def _content(root: Path, names: list[str], name: str, limit: int) -> bytes | Message:
    with opened(root, HOME, *names) as folder:
        descriptor = open_file(name, folder)
    try:
        data = read_open(descriptor, limit)
    finally:
        os.close(descriptor)
    if data is None:
        return Message("读取时被改动", "It was changed while it was read")
    if isinstance(data, ReadProblem):
        return Message(f"读不了：{data.detail}", f"It cannot be read: {data.detail}")
    return data


def _words(error: OSError) -> Message:
    if isinstance(error, FileNotFoundError):
        return Message("文件不在了", "The file is not there")
    reason = error.strerror or str(error)
    return Message(f"读不了：{reason}", f"It cannot be read: {reason}")


def _lacking(release: Release, file: PackedFile, reason: Message) -> Message:
    name = named(release)
    return Message(
        f"{name.zh} 的 {file.path}：{reason.zh}。如果记录在 git 里，可以从历史中取回这个文件；"
        "其他版本不受影响",
        f"{file.path} of {name.en}: {reason.en}. If the record is in git, get the file back from "
        "its history; other releases are not concerned",
    )


def _too_large(release: Release) -> Message:
    name, most = named(release), LARGEST_CONTENT >> 20
    return Message(
        f"{name.zh} 的内容超过 {most} MB，没有读",
        f"{name.en} has more than {most} MB, and was not read",
    )
