"""What the folder to upload from holds on this machine, and how a release gets there.

The record may have come from another machine, and people open that folder and write in it.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from docbuild.diagnostic import Message
from docbuild.release.steps import few, laying_out
from docbuild.release.values import Release, named


class Holds(Enum):
    """What lies there, compared with a release."""

    NOTHING = "nothing"
    OTHER = "other"  # what was prepared for another release, or nothing of ours
    CHANGED = "changed"  # what was prepared for it, and changed since
    THIS = "this"


class UploadFolder(NamedTuple):
    """``changed``: paths of what goes up and is not as it was prepared, if that lies there."""

    holds: Holds
    changed: tuple[str, ...] = ()

    @property
    def is_of_release(self) -> bool:
        """Whether it was prepared for the release, be it changed since or not."""
        return self.holds in (Holds.CHANGED, Holds.THIS)


def warning(folder: UploadFolder, release: Release, place: str) -> Message | None:
    """That an upload from ``place`` would not be ``release``, and what to do; ``None`` if it is."""
    if folder.holds is Holds.THIS:
        return None
    zh, en = _what_is_wrong(folder, release, place)
    command = laying_out(release, place)
    if folder.holds is Holds.CHANGED:
        return Message(
            f"{zh}。不要从那里上传：要换回准备好的内容，运行 {command}"
            "（改过的会留在 .docbuild 里）；要上传改过的，把改动搬进文档，再准备一次",
            f"{en}: do not upload from there. {command} brings back what was prepared, and keeps "
            "the changes aside; to upload them, bring them into the document and prepare it again",
        )
    return Message(
        f"{zh}。要从那里上传，先运行 {command}", f"{en}: to upload from there, run {command} first"
    )


def _what_is_wrong(folder: UploadFolder, release: Release, place: str) -> tuple[str, str]:
    name = named(release)
    if folder.holds is Holds.CHANGED:
        paths = few(folder.changed)
        return (
            f"{place} 里的内容在准备 {name.zh} 之后改过（{paths.zh}）",
            f"{place} was changed since {name.en} was prepared ({paths.en})",
        )
    if folder.holds is Holds.OTHER:
        return (
            f"这台机器的 {place} 里不是 {name.zh}（可能是在别的机器上准备的）",
            f"{place} on this machine holds something else than {name.en}, which may have been "
            "prepared on another one",
        )
    return (
        f"这台机器上没有 {place}（{name.zh} 可能是在别的机器上准备的）",
        f"{place} is not there on this machine; {name.en} may have been prepared on another one",
    )
