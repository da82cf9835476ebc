"""Judging beside another edition says what judging alone says, whatever the two share."""

from __future__ import annotations

from comparison_claims import hold_judging
from document_pairs import blocks, inline
from editions import beside, edition
from hypothesis import given, settings
from hypothesis import strategies as st
from plugin_projects import picture

from docbuild.diagnostic import Message
from docbuild.settings import Ignore, Level, Settings

MARKED = Message("从另一边来", "taken over")
FILES = {"a.png": picture(), "b.png": picture("red")}
FAULTY = (
    *("##标题\n\n", "a<br>b\n\n", "[x][y]\n\n", "[y]: https://github.com/a\n\n", "![](a.png)\n\n"),
    *("![图](none.png)\n\n", "[//]: # (docbuild-ignore render-html: 有意)\n\n", "- [ ] 任务\n\n"),
    *("| a | b |\n|---|---|\n| 1 |\n\n", "```json\n{,}\n```\n\n", "http://github.com/x\n\n"),
    *("[y]: https://github.com/other\n\n", "> 引\n> <b>\n\n", "<!-- 注 -->\n\n", "[z](#没有)\n\n"),
)
pieces = st.lists(st.one_of(st.sampled_from(FAULTY), blocks, inline), max_size=7)
SETTINGS = (
    Settings(),
    Settings(ignores=(Ignore("render-html", "有意", 1),)),
    Settings(levels={"render-html": Level.ERROR, "render-heading": Level.OFF}),
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    old = draw(pieces)
    new = [*old]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(new)))
        new[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(FAULTY), max_size=2))
    return "".join(old), "".join(new)


@settings(max_examples=80)
@given(texts(), st.sampled_from(SETTINGS))
def test_the_report_is_the_same_as_alone(pair: tuple[str, str], chosen: Settings) -> None:
    hold_judging(*pair, FILES, chosen)


def test_what_both_have_is_not_judged_again() -> None:
    other = edition("a<br>b\n\nc<br>d")
    report = other.build.report
    first = report.diagnostics[0]._replace(message=MARKED)
    marked = report._replace(diagnostics=(first, *report.diagnostics[1:]))
    other = other._replace(build=other.build._replace(report=marked))
    found = beside("new\n\na<br>b\n\nc<hr>d", other).build
    source = found.snapshot.source
    assert source is not None
    said = {source[each.span]: each.message for each in found.report.diagnostics if each.span}
    assert said["<br>"] == MARKED
    assert said["<hr>"] != MARKED
