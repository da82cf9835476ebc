"""What a folder held at a revision of git: its listing and its files, without touching the disk.

The repository may be a stranger's. So git is only asked for objects: no hook, pager, filter,
fetch or program of the repository's configuration is run, nothing of the environment redirects
it, and what it says is read up to a limit.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from docbuild import files, git_lfs
from docbuild.asset import Entry, EntryKind, Tree
from docbuild.diagnostic import Message
from docbuild.files import DEEPEST, MOST_ENTRIES

_SECONDS = 60.0  # that git may take for one answer
_LONGEST_COMPLAINT = 10_000
_LARGEST_LISTING = 16 * 1024 * 1024  # bytes
LARGEST_CONTENT = 64 * 1024 * 1024  # bytes of all files together, as in an archive

_SHA1_LENGTH = 40  # hexadecimal digits

_SETTINGS = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never", "-c", "safe.bareRepository=explicit"),
    *("-c", "core.warnAmbiguousRefs=false"),  # git goes on with one of them, and so do we
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",  # objects that are not here are not fetched
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_KINDS = {"100644": EntryKind.FILE, "100755": EntryKind.FILE, "120000": EntryKind.SYMLINK}


class Revision(NamedTuple):
    """``tree`` is what the folder held at ``commit``; ``blobs`` has git's names of its files."""

    commit: str
    tree: Tree
    blobs: Mapping[str, str]


class GitError(Exception):
    """Why git did not answer."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message


def read_revision(folder: Path, revision: str) -> Revision:
    """The listing of ``folder``, which need not exist any more, at ``revision``.

    Raises ``GitError`` where there is no git, no repository or no such revision.
    """
    here, below = _existing(folder)
    if revision.startswith("-") or not revision.isprintable():
        raise _unknown(revision)
    commit = _commit(here, revision)
    if not commit.isalnum():  # a range has several lines, with a ^ before one
        raise _unknown(revision, is_shallow=_is_shallow(here))
    wanted = f"{below}/" if below else "."
    listing = _run(here, ["ls-tree", "-r", "-l", "-z", commit, "--", wanted], _LARGEST_LISTING)
    return _revision(commit, listing, f"{below}/" if below else "")


def is_revision(folder: Path, word: str) -> bool:
    """Whether git takes ``word``, which is no option, for a revision."""
    try:
        return bool(_commit(_existing(folder)[0], word))
    except GitError:
        return False


def _commit(here: Path, revision: str) -> str:
    """What ``revision`` stands for; for a range several lines, empty for what is none."""
    name = f"{revision}^{{commit}}"
    found = _run(here, ["rev-parse", "--verify", "--quiet", "--end-of-options", name], 1000)
    return found.decode("ascii", "replace").strip()


def read_files(folder: Path, revision: Revision, paths: Iterable[str]) -> dict[str, bytes]:
    """The bytes of files of ``revision``, which is of ``folder``, by path; where that has a
    pointer of Git LFS, the file that it stands for if it is at hand.

    Raises ``GitError`` for more than is read.
    """
    wanted = [path for path in paths if path in revision.blobs]
    total = sum(revision.tree.entries[path].size for path in wanted)
    if total > LARGEST_CONTENT:
        raise GitError(
            Message(
                f"这个版本的文件超过 {LARGEST_CONTENT >> 20} MB",
                f"the files of that revision take more than {LARGEST_CONTENT >> 20} MB",
            )
        )
    found = dict(_still_there(folder, revision, wanted))
    missing = [path for path in wanted if path not in found]
    if missing:
        found |= _from_git(folder, revision, missing, total)
    pointed = git_lfs.pointers(found)
    if not pointed:
        return found
    here = _existing(folder)[0]
    git_folder = here / os.fsdecode(_run(here, ["rev-parse", "--git-common-dir"], 5000).strip())
    storage = git_folder / "lfs" / "objects"
    return found | git_lfs.originals(pointed, folder, storage, LARGEST_CONTENT)


def _from_git(
    folder: Path, revision: Revision, missing: Sequence[str], total: int
) -> dict[str, bytes]:
    asked = "".join(f"{revision.blobs[path]}\n" for path in missing).encode()
    limit = total + 128 * len(missing) + 1
    answer = _run(_existing(folder)[0], ["cat-file", "--batch"], limit, asked)
    return dict(zip(missing, _contents(answer), strict=True))


def _still_there(
    folder: Path, revision: Revision, paths: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    """The files whose bytes are on the disk as they were, by git's own name for them.

    Git would have to inflate them, which takes several times as long as reading them does.
    """
    for path in paths:
        data = files.read_file(folder, path, revision.tree.entries[path].size)
        if isinstance(data, bytes) and _blob_name(data, revision.commit) == revision.blobs[path]:
            yield path, data


def _blob_name(data: bytes, commit: str) -> str:
    """Git's name for a file's content, in a repository where ``commit`` is a name of that."""
    algorithm = hashlib.sha1 if len(commit) == _SHA1_LENGTH else hashlib.sha256
    name = algorithm(b"blob %d\0" % len(data), usedforsecurity=False)
    name.update(data)
    return name.hexdigest()


def _existing(folder: Path) -> tuple[Path, str]:
    """The nearest folder that there is, and the way from it to ``folder``."""
    here = folder
    while not here.is_dir() and here != here.parent:
        here = here.parent
    return here, folder.relative_to(here).as_posix() if here != folder else ""


def _revision(commit: str, listing: bytes, prefix: str) -> Revision:
    entries: dict[str, Entry] = {}
    blobs: dict[str, str] = {}
    truncated = False
    for mode, name, size, full_path in _listed(listing):
        path = full_path.removeprefix(prefix)
        folders = path.split("/")[:-1]
        if any(each.startswith(".") for each in folders):
            continue
        if len(entries) >= MOST_ENTRIES or len(folders) > DEEPEST:
            truncated = True
            continue
        kind = _KINDS.get(mode, EntryKind.OTHER)
        entries[path] = Entry(path, kind, size if kind is EntryKind.FILE else 0)
        if kind is EntryKind.FILE:
            blobs[path] = name
        for depth in range(1, len(folders) + 1):
            above = "/".join(folders[:depth])
            entries.setdefault(above, Entry(above, EntryKind.DIRECTORY))
    root = EntryKind.DIRECTORY if entries else None
    return Revision(commit, Tree(root, dict(sorted(entries.items())), truncated), blobs)


def _listed(listing: bytes) -> Iterator[tuple[str, str, int, str]]:
    """Mode, name, size and path of each entry, as ``git ls-tree -l -z`` prints them."""
    for line in listing.split(b"\0"):
        if line:
            facts, _, path = line.partition(b"\t")
            mode, _, name, size = facts.decode("ascii").split()
            yield mode, name, int(size) if size.isdecimal() else 0, os.fsdecode(path)


def _contents(answer: bytes) -> Iterator[bytes]:
    """The blobs in an answer of ``git cat-file --batch``: a line with the size before each."""
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        fields = answer[at:end].split()
        if len(fields) != 3 or fields[1] != b"blob":
            raise GitError(
                Message("版本库里缺少文件内容", "the repository lacks the content of a file")
            )
        size = int(fields[2])
        yield answer[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _run(folder: Path, words: Sequence[str], limit: int, asked: bytes = b"") -> bytes:
    """What git prints, at most ``limit`` bytes; nothing where it fails without a word."""
    program = shutil.which("git")
    if program is None:
        raise GitError(Message("没有找到 git", "git was not found"))
    environment = {k: v for k, v in os.environ.items() if not k.upper().startswith("GIT_")}
    command = [program, "--no-pager", "--literal-pathspecs", *_SETTINGS, *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=folder, env=environment | _ENVIRONMENT, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        answer, complaint = _exchanged(process, asked, limit)
    if process.returncode < 0:
        raise GitError(Message("git 没有答完", "git did not finish its answer"))
    if complaint and process.returncode != 0:
        said = complaint.decode("utf-8", "replace").strip().split("\n")[0]
        if "not a git repository" in said:
            raise GitError(Message("这里不在 git 仓库里", f"git says: {said}"))
        raise GitError(Message(f"git 报错：{said}", f"git says: {said}"))
    return answer


def _exchanged(process: subprocess.Popen[bytes], asked: bytes, limit: int) -> tuple[bytes, bytes]:
    """What a process says and what it complains of; it is ended where it takes or says too much."""
    source, sink = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
    deadline = threading.Timer(_SECONDS, process.kill)
    asking = threading.Thread(target=_ask, args=(source, asked), daemon=True)
    deadline.start()
    asking.start()
    try:
        answer = sink.read(limit + 1)
        if len(answer) > limit:
            process.kill()
        complaint = cast(BinaryIO, process.stderr).read(_LONGEST_COMPLAINT)
        process.wait()
        asking.join()
    finally:
        deadline.cancel()
    return answer, complaint


def _ask(source: BinaryIO, asked: bytes) -> None:
    with suppress(OSError), source:  # git is gone already, and says itself why
        source.write(asked)


def _is_shallow(folder: Path) -> bool:
    return _run(folder, ["rev-parse", "--is-shallow-repository"], 1000).strip() == b"true"


def _unknown(revision: str, *, is_shallow: bool = False) -> GitError:
    zh = f"没有 {revision} 这个文件、目录或 git 版本"
    en = f"there is no file, folder or git revision {revision}"
    if ".." in revision:
        zh += "；两个版本请分开写：docbuild diff 旧版本 新版本"
        en += "; write two revisions as two words: docbuild diff OLD NEW"
    elif ":" in revision:
        zh += "；冒号后面的路径不用写，文档的位置由项目决定"
        en += "; leave out the path behind the colon: the project says where the document is"
    elif is_shallow:
        zh += "；这是浅克隆，历史不全，可以先运行 git fetch --unshallow"
        en += "; this is a shallow clone without all of its history: try git fetch --unshallow"
    return GitError(Message(zh, en))
