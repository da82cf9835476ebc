"""bundle-manifest: a bundle that is not what its manifest says. ``docbuild verify`` finds it."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.dialect import Dialect
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted

_HELP = Message(
    "打包之后文件被改动过。用 docbuild bundle 重新打包。",
    "It was changed after it was packed. Pack anew with docbuild bundle.",
)
_FORCED = Message(
    "打包时还有错误，是用 --force 强行打的包", "It was packed by force, with errors in it"
)
_MEND = Message("改好文档再打包。", "Mend the document and pack anew.")


def unreadable(reason: Message, path: str) -> Finding:
    return Finding(reason, _HELP, path=path)


def differs(path: str) -> Finding:
    return _changed(path, "“{}” 和清单里记的不一样", "“{}” is not what the manifest says")


def lacking(path: str) -> Finding:
    return _changed(path, "清单里有 “{}”，包里没有", "The manifest has “{}”, the bundle has not")


def unlisted(path: str) -> Finding:
    return _changed(path, "包里有 “{}”，清单里没有", "The bundle has “{}”, the manifest has not")


def _changed(path: str, zh: str, en: str) -> Finding:
    shown = quoted(path)
    return Finding(Message(zh.format(shown), en.format(shown)), _HELP, path=path)


def forced(path: str) -> Finding:
    return Finding(_FORCED, _MEND, path=path, severity=Severity.WARNING)


def strange_dialect(named: str, used: Dialect, path: str) -> Finding:
    """The dialect that the manifest names is not known, so the bundle was checked with another."""
    shown = quoted(named)
    return Finding(
        Message(
            f"清单里的渲染方式 {shown} 是这个 docbuild 不认识的，改按 {used.identifier} 检查",
            f"It was packed with the dialect {shown}, which this docbuild does not know; it was "
            f"checked with {used.identifier}",
        ),
        Message("升级 docbuild，或者重新打包。", "Upgrade docbuild, or pack anew."),
        path=path,
        severity=Severity.WARNING,
    )


def _check(_subject: Subject) -> Iterator[Finding]:
    return iter(())


RULE = Rule(
    name="bundle-manifest",
    severity=Severity.ERROR,
    what=Message(
        "docbuild verify 检查的文档包和它的清单（docbuild-manifest.json）对不上。"
        "没有清单的包不检查这一条。",
        "What docbuild verify was given differs from its manifest (docbuild-manifest.json). "
        "A bundle without a manifest is not held to one.",
    ),
    why=Message(
        "清单记着打包时每个文件的大小和 SHA-256；对不上，说明上传的不再是检查过的那一份。",
        "The manifest has the size and SHA-256 of every file that was packed. Where they differ, "
        "what goes up is not what was checked.",
    ),
    bad="",
    good="",
    check=_check,
)
