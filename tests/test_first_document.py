"""The first document of a plugin: what the sources say stands in it, and it passes check."""

from __future__ import annotations

import html
import re

import cmarkgfm  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plugin_interfaces import components, interfaces, texts
from rule_subjects import subject

from docbuild.diagnostic import Language
from docbuild.document import CodeBlock, Definition, Document, Heading, Table, plain_text
from docbuild.interface import Component, Event, Export, Interface, Page, Property, Slot
from docbuild.markdown import parse
from docbuild.markdown.html import render
from docbuild.plugin import Plugin
from docbuild.rules.checker import check
from docbuild.rules.rule import Subject
from docbuild.scaffold.escaping import shown
from docbuild.scaffold.event_detail import event_detail
from docbuild.scaffold.first_document import About, first_document
from docbuild.scaffold.tables import LONGEST_DEFAULT, default_value, events_table, properties_table
from docbuild.source import Source

APP_ID = "wx5e1f0a9c3b7d2846"
WEATHER = Interface(
    components=(
        Component(
            name="weather-card",
            path="components/weather-card",
            source="plugin/components/weather-card.js",
            description="当前天气的卡片。",
            properties=(
                Property("city", "String", "''", "城市名，如 广州"),
                Property("maxCount", "Number | String", "1"),
                Property("any", None),
            ),
            events=(Event("load", "{ code: 1, message }", "取到天气之后"), Event("tap", "event")),
            slots=(Slot(), Slot("footer", "底部")),
            external_classes=("my-class",),
            complete=True,
        ),
        Component("helloList", "components/hello", source="plugin/components/hello.js"),
    ),
    pages=(Page("city-picker", "pages/city", parameters=("current",)),),
    exports=(
        Export("getWeather", "function", ("{ city }",), True, "取天气。"),
        Export("Forecast", "class"),
        Export("VERSION"),
    ),
    main="plugin/index.js",
    exports_complete=True,
)


def about(language: Language = "zh") -> About:
    return About(language, "晴雨", "一句话。", APP_ID, "qingyu", "1.2.0")


def parsed(text: str) -> Document:
    return parse(Source("doc/README.md", text))


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[plain_text(cell.children).strip() for cell in row] for row in (block.header, *block.rows)]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def test_it_says_what_the_sources_say() -> None:
    document = parsed(first_document(about(), WEATHER))
    headings = [plain_text(b.children) for b in document.blocks if isinstance(b, Heading)]
    assert headings == [
        *("晴雨", "快速开始", "1. 添加插件", "2. 声明插件", "3. 使用组件"),
        *("组件", "weather-card", "helloList", "页面", "city-picker"),
        *("接口", "getWeather", "Forecast", "VERSION"),
    ]
    assert tables(document) == [
        [
            ["属性", "类型", "默认值", "说明"],
            ["city", "String", "''", "城市名，如 广州"],
            ["maxCount", "Number | String", "1", "（待补充）"],
            ["any", "任意", "", "（待补充）"],
        ],
        [
            ["事件", "event.detail", "说明"],
            ["bind:load", "{ code, message }", "取到天气之后"],
            ["bind:tap", "", "（待补充）"],
        ],
        [["插槽", "说明"], ["默认插槽", "（待补充）"], ["footer", "底部"]],
        [["参数", "说明"], ["current", "（待补充）"]],
        [["参数", "说明"], ["{ city }", "（待补充）"]],
    ]


def test_its_samples_can_be_copied() -> None:
    document = parsed(first_document(about(), WEATHER))
    samples = [block.code for block in document.blocks if isinstance(block, CodeBlock)]
    assert samples == [
        """{
  "plugins": {
    "qingyu": {
      "version": "1.2.0",
      "provider": "wx5e1f0a9c3b7d2846"
    }
  }
}""",
        """{
  "usingComponents": {
    "weather-card": "plugin://qingyu/weather-card",
    "hello-list": "plugin://qingyu/helloList"
  }
}""",
        """<weather-card
  city="{{city}}"
  max-count="{{maxCount}}"
  any="{{any}}"
  bind:load="onLoad"
>
  插槽里的内容
</weather-card>
<hello-list />""",
        """wx.navigateTo({
  url: `plugin://qingyu/city-picker?current=${encodeURIComponent(current)}`,
})""",
        "const qingyu = requirePlugin('qingyu')",
    ]


def test_its_marks_surround_the_tables_of_properties() -> None:
    blocks = parsed(first_document(about(), WEATHER)).blocks
    marks = [(at, b.title) for at, b in enumerate(blocks) if isinstance(b, Definition)]
    assert [title for _, title in marks] == [
        f"docbuild:{verb} properties {name}"
        for name in ("weather-card", "helloList")
        for verb in ("begin", "end")
    ]
    (begin, _), (end, _), (empty, _), (empty_end, _) = marks
    assert [type(block) for block in blocks[begin + 1 : end]] == [Table]
    assert empty_end == empty + 1


@pytest.mark.parametrize(("language", "mark"), [("zh", "待补充"), ("en", "to be written")])
def test_what_only_the_author_knows_is_marked(language: Language, mark: str) -> None:
    text = first_document(About(language), WEATHER)
    assert text.count(mark) == 14
    assert mark not in first_document(about(language), Interface())


def test_the_english_document_has_no_chinese_words_of_ours() -> None:
    text = first_document(
        About("en", "Weather", "A sentence.", APP_ID), Interface(pages=WEATHER.pages)
    )
    assert re.findall("[一-鿿]+", text) == ["设置", "第三方设置", "插件管理"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_passes_check_without_a_warning(language: Language) -> None:
    assert found(first_document(about(language), WEATHER), WEATHER) == []


def test_a_plugin_that_offers_nothing_has_a_document_too() -> None:
    assert found(first_document(about(), Interface()), Interface()) == []


def found(text: str, interface: Interface) -> list[tuple[str, str]]:
    """The findings of check in ``text`` as the document of such a plugin."""
    given = subject(text)
    plugin = Plugin(
        app_id=APP_ID,
        root="plugin",
        components={each.name: each.path for each in interface.components},
        pages={each.name: each.path for each in interface.pages},
        main="index.js",
    )
    snapshot = given.snapshot._replace(plugin=plugin, interface=interface)
    report = check(Subject(snapshot, given.document, given.references))
    assert not report.crashes
    return [
        (each.rule, text[slice(*each.span)] if each.span else each.message.en)
        for each in report.diagnostics
    ]


@given(interfaces, st.sampled_from(("zh", "en")), texts)
@settings(max_examples=80)
def test_any_document_passes_check(interface: Interface, language: Language, name: str) -> None:
    given = About(language, name, name, APP_ID, "qingyu")
    text = first_document(given, interface)
    assert found(text, interface) == [], text


def seen(markup: str) -> list[tuple[str, str]]:
    """What readers see, element by element."""
    elements = re.findall(r"<(p|pre|h\d|t[dh])\b[^>]*>(.*?)</\1>", markup, re.DOTALL)
    texts = ((tag, html.unescape(re.sub("<[^>]*>", "", inner))) for tag, inner in elements)
    return [(tag, " ".join(text.split())) for tag, text in texts]


@given(interfaces, st.sampled_from(("zh", "en")))
@settings(max_examples=80)
def test_github_shows_the_same(interface: Interface, language: Language) -> None:
    text = first_document(about(language), interface)
    here = seen(render(parsed(text)).html)
    assert here == seen(cmarkgfm.github_flavored_markdown_to_html(text))
    assert not any("docbuild:" in shown for _, shown in here)


@given(components, st.sampled_from(("zh", "en")))
@settings(max_examples=150)
def test_a_table_has_exactly_these_cells(component: Component, language: Language) -> None:
    to_do = "（待补充）" if language == "zh" else "(to be written)"
    any_type = "任意" if language == "zh" else "any"
    expected = [
        [
            shown(each.name),
            any_type if each.type is None else shown(each.type),
            default_value(each),
            shown(each.description or "") or to_do,
        ]
        for each in component.properties
    ]
    found = tables(parsed(properties_table(component, language)))
    assert [rows[1:] for rows in found] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("source", "value"),
    [
        *((None, ""), ("''", "''"), ("true", "true"), ("null", "null"), ("-1", "-1")),
        *(("[\n  1,\n]", "[ 1, ]"), ("DEFAULT", ""), ("defaults.city", ""), ("f()", "f()")),
        *((f"'{'x' * LONGEST_DEFAULT}'", ""), ("1 || 2", "1 || 2")),
    ],
)
def test_a_default_is_shown_where_it_says_something(source: str | None, value: str) -> None:
    assert default_value(Property("a", default=source)) == value


def test_a_column_of_details_that_nobody_knows_is_left_out() -> None:
    table = events_table([Event("tap", "e"), Event("load", None, "完成")], "zh")
    assert tables(parsed(table)) == [
        [["事件", "说明"], ["bind:tap", "（待补充）"], ["bind:load", "完成"]]
    ]


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("{ code, message }", "{ code, message }"),
        ("{height:height}", "{ height }"),
        ("{ a: [1, 2], 'b': f({ x: 1 }, 2), ...rest, c() {}, }", "{ a, b, rest, c }"),
        ("{ a: '},{' }", "{ a }"),
        ("{}", ""),
        ("{ [key]: 1 }", ""),
        ("e.detail", ""),
        ("x ? { a } : { b }", ""),
        (None, ""),
    ],
)
def test_an_event_carries_names(source: str | None, shape: str) -> None:
    assert event_detail(source) == shape
