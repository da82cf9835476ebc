"""sample-version: a sample with a version of the plugin that nobody can use.

The platform's tools take ``X.Y.Z`` of at most three digits each, ``latest``, ``dev`` in a plugin's
own project, and ``dev-<ID>`` (miniprogram-ci 2.1.42, ``checkPlugins``). A mini program that refers
to a development version cannot be uploaded (the platform's guide: 插件开发版).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.snapshot import Snapshot
from docbuild.source import Span
from docbuild.upload import VERSION

_DEVELOPMENT = r"dev(?:-.*)?"
# What is meant as a version, and not as a word for one such as 最新版本 or x.y.z.
_MEANT = rf"(?P<before>[vV^~>=]*\s*)(?P<version>{VERSION})?[0-9.]*(?:[-+][0-9A-Za-z.+-]*)?|\*"
_APP_ID = r"wx[0-9a-f]{16}"


def _check(subject: Subject) -> Iterator[Finding]:
    for sample in subject.samples:
        if "version" not in sample.code or "provider" not in sample.code:
            continue
        # 2 ms that documents save where no sample declares a plugin.
        from docbuild.json_sample.plugins import declarations  # noqa: PLC0415

        for declared in declarations(sample.code):
            if declared.version is not None:
                start, end = declared.version.span
                span = sample.span(start + 1, end - 1)
                provider = "" if declared.provider is None else declared.provider.value
                known = _known_version(provider, subject.snapshot)
                yield from _findings(declared.version.value, span, known)


def _known_version(provider: str, snapshot: Snapshot) -> str | None:
    """The plugin's current version, if it is this plugin that is declared."""
    current = snapshot.settings.profile.version or ""
    own = {snapshot.settings.profile.app_id, snapshot.plugin.app_id}
    is_other = re.fullmatch(_APP_ID, provider) is not None and provider not in own
    return current if re.fullmatch(VERSION, current) and not is_other else None


def _findings(version: str, span: Span, known: str | None) -> Iterator[Finding]:
    if re.fullmatch(_DEVELOPMENT, version):
        yield _development(version, span, known)
    elif re.fullmatch(VERSION, version):
        if known is not None and _numbers(version) > _numbers(known):
            yield _unknown(version, span, known)
    elif re.fullmatch(_MEANT, version) and version:
        yield _ill_formed(version, span)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _development(version: str, span: Span, known: str | None) -> Finding:
    shown = quoted(version)
    return Finding(
        Message(
            f"版本写成了开发版 {shown}：引用它的小程序不能上传发布",
            f"{shown} is a development version: a mini program that refers to it cannot be "
            "uploaded",
        ),
        Message(
            "写上已发布的版本号，如 1.0.0。" if known is None else f"写成 {known}。",
            "Give a published version such as 1.0.0." if known is None else f"Write {known}.",
        ),
        span=span,
        fixes=() if known is None else _fixes(span, known, safe=False),
    )


def _unknown(version: str, span: Span, known: str) -> Finding:
    return Finding(
        Message(
            f"没有 {version} 这个版本：docbuild.toml 里写的当前版本是 {known}",
            f"There is no version {version}: docbuild.toml says that {known} is the current one",
        ),
        Message(
            f"写成 {known}；要是已经发布了新版本，更新 docbuild.toml 的 version。",
            f"Write {known}, or update the version in docbuild.toml.",
        ),
        span=span,
        fixes=_fixes(span, known, safe=False),
        severity=Severity.WARNING,
    )


def _ill_formed(version: str, span: Span) -> Finding:
    match = re.fullmatch(_MEANT, version)
    plain = match["version"] if match is not None else None
    certain = plain is not None and version.endswith(plain)
    return Finding(
        Message(
            f"版本号“{quoted(version)}”不符合 X.Y.Z 的格式，使用者照抄会编译报错",
            f"The version “{quoted(version)}” is not of the form X.Y.Z: a copy of it is refused",
        ),
        Message(
            "写成用点隔开的三个数字，每个最多三位，如 1.2.0；或者写 latest。",
            "Write three numbers of at most three digits with dots between, such as 1.2.0, "
            "or latest.",
        ),
        span=span,
        fixes=_fixes(span, plain, safe=True) if certain and plain is not None else (),
    )


def _fixes(span: Span, version: str, *, safe: bool) -> tuple[Fix, ...]:
    title = Message(f"换成 {version}", f"Use {version}")
    return (Fix(title, (Edit(span, version),), safe),)


RULE = Rule(
    name="sample-version",
    severity=Severity.ERROR,
    what=Message(
        "示例里插件的版本是开发版（dev），格式不对，或者根本没有这个版本。",
        "A sample has a development version of the plugin, one of a wrong form, or one that "
        "never was.",
    ),
    why=Message(
        "dev 和 dev-… 只能在开发时使用，引用开发版的小程序不能上传；版本号只能是 X.Y.Z"
        "（每段最多三位）或 latest。比 docbuild.toml 里的当前版本还高的按警告处理；"
        "“版本号”这样的占位文字不算错。",
        "dev and dev-… are for development only: a mini program that refers to them cannot be "
        "uploaded. A version is X.Y.Z of at most three digits each, or latest. One above the "
        "current version in docbuild.toml is a warning; words in place of a version are no "
        "mistake.",
    ),
    bad='```json\n"plugins": {\n  "weather": {\n    "version": "dev",\n'
    '    "provider": "wx0123456789abcdef"\n  }\n}\n```',
    good='```json\n"plugins": {\n  "weather": {\n    "version": "1.0.0",\n'
    '    "provider": "wx0123456789abcdef"\n  }\n}\n```',
    check=_check,
    by_block=True,
)
