"""resource-type: a file of doc/ that the upload leaves out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from docbuild.asset import EntryKind
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.whole_project import sign_of_project
from docbuild.upload import uploads

MOST = 20  # findings of a kind: who has more put a folder there, and mends it as a whole
_NAMED = 3  # of those that are counted

# What systems and editors leave lying about; nobody expects it to go up.
_LITTER = r"(?i:(?:^|/)(?:\.[^/]*|thumbs\.db|desktop\.ini|~\$[^/]*|4913)(?:/|$)|~$)"
_PICTURES = frozenset({"apng", "avif", "bmp", "heic", "heif", "ico", "jfif", "tif", "tiff", "webp"})

_MARKDOWN, _PICTURE, _OTHER = (
    Message(
        "只有名为 README.md 的 Markdown 会上传。把内容并入 README.md，或者把文件移出 doc 目录。",
        "Of Markdown only README.md goes up. Move the text into README.md, or the file out of doc.",
    ),
    Message(
        "图片请转换成 PNG、JPEG 或 GIF，用不到就移出 doc 目录。",
        "Convert pictures to PNG, JPEG or GIF; move what is not needed out of doc.",
    ),
    Message(
        "上传只收 md、jpg、jpeg、png、icon、gif、svg、cer，其他文件请移出 doc 目录。",
        "Only md, jpg, jpeg, png, icon, gif, svg and cer go up: move other files out of doc.",
    ),
)
_WHERE = Message(
    "开发者工具只上传项目根目录下的 doc 目录。请把插件文档写在 doc/README.md，图片也放进 doc。",
    "The developer tools upload the folder doc at the project's root and nothing else. Write the "
    "plugin's document in doc/README.md, and put its pictures into doc.",
)


def _check(subject: Subject) -> Iterator[Finding]:
    snapshot = subject.snapshot
    sign = sign_of_project(snapshot)
    if sign is not None:
        if snapshot.readme is not None:  # or else doc-missing says where it belongs
            yield _whole_project(snapshot.document_path, sign)
        return
    kinds: dict[Message, list[str]] = {}
    for path in _left_out(subject):
        kinds.setdefault(_cure(path), []).append(path)
    for cure, paths in kinds.items():
        if len(paths) > MOST:
            yield _many(subject, paths, cure)
        else:
            yield from (_one(subject.path(path), cure) for path in paths)


def _left_out(subject: Subject) -> Iterator[str]:
    for path, entry in sorted(subject.snapshot.tree.entries.items()):
        if entry.kind is not EntryKind.FILE or uploads(path) or re.search(_LITTER, path):
            continue
        if path not in subject.shown:  # image-format says so where it is shown
            yield path


def _cure(path: str) -> Message:
    suffix = path.lower().rpartition(".")[2]
    return _MARKDOWN if suffix == "md" else _PICTURE if suffix in _PICTURES else _OTHER


def _one(name: str, cure: Message) -> Finding:
    return Finding(Message(f"{name} 不会被上传", f"The upload leaves out {name}"), cure, path=name)


def _many(subject: Subject, paths: list[str], cure: Message) -> Finding:
    """One finding for all, at the innermost folder that holds them."""
    folder = posixpath.commonpath([posixpath.dirname(path) for path in paths])
    names = [subject.path(path) for path in paths]
    first, others = names[:_NAMED], len(names) - _NAMED
    return Finding(
        Message(
            f"有 {len(names)} 个文件不会被上传：{'、'.join(first)}，还有 {others} 个",
            f"The upload leaves out {len(names)} files: {', '.join(first)} and {others} others",
        ),
        cure,
        path=subject.path(folder) or ".",
    )


def _whole_project(document: str, sign: str) -> Finding:
    return Finding(
        Message(
            f"{document} 在整个项目的目录里（旁边有 {sign}），不会作为插件文档上传",
            f"{document} stands in the folder of a whole project, beside {sign}, and does not go"
            " up as the plugin's document",
        ),
        _WHERE,
    )


RULE = Rule(
    name="resource-type",
    severity=Severity.WARNING,
    what=Message("doc 里有上传时会被漏掉的文件。", "doc has a file that the upload leaves out."),
    why=Message(
        "开发者工具只上传几种后缀的文件，其余的不声不响地漏掉，很容易以为已经传上去了。",
        "The developer tools take files of a few suffixes and leave out the rest without a "
        "word, so that one easily believes they went up.",
    ),
    bad="doc/\n├── README.md\n├── CHANGELOG.md\n└── demo.mp4",
    good="doc/\n├── README.md\n└── demo.gif",
    check=_check,
)
