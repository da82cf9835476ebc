"""The wheel works alone: built, installed into an empty environment, run from elsewhere."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from urllib.request import urlopen

import pytest
from packaging.requirements import Requirement
from plugin_projects import BROKEN, write_project

from docbuild.manifest import MANIFEST

ROOT = Path(__file__).parent.parent
_COMPARISON = ("comparison.css", "comparison.js", "comparison.schema.json")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    run(*command, str(ROOT), folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def docbuild(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command, beside nothing but the dependencies that the wheel declares."""
    folder = tmp_path_factory.mktemp("installed")
    environment, libraries = folder / "venv", folder / "libraries"
    run(sys.executable, "-m", "venv", "--without-pip", str(environment), folder=folder)
    python = environment / "bin" / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", "--no-compile", str(wheel)]
    run(sys.executable, "-m", "pip", "--python", str(python), *install, folder=folder)
    libraries.mkdir()
    for source in dependency_files(distribution("wxdocbuild"), set()):
        target = libraries / source.name
        if not target.exists():
            target.symlink_to(source)
    (site_packages,) = environment.glob("lib/python*/site-packages")
    (site_packages / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    return environment / "bin" / "docbuild"


def dependency_files(package: Distribution, seen: set[str]) -> Iterator[Path]:
    """The packages and modules that ``package`` needs, without what extras would add."""
    for requirement in map(Requirement, package.requires or ()):
        name, marker = requirement.name, requirement.marker
        if name in seen or (marker is not None and not marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        needed = distribution(name)
        tops = {Path(str(file)).parts[0] for file in needed.files or ()}
        yield from (Path(str(needed.locate_file(top))) for top in tops if top not in ("..", "bin"))
        yield from dependency_files(needed, seen)


def run(*command: str, folder: Path, code: int = 0) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment |= {"LC_ALL": "en_US.UTF-8", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_what_is_read_at_run_time(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    themes = {f"docbuild/{path.relative_to(ROOT)}" for path in (ROOT / "themes").rglob("*.*")}
    schemas = {str(path.relative_to(ROOT)) for path in (ROOT / "docbuild").rglob("*.json")}
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "docbuild").rglob("*.py")}
    client = (ROOT / "docbuild" / "preview" / "client").glob("*.*")
    themes |= {str(path.relative_to(ROOT)) for path in client}
    project = (ROOT / "docbuild" / "scaffold" / "project").rglob("*.*")
    themes |= {str(path.relative_to(ROOT)) for path in project}
    comparison = ROOT / "docbuild" / "formats" / "comparison"
    themes |= {str(comparison.relative_to(ROOT) / name) for name in _COMPARISON}
    assert len(themes) >= 50
    assert len(modules) > 50
    assert "docbuild/formats/report.schema.json" in schemas
    assert "docbuild/py.typed" in names
    assert names >= themes | schemas | modules
    assert not [name for name in names if name.startswith(("tests", "sample_doc", "scripts"))]


def test_the_installed_command(docbuild: Path, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    command = str(docbuild)
    where = "import docbuild; print(docbuild.__file__)"
    package = run(str(docbuild.parent / "python"), "-c", where, folder=tmp_path)
    assert Path(package.strip()).is_relative_to(docbuild.parent.parent)

    assert "no problems found" in run(command, "check", "project", folder=tmp_path)
    run(command, "build", "project", "-o", "page", folder=tmp_path)
    html = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    assert '<img src="image/card.png"' in html
    run(command, "bundle", "-o", "../bundle.zip", folder=project)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        assert archive.namelist() == ["doc/README.md", "doc/image/card.png", MANIFEST]
    assert "no problems found" in run(command, "verify", "bundle.zip", folder=tmp_path)


def test_the_installed_command_makes_a_project(docbuild: Path, tmp_path: Path) -> None:
    run(str(docbuild), "init", "new", folder=tmp_path)
    assert "no problems found" in run(str(docbuild), "check", "new", folder=tmp_path)
    run(str(docbuild), "sync", "new", "--check", folder=tmp_path)


def test_the_installed_command_serves(docbuild: Path, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    command = [str(docbuild), "serve", "--no-open", "--theme", "plain", "--lang", "en", "project"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            (address,) = re.findall(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
            page = fetch(address)
            assert "-/picture/" in page
            for name in re.findall(r'(?:href|src)="(-/[^"]+)"', page):
                assert fetch(address + name)
            save = (project / "doc" / "README.md").write_text
            save("# Saved\n", encoding="utf-8")
            while "Saved" not in fetch(address):
                time.sleep(0.05)
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(30) == 130


def fetch(address: str) -> str:
    with urlopen(address, timeout=30) as response:
        return str(response.read().decode("latin-1"))


def test_the_installed_command_on_a_broken_document(docbuild: Path, tmp_path: Path) -> None:
    write_project(tmp_path / "project", BROKEN)
    out = run(str(docbuild), "check", "project", "--format=json", folder=tmp_path, code=1)
    assert json.loads(out)["diagnostics"][0]["rule"] == "image-missing"


def test_python_m_is_the_same_command(docbuild: Path, tmp_path: Path) -> None:
    python = str(docbuild.parent / "python")
    help_text = run(str(docbuild), folder=tmp_path)
    assert help_text.startswith("usage: docbuild")
    assert run(python, "-m", "docbuild", folder=tmp_path) == help_text
