"""Bytes → facts, through a real worker."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from pictures import apng, digest, encoded, gif, gradient, inspected, inspected_one, jpeg, png, svg
from PIL import Image

from docbuild.asset import ImageFacts, ImageProblem
from docbuild.images.facts import Picture, facts_of
from docbuild.images.limits import WIDE
from docbuild.images.memory import Memory

SOUND: Mapping[str, tuple[bytes, ImageFacts]] = {
    "png": (png(), ImageFacts("png", 40, 30, 1)),
    "png with a palette": (png(mode="P"), ImageFacts("png", 40, 30, 1)),
    "png in black and white": (png(mode="1"), ImageFacts("png", 40, 30, 1)),
    "png of 16 bits": (
        encoded(gradient(9, 9, "L").convert("I;16"), "PNG"),
        ImageFacts("png", 9, 9, 1),
    ),
    "apng": (apng(3), ImageFacts("png", 40, 30, 3)),
    "jpeg": (jpeg(), ImageFacts("jpeg", 40, 30, 1)),
    "progressive jpeg": (jpeg(progressive=True), ImageFacts("jpeg", 40, 30, 1)),
    "cmyk jpeg": (encoded(gradient(40, 30, "CMYK"), "JPEG"), ImageFacts("jpeg", 40, 30, 1)),
    "gif": (gif(), ImageFacts("gif", 40, 30, 1)),
    "animated gif": (gif(frames=5), ImageFacts("gif", 40, 30, 5)),
    "svg": (svg(), ImageFacts("svg", 30, 20, 1)),
    "svg by its view box": (svg(attributes='viewBox="0 0 7.6,9"'), ImageFacts("svg", 8, 9, 1)),
    "svg of unknown size": (svg(attributes='width="100%"'), ImageFacts("svg", 0, 0, 1)),
    "webp": (encoded(gradient(4, 4), "WEBP"), ImageFacts("webp", 0, 0, 0)),
}


@pytest.fixture(scope="module")
def sound() -> dict[str, ImageFacts]:
    return inspected({name: data for name, (data, _) in SOUND.items()})


@pytest.mark.parametrize("name", SOUND)
def test_sound_pictures(name: str, sound: dict[str, ImageFacts]) -> None:
    assert sound[name] == SOUND[name][1]


@pytest.mark.parametrize("make", [png, jpeg, gif, apng])
def test_what_follows_the_end_does_not_matter(make: Callable[[], bytes]) -> None:
    assert inspected_one(make() + b"trailing garbage").problem is None


@pytest.mark.parametrize("make", [png, jpeg, gif, apng, svg])
def test_every_truncation_is_corrupt(make: Callable[[], bytes]) -> None:
    data = make()
    cuts = {str(length): data[:length] for length in range(20, len(data), max(1, len(data) // 40))}
    cuts |= {f"all but {missing}": data[:-missing] for missing in (1, 2, 3, 5, 12)}
    facts = inspected(cuts)
    assert len(facts) > 20
    assert {name for name, fact in facts.items() if fact.problem is None} == set()
    assert {fact.problem for fact in facts.values()} <= {ImageProblem.CORRUPT, ImageProblem.UNKNOWN}


def test_a_frame_broken_inside_an_animation_is_corrupt() -> None:
    still = gif()
    start = still.index(b",\0\0\0\0")
    frame = still[start:-1]
    broken = frame[:10] + b"\x63" + frame[11:]  # codes of 99 bits
    assert inspected_one(still[:start] + frame * 3 + b";").problem is None
    assert inspected_one(still[:start] + frame + broken + frame + b";").problem is (
        ImageProblem.CORRUPT
    )


def test_damage_that_a_decoder_would_not_notice() -> None:
    data = bytearray(png())
    data[-20] ^= 1  # in the checksum of the pixels
    facts = inspected_one(bytes(data))
    assert facts.problem is ImageProblem.CORRUPT
    assert "checksum" in facts.detail


def test_no_picture_at_all() -> None:
    facts = inspected_one(b"version https://git-lfs.github.com/spec/v1\n")
    assert (facts.format, facts.problem) == (None, ImageProblem.UNKNOWN)
    assert "Git LFS" in facts.detail


@pytest.mark.parametrize(
    ("image", "format_name"),
    [
        (gradient(3000, 400), "PNG"),
        (gradient(7000, 50, "RGBA"), "PNG"),
        (gradient(3000, 400), "JPEG"),
        (gradient(3000, 400, "CMYK"), "JPEG"),
    ],
)
def test_the_size_after_scaling(image: Image.Image, format_name: str) -> None:
    data = encoded(image, format_name, quality=95)
    facts = inspected_one(data)
    assert facts.problem is None
    assert facts.fitted_size is not None
    assert 0 < facts.fitted_size < len(data)


@pytest.mark.parametrize(
    "data",
    [png(WIDE, 10), gif(2000, 10, frames=2), png(2000, 10, "1"), svg(attributes='width="9000"')],
)
def test_what_is_not_scaled(data: bytes) -> None:
    facts = inspected_one(data)
    assert (facts.problem, facts.fitted_size) == (None, None)


def test_a_large_photograph_passes() -> None:
    facts = inspected_one(jpeg(6000, 4000))
    assert (facts.width, facts.height, facts.problem) == (6000, 4000, None)


def test_the_same_bytes_are_loaded_once() -> None:
    data, loads = png(), []

    def load() -> bytes:
        loads.append(1)
        return data

    assert list(facts_of([Picture(digest(data), load)] * 3, Memory(None))) == [digest(data)]
    assert len(loads) == 1


def test_no_pictures_no_facts() -> None:
    assert facts_of([], Memory(None)) == {}


def test_progress_is_told_of_what_was_not_remembered(tmp_path: Path) -> None:
    memory = Memory(str(tmp_path))
    inspected({"known": png()}, memory)
    told: list[tuple[int, int]] = []
    pictures = [png(), jpeg(), gif()]
    facts_of(
        [Picture(digest(data), partial(bytes, data)) for data in pictures],
        memory,
        lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 2), (2, 2)]


def test_what_a_loader_raises_is_raised() -> None:
    def load() -> bytes:
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone"):
        facts_of([Picture(digest(b""), load)], Memory(None))


def test_neither_pillow_nor_a_process_before_there_is_need(tmp_path: Path) -> None:
    memory = Memory(str(tmp_path))
    inspected({"known": png()}, memory)
    program = (
        "import sys\n"
        "from docbuild.images.facts import Picture, facts_of\n"
        "from docbuild.images.formats import format_of, name_matches\n"
        "from docbuild.images.memory import Memory\n"
        "def load(): raise AssertionError\n"
        f"facts = facts_of([Picture({digest(png())!r}, load)], Memory({str(tmp_path)!r}))\n"
        "assert len(facts) == 1\n"
        "heavy = {'PIL', 'subprocess', 'multiprocessing', 'threading', 'platformdirs'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
