"""What the actions of ``docbuild release`` share: the project's record, and how it is told."""

from __future__ import annotations

import errno
import os
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from docbuild.build import Project
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser
from docbuild.cli.command_error import CommandError
from docbuild.cli.counting import files_in_english
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.release.choice import choose
from docbuild.release.history import History, State
from docbuild.release.upload_folder import UploadFolder, warning
from docbuild.release.values import Release, Stamp, named
from docbuild.release_store.authors import author
from docbuild.release_store.reading import FullError, PartialError
from docbuild.release_store.store import GoneError, Store, now
from docbuild.release_store.turns import BusyError

STATES = {
    State.PUBLISHED: Message("已发布", "published"),
    State.UPLOADED: Message("已上传", "uploaded"),
    State.PREPARED: Message("已准备", "prepared"),
    State.WAS_PUBLISHED: Message("曾发布", "was published"),
    State.WAS_UPLOADED: Message("曾上传", "was uploaded"),
    State.UNUSED: Message("未上传", "not uploaded"),
    State.SAVED: Message("存底", "saved"),
}
_MOST_TOLD = 5  # of a kind of problem
_MORE = Message("另有 {count} 个记录文件读不了", "{files} more of the record cannot be read")
_FOLDER = Message(
    "这是一个目录：先写版本（如 prepared、uploaded 或 1.0.0），再写项目的目录",
    "that is a folder: name a release first (prepared, uploaded or 1.0.0), then the project",
)
_KEPT = Message(
    ".docbuild/upload 里有改过或多出来的文件，整个保留在 {place}；还要的话把改动搬进文档，再删掉它",
    "files in .docbuild/upload were changed or added, so all of it is kept as {place}: take what "
    "you need into the document, then remove it",
)
_BUSY = Message(
    "另一个 docbuild 正在写 .docbuild，等了一分钟还没写完；请稍后再试",
    "another docbuild has been writing to .docbuild for a minute: try again later",
)
_LINK = Message(
    ".docbuild 或里面的目录是符号链接，docbuild 不往里写；请换成真实的目录",
    ".docbuild or a folder in it is a symbolic link, which docbuild does not write to: make it a "
    "real folder",
)
_GONE = Message(
    "记录里已经没有这个版本（刚刚被 release gc 忘掉，或换了分支）；没有记下",
    "that release is not in the record any more (forgotten by release gc just now, or on another "
    "branch): nothing was noted",
)
_MOUNTED = Message(
    ".docbuild/upload 是挂载点（另一个文件系统挂在那里），没法整个换掉；请先卸载",
    ".docbuild/upload is a mount point, where another file system begins, and cannot be replaced: "
    "unmount it first",
)
_KNOWN: Mapping[int, Message] = {errno.EBUSY: _MOUNTED, errno.ELOOP: _LINK}


def add_release(parser: Parser, *, optional: bool, default: Message | None = None) -> None:
    """Which release; ``default`` says which one is meant if none is named."""
    zh = "版本号、编号的开头，或 uploaded、published、prepared"
    en = "a version, the beginning of an id, or uploaded, published, prepared"
    if default is not None:
        zh, en = f"{zh}（默认{default.zh}）", f"{en} (default: {default.en})"
    parser.argument("release", metavar="RELEASE", optional=optional, text=Message(zh, en))


def add_by(parser: Parser) -> None:
    parser.value(
        "--by",
        metavar="NAME",
        text=Message(
            "记录人（默认 git 的 user.name 或登录名；写空的就不记）",
            "who notes it (default: git's user.name or the login; empty for nobody)",
        ),
    )


def stamp_of(options: Namespace, project: Project) -> Stamp:
    """This moment, and who the options or the system say we are."""
    return now(author(project.location.root) if options.by is None else options.by.strip() or None)


def chosen(history: History, text: str) -> Release:
    """The release that somebody named on the command line."""
    found = choose(history, text)
    if isinstance(found, Message):
        raise CommandError(_FOLDER if os.path.isdir(text) else found)
    return found


def tell_remarks(history: History, language: Language) -> None:
    """What could not be read, and what is to be sorted out, beside the result."""
    for problem in history.problems[:_MOST_TOLD]:
        terminal.tell(f"docbuild: {printable(problem.placed.text(language))}")
    more = len(history.problems) - _MOST_TOLD
    if more > 0:
        terminal.tell(
            f"docbuild: {_MORE.text(language).format(count=more, files=files_in_english(more))}"
        )
    for notice in history.notices[:_MOST_TOLD]:
        terminal.tell(f"docbuild: {printable(notice.text(language))}")


def tell_upload_folder(
    folder: UploadFolder, store: Store, release: Release, language: Language
) -> None:
    """That what lies in the folder to upload from is not ``release``, if so."""
    told = warning(folder, release, near(store.upload_folder))
    if told is not None:
        terminal.tell(f"docbuild: {printable(told.text(language))}")


def near(path: Path) -> str:
    """A path to type here: relative to the current folder if it is below that."""
    full, here = os.path.abspath(path), os.getcwd()
    return os.path.relpath(full, here) if Path(full).is_relative_to(here) else full


def tell_kept(place: str, language: Language) -> None:
    """That the folder to upload from held changes, which are kept at ``place``."""
    terminal.tell(f"docbuild: {_KEPT.text(language).format(place=place)}")


@contextmanager
def recording(store: Store, known: Mapping[int, Message] = _KNOWN) -> Iterator[None]:
    """Tell of what keeps the record from being written; ``known`` by the number of the error."""
    try:
        yield
    except FullError as error:
        raise CommandError(error.problem) from error
    except PartialError as error:
        why = error.problem
        raise CommandError(
            Message(
                f"{why.zh}；记录读不全，就什么也不往里写",
                f"{why.en}; nothing is added to a record that is not read as a whole",
            )
        ) from error
    except BusyError as error:
        raise CommandError(_BUSY) from error
    except GoneError as error:
        raise CommandError(_GONE) from error
    except OSError as error:
        told = {**_KNOWN, **known}.get(error.errno or 0)
        if told is not None:
            raise CommandError(told) from error
        reason = error.strerror or str(error)
        if error.filename is not None:
            reason = f"{error.filename}: {reason}"
        place = str(store.root)
        raise CommandError(
            Message(
                f"写不了 {place} 里的 .docbuild：{reason}；记录和原来一样",
                f"cannot write .docbuild in {place}: {reason}; the record is as it was",
            )
        ) from error


def name_of(release: Release, language: Language) -> str:
    return printable(named(release).text(language))


def local_time(stamp: Stamp) -> str:
    """The time as the clock on the wall shows it."""
    moment = datetime.fromisoformat(stamp.at)
    with suppress(OverflowError):  # in the last hours of the calendar: only a stranger's record
        moment = moment.astimezone()
    return moment.strftime("%Y-%m-%d %H:%M")
