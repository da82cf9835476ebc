"""Exactly one rule speaks for every verdict."""

from __future__ import annotations

import re

import pytest
from rule_subjects import subject

from docbuild.document import Image, LinkForm
from docbuild.links import LinkVerdict, judge
from docbuild.references import Reference, resolve
from docbuild.rules import image_path, link_suspicious, rule_names
from docbuild.rules.anchors import anchors
from docbuild.rules.hyperlinks import without_swallowed
from docbuild.rules.routes import IMAGE_RULES, LINK_RULES, image_rule, scheme, without_size
from docbuild.rules.wording import quoted
from docbuild.source import Span


def documented(words: str | None, *, without: set[str]) -> set[str]:
    """The codes in double backticks of a docstring."""
    return set(re.findall(r"``([a-z0-9-]+)``", words or "")) - without


def reference(verdict: str, destination: str = "a.png", scheme: str | None = None) -> Reference:
    image = Image(Span(0, 1), "", destination, Span(0, 1), None, LinkForm.INLINE)
    return Reference(image, verdict, scheme=scheme)


def test_every_verdict_on_a_reference_has_one_rule() -> None:
    verdicts = documented(resolve.__doc__, without={"image", "tree"})
    assert len(verdicts) > 20
    assert verdicts == set(IMAGE_RULES)
    for verdict in verdicts:
        rule = image_rule(reference(verdict))
        assert (rule is None) == (verdict == "ok")
        assert rule is None or rule in rule_names()


def test_every_verdict_on_a_link_has_one_rule() -> None:
    fields = {"code", "allowed", "host", "insecure", "fragment", "#"}
    codes = documented(LinkVerdict.__doc__, without=fields - {"host"})
    assert len(codes) > 10
    assert codes == set(LINK_RULES)
    assert set(LINK_RULES.values()) <= rule_names()
    assert judge("#x").allowed  # a fragment is the anchor rules' to judge


@pytest.mark.parametrize(
    ("scheme", "rule"),
    [
        ("http", "image-remote"),
        ("https", "image-remote"),
        ("data", "image-data"),
        ("ftp", "image-path"),
        ("blob", "image-path"),
        ("file", "image-path"),
    ],
)
def test_schemes_of_pictures(scheme: str, rule: str) -> None:
    assert image_rule(reference("scheme", f"{scheme}:x", scheme)) == rule


@pytest.mark.parametrize("size", ["=100x20", "=100x", "=x20", "=50%"])
def test_a_size_in_the_address_is_one_defect(size: str) -> None:
    for verdict in ("missing", "extension", "control-or-invisible"):
        assert image_rule(reference(verdict, f"a.png {size}")) == "render-unsupported"
    assert image_rule(reference("missing", "a =b.png")) == "image-missing"


def test_every_reason_is_worded() -> None:
    paths = {verdict for verdict, rule in IMAGE_RULES.items() if rule == "image-path"}
    assert paths == set(image_path.REASONS)
    links = {code for code, rule in LINK_RULES.items() if rule == "link-suspicious"}
    assert links == set(link_suspicious.REASONS)


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("https://github.com/a", "https://github.com/a"),
        ("https://github.com/a，请", "https://github.com/a"),
        ("https://mp.weixin.qq.com。", "https://mp.weixin.qq.com"),
        ("https://mp.weixin.qq.com/登录", "https://mp.weixin.qq.com/"),
        ("https://mp.weixin.qq.com/cgi-bin登录", "https://mp.weixin.qq.com/cgi-bin"),
        ("https://github.com/a.，", "https://github.com/a"),
        ("https://github.com/a**，b", "https://github.com/a"),
        ("https://github.com/a/文档.md", "https://github.com/a/文档.md"),
        ("https://github.com/a?q=天气", "https://github.com/a?q=天气"),
        ("https://github.com/a#天气", "https://github.com/a#天气"),
        ("mailto:a@b.com", "mailto:a@b.com"),
    ],
)
def test_what_a_bare_address_swallows(address: str, meant: str) -> None:
    assert without_swallowed(address) == meant


def test_what_many_references_may_share_is_looked_at_once() -> None:
    """A definition gives thousands of links and pictures one address of half a megabyte."""
    long = "Z" * 1_000
    assert scheme(f"{long}:") is scheme(f"{long}:")
    assert without_size(f"{long}.png =10x20") is without_size(f"{long}.png =10x20")
    assert quoted(long) is quoted(long)
    first, second = anchors(subject(f"[a], [a]\n\n[a]: #%5A{long}\n"))
    assert first.fragment is second.fragment
    assert first.link is not second.link
