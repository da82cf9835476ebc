"""Ignores in the document: what they cover, and what is said of those in vain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_fixtures import apply
from rule_subjects import finding, rule, subject

from docbuild.rules.checker import check
from docbuild.rules.ignores import InlineIgnore, inline_ignores
from docbuild.rules.registry import RULES
from docbuild.settings import Ignore, Level, Settings
from docbuild.source import Span

NOTE = "[//]: # (docbuild-ignore image-alt: 装饰图)"


def rules_of(text: str, settings: Settings | None = None) -> list[str]:
    report = check(subject(text, settings=settings))
    shown = [found.rule for found in report.diagnostics]
    return [name for name in shown if name != "image-missing"]


def only(text: str) -> InlineIgnore:
    (ignore,) = inline_ignores(subject(text).document)
    return ignore


@pytest.mark.parametrize(
    "block",
    [
        "![](a.png)",
        "- 一\n- ![](a.png)\n  1. ![](b.png)",
        "> 引用\n> ![](a.png)",
        "| 图 |\n| -- |\n| ![](a.png) |",
        "# ![](a.png)",
        "文字\n![](a.png)\n文字",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n[x]: y\n", "\n\n\n\n"])
def test_the_next_block_is_covered_wholly_and_no_other(block: str, between: str) -> None:
    after = "\n\n正文\n\n![](last.png)\n"
    assert rules_of(NOTE + between + block + after) == ["image-alt"]
    assert rules_of("正文\n\n" + block + after).count("image-alt") == block.count("![]") + 1


def test_a_definition_used_twice_ignores_twice() -> None:
    """Only the first of two definitions of a label counts for links, but both ignore."""
    assert rules_of(f"{NOTE}\n\n![](a.png)\n\n{NOTE}\n\n![](b.png)\n") == []


def test_several_ignores_hold_for_one_block() -> None:
    text = f"{NOTE}\n[//]: # (docbuild-ignore render-html: 旧文档)\n\n![](a.png)<br>\n"
    assert rules_of(text) == []


@pytest.mark.parametrize(
    ("written", "rules", "reason"),
    [
        ("docbuild-ignore image-alt: 装饰图", ("image-alt",), "装饰图"),
        ("docbuild-ignore image-alt：装饰图", ("image-alt",), "装饰图"),
        ("docbuild-ignore a, b，c、d: x: y", ("a", "b", "c", "d"), "x: y"),
        ("docbuild-ignore image-alt", ("image-alt",), ""),
        ("docbuild-ignore image-alt:  ", ("image-alt",), ""),
        ("docbuild-ignore", (), ""),
        ("docbuild-ignore: 装饰图", (), "装饰图"),
    ],
)
def test_the_form(written: str, rules: tuple[str, ...], reason: str) -> None:
    ignore = only(f"[//]: # ({written})\n\n正文\n")
    assert (ignore.rules, ignore.reason) == (rules, reason)


@pytest.mark.parametrize("quotes", ['"{}"', "'{}'", "({})"])
@pytest.mark.parametrize("label", ["//", "comment", "备注"])
def test_any_label_and_quotes_will_do(label: str, quotes: str) -> None:
    title = quotes.format("docbuild-ignore image-alt: 装饰图")
    assert rules_of(f"[{label}]: # {title}\n\n![](a.png)\n") == []


def test_without_a_reason_nothing_is_hidden() -> None:
    text = "[//]: # (docbuild-ignore image-alt)\n\n![](a.png)\n"
    assert rules_of(text) == ["ignore-invalid", "image-alt"]


def test_the_block_ends_where_the_next_begins() -> None:
    text = "[//]: # (docbuild-ignore a: 理由)\n一二\n\n三\n"
    start = text.index("一")
    assert only(text).block == Span(start, start + 2)
    places = (start - 1, start, start + 1, start + 2, start + 4)
    report = check(subject(text), [rule("a", *(finding(place, place + 1) for place in places))])
    left = [found.span.start for found in report.diagnostics if found.span]
    assert left == [start - 1, start + 2, start + 4]
    other = check(subject(text), [rule("a"), rule("b", finding(start, start + 1))])
    assert [found.rule for found in other.diagnostics] == ["ignore-unused", "b"]


def test_removing_an_unused_ignore_mends_it() -> None:
    text = f"一\n\n{NOTE}\n\n二\n"
    (unused,) = check(subject(text)).diagnostics
    assert unused.rule == "ignore-unused"
    (fix,) = unused.fixes
    assert rules_of(apply(text, list(fix.edits))) == []


def test_an_ignore_of_a_crashed_rule_is_not_called_unused() -> None:
    text = "[//]: # (docbuild-ignore a, b: 理由)\n\n二\n"
    report = check(subject(text), [rule("a", crash=ValueError()), rule("b")])
    unused = [found for found in report.diagnostics if found.rule == "ignore-unused"]
    assert [found.message.en for found in unused] == [
        "Nothing to ignore: the next block has no finding of b"
    ]


def test_file_wide() -> None:
    settings = Settings(path="docbuild.toml", ignores=(Ignore("image-alt", "装饰图", 3),))
    assert rules_of("![](a.png)\n\n![](b.png)\n", settings) == []
    (unused,) = check(subject("正文", settings=settings)).diagnostics
    assert (unused.rule, unused.path, unused.span) == ("ignore-unused", "docbuild.toml", None)
    assert "3" in unused.message.zh


def test_ignoring_both_ways_leaves_neither_unused() -> None:
    settings = Settings(ignores=(Ignore("image-alt", "装饰图"),))
    assert rules_of(f"{NOTE}\n\n![](a.png)\n", settings) == []


def test_unused_ignores_can_be_silenced_for_good() -> None:
    assert rules_of(NOTE, Settings(levels={"ignore-unused": Level.OFF})) == []
    assert rules_of(NOTE, Settings(ignores=(Ignore("ignore-unused", "草稿"),))) == []


def test_a_finding_of_a_file_is_not_covered_by_a_block() -> None:
    report = check(subject("[//]: # (docbuild-ignore a: 理由)\n\n二\n"), [rule("a", finding())])
    assert [found.rule for found in report.diagnostics] == ["ignore-unused", "a"]


@given(st.text(alphabet="docbuild-ignore image-alt:：,，()\\\"'[]/# \n图", max_size=60))
def test_no_ignore_hides_without_a_reason(written: str) -> None:
    """Whatever stands in the title, the picture is reported or a reason is given."""
    whole = subject(f"[//]: # ({written})\n\n![](a.png)\n")
    alt = [item for item in RULES if item.name in ("image-alt", "ignore-invalid")]
    hidden = "image-alt" not in {found.rule for found in check(whole, alt).diagnostics}
    reasons = [ignore.reason for ignore in inline_ignores(whole.document)]
    if hidden and whole.references:
        assert any(reasons)
