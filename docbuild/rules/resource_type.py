"""resource-type: a file of doc/ that the upload leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.asset import EntryKind
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject
from docbuild.upload import uploads

# What systems and editors leave lying about; nobody expects it to go up.
_LITTER = r"(?i:(?:^|/)(?:\.[^/]*|thumbs\.db|desktop\.ini|~\$[^/]*|4913)(?:/|$)|~$)"


def _check(subject: Subject) -> Iterator[Finding]:
    for path, entry in sorted(subject.snapshot.tree.entries.items()):
        if entry.kind is not EntryKind.FILE or uploads(path) or re.search(_LITTER, path):
            continue
        if path in subject.shown:  # image-format says so where it is shown
            continue
        name = subject.path(path)
        markdown = path.lower().endswith(".md")
        yield Finding(
            Message(f"{name} 不会被上传", f"The upload leaves out {name}"),
            Message(
                "只有名为 README.md 的 Markdown 会上传。把内容并入 README.md，"
                "或者把文件移出 doc 目录。"
                if markdown
                else "上传只收 md、jpg、jpeg、png、icon、gif、svg、cer。"
                "图片请转换成 PNG、JPEG 或 GIF；其他文件移出 doc 目录。",
                "Of Markdown only README.md goes up. Move the text into README.md, or the "
                "file out of doc."
                if markdown
                else "Only md, jpg, jpeg, png, icon, gif, svg and cer go up. Convert pictures "
                "to PNG, JPEG or GIF, and move other files out of doc.",
            ),
            path=name,
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
