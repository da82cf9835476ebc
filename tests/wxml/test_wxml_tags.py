"""The tokens of WXML: what they are, where they stand, and that any text has some."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.wxml.balance import unclosed
from docbuild.wxml.tags import Comment, Tag, markup, tags

PIECES = (
    *("<", ">", "/", "</", "/>", "<a", "<b", "</a>", "</b>", "<wxs>", "</wxs>", "<!--", "-->"),
    *("{{", "}}", '"', "'", "=", "\n", " ", "x", "wx:if", "…", "中", "😀", "<image"),
    *(' b="', ' c="{{d ? "e" : "f"}}"'),
)
ANY_MARKUP = st.lists(st.sampled_from(PIECES)).map("".join)
IN_PAIRS = st.recursive(
    st.just(""),
    lambda inner: st.lists(inner, max_size=3).map(
        lambda parts: "<a b='c>d'>" + "<b/>x{{y<z}}".join(parts) + "</a>"
    ),
)


def shown(text: str) -> list[tuple[str, str]]:
    return [(tag.kind, text[slice(*tag.span)]) for tag in tags(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a < b && c > d, 1 <2, </>, <中文>, <1>", []),
        ("{{a <b}} {{ 'x' }}", []),
        ("<!-- <view> -->", []),
        ("<view>", [("open", "<view>")]),
        ("</view >", [("close", "</view >")]),
        ("<view/>", [("empty", "<view/>")]),
        ("<my-view a b='1' />", [("empty", "<my-view a b='1' />")]),
        ('<View wx:if="{{a > b}}">', [("open", '<View wx:if="{{a > b}}">')]),
        ("<view wx:if={{a > b}}>", [("open", "<view wx:if={{a > b}}>")]),
        ('<a b="{{c ? "d" : "e"}}"/>', [("empty", '<a b="{{c ? "d" : "e"}}"/>')]),
        ('<a b="{{c" d="e}}">', [("open", '<a b="{{c" d="e}}">')]),
        ("<wxs>if (a<b) c</wxs>", [("open", "<wxs>"), ("close", "</wxs>")]),
        ("<wxs src='a' /><b>", [("empty", "<wxs src='a' />"), ("open", "<b>")]),
        ("{{ a\n<b>", [("open", "<b>")]),
        ("<view a\n</view>", [("unfinished", "<view a"), ("close", "</view>")]),
        ("<view ", [("unfinished", "<view")]),
        ('<view a="b', [("unfinished", '<view a="b')]),
    ],
)
def test_tags(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text) == expected


def test_attributes_have_their_places() -> None:
    text = "<a b=\"{{c}}\" wx:else bind:tap = 'd' e={{f > g}} .../>"
    (tag,) = tags(text)
    found = [(each.name, each.value, text[slice(*each.span)]) for each in tag.attributes]
    assert found == [
        ("b", "{{c}}", 'b="{{c}}"'),
        ("wx:else", None, "wx:else"),
        ("bind:tap", "d", "bind:tap = 'd'"),
        ("e", "{{f > g}}", "e={{f > g}}"),
        ("...", None, "..."),
    ]
    assert tag.value("e") == "{{f > g}}"
    assert tag.value("missing") is None


@given(ANY_MARKUP)
def test_every_place_is_what_it_says(text: str) -> None:
    last = 0
    for each in markup(text):
        written = text[slice(*each.span)]
        assert last <= each.span.start
        last = each.span.end
        if isinstance(each, Comment):
            assert written.startswith("<!--")
            continue
        assert written.startswith(("</" if each.is_closing else "<") + each.name) or (
            each.kind == "unfinished"
        )
        assert written.endswith(">") or each.kind == "unfinished"
        for attribute in each.attributes:
            assert text[slice(*attribute.span)].startswith(attribute.name)
            if attribute.value_span is not None:
                assert text[slice(*attribute.value_span)] == attribute.value


@given(ANY_MARKUP)
def test_a_whole_tag_reads_the_same_by_itself(text: str) -> None:
    for tag in tags(text):
        if tag.kind != "unfinished":
            (again, *_) = tags(text[slice(*tag.span)])
            assert (again.name, again.kind) == (tag.name, tag.kind)
            assert [each.name for each in again.attributes] == [e.name for e in tag.attributes]


@pytest.mark.parametrize(
    "piece",
    [
        "<", "</", "<a", "<a ", '<a b="', "<!--", "{{", "{", '"', "<wxs>", "\n", "<a>", "</a>",
        '<a b="{{', "<a b={{", "<a b={", "{{\n", "{{ ", '<a b="{{c" ',
    ],
)  # fmt: skip
def test_time_is_in_proportion(piece: str) -> None:
    before = time.process_time()
    unclosed(piece * (200_000 // len(piece)))
    assert time.process_time() - before < 5  # a second loop over the text would take minutes


def problems(text: str, void: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    return [(each.kind, text[slice(*each.span)]) for each in unclosed(text, void=void)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("<a><b/><c></c></a>", []),
        ("<wxs>a<b</wxs>", []),
        ("<a>", [("unclosed", "<a>")]),
        ("</a>", [("stray", "</a>")]),
        ("<a><b></a>", [("unclosed", "<b>")]),
        ("<a></b>", [("mismatch", "</b>")]),
        ("<a></A>", [("mismatch", "</A>")]),
        ("<a><b></c></b></a>", [("stray", "</c>")]),
        ("<a></b></c>", [("mismatch", "</b>"), ("stray", "</c>")]),
        ("<a></a></a>", [("stray", "</a>")]),
        ("<a", [("unfinished", "<a")]),
        ("<a><!-- ", [("unclosed", "<a>"), ("comment", "<!-- ")]),
        ("<wxs>", [("unclosed", "<wxs>")]),
    ],
)
def test_unclosed(text: str, expected: list[tuple[str, str]]) -> None:
    assert problems(text) == expected


def test_void_tags_need_no_end() -> None:
    assert problems("<a><br></br></a>", frozenset({"br"})) == []
    assert problems("<a><br></a>", frozenset({"br"})) == []
    assert problems("<a><br></a>") == [("unclosed", "<br>")]


def test_a_mismatch_knows_what_it_should_close() -> None:
    (problem,) = unclosed("<view></veiw>")
    assert problem.opening is not None
    assert problem.opening.name == "view"


@pytest.mark.parametrize(
    ("text", "bare"), [("<a>", True), ("<b><a>\n</b>", True), ("<a>x", False), ("<a><b/>", False)]
)
def test_bare(text: str, bare: bool) -> None:
    assert [each.bare for each in unclosed(text) if each.kind == "unclosed"] == [bare]


@given(IN_PAIRS)
def test_what_is_in_pairs_has_no_problem(text: str) -> None:
    assert unclosed(text) == ()


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.data())
def test_one_mistake_is_found_at_its_place(deeper: list[bool], draw: st.DataObject) -> None:
    """Elements of different names, each inside the last one or behind it."""
    opened: list[str] = []
    parts: list[str] = []
    for number, inside in enumerate(deeper):
        if opened and not inside:
            parts.append(f"</{opened.pop()}>")
        opened.append(f"t{number}")
        parts.append(f"<t{number} a='{{{{b}}}}'>")
    parts += [f"</{name}>" for name in reversed(opened)]
    assert problems("".join(parts)) == []
    at = draw.draw(st.integers(0, len(parts) - 1))
    name = parts[at].strip("</>").partition(" ")[0]
    opening = next(part for part in parts if part.startswith(f"<{name} "))
    without = "".join(parts[:at] + parts[at + 1 :])
    is_end = parts[at].startswith("</")
    expected = ("unclosed", opening) if is_end else ("stray", f"</{name}>")
    assert expected in problems(without)
    if is_end:
        assert len(problems(without)) == 1
        renamed = "".join([*parts[:at], "</other>", *parts[at + 1 :]])
        assert problems(renamed) == [("mismatch", "</other>")]


def test_a_tag_is_a_plain_value() -> None:
    (tag,) = tags("<a/>")
    assert tag == Tag("a", (), tag.span, "empty")
