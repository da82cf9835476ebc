"""doc-encoding: the document is not UTF-8, or a byte order mark hides how it begins.

marked 0.3.19 takes U+FEFF for a character of the first line, so that ``# title`` behind it is no
heading. Whether the developer tools take the mark off before is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Span

# A mark, and behind it what means something at the beginning of a line.
_MARKED = (
    r"\ufeff(?: {4}| *(?:#{1,6} |>|[-+*] |[0-9]+\. |```|~~~|\[[^\[\]]+\]:|-{3,}|[*_](?: *[*_]){2,}"
    r"|[^\r\n]*\|[^\r\n]*\r?\n[ \t|:]*-[-|: \t]*\r?\n))"
)


def _check(subject: Subject) -> Iterator[Finding]:
    snapshot = subject.snapshot
    offset, source = snapshot.undecodable, snapshot.source
    if source is None:
        return
    if source.text.startswith("\ufeff") and re.match(_MARKED, source.text):
        yield _byte_order_mark()
    if offset is None:
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


def _byte_order_mark() -> Finding:
    mark = Span(0, 1)
    title = Message("去掉 BOM", "Take out the byte order mark")
    return Finding(
        Message(
            "文档以 BOM（U+FEFF）开头：平台的渲染器把它当作文字，第一行的标题等可能失效",
            "The document begins with a byte order mark: to the platform's renderer it is text, "
            "and what the first line begins with, such as a heading, may be lost",
        ),
        Message(
            "另存为 UTF-8（不带 BOM）。",
            "Save it as UTF-8 without a byte order mark.",
        ),
        span=mark,
        fixes=(Fix(title, (Edit(mark, ""),), safe=True),),
        severity=Severity.WARNING,
    )


RULE = Rule(
    name="doc-encoding",
    severity=Severity.ERROR,
    what=Message(
        "README.md 里有不是 UTF-8 的字节，或者以 BOM 开头。",
        "README.md has bytes that are not UTF-8, or begins with a byte order mark.",
    ),
    why=Message(
        "平台按 UTF-8 读取文档，其他编码（例如 Windows 记事本旧版的 GBK）会变成乱码。"
        "BOM 按警告处理，只在第一行是标题、列表、表格等的时候提示。",
        "The platform reads the document as UTF-8. Any other encoding, such as GBK from old "
        "editors on Windows, turns into garbage. A byte order mark is a warning, and only "
        "where the first line is a heading, a list, a table or the like.",
    ),
    bad="D6 D0 CE C4        # “中文”, GBK",
    good="E4 B8 AD E6 96 87  # “中文”, UTF-8",
    check=_check,
)
