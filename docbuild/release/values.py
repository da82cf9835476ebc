"""What was prepared for the upload, uploaded and published: plain values, and the dialog's rules.

The platform tells nobody which upload is published, so people say it and docbuild notes it.
A *release* is content with a version and a description; an *event* is what happened to it
outside. Both are immutable, and named after the SHA-256 of what is written of them.
"""

import re
from enum import Enum
from typing import NamedTuple

from docbuild.diagnostic import Message
from docbuild.manifest import PackedFile
from docbuild.upload import LONGEST_DESCRIPTION, VERSION

SHORT = 10  # hexadecimal digits of an id that are shown to people
_MOST = 999  # of each number of a version
_UNSEEN = r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"  # line ends, bidi


class EventKind(Enum):
    UPLOADED = "uploaded"
    PUBLISHED = "published"
    UNDONE = "undone"  # what was noted by mistake: the events that it names did not happen
    PRUNED = "pruned"  # the contents were given up to save space


class Stamp(NamedTuple):
    """``at`` is UTC, ``2026-11-21T09:00:00Z``; it is for people, and orders what nothing else
    does. ``by`` is who, as they call themselves."""

    at: str
    by: str | None = None


class Release(NamedTuple):
    """``files`` are what goes up, with the manifest beside it, sorted by path.

    ``version`` and ``description`` are the upload's; a *saved* state, which was in the way of
    a restored one, has neither. ``parents`` are the releases and events that were the newest
    known when it was made. ``errors`` and ``warnings`` count the findings of that time.
    """

    id: str
    version: str | None
    description: str | None
    files: tuple[PackedFile, ...]
    errors: int
    warnings: int
    parents: tuple[str, ...]
    stamp: Stamp

    @property
    def is_saved(self) -> bool:
        return self.version is None

    @property
    def short(self) -> str:
        """The beginning of the id, for people."""
        return self.id[:SHORT]

    @property
    def total(self) -> int:
        """Bytes of what goes up."""
        return sum(file.size for file in self.documents)

    @property
    def documents(self) -> tuple[PackedFile, ...]:
        """What goes up: the files without the manifest."""
        return tuple(file for file in self.files if file.path.startswith("doc/"))


class Event(NamedTuple):
    """Something that happened to the release with the id ``release``.

    ``undoes`` are ids of events that did not happen, if ``kind`` is ``UNDONE``; otherwise of those
    that this one states anew, in their place. ``parents`` as those of a release.
    """

    id: str
    kind: EventKind
    release: str
    undoes: tuple[str, ...]
    parents: tuple[str, ...]
    stamp: Stamp


def numbers(version: str) -> tuple[int, ...]:
    """The three numbers of a version, which are compared one by one."""
    return tuple(map(int, version.split(".")))


def next_version(version: str) -> str | None:
    """The least version above ``version``; ``None`` behind 999.999.999."""
    major, minor, patch = numbers(version)
    if patch < _MOST:
        return f"{major}.{minor}.{patch + 1}"
    if minor < _MOST:
        return f"{major}.{minor + 1}.0"
    return f"{major + 1}.0.0" if major < _MOST else None


def version_problem(version: str, uploaded: str | None = None) -> Message | None:
    """Why the upload would not take ``version``; ``uploaded`` is the highest that it took."""
    if not re.fullmatch(VERSION, version):
        return Message(
            f"版本号 “{version}” 不行：应是三个数字，各不超过三位，如 1.0.0",
            f"“{version}” is no version: three numbers of at most three digits, as in 1.0.0",
        )
    if uploaded is not None and numbers(version) <= numbers(uploaded):
        return Message(
            f"版本号 {version} 不行：已经上传过 {uploaded}，每次上传都要比它大",
            f"{version} will not do: {uploaded} was uploaded, and versions rise with every upload",
        )
    return None


def description_problem(description: str) -> Message | None:
    """Why the upload's dialog would not take ``description``."""
    length = len(description.encode("utf-16-le", "surrogatepass")) // 2  # strictest
    if not description.strip():
        return Message("说明不能为空", "the description is empty")
    if length > LONGEST_DESCRIPTION:
        return Message(
            f"说明有 {length} 个字，上传时最多 {LONGEST_DESCRIPTION} 个",
            f"the description has {length} characters, and the upload takes {LONGEST_DESCRIPTION}",
        )
    if re.search(_UNSEEN, description):
        return Message(
            "说明里有换行或看不见的字符，请去掉",
            "the description has line ends or invisible characters: take them out",
        )
    return None


def named(release: Release) -> Message:
    """What to call a release: its version and the beginning of its id."""
    if release.version is None:
        return Message(f"存底 {release.short}", f"the saved state {release.short}")
    return Message(f"{release.version}（{release.short}）", f"{release.version} ({release.short})")
