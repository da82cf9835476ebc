"""The checker: all rules run, whatever one of them does; loudness, order, size."""

from __future__ import annotations

import pytest
from rule_subjects import finding, rule, subject

from docbuild.asset import Entry, EntryKind
from docbuild.diagnostic import Severity
from docbuild.document import Budget, Image
from docbuild.references import Reference
from docbuild.rules.checker import check
from docbuild.rules.registry import RULES
from docbuild.settings import Ignore, Level, Settings
from docbuild.source import Span
from docbuild.upload import LIMIT, READABLE

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def test_a_crash_is_reported_and_nothing_else_is_lost() -> None:
    crash = KeyError("x")
    rules = [rule("first", finding(0, 1), crash=crash), rule("second", finding(1, 2))]
    report = check(subject("# 天气\n"), rules)
    assert [(found.rule, found.severity) for found in report.diagnostics] == [
        ("first", WARNING),
        ("second", WARNING),
        ("internal", ERROR),
    ]
    internal = report.diagnostics[-1]
    assert "first" in internal.message.zh
    assert "KeyError" in internal.message.en
    assert (internal.path, internal.span) == ("doc/README.md", None)
    (crashed,) = report.crashes
    assert (crashed.rule, crashed.error) == ("first", crash)
    assert crashed.error.__traceback__ is not None


def test_a_crash_as_rules_raise_it() -> None:
    """A verdict without a rule is our mistake, and must be loud."""
    good = subject("![图](a.png)\n")
    (image,) = (node for node in good.nodes if isinstance(node, Image))
    report = check(good._replace(references=(Reference(image, "no-such-verdict"),)))
    assert {crash.rule for crash in report.crashes} >= {"image-missing", "image-path"}
    assert sum(found.rule == "internal" for found in report.diagnostics) == len(report.crashes)


def test_an_interruption_is_no_crash() -> None:
    with pytest.raises(KeyboardInterrupt):
        check(subject("x"), [rule("first", crash=KeyboardInterrupt())])


def test_order_is_by_place_and_what_has_none_comes_last() -> None:
    rules = [
        rule("b", finding(5, 6), finding(path="doc/z.png"), finding(2, 9)),
        rule("a", finding(path="doc/a.png"), finding(2, 9), finding(2, 3)),
    ]
    report = check(subject("# 天气预报\n"), rules)
    assert [(found.rule, found.span, found.path) for found in report.diagnostics] == [
        ("a", Span(2, 3), "doc/README.md"),
        ("a", Span(2, 9), "doc/README.md"),
        ("b", Span(2, 9), "doc/README.md"),
        ("b", Span(5, 6), "doc/README.md"),
        ("a", None, "doc/a.png"),
        ("b", None, "doc/z.png"),
    ]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (None, [WARNING, ERROR]),  # the rule's own, and the one that the finding says
        (Level.ERROR, [ERROR, ERROR]),
        (Level.WARNING, [WARNING, WARNING]),
        (Level.OFF, []),
    ],
)
def test_the_settings_say_how_loud_a_rule_is(level: Level | None, expected: list[Severity]) -> None:
    settings = Settings(levels={} if level is None else {"a": level})
    rules = [rule("a", finding(0, 1), finding(1, 2, severity=ERROR))]
    report = check(subject("# 天气", settings=settings), rules)
    assert [found.severity for found in report.diagnostics] == expected
    assert report.number_of(ERROR) == expected.count(ERROR)


@pytest.mark.parametrize("name", ["internal", "budget-exceeded"])
def test_what_went_wrong_with_the_check_cannot_be_silenced(name: str) -> None:
    settings = Settings(
        path="docbuild.toml", levels={name: Level.OFF}, ignores=(Ignore(name, "理由"),)
    )
    text = f"[//]: # (docbuild-ignore {name}: 理由)\n\n# 天气\n"
    crashed = subject(text, settings=settings)
    assert crashed.document is not None
    document = crashed.document._replace(exceeded=(Budget(Span(50, 55), "size", 1),))
    rules = [*RULES, rule("first", crash=ValueError())]
    report = check(crashed._replace(document=document), rules)
    assert [found.severity for found in report.diagnostics if found.rule == name] == [ERROR]


def test_the_size_is_what_the_upload_takes() -> None:
    entries = [Entry("a.png", EntryKind.FILE, 1000), Entry("a.mp4", EntryKind.FILE, 10)]
    report = check(subject("# 天气", entries=entries), [])
    assert (report.size, report.limit) == (1000 + len("# 天气".encode()), LIMIT)


def test_what_cannot_be_read_is_an_error() -> None:
    entries = [
        Entry("a.png", EntryKind.FILE, 10, unreadable="Permission denied"),
        Entry("image", EntryKind.DIRECTORY, unreadable="Input/output error"),
    ]
    broken = subject("![图](a.png)", entries=entries)
    found = [item for item in check(broken).diagnostics if item.rule == "resource-unreadable"]
    assert [(item.path, item.severity) for item in found] == [
        ("doc/a.png", ERROR),
        ("doc/image", ERROR),
    ]
    assert "Input/output error" in found[1].message.zh


def test_an_unreadable_document_is_an_error() -> None:
    whole = subject("")
    snapshot = whole.snapshot._replace(source=None, unreadable="Permission denied")
    report = check(whole._replace(snapshot=snapshot, document=None))
    assert [found.rule for found in report.diagnostics] == ["resource-unreadable"]
    assert not report.crashes


def test_a_truncated_folder_exceeds_the_budget() -> None:
    whole = subject("# 天气")
    tree = whole.snapshot.tree._replace(truncated=True)
    report = check(whole._replace(snapshot=whole.snapshot._replace(tree=tree)))
    assert [(found.rule, found.path) for found in report.diagnostics] == [
        ("budget-exceeded", "doc")
    ]


def test_suggestions_for_anchors_are_bounded() -> None:
    """Ten thousand dead links into as many headings take no quadratic time."""
    lines = [f"## 标题{number}\n\n[x](#没有{number})\n" for number in range(3000)]
    report = check(subject("\n".join(lines)))
    assert sum(found.rule == "anchor-missing" for found in report.diagnostics) == 3000


def test_a_picture_in_an_unreadable_folder_is_said_where_it_is_shown() -> None:
    entries = [Entry("image", EntryKind.DIRECTORY, unreadable="Permission denied")]
    text = "![图](image/a.png)"
    report = check(subject(text, entries=entries))
    assert [(found.rule, found.span, found.path) for found in report.diagnostics] == [
        ("resource-unreadable", Span(0, len(text)), "doc/README.md"),
        ("resource-unreadable", None, "doc/image"),
    ]


def test_a_file_too_large_to_be_read_is_a_bomb() -> None:
    entries = [Entry("a.png", EntryKind.FILE, READABLE + 1)]
    rules = [found.rule for found in check(subject("![图](a.png)", entries=entries)).diagnostics]
    assert rules == ["image-bomb", "doc-size"]


def test_messages_stay_short_whatever_they_quote() -> None:
    address = "https://example.com/" + "很" * 100_000
    report = check(subject(f"[x]({address})\n\n![x]({address})\n\n<b {'x' * 100_000}>\n"))
    assert [found.rule for found in report.diagnostics] == [
        "link-host",
        "image-remote",
        "render-html",
    ]
    for found in report.diagnostics:
        titles = [fix.title for fix in found.fixes]
        for message in (found.message, found.help, *titles):
            assert len(message.zh) < 200
            assert len(message.en) < 300
