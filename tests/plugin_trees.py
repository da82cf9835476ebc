"""Plugins on the disk whose sources a test writes, and what docbuild takes them to offer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from docbuild.build import Project, find
from docbuild.interface import Component, Interface
from docbuild.plugin_sources import read_interface
from docbuild.project import load_plugin

CONFIG = json.dumps(
    {"compileType": "plugin", "pluginRoot": "plugin/", "appid": "wx0123456789abcdef"}
)


def write_plugin(root: Path, manifest: object, sources: Mapping[str, str | bytes]) -> Path:
    """``sources`` by their paths below ``plugin/``."""
    files = {"project.config.json": CONFIG, "plugin/plugin.json": json.dumps(manifest)}
    for name, content in {**files, **{f"plugin/{key}": sources[key] for key in sources}}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return root


def opened(root: Path) -> Project:
    project = find(root, named=True)
    assert isinstance(project, Project)
    return project


def offered(root: Path) -> Interface:
    location = opened(root).location
    return read_interface(location, load_plugin(location))


def component(root: Path, sources: Mapping[str, str | bytes], name: str = "card") -> Component:
    """The only component of a plugin, ``name``, that has these ``sources``."""
    write_plugin(root, {"publicComponents": {name: name}}, sources)
    [found] = offered(root).components
    return found


def exports(root: Path, sources: Mapping[str, str | bytes], main: str = "index.js") -> Interface:
    """What a plugin with these ``sources`` offers through ``main``."""
    return offered(write_plugin(root, {"main": main}, sources))
