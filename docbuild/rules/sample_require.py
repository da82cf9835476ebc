"""sample-require: a sample of a plugin's own file that uses another plugin as mini programs do.

Plugins may call each other, but not by ``plugin://``: by ``plugin-private://APPID/path``; and not
by ``requirePlugin`` while a file is loaded, as the other plugin may not be there yet (the
platform's guide: 插件间互相调用). In the files of a mini program both are right. So this is said
only where a sample shows that it is a file of a plugin: by the path in its first line, or as it is
a plugin.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.plugin import Plugin
from docbuild.rules.rule import Rule, Subject
from docbuild.samples import Sample

_CAPTION = r"\s*(?://|/\*+|<!--|#)?\s*(?P<path>[\w.\-/]+\.(?:json|js|ts|wxml))\b"
_IS_PLUGIN_JSON = r'"publicComponents"\s*:'
_ADDRESS = r"plugin://(?P<alias>[\w.-]+)/(?P<name>[\w./-]+)"
_SCRIPTS = frozenset({"js", "javascript", "ts", "typescript"})


def _check(subject: Subject) -> Iterator[Finding]:
    plugin = subject.snapshot.plugin
    for sample in subject.samples:
        if _may_use_plugin(sample) and _is_of_plugin(sample, plugin):
            yield from _addresses(sample, plugin)
            yield from _calls(sample)


def _may_use_plugin(sample: Sample) -> bool:
    return "plugin://" in sample.code or "requirePlugin" in sample.code


def _is_of_plugin(sample: Sample, plugin: Plugin) -> bool:
    match = re.match(_CAPTION, sample.code)
    if match is not None:
        path = match["path"].removeprefix("./").removeprefix("/")
        folders = ("plugin/", *([f"{plugin.root}/"] if plugin.root else []))
        return path == "plugin.json" or path.startswith(folders)
    return re.search(_IS_PLUGIN_JSON, sample.code) is not None


def _addresses(sample: Sample, plugin: Plugin) -> Iterator[Finding]:
    for match in re.finditer(_ADDRESS, sample.code):
        span = sample.span(*match.span())
        path = plugin.components.get(match["name"]) or plugin.pages.get(match["name"])
        fixes: tuple[Fix, ...] = ()
        if path is not None and plugin.app_id is not None:
            private = f"plugin-private://{plugin.app_id}/{path}"
            title = Message(f"换成 {private}", f"Use {private}")
            fixes = (Fix(title, (Edit(span, private),), safe=False),)
        yield Finding(
            Message(
                "插件不能用 plugin:// 引用另一个插件",
                "Plugins cannot refer to each other by plugin://",
            ),
            Message(
                "写成 plugin-private://插件的AppID/组件或页面的路径。",
                "Write plugin-private://APPID/path of the component or page.",
            ),
            span=span,
            fixes=fixes,
        )


def _calls(sample: Sample) -> Iterator[Finding]:
    if sample.language not in _SCRIPTS:
        return
    # 1 ms that documents save where no sample is a file of a plugin.
    from docbuild.javascript.syntax import plugin_calls  # noqa: PLC0415

    for call in plugin_calls(sample.code, "ts" if sample.language.startswith("t") else "js"):
        if call.at_top_level and call.function == "requirePlugin":
            yield Finding(
                Message(
                    "插件不能在文件一开头就调用 requirePlugin：另一个插件可能还没有初始化",
                    "A plugin cannot call requirePlugin while its file is loaded: the other "
                    "plugin may not be there yet",
                ),
                Message(
                    "等到用的时候再调用，比如放进接口函数或组件的 attached 里。",
                    "Call it when it is needed: in a function, or in attached of a component.",
                ),
                span=sample.span(*call.span),
            )


RULE = Rule(
    name="sample-require",
    severity=Severity.WARNING,
    what=Message(
        "插件自己的文件里，用小程序的写法引用另一个插件：plugin:// 或者文件开头的 requirePlugin。",
        "In a file of a plugin, another plugin is used as mini programs do: by plugin://, or by "
        "requirePlugin while the file is loaded.",
    ),
    why=Message(
        "插件之间只能用 plugin-private:// 引用，也不能在文件一开头就 requirePlugin。只有第一行写明"
        "路径在插件目录（plugin/…）里，或者内容是 plugin.json 的示例才检查；小程序里这样写是对的。",
        "Between plugins only plugin-private:// works, and requirePlugin only later on. Looked at "
        "are samples whose first line has a path in the plugin's folder (plugin/…), and those of "
        "plugin.json; in a mini program both are right.",
    ),
    bad="```js\n// plugin/index.js\nconst weather = requirePlugin('weather')\n```",
    good="```js\n// plugin/index.js\nconst now = () => requirePlugin('weather').now()\n```",
    check=_check,
    by_block=True,
)
