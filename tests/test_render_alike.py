"""A fix of a surprise looks alike on the platform and on GitHub, and leaves none behind.

The cases are the fixtures of the rules: who adds a rule or a fix has nothing to add here.
"""

from __future__ import annotations

import pytest
from render_alike import fixed_sections, mended, on_github, unlike


def test_fixed_sections_look_alike() -> None:
    sections = fixed_sections()
    assert len(sections) > 5
    different = set(unlike(list(sections.values())))
    assert [name for name, text in sections.items() if text in different] == []


@pytest.mark.parametrize("breaks", [True, False])
def test_every_fix_makes_blocks_that_look_alike(breaks: bool) -> None:
    tried = [found for found in mended() if found.breaks is breaks]
    pieces = [(found.name, piece) for found in tried for piece in found.pieces]
    assert len(pieces) > 20
    different = set(unlike([piece for _, piece in pieces], breaks=breaks))
    assert [(name, piece) for name, piece in pieces if piece in different] == []


def test_every_fix_mends_for_good() -> None:
    assert [(found.name, found.text, found.left) for found in mended() if found.left] == []


@pytest.mark.parametrize(
    "text",
    [
        "一行\n又一行",  # a single newline is a break on the platform alone
        "# 标题#",
        "<b>粗</b>",
        "**重点：**后面",
        "@tarojs/cli@1.3.12 与 a@b.c.",
        "| a |\n|---|\n| `x\\|y` |",
    ],
)
def test_differences_are_told(text: str) -> None:
    assert unlike([text]) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "一行  \n又一行",
        "# 标题\n\n- 甲\n- 乙\n\n1. [一](https://github.com/a)\n2. ![二](./a%20b.png)",
        "| a | b |\n|:-:|---|\n| **粗** | `x` |",
        "详见 <https://mp.weixin.qq.com>。~~删~~",
        "```js\nconst a = 1;\n```",
    ],
)
def test_what_is_alike_passes(text: str) -> None:
    assert unlike([text]) == [], on_github(text)
