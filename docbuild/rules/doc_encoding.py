"""doc-encoding: the document is not UTF-8."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Span


def _check(subject: Subject) -> Iterator[Finding]:
    snapshot = subject.snapshot
    offset, source = snapshot.undecodable, snapshot.source
    if offset is None or source is None:
        return
    # Up to that byte the file is UTF-8, so its beginning encodes to the very same bytes.
    start = len(source.text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore"))
    likely = "UTF-16" if "\x00" in source.text[:200] else "GBK"
    yield Finding(
        Message(
            f"文档不是 UTF-8 编码：第 {offset} 个字节（从 0 数）开始无法解码",
            f"The document is not UTF-8: it cannot be decoded from byte {offset} on",
        ),
        Message(
            f"用编辑器以原来的编码（多半是 {likely}）打开，再另存为 UTF-8。",
            f"Open it in its own encoding (probably {likely}) and save it as UTF-8.",
        ),
        span=Span(start, min(start + 1, len(source.text))),
    )


RULE = Rule(
    name="doc-encoding",
    severity=Severity.ERROR,
    what=Message("README.md 里有不是 UTF-8 的字节。", "README.md has bytes that are not UTF-8."),
    why=Message(
        "平台按 UTF-8 读取文档，其他编码（例如 Windows 记事本旧版的 GBK）会变成乱码。",
        "The platform reads the document as UTF-8. Any other encoding, such as GBK from old "
        "editors on Windows, turns into garbage.",
    ),
    bad="D6 D0 CE C4        # “中文”, GBK",
    good="E4 B8 AD E6 96 87  # “中文”, UTF-8",
    check=_check,
)
