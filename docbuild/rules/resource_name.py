"""resource-name: a name in doc/ that cannot travel to every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject

_CURE = Message(
    "改用字母、数字、汉字、- 和 _ 组成的名字，并改正文档里的引用。",
    "Rename it with letters, digits, “-” and “_”, and correct the references.",
)
_INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Co", "Cn"}
_FORBIDDEN = frozenset('<>:"|?*\\')
_RESERVED = r"(?i:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?: *\..*)?"
_LONGEST = 255  # bytes of one name, on every common file system


def _check(subject: Subject) -> Iterator[Finding]:
    paths = sorted(path for path in subject.snapshot.tree.entries if not _hidden(path))
    yield from _clashes(paths, subject)
    reported = {found.path for found in subject.references if found.verdict != "ok"}
    for path in paths:
        reason = _problem(path.rpartition("/")[2])
        if reason is not None and path not in reported:  # image-path says so at the reference
            name = subject.path(path)
            message = Message(f"{name} 的名字{reason.zh}", f"The name of {name} {reason.en}")
            yield Finding(message, _CURE, path=name)


def _clashes(paths: list[str], subject: Subject) -> Iterator[Finding]:
    """Names in one folder that some systems take for the same."""
    first: dict[str, str] = {}
    for path in paths:
        other = first.setdefault(_folded(path), path)
        if other == path or other.rpartition("/")[0] != path.rpartition("/")[0]:
            continue  # where folders clash, their contents need not be told
        one, two = subject.path(other), subject.path(path)
        yield Finding(
            Message(
                f"{two} 和 {one} 只有大小写或编码形式不同",
                f"{two} and {one} differ in case or normal form only",
            ),
            Message(
                "在 Windows 和 macOS 上只能留下一个。改掉其中一个的名字，或者删掉它。",
                "On Windows and macOS only one of them survives. Rename or remove one.",
            ),
            path=two,
        )


def _folded(path: str) -> str:
    """``path`` as file systems compare names that fold case and normal form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _hidden(path: str) -> bool:
    return path.startswith(".") or "/." in path


def _problem(name: str) -> Message | None:
    """Why a name cannot travel, ``None`` if it can."""
    if any("\ud800" <= character <= "\udfff" for character in name):
        return Message("不是 UTF-8", "is not UTF-8")
    if any(unicodedata.category(character) in _INVISIBLE for character in name):
        return Message("含控制字符或看不见的字符", "has control or invisible characters")
    if not _FORBIDDEN.isdisjoint(name):
        return Message("含 Windows 不允许的字符", "has a character that Windows forbids")
    if name.endswith((".", " ")) or name.startswith(" "):
        return Message("以空格或点开头或结尾", "begins or ends with a space or a dot")
    if re.fullmatch(_RESERVED, name):
        return Message("是 Windows 的保留名", "is one that Windows reserves")
    if len(name.encode()) > _LONGEST:
        return Message("太长", "is too long")
    return None


RULE = Rule(
    name="resource-name",
    severity=Severity.ERROR,
    what=Message(
        "doc 里有两个名字只差大小写，或者有的名字在某些系统上不能用："
        "Windows 的保留名、控制字符、末尾的点和空格等。",
        "Two names in doc differ in case only, or a name cannot exist on some systems: names "
        "that Windows reserves, control characters, a dot or space at the end.",
    ),
    why=Message(
        "换一个系统检出或解压时，文件会互相覆盖、改名或者丢失。",
        "On another system such files overwrite each other, change their names or vanish.",
    ),
    bad="doc/image/a.png\ndoc/image/A.png",
    good="doc/image/a.png\ndoc/image/b.png",
    check=_check,
)
