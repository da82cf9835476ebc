"""Rules about how the document renders take time in proportion to it, whatever it holds."""

from __future__ import annotations

import time

import pytest
from rule_subjects import subject

from docbuild.rules.registry import RULES

SIZE = 20_000
RENDER = [rule for rule in RULES if rule.name.startswith("render-")]

# Each is what some rule looks for, or nearly so, and repeated.
PIECES = [
    *("\\<a", "\\: ", '\\"', "\\\\\\<a>", "`a\\<", "$a\\,", "C:\\", "\\:\\/", "``a`\\<b "),
    *("'_a_' ", "'_a", "____元，", "__", "___ ", "_.a(", "__月"),
    *("- a\n\n b\n", "- a\n  - b\n\n   c\n", "- a\n- b\n- c\n\n d\n e\n\n", "1. a\n2. b\n\n d\n\n"),
    *(
        "<a-b/>\n\n",
        "const a = 1;\nb();\n\n",
        "Page({\n",
        "wx.a({\nb: 1,\n",
        "<a x",
        '<a x="{{\n',
        '{\n"a":1\n',
        '{\n"a":1\n}\n\n',
    ),
    *("    中，a\n\n", "    中，\n        b\n\n", "    中 a，"),
    *("```js x\na\n\n", "- a\n```\n", "``` 文字\n", "'''\na\n", "````\na\n```\n", "> ```\n"),
    *("*a*b", "******", "*.js ", "[^a", ":a:", "| a ", "|a|\n|-|\n", "a@b", "**中*", "~~ 中 "),
]


@pytest.mark.parametrize("piece", PIECES)
def test_time_is_in_proportion(piece: str) -> None:
    """At most 0.1 s and 50 µs of CPU a character, for all of these rules together."""
    assert len(RENDER) > 20
    judged = subject("a\n\n" + piece * (SIZE // len(piece)))
    assert judged.nodes
    started = time.process_time()
    for rule in RENDER:
        for _ in rule.check(judged):
            pass
    assert time.process_time() - started <= 0.1 + 50e-6 * SIZE


@pytest.mark.parametrize("line", ["a: b", "# a", ""])
def test_settings_at_the_top_without_an_end_and_with_carriage_returns(line: str) -> None:
    (rule,) = (rule for rule in RULES if rule.name == "render-front-matter")
    given = subject(f"---\r\n{line}\r\na: b\r\n" + f"{line}\r\n" * 40)
    started = time.process_time()
    assert list(rule.check(given)) == []
    assert time.process_time() - started < 1
