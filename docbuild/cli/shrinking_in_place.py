"""``docbuild bundle --write`` and ``--undo``: the doc folder itself, after showing and asking."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator

from docbuild.build import Build, Project
from docbuild.cli import terminal
from docbuild.cli.command_error import CommandError
from docbuild.cli.document_folder import cannot_write, filled
from docbuild.cli.shrinking_report import say
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.release_store.places import HOME
from docbuild.shrinkage import PictureChange, Shrinkage
from docbuild.shrinking import in_place
from docbuild.shrinking.elsewhere import named_elsewhere
from docbuild.shrinking.in_place import ChangedError, changes_of
from docbuild.shrinking.journal import Changes
from docbuild.shrinking.meaning import shown_files
from docbuild.shrinking.originals import ORIGINALS, Originals
from docbuild.shrinking.shrink import Shrunk, Wish

_SHOWN = 10  # pictures that are named in the question

_NOTHING = Message("没有要改的", "nothing to change")
_TOO_LARGE = Message(
    "压不到要求的大小，没有改动任何文件", "nothing was changed: it cannot be made to fit"
)
_UNREAD = Message(
    "没有改动任何文件：读不了 {names}", "nothing was changed, as these cannot be read: {names}"
)
_COUNTS = Message(
    "将在 {folder} 里换掉 {replaced} 个文件、新增 {added} 个、删除 {removed} 个。",
    "In {folder}, files to be replaced: {replaced}, added: {added}, removed: {removed}.",
)
_REDUCED = Message(
    "其中 {count} 张图片会变得不如原来（缩小了，或不再是原来的像素）：",
    "Pictures that lose something, being scaled or no longer of the same pixels: {count}",
)
_STAYS = Message(
    "这些图片别的文件还在用，原来的留着不删：{names}",
    "named by other files too, so these stay: {names}",
)
_QUESTION = Message(
    "改动前的文件会留一份在 .docbuild/originals 里。继续吗？[y/N] ",
    "The old files are kept in .docbuild/originals. Go on? [y/N] ",
)
_NOT_ASKED = Message(
    "没有改动任何文件：这里没法询问，确认无误后加上 --yes",
    "nothing was changed: there is nobody to ask here; add --yes once you are sure",
)
_DECLINED = Message("没有改动任何文件", "nothing was changed")
_DONE = Message(
    "已改好。改动前的文件在 {place}；docbuild bundle --undo 可以撤销",
    "done. The old files are in {place}; docbuild bundle --undo takes it back",
)
_CHANGED = Message(
    "{path} 刚刚被别的程序改动，没有改动任何文件；请再运行一次",
    "{path} was changed by another program just now, so nothing was changed: run it again",
)
_NO_FOLDER = Message(
    "{path} 不是目录，改动前的文件没处放；请把它移走或改名",
    "{path} is no folder, so the old files cannot be kept there: move it away or rename it",
)
_UNDONE = Message("已恢复成 --write 之前的样子", "everything is as it was before --write")
_NOT_UNDONE = Message("没有可以撤销的改动", "there is nothing to take back")
_IN_THE_WAY = Message(
    "这些文件后来又改过，或留下的那一份不在了，没有撤销：{names}。原来的文件在 {place}，"
    "可以自己挑着复制",
    "changed since, or no longer kept, so nothing was taken back: {names}. The old files are in "
    "{place}, to copy from as you like",
)


def folder_wish(project: Project, built: Build, wish: Wish) -> Wish:
    """``wish`` for the folder itself: what other files name is to stay there."""
    shown = shown_files(built.references, built.snapshot.tree)
    return wish._replace(packed=False, kept=named_elsewhere(project.location, built, shown))


def recover(project: Project) -> None:
    """Put in order what a killed run left, before the folder is read."""
    try:
        in_place.recover(project.location)
    except OSError as error:
        raise _failed(project, error) from error


def write_in_place(options: Namespace, project: Project, done: Shrunk, wish: Wish) -> int:
    """Do it if the user wants it: 0, or 1 if the folder is not as small now as it was to be."""
    language: Language = options.language
    changes = changes_of(done)
    if done.unread:
        names = printable(", ".join(done.unread[:_SHOWN]))
        return _left(filled(_UNREAD, names=names), language)
    if not done.shrinkage.is_small_enough:
        return _left(_TOO_LARGE, language)
    if not (changes.replaced or changes.added or changes.removed):
        say(options, _NOTHING)
        return 0
    for line in _summary(project, done.shrinkage, changes, wish):
        terminal.tell(line.text(language))
    if not options.yes:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return _left(_NOT_ASKED, language)
        if not _agreed(language):
            return _left(_DECLINED, language)
    say(options, filled(_DONE, place=_applied(project, changes)))
    return 0


def undo(options: Namespace, project: Project) -> int:
    """Take back what was done last: 0, or 1 if there is no such thing or it is too late."""
    location, language = project.location, options.language
    originals = Originals(location.root)
    try:
        name = originals.last() or ""
        in_the_way = in_place.undo(location)
    except OSError as error:
        raise _failed(project, error) from error
    if in_the_way is None:
        return _left(_NOT_UNDONE, language)
    if in_the_way:
        names = printable(", ".join(in_the_way[:_SHOWN]))
        return _left(filled(_IN_THE_WAY, names=names, place=originals.shown(name)), language)
    say(options, _UNDONE)
    return 0


def _applied(project: Project, changes: Changes) -> str:
    try:
        return in_place.apply(project.location, changes)
    except ChangedError as error:
        raise CommandError(filled(_CHANGED, path=error.path)) from error
    except OSError as error:
        raise _failed(project, error) from error


def _failed(project: Project, error: OSError) -> CommandError:
    """``error`` at the place where it came about: where the old files are kept, or doc/."""
    location = project.location
    for names in (HOME,), (HOME, ORIGINALS):
        path = os.path.join(location.root, *names)
        is_there, is_folder = os.path.lexists(path), os.path.isdir(path)
        if is_there and not is_folder:
            return CommandError(filled(_NO_FOLDER, path=printable(path)))
        if os.path.islink(path) or not os.access(path if is_there else location.root, os.W_OK):
            return cannot_write(printable(path), error)
    return cannot_write(printable(str(location.folder)), error)


def _summary(
    project: Project, shrinkage: Shrinkage, changes: Changes, wish: Wish
) -> Iterator[Message]:
    counts = {
        "replaced": len(changes.replaced),
        "added": len(changes.added),
        "removed": len(changes.removed),
    }
    yield filled(_COUNTS, folder=printable(project.location.folder_name or "."), **counts)
    reduced = [each for each in shrinkage.changed if each.is_reduced]
    if reduced:
        yield filled(_REDUCED, count=len(reduced))
        yield from map(_reduced, reduced[:_SHOWN])
        if len(reduced) > _SHOWN:
            yield Message("  ……", "  ...")
    kept = sorted(each.before.path for each in shrinkage.changed if each.before.path in wish.kept)
    kept = [path for path in kept if path not in changes.replaced]
    if kept:
        yield filled(_STAYS, names=printable(", ".join(kept[:_SHOWN])))


def _reduced(change: PictureChange) -> Message:
    before, after = change.before, change.after
    name, difference = printable(before.path), f"{change.difference:.3f}"
    pixels = f"{before.width}x{before.height} -> {after.width}x{after.height}"
    if not change.is_scaled:
        return Message(f"  {name}（差别 {difference}）", f"  {name} (difference {difference})")
    return Message(f"  {name}（{pixels}）", f"  {name} ({pixels})")


def _agreed(language: Language) -> bool:
    print(_QUESTION.text(language), end="", file=sys.stderr, flush=True)
    try:
        answer = sys.stdin.readline()
    except UnicodeDecodeError:
        return False
    return answer.strip().lower() in ("y", "yes", "是")


def _left(reason: Message, language: Language) -> int:
    terminal.tell(f"docbuild: {reason.text(language)}")
    return 1
