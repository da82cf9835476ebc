"""Samples of JSON: what json reads has no mistakes, and any text is read, in time."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.json_sample.reading import read
from docbuild.json_sample.tokens import tokens
from docbuild.json_sample.values import Array, Object, Scalar, Text, Value

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=15,
)  # fmt: skip
PIECES = (
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        '"a"',
        "'b'",
        "“c”",
        '"',
        "'",
        "“",
        "”",
        "，",
        "：",
        "｛",
        "｝",
    ),
    *(
        "...",
        "…",
        "// 其他",
        "// x",
        "/*",
        "*/",
        "\n",
        " ",
        "1",
        "-",
        "1.0.0",
        "true",
        "None",
        "名",
    ),
    *("<a>", "${b}", "{{c}}", "\\", '"\\q"', "=", "(", ";", "app.json", "a/b", "#", "😀"),
)
PLAIN = st.text("ab中 ,:{}[]//", max_size=6)
NESTED = st.dictionaries(
    PLAIN,
    st.recursive(
        PLAIN | st.integers() | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
)
ANY_SAMPLE = st.lists(st.sampled_from(PIECES)).map("".join)


def plain(value: Value) -> Any:
    match value:
        case Text():
            return json.loads(f'"{value.value}"')
        case Scalar():
            return json.loads(value.text)
        case Object():
            return {json.loads(f'"{each.key}"'): plain(each.value) for each in value.members}
        case Array():
            return [plain(item) for item in value.items]


@given(st.lists(JSON) | st.dictionaries(st.text(), JSON), st.sampled_from([None, 2]), st.booleans())
def test_what_json_reads_is_read_alike(data: Any, indent: int | None, escaped: bool) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=escaped)
    reading = read(text)
    assert reading.problems == ()
    assert not reading.foreign
    assert not reading.abbreviated
    assert [plain(value) for value in reading.values] == [data]


@given(ANY_SAMPLE)
def test_every_place_is_what_it_says(text: str) -> None:
    reading = read(text)
    for problem in reading.problems:
        start, end = problem.span
        assert 0 <= start <= end <= len(text)
        if start < end and problem.kind not in ("unclosed", "mismatch"):
            assert text[start:end] == problem.text
    for member in reading.all_members():
        assert member.key in text[slice(*member.key_span)]


@given(st.lists(JSON) | st.dictionaries(st.text(), JSON), st.data())
def test_what_json_still_reads_has_no_mistake(data: Any, draw: st.DataObject) -> None:
    text = json.dumps(data, indent=1)
    at = draw.draw(st.integers(0, len(text) - 1))
    broken = text[:at] + text[at + 1 :]
    reading = read(broken)
    try:
        json.loads(broken)
    except ValueError:
        return
    assert reading.problems == ()


@given(NESTED, st.booleans(), st.data())
def test_one_mistake_is_found_at_its_place_and_mended(
    data: Any, keys_only: bool, draw: st.DataObject
) -> None:
    text = json.dumps(data, indent=2, ensure_ascii=False)
    kinds = ("string",) if keys_only else ("colon", "comma", "string", "close")
    token = draw.draw(st.sampled_from([each for each in tokens(text) if each.kind in kinds]))
    start, end = token.span
    inside = token.text[1:-1]
    mistakes = {
        "colon": ["："],
        "comma": ["，", "", ",,"],
        "string": [f"'{inside}'", f"“{inside}”", f"{token.text[:-1]}”"],
        "close": [f",{token.text}", token.text.translate({0x7D: "｝", 0x5D: "］"})],
    }
    mistake = draw.draw(st.sampled_from(mistakes[token.kind]))
    broken = text[:start] + mistake + text[end:]
    (problem,) = read(broken).problems
    assert start <= problem.span.start <= problem.span.end <= start + max(len(mistake), 1)
    assert problem.replacement is not None
    before, behind = broken[: problem.span.start], broken[problem.span.end :]
    assert json.loads(before + problem.replacement + behind) == data


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "[",
        '{"a":',
        '"',
        "'",
        "“",
        "/*",
        "//",
        "<",
        "${",
        "{{",
        "\\",
        '"a',
        "a",
        "…",
        ",",
        "\n",
    ],
)
def test_time_is_in_proportion(piece: str) -> None:
    before = time.process_time()
    read(piece * (100_000 // len(piece)))
    assert time.process_time() - before < 5  # a second loop over the text would take minutes


def test_what_a_fragment_says() -> None:
    reading = read('"plugins": {"a": {"provider": "wx1"}},\n"b": [{"c": 1}]')
    assert [member.key for member in reading.members] == ["plugins", "b"]
    assert [each.key for each in reading.all_members()] == ["plugins", "a", "provider", "b", "c"]
    (plugins, _) = reading.members
    assert isinstance(plugins.value, Object)
    assert isinstance(plugins.value.get("a"), Object)
    assert plugins.value.get("z") is None


def test_what_stands_before_a_mistake_is_kept() -> None:
    reading = read('{"plugins": {"a": {"provider": "wx1"')
    assert [each.key for each in reading.all_members()] == ["plugins", "a", "provider"]


def test_endless_texts_are_not_read() -> None:
    assert read("{" * 300_000).foreign
    assert read('{"a":' * 500).foreign
