"""profile-notes: version notes longer than the upload dialog takes."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject

_MOST = 100  # characters, by the dialog of the developer tools


def _check(subject: Subject) -> Iterator[Finding]:
    settings = subject.snapshot.settings
    length = _length(settings.profile.version_notes or "")
    if length <= _MOST:
        return
    place = settings.place("plugin.version-notes")
    yield Finding(
        Message(
            f"{place}：版本说明有 {length} 个字，最多 {_MOST} 个",
            f"{place}: the version notes have {length} characters, the most is {_MOST}",
        ),
        Message(
            f"删去 {length - _MOST} 个字；详细的更新内容可以写进文档。",
            f"Take {length - _MOST} off; the details can go into the document.",
        ),
        path=settings.path,
    )


def _length(text: str) -> int:
    """In UTF-16 code units, as a dialog made of HTML counts: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


RULE = Rule(
    name="profile-notes",
    severity=Severity.ERROR,
    what=Message(
        "[plugin] 的 version-notes 超过 100 个字（emoji 算两个）。",
        "The version-notes under [plugin] have over 100 characters (an emoji counts as two).",
    ),
    why=Message(
        "开发者工具的上传对话框最多接受 100 个字的版本说明。其他资料的字数上限未能核实，"
        "docbuild 不检查。",
        "The upload dialog of the developer tools takes at most 100. The limits of the other "
        "fields could not be verified, so docbuild does not check them.",
    ),
    bad='[plugin]\nversion-notes = "一百多个字……"',
    good='[plugin]\nversion-notes = "新增空气质量组件"',
    check=_check,
)
