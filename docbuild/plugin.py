"""The plugin behind the document: what project.config.json and plugin.json say of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Never

from docbuild.diagnostic import Message
from docbuild.problem import ConfigProblem
from docbuild.project_config import ProjectConfig, inside, key_line, read_object

_NOTHING: Mapping[str, Never] = MappingProxyType({})


class Plugin(NamedTuple):
    """``app_id`` is the plugin's own AppID; paths are relative to ``root``, the plugin's code.

    ``root`` is relative to the project's root, POSIX, ``None`` where no plugin was found.
    ``components`` and ``pages`` map the public name to a path, without a leading ``./``.
    ``problems`` are those of the files that were read for it. ``aliases`` maps the beginning
    of a module's name (``@/``) to a folder (``utils/``), as ``resolveAlias`` says.
    """

    app_id: str | None = None
    root: str | None = None
    components: Mapping[str, str] = _NOTHING
    pages: Mapping[str, str] = _NOTHING
    main: str | None = None
    problems: tuple[ConfigProblem, ...] = ()
    aliases: Mapping[str, str] = _NOTHING

    @property
    def names_sources(self) -> bool:
        """Whether there is anything to read of what the plugin offers."""
        return self.root is not None and bool(self.components or self.pages or self.main)


def read_plugin(config: ProjectConfig, text: str | None, path: str) -> Plugin:
    """The plugin by the project's configuration and the text of its plugin.json.

    ``text`` is ``None`` where there is no plugin.json, as before a build; ``path`` names it.
    Keys that docbuild does not know are none of its business.
    """
    problems = list(config.problems)
    data = {} if text is None else read_object(text, path, problems)
    reader = _Reader(data, text or "", path, problems)
    return Plugin(
        app_id=config.app_id,
        root=config.plugin_root,
        components=reader.paths("publicComponents"),
        pages=reader.paths("pages"),
        main=reader.main(),
        problems=tuple(problems),
        aliases=_aliases(data),
    )


def _aliases(data: dict[str, Any]) -> dict[str, str]:
    """``"@/*": "utils/*"``; what has another form is for the developer tools to complain of."""
    value = data.get("resolveAlias")
    items = value.items() if isinstance(value, dict) else ()
    return {
        name[:-1]: folder[:-1].lstrip("/")
        for name, folder in items
        if isinstance(folder, str) and name.endswith("/*") and folder.endswith("/*")
    }


class _Reader:
    """Takes fields out of plugin.json and notes those of a wrong type."""

    def __init__(
        self, data: dict[str, Any], text: str, path: str, problems: list[ConfigProblem]
    ) -> None:
        self.data, self.text, self.path, self.problems = data, text, path, problems

    def paths(self, name: str) -> dict[str, str]:
        """A mapping from names to paths, as far as it is one."""
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            self.report(name, Message("应是 {名称: 路径}", "should map names to paths"))
            return {}
        wrong = [key for key, path in value.items() if not isinstance(path, str)]
        for key in wrong[:1]:
            self.report(key, Message("应是路径（字符串）", "should be a path (a string)"))
        items = ((key, inside(path)) for key, path in value.items() if isinstance(path, str))
        return {key: path for key, path in items if path}

    def main(self) -> str | None:
        value = self.data.get("main")
        if value is not None and not isinstance(value, str):
            self.report("main", Message("应是路径（字符串）", "should be a path (a string)"))
        return (inside(value) or None) if isinstance(value, str) else None

    def report(self, name: str, said: Message) -> None:
        shown = name[:40]
        message = Message(f"“{shown}” {said.zh}", f"“{shown}” {said.en}")
        self.problems.append(ConfigProblem(self.path, message, key_line(self.text, name)))
