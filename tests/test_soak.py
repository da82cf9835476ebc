"""The soak: a short run of it, and that it would notice what it is there for.

The run depends on no clock: everything is waited for, and only then compared.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]
from server_process import Figures  # noqa: E402 - the script's own modules are beside it
from soak_growth import Growth  # noqa: E402
from soak_page import Block, Item, Loaded, Page, blocks_of  # noqa: E402
from soak_truth import Truth, differences  # noqa: E402

PATIENT = 120  # seconds for Ctrl-C on a machine that is busy with other tests
AT_REST = Figures(memory=50_000_000, cpu=1.0, processes=1, threads=3, descriptors=7, sockets=6)
LOADED = Loaded("run", 4, (Block(1, "<p>a</p>"), Block(7, "<h2>b</h2>")), (Item(0, 7, "b"),))
TRUTH = Truth(["<p>a</p>", "<h2>b</h2>"], [("image-alt", "warning", "doc/README.md", "m", "h", 3)])


def followed() -> Page:
    """A page that shows what ``LOADED`` does."""
    page = Page("a page", 0)
    page.run, page.revision, page.outline = LOADED.run, LOADED.revision, LOADED.outline
    page.blocks = list(LOADED.blocks)
    rule, severity, path, message, help_, line = TRUTH.findings[0]
    finding = {"rule": rule, "severity": severity, "path": path, "message": message}
    page.report = {"findings": [{**finding, "help": help_, "line": line}]}
    return page


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the figures come from /proc")
def test_nothing_is_wrong_after_a_while(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "soak"), "60", "--end-within", str(PATIENT)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_a_page_that_shows_what_is_there_is_right() -> None:
    assert differences(TRUTH, LOADED, [followed()]) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("blocks", [Block(1, "<p>a</p>"), Block(8, "<h2>b</h2>")]),
        ("blocks", [Block(1, "<p>a</p>")]),
        ("sections", [[2, "c", "c", 7], [2, "d", "d", 7]]),
        ("revision", 3),
        ("run", "an earlier one"),
        ("report", {"findings": []}),
        ("failure", "no longer true"),
    ],
)
def test_a_page_that_shows_anything_else_is_wrong(name: str, value: object) -> None:
    page = followed()
    setattr(page, name, value)
    [problem] = differences(TRUTH, LOADED, [page])
    assert problem.startswith("a page")


def test_a_server_that_serves_anything_else_is_wrong() -> None:
    wanted = TRUTH._replace(blocks=["<p>a</p>", "<h2>c</h2>"])
    [problem] = differences(wanted, LOADED, [])
    assert problem.startswith("GET /: 2 against 2; number 1 is")


def test_blocks_are_read_with_the_boxes_in_them() -> None:
    page = (
        '<article class="article">\n<div class="block" id="block:3" data-block="3"><p>a</p></div>\n'
        '<div class="block" id="block:5" data-block="5"><div>b</div></div>\n</article><div>c</div>'
    )
    assert blocks_of(page) == [Block(3, "<p>a</p>"), Block(5, "<div>b</div>")]


def test_what_scatters_is_no_growth() -> None:
    growth = Growth()
    growth.working = [AT_REST._replace(memory=50_000_000 + 1_000_000 * (i % 7)) for i in range(90)]
    growth.quiet = [AT_REST, AT_REST._replace(sockets=5, cpu=9.0)]
    assert growth.problems() == []


def test_memory_that_rises_is_growth() -> None:
    growth = Growth()
    growth.working = [AT_REST._replace(memory=50_000_000 + 1_000_000 * i) for i in range(90)]
    growth.quiet = [AT_REST, AT_REST]
    assert growth.problems() == ["memory grew from 79.5 to 127.5 MB"]


@pytest.mark.parametrize("name", ["processes", "threads", "descriptors", "sockets"])
def test_what_is_left_behind_is_growth(name: str) -> None:
    growth = Growth()
    growth.working = [AT_REST]
    growth.quiet = [AT_REST, AT_REST._replace(**{name: getattr(AT_REST, name) + 1})]
    [problem] = growth.problems()
    assert problem.startswith(f"{name} grew")
