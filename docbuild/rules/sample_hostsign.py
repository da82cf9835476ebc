"""sample-hostsign: a sample header whose signature is not that of the AppID and token beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import CodeBlock, CodeSpan, Heading, Node, Paragraph, Table, plain_text
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_MARK = "noncestr"  # nothing else in a document is called so

# Patterns are compiled when they are needed, as few documents have a header.
_EVIDENCE = r"(?i)app_?id|servicewechat|token"

# A header's JSON as people paste it: also with the quotes escaped, as in a string of a program.
_OBJECT = r"\{[^{}]{0,1000}\}"
_QUOTE = r"\\?[\"']"
_NONCE = rf"{_QUOTE}noncestr{_QUOTE}\s*:\s*{_QUOTE}([^\"'\\\s]+){_QUOTE}"
_TIMESTAMP = rf"{_QUOTE}timestamp{_QUOTE}\s*:\s*(?:{_QUOTE})?([0-9]{{9,11}})\b"
_SIGNATURE = rf"{_QUOTE}signature{_QUOTE}\s*:\s*{_QUOTE}([0-9A-Fa-f]{{40}}){_QUOTE}"

# “TOKEN = "abc"”, “"token": "abc"”, “Token 为 abc” and the like.
_IS = r"[\"'`”」]?\s*(?:[:：=]|是|为|\bis\b)\s*"
_APP_ID = rf"(?i)(?:app_?id{_IS}[\"'`“「]?|servicewechat\.com/)(wx[0-9A-Za-z]{{4,30}})"
_TOKEN = (
    rf"(?i)(?<![A-Za-z_-])token{_IS}(?:[\"'`“「]([!-~]+?)[\"'`”」]|([0-9A-Za-z_-]+)(?![\w.(\[]))"
)
_PLACEHOLDER = r"(?i)your|x{3}|\*{2}|\.{3}|[<>{}$]|\A(?:my|the)?[_-]?token\Z"
_ARBITRARY = r"[0-9-]"  # in what is no name of a variable


class _Sample(NamedTuple):
    """The values of a header, and where its signature stands."""

    nonce: str
    timestamp: str
    signature: str
    span: Span


class _Known(NamedTuple):
    app_ids: frozenset[str]
    tokens: frozenset[str]


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None or _MARK not in source.text:
        return
    for section in _sections(subject.nodes):
        samples = [sample for node in section for sample in _samples(node, source)]
        if samples:
            known = _known("\n".join(map(_said, section)))
            yield from (finding for sample in samples for finding in _findings(sample, known))


def _sections(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    """What the rule looks at, from each heading to the next."""
    section: list[Node] = []
    for node in nodes:
        if isinstance(node, Heading):
            yield section
            section = []
        elif _looks_at(node):
            section.append(node)
    yield section


def _looks_at(node: Node) -> bool:
    if isinstance(node, Heading):
        return True
    if not isinstance(node, CodeBlock | CodeSpan | Paragraph | Table):
        return False
    said = _said(node)
    return _MARK in said or re.search(_EVIDENCE, said) is not None


def _said(node: Node) -> str:
    match node:
        case CodeBlock() | CodeSpan():
            return node.code
        case Paragraph():
            return plain_text(node.children)
        case Table():
            rows = (node.header, *node.rows)
            return "\n".join(": ".join(plain_text(cell.children) for cell in row) for row in rows)
    return ""


def _samples(node: Node, source: Source) -> Iterator[_Sample]:
    """The headers in code; a paragraph holds its code spans, which come by themselves."""
    if not isinstance(node, CodeBlock | CodeSpan) or _MARK not in node.code:
        return
    for header in re.finditer(_OBJECT, source[node.span]):
        nonce, timestamp = re.search(_NONCE, header[0]), re.search(_TIMESTAMP, header[0])
        signature = re.search(_SIGNATURE, header[0])
        if nonce and timestamp and signature and not re.search(_PLACEHOLDER, nonce[1]):
            start = node.span.start + header.start() + signature.start(1)
            span = Span(start, start + len(signature[1]))
            yield _Sample(nonce[1], timestamp[1], signature[1], span)


def _known(text: str) -> _Known:
    """The AppIDs and tokens that ``text`` gives, placeholders and variables left out."""
    app_ids = {match[1] for match in re.finditer(_APP_ID, text)}
    tokens = {
        match[1] or match[2]
        for match in re.finditer(_TOKEN, text)
        if match[1] or re.search(_ARBITRARY, match[2])
    }
    return _Known(frozenset(filter(_is_given, app_ids)), frozenset(filter(_is_given, tokens)))


def _is_given(value: str) -> bool:
    return re.search(_PLACEHOLDER, value) is None


def _findings(sample: _Sample, known: _Known) -> Iterator[Finding]:
    """At most one; none where it cannot be told which AppID and token are meant."""
    if len(known.app_ids) != 1 or len(known.tokens) != 1:
        return
    from docbuild.hostsign import sign  # noqa: PLC0415 - 1 ms that documents without a header save

    (app_id,), (token,) = known
    nonce, timestamp, signature, span = sample
    right = sign(app_id=app_id, nonce=nonce, timestamp=timestamp, token=token)
    if right == signature:
        return
    title = Message(f"改成 {right}", f"Change to {right}")
    yield Finding(
        Message(
            f"这个签名不对：按 AppID {app_id} 和这里的 Token 算出来的是 {right}",
            f"This signature is wrong: with the AppID {app_id} and the token given here it is "
            f"{right}",
        ),
        Message(
            "照着例子写校验代码的人会以为自己的代码有错。改成算出来的签名；"
            "也可以用 docbuild hostsign sign 重新生成一个例子。",
            "Who writes a check by this sample will think their code is wrong. Use the right "
            "signature, or make a new sample with “docbuild hostsign sign”.",
        ),
        span=span,
        fixes=(Fix(title, (Edit(span, right),), safe=False),),
    )


RULE = Rule(
    name="sample-hostsign",
    severity=Severity.WARNING,
    what=Message(
        "HostSign 的示例请求头，签名和同一节里给出的 AppID、Token 对不上。",
        "A sample HostSign header whose signature is not that of the AppID and token which the "
        "same section gives.",
    ),
    why=Message(
        "服务器的开发者会拿示例来核对自己的校验代码；示例是错的，正确的代码也通不过。"
        "签名是 AppID、noncestr、timestamp、Token 按 JavaScript 的 sort() 排序后连接起来的 sha1。",
        "Developers of servers try their check on the sample, and right code fails on a wrong one. "
        "The signature is the SHA-1 of the AppID, noncestr, timestamp and token, in the order of "
        "JavaScript's sort(), joined.",
    ),
    bad="""APPID 为 `wx123456`，Token 为 `plugin-token` 时：

```
X-WECHAT-HOSTSIGN: {"noncestr":"test-nonce", "timestamp":"1234567890", "signature":"0123456789abcdef0123456789abcdef01234567"}
```""",  # noqa: E501 - a header is one line
    good="""APPID 为 `wx123456`，Token 为 `plugin-token` 时：

```
X-WECHAT-HOSTSIGN: {"noncestr":"test-nonce", "timestamp":"1234567890", "signature":"52f0ff5d2e2482b8c707b29f81b3bc35f5caeada"}
```""",  # noqa: E501 - a header is one line
    check=_check,
    looks_at=_looks_at,
)
