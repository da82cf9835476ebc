"""bundle-archive: a bundle that no one should unpack. ``docbuild verify`` finds it."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted

_HELP = Message(
    "不要解压它。用 docbuild bundle 重新打包。",
    "Do not unpack it. Pack anew with docbuild bundle.",
)


def refused(message: Message, path: str) -> Finding:
    """What ``verify`` reports of an archive that it does not read: ``path`` in it, or itself."""
    shown = quoted(path)
    return Finding(
        Message(f"“{shown}”：{message.zh}", f"“{shown}”: {message.en}"), _HELP, path=path
    )


def superfluous(member: str) -> Finding:
    """What ``verify`` reports of a file that no bundle has."""
    shown = quoted(member)
    return Finding(
        Message(f"“{shown}” 不属于文档包", f"“{shown}” is no part of a bundle"),
        Message("它不会上传；删掉它。", "It does not go up: remove it."),
        path=member,
        severity=Severity.WARNING,
    )


def _check(_subject: Subject) -> Iterator[Finding]:
    return iter(())


RULE = Rule(
    name="bundle-archive",
    severity=Severity.ERROR,
    what=Message(
        "docbuild verify 检查的压缩包结构有问题：路径跑到别处、链接、重名、加密、大小不符、"
        "套着别的压缩包等。",
        "What docbuild verify was given is no sound archive: paths that lead elsewhere, links, "
        "names that clash, encryption, wrong sizes, archives inside of it, and the like.",
    ),
    why=Message(
        "这样的压缩包各种程序解出来不一样，还可能把文件写到别处，所以整个拒绝，不看内容。",
        "Programs unpack such an archive differently, and some write outside of the folder, so it "
        "is refused as a whole and its content is not looked at.",
    ),
    bad="",
    good="",
    check=_check,
)
