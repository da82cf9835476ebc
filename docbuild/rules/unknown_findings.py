"""How a name is told of that the plugin does not offer, with what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from docbuild.diagnostic import Edit, Finding, Fix, Message
from docbuild.mentions.unknown import Unknown, unknown_names
from docbuild.mentions.vocabulary import normal
from docbuild.nearest import nearest
from docbuild.rules.described import mentions, own
from docbuild.rules.rule import Subject
from docbuild.rules.wording import quoted

MOST_SUGGESTIONS = 50
"""As many names are compared with all that the plugin offers; each takes its time."""

_PLAIN = r"[A-Za-z0-9_$./-]+"
_SHOWN = 8  # names that a help lists

_WHAT = {
    "address": Message("插件没有叫 {} 的组件或页面", "The plugin has no component or page {}"),
    "alias": Message(
        "别名 {} 没有声明过：示例的 plugins 里写的是 {only}",
        "The alias {} is not declared: under plugins the samples have {only}",
    ),
    "private": Message(
        "插件没有路径为 {} 的页面或组件", "The plugin has no page or component at {}"
    ),
    "tag": Message("插件没有叫 {} 的组件", "The plugin has no component {}"),
    "property": Message("组件 {of} 没有属性 {}", "The component {of} has no property {}"),
    "event": Message("组件 {of} 没有事件 {}", "The component {of} has no event {}"),
    "export": Message("插件没有接口 {of}{}", "The plugin exports no {of}{}"),
}


def findings(subject: Subject) -> Iterator[Finding]:
    """One for each name in source order; the first ones come with a suggestion."""
    interface, plugin = subject.snapshot.interface, subject.snapshot.plugin
    found = unknown_names(subject.once(mentions), subject.once(own), interface, plugin)
    for number, unknown in enumerate(found):
        yield _finding(unknown, suggest=number < MOST_SUGGESTIONS)


def _finding(unknown: Unknown, *, suggest: bool) -> Finding:
    near = _nearest(unknown.name, unknown.offered) if suggest else None
    what = _WHAT[unknown.kind]
    shown, only = quoted(unknown.name), quoted("".join(unknown.offered[:1]))
    if unknown.kind == "alias":
        near = unknown.offered[0]
    return Finding(
        Message(*(text.format(shown, of=unknown.owner, only=only) for text in what)),
        _help(unknown, near),
        span=unknown.span,
        fixes=() if near is None or not re.fullmatch(_PLAIN, near) else (_fix(unknown, near),),
    )


# Remembered, because an edit leaves most names of a document as they were.
@lru_cache(maxsize=4 * MOST_SUGGESTIONS)
def _nearest(name: str, offered: tuple[str, ...]) -> str | None:
    return nearest(name, offered)


def _help(unknown: Unknown, near: str | None) -> Message:
    name = None if near is None else quoted(near)
    if unknown.kind == "alias":
        return Message(f"同一份文档只用一个别名：{name}。", f"Use one alias throughout: {name}.")
    if name is not None:
        return Message(f"是不是 {name}？", f"Did you mean {name}?")
    return _offered(unknown.offered)


def _offered(names: Iterable[str]) -> Message:
    shown = list(islice(names, _SHOWN + 1))
    if not shown:
        return Message(
            "插件没有提供这一类内容；删掉它。", "There is nothing of the kind: remove it."
        )
    more = len(shown) > _SHOWN
    listed = list(map(quoted, shown[:_SHOWN]))
    return Message(
        f"有的是：{'、'.join(listed)}{'等' if more else ''}。",
        f"There are: {', '.join(listed)}{' and others' if more else ''}.",
    )


def _fix(unknown: Unknown, near: str) -> Fix:
    return Fix(
        Message(f"改为 {quoted(near)}", f"Change to {quoted(near)}"),
        tuple(Edit(span, near) for span in (unknown.name_span, unknown.end) if span is not None),
        safe=normal(near) == normal(unknown.name),
    )
