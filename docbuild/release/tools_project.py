"""What makes a folder that holds doc/ a project which the developer tools can open.

The tools upload doc/ of the project that is open, and nothing else of it, so that a project
without the plugin's code should do. Its fields are those that they write for a plugin (version
1.02.1910121). Nobody has opened such a project in the tools yet, which is what the steps say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from docbuild.project_config import PRIVATE, SHARED

_PLUGIN, _APP = "plugin/plugin.json", "miniprogram/app.json"

#: All files of such a project beside doc/; the tools themselves add one when they open it.
FILES = frozenset({SHARED, PRIVATE, _PLUGIN, _APP})

_NOTE = "只用来上传插件文档，没有插件代码 / only to upload the plugin's document: no code is here"


def tools_project(app_id: str | None) -> dict[str, bytes]:
    """The files by path, of the plugin with that AppID; none where it is not known, since
    the document would go to nobody's plugin."""
    if not app_id:
        return {}
    config = {
        "description": _NOTE,
        "compileType": "plugin",
        "appid": app_id,
        "projectname": "plugin-document",
        "miniprogramRoot": "miniprogram/",
        "pluginRoot": "plugin/",
    }
    # A main file that is not there: the tools refuse to upload such code, should anybody ask.
    plugin = {"publicComponents": {}, "main": "no-code-here.js"}
    app: dict[str, Any] = {"pages": []}
    return {SHARED: _json(config), _PLUGIN: _json(plugin), _APP: _json(app)}


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode(
        "utf-8", "backslashreplace"
    )
