"""Random interfaces of plugins, with all that sources may say and Markdown might misread."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from docbuild.interface import Component, Event, Export, Interface, Page, Property, Slot

_WORDS = (
    *(
        "城市名",
        "，如 ",
        "广州",
        "count",
        "Number | String",
        "`code`",
        "``",
        "|",
        "\\|",
        "\n",
        "\n\n",
    ),
    *("<br>", "<view>", "<!-- x -->", "&lt;", "&amp", "**", "*", "_", "__", "~~", "[a](b)", "[x]"),
    *(
        "https://evil.com/a，b",
        "www.a.cn",
        "a@b.cn",
        "@tarojs/cli@1.3",
        ":smile:",
        "# ",
        "- ",
        "1. ",
    ),
    *(
        "{{city}}",
        "'",
        '"',
        "\\",
        "$",
        "{",
        "}",
        "(",
        ")",
        "\t",
        "  ",
        "\x00",
        "\u202e",
        "😀",
        "---",
    ),
    *("[//]: # (x)", "[^1]", "![", "](", "。", "（", "）"),
)
texts = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map("".join)
descriptions = st.none() | texts
identifiers = st.from_regex(r"[a-z][A-Za-z0-9_]{0,8}", fullmatch=True)
# A name in quotes may be anything.
names = st.one_of(identifiers, identifiers, st.sampled_from(("a-b", "a.b", "__proto__", "属性")))

properties = st.builds(
    Property, names, st.none() | texts, st.none() | texts, descriptions, st.just(1), st.just(False)
)
events = st.builds(Event, names, st.none() | texts, descriptions, st.just(1))
slots = st.builds(Slot, st.just("") | names, descriptions, st.just(1))


def _each_once(kind: Any, most: int) -> Any:
    """Tuples of things with different names, whatever they are."""
    return st.lists(kind, max_size=most, unique_by=lambda thing: thing.name).map(tuple)


components = st.builds(
    Component,
    name=st.from_regex(r"[a-z]{1,4}(-[a-z]{1,4}){0,2}", fullmatch=True) | identifiers,
    path=st.just("components/a"),
    source=st.just("plugin/components/a.js"),
    description=descriptions,
    properties=_each_once(properties, 4),
    events=_each_once(events, 2),
    slots=_each_once(slots, 2),
    external_classes=st.lists(identifiers, max_size=2).map(tuple),
    complete=st.just(False),
    properties_complete=st.booleans(),
)
pages = st.builds(
    Page,
    name=identifiers,
    path=st.just("pages/a"),
    source=st.just("plugin/pages/a.js"),
    description=descriptions,
    parameters=st.lists(identifiers, max_size=2, unique=True).map(tuple),
)
exports = st.builds(
    Export,
    name=identifiers | st.builds("{}.{}".format, identifiers, identifiers),
    kind=st.sampled_from(("function", "class", "value")),
    parameters=st.lists(texts, max_size=2).map(tuple),
    is_async=st.booleans(),
    description=descriptions,
    source=st.just("plugin/index.js"),
)
interfaces = st.builds(
    Interface,
    components=_each_once(components, 3),
    pages=_each_once(pages, 2),
    exports=_each_once(exports, 2),
    main=st.just("plugin/index.js"),
    exports_complete=st.booleans(),
    problems=st.just(()),
)
