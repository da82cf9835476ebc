"""Writing the document: into its own folder, through no link, whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from docbuild import writing
from docbuild.build import LARGEST_README
from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Message
from docbuild.files import ReadProblem, read_file
from docbuild.folders import Folder, create_folder, is_there, open_below, open_root
from docbuild.locate import Location

_LINK = Message(
    "{path} 是符号链接或经过符号链接，docbuild 不往里写；请换成真实的目录或文件",
    "{path} is a symbolic link or leads through one, which docbuild does not write to; make it a "
    "real folder or file",
)
_CHANGED = Message(
    "{path} 刚刚被别的程序改动，没有覆盖", "{path} was changed by another program just now"
)


def write_document(
    location: Location, path: str, name: str, data: bytes, old: bytes | None = None
) -> bytes | None:
    """Let ``name`` in the document's folder hold ``data``; what it held before, ``None`` if new.

    ``old`` is what it has to hold still. ``path`` names it to people.
    """
    try:
        with _document_folder(location) as folder:
            if not is_there(name, folder):
                writing.write_new_file(folder, name, data)
                return None
            before = _read(location, name) if old is None else old
            if not writing.replace_file(folder, name, before, data):
                raise CommandError(filled(_CHANGED, path=path))
            return before
    except OSError as error:
        raise cannot_write(path, error) from error


@contextmanager
def open_or_create(root: Folder, names: list[str]) -> Iterator[Folder]:
    """The folder that ``names`` lead to without links, made where it is missing."""
    for depth, name in enumerate(names):
        with open_below(root, names[:depth]) as parent:
            if not is_there(name, parent):
                create_folder(name, parent)
    with open_below(root, names) as folder:
        yield folder


def cannot_write(path: str, error: OSError) -> CommandError:
    if error.errno == errno.ELOOP:
        return CommandError(filled(_LINK, path=path))
    reason = error.strerror or str(error)
    return CommandError(Message(f"写不了 {path}：{reason}", f"cannot write {path}: {reason}"))


def filled(message: Message, **values: object) -> Message:
    """``message`` with its braces filled in both languages."""
    return Message(message.zh.format(**values), message.en.format(**values))


@contextmanager
def _document_folder(location: Location) -> Iterator[Folder]:
    if location.explicit:  # the user named it, and may have named a link
        with open_root(os.fspath(location.folder), follow=True) as folder:
            yield folder
    else:
        names = [name for name in location.folder_name.split("/") if name]
        with (
            open_root(os.fspath(location.root), follow=True) as root,
            open_or_create(root, names) as folder,
        ):
            yield folder


def _read(location: Location, name: str) -> bytes:
    data = read_file(location.folder, name, LARGEST_README)
    if isinstance(data, ReadProblem):
        raise OSError(errno.ELOOP if data.code == "symlink" else errno.EINVAL, data.detail)
    return data
