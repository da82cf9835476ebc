"""Pictures that have to fit: the target is met if it can be, and no picture suffers in vain."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbuild.images.aim import Aim, Quality, Task
from docbuild.images.limits import WIDE
from docbuild.images.optimised import NotOptimised, Optimised
from docbuild.rules import image_size
from docbuild.shrinking.choices import Choices, Result, Source
from docbuild.shrinking.fitting import Fitted, Fitting
from docbuild.shrinking.ladder import NARROWEST, ladder

STEPS = ladder(None)
ORIGINAL = 1000


class Model:
    """An optimiser by a table: the bytes of each picture's draft on each step of the ladder.

    A picture's data name it. ``shares`` say in turn, by the number of its bytes, what is left of
    a draft that is compressed well. ``asked`` counts the drafts, ``finished`` what was compressed.
    """

    def __init__(
        self,
        sizes: Mapping[str, Sequence[int]],
        width: int = 4000,
        shares: Sequence[float] = (1.0,),
    ) -> None:
        self._sizes = sizes
        self._width = width
        self._shares = shares
        self.asked = self.finished = 0

    def optimise(self, tasks: Mapping[str, Task]) -> dict[str, Result]:
        return {key: self._result(task) for key, task in tasks.items()}

    def draft(self, tasks: Mapping[str, Task]) -> dict[str, list[Optimised]]:
        self.asked += len(tasks)
        return {key: self._drafts(task) for key, task in tasks.items()}

    def left(self, size: int) -> int:
        """The bytes of a draft that is compressed well."""
        return math.ceil(size * self._shares[size % len(self._shares)])

    def _result(self, task: Task) -> Result:
        name = task.data.decode().rstrip(".")
        if name == "broken":
            return NotOptimised("corrupt", "it is")
        aim = task.aim._replace(is_draft=False)
        size = len(name) if name.startswith("j") else self._sizes[name][STEPS.index(aim)]
        if task.aim.is_draft:
            self.asked += 1
            return self._made(aim, size)
        self.finished += 1
        return self._made(aim, self.left(size))

    def _drafts(self, task: Task) -> list[Optimised]:
        name = task.data.decode().rstrip(".")
        wide = task.aim._replace(max_width=task.aim.max_width or WIDE)
        aims = [wide._replace(quality=each) for each in Quality if each is not Quality.LOSSLESS]
        rows = [(aim, self._sizes[name][STEPS.index(aim)]) for aim in aims if aim in STEPS]
        return [self._made(aim, size) for aim, size in rows]

    def _made(self, aim: Aim, size: int) -> Optimised:
        width = min(self._width, aim.max_width or self._width)
        is_lossless = aim.quality is Quality.LOSSLESS
        difference = aim.quality.largest_difference
        data = b"j" * size
        return Optimised("jpeg", width, 1, 1, data, is_lossless, difference, (self._width, 1))

    def fitting(self, files: Mapping[str, int] | None = None) -> Fitting:
        sources = {
            name: Source(name.encode().ljust(ORIGINAL, b"."), (files or {}).get(name, 1))
            for name in self._sizes
        }
        return Fitting(Choices(sources, STEPS, self.optimise, self.draft))


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
    assert (model.asked, model.finished) == (2, 2), "later steps are not even tried"


def test_without_a_target_the_first_step_is_taken() -> None:
    assert Model({"a": falling(900, 10)}).fitting().first().size == 900


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
    assert model.asked == 2, "one without a loss and one for all drafts, none for a width"


def test_what_compressing_well_gains_is_given_back() -> None:
    """By their drafts both had to lose something, of which neither the one nor the other fits."""
    rows = {"a": falling(900, 900, 800), "b": falling(900, 900, 700)}
    fitted = Model(rows, shares=[0.9]).fitting().fit(1450)
    assert [size(fitted, name) for name in "ab"] == [810, 630]


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


SHARES = st.lists(st.floats(0.5, 1), min_size=1, max_size=7)


@given(st.lists(ROWS, min_size=1, max_size=3), SHARES, st.integers(1, 2000))
@settings(max_examples=300)
def test_a_solution_is_found_whenever_any_combination_is_one(
    table: list[list[int]], shares: list[float], target: int
) -> None:
    """Every picture on every step, compressed well: the drafts promised nothing of it."""
    model = Model({f"p{at}": row for at, row in enumerate(table)}, shares=shares)
    finished = [[model.left(size) for size in row] for row in table]
    combinations = {sum(sizes) for sizes in product(*map(set, finished))}
    fitted = model.fitting().fit(target)
    assert fitted.fits == (min(combinations) <= target)
    assert fitted.size in combinations
    assert fitted.size <= target or not fitted.fits


@given(FALLING, st.integers(1, 4000), st.integers(0, 1000))
def test_more_room_takes_no_picture_further_down(
    table: list[list[int]], target: int, more: int
) -> None:
    rows = {f"p{at}": row for at, row in enumerate(table)}
    small, large = (Model(rows).fitting().fit(each) for each in (target, target + more))
    assert _worst(large) <= _worst(small)


def _worst(fitted: Fitted) -> float:
    results = fitted.results.values()
    return max(each.difference for each in results if isinstance(each, Optimised))


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
