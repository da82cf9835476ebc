"""sample-provider: a sample that declares a plugin, but not this one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import CodeBlock, Node
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.samples import is_sample
from docbuild.snapshot import Snapshot
from docbuild.source import Span

_APP_ID = r"wx[0-9a-f]{16}"
_PLACEHOLDER = r"(?i)x{3}|app[-_ ]?id|[\u4e00-\u9fff<>*\[\]…]|\.\.\.|\byour\b"
_ADDRESS = r"plugin://([\w.-]+)/([\w-]+)"


class _Declared(NamedTuple):
    """What a sample gives as the provider of an alias, and where, without its quotes."""

    alias: str
    provider: str
    span: Span


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or "provider" not in source.text:
        return
    own = _own(subject.snapshot)
    declared = list(_declared(subject))
    yield from (_placeholder(each, own) for each in declared if _is_placeholder(each.provider))
    others = [each for each in declared if re.fullmatch(_APP_ID, each.provider)]
    if own is None or any(each.provider == own for each in others):
        return  # the others are plugins that are used together with this one
    certain = _own_aliases(subject)
    alone = len({each.provider for each in others}) == 1
    for each in others if alone else [each for each in others if each.alias in certain]:
        yield _foreign(each, own, certain=each.alias in certain)


def _own(snapshot: Snapshot) -> str | None:
    """The plugin's AppID, if there is one that can be."""
    app_id = snapshot.settings.profile.app_id or snapshot.plugin.app_id or ""
    return app_id if re.fullmatch(_APP_ID, app_id) else None


def _declared(subject: Subject) -> Iterator[_Declared]:
    for sample in subject.samples:
        if "provider" not in sample.code:
            continue
        # 2 ms that documents save where no sample declares a plugin.
        from docbuild.json_sample.plugins import declarations  # noqa: PLC0415

        for each in declarations(sample.code):
            if each.provider is not None:
                start, end = each.provider.span
                span = sample.span(start + 1, end - 1)
                yield _Declared(each.alias, each.provider.value, span)


def _own_aliases(subject: Subject) -> set[str]:
    """The aliases by which samples name what this plugin offers."""
    plugin = subject.snapshot.plugin
    names = {*plugin.components, *plugin.pages}
    found: set[str] = set()
    for sample in subject.samples:
        if "plugin://" in sample.code:
            addresses = re.findall(_ADDRESS, sample.code)
            found |= {alias for alias, name in addresses if name in names}
    return found


def _is_placeholder(provider: str) -> bool:
    return not re.fullmatch(_APP_ID, provider) and bool(re.search(_PLACEHOLDER, provider))


def _placeholder(declared: _Declared, own: str | None) -> Finding:
    shown = quoted(declared.provider)
    return Finding(
        Message(
            f"provider 还是占位符“{shown}”，使用者照抄会编译报错",
            f"The provider is still the placeholder {shown}: a copy of it is refused",
        ),
        _cure(own),
        span=declared.span,
        fixes=() if own is None else _fixes(declared, own, safe=True),
        severity=Severity.WARNING,
    )


def _foreign(declared: _Declared, own: str, *, certain: bool) -> Finding:
    return Finding(
        Message(
            f"provider 是 {declared.provider}，而本插件的 AppID 是 {own}",
            f"The provider is {declared.provider}, but the AppID of this plugin is {own}",
        ),
        _cure(own),
        span=declared.span,
        fixes=_fixes(declared, own, safe=certain),
        severity=Severity.ERROR if certain else Severity.WARNING,
    )


def _cure(own: str | None) -> Message:
    if own is None:
        return Message("写上本插件的 AppID。", "Give the AppID of this plugin.")
    return Message(f"写成 {own}。", f"Write {own}.")


def _fixes(declared: _Declared, own: str, *, safe: bool) -> tuple[Fix, ...]:
    title = Message(f"换成 {own}", f"Use {own}")
    return (Fix(title, (Edit(declared.span, own),), safe),)


def _looks_at(node: Node) -> bool:
    return (
        isinstance(node, CodeBlock)
        and is_sample(node)
        and ("provider" in node.code or "plugin://" in node.code)
    )


RULE = Rule(
    name="sample-provider",
    severity=Severity.ERROR,
    what=Message(
        "示例里 plugins 的 provider 不是本插件的 AppID，或者还是占位符。",
        "The provider in a sample of plugins is not the AppID of this plugin, or a placeholder.",
    ),
    why=Message(
        "使用者照抄示例，引用的就是别的插件，或者编译报错。示例里只要有一处是本插件的 AppID，"
        "其余的就当作配合使用的其他插件；不能断定是本插件的，以及占位符，按警告处理。",
        "Users who copy the sample get another plugin, or an error. As long as one sample has "
        "the AppID of this plugin, others are taken for plugins that are used together with it. "
        "Placeholders, and what is maybe another plugin, are warnings.",
    ),
    bad='```json\n"plugins": {\n  "weather": {\n    "version": "1.0.0",\n'
    '    "provider": "wxidxxxxxxxxxxxxxxxx"\n  }\n}\n```',
    good='```json\n"plugins": {\n  "weather": {\n    "version": "1.0.0",\n'
    '    "provider": "wx0123456789abcdef"\n  }\n}\n```',
    check=_check,
    looks_at=_looks_at,
)
