"""docbuild run in the process of the test."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

import pytest

from docbuild.cli.main import main


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


class Command:
    """docbuild in this process, in English unless told otherwise."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> Outcome:
        code = main([str(word) for word in words])
        out, err = self._capsys.readouterr()
        return Outcome(code, out, err)


class Terminal(io.StringIO):
    """A stream that passes for a terminal."""

    def isatty(self) -> bool:
        return True
