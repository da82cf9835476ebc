"""Where the project and its document are, found from a path inside it.

Reading is left to ``config_files``; this module only asks what exists.
"""

import os
import posixpath
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from docbuild import asked
from docbuild.config_files import is_plain, is_readme, read_config, read_plainly, readme_in
from docbuild.diagnostic import Message
from docbuild.problem import ConfigProblem
from docbuild.project_config import (
    PLUGIN_ROOTS,
    PRIVATE,
    SHARED,
    ProjectConfig,
    inside,
    is_manifest,
    read_project_config,
    with_plugin,
)

SETTINGS = "docbuild.toml"
LARGEST_DOCUMENT = 4 * 1024 * 1024  # bytes by which two documents are compared

_NO_CONFIG = ProjectConfig()


class Location(NamedTuple):
    """Where everything is. ``root`` and ``folder`` are absolute; neither need hold a document.

    ``folder_name`` names the document's folder to people: relative to ``root``, POSIX, ``""``
    for the root itself; as it was given where it lies outside. ``plugin_root`` likewise, and
    ``rivals``: other folders of the project that hold a different document. ``explicit``: the
    user named the folder outright, so that it may be a symbolic link or lie outside.
    """

    root: Path
    folder: Path
    folder_name: str
    plugin_root: str | None = None
    rivals: tuple[str, ...] = ()
    explicit: bool = False
    config: ProjectConfig = _NO_CONFIG


class LocateProblem(NamedTuple):
    """Why there is nothing to work on."""

    message: Message


def locate(
    start: Path, *, doc: Path | None = None, named: bool = False
) -> Location | LocateProblem:
    """Find the project that ``start`` lies in; ``doc`` names the document's folder outright.

    In this order, each time the nearest upwards, up to the repository's root: a plugin project
    by its project.config.json; a folder with docbuild.toml; one with doc/README.md or with a
    plugin in plugin/ or src/plugin/, known by its plugin.json; one with README.md. A README.md
    itself is taken for what it is. ``named``: the user wrote ``start``, so a
    README.md directly in it wins over a project around it.
    """
    if doc is not None:
        return _explicit(doc, start if named else None)
    asked.file(start)
    if not os.path.lexists(start):
        return LocateProblem(Message(f"路径不存在：{start}", f"There is no such path: {start}"))
    here = _folder_of(start)
    if _names_document(start) or (named and _holds_only_itself(here)):
        return _with_folder(here)
    root = _search(here)
    return _nothing_found(here) if root is None else _project(root)


def move_document(location: Location, doc: str) -> Location | LocateProblem:
    """The same project with the document in ``doc``, as the settings have it.

    The settings may be a stranger's: so ``doc`` stays below the root and is reached without
    symbolic links. A folder that the user named outright stays.
    """
    if location.explicit:
        return location
    name = inside(doc)
    if name is None or not is_plain(location.root, name):
        return LocateProblem(
            Message(
                f"设置里的 doc = “{doc}” 指向项目之外或经过符号链接；请改为项目内的真实目录",
                f"doc = “{doc}” in the settings leads out of the project or through a symbolic"
                " link; name a real folder inside the project",
            )
        )
    return _location(location.root, location.config, name)


def _explicit(doc: Path, start: Path | None) -> Location | LocateProblem:
    """``--doc``: the folder as it was named; the project is that of ``start`` or around it."""
    folder = Path(os.path.abspath(doc))
    asked.file(folder)
    if _names_document(folder):
        folder = folder.parent
    if not os.path.isdir(folder):
        return LocateProblem(Message(f"没有这个目录：{doc}", f"There is no such folder: {doc}"))
    here = None if start is None else _folder_of(start)
    root = here and (_search(here) or here)
    return _with_folder(folder, root, doc, outright=True)


def _folder_of(start: Path) -> Path:
    """The real folder that ``start`` is or lies in; a file's own link is not followed."""
    return Path(os.path.realpath(start if os.path.isdir(start) else start.parent))


def _names_document(path: Path) -> bool:
    return is_readme(path.name) and not os.path.isdir(path)


def _with_folder(
    folder: Path, root: Path | None = None, given: Path | None = None, *, outright: bool = False
) -> Location:
    """The document is in ``folder``, whatever the project around it would say."""
    around = folder.parent if folder.name == "doc" else folder
    root = root or _marked(folder) or around
    if folder.is_relative_to(root):
        name = _posix(os.path.relpath(folder, root))
    else:
        name = (given or folder).as_posix()
    config = _config(root)
    return Location(
        root=root,
        folder=Path(os.path.realpath(folder)),
        folder_name=name,
        plugin_root=config.plugin_root,
        rivals=() if outright else _rivals(root, config, name),
        explicit=True,
        config=config,
    )


def _project(root: Path) -> Location:
    """The project at ``root``, with the first folder that holds a document, else ``doc``."""
    config = _config(root)
    names = _candidates(root, config)
    if not names and not config.is_plugin and readme_in(root):
        return _location(root, config, "")
    return _location(root, config, names[0] if names else "doc")


def _location(root: Path, config: ProjectConfig, name: str) -> Location:
    rivals = _rivals(root, config, name)
    return Location(root, root / name, name, config.plugin_root, rivals, config=config)


def _search(start: Path) -> Path | None:
    """The root of the project that ``start`` lies in."""
    marks: tuple[Callable[[Path], bool], ...] = (
        lambda folder: bool(_candidates(folder, _NO_CONFIG)) or _config(folder).is_plugin,
        lambda folder: readme_in(folder) is not None,
        lambda folder: bool(_config(folder).problems),
    )
    found = (_nearest(start, mark) for mark in marks)
    return _marked(start) or next((root for root in found if root), None)


def _marked(start: Path) -> Path | None:
    """The nearest plugin project, else the nearest folder with settings of docbuild."""
    return _nearest(start, lambda folder: _declared(folder).is_plugin) or _nearest(
        start, _has_settings
    )


def _has_settings(folder: Path) -> bool:
    asked.file(folder, SETTINGS)
    return os.path.isfile(folder / SETTINGS)


def _nearest(start: Path, mark: Callable[[Path], bool]) -> Path | None:
    return next((folder for folder in _upwards(start) if mark(folder)), None)


def _upwards(start: Path) -> Iterator[Path]:
    """``start`` and what is around it, up to the root of the repository or the file system."""
    for folder in (start, *start.parents):
        yield folder
        asked.file(folder, ".git")
        if os.path.exists(folder / ".git"):
            return


def _holds_only_itself(folder: Path) -> bool:
    """Whether a README.md in ``folder`` is the document: the folder is no project's root."""
    is_root = _config(folder).is_plugin or _has_settings(folder)
    return not is_root and not _candidates(folder, _NO_CONFIG) and bool(readme_in(folder))


def _config(root: Path) -> ProjectConfig:
    """What the project's configuration says, and where the plugin is if that is left open."""
    config = _declared(root)
    found = _plugin_root(root) if config.is_open else None
    return config if found is None else with_plugin(config, found)


def _plugin_root(root: Path) -> str | None:
    """The one place below ``root`` where a plugin is for certain.

    In src/ it is that of the project around, ``src/plugin``.
    """
    places = PLUGIN_ROOTS[root.name == "src" :]
    found = [name for name in places if _holds_plugin(root, name)]
    return found[0] if len(found) == 1 else None


def _holds_plugin(root: Path, name: str) -> bool:
    text = read_config(root, posixpath.join(name, "plugin.json"))
    return isinstance(text, str) and is_manifest(text)


def _declared(root: Path) -> ProjectConfig:
    texts = [read_config(root, name) for name in (SHARED, PRIVATE)]
    shared, private = (text if isinstance(text, str) else None for text in texts)
    config = read_project_config(shared, private)
    unread = tuple(problem for problem in texts if isinstance(problem, ConfigProblem))
    return config._replace(problems=unread + config.problems, is_open=config.is_open and not unread)


def _candidates(root: Path, config: ProjectConfig) -> tuple[str, ...]:
    """The folders that hold a document. The upload takes doc/ alone, so it comes first."""
    names = ["doc"]
    if config.plugin_root:
        names.append(f"{config.plugin_root}/doc")
        names.append(posixpath.normpath(f"{config.plugin_root}/../doc"))
    names.append("src/plugin/doc")  # where Taro's template has it
    return tuple(name for name in dict.fromkeys(names) if _holds_document(root, name))


def _rivals(root: Path, config: ProjectConfig, chosen: str) -> tuple[str, ...]:
    own = _document(root, chosen)
    names = (name for name in _candidates(root, config) if name != chosen)
    others = ((name, _document(root, name)) for name in names)
    return tuple(name for name, data in others if None not in (own, data) and data != own)


def _document(root: Path, name: str) -> bytes | None:
    """The bytes of the document in a folder, ``None`` where it cannot be read plainly."""
    readme = readme_in(root / name) if is_plain(root, name) else None
    try:
        return (
            None
            if readme is None
            else read_plainly(root, posixpath.join(name, readme), LARGEST_DOCUMENT)
        )
    except OSError:
        return None  # a rule says so for the document that was chosen


def _holds_document(root: Path, name: str) -> bool:
    return is_plain(root, posixpath.dirname(name)) and readme_in(root / name) is not None


def _posix(path: str) -> str:
    path = path.replace(os.sep, "/")
    return "" if path == "." else path


def _nothing_found(start: Path) -> LocateProblem:
    return LocateProblem(
        Message(
            f"在 {start} 及其上级目录里没有找到插件项目：既没有 compileType 为 plugin 的"
            " project.config.json，也没有 plugin/plugin.json、doc/README.md 或 README.md。"
            "请在项目目录里运行，或用 --doc 指定文档目录",
            f"No plugin project in {start} or above: neither a project.config.json with"
            ' "compileType": "plugin", nor plugin/plugin.json, doc/README.md or README.md.'
            " Run docbuild inside the project, or name the document's folder with --doc",
        )
    )
