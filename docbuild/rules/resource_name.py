"""resource-name: a name in doc/ that cannot travel to every system."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.names import clashes, problem
from docbuild.rules.rule import Rule, Subject

#: Why each problem of a name is one.
REASONS = {
    "control-or-invisible": Message(
        "含控制字符或看不见的字符", "has control or invisible characters"
    ),
    "not-utf8": Message("不是 UTF-8", "is not UTF-8"),
    "too-long": Message("太长", "is too long"),
    "trailing-dot-space": Message("以点或空格结尾", "ends in a dot or a space"),
    "windows-char": Message("含 Windows 不允许的字符", "has a character that Windows forbids"),
    "windows-reserved": Message("是 Windows 的保留名", "is one that Windows reserves"),
}
_CURE = Message(
    "改用字母、数字、汉字、- 和 _ 组成的名字，并改正文档里的引用。",
    "Rename it with letters, digits, “-” and “_”, and correct the references.",
)


def _check(subject: Subject) -> Iterator[Finding]:
    entries = subject.snapshot.tree.entries
    paths = sorted(path for path in entries if not path.startswith(".") and "/." not in path)
    for group in clashes(paths):
        yield _clash([subject.path(path) for path in group])
    told = {found.path for found in subject.references if found.verdict != "ok"}
    for path in paths:
        reason = REASONS.get(problem(path.rpartition("/")[2]) or "")
        if reason is not None and path not in told:  # image-path says so at the reference
            name = subject.path(path)
            message = Message(f"{name} 的名字{reason.zh}", f"The name of {name} {reason.en}")
            yield Finding(message, _CURE, path=name)


def _clash(names: list[str]) -> Finding:
    """Names that some systems take for the same, reported at the last of them."""
    *others, last = names
    return Finding(
        Message(
            f"{last} 和 {'、'.join(others)} 只有大小写或编码形式不同",
            f"{last} and {', '.join(others)} differ in case or normal form only",
        ),
        Message(
            "在 Windows 和 macOS 上只能留下一个。改掉其中一个的名字，或者删掉它。",
            "On Windows and macOS only one of them survives. Rename or remove one.",
        ),
        path=last,
    )


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
