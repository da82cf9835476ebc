"""The same project makes the same bytes wherever it is bundled, by whomever, with whatever."""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest
from PIL import Image
from plugin_projects import CLEAN, write_project

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names POSIX programs")

PYTHONS = "DOCBUILD_TEST_PYTHONS"  # more Pythons that have docbuild, with colons between them
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


class Environment(NamedTuple):
    """What is different when docbuild runs: variables, the command around it, the program."""

    name: str
    variables: Mapping[str, str] = MappingProxyType({})
    prefix: Sequence[str] = ()
    python: str = sys.executable
    umask: int = 0o022


def _another_user() -> Environment:
    """Nobody, who may read everything, as Python may lie where only root may look; or root."""
    able = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *able]
    words = nobody if IS_ROOT else ["unshare", "--map-root-user"]
    return Environment("another user", {"HOME": "/nonexistent", "USER": "x"}, words)


def _pythons() -> list[Environment]:
    found = os.environ.get(PYTHONS, "").split(os.pathsep)
    return [Environment(f"{path} as Python", python=path) for path in found if path]


ENVIRONMENTS = [
    Environment("west of Greenwich", {"TZ": "America/St_Johns"}),
    Environment("far in the east", {"TZ": "Pacific/Kiritimati"}),
    Environment("no locale", {"LC_ALL": "C"}),
    Environment("Turkish", {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    Environment("open to all", umask=0o000),
    Environment("closed to others", umask=0o077),
    _another_user(),
    Environment("hash seed 1", {"PYTHONHASHSEED": "1"}),
    Environment("hash seed 2", {"PYTHONHASHSEED": "4294967295"}),
    Environment("one processor", prefix=["taskset", "--cpu-list", "0"]),
    Environment("optimised Python", {"PYTHONOPTIMIZE": "2", "PYTHONDEVMODE": "1"}),
    *_pythons(),
]


def picture(seed: int, size: tuple[int, int], kind: str) -> bytes:
    """A picture with so much in it that it can be shrunk, and with loss."""
    chance = random.Random(seed)
    small = Image.frombytes("RGB", (24, 16), chance.randbytes(24 * 16 * 3))
    buffer = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).save(buffer, kind)
    return buffer.getvalue()


FILES = {
    "doc/image/card.png": picture(1, (144, 96), "PNG"),
    "doc/image/一 1.jpg": picture(2, (60, 40), "JPEG"),
}
README = f"{CLEAN}\n![一](image/一%201.jpg)\n"
COMMANDS = {"as it is": [], "shrunk": ["--optimize", "--max-width", "72"]}


def bundle(project: Path, folder: Path, environment: Environment) -> dict[str, bytes]:
    """The archives that all commands make in ``folder``, which must be new."""
    folder.mkdir()
    folder.chmod(0o777)
    variables = {
        "PATH": os.environ["PATH"],
        "DOCBUILD_CACHE": "off",
        "LC_ALL": "C.UTF-8",
        **environment.variables,
    }
    made = {}
    for name, words in COMMANDS.items():
        target = folder / f"{name}.zip"
        command = ["bundle", str(project), "-o", str(target), "--description", "说明", *words]
        done = subprocess.run(
            [*environment.prefix, environment.python, "-m", "docbuild", *command],
            cwd=folder,
            env=variables,
            umask=environment.umask,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        made[name] = target.read_bytes()
    return made


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("here") / "project", README, FILES)


@pytest.fixture(scope="module")
def usual(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = bundle(project, tmp_path_factory.mktemp("usual") / "out", Environment("usual"))
    with zipfile.ZipFile(io.BytesIO(made["shrunk"])) as archive:
        assert all(archive.getinfo(name).file_size < len(data) for name, data in FILES.items())
    return made


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda each: each.name)
def test_the_surroundings_do_not_count(
    environment: Environment, project: Path, usual: dict[str, bytes], tmp_path: Path
) -> None:
    if environment.prefix and shutil.which(environment.prefix[0]) is None:
        pytest.skip(f"{environment.prefix[0]} is not installed")
    tmp_path.chmod(0o755)
    assert bundle(project, tmp_path / "out", environment) == usual


def test_the_age_of_the_files_does_not_count(usual: dict[str, bytes], tmp_path: Path) -> None:
    project = write_project(tmp_path / "old", README, FILES)
    for path in project.rglob("*"):
        path.chmod(0o700)
        os.utime(path, (0, 2**33))
    assert bundle(project, tmp_path / "out", Environment("usual")) == usual


def test_the_length_of_the_path_does_not_count(usual: dict[str, bytes], tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*(["长" * 80] * 13))
    project = write_project(deep, README, FILES)
    assert len(os.fsencode(project)) > 3000
    assert bundle(project, tmp_path / "out", Environment("usual")) == usual


def test_the_order_of_the_folder_does_not_count(
    usual: dict[str, bytes], project: Path, tmp_path: Path
) -> None:
    """A file system in memory lists what is in a folder by when it was made there."""
    if not Path("/dev/shm").is_dir():
        pytest.skip("there is no file system in memory")
    paths = sorted(path.relative_to(project) for path in project.rglob("*") if path.is_file())
    listings = []
    with tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        for number, order in enumerate([paths, paths[::-1]]):
            copy = Path(memory) / str(number)
            for path in order:
                (copy / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(project / path, copy / path)
            listings.append(os.listdir(copy / "doc" / "image"))
            assert bundle(copy, tmp_path / f"out{number}", Environment("usual")) == usual
    assert sorted(listings[0]) == sorted(listings[1])
    assert listings[0] != listings[1]


def test_the_zlib_does_not_count(usual: dict[str, bytes], project: Path, tmp_path: Path) -> None:
    other = pytest.importorskip("zlib_ng.zlib_ng")
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nimport zlib_ng.zlib_ng\nsys.modules['zlib'] = zlib_ng.zlib_ng\n"
    )
    assert other.compress(README.encode() * 9, 1) != zlib.compress(README.encode() * 9, 1)
    environment = Environment("zlib-ng", {"PYTHONPATH": str(tmp_path)})
    assert bundle(project, tmp_path / "out", environment) == usual
