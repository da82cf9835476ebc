"""Pictures in fewer bytes: what is said of them holds, whatever they were."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from bombs import BOMBS
from mutations import damaged, out_of_range
from pictures import apng, encoded, gradient, inspected_one, jpeg, png, shown, svg
from PIL import Image, features
from test_image_shrinking import PROFILE, _deep_png, _with_metadata, drawing

from docbuild.images.aim import Aim, Quality
from docbuild.images.deep_png import planes
from docbuild.images.loss import has_lost
from docbuild.images.metadata import assembled
from docbuild.images.optimise import optimise as improved
from docbuild.images.optimised import NotOptimised, Optimised
from docbuild.images.optimised_memory import OptimisedMemory
from docbuild.images.optimising import Task, drafts, optimise
from docbuild.images.optimising_pool import _results
from docbuild.images.outline import RefusedError
from docbuild.images.png import chunks
from docbuild.images.process import Answers
from docbuild.images.similarity import difference

NOTHING = OptimisedMemory(None)
AVIF = pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")


def made(data: bytes, aim: Aim = Aim()) -> Optimised:  # noqa: B008 # it cannot change
    """The last and best result, in this process."""
    return list(improved(Task(data, aim)))[-1]


def photo(width: int = 240, height: int = 160) -> Image.Image:
    """Soft like a photograph, with grain."""
    grain = Image.effect_noise((width, height), 12)
    soft = gradient(width, height).split()
    return Image.merge("RGB", [Image.blend(band, grain, 0.2) for band in soft])


def moving(frames: int = 5) -> list[Image.Image]:
    return [photo(60, 40).rotate(20 * number) for number in range(frames)]


def gif_of(frames: list[Image.Image], **options: object) -> bytes:
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], **options)


LOSSLESS: dict[str, Callable[[], bytes]] = {
    "png of a drawing": lambda: encoded(drawing(120, 80, "RGB", 30), "PNG", compress_level=1),
    "transparent png": lambda: encoded(drawing(120, 80, "RGBA", 30), "PNG", compress_level=1),
    "indexed png": lambda: encoded(drawing(120, 80, "RGB", 30).quantize(20), "PNG"),
    "png with transparent colour": lambda: encoded(
        drawing(60, 40, "RGB", 30), "PNG", transparency=(255, 255, 255)
    ),
    "black and white": lambda: encoded(gradient(64, 64, "1"), "PNG"),
    "large png": lambda: encoded(drawing(500, 300, "RGB", 90), "PNG", compress_level=1),
    "apng": apng,
    "jpeg": lambda: encoded(photo(), "JPEG", quality=90),
    "progressive jpeg": lambda: jpeg(90, 70, progressive=True),
    "grey jpeg": lambda: encoded(photo().convert("L"), "JPEG"),
    "cmyk jpeg": lambda: encoded(photo().convert("CMYK"), "JPEG", quality=92),
    "gif": lambda: encoded(photo().quantize(64), "GIF"),
    "interlaced gif": lambda: encoded(photo().quantize(64), "GIF", interlace=True),
    "gif of two colours": lambda: encoded(gradient(30, 30, "1"), "GIF"),
    "moving gif": lambda: gif_of(moving(), duration=[10, 20, 30, 40, 50], loop=3, comment=b"x"),
    "gif that shines through": lambda: gif_of(
        [drawing(60, 40, "RGBA", 9, seed) for seed in range(4)], disposal=2, duration=70
    ),
}


@pytest.mark.parametrize("kind", LOSSLESS)
def test_every_pixel_stays(kind: str) -> None:
    data = LOSSLESS[kind]()
    found = made(data)
    assert found.is_lossless
    assert found.difference == 0
    assert len(found.data) <= len(data)
    assert shown(found.data) == shown(data)
    before, after = Image.open(BytesIO(data)), Image.open(BytesIO(found.data))
    assert before.info.get("loop") == after.info.get("loop")
    facts = inspected_one(found.data)
    assert facts.problem is None
    assert facts[:4] == (found.format, found.width, found.height, found.frames)


def test_bytes_are_saved() -> None:
    for kind in ("png of a drawing", "transparent png", "large png", "jpeg", "cmyk jpeg", "gif"):
        data = LOSSLESS[kind]()
        assert len(made(data).data) < len(data), kind


def test_a_jpeg_becomes_progressive() -> None:
    found = made(encoded(photo(), "JPEG", quality=90))
    assert Image.open(BytesIO(found.data)).info["progressive"]


def test_sixteen_bits_stay_sixteen_bits() -> None:
    for mode_data in (_deep_png(), encoded(gradient(40, 30, "L").convert("I;16"), "PNG")):
        found = made(mode_data)
        assert found.is_lossless
        assert planes(found.data) == planes(mode_data) is not None


"""A GIF, the most bytes that it may take without what is not seen, and how many frames then."""


@pytest.mark.parametrize(
    ("format_name", "orientation"),
    [("PNG", None), ("PNG", 6), ("JPEG", None), ("JPEG", 1), ("JPEG", 3), ("JPEG", 6), ("JPEG", 8)],
)
def test_private_things_go_and_profile_and_orientation_stay(
    format_name: str, orientation: int | None
) -> None:
    data = _with_metadata(format_name, photo(), orientation)
    assert b"private" in data
    for aim in (Aim(), Aim(max_width=80, quality=Quality.GOOD)):
        found = made(data, aim)
        result = Image.open(BytesIO(found.data))
        assert b"private" not in found.data
        assert result.info["icc_profile"] == PROFILE
        lies = orientation in (6, 8)
        assert found.was == ((160, 240) if lies else (240, 160))
        kept = result.getexif().get(0x0112, 1)
        assert kept == ((orientation or 1) if found.is_lossless else 1)
        size = result.size[::-1] if lies and found.is_lossless else result.size
        assert size == (found.width, found.height)


@pytest.mark.parametrize("quality", [each for each in Quality if each is not Quality.LOSSLESS])
@pytest.mark.parametrize("format_name", ["PNG", "JPEG"])
def test_a_lossy_picture_stays_within_its_step(format_name: str, quality: Quality) -> None:
    image = photo() if format_name == "JPEG" else drawing(200, 150, "RGB", 3000)
    options: dict[str, object] = {"quality": 97} if format_name == "JPEG" else {}
    data = encoded(image, format_name, **options)
    found = made(data, Aim(quality=quality))
    assert found.difference <= quality.largest_difference
    assert found.is_lossless == (found.difference == 0)
    assert len(found.data) <= len(data)
    assert found.format == format_name.lower()


def test_missing_colours_count_more_than_what_is_measured() -> None:
    data = encoded(drawing(200, 150, "RGB", 3000), "PNG")
    for quality in (Quality.INVISIBLE, Quality.FINE, Quality.GOOD, Quality.FAIR):
        found = made(data, Aim(quality=quality, format="png"))
        measured = difference(Image.open(BytesIO(data)), Image.open(BytesIO(found.data)))
        assert 0 < measured < 0.75 * quality.largest_difference
        assert measured < found.difference <= quality.largest_difference


MADE: dict[str, tuple[Callable[[], bytes], Aim]] = {
    "lossless png": (LOSSLESS["transparent png"], Aim()),
    "large png": (LOSSLESS["large png"], Aim()),
    "jpeg": (LOSSLESS["jpeg"], Aim()),
    "moving gif": (LOSSLESS["moving gif"], Aim()),
    "few colours": (LOSSLESS["png of a drawing"], Aim(quality=Quality.FAIR)),
    "scaled png": (LOSSLESS["large png"], Aim(max_width=200)),
    "coarse jpeg": (LOSSLESS["jpeg"], Aim(quality=Quality.COARSE)),
    "converted photo": (lambda: encoded(photo(400, 300), "WEBP", lossless=True), Aim()),
    "converted drawing": (lambda: encoded(drawing(120, 80, "RGB", 30), "BMP"), Aim()),
}


@pytest.mark.parametrize("kind", MADE)
def test_what_was_made_smaller_stays_as_it_is(kind: str) -> None:
    picture, aim = MADE[kind]
    data = picture()
    found = made(data, aim)
    assert found.data != data
    assert made(found.data).data == found.data


@pytest.mark.parametrize("format_name", ["PNG", "JPEG", "GIF", "WEBP"])
def test_drafts_are_what_their_step_comes_to(format_name: str) -> None:
    data = encoded(photo() if format_name != "GIF" else photo().quantize(64), format_name)
    aim = Aim(max_width=100, quality=Quality.FAIR)
    found = drafts({"a": Task(data, aim), "cut": Task(data[:-30], aim)})
    assert found["a"]
    for each in found["a"]:
        assert (each.width, each.height, each.was) == (100, 67, (240, 160))
        assert inspected_one(each.data).format == each.format
        assert not each.is_lossless
        assert each.difference <= Quality.FAIR.largest_difference


def test_a_clock_does_not_choose_the_bytes() -> None:
    """What a worker told before it was ended is none of the results."""
    task = Task(LOSSLESS["jpeg"]())
    told = [b"=" + made(task.data).facts(), b"+" + made(task.data).data]
    results = _results(task, Answers(told, "took more than 60 s of processor time"))
    assert isinstance(results, NotOptimised)
    assert _results(task, Answers(told)) == [made(task.data)]


def test_what_ends_a_tool_is_done_without_it(tmp_path: Path) -> None:
    data = out_of_range()
    program = (
        "import sys; from docbuild.images import recompress; "
        "list(recompress.jpeg(sys.stdin.buffer.read())); print('alive')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], input=data, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, b"")
    pictures = {"a": Task(data), "b": Task(data, Aim(quality=Quality.FAIR)), "c": Task(png())}
    found = optimise(pictures, memory=OptimisedMemory(str(tmp_path)))
    for name in "ab":
        result = found[name]
        assert isinstance(result, Optimised)
        assert result.is_lossless
        assert b"comment" not in result.data
        assert shown(result.data) == shown(data)
    assert found["c"] == made(png())
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1  # that of the PNG


def test_what_ends_every_worker_is_damaged_and_no_bomb() -> None:
    gone = Answers([], "ended the worker (status -11)")
    found = _results(Task(png()), gone)
    assert isinstance(found, NotOptimised)
    assert (found.problem, found.detail) == ("corrupt", gone.cause)
    late = _results(Task(png()), Answers([], "took more than 60 s", is_late=True))
    assert isinstance(late, NotOptimised)
    assert late.problem == "bomb"


def test_the_coarser_the_smaller() -> None:
    data = encoded(photo(), "JPEG", quality=97)
    sizes = [len(made(data, Aim(quality=quality)).data) for quality in Quality]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0] / 3


@pytest.mark.parametrize("format_name", ["PNG", "JPEG"])
def test_a_wide_picture_is_scaled_and_says_so(format_name: str) -> None:
    data = encoded(photo(), format_name)
    found = made(data, Aim(max_width=100))
    assert (found.width, found.height) == (100, 67)
    assert found.was == (240, 160)
    assert not found.is_lossless
    assert len(found.data) < len(data)


def test_a_transparent_picture_does_not_become_a_jpeg() -> None:
    data = encoded(drawing(120, 80, "RGBA", 30), "PNG")
    assert made(data, Aim(quality=Quality.FAIR, format="jpeg")).format == "png"
    opaque = encoded(photo(), "PNG")
    assert made(opaque, Aim(quality=Quality.FAIR, format="jpeg")).format == "jpeg"


@pytest.mark.parametrize(
    ("format_name", "more"),
    [("BMP", {}), ("TIFF", {}), ("WEBP", {"lossless": True})],
)
def test_a_drawing_in_another_format_becomes_the_same_png(
    format_name: str, more: dict[str, object]
) -> None:
    data = encoded(drawing(120, 80, "RGB", 30), format_name, **more)
    found = made(data)
    assert (found.format, found.is_lossless) == ("png", True)
    assert shown(found.data)[0][1] == shown(data)[0][1]


@pytest.mark.parametrize("more", [{}, {"icc_profile": PROFILE}])
def test_what_lost_something_already_need_not_keep_every_pixel(more: dict[str, object]) -> None:
    data = encoded(photo(), "WEBP", quality=60, **more)
    assert has_lost("webp", data)
    assert not has_lost("webp", encoded(photo(), "WEBP", lossless=True, **more))
    found = made(data)
    assert (found.format, found.is_lossless) == ("jpeg", False)
    assert found.difference <= Quality.INVISIBLE.largest_difference
    assert len(found.data) < 0.7 * len(made(data, Aim(format="png")).data)


@AVIF
@pytest.mark.parametrize("more", [{}, {"icc_profile": PROFILE}])
def test_an_avif_of_a_drawing_does_not_grow_for_nothing(more: dict[str, object]) -> None:
    soft = gradient(300, 200)  # of few colours, so that it is no photograph
    data = encoded(soft, "AVIF", quality=60, **more)
    exact, found = made(data, Aim(format="png")), made(data)
    assert (exact.is_lossless, found.format) == (True, "jpeg")
    assert found.difference <= Quality.INVISIBLE.largest_difference
    assert len(found.data) < 0.8 * len(exact.data)


@AVIF
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_an_avif_that_is_as_small_as_png_keeps_its_pixels(mode: str) -> None:
    data = encoded(drawing(300, 200, mode, 12), "AVIF", quality=100, subsampling="4:4:4")
    found = made(data)
    assert (found.format, found.is_lossless, found.difference) == ("png", True, 0)
    assert shown(found.data)[0][1] == shown(data)[0][1]


@pytest.mark.parametrize("format_name", ["WEBP", pytest.param("AVIF", marks=AVIF)])
def test_an_animation_in_another_format_keeps_moving(format_name: str) -> None:
    frames = moving()
    data = encoded(frames[0], format_name, save_all=True, append_images=frames[1:], duration=80)
    for wanted, is_lossless in ((None, True), ("gif", False)):
        found = made(data, Aim(format=wanted))
        assert (found.format, found.frames) == (wanted or "png", 5)
        assert found.is_lossless == is_lossless
        assert (found.difference == 0) == is_lossless
        assert inspected_one(found.data).frames == 5


def test_several_workers_give_each_its_own_in_order() -> None:
    pictures = {
        "drawing": Task(LOSSLESS["png of a drawing"]()),
        "nothing": Task(b""),
        "again": Task(LOSSLESS["png of a drawing"]()),
        "svg": Task(svg()),
        "cut": Task(png()[:-20]),
        "photo": Task(LOSSLESS["jpeg"](), Aim(quality=Quality.FAIR)),
    }
    told: list[tuple[int, int]] = []
    found = optimise(pictures, lambda done, of: told.append((done, of)), NOTHING)
    assert list(found) == list(pictures)
    assert found["drawing"] == found["again"] == made(pictures["drawing"].data)
    problems = [each.problem for each in found.values() if isinstance(each, NotOptimised)]
    assert problems == ["unknown", "format", "corrupt"]
    assert told == [(number, 5) for number in range(1, 6)]


def test_what_was_done_is_remembered(tmp_path: Path) -> None:
    memory = OptimisedMemory(str(tmp_path))
    pictures = {"a": Task(LOSSLESS["large png"]()), "b": Task(encoded(photo(9, 9), "GIF"))}
    first = optimise(pictures, memory=memory)
    told: list[int] = []
    assert optimise(pictures, lambda done, _of: told.append(done), memory) == first
    assert told == []
    records = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(records) == 2
    for record in records:  # damaged, as a disk may leave it
        record.write_bytes(record.read_bytes()[:-1] + b"!")
    assert optimise(pictures, lambda done, _of: told.append(done), memory) == first
    assert told == [1, 2]


def test_another_aim_is_another_memory(tmp_path: Path) -> None:
    memory = OptimisedMemory(str(tmp_path))
    task = Task(encoded(photo(), "JPEG", quality=97))
    lossless = optimise({"a": task}, memory=memory)["a"]
    coarse = optimise({"a": task._replace(aim=Aim(quality=Quality.COARSE))}, memory=memory)["a"]
    assert isinstance(lossless, Optimised)
    assert isinstance(coarse, Optimised)
    assert len(coarse.data) < len(lossless.data)


def test_the_tools_are_not_loaded_where_nobody_is_confined() -> None:
    program = (
        "import sys; from docbuild.images.optimising import Task, optimise, OptimisedMemory; "
        "optimise({'a': Task(b'x')}, None, OptimisedMemory(None)); "
        "tools = {'PIL', 'pillow_heif', 'oxipng', 'mozjpeg_lossless_optimization'}; "
        "print(sorted(tools & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "[]\n"


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_cost_their_worker_at_most(bomb: Callable[[], bytes]) -> None:
    with pytest.raises(RefusedError):
        list(improved(Task(bomb())))


_WITH_LITTLE_MEMORY = """
import sys
from docbuild.images.aim import Task
from docbuild.images.confine import confine
from docbuild.images.optimise import optimise
from docbuild.images.outline import RefusedError
data = sys.stdin.buffer.read()
confine(75 << 20)
try:
    print(len(list(optimise(Task(data)))))
except RefusedError as refusal:
    print(refusal.problem)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems set no such limit")
def test_what_takes_too_much_memory_is_not_said_to_be_the_smallest() -> None:
    # 36 MB once decoded, which is what it takes to begin; comparing two takes that twice more.
    data = encoded(Image.new("L", (6000, 6000), 90), "JPEG", comment=b"x" * 99)
    command = [sys.executable, "-c", _WITH_LITTLE_MEMORY]
    assert subprocess.check_output(command, input=data) == b"bomb\n"


def test_a_palette_that_is_missing_makes_no_drafts() -> None:
    without = assembled(*(part for part in chunks(png(mode="P")) if part[0] != b"PLTE"))
    assert drafts({"a": Task(without, Aim(20, Quality.FAIR))}) == {"a": []}


def test_damaged_pictures_are_refused_or_made_smaller() -> None:
    kinds = {"refused": 0, "smaller": 0}
    aims = (Aim(), Aim(quality=Quality.FAIR), Aim(max_width=20))
    for number, data in enumerate(islice(damaged(3), 120)):
        aim = aims[number % len(aims)]
        try:
            found = made(data, aim)
        except RefusedError:
            kinds["refused"] += 1
            continue
        kinds["smaller"] += len(found.data) < len(data)
        assert len(found.data) <= len(data)
        assert not found.is_lossless or shown(found.data) == shown(data)
    assert min(kinds.values()) > 10
