"""profile-image: an avatar or preview image that is not there, or no picture by its name."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules import wording
from docbuild.rules.rule import Rule, Subject

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp")


def _check(subject: Subject) -> Iterator[Finding]:
    settings = subject.snapshot.settings
    absent = frozenset(settings.absent_pictures)
    for path in dict.fromkeys(settings.profile.pictures):
        key = "avatar" if path == settings.profile.avatar else "preview-images"
        said = _said(wording.quoted(path), path, absent=path in absent)
        if said is not None:
            place = settings.place(f"plugin.{key}")
            yield Finding(
                Message(f"{place}：{said.zh}", f"{place}: {said.en}"),
                Message(
                    f"把 {key} 改为项目内一张图片的路径，从项目根目录写起，用 / 分隔。",
                    f"Make {key} the path of a picture in the project, from its root, with /.",
                ),
                path=settings.path,
            )


def _said(shown: str, path: str, *, absent: bool) -> Message | None:
    if absent:
        return Message(
            f"项目里没有文件 “{shown}”（不经过符号链接）",
            f"the project has no file “{shown}” (symbolic links are not followed)",
        )
    if not path.lower().endswith(_PICTURES):
        return Message(f"“{shown}” 不是图片", f"“{shown}” is no picture by its name")
    return None


RULE = Rule(
    name="profile-image",
    severity=Severity.ERROR,
    what=Message(
        "[plugin] 的 avatar 或 preview-images 指向不存在的文件，或者文件名不是图片。",
        "The avatar or a preview image under [plugin] is no file of the project, or no picture "
        "by its name.",
    ),
    why=Message(
        "预览页上会缺这张图。头像和预览图的尺寸、格式上限未能核实，docbuild 不检查。",
        "The page would lack it. Which sizes and formats the platform takes here could not be "
        "verified, so docbuild does not check that.",
    ),
    bad='[plugin]\navatar = "assets/avatar.txt"',
    good='[plugin]\navatar = "assets/avatar.png"',
    check=_check,
)
