"""The verdict on links: a table of cases, properties, and a real browser's opinion."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from link_fuzz import SEEDS, browser, disagreements, mutations

from docbuild.invisible import has_invisible, without_invisible
from docbuild.links import ALLOWED_HOSTS, LinkVerdict, judge, likely, nearest_host

CASES = json.loads((Path(__file__).parent / "cases" / "links.json").read_text("utf-8"))
ALLOWED: list[str] = CASES["allowed"]
REFUSED: list[tuple[str, str]] = [
    (code, destination) for code, group in CASES["refused"].items() for destination in group
]
ORIGIN = re.compile(r"https?://([a-z.]+)")


def test_the_table_is_whole() -> None:
    everything = [*ALLOWED, *CASES["fragments"], *(destination for _, destination in REFUSED)]
    assert len(everything) >= 150
    assert len(set(everything)) == len(everything)
    assert all(CASES["refused"].values())


@pytest.mark.parametrize("destination", ALLOWED)
def test_allowed(destination: str) -> None:
    verdict = judge(destination)
    origin = ORIGIN.match(destination.lower())
    assert origin is not None
    insecure = destination.lower().startswith("http:")
    assert verdict == LinkVerdict(True, "host", origin[1], insecure)


@pytest.mark.parametrize("destination", CASES["fragments"])
def test_fragment(destination: str) -> None:
    assert judge(destination) == LinkVerdict(True, "fragment", fragment=destination[1:])


@pytest.mark.parametrize(("code", "destination"), REFUSED)
def test_refused(code: str, destination: str) -> None:
    verdict = judge(destination)
    assert (verdict.allowed, verdict.code) == (False, code)
    assert (verdict.insecure, verdict.fragment) == (False, None)


@pytest.mark.parametrize("host", ALLOWED_HOSTS)
def test_every_listed_host_passes_and_no_neighbour_does(host: str) -> None:
    assert judge(f"https://{host}/").allowed
    for index in range(len(host)):
        assert not judge(f"https://{host[:index]}{host[index + 1 :]}/").allowed
        assert not judge(f"https://{host[:index]}z{host[index + 1 :]}/").allowed
        assert not judge(f"https://{host[:index]}x{host[index:]}/").allowed


@pytest.mark.parametrize(
    ("destination", "host"),
    [
        ("https://KF.qq.com/faq", "kf.qq.com"),
        ("https://user:pw@Evil.com:8080/x", "evil.com"),
        ("https://a@b@evil.com", "evil.com"),
        ("https://github.com:443/", "github.com"),
        ("http://[::1]:80/", "[::1]:80"),
        ("https://evil.com/\u200b", "evil.com"),
        ("ftp://github.com/x", "github.com"),
        ("https://", None),
        ("https://:1", None),
        ("https:evil.com", None),
        ("mailto:a@github.com", None),
        ("./a.md", None),
        ("", None),
    ],
)
def test_refused_links_tell_their_host(destination: str, host: str | None) -> None:
    assert judge(destination).host == host


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        ("gist.github.com", "github.com"),
        ("GitHub.com.", "github.com"),
        ("www.github.com", "github.com"),
        ("github.co", "github.com"),
        ("github.cn", "github.com"),
        ("github.community", "github.com"),
        ("gihtub.com", "github.com"),
        ("g\u0456thub.com", "github.com"),
        ("raw.githubusercontent.com", "github.com"),
        ("githubusercontent.com", "github.com"),
        ("developers.weixin.qq.cn", "developers.weixin.qq.com"),
        ("mp-weixin.qq.com", "mp.weixin.qq.com"),
        ("mp.wiexn.qq.com", "mp.weixin.qq.com"),
        ("weixin.qq.com", "mp.weixin.qq.com"),
        ("developer.weixin.qq.com", "developers.weixin.qq.com"),
        ("developers.weixin.qq.com.", "developers.weixin.qq.com"),
        ("developers.wechat.com", "developers.weixin.qq.com"),
        ("x.developers.weixin.qq.com", "developers.weixin.qq.com"),
        ("gitlab.com", None),
        ("gitee.com", None),
        ("kf.qq.com", None),
        ("pay.weixin.qq.com", None),
        ("github.com.evil.org", None),
        ("github.com.xx", None),
        ("evil-github.com", None),
        ("com", None),
        ("", None),
    ],
)
def test_nearest_host(host: str, meant: str | None) -> None:
    assert nearest_host(host) == meant


@pytest.mark.parametrize(
    ("destination", "mended"),
    [
        ("github.com/a/b", "https://github.com/a/b"),
        ("www.github.com", "https://github.com"),
        ("//github.com/x", "https://github.com/x"),
        ("http://github.com/x#y", "https://github.com/x#y"),
        ("HTTP://GitHub.com", "https://github.com"),
        ("https:/github.com", "https://github.com"),
        ("https:github.com/x", "https://github.com/x"),
        ("https：//github.com/x", "https://github.com/x"),
        ("https;//github.com", "https://github.com"),
        ("htps://github.com", "https://github.com"),
        ("ttps://github.com", "https://github.com"),
        ("htttps://github.com", "https://github.com"),
        ("://github.com", "https://github.com"),
        ("https:\\\\github.com\\a", "https://github.com/a"),
        ("https://github。com/x", "https://github.com/x"),
        ("https://github..com", "https://github.com"),
        ("https://www．github。com/x", "https://github.com/x"),
        ("https://github.com./x", "https://github.com/x"),
        ("https://mp.weixin.qq.com，请登录。", "https://mp.weixin.qq.com"),
        ("mp.weixin.qq.com。", "https://mp.weixin.qq.com"),
        ("https://github.com:443/x", "https://github.com/x"),
        ("https://github.com:", "https://github.com"),
        ("http://github.com:80", "https://github.com"),
        ("https://git\u200bhub.com/\u202ex", "https://github.com/x"),
        (" https://github.com/a b ", "https://github.com/a%20b"),
        ("https://gihtub.com/x", "https://github.com/x"),
        ("https://developer.weixin.qq.com/x", "https://developers.weixin.qq.com/x"),
        ("https://github.com", None),
        ("#x", None),
        ("", None),
        ("https://github.com:8080/", None),
        ("https://gist.github.com/x", None),
        ("https://pay.weixin.qq.com/x", None),
        ("https://user@github.com/", None),
        ("https://git%68ub.com/", None),
        ("https://evil.com/github.com", None),
        ("https://github.com.evil.com/", None),
        ("ftp://github.com/", None),
        ("javascript:alert(1)", None),
        ("docs/github.com", None),
        ("a@github.com", None),
        ("github", None),
    ],
)
def test_likely(destination: str, mended: str | None) -> None:
    assert likely(destination) == mended


@pytest.mark.parametrize("destination", [*ALLOWED, *(case for _, case in REFUSED)])
def test_what_is_likely_passes_and_needs_no_mending(destination: str) -> None:
    mended = likely(destination)
    if mended is not None:
        assert judge(mended) == LinkVerdict(True, "host", judge(mended).host)
        assert likely(mended) is None


def test_what_unicode_calls_invisible_is_known() -> None:
    """Against this Python's data: the set may be larger, for it includes later versions."""
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"}:
            assert has_invisible(character) == (character != " "), hex(code)
        if unicodedata.category(character) in {"Ll", "Lu", "Nd", "Po", "Sm", "Mc"}:
            assert not has_invisible(character), hex(code)


def test_invisible_characters_are_taken_out() -> None:
    assert without_invisible("a\u200b b\x00中\ufeff") == "a b中"


@st.composite
def disturbed(draw: st.DrawFn) -> tuple[str, str]:
    """An allowed link and the same with one character put in or exchanged."""
    link = draw(st.sampled_from(ALLOWED))
    place = draw(st.integers(0, len(link)))
    return link, link[:place] + draw(st.characters()) + link[place + draw(st.integers(0, 1)) :]


@given(disturbed())
@example(("https://github.com", "http\u017f://github.com"))
@example(("https://github.com", "#https://github.com"))
def test_a_disturbed_link_passes_only_on_a_listed_host(case: tuple[str, str]) -> None:
    verdict = judge(case[1])
    if verdict.code == "fragment":
        assert case[1].startswith("#")
    elif verdict.allowed:
        literal = re.match(r"(?i:https?)://([A-Za-z.]+)(?:[/?#]|$)", case[1])
        assert literal is not None
        assert literal[1].lower() == verdict.host
        assert verdict.host in ALLOWED_HOSTS
        assert not re.search(r"[\\\s\x00-\x1f\x7f]", case[1])


@given(st.text(max_size=50))
def test_any_text_has_a_verdict(destination: str) -> None:
    verdict = judge(destination)
    assert verdict.allowed == (verdict.code == "fragment" or verdict.host in ALLOWED_HOSTS)
    mended = likely(destination)
    assert mended is None or judge(mended).allowed


def test_long_hostile_links_are_judged_at_once() -> None:
    for unit in ("a.", "/", "@", "%", ":", "https://", "。", "\u200b", "#", "\\"):
        destination = "https://" + unit * 50_000
        assert not judge(destination).allowed
        assert likely(destination) is None or judge(likely(destination) or "").allowed


def test_browser_takes_no_passed_link_off_the_list() -> None:
    with browser() as resolve:
        outcome = disagreements([*SEEDS, *mutations(SEEDS, seed=1, count=20_000)], resolve)
    assert outcome.wrong == []
    assert outcome.passed > 2_000  # else the mutations hit nothing
    assert outcome.elsewhere > 2_000


def test_what_many_links_may_share_is_looked_at_once() -> None:
    """A reference definition gives thousands of links one address of half a megabyte."""
    address = "http://github.com/" + "a" * 1_000
    assert judge(address) is judge(address)
    assert likely(address) is likely(address)
