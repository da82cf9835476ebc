"""Which release somebody means: by version, by the beginning of its id, or by what became of it."""

from __future__ import annotations

import re

from docbuild.diagnostic import Message
from docbuild.nearest import nearest
from docbuild.release.history import History
from docbuild.release.values import Release, named

UPLOADED, PUBLISHED, PREPARED = "uploaded", "published", "prepared"
_SHORTEST = 4  # digits that an id may be shortened to
_NONE = {
    UPLOADED: Message("还没有记录过上传", "no upload was noted yet"),
    PUBLISHED: Message("还没有记录过发布", "nothing was noted as published yet"),
    PREPARED: Message(
        "没有准备好、还没上传的版本；先运行 docbuild release prepare",
        "nothing is prepared and not uploaded: run docbuild release prepare first",
    ),
}


def choose(history: History, text: str) -> Release | Message:
    """The release that ``text`` names, or why none, or no single one, is meant.

    ``uploaded``, ``published`` and ``prepared`` are the newest of their kind. Of those with
    one version it is the one that was uploaded, else the newest, if there is one such.
    """
    if text in _NONE:
        return _by_state(history, text)
    found = [each for each in history.releases if each.version == text]
    if found:
        return _single(_likeliest(history, found), text)
    if re.fullmatch(f"[0-9a-f]{{{_SHORTEST},64}}", text):
        found = [each for each in history.releases if each.id.startswith(text)]
        if found:
            return _single(found, text)
    return _unknown(history, text)


def _by_state(history: History, state: str) -> Release | Message:
    if state == PREPARED:
        return _single(list(history.prepared), state) if history.prepared else _NONE[state]
    found = history.uploaded if state == UPLOADED else history.published
    return found or _NONE[state]


def _likeliest(history: History, found: list[Release]) -> list[Release]:
    """Of releases with one version, those that may be meant."""
    uploaded = [each for each in found if each.id in history.was_uploaded]
    if uploaded:
        return uploaded
    prepared = [each for each in history.prepared if each in found]
    return prepared or found[-1:]


def _single(found: list[Release], text: str) -> Release | Message:
    if len(found) == 1:
        return found[0]
    names = [named(each) for each in found[:10]]
    return Message(
        f"“{text}” 可以是 {'、'.join(name.zh for name in names)}；请用括号里的编号指明",
        f"“{text}” may be {', '.join(name.en for name in names)}: name it by what is in the "
        "parentheses",
    )


def _unknown(history: History, text: str) -> Message:
    versions = [each.version for each in history.releases if each.version is not None]
    guess = nearest(text, [*_NONE, *versions])
    zh, en = f"记录里没有 “{text}”", f"there is no release “{text}”"
    if guess is not None:
        return Message(f"{zh}；是不是想用 {guess}？", f"{en}; did you mean {guess}?")
    return Message(
        f"{zh}；用 docbuild release list 查看", f"{en}; docbuild release list shows them"
    )
