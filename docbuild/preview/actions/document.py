"""The document that was read last, as a file that is to be written."""

from __future__ import annotations

import errno
from http import HTTPStatus
from typing import NamedTuple

from docbuild.diagnostic import Message
from docbuild.folders import Folder, open_below, open_root
from docbuild.locate import Location
from docbuild.preview.actions.calls import RefusedError, refused
from docbuild.session import Session
from docbuild.writing import replace_file

STALE = Message(
    "文档刚刚变了，请看一眼新的内容再试一次",
    "The document has just changed: look at what is there now, then try again",
)
_NO_DOCUMENT = Message("现在读不到文档，没有可以改的", "There is no document to change now")
_NOT_UTF8 = Message(
    "文档不是 UTF-8 编码，docbuild 不会改写它。请先用编辑器另存为 UTF-8",
    "The document is not UTF-8, and docbuild does not rewrite it: save it as UTF-8 first",
)
_UNWRITABLE = Message(
    "改好的文档里会有 UTF-8 写不出的字符，没有改",
    "Changed like that, the document would not be UTF-8: nothing was written",
)
_NO_FOLDER = Message("文档目录不在了，没有写", "The document's folder is gone: nothing was written")
_LINK = Message(
    "文档目录要经过符号链接才能到，docbuild 不会往那里写",
    "The document's folder is reached through a symbolic link, where docbuild does not write",
)


class ReadDocument(NamedTuple):
    """The document's name in its folder, the bytes that were read last, and their text."""

    name: str
    data: bytes
    text: str


def stale() -> RefusedError:
    return RefusedError(HTTPStatus.CONFLICT, STALE)


def read_document(session: Session) -> ReadDocument:
    """What was read last; raises :class:`RefusedError` where that is no text."""
    snapshot = session.snapshot
    asset = snapshot.assets.get(snapshot.readme or "")
    if snapshot.readme is None or snapshot.source is None or asset is None or asset.data is None:
        raise refused(_NO_DOCUMENT)
    if snapshot.undecodable is not None:
        raise refused(_NOT_UTF8)
    return ReadDocument(snapshot.readme, asset.data, snapshot.source.text)


def open_document_folder(location: Location) -> Folder:
    """The document's folder, reached without a link below the project; raises ``OSError``, and
    :class:`RefusedError` where there is a link or nothing."""
    try:
        if location.explicit:
            return open_root(str(location.folder), follow=True)
        names = location.folder.relative_to(location.root).parts
        with open_root(str(location.root), follow=True) as root:
            return open_below(root, names)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK):
            raise refused(_LINK) from error
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise refused(_NO_FOLDER) from error
        raise


def save(folder: Folder, document: ReadDocument, text: str) -> None:
    """Let the document hold ``text`` if it still is the one that was read.

    Raises ``OSError``, and :class:`RefusedError` otherwise.
    """
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise refused(_UNWRITABLE) from error
    if not replace_file(folder, document.name, document.data, data):
        raise stale()
