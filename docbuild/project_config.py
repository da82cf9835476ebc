"""What project.config.json and project.private.config.json say of a plugin project.

The fields are those that the developer tools write (read off version 1.02.1910121). There is
none for the document's folder. Projects on GitHub often come without these files, because they
hold an AppID: then the plugin is known by its plugin.json.
"""

import json
import posixpath
import re
from typing import Any, NamedTuple

from docbuild.diagnostic import Message
from docbuild.problem import ConfigProblem

SHARED, PRIVATE = "project.config.json", "project.private.config.json"
#: Where a plugin's code stands when no configuration says so: as the tools' template has it, as
#: Taro's has it, and at the project's root.
PLUGIN_ROOTS = ("plugin", "src/plugin", "")
_TEXTS = ("compileType", "pluginRoot", "appid", "pluginAppid")

# What the json module says begins with one of these.
_COMPLAINTS = {
    "Expecting property name": "这里应是用双引号括起来的键；常见的原因是前面多了一个逗号",
    "Expecting value": "这里缺少一个值",
    "Expecting ','": "缺少逗号",
    "Expecting ':'": "键后面缺少冒号",
    "Extra data": "结束之后还有多余的内容",
    "Illegal trailing comma": "最后一项后面多了一个逗号",
    "Unterminated string": "字符串缺少结束的双引号",
    "Invalid control character": "字符串里有换行之类的控制字符",
    "Invalid \\": "字符串里的反斜杠用得不对",
}
_NO_APP_ID = "touristappid"  # what the tools write for a project without an AppID
_NAMELESS = re.compile("[\0\ud800-\udfff]")


class ProjectConfig(NamedTuple):
    """``plugin_root`` is relative to the project's root, POSIX, ``""`` for the root itself.

    ``is_open``: nothing is said that a plugin in one of ``PLUGIN_ROOTS`` would contradict.
    """

    is_plugin: bool = False
    plugin_root: str | None = None
    app_id: str | None = None
    problems: tuple[ConfigProblem, ...] = ()
    is_open: bool = False


def read_project_config(shared: str | None, private: str | None) -> ProjectConfig:
    """The configuration in the texts of both files, ``None`` for one that is not there."""
    problems: list[ConfigProblem] = []
    values: dict[str, str] = {}
    for path, text in ((SHARED, shared), (PRIVATE, private)):
        if text is not None:
            values.update(_texts(read_object(text, path, problems), text, path, problems))
    kind = values.get("compileType")
    root = _plugin_root(values.get("pluginRoot"), problems)
    app_id = values.get("pluginAppid") or values.get("appid")
    return ProjectConfig(
        is_plugin=kind == "plugin" or bool(values.get("pluginRoot")),
        plugin_root=root,
        app_id=None if app_id == _NO_APP_ID else app_id,
        problems=tuple(problems),
        is_open=kind in (None, "", "plugin") and root is None and not problems,
    )


def with_plugin(config: ProjectConfig, root: str) -> ProjectConfig:
    """``config``, which is open, with the plugin that was found at ``root``.

    At the project's root it may as well be the plugin's folder of another project. An AppID
    that no field calls the plugin's may be the mini program's.
    """
    return config._replace(
        is_plugin=config.is_plugin or root != "",
        plugin_root=root,
        app_id=config.app_id if config.is_plugin else None,
    )


def is_manifest(text: str) -> bool:
    """Whether ``text`` is for certain the plugin.json of a plugin for WeChat.

    Other tools have a file of that name too. Alipay's lists its pages, or has a ``pluginId``.
    """
    data = read_object(text, "plugin.json", [])
    if {"pluginId", "publicPages"} & data.keys():
        return False
    offered = [data[key] for key in ("publicComponents", "pages") if key in data]
    return bool(offered) and all(map(_names_paths, offered))


def _names_paths(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(path, str) for path in value.values())


def read_object(text: str, path: str, problems: list[ConfigProblem]) -> dict[str, Any]:
    """The JSON object in ``text``, empty where there is none: then a problem says so."""
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        message = Message(
            f"不是有效的 JSON：{_in_chinese(error.msg)}", f"This is no valid JSON: {error.msg}"
        )
        problems.append(ConfigProblem(path, message, error.lineno, error.colno))
    except (RecursionError, ValueError):  # nested beyond, or a number beyond Python's limit
        message = Message("JSON 嵌套过深或数字过长", "The JSON is nested too deeply or too large")
        problems.append(ConfigProblem(path, message))
    else:
        if isinstance(value, dict):
            return value
        message = Message("内容应是一个 JSON 对象 {…}", "This should be a JSON object {…}")
        problems.append(ConfigProblem(path, message, 1))
    return {}


def _in_chinese(complaint: str) -> str:
    found = (zh for start, zh in _COMPLAINTS.items() if complaint.startswith(start))
    return next(found, complaint)


def key_line(text: str, key: str) -> int | None:
    """The first line with ``"key"``, which is where it stands in all but contrived files."""
    before, found, _ = text.partition(f'"{key}"')
    return before.count("\n") + 1 if found else None


def inside(path: str) -> str | None:
    """``path`` without ``./`` and detours.

    ``None`` where it leads out of the project, or where no file can have that name: JSON may
    hold a NUL and half of a surrogate pair.
    """
    path = path.replace("\\", "/")
    drive = path[1:2] == ":"
    normal = posixpath.normpath(path)
    if drive or _NAMELESS.search(path) or normal.startswith("/") or normal.split("/")[0] == "..":
        return None
    return "" if normal == "." else normal


def _texts(
    data: dict[str, Any], text: str, path: str, problems: list[ConfigProblem]
) -> dict[str, str]:
    """The fields of interest; a wrong one is as good as absent, and a problem."""
    found = {name: data[name] for name in _TEXTS if data.get(name) is not None}
    for name, value in found.items():
        if not isinstance(value, str):
            message = Message(f"“{name}” 应是字符串", f"“{name}” should be a string")
            problems.append(ConfigProblem(path, message, key_line(text, name)))
    return {name: value for name, value in found.items() if isinstance(value, str)}


def _plugin_root(value: str | None, problems: list[ConfigProblem]) -> str | None:
    if not value:
        return None
    root = inside(value)
    if root is None:
        message = Message(
            "“pluginRoot” 指向项目之外或不是有效的路径，docbuild 不会读取；请改为项目内的相对路径",
            "“pluginRoot” leads out of the project or is no path, so docbuild does not read it;"
            " make it a path inside the project",
        )
        problems.append(ConfigProblem(SHARED, message))
    return root
