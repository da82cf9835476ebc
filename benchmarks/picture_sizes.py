"""Real pictures made smaller, beside what oxipng, jpegoptim and gifsicle make of them.

    python benchmarks/picture_sizes.py FOLDER [--oxipng COMMAND] [--level LEVEL]

Every file below FOLDER that begins like a PNG, JPEG or GIF takes part; nothing is fetched and
nothing in FOLDER is changed. Each picture that is said to be lossless is decoded anew and
compared frame by frame. A tool that is not installed is left out; a picture that a tool refuses
or enlarges counts as it came.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from PIL import Image, ImageSequence
from PIL.JpegImagePlugin import JpegImageFile

from docbuild.images.deep_png import is_deep, planes
from docbuild.images.formats import format_of
from docbuild.images.optimised_memory import OptimisedMemory
from docbuild.images.optimising import NotOptimised, Optimised, Task, optimise
from docbuild.images.optimising_pool import cpu_count

_KEPT = 20  # milliseconds
FORMATS = ("png", "jpeg", "gif")
OPTIONS: Mapping[str, Callable[[str, str], list[str]]] = {
    "png": lambda level, to: ["--opt", level, "--strip", "all", "--quiet", "--out", to],
    "jpeg": lambda _level, to: ["--strip-all", "--all-progressive", "--quiet", "--dest", to],
    "gif": lambda _level, to: ["-O3", "--no-comments", "--no-warnings", "--output", to],
}


class Tool(NamedTuple):
    """A command line for the pictures of one format."""

    format: str
    command: str
    level: str

    def size(self, picture: Path, data: bytes) -> int:
        """The bytes that it makes of a picture, at most as many as came."""
        with TemporaryDirectory() as folder:
            to = str(Path(folder, picture.name)) if self.format != "jpeg" else folder
            arguments = OPTIONS[self.format](self.level, to)
            subprocess.run(
                [self.command, *arguments, str(picture)], capture_output=True, check=False
            )
            made = Path(folder, picture.name)
            size = made.stat().st_size if made.exists() else 0
            return min(size or len(data), len(data))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--oxipng", default="oxipng")
    parser.add_argument("--jpegoptim", default="jpegoptim")
    parser.add_argument("--gifsicle", default="gifsicle")
    parser.add_argument("--larger", action="store_true", help="name what a tool made smaller")
    parser.add_argument("--level", default="max", help="oxipng's --opt")
    options = parser.parse_args()
    pictures = dict(_read(options.folder))
    if not pictures:
        print(f"no picture below {options.folder}", file=sys.stderr)
        return 2
    began = _processor_seconds()
    found = optimise({str(path): Task(data) for path, data in pictures.items()}, _told, _nothing())
    seconds = {"docbuild": _processor_seconds() - began}
    wrong = [path for path in pictures if not _holds(pictures[path], found[str(path)])]
    commands = {"png": options.oxipng, "jpeg": options.jpegoptim, "gif": options.gifsicle}
    tools = [Tool(kind, name, options.level) for kind, name in commands.items()]
    theirs: dict[Path, int] = {}
    for tool in (tool for tool in tools if shutil.which(tool.command)):
        began = _processor_seconds()
        theirs |= _sizes(tool, pictures)
        seconds[tool.command] = _processor_seconds() - began
    for kind in FORMATS:
        _print_row(kind, pictures, found, theirs)
    print(", ".join(f"{name} {taken:.1f} s of processor time" for name, taken in seconds.items()))
    if options.larger:
        for path, size in theirs.items():
            if size < (mine := _size(found[str(path)], pictures[path])):
                print(f"{mine - size:8} {path}: {len(pictures[path])}, {mine}, {size}")
    for path in wrong:
        print(f"NOT THE SAME: {path}")
    return 1 if wrong else 0


def _read(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            if format_of(data) in FORMATS:
                yield path, data


def _processor_seconds() -> float:
    """What all processes that ended took: another process that is busy changes nothing."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


def _nothing() -> OptimisedMemory:
    return OptimisedMemory(None)


def _told(done: int, of: int) -> None:
    print(f"\r{done}/{of}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def _sizes(tool: Tool, pictures: Mapping[Path, bytes]) -> dict[Path, int]:
    chosen = [path for path, data in pictures.items() if format_of(data) == tool.format]
    with ThreadPoolExecutor(cpu_count()) as executor:
        sizes = executor.map(lambda path: tool.size(path, pictures[path]), chosen)
        return dict(zip(chosen, sizes, strict=True))


def _print_row(
    kind: str,
    pictures: Mapping[Path, bytes],
    found: Mapping[str, Optimised | NotOptimised],
    theirs: Mapping[Path, int],
) -> None:
    chosen = [path for path, data in pictures.items() if format_of(data) == kind]
    ours = {path: _size(found[str(path)], pictures[path]) for path in chosen}
    before = sum(len(pictures[path]) for path in chosen)
    print(f"| {kind} | {len(chosen)} | {before} | {sum(ours.values())} |", end="")
    if any(path in theirs for path in chosen):
        refused = sum(isinstance(found[str(path)], NotOptimised) for path in chosen)
        larger = sum(ours[path] > theirs[path] for path in chosen)
        print(f" {sum(theirs[path] for path in chosen)} | {larger} larger, {refused} refused |")
    else:
        print(" | |")


def _size(found: Optimised | NotOptimised, data: bytes) -> int:
    return len(data) if isinstance(found, NotOptimised) else len(found.data)


def _holds(data: bytes, found: Optimised | NotOptimised) -> bool:
    """Whether a picture is what was said of it."""
    if isinstance(found, NotOptimised) or found.data == data:
        return True
    return len(found.data) < len(data) and (not found.is_lossless or _alike(data, found.data))


def _alike(one: bytes, other: bytes) -> bool:
    if one.startswith(b"\x89PNG") and (is_deep(one) or is_deep(other)):
        return planes(one) == planes(other)
    return _shown(one) == _shown(other)


def _shown(data: bytes) -> object:
    """The samples of every composed frame, and how long each is shown; of a still for ever.

    Equal frames in a row are one, but where browsers show them for longer than they say.
    """
    is_jpeg = data.startswith(b"\xff\xd8")
    # Image.open goes on to the other pictures of a camera's file, which may be cut off.
    image = JpegImageFile(BytesIO(data)) if is_jpeg else Image.open(BytesIO(data))
    if getattr(image, "n_frames", 1) == 1:
        return _samples(image)
    told: list[tuple[bytes, float]] = []
    for frame in ImageSequence.Iterator(image):
        samples, time = _samples(frame), frame.info.get("duration", 0)
        if told and told[-1][0] == samples and min(time, told[-1][1]) >= _KEPT:
            time += told.pop()[1]
        told.append((samples, time))
    return image.info.get("loop"), told


def _samples(frame: Image.Image) -> bytes:
    return frame.tobytes() if frame.mode == "CMYK" else frame.convert("RGBA").tobytes()


if __name__ == "__main__":
    sys.exit(main())
