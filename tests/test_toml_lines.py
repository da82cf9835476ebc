"""The line of each key of a TOML file."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.toml_lines import KeyPath, key_lines, line_of, longest_key

TRICKY = '''\
# a = 1
a = """
b = 2
"quoted" """ # c = 3
"d e" = 'x = "y"' # ]
f.g . "h" = [ # [not.a.table]
  "[", ']', { i = 1 },
]

[j.k]
l = """""two quotes at the end"""""
m = 1
[[n]]
o = 1
[[n]]
o = 2
[n.p]
q = """\\""" s = 1
"""
[[n.r]]
s = 1
[[n.r]]
s = 2'''


def test_tricky_file() -> None:
    assert tomllib.loads(TRICKY)
    assert key_lines(TRICKY) == {
        ("a",): 2,
        ("d e",): 5,
        ("f",): 6,
        ("f", "g"): 6,
        ("f", "g", "h"): 6,
        ("j",): 10,
        ("j", "k"): 10,
        ("j", "k", "l"): 11,
        ("j", "k", "m"): 12,
        ("n",): 13,
        ("n", 0): 13,
        ("n", 0, "o"): 14,
        ("n", 1): 15,
        ("n", 1, "o"): 16,
        ("n", 1, "p"): 17,
        ("n", 1, "p", "q"): 18,
        ("n", 1, "r"): 20,
        ("n", 1, "r", 0): 20,
        ("n", 1, "r", 0, "s"): 21,
        ("n", 1, "r", 1): 22,
        ("n", 1, "r", 1, "s"): 23,
    }


def test_line_of_falls_back_to_the_key_around() -> None:
    lines = key_lines(TRICKY)
    assert line_of(lines, ("f", "g", "h", 2, "i")) == 6
    assert line_of(lines, ("zzz",)) is None


def _paths(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    if isinstance(value, dict):
        below = value.items()
        return {path} | {found for key, item in below for found in _paths(item, (*path, key))}
    return {path}


_NAMES = st.sampled_from(["a", "b", "c-d", '"e f"', "'g'"])
_VALUES = st.sampled_from(
    ["1", '"# ="', "'[x]'", '"""\n[t]\nk = 1\n"""', "'''\n''x'''", "[\n1, # ]\n[2]]", '"\\""']
)
_STATEMENTS = st.one_of(
    st.tuples(_NAMES, _VALUES).map(" = ".join),
    st.tuples(_NAMES, _NAMES, _VALUES).map(lambda parts: "{}.{} = {}".format(*parts)),
    st.lists(_NAMES, min_size=1, max_size=3).map(lambda names: f"[{'.'.join(names)}]"),
)


@given(st.lists(_STATEMENTS, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_finds_every_key_that_tomllib_finds(statements: list[str], newline: str) -> None:
    text = newline.join(statements)
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = key_lines(text)
    assert set(lines) | {()} == _paths(parsed)
    for path, line in lines.items():
        assert str(path[-1]) in text.splitlines()[line - 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("a = 1.5", 2),
        ("a.b . 'c.d' = \"x.y.z\" # e.f.g.h", 3),
        ("[a.b.c.d]\ne.f = 1", 4),
        ("x = [1.5, 2.5, {a.b.c = 1}]", 3),
        ('x = """\na.b.c.d\n"""', 1),
    ],
)
def test_longest_key(text: str, expected: int) -> None:
    assert longest_key(text) == expected


@pytest.mark.parametrize("piece", ["a", "[", '"""', "#", "\n", "'", "a=[", "[[a]]\n", "\\", "a."])
def test_time_stays_proportional(piece: str) -> None:
    started = time.process_time()
    key_lines(piece * 50_000)
    longest_key(piece * 50_000)
    assert time.process_time() - started < 3  # quadratic would take minutes
