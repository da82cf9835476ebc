"""image-path: a reference that is ill-formed, or works on some systems only."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.pictures import retarget
from docbuild.rules.routes import refused
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted

#: Why each verdict is refused.
REASONS = {
    "absolute": Message("是绝对路径", "is an absolute path"),
    "backslash": Message("含反斜杠，只在 Windows 上有效", "has a backslash: Windows only"),
    "control-or-invisible": Message(
        "含控制字符或看不见的字符", "has control or invisible characters"
    ),
    "drive": Message("带 Windows 盘符", "names a Windows drive"),
    "empty": Message("没有写", "is missing"),
    "encoded-separator": Message(
        "把路径分隔符写成了 %2F 或 %5C", "has a separator encoded as %2F or %5C"
    ),
    "hidden": Message("经过以点开头的隐藏文件或目录", "passes a hidden file or folder"),
    "malformed-percent": Message(
        "里的 % 后面不是两位十六进制数（% 本身写成 %25）",
        "has a % without two hexadecimal digits (a % itself is %25)",
    ),
    "not-utf8": Message("解码后不是 UTF-8", "is not UTF-8 once decoded"),
    "query-or-fragment": Message("带有 ? 或 # 之后的部分", "has a part behind ? or #"),
    "scheme": Message("不是文件路径", "is no path of a file"),
    "too-long": Message("太长，有的系统存不下", "is too long for some systems"),
    "trailing-dot-space": Message(
        "的某一段以点或空格结尾，Windows 存不下", "has a part ending in a dot or space"
    ),
    "windows-char": Message(
        "含 Windows 文件名不允许的字符", "has a character that Windows forbids in names"
    ),
    "windows-reserved": Message(
        "含 Windows 的保留名（如 con、aux、com1）",
        "has a name that Windows reserves, such as con, aux or com1",
    ),
}


def _check(subject: Subject) -> Iterator[Finding]:
    for reference in refused(subject, "image-path"):
        reason, image, near = REASONS[reference.verdict], reference.image, reference.nearest
        written = quoted(image.destination)
        hint = "" if near is None else f"是不是 {near}？"
        hint_en = "" if near is None else f" Did you mean {near}?"
        yield Finding(
            _message(written, reason),
            Message(
                f"写成相对于 doc 目录的路径，用 / 分隔，如 ./image/a.png。{hint}",
                f"Write a path relative to doc with “/”, such as ./image/a.png.{hint_en}",
            ),
            span=image.span,
            fixes=() if near is None else (retarget(image, near, safe=False),),
        )


def _message(written: str, reason: Message) -> Message:
    if not written:
        return Message(f"图片路径{reason.zh}", f"The path of the picture {reason.en}")
    return Message(f"图片路径 {written} {reason.zh}", f"The path {written} {reason.en}")


RULE = Rule(
    name="image-path",
    severity=Severity.ERROR,
    what=Message(
        "图片路径写法不对，或者只在某些系统上有效：绝对路径、盘符、反斜杠、带 ?raw=true、"
        "看不见的字符、Windows 的保留名等。",
        "The path of a picture is ill-formed or works on some systems only: absolute paths, "
        "drives, backslashes, ?raw=true, invisible characters, names that Windows reserves.",
    ),
    why=Message(
        "这样的路径换一台机器、换一个系统或上传以后就失效。",
        "Such a path fails on another machine, another system, or after the upload.",
    ),
    bad=r"![示例](image\demo.png)",
    good="![示例](./image/demo.png)",
    check=_check,
)
