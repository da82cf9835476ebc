"""A report as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it ships no types

from docbuild.diagnostic import (
    Coverage,
    Diagnostic,
    Edit,
    Fix,
    Member,
    Message,
    Offer,
    Report,
    Severity,
)
from docbuild.formats.frame import Row, frame
from docbuild.formats.json_report import json_report
from docbuild.formats.printable import columns, printable
from docbuild.formats.style import Style
from docbuild.formats.text import text
from docbuild.source import Source, Span

LIMIT = 2 * 1024 * 1024
PLAIN = Style(enabled=False)


def diagnostic(span: Span | None = None, path: str = "doc/README.md", **changes: Any) -> Diagnostic:
    values: dict[str, Any] = {
        "rule": "image-missing",
        "severity": Severity.ERROR,
        "message": Message("找不到图片 a.png", "there is no picture a.png"),
        "help": Message("检查文件名", "check the name"),
    }
    return Diagnostic(path=path, span=span, **(values | changes))


def report(source: str | None, *diagnostics: Diagnostic, size: int = 18_231) -> Report:
    document = None if source is None else Source("doc/README.md", source)
    return Report(document, diagnostics, size, LIMIT)


SOURCE = "# 标题\n\n看图：![示意](a.png) 完。\n"
IMAGE = Span(9, 21)
FIX = Fix(Message("改为 b.png", "change to b.png"), (Edit(Span(15, 20), "b.png"),), safe=True)


def test_text_in_chinese() -> None:
    found = diagnostic(IMAGE, fixes=(FIX,))
    assert SOURCE[IMAGE.start : IMAGE.end] == "![示意](a.png)"
    assert text(report(SOURCE, found), "zh", PLAIN, 80) == (
        "doc/README.md:3:4 错误 image-missing 找不到图片 a.png\n"
        "3 | 看图：![示意](a.png) 完。\n"
        "  |       ^^^^^^^^^^^^^^\n"
        "  = 帮助：检查文件名\n"
        "  = 修正：改为 b.png\n"
        "\n"
        "共 1 个错误、0 个警告\n"
        "上传大小 [#...................] 17.8 KB / 2 MB (0.9%)\n"
    )


def test_text_in_english() -> None:
    unused = diagnostic(path="doc/b.png", severity=Severity.WARNING, rule="image-unused")
    assert text(report(SOURCE, diagnostic(IMAGE), unused), "en", PLAIN, 80) == (
        "doc/README.md:3:4 error image-missing there is no picture a.png\n"
        "3 | 看图：![示意](a.png) 完。\n"
        "  |       ^^^^^^^^^^^^^^\n"
        "  = help: check the name\n"
        "\n"
        "doc/b.png warning image-unused there is no picture a.png\n"
        "  = help: check the name\n"
        "\n"
        "1 error, 1 warning\n"
        "upload size [#...................] 17.8 KB / 2 MB (0.9%)\n"
    )


def test_text_of_a_clean_document() -> None:
    assert text(report(SOURCE, size=0), "zh", PLAIN, 80) == (
        "没有发现问题\n上传大小 [....................] 0 B / 2 MB (0.0%)\n"
    )
    assert text(report(SOURCE), "en", PLAIN, 80, quiet=True) == ""


@pytest.mark.parametrize(
    ("size", "line"),
    [
        (1, "[#...................] 1 B / 2 MB (0.0%)"),
        (LIMIT // 2, "[##########..........] 1 MB / 2 MB (50.0%)"),
        (LIMIT - 1, "[####################] 2 MB / 2 MB (100.0%)"),
        (LIMIT, "[####################] 2 MB / 2 MB (100.0%)"),
        (3 * LIMIT, "[####################] 6 MB / 2 MB (300.0%)"),
    ],
)
def test_the_size_against_the_limit(size: int, line: str) -> None:
    assert text(report("", size=size), "en", PLAIN, 80).splitlines()[-1] == f"upload size {line}"


def test_colours_surround_the_parts_and_change_nothing_else() -> None:
    found = report(SOURCE, diagnostic(IMAGE, fixes=(FIX,)))
    coloured = text(found, "zh", Style(enabled=True), 80)
    assert "\x1b[1;31m错误\x1b[0m" in coloured
    assert "\x1b[1;31m^^^^^^^^^^^^^^\x1b[0m" in coloured
    assert strip_colours(coloured) == text(found, "zh", PLAIN, 80)


def strip_colours(coloured: str) -> str:
    head, *parts = coloured.split("\x1b[")
    return head + "".join(part.split("m", 1)[1] for part in parts)


def test_a_span_over_two_lines_shows_both() -> None:
    source = Source("a", "一\n开始\n结束了\n")
    assert frame(source, Span(3, 7), 80) == [Row(2, "开始", "  ^^"), Row(3, "结束了", "^^^^")]


def test_a_span_over_many_lines_shows_the_first_and_the_last() -> None:
    found = diagnostic(Span(0, 13))
    lines = text(report("```js\na\nb\n```\n", found), "en", PLAIN, 80).splitlines()
    assert lines[1:6] == ["1 | ```js", "  | ^^^^^", "...", "4 | ```", "  | ^^^"]


@pytest.mark.parametrize(
    ("line", "span", "shown", "carets"),
    [
        ("a\tb", Span(2, 3), "a   b", "    ^"),
        ("\ta\tb", Span(1, 4), "    a   b", "    ^^^^^"),
        ("\t", Span(0, 1), "    ", "^^^^"),
        ("中\tb", Span(2, 3), "中  b", "    ^"),
        ("e\u0301a", Span(2, 3), "e\u0301a", " ^"),
        ("a\u200bb", Span(2, 3), "a\\u{200b}b", " " * 9 + "^"),
        ("ab", Span(1, 1), "ab", " ^"),
        ("ab", Span(2, 2), "ab", "  ^"),
        ("", Span(0, 0), "", "^"),
        ("\ufeff# a", Span(0, 4), "\\u{feff}# a", "^" * 11),
    ],
)
def test_carets_stand_under_what_is_shown(line: str, span: Span, shown: str, carets: str) -> None:
    assert frame(Source("a", line), span, 80) == [Row(1, shown, carets)]


def test_a_long_line_is_cut_around_its_span() -> None:
    line = "前" * 100 + "![图](a.png)" + "后" * 100
    (row,) = frame(Source("a", line), Span(100, 111), 60)
    assert row.text == "..." + "前" * 7 + "![图](a.png)" + "后" * 14 + "..."
    assert row.carets == " " * 17 + "^" * 12


def test_a_span_longer_than_the_terminal_is_cut() -> None:
    (row,) = frame(Source("a", "b" * 1000), Span(10, 990), 40)
    assert row == Row(1, "b" * 34 + "...", " " * 10 + "^" * 24)


@given(
    st.text(st.sampled_from("ab中\t\u0301\u200b"), max_size=300),
    st.integers(0, 300),
    st.integers(0, 300),
    st.integers(24, 120),
)
def test_a_row_never_outgrows_the_terminal(line: str, start: int, end: int, width: int) -> None:
    start = min(start, len(line))
    (row,) = frame(Source("a", line), Span(start, max(start, min(end, len(line)))), width)
    assert columns(row.text) <= width
    assert len(row.carets) <= columns(row.text) + 1
    assert set(row.carets.lstrip(" ")) == {"^"}


@given(st.text(), st.data())
def test_every_span_of_every_text_can_be_framed(content: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    rows = frame(Source("a", content), Span(start, end), 40)
    assert all(printable(row.text) == row.text for row in rows)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain text ~", "plain text ~"),
        ("中文，标点　全角", "中文，标点　全角"),
        ("😀❤️", "😀❤️"),
        ("\x1b[31mred", "\\u{1b}[31mred"),
        ("a\x00\r\n\t", "a\\u{0}\\u{d}\\u{a}\\u{9}"),
        ("\x9b31m", "\\u{9b}31m"),
        ("\u202egnp.exe", "\\u{202e}gnp.exe"),
        ("\u2066\u2069\u061c", "\\u{2066}\\u{2069}\\u{61c}"),
        ("a\u200b\u200d\u2060\ufeffb", "a\\u{200b}\\u{200d}\\u{2060}\\u{feff}b"),
        ("\u2028\u2029\x85", "\\u{2028}\\u{2029}\\u{85}"),
        ("\udcff", "\\u{dcff}"),
        ("\u3164\u115f\u2800\u034f", "\\u{3164}\\u{115f}\\u{2800}\\u{34f}"),
        ("\U000e0041\ue000", "\\u{e0041}\\u{e000}"),
    ],
)
def test_what_a_terminal_does_not_show_is_escaped(raw: str, shown: str) -> None:
    assert printable(raw) == shown


@given(st.text())
def test_printable_text_stays_as_it_is(raw: str) -> None:
    assert printable(printable(raw)) == printable(raw)


def test_nothing_of_a_document_reaches_the_terminal_raw() -> None:
    evil = "\x1b]0;title\x07\u202e\x9b2J"
    found = diagnostic(
        Span(0, 3),
        path=f"doc/{evil}\n::error::x",
        message=Message(evil + "\n::error::x", evil),
        help=Message(evil, evil),
        fixes=(Fix(Message(evil, evil), (), safe=True),),
    )
    output = text(report(evil, found), "zh", PLAIN, 80)
    assert set(output) - {"\n"} == set(printable(output.replace("\n", "")))
    assert not any(line.lstrip().startswith(("::", "##[")) for line in output.splitlines())


def test_a_folder_cannot_make_its_name_a_command_of_github() -> None:
    output = text(report("", diagnostic(path="::warning::/README.md")), "zh", PLAIN, 80)
    assert output.startswith("./::warning::/README.md 错误")


SCHEMA: Mapping[str, Any] = json.loads(
    (resources.files("docbuild.formats") / "report.schema.json").read_text(encoding="utf-8")
)


def validated(found: Report) -> Any:
    output = json_report(found, "zh")
    assert output.isascii()
    value = json.loads(output)
    Draft202012Validator(SCHEMA).validate(value)
    return value


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_json() -> None:
    found = report(SOURCE, diagnostic(IMAGE, fixes=(FIX,)), diagnostic(path="doc/b.png"))
    value = validated(found)
    tool = value.pop("tool")
    assert tool.keys() == {"name", "version", "dialect"}
    assert (tool["name"], tool["dialect"]) == ("docbuild", "wechat-1.02.1910121")
    assert value == {
        "version": 1,
        "summary": {"errors": 2, "warnings": 0, "bytes": 18231, "limit": 2097152},
        "coverage": None,
        "diagnostics": [
            {
                "rule": "image-missing",
                "severity": "error",
                "path": "doc/README.md",
                "start": {"offset": 9, "line": 3, "column": 4},
                "end": {"offset": 21, "line": 3, "column": 16},
                "message": "找不到图片 a.png",
                "help": "检查文件名",
                "fixes": [
                    {
                        "title": "改为 b.png",
                        "safe": True,
                        "edits": [{"start": 15, "end": 20, "text": "b.png"}],
                    }
                ],
            },
            {
                "rule": "image-missing",
                "severity": "error",
                "path": "doc/b.png",
                "message": "找不到图片 a.png",
                "help": "检查文件名",
                "fixes": [],
            },
        ],
    }


CARD = Offer(
    "component",
    "card",
    Span(0, 4),
    (Member("property", "city", described=True), Member("event", "load", described=False)),
)
COVERAGE = Coverage((CARD, Offer("page", "pick", None), Offer("export", "get", Span(6, 9))))


def test_text_of_a_plugin_of_which_some_is_described() -> None:
    found = report(SOURCE)._replace(coverage=COVERAGE)
    assert text(found, "zh", PLAIN, 80).splitlines() == [
        "没有发现问题",
        "文档覆盖 [############........] 3 / 5 (60.0%)",
        "  组件  1 / 1",
        "  页面  0 / 1  缺 pick",
        "  接口  1 / 1",
        "  属性  1 / 1",
        "  事件  0 / 1  缺 card.load",
        "上传大小 [#...................] 17.8 KB / 2 MB (0.9%)",
    ]
    assert text(found, "en", PLAIN, 80).splitlines()[1:3] == [
        "coverage    [############........] 3 / 5 (60.0%)",
        "  components  1 / 1",
    ]
    assert text(found, "en", PLAIN, 80, quiet=True) == ""


def test_text_of_a_plugin_of_which_all_is_described_or_nothing_is_there() -> None:
    whole = report(SOURCE)._replace(coverage=Coverage((Offer("page", "pick", Span(0, 4)),)))
    assert "文档覆盖 [####################] 1 / 1 (100.0%)" in text(whole, "zh", PLAIN, 80)
    assert text(report(SOURCE)._replace(coverage=Coverage(())), "zh", PLAIN, 80) == text(
        report(SOURCE), "zh", PLAIN, 80
    )


def test_a_share_is_rounded_down() -> None:
    offers = (*(Offer("page", f"p{n}", Span(0, 4)) for n in range(1999)), Offer("page", "q", None))
    lines = text(report(SOURCE)._replace(coverage=Coverage(offers)), "en", PLAIN, 80).splitlines()
    assert lines[1:3] == [
        "coverage    [###################.] 1999 / 2000 (99.9%)",
        "  pages       1999 / 2000  missing q",
    ]


@pytest.mark.parametrize("width", [24, 40, 41, 80])
def test_names_that_are_missing_stay_on_their_line(width: int) -> None:
    names = ("组件", "a\x1b[31m", *(f"name-{number}" for number in range(20)))
    coverage = Coverage(tuple(Offer("component", name, None) for name in names))
    lines = text(report(SOURCE)._replace(coverage=coverage), "zh", PLAIN, width).splitlines()
    row = lines[2]
    assert row.startswith("  组件   0 / 22  缺 ")
    assert row.endswith(" ...")
    assert columns(row) <= width
    assert printable(row) == row


def test_json_of_what_is_described() -> None:
    value = validated(report(SOURCE)._replace(coverage=COVERAGE))["coverage"]
    assert value["tallies"] == {
        "component": {"described": 1, "total": 1},
        "page": {"described": 0, "total": 1},
        "export": {"described": 1, "total": 1},
        "property": {"described": 1, "total": 1},
        "event": {"described": 0, "total": 1},
        "slot": {"described": 0, "total": 0},
        "method": {"described": 0, "total": 0},
    }
    assert value["offers"][:2] == [
        {
            "kind": "component",
            "name": "card",
            "described": True,
            "start": {"offset": 0, "line": 1, "column": 1},
            "members": [
                {"kind": "property", "name": "city", "described": True},
                {"kind": "event", "name": "load", "described": False},
            ],
        },
        {"kind": "page", "name": "pick", "described": False, "start": None, "members": []},
    ]


def test_json_counts_a_mark_and_line_ends_as_they_stand() -> None:
    source = "\ufeff# a\r\n\r\n![](b.png)\r\n"
    span = Span(source.index("!"), source.index(")") + 1)
    (found,) = validated(report(source, diagnostic(span)))["diagnostics"]
    assert found["start"] == {"offset": 8, "line": 3, "column": 1}
    assert found["end"] == {"offset": 18, "line": 3, "column": 11}


def test_json_of_a_name_that_is_not_utf_8_stays_json() -> None:
    (found,) = validated(report(None, diagnostic(path="doc/caf\udce9.png")))["diagnostics"]
    assert found["path"] == "doc/caf\\udce9.png"
    assert "start" not in found


def test_the_language_chooses_the_messages() -> None:
    value = json.loads(json_report(report(SOURCE, diagnostic(IMAGE)), "en"))
    assert value["diagnostics"][0]["message"] == "there is no picture a.png"
