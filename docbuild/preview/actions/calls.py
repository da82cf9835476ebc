"""Work on the builder's thread, and how it is answered when it cannot be done."""

from __future__ import annotations

import errno
import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Protocol, TypeVar

from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.preview.answer import Answer
from docbuild.preview.builder import Builder

JSON = "application/json"

_T = TypeVar("_T")


class Call(Protocol):
    """Runs a function on the thread that owns the builder, and gives what it returns."""

    def __call__(self, function: Callable[[Builder], _T], /) -> Awaitable[_T]: ...


class RefusedError(Exception):
    """What was asked for is not to be done; nothing was written."""

    def __init__(self, status: HTTPStatus, message: Message) -> None:
        super().__init__(status, message)
        self.status = status
        self.message = message


def bad_request(what: Message) -> RefusedError:
    return RefusedError(HTTPStatus.BAD_REQUEST, what)


def refused(why: Message) -> RefusedError:
    return RefusedError(HTTPStatus.UNPROCESSABLE_ENTITY, why)


def said(
    language: Language, message: Message, status: HTTPStatus = HTTPStatus.OK, **more: object
) -> Answer:
    """An answer for the page to show, with what else its script wants to know."""
    content = {"message": printable(message.text(language)), **more}
    text = json.dumps(content, ensure_ascii=False)
    return Answer(text.encode("utf-8", "replace"), JSON, status)


async def answered(call: Call, work: Callable[[Builder], Answer]) -> Answer:
    """What ``work`` answers, or why it refuses or fails."""

    def run(builder: Builder) -> Answer:
        language = builder.view.language
        try:
            return work(builder)
        except RefusedError as refusal:
            return said(language, refusal.message, refusal.status)
        except OSError as error:
            return said(language, _failure(error), HTTPStatus.INTERNAL_SERVER_ERROR)

    return await call(run)


async def failing(call: Call, problem: RefusedError | OSError) -> Answer:
    """The answer to what is refused, or failed, on another thread than the builder's."""

    def work(_: Builder) -> Answer:
        raise problem

    return await answered(call, work)


_REASONS = {
    errno.ENOSPC: Message("磁盘满了", "the disk is full"),
    errno.EDQUOT: Message("磁盘配额用完了", "the disk quota is used up"),
    errno.EROFS: Message("文件系统是只读的", "the file system is read-only"),
    errno.EACCES: Message("没有写的权限，或者文件是只读的", "no permission, or it is read-only"),
    errno.EPERM: Message("没有写的权限", "no permission"),
    errno.EBUSY: Message(
        "另一个 docbuild 正在写，请稍后再试", "another docbuild is writing: try again"
    ),
    errno.ELOOP: Message("那里是一个符号链接", "there is a symbolic link"),
}


def _failure(error: OSError) -> Message:
    words = error.strerror or str(error)
    reason = _REASONS.get(error.errno or 0, Message(words, words))
    return Message(f"没有写成：{reason.zh}", f"Nothing was written: {reason.en}")
