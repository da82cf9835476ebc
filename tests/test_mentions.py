"""Where a document speaks of a plugin: every place exactly, and nothing that stands for another."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from docbuild.document import CodeSpan
from docbuild.interface import Component, Event, Export, Interface, Page, Property, Slot
from docbuild.markdown import parse
from docbuild.mentions.code_places import CodePlaces
from docbuild.mentions.mention import (
    Addressed,
    Aliased,
    Bound,
    Called,
    Declared,
    Listed,
    Mention,
    Tagged,
    Titled,
    Worded,
)
from docbuild.mentions.own import Own
from docbuild.mentions.reading import mentions
from docbuild.mentions.vocabulary import event_forms, normal, vocabulary
from docbuild.source import Source

CARD = Component(
    "weather-card",
    "components/card",
    properties=(Property("maxDays"), Property("city")),
    events=(Event("load"),),
    slots=(Slot(""), Slot("foot")),
)
INTERFACE = Interface(
    components=(CARD, Component("图表", "components/chart"), Component("a/b", "components/b")),
    pages=(Page("city-picker", "pages/city"),),
    exports=(Export("getWeather", "function"), Export("api.set", "function")),
)
WORDS = vocabulary(INTERFACE)

SAMPLES = """# weather-card 的用法

> 声明：
>
> ```json
> {
>   "plugins": { "sky": { "version": "1.0.0", "provider": "wx0123456789abcdef" } },
>   "usingComponents": {
>     "card": "plugin://sky/weather-card", "own": "/components/own"
>   }
> }
> ```

1. 使用

   ```wxml
   <card
     city="{{city}}"\tmax-days="3" bind:load="f"/>
   ```

\t- 接口与 `plugin://sky/city-picker`，plugin-private://wx01/pages/city。

    ```js
    const sky = requirePlugin('sky')
    sky.api.set(1)
    requirePlugin("sky").getWeather()
    ```

| 属性 | 事件 |
|---|---|
| `city` | `bind:load` |
| **maxDays** | - |
| ~~old~~ | - |
| a b | - |
"""


def found(text: str, words: frozenset[str] = WORDS) -> tuple[Source, list[Mention]]:
    source = Source("doc/README.md", text)
    return source, list(mentions(parse(source).blocks, source, words))


def named(source: Source, each: Mention) -> Iterator[tuple[str, str]]:
    """What stands at each place of a mention, and what should."""
    match each:
        case Addressed():
            yield source[each.span], f"{each.scheme}://{each.host}/{each.name}"
            yield source[each.host_span], each.host
            yield source[each.name_span], each.name
        case Aliased():
            yield source[each.span], each.alias
        case Declared() | Tagged():
            yield source[each.span], each.tag
            for given in getattr(each, "attributes", ()):
                yield source[given.span], given.name
        case Bound():
            yield source[each.span], each.variable
            yield source[each.alias_span], each.alias
        case Called():
            yield from zip((source[span] for span in each.spans), each.names, strict=True)
        case Listed():
            yield from ((source[row.span], row.name) for row in each.rows)
        case Worded():
            yield each.word if each.word in normal(source[each.span]) else "", each.word
        case Titled():
            yield source[each.span][:1], "#"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_place_is_exact(end: str) -> None:
    source, all_of_them = found(SAMPLES.replace("\n", end))
    kinds = {type(each) for each in all_of_them}
    everything = {Addressed, Aliased, Declared, Tagged, Bound, Called, Listed, Worded, Titled}
    assert kinds == everything
    for each in all_of_them:
        for stands, expected in named(source, each):
            assert stands == expected, each


def test_places_are_exact_at_any_depth() -> None:
    random = Random(4)
    spaced = SAMPLES.replace("\t", "    ")  # in code by indentation, a tab hides what follows
    blocks = [block.rstrip("\n").split("\n") for block in spaced.split("\n\n")]
    prefixes = ("> ", "- ", "1. ", "  ", "")
    places = 0
    for _ in range(150):
        lines = [line for block in random.sample(blocks, 3) for line in (*block, "")]
        for _ in range(random.randrange(4)):
            first = random.choice(prefixes)
            rest = first if first == "> " else " " * len(first)
            lines = [(rest if number else first) + line for number, line in enumerate(lines)]
        source, all_of_them = found("\n".join(lines))
        for each in all_of_them:
            for stands, expected in named(source, each):
                places += 1
                assert stands == expected, (source.text, each)
    assert places > 500


def test_what_a_document_names() -> None:
    _, all_of_them = found(SAMPLES)
    tags = [each for each in all_of_them if isinstance(each, Tagged)]
    assert [(each.tag, [given.name for given in each.attributes]) for each in tags] == [
        ("card", ["city", "max-days", "bind:load"])
    ]
    declared = [each for each in all_of_them if isinstance(each, Declared)]
    assert [(each.tag, each.host, each.name) for each in declared] == [
        ("card", "sky", "weather-card"),
        ("own", "", ""),
    ]
    called = [each for each in all_of_them if isinstance(each, Called)]
    assert [(each.variable, each.alias, each.names) for each in called] == [
        ("sky", "sky", ("api", "set")),
        ("", "sky", ("getWeather",)),
    ]
    (listed,) = (each for each in all_of_them if isinstance(each, Listed))
    assert (listed.subject, [row.name for row in listed.rows]) == ("property", ["city", "maxDays"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## WeatherCard", {"weathercard"}),
        ("## weather_card：天气", {"weathercard"}),
        ("## weatherCards", set()),
        ("正文里的 weather-card", {"weathercard"}),
        ("正文里的 city 不算", set()),
        ("city：开头的算", {"city"}),
        ("1. （city）开头的算", {"city"}),
        ("第一行\ncity：开头的算", {"city"}),
        ("**city** 算", {"city"}),
        ("正文里的 `city`", {"city"}),
        ("| a |\n|-|\n| 值 city |", {"city"}),
        ("`bindload`", {"bindload"}),
        ("`bind:load`", {"load"}),
        ("`catchLoad` `onLoad`", {"catchload", "onload"}),
        ("<card foot>", {"foot"}),
        ("## 图表组件", {"图表"}),
        ("`图表` 与 components/a/b", {"图表", "a/b"}),
        ("![city](city.png) [x](city)", set()),
    ],
)
def test_where_a_word_names_something(text: str, words: set[str]) -> None:
    _, all_of_them = found(text)
    titles = {word for each in all_of_them if isinstance(each, Titled) for word in each.words}
    assert titles | {each.word for each in all_of_them if isinstance(each, Worded)} == words


@pytest.mark.parametrize(
    "address",
    [
        "plugin://<alias>/card",
        "plugin://alias/<card>",
        "plugin://alias/${name}",
        "plugin://alias/{{name}}",
        "plugin://alias/*",
        "plugin://alias/…",
        "plugin://alias/...",
        "plugin://别名/card",
        "plugin://alias/组件",
        "plugin://alias/xxx",
        "plugin://myPlugin/hello-component",
        "plugin://alias/component-name",
        "plugin://alias/your-component",
        "plugin://alias/",
        "plugin://",
    ],
)
def test_patterns_are_no_addresses(address: str) -> None:
    for text in (f"`{address}`", f'```json\n{{ "a": "{address}" }}\n```', f"见 {address} 。"):
        assert not [each for each in found(text)[1] if isinstance(each, Addressed)]


def test_an_address_ends_with_its_name() -> None:
    text = "`plugin://a/city-picker?x=1`、plugin://a/card。plugin://a/b.\n"
    addresses = [each for each in found(text)[1] if isinstance(each, Addressed)]
    assert [each.name for each in addresses] == ["city-picker", "card", "b"]


def own(text: str, app_id: str | None = "wx01") -> Own:
    return Own(found(text)[1], INTERFACE, app_id)


def app(**providers: str) -> str:
    plugins = ", ".join(f'"{alias}": {{ "provider": "{id_}" }}' for alias, id_ in providers.items())
    return f'```json\n{{ "plugins": {{ {plugins} }} }}\n```\n\n'


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("`plugin://a/zoo`", set()),
        ("`plugin://a/weather-cart`", {"a"}),
        ("`plugin://a/weather-card`", {"a"}),
        ("`plugin://a/zoo` `plugin://b/weather-card`", {"b"}),
        ("`plugin://a/zoo` `plugin://b/boo`", set()),
        (app(a="wx01", b="wx02"), {"a"}),
        (app(a="wx01", b="wx01"), {"a", "b"}),
        (app(a="wx02"), {"a"}),
        (app(a="wx" + "0" * 16) + "`plugin://a/zoo`", set()),
        (app(a="wx" + "0" * 16) + "`plugin://a/weather-card`", {"a"}),
        (app(a="wx02", b="wx03") + "`plugin://b/weather-card`", {"b"}),
        (app(a="wx02", b="wx03"), set()),
        (app(a="wx01") + "`plugin://b/weather-card`", {"a"}),
    ],
)
def test_which_alias_is_ours(text: str, ours: set[str]) -> None:
    assert {alias for alias in "ab" if own(text).has_alias(alias)} == ours


def test_a_tag_is_what_a_sample_declares() -> None:
    using = '```json\n{"usingComponents": {"weather-card": "/own", "c": "plugin://a/weather-card"}}\n```'
    assert own("").component("weather-card") is CARD
    assert own(using).component("weather-card") is None
    assert own(using).component("c") is CARD
    assert own(using).knows("weather-card")
    assert own(using).knows("view")
    assert not own(using).knows("weather-cart")
    assert own("").component("view") is None


def test_code_that_was_rewritten_has_the_place_of_its_node() -> None:
    source = Source("doc/README.md", "`a\r\nb`")
    (node,) = (each for each in parse(source).nodes if isinstance(each, CodeSpan))
    assert source[CodePlaces(node, source).span(0, 1)] in ("a", source.text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("属性", True),
        ("2.1 组件的属性说明：", True),
        ("Properties & Events", True),
        ("属性与事件列表", True),
        ("API", True),
        ("列表", False),
        ("value 的结构", False),
        ("属性 city", False),
        ("事件" * 30, False),
    ],
)
def test_a_heading_over_members(title: str, *, expected: bool) -> None:
    (titled,) = (each for each in found(f"## {title}")[1] if isinstance(each, Titled))
    assert titled.lists_members is expected


def test_forms_of_names() -> None:
    assert normal("Hello-World_x") == "helloworldx"
    assert event_forms("cityTap") == ("citytap", "bindcitytap", "catchcitytap", "oncitytap")
    assert {"weathercard", "maxdays", "bindload", "foot", "api", "set", "图表"} <= WORDS
    assert "" not in WORDS
