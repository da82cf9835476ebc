"""Save a picture that was pasted or dropped, and show it in the document."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import unquote

from docbuild import files
from docbuild.diagnostic import Message
from docbuild.images.facts import Picture, facts_of
from docbuild.images.shrinking import NotShrunk, Shrinker, Shrunk
from docbuild.preview.actions.background import in_background
from docbuild.preview.actions.calls import Call, RefusedError, answered, bad_request, failing, said
from docbuild.preview.actions.paste_messages import refusal_of, saved_message
from docbuild.preview.actions.saving import Wanted, save_picture
from docbuild.preview.answer import Answer
from docbuild.preview.builder import Builder

AFTER, NAME = "x-docbuild-after", "x-docbuild-name"
_KEY = re.compile(r"\d{1,15}", re.ASCII)
_LONGEST_NAME = 4000  # characters of the original name, encoded, that are looked at
_DAMAGED = HTTPStatus.UNPROCESSABLE_ENTITY
_STATUSES = dict.fromkeys(("format", "unknown"), HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
_EMPTY = Message("没有收到图片", "There is no picture in this request")
_NO_BLOCK = Message("看不懂图片要放在哪一块后面", "It is not clear where the picture goes")


class Paste:
    """The action. The body is the picture's bytes; the headers name the block that it goes
    behind, by its key, and the file that it came from, percent-encoded. Both may be empty."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._one_at_a_time = asyncio.Semaphore()  # each takes much memory and a processor

    async def __call__(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        try:
            request = _request(body, headers)
            async with self._one_at_a_time:
                found = await _shrunk(body)
        except RefusedError as refusal:
            return await failing(self._call, refusal)
        wanted = Wanted(found, body, request.after, request.name)
        return await answered(self._call, lambda builder: _told(builder, wanted))


class _Request(NamedTuple):
    after: int | None
    name: str


def _request(body: bytes, headers: Mapping[str, str]) -> _Request:
    after = headers.get(AFTER, "").strip()
    if after and not _KEY.fullmatch(after):
        raise bad_request(_NO_BLOCK)
    if not body:
        raise bad_request(_EMPTY)
    name = unquote(headers.get(NAME, "")[:_LONGEST_NAME], errors="replace")
    return _Request(int(after) if after else None, name)


async def _shrunk(body: bytes) -> Shrunk:
    shrinker = Shrinker()
    found = await in_background(lambda: _known(shrinker.shrink(body)), shrinker.kill)
    if isinstance(found, NotShrunk):
        raise RefusedError(_STATUSES.get(found.problem, _DAMAGED), refusal_of(found))
    return found


def _known(found: Shrunk | NotShrunk) -> Shrunk | NotShrunk:
    """Let the facts about the picture be remembered, for which the builder would have to wait."""
    if isinstance(found, Shrunk):
        data = found.data
        facts_of([Picture(files.digest(data), lambda: data)])
    return found


def _told(builder: Builder, wanted: Wanted) -> Answer:
    saved = save_picture(builder, wanted)
    return said(
        builder.view.language,
        saved_message(wanted, saved),
        markdown=saved.markdown,
        path=saved.path,
        inserted=saved.is_inserted,
    )
