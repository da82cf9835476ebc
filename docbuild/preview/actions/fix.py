"""Make one fix of a finding, or all that are safe, in the very text that was judged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from docbuild import fixes
from docbuild.diagnostic import Fix, Message, Report
from docbuild.preview.actions.calls import Call, answered, bad_request, said
from docbuild.preview.actions.document import open_document_folder, read_document, save, stale
from docbuild.preview.answer import Answer
from docbuild.preview.builder import Builder
from docbuild.preview.fix_id import fix_of, is_fix_id

SAFE = "safe"
"""The id that stands for all safe fixes."""

_ILL_FORMED = Message("看不懂这个请求", "This request makes no sense")
_NONE_SAFE = Message("没有可以放心自动修改的地方", "There is nothing that can safely be mended")


class Request(NamedTuple):
    """``id`` is that of a fix in a report message, or ``safe``; ``revision`` the report's."""

    revision: int
    id: str


async def fix(call: Call, body: bytes, _: Mapping[str, str]) -> Answer:
    """The action; ``body`` is a request as JSON."""
    return await answered(call, lambda builder: _fixed(builder, body))


def _fixed(builder: Builder, body: bytes) -> Answer:
    request = _request(body)
    session, report = builder.session, builder.report
    document = read_document(session)
    if report is None or request.revision != builder.view.revision:
        raise stale()
    if report.source != session.snapshot.source:  # the report on this text is yet to come
        raise stale()
    wanted = list(_wanted(report, request.id))
    chosen = fixes.chosen(wanted)
    if not chosen.made:
        return said(builder.view.language, _NONE_SAFE)
    with open_document_folder(session.project.location) as folder:
        save(folder, document, fixes.edited(document.text, chosen.edits))
    message = _made(wanted[0]) if request.id != SAFE else _made_all(chosen)
    return said(builder.view.language, message)


def _request(body: bytes) -> Request:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        revision, wanted = said.get("revision"), said.get("id")
        if type(revision) is int and isinstance(wanted, str):
            return Request(revision, wanted)
    raise bad_request(_ILL_FORMED)


def _wanted(report: Report, wanted: str) -> Iterator[Fix]:
    """The fix of that id; for all that are safe, the first such one of each finding."""
    if wanted == SAFE:
        for diagnostic in report.diagnostics:
            yield from [each for each in diagnostic.fixes if each.safe][:1]
        return
    if not is_fix_id(wanted):
        raise bad_request(_ILL_FORMED)
    found = fix_of(report, wanted)
    if found is None:
        raise stale()
    yield found


def _made(fix: Fix) -> Message:
    return Message(f"已修改：{fix.title.zh}", f"Done: {fix.title.en}")


def _made_all(chosen: fixes.Chosen) -> Message:
    made, left = chosen.made, chosen.left
    zh, en = f"已改好 {made} 处", f"Mended {made} {'place' if made == 1 else 'places'}"
    if left:
        zh += f"，还有 {left} 处和它们重叠，请再点一次"
        en += f"; {left} more overlap with them: click once more"
    return Message(zh, en)
