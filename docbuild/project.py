"""The plugin and the settings of a project that was located."""

from __future__ import annotations

import posixpath

from docbuild.config_files import is_plain_file, read_config
from docbuild.locate import SETTINGS, Location
from docbuild.plugin import Plugin, read_plugin
from docbuild.problem import ConfigProblem
from docbuild.settings import Settings
from docbuild.settings_file import read_settings

PYPROJECT = "pyproject.toml"


def load_plugin(location: Location) -> Plugin:
    """The plugin by the project's configuration; what is wrong there is ``Plugin.problems``."""
    if location.plugin_root is None:
        return read_plugin(location.config, None, "plugin.json")
    path = posixpath.join(location.plugin_root, "plugin.json")
    text = read_config(location.root, path)
    if not isinstance(text, ConfigProblem):
        return read_plugin(location.config, text, path)
    config = location.config._replace(problems=(*location.config.problems, text))
    return read_plugin(config, None, path)


def load_settings(
    location: Location, rule_names: frozenset[str]
) -> Settings | tuple[ConfigProblem, ...]:
    """docbuild.toml at the project's root, else ``[tool.docbuild]`` of its pyproject.toml."""
    tables: tuple[tuple[str, tuple[str, ...]], ...] = (
        (SETTINGS, ()),
        (PYPROJECT, ("tool", "docbuild")),
    )
    for path, table in tables:
        text = read_config(location.root, path)
        if isinstance(text, ConfigProblem):
            return (text,)
        if text is not None:
            settings = read_settings(text, path, rule_names=rule_names, table=table)
            return _looked_up(settings, location) if isinstance(settings, Settings) else settings
    return Settings()


def _looked_up(settings: Settings, location: Location) -> Settings:
    """The settings with what the disk says of the profile's pictures."""
    pictures = settings.profile.pictures
    absent = tuple(path for path in pictures if not is_plain_file(location.root, path))
    return settings._replace(absent_pictures=absent) if absent else settings
