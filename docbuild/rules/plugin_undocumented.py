"""plugin-undocumented: something that the plugin offers and the document does not describe."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Literal, TypeAlias

from docbuild.diagnostic import (
    Finding,
    Member,
    MemberKind,
    Message,
    Offer,
    OfferKind,
    Severity,
)
from docbuild.interface import NOTHING_OFFERED
from docbuild.rules import doc_template
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.source import Span

MOST_SINGLY = 5
"""As many of a kind are findings of their own; what is above that is said in one."""
MOST_NAMES = 30

_Kind: TypeAlias = OfferKind | Literal["value"]  # what is exported and cannot be called

_OFFERS: dict[_Kind, Message] = {
    "component": Message("组件", "component"),
    "page": Message("页面", "page"),
    "export": Message("接口", "interface"),
    "value": Message("导出的值", "value"),
}
_MEMBERS: dict[MemberKind, tuple[str, str, str]] = {
    "property": ("属性", "property", "properties"),
    "event": ("事件", "event", "events"),
    "slot": ("插槽", "slot", "slots"),
    "method": ("方法", "method", "methods"),
}
_CURES: dict[_Kind, Message] = {
    "component": Message("怎样引用，有哪些属性和事件", "how to use it, its properties and events"),
    "page": Message("怎样打开，接受哪些参数", "how to open it, and the parameters it takes"),
    "export": Message("怎样调用，参数和返回值是什么", "how to call it, what it takes and returns"),
    "value": Message("它是什么，有哪些取值", "what it is and which values it has"),
}


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if subject.snapshot.interface == NOTHING_OFFERED or source is None:
        return
    # 3 ms that documents without a plugin behind them save.
    from docbuild.rules.described import described  # noqa: PLC0415

    coverage = subject.once(described)
    if coverage is None or not source.text.strip("\ufeff \t\r\n"):
        return  # of an empty document another rule says so
    if doc_template.is_untouched(subject.nodes):
        return  # likewise
    values = {each.name for each in subject.snapshot.interface.exports if each.kind == "value"}
    for kind in _OFFERS:
        absent = (each for each in coverage.offers if each.place is None)
        yield from _absent(kind, [each for each in absent if _kind(each, values) == kind])
    places: dict[Span, list[Offer]] = {}
    for offer in coverage.offers:
        if offer.place is not None and any(not member.described for member in offer.members):
            places.setdefault(offer.place, []).append(offer)
    for place, offers in places.items():
        yield _incomplete(offers[0], place) if len(offers) == 1 else _merely_named(offers, place)


def _kind(offer: Offer, values: Container[str]) -> _Kind:
    """A value with something to call below it is an interface, too."""
    is_value = offer.kind == "export" and offer.name in values and not offer.members
    return "value" if is_value else offer.kind


def _absent(kind: _Kind, offers: list[Offer]) -> Iterator[Finding]:
    what, cure = _OFFERS[kind], _CURES[kind]
    if len(offers) > MOST_SINGLY:
        names = _listed(offer.name for offer in offers)
        said = Message(
            f"有 {len(offers)} 个{what.zh}没有写进文档：{names.zh}",
            f"{len(offers)} {what.en}s are not described: {names.en}",
        )
        yield Finding(said, _help(Message("逐个写明" + cure.zh, f"Say of each {cure.en}")))
        return
    for offer in offers:
        name = quoted(offer.name)
        said = Message(f"{what.zh} {name} 没有写进文档", f"The {what.en} {name} is not described")
        yield Finding(said, _help(Message(f"为它写一节：{cure.zh}", f"Say {cure.en}")))


def _help(cure: Message) -> Message:
    return Message(
        f"{cure.zh}。不对外的，列在 docbuild.toml 的 undocumented 里。",
        f"{cure.en}. List what is not for users under undocumented in docbuild.toml.",
    )


def _incomplete(offer: Offer, place: Span) -> Finding:
    missing = [member for member in offer.members if not member.described]
    groups = list(_by_kind(missing))
    zh = "，".join(f"{_MEMBERS[kind][0]} {_listed(names).zh}" for kind, names in groups)
    en = "; ".join(
        f"{_MEMBERS[kind][1 + (len(names) > 1)]} {_listed(names).en}" for kind, names in groups
    )
    what, name = _OFFERS[offer.kind].zh, quoted(offer.name)
    return Finding(
        Message(f"{what} {name} 还有没说明的：{zh}", f"Not described of {name}: {en}"),
        _complete(f"{offer.name}.{missing[0].name}"),
        span=place,
    )


def _merely_named(offers: list[Offer], place: Span) -> Finding:
    """What a list or a sample names, but nothing describes."""
    names, count = _listed(offer.name for offer in offers), len(offers)
    missing = next(member for member in offers[0].members if not member.described)
    return Finding(
        Message(
            f"有 {count} 项的属性、事件等没有说明，或者没有说全：{names.zh}",
            f"Of {count} things here the properties, events and the like are not all described: "
            f"{names.en}",
        ),
        _complete(f"{offers[0].name}.{missing.name}"),
        span=place,
    )


def _listed(names: Iterable[str]) -> Message:
    """Names for a sentence, as many as somebody may read; the coverage has them all."""
    found = list(map(quoted, names))
    more = len(found) > MOST_NAMES
    zh, en = "、".join(found[:MOST_NAMES]), ", ".join(found[:MOST_NAMES])
    return Message(f"{zh}等", f"{en} and others") if more else Message(zh, en)


def _complete(name: str) -> Message:
    example = quoted(name)
    return Message(
        "用表格写出名称、类型、默认值和用途。"
        f"不对外的，列在 docbuild.toml 的 undocumented 里，如 {example}。",
        "Give name, type, default and purpose in a table. List what is not for users under "
        f"undocumented in docbuild.toml, such as {example}.",
    )


def _by_kind(members: Iterable[Member]) -> Iterator[tuple[MemberKind, list[str]]]:
    for kind in _MEMBERS:
        names = [member.name for member in members if member.kind == kind]
        if names:
            yield kind, names


RULE = Rule(
    name="plugin-undocumented",
    severity=Severity.WARNING,
    what=Message(
        "插件对外提供的组件、页面、接口，或者组件的属性、事件、插槽，文档里没有提到。"
        "标题、表格、代码示例里出现它的名字就算写到。",
        "A component, page or interface that the plugin offers, or a property, event or slot of a "
        "component, is not in the document. A heading, a table or a sample that names it will do.",
    ),
    why=Message(
        "使用者看不到插件的代码，没有写进文档的功能等于没有。对外的内容由 plugin.json、"
        "组件的源码和 main 文件得知；以下划线开头的名字不算。没有改过的模板只提示模板。",
        "Users cannot see the plugin's code: what the document leaves out does not exist for them. "
        "What is offered is read from plugin.json, the components' sources and the main file; "
        "names that begin with an underscore do not count. Of an untouched template only that is "
        "said.",
    ),
    bad="# 天气插件\n\n组件有三个，请自行尝试。",
    good="# 天气插件\n\n## weather-card\n\n| 属性 | 类型 | 说明 |\n|---|---|---|\n"
    "| city | String | 城市名 |",
    check=_check,
    looks_at=doc_template.looks_at,
)
