"""image-format: a picture in a format that the page does not show."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild import heic
from docbuild.asset import ImageProblem
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.references import Reference
from docbuild.rules.pictures import problem, suffix
from docbuild.rules.routes import is_cut_off, refused
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted
from docbuild.upload import uploads

_CUT_OFF = (
    Message(
        "平台把图片路径里的第一个半角 ) 当作结尾，后面的都成了文字",
        "The platform ends the picture's path at its first “)”: what follows becomes text",
    ),
    Message(
        "给文件改名，去掉括号；或者在路径里把括号写成 %28 和 %29。",
        "Rename the file without parentheses, or write them as %28 and %29 in the path.",
    ),
)
_CONVERTING = Message(
    "转换成 PNG、JPEG 或 GIF，并改正引用；docbuild bundle --write 可以代劳。",
    "Convert it to PNG, JPEG or GIF and correct the reference; docbuild bundle --write does both.",
)
_CONVERTING_HEIC = Message(
    f"{_CONVERTING.zh}{heic.NOT_READ.zh}。",
    f"{_CONVERTING.en} It needs a plug-in: {heic.INSTALLING}",
)


def _check(subject: Subject) -> Iterator[Finding]:
    for reference in refused(subject, "image-format"):
        if not _is_active(reference, subject):
            message, cure = _words(reference)
            yield Finding(message, cure, span=reference.image.span)


def _is_active(reference: Reference, subject: Subject) -> bool:
    """Whether image-active speaks for the file already, which is the graver thing to say."""
    path = reference.path or ""
    asset = subject.snapshot.assets.get(path)
    facts = None if asset is None else asset.facts
    return facts is not None and problem(path, facts) is ImageProblem.ACTIVE


def _words(reference: Reference) -> tuple[Message, Message]:
    path = reference.path or reference.image.destination
    written, kind = quoted(reference.image.destination), quoted(suffix(path))
    if is_cut_off(reference.image.destination):
        return _CUT_OFF
    if "." not in path.rpartition("/")[2]:
        return _without_suffix(written)
    cure = _CONVERTING_HEIC if suffix(path) in heic.SUFFIXES else _CONVERTING
    if not uploads(path):
        return Message(
            f"图片 {written} 的类型（{kind}）不会被上传",
            f"The upload leaves out pictures of this type ({kind}): {written}",
        ), cure
    return Message(
        f"文档里的图片只能是 PNG、JPEG 或 GIF：{written}",
        f"A picture of the document has to be PNG, JPEG or GIF: {written}",
    ), cure


def _without_suffix(written: str) -> tuple[Message, Message]:
    return (
        Message(
            f"图片 {written} 没有后缀，不会被上传",
            f"The upload leaves out a picture without a suffix: {written}",
        ),
        Message(
            "给文件名加上 .png、.jpg 或 .gif，并改正引用。",
            "Give the file the suffix .png, .jpg or .gif and correct the reference.",
        ),
    )


RULE = Rule(
    name="image-format",
    severity=Severity.ERROR,
    what=Message(
        "引用的图片不是 PNG、JPEG 或 GIF，例如 webp、bmp、svg。",
        "A picture is neither PNG nor JPEG nor GIF, but webp, bmp or svg, for example.",
    ),
    why=Message(
        "开发者工具上传时会不声不响地漏掉 webp、bmp 等文件；SVG 会上传，"
        "但它可以带脚本，不算可以放心显示的图片。",
        "The developer tools leave webp, bmp and others out without a word. SVG goes up, but "
        "it can carry scripts and so is no picture to rely on.",
    ),
    bad="![示例](./image/demo.webp)",
    good="![示例](./image/demo.png)",
    check=_check,
)
