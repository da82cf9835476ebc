"""What a project tells of its plugin beside its interface: names, AppID and version."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from docbuild.build import Project
from docbuild.config_files import read_config
from docbuild.diagnostic import Language
from docbuild.plugin import Plugin
from docbuild.project_config import PRIVATE, SHARED, inside, read_object
from docbuild.scaffold.escaping import shown
from docbuild.scaffold.first_document import About

APP_ID = re.compile(r"wx[0-9A-Za-z]{4,30}")

_ALIAS = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,40}")
_FALLBACK = About("en")


def about(project: Project, plugin: Plugin, language: Language) -> About:
    """From the settings, else from what the developer tools write; the author knows better."""
    profile = project.settings.profile
    config = _config(project)
    app_id = next(filter(_is_app_id, (profile.app_id, plugin.app_id)), None)
    return About(
        language=language,
        name=profile.name or _name(config),
        introduction=profile.intro,
        app_id=app_id,
        alias=_alias(project, config, app_id),
        version=profile.version or _FALLBACK.version,
    )


def _is_app_id(text: str | None) -> bool:
    """Projects have ``touristappid``, ``xxxx`` and other stopgaps in its place."""
    return text is not None and APP_ID.fullmatch(text) is not None


def _config(project: Project) -> dict[str, Any]:
    return _object(project, SHARED) | _object(project, PRIVATE)


def _object(project: Project, path: str) -> dict[str, Any]:
    """The JSON object at ``path``; empty where there is none, which ``check`` tells."""
    text = read_config(project.location.root, path)
    return read_object(text, path, []) if isinstance(text, str) else {}


def _name(config: dict[str, Any]) -> str | None:
    """The tools' name of the project, which they write percent-encoded."""
    name = config.get("projectname")
    return (shown(unquote(name)) or None) if isinstance(name, str) else None


def _alias(project: Project, config: dict[str, Any], app_id: str | None) -> str:
    """What the project's own mini program calls the plugin."""
    root = config.get("miniprogramRoot")
    folder = inside(root) if isinstance(root, str) else "miniprogram"
    if folder is None:
        return _FALLBACK.alias
    plugins = _object(project, posixpath.join(folder, "app.json")).get("plugins")
    found = list(_aliases(plugins if isinstance(plugins, dict) else {}, app_id))
    return found[0] if found else _FALLBACK.alias


def _aliases(plugins: dict[str, Any], app_id: str | None) -> Iterator[str]:
    """Those of this plugin: by its AppID, as the one in development, or as the only one."""
    for alias, declared in plugins.items():
        declared = declared if isinstance(declared, dict) else {}
        is_ours = declared.get("provider") == app_id or declared.get("version") == "dev"
        if _ALIAS.fullmatch(alias) and (is_ours or len(plugins) == 1):
            yield alias
