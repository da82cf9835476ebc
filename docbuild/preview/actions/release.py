"""Prepare an upload, and note what became of it: what ``docbuild release`` does, from the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

from docbuild.build import Build
from docbuild.bundle_members import members
from docbuild.diagnostic import Message, Report, Severity
from docbuild.formats.printable import printable
from docbuild.preview.actions.background import in_background
from docbuild.preview.actions.calls import (
    Call,
    RefusedError,
    answered,
    bad_request,
    failing,
    refused,
    said,
)
from docbuild.preview.actions.document import stale
from docbuild.preview.answer import Answer
from docbuild.preview.builder import Builder
from docbuild.release.proposal import repetition
from docbuild.release.steps import few
from docbuild.release.values import EventKind, Release, description_problem, version_problem
from docbuild.release_store.authors import author
from docbuild.release_store.reading import PartialError
from docbuild.release_store.records import RecordError
from docbuild.release_store.store import Store, VersionError, now, open_store
from docbuild.shrinking.shrink import Wish, shrink

PREPARE, UNDO = "prepare", "undo"
_ILL_FORMED = Message("看不懂这个请求", "This request makes no sense")
_NO_DOCUMENT = Message("现在读不到文档，没有可以上传的", "There is no document to upload now")
_GONE = Message("记录里没有这个版本了", "This release is not in the record any more")
_PREPARED = Message("{version} 已准备好", "{version} is prepared")
_KEPT = Message(
    "原来的 .docbuild/upload 里有改动，整个保留在 {place}",
    "What was in .docbuild/upload had been changed, and is kept as {place}",
)
_MARKED = {
    EventKind.UPLOADED: Message("已记录：上传了 {version}", "Noted: {version} was uploaded"),
    EventKind.PUBLISHED: Message("已记录：发布了 {version}", "Noted: {version} was published"),
}
_KNOWN = Message("{version} 之前已经记录过了", "This was noted of {version} before")
_DIFFERS = Message(
    "注意：.docbuild/upload/doc 现在和准备的不一样（{paths}）；"
    "如果上传的是改过的内容，请撤销，把改动搬进文档，再准备、上传一次",
    "Note: .docbuild/upload/doc is not what was prepared any more ({paths}). If that is what went "
    "up, undo this, bring the changes into the document, then prepare and upload it again",
)
_UNDONE = Message("已撤销", "Taken back")
_NOTHING_TO_UNDO = Message("没有可以撤销的记录", "There is nothing to take back")
_NEVER_BEFORE = Message("先准备好才能记录", "Prepare it first")


class Request(NamedTuple):
    """``do`` is ``prepare``, ``undo`` or the value of a kind of event; the others as it needs.

    ``revision`` is the one that the page shows, ``release`` an id, ``kind`` what is undone.
    ``optimize``: pictures are made smaller without a visible difference.
    """

    do: str
    revision: int = -1
    version: str = ""
    description: str = ""
    release: str = ""
    kind: str = ""
    optimize: bool = False


class Done(NamedTuple):
    """What to tell, and what the page needs to take it back."""

    message: Message
    undo: Mapping[str, str] | None = None


#: What a thread of its own does, so that the builder need not wait for others who write.
_Work: TypeAlias = Callable[[], Done]


async def release(call: Call, body: bytes, _: Mapping[str, str]) -> Answer:
    """The action; ``body`` is a request as JSON."""
    try:
        request = _request(body)
        work = await call(lambda builder: _begun(builder, request))
        done = await in_background(work, _nothing)
    except PartialError as problem:
        return await failing(call, refused(problem.problem))
    except (RefusedError, OSError) as problem:
        return await failing(call, problem)
    return await answered(call, lambda builder: _told(builder, done))


def _nothing() -> None:
    """Whoever is killed while writing leaves the record whole: so may we be."""


def _told(builder: Builder, done: Done) -> Answer:
    builder.read_releases()
    return said(builder.view.language, done.message, undo=done.undo)


def _request(body: bytes) -> Request:
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict) or not isinstance(asked.get("do"), str):
        raise bad_request(_ILL_FORMED)
    known = {name: asked[name] for name in Request._fields if name in asked}
    request = Request(**known)
    if [type(value) for value in request] != [type(value) for value in Request("")]:
        raise bad_request(_ILL_FORMED)
    return request


def _begun(builder: Builder, request: Request) -> _Work:
    location = builder.session.project.location
    store = open_store(location.root)
    if request.do == PREPARE:
        return partial(_prepare, store, location.folder, _sound(builder, request), request)
    kind = _kind(request.kind if request.do == UNDO else request.do)
    if request.do == UNDO:
        return partial(_undo, store, request.release, kind)
    return partial(_mark, store, request.release, kind)


def _kind(name: str) -> EventKind:
    for kind in _MARKED:
        if kind.value == name:
            return kind
    raise bad_request(_ILL_FORMED)


def _sound(builder: Builder, request: Request) -> Build:
    """What is to go up, which is what the page shows, and has no errors.

    With smaller pictures it may have some: what becomes of them then is judged later.
    """
    session = builder.session
    if request.revision != builder.view.revision:
        raise stale()
    for problem in (version_problem(request.version), description_problem(request.description)):
        if problem is not None:
            raise refused(problem)
    report = session.report()  # what was told may be older than what was read
    if not request.optimize:
        _refuse_errors(report)
    if session.snapshot.source is None:
        raise refused(_NO_DOCUMENT)
    return session.build(report)


def _refuse_errors(report: Report) -> None:
    errors = report.number_of(Severity.ERROR)
    if errors:
        raise refused(_erroneous(errors))


def _erroneous(errors: int) -> Message:
    are = "is 1 error" if errors == 1 else f"are {errors} errors"
    return Message(f"还有 {errors} 个错误，改好才能准备上传", f"Not prepared: there {are}")


def _prepare(store: Store, folder: Path, built: Build, request: Request) -> Done:
    shrinkage = None
    if request.optimize:
        done = shrink(built, folder, Wish(packed=True))
        built, shrinkage = done.built, done.shrinkage
        _refuse_errors(built.report)
    description = request.description.strip()
    contents = members(built, version=request.version, description=description, shrinkage=shrinkage)
    return _noted(store, contents)


def _noted(store: Store, contents: Mapping[str, bytes]) -> Done:
    kept: list[str] = []
    try:
        prepared = store.prepare(contents, now(author(store.root)), kept.append)
    except VersionError as error:  # the page had not heard of that upload
        raise refused(error.problem) from error
    except RecordError as error:  # names that only some systems can hold, if that rule is off
        why = error.problem
        raise refused(Message(f"没有准备：{why.zh}", f"Not prepared: {why.en}")) from error
    done, same = _about(_PREPARED, prepared), repetition(store.read(), prepared)
    if same is not None:
        done = Message(f"{done.zh}。{same.zh}", f"{done.en}. {same.en[0].upper()}{same.en[1:]}")
    for place in kept:
        done = Message(
            f"{done.zh}。{_KEPT.zh.format(place=place)}",
            f"{done.en}. {_KEPT.en.format(place=place)}",
        )
    return Done(done)


def _mark(store: Store, identifier: str, kind: EventKind) -> Done:
    found = _found(store, identifier)
    differs = store.differences(found) if kind is EventKind.UPLOADED else ()
    event = store.mark(found, kind, now(author(store.root)))
    if event is None:
        return Done(_about(_KNOWN, found))
    done = _about(_MARKED[kind], found)
    if differs:
        paths = few(differs)
        zh, en = _DIFFERS.zh.format(paths=paths.zh), _DIFFERS.en.format(paths=paths.en)
        done = Message(f"{done.zh}。{printable(zh)}", f"{done.en}. {printable(en)}")
    return Done(done, {"release": found.id, "kind": kind.value})


def _undo(store: Store, identifier: str, kind: EventKind) -> Done:
    event = store.undo(_found(store, identifier), kind, now(author(store.root)))
    return Done(_NOTHING_TO_UNDO if event is None else _UNDONE)


def _found(store: Store, identifier: str) -> Release:
    found = store.read().release(identifier)
    if found is None:
        raise refused(_GONE)
    if found.is_saved:
        raise refused(_NEVER_BEFORE)
    return found


def _about(message: Message, release: Release) -> Message:
    version = release.version or ""
    return Message(message.zh.format(version=version), message.en.format(version=version))
