"""Pictures that have to fit: the target is met if it can be, and no picture suffers in vain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.images.aim import Aim, Quality, Task
from docbuild.images.limits import WIDE
from docbuild.images.optimised import NotOptimised, Optimised
from docbuild.rules import image_size
from docbuild.shrinking.fitting import Fitted, Fitting, Result, Source
from docbuild.shrinking.ladder import NARROWEST, ladder

STEPS = ladder(None)
ORIGINAL = 1000


class Model:
    """An optimiser by a table: the bytes of each picture on each step of the ladder.

    A picture's data name it. ``asked`` counts the tasks.
    """

    def __init__(self, sizes: Mapping[str, Sequence[int]], width: int = 4000) -> None:
        self._sizes = sizes
        self._width = width
        self.asked = 0

    def __call__(self, tasks: Mapping[str, Task]) -> dict[str, Result]:
        self.asked += len(tasks)
        return {key: self._result(task) for key, task in tasks.items()}

    def _result(self, task: Task) -> Result:
        name = task.data.decode().rstrip(".")
        if name == "broken":
            return NotOptimised("corrupt", "it is")
        aim = (
            task.aim
            if task.aim.max_width or task.aim == Aim()
            else task.aim._replace(max_width=WIDE)
        )
        step = STEPS.index(aim)
        width = min(self._width, task.aim.max_width or self._width)
        data = b"j" * self._sizes[name][step]
        is_lossless = task.aim.quality is Quality.LOSSLESS
        difference = task.aim.quality.largest_difference
        return Optimised("jpeg", width, 1, 1, data, is_lossless, difference, (self._width, 1))

    def fitting(self, files: Mapping[str, int] | None = None) -> Fitting:
        sources = {
            name: Source(name.encode().ljust(ORIGINAL, b"."), (files or {}).get(name, 1))
            for name in self._sizes
        }
        return Fitting(sources, STEPS, self)


def size(fitted: Fitted, name: str) -> int:
    result = fitted.results[name]
    return len(result.data) if isinstance(result, Optimised) else ORIGINAL


def falling(*sizes: int) -> tuple[int, ...]:
    """A table's row whose last size goes for all later steps."""
    return (*sizes, *[sizes[-1]] * (len(STEPS) - len(sizes)))


def test_the_ladder_leads_from_lossless_to_the_least() -> None:
    assert STEPS[0] == Aim()
    assert STEPS[1] == Aim(WIDE)
    assert [step.quality for step in STEPS[1:]] == sorted(step.quality for step in STEPS[1:])
    assert {step.quality for step in STEPS} == set(Quality)
    assert STEPS[-1] == Aim(NARROWEST, max(Quality))


@pytest.mark.parametrize("width", [1, NARROWEST, 1000, WIDE, 2000])
def test_nothing_on_the_ladder_is_wider_than_asked(width: int) -> None:
    steps = ladder(width)
    assert steps[0] == Aim(width)
    assert all(0 < (step.max_width or 0) <= width for step in steps)
    assert len(set(steps)) == len(steps)


def test_what_fits_already_is_left_without_loss() -> None:
    model = Model({"a": falling(900, 10), "b": falling(800, 10)})
    fitted = model.fitting().fit(1700)
    assert (size(fitted, "a"), size(fitted, "b"), fitted.size) == (900, 800, 1700)
    assert model.asked == 2, "later steps are not even tried"


def test_without_a_target_the_first_step_is_taken() -> None:
    assert Model({"a": falling(900, 10)}).fitting().fit(None).size == 900


def test_only_as_many_take_a_step_as_have_to() -> None:
    model = Model({"a": falling(900, 500), "b": falling(900, 100), "c": falling(900, 880)})
    fitted = model.fitting().fit(1900)
    assert [size(fitted, name) for name in "abc"] == [900, 100, 900]


def test_one_that_gained_too_little_is_taken_back() -> None:
    model = Model({"a": falling(900, 700), "b": falling(900, 650)})
    fitted = model.fitting().fit(1600)
    assert [size(fitted, name) for name in "ab"] == [700, 900] or fitted.size <= 1600
    assert sum(size(fitted, name) == 900 for name in "ab") == 1


def test_every_picture_climbs_a_step_before_any_climbs_the_next() -> None:
    model = Model({"a": falling(900, 800, 100), "b": falling(900, 800, 700)})
    fitted = model.fitting().fit(1600)
    assert [size(fitted, name) for name in "ab"] == [800, 800]


def test_the_least_is_said_where_nothing_fits() -> None:
    model = Model({"a": falling(900, 500, 40), "broken": falling(0)})
    fitted = model.fitting().fit(100)
    assert not fitted.fits
    assert fitted.size == 40 + ORIGINAL
    assert isinstance(fitted.results["broken"], NotOptimised)


def test_a_larger_result_of_a_later_step_is_not_taken() -> None:
    fitted = Model({"a": falling(500, 900, 901, 400, 950)}).fitting().fit(1)
    assert size(fitted, "a") == 400


def test_a_picture_that_many_files_hold_counts_as_often() -> None:
    model = Model({"a": falling(500, 100), "b": falling(500, 90)})
    fitted = model.fitting({"a": 10}).fit(1600)
    assert [size(fitted, name) for name in "ab"] == [100, 500]
    assert fitted.size == 1500


def test_narrow_pictures_are_not_scaled_in_vain() -> None:
    model = Model({"a": falling(500)}, width=700)
    assert not model.fitting().fit(1).fits
    assert model.asked == len(Quality), "one task for each quality, none for a width"


def test_opaque_pngs_may_become_jpegs_when_something_is_lost_anyway() -> None:
    asked: list[Aim] = []

    def optimise(tasks: Mapping[str, Task]) -> dict[str, Result]:
        asked.extend(task.aim for task in tasks.values())
        return {key: _as_asked(task.aim) for key, task in tasks.items()}

    fitted = Fitting({"a": Source(b"x" * 1000)}, STEPS, optimise).fit(100)
    assert fitted.fits
    result = fitted.results["a"]
    assert isinstance(result, Optimised)
    assert (result.format, len(result.data)) == ("jpeg", 90)
    assert asked[0] == Aim()
    for plain, jpeg in zip(asked[1::2], asked[2::2], strict=True):
        assert jpeg == plain._replace(format="jpeg")
        assert plain.quality is not Quality.LOSSLESS


def _as_asked(aim: Aim) -> Optimised:
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(8) + b"\x08\x02" + bytes(7) + b"IDAT"
    data = b"j" * 90 if aim.format == "jpeg" else head.ljust(500, b".")
    return Optimised(aim.format or "png", 9, 9, 1, data, False, 0.01, (9, 9))


ROWS = st.lists(st.integers(1, 1000), min_size=len(STEPS), max_size=len(STEPS))
TABLES = st.lists(ROWS, min_size=1, max_size=5)
FALLING = st.lists(ROWS.map(lambda row: sorted(row, reverse=True)), min_size=1, max_size=5)


@given(TABLES, st.integers(1, 4000))
def test_the_target_is_met_whenever_it_can_be(table: list[list[int]], target: int) -> None:
    model = Model({f"p{at}": row for at, row in enumerate(table)})
    fitted = model.fitting().fit(target)
    least = sum(map(min, table))
    assert fitted.fits == (least <= target)
    assert fitted.size == sum(size(fitted, name) for name in fitted.results)
    assert fitted.size <= target if fitted.fits else fitted.size == least


@given(FALLING, st.integers(1, 4000))
def test_no_picture_suffers_in_vain(table: list[list[int]], target: int) -> None:
    """Taking one of them back a step would be too much, and all of them fit on no earlier step."""
    rows = {f"p{at}": row for at, row in enumerate(table)}
    fitted = Model(rows).fitting().fit(target)
    if not fitted.fits:
        return
    reached = [min(row[: step + 1]) for step, row in product(range(len(STEPS)), rows.values())]
    totals = [sum(reached[at : at + len(rows)]) for at in range(0, len(reached), len(rows))]
    step = next(number for number, total in enumerate(totals) if total <= target)
    for name, row in rows.items():
        best, before = min(row[: step + 1]), min(row[: max(step, 1)])
        assert size(fitted, name) in (best, before)
        if size(fitted, name) < before:
            assert fitted.size + before - size(fitted, name) > target


@given(TABLES, st.integers(1, 4000))
def test_the_order_of_the_pictures_does_not_count(table: list[list[int]], target: int) -> None:
    rows = {f"p{at}": row for at, row in enumerate(table)}
    one = Model(rows).fitting().fit(target)
    other = Model(dict(reversed(rows.items()))).fitting().fit(target)
    assert {name: size(one, name) for name in rows} == {name: size(other, name) for name in rows}


def test_few_steps_are_tried() -> None:
    """Each of them takes seconds for every picture."""
    for reached in range(len(STEPS)):
        sizes = [900] * reached + [100] * (len(STEPS) - reached)
        model = Model({"a": sizes})
        assert model.fitting().fit(500).size == 100
        assert model.asked <= 5


def test_a_second_target_asks_nothing_twice() -> None:
    model = Model({"a": falling(900, 500, 400)})
    fitting = model.fitting()
    fitting.fit(450)
    asked = model.asked
    assert fitting.fit(600).size == 500
    assert model.asked == asked


def test_the_rule_names_the_width_that_the_ladder_takes() -> None:
    assert image_size.WIDE == WIDE
