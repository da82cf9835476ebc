"""Where a bundle goes, a ZIP file or a folder, and what must not be written over for it."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from docbuild import bundle, files, writing
from docbuild.asset import EntryKind, Tree
from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Message
from docbuild.folder_writing import replace_folder
from docbuild.manifest import MANIFEST, Manifest, read_manifest
from docbuild.packed_files import strangers
from docbuild.zip_reading import LARGEST_CONTENT

_SHOWN = 3  # names of files in a refusal
_PROJECTS_OWN = {".git", ".docbuild", "docbuild.toml", "pyproject.toml", "plugin.json"} | {
    f"project.{more}config.json" for more in ("", "private.")
}  # names that mean something in a project: nothing else may take them, even where none has yet


class Target(NamedTuple):
    """``path`` as the user gave it; a folder gets the files, an archive holds them."""

    path: Path
    is_folder: bool


def target_of(output: str) -> Target:
    """An archive if it is called one, unless it is a folder already, or named like one."""
    path = Path(output)
    named_folder = output.endswith(("/", os.sep)) or path.suffix.lower() != ".zip"
    return Target(path, named_folder or path.is_dir())


def refuse_source(target: Target, source: Path) -> None:
    """Raise :class:`CommandError` for what would take the place of the document in ``source``."""
    place, source = target.path.resolve(), source.resolve()
    if place.is_relative_to(source) and (target.is_folder or place == source):
        raise _refused(
            target,
            "是文档自己的文件或目录，不能用打包结果覆盖",
            "belongs to the document itself and is not to be overwritten",
        )
    if target.path.name.lower() in _PROJECTS_OWN:
        raise _refused(
            target,
            "是项目自己要用的名字；请换一个名字",
            "is a name that the project itself needs: choose another",
        )
    if target.is_folder and source.is_relative_to(place):
        raise _refused(
            target,
            "里面就是文档，不能用打包结果覆盖；请换一个目录",
            "holds the document and is not to be overwritten: choose another folder",
        )


def refuse_strangers(target: Target) -> None:
    """Raise :class:`CommandError` for a folder with anything that docbuild did not put there."""
    if not target.is_folder:
        return
    tree = files.read_tree(target.path)
    if tree.root_kind not in (None, EntryKind.DIRECTORY):
        raise _refused(
            target,
            "已经存在，又不是真实的目录；要 ZIP 文件请以 .zip 结尾，要目录请换一个名字",
            "exists and is no real folder: end the name in .zip for an archive, or choose another",
        )
    if tree.root_kind is not None and Path.cwd().is_relative_to(target.path.resolve()):
        raise _refused(
            target,
            "是当前所在的目录，或包着它，没法整个换掉；请先 cd 到别处",
            "is the current folder or around it, and cannot be replaced: cd elsewhere first",
        )
    if tree.entries:
        _refuse_entries(target, tree)


def write(target: Target, members: Mapping[str, bytes]) -> int:
    """Write the bundle whole or not at all; its size in bytes.

    Raises :class:`CommandError`, and ``ValueError`` for names that only some systems can hold.
    """
    archive = None if target.is_folder else bundle.pack(members)
    try:
        if archive is None:
            replace_folder(target.path, members)
        else:
            writing.write_atomically(target.path, archive)
    except OSError as error:
        raise _unwritable(target.path, error) from error
    return sum(map(len, members.values())) if archive is None else len(archive)


def _refuse_entries(target: Target, tree: Tree) -> None:
    manifest = _manifest(target.path)
    if manifest is None:
        raise _refused(
            target,
            f"不是空目录，也不是 docbuild 打的包（没有可用的 {MANIFEST}），没有动它；请换一个目录",
            f"is neither empty nor a bundle of docbuild's (no sound {MANIFEST}) and was left "
            "alone: choose another folder",
        )
    found = list(strangers(target.path, tree, manifest.files, (MANIFEST,)))
    if found:
        shown, more = found[:_SHOWN], "…" if len(found) > _SHOWN else ""
        raise _refused(
            target,
            f"里面有不是 docbuild 放的或打包后改过的文件：{'、'.join(shown)}{more}；请先把它们移走",
            "has files that docbuild did not put there, or that were changed since: "
            f"{', '.join(shown)}{more}; move them away first",
        )


def _manifest(folder: Path) -> Manifest | None:
    data = files.read_file(folder, MANIFEST, LARGEST_CONTENT)
    found = None if isinstance(data, files.ReadProblem) else read_manifest(data)
    return found if isinstance(found, Manifest) else None


def _refused(target: Target, zh: str, en: str) -> CommandError:
    return CommandError(Message(f"{target.path} {zh}", f"{target.path} {en}"))


def _unwritable(target: Path, error: OSError) -> CommandError:
    if error.errno == errno.EBUSY:
        inside = target / "bundle"
        return CommandError(
            Message(
                f"{target} 是挂载点（另一个文件系统挂在那里），没法整个换掉；"
                f"请换成里面的一个目录，如 {inside}",
                f"{target} is a mount point, where another file system begins, and cannot be "
                f"replaced: name a folder inside it, such as {inside}",
            )
        )
    reason = error.strerror or str(error)
    return CommandError(Message(f"写不了 {target}：{reason}", f"cannot write {target}: {reason}"))
