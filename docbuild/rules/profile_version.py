"""profile-version: a version that the upload dialog does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules import wording
from docbuild.rules.rule import Rule, Subject
from docbuild.upload import VERSION


def _check(subject: Subject) -> Iterator[Finding]:
    settings = subject.snapshot.settings
    version = settings.profile.version
    if version is None or re.fullmatch(VERSION, version):
        return
    place, written = settings.place("plugin.version"), wording.quoted(version)
    yield Finding(
        Message(
            f"{place}：版本号 “{written}” 不符合 X.Y.Z 的格式",
            f"{place}: the version “{written}” is not of the form X.Y.Z",
        ),
        Message(
            "写成用点隔开的三个数字，每个最多三位，如 1.2.0；不带 v，也不带后缀。",
            "Write three numbers of at most three digits with dots between, such as 1.2.0; no v, "
            "no suffix.",
        ),
        path=settings.path,
    )


RULE = Rule(
    name="profile-version",
    severity=Severity.ERROR,
    what=Message(
        "[plugin] 的 version 不是用点隔开的三个数字，每个最多三位。",
        "The version under [plugin] is not three numbers of at most three digits.",
    ),
    why=Message(
        "开发者工具的上传对话框不接受其他格式的版本号。",
        "The upload dialog of the developer tools takes no other form.",
    ),
    bad='[plugin]\nversion = "v1.2"',
    good='[plugin]\nversion = "1.2.0"',
    check=_check,
)
