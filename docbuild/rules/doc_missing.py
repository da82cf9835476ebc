"""doc-missing: there is no README.md to upload."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.asset import EntryKind
from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject


def _check(subject: Subject) -> Iterator[Finding]:
    snapshot = subject.snapshot
    if snapshot.tree.root_kind not in (None, EntryKind.DIRECTORY):
        return  # doc-link says why
    if any(name.lower() == "readme.md" for name in snapshot.tree.entries):
        return
    place = snapshot.document_path
    yield Finding(
        Message(f"没有插件文档 {place}", f"There is no plugin document {place}"),
        Message(
            "在插件项目根目录的 doc 目录里新建 README.md，写明插件提供的自定义组件、页面和接口。",
            "Create README.md in the folder doc at the root of the plugin project and describe "
            "every component, page and interface that the plugin offers.",
        ),
        path=place,
    )


RULE = Rule(
    name="doc-missing",
    severity=Severity.ERROR,
    what=Message("插件项目里没有 doc/README.md。", "The plugin project has no doc/README.md."),
    why=Message(
        "使用者看不到插件的代码，只能靠这份文档接入；没有发布文档的插件也通不过审核。",
        "Users cannot see the code of a plugin: this document is all they have. A plugin "
        "without a published document is not accepted for review either.",
    ),
    bad="plugin-project/\n├── plugin/\n└── miniprogram/",
    good="plugin-project/\n├── doc/\n│   └── README.md\n├── plugin/\n└── miniprogram/",
    check=_check,
)
