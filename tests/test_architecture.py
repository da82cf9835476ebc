"""The rooms of ARCHITECTURE.md: imports point downwards, and each library has one door."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "docbuild"

# The floor of each module or package below docbuild; the longest name that fits decides.
FLOORS = {
    "source": 0,
    "invisible": 0,
    "nearest": 0,
    "byte_size": 0,
    "names": 0,
    "diagnostic": 1,
    "document": 1,
    "asset": 1,
    "problem": 1,
    "settings": 1,
    "project_config": 1,
    "plugin": 1,
    "interface": 1,
    "toml_lines": 1,
    "dialect": 1,
    "upload": 2,
    "outline": 2,
    "page_block": 2,
    "fixes": 2,
    "javascript": 2,
    "wxml": 2,
    "hostsign": 2,
    "coverage": 3,
    "mentions": 2,
    "json_sample": 2,
    "samples": 2,
    "links": 2,
    "lookalikes": 2,
    "categories": 2,
    "references": 2,
    "snapshot": 2,
    "settings_keys": 2,
    "settings_messages": 2,
    "settings_file": 2,
    "settings_schema": 2,
    "manifest": 2,
    "release": 2,
    "shrinkage": 2,
    "heic": 2,
    "markdown": 2,
    "rules": 3,
    "markdown.html": 3,
    "images": 4,
    "theme_manifest": 4,
    "theme": 4,
    "page": 4,
    "shown_pictures": 4,
    "bundle": 4,
    "scaffold": 4,
    "memory": 4,
    "zip_reading": 4,
    "formats": 4,
    "formats.comparison": 6,
    "files": 5,
    "folders": 5,
    "config_files": 5,
    "locate": 5,
    "project": 5,
    "plugin_modules": 5,
    "plugin_sources": 5,
    "asked": 5,
    "writing": 5,
    "folder_writing": 5,
    "exchanging": 5,
    "leftovers": 5,
    "packed_files": 5,
    "git_revision": 5,
    "git_lfs": 5,
    "release_store": 5,
    "saves": 5,
    "watching": 5,
    "watch": 5,
    "pictures": 6,
    "build": 6,
    "profile_pictures": 6,
    "bundle_members": 6,
    "verifying": 6,
    "comparing": 6,
    "shrinking": 6,
    "session": 6,
    "preview": 7,
    "cli": 8,
    "__main__": 9,
}

DOORS = {
    "mistune": "markdown",
    "tree_sitter": "javascript",
    "tree_sitter_javascript": "javascript",
    "tree_sitter_typescript": "javascript",
    "PIL": "images",
    "pillow_heif": "images",
    "oxipng": "images",
    "mozjpeg_lossless_optimization": "images",
    "jinja2": "page",
    "markupsafe": "page",
    "watchdog": "watching",
    "starlette": "preview",
    "uvicorn": "preview",
    "websockets": "preview",
    "segno": "preview",
    "argparse": "cli",
}


class Import(NamedTuple):
    """``importer`` imports ``imported``; modules of ours stand without ``docbuild.``."""

    importer: str
    imported: str
    is_ours: bool
    in_function: bool
    for_types: bool
    line: int


@cache
def modules() -> dict[str, Path]:
    found = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "__init__.py"
    }
    assert len(found) > 50
    return found


@cache
def imports() -> tuple[Import, ...]:
    found = tuple(each for name, path in modules().items() for each in _imports(name, path))
    assert len(found) > 200
    return found


def _imports(importer: str, path: Path) -> Iterator[Import]:
    def visit(node: ast.AST, in_function: bool, for_types: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            inside = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            types = for_types or (
                isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
            )
            if isinstance(child, ast.Import | ast.ImportFrom):
                for name in _names(child):
                    ours = name.split(".")[0] == "docbuild"
                    shown = name.removeprefix("docbuild").removeprefix(".") if ours else name
                    yield Import(importer, shown, ours, inside, types, child.lineno)
            yield from visit(child, inside, types)

    return visit(ast.parse(path.read_text(encoding="utf-8")), False, False)


def _names(node: ast.Import | ast.ImportFrom) -> list[str]:
    """What a statement imports, down to the module: ``from docbuild import files`` is one."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    assert node.level == 0, "imports are absolute"
    base = node.module or ""
    known = modules()
    names = [f"{base}.{alias.name}" for alias in node.names]
    return [
        name if name.removeprefix("docbuild.") in known and base.startswith("docbuild") else base
        for name in names
    ]


def floor(module: str) -> int:
    parts = module.split(".")
    fitting = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next(FLOORS[name] for name in fitting if name in FLOORS)


def test_every_module_has_a_floor() -> None:
    without = [name for name in modules() if not any(_fits(name, room) for room in FLOORS)]
    assert not without, "give these a floor here and in ARCHITECTURE.md"


def test_every_floor_has_a_module() -> None:
    assert not [room for room in FLOORS if not any(_fits(name, room) for name in modules())]


def _fits(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def test_imports_point_downwards() -> None:
    upwards = [
        each
        for each in imports()
        if each.is_ours and each.imported and floor(each.imported) > floor(each.importer)
    ]
    assert not upwards


def test_no_room_is_in_a_circle_with_another() -> None:
    below: dict[str, set[str]] = {name: set() for name in modules()}
    for each in imports():
        if each.is_ours and each.imported in below and each.imported != each.importer:
            below[each.importer].add(each.imported)
    while leaves := [name for name, needs in below.items() if not needs]:
        for leaf in leaves:
            del below[leaf]
        for needs in below.values():
            needs.difference_update(leaves)
    assert not below, "these import each other"


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    importers = {each.importer for each in imports() if each.imported.split(".")[0] == library}
    assert importers, f"nothing imports {library}"
    assert not [name for name in importers if not _fits(name, DOORS[library])]


def test_imports_stand_at_the_top() -> None:
    """But for the command line, and where a comment beside the import gives a reason."""
    hidden = [
        each
        for each in imports()
        if each.in_function and not _fits(each.importer, "cli") and not _has_reason(each)
    ]
    assert not hidden


def _has_reason(each: Import) -> bool:
    lines = modules()[each.importer].read_text(encoding="utf-8").splitlines()
    around = lines[max(0, each.line - 3) : each.line]
    return "noqa: PLC0415" in around[-1] and any(
        re.search(r"#(?! noqa: PLC0415$)", line) for line in around
    )


def test_a_check_imports_nothing_of_its_own_for_types_alone() -> None:
    assert not [each for each in imports() if each.for_types and each.is_ours]


def test_names_say_what_is_in_a_module() -> None:
    words = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
    assert not [name for name in modules() if words & set(re.split(r"[._]", name))]


def test_no_module_of_ours_hides_one_of_pythons_from_itself() -> None:
    """A script run from its folder would import ours: ``json.py`` was the temptation."""
    names = {name.split(".")[-1] for name in modules() if name.startswith("formats.")}
    assert names
    assert not names & sys.stdlib_module_names


def test_only_the_edge_opens_files_of_a_project() -> None:
    edges = {"files", "folders", "config_files", "theme", "cli.render", "cli.terminal"}
    edges |= {"writing", "memory"}
    edges |= {"scaffold.sample_project", "formats.comparison.page"}  # our own
    edges |= {"watching.mounts", "watching.writers", "preview.client_files"}  # not of a project
    calls = re.compile(r"(?<![.\w])(?<!def )open\(|\bos\.open\(|\.(?:read|write)_(?:bytes|text)\(")
    found = {
        name
        for name, path in modules().items()
        if calls.search(path.read_text(encoding="utf-8")) and not _fits(name, "images")
    }
    assert found <= edges


def test_functions_and_files_stay_short() -> None:
    for name, path in modules().items():
        code = path.read_text(encoding="utf-8")
        assert code.count("\n") <= 400, name
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 40, f"{name}.{node.name} has {length} lines"


def test_the_rooms_of_the_document_are_the_rooms_here() -> None:
    table = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d) \| (.*?) \|", table, re.MULTILINE)
    assert len(rows) >= 8
    for number, cell in rows:
        for written in re.findall(r"`([\w/]+)`", cell):
            name = written.strip("/").replace("/", ".")
            assert FLOORS.get(name) == int(number), f"{name} in ARCHITECTURE.md"
