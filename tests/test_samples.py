"""Every character of a sample is found again in the file, in quotes and lists too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.markdown import parse
from docbuild.samples import Sample, samples
from docbuild.source import Source

LINES = st.lists(
    st.text(st.sampled_from("ab {}\"'<>/-=\t\u00a0中😀"), max_size=12), min_size=1, max_size=5
)


def read(text: str) -> list[Sample]:
    source = Source("doc/README.md", text)
    return list(samples(parse(source).nodes, source))


def written(sample: Sample, index: int) -> str:
    text = sample.source[sample.span(index, index + 1)]
    same = {"\r\n": "\n", "\r": "\n", "\u2424": "\n", "\t": " ", "\u00a0": " "}
    return same.get(text, text)


@given(
    LINES,
    st.sampled_from(["", "> ", "- ", "1. ", "> - ", "- > ", "  ", "\ufeff", "- a\n\n\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["```", "~~~", "````"]),
    st.booleans(),
)
def test_every_character_has_its_place(
    lines: list[str], before: str, line_end: str, fence: str, apart: bool
) -> None:
    inside = "".join(" " if each in "-1." else each for each in before.rpartition("\n")[2])
    inside = inside.replace("\ufeff", "")
    text = f"{before}{fence}json{line_end}"
    text += "".join(f"{inside}{line}{line_end}" for line in lines)
    text = (text + inside if apart else text.removesuffix(line_end)) + fence + line_end
    for sample in read(text):
        for index, character in enumerate(sample.code):
            assert written(sample, index) == character, (index, sample)
        whole = sample.span(0, len(sample.code))
        assert sample.block.span.start <= whole.start <= whole.end <= sample.block.span.end


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("```\nabc\n```", 1, 2, "b"),
        ("> ```\n> abc\n> def\n> ```", 4, 7, "def"),
        ("- ```\r\n\ta\tb\r\n  ```", 3, 7, "\t"),
        ("```\nabc```", 2, 3, "c"),
        ("```\na\n\n```", 2, 2, ""),
        ("> ```\n> a\n> b\n> ```", 0, 3, "a\n> b"),
        ("```\na\u2424b\n```", 2, 3, "b"),
    ],
)
def test_span(text: str, start: int, end: int, expected: str) -> None:
    (sample,) = read(text)
    assert sample.source[sample.span(start, end)] == expected


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("", ""),
        ("JSON", "json"),
        ("js{1,3}", "js"),
        ("json:app.json", "json"),
        ("TypeScript", "typescript"),
    ],
)
def test_language(info: str, language: str) -> None:
    (sample,) = read(f"```{info}\na\n```\n")
    assert sample.language == language


@pytest.mark.parametrize(
    "text",
    [
        "    abc\n",
        "```js\na\n\n文字\n\n```json\n{}\n```\n",
        "```js\na\n````\n",
        "```js\na\n``` 然后\n\n```js\nb\n```\n",
    ],
)
def test_code_by_indentation_and_what_a_fence_swallowed_is_no_sample(text: str) -> None:
    assert read(text) == []
