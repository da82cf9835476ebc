"""Mutated links and a real browser's reading of them: where does each lead, by WHATWG?"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from playwright.sync_api import sync_playwright

from docbuild.links import ALLOWED_HOSTS, judge

_CASES = json.loads((Path(__file__).parent / "cases" / "links.json").read_text("utf-8"))
_ALLOWED: list[str] = [link for link in _CASES["allowed"] if len(link) < 100]
_REFUSED = [link for group in _CASES["refused"].values() for link in group]

# Links that pass weigh more than those that do not: their mutations show more.
SEEDS = [*_ALLOWED * 30, *_REFUSED]

BASES = ("https://base.invalid/doc/README.md", "http://base.invalid/doc/README.md")

# What a mutation puts in: characters that parsers of URLs disagree about, and whole pieces.
PIECES: tuple[str, ...] = (
    *"/\\:@?#%.;&=+-_~!$'()*,|^`<>\"{}[] \t\n\r\x00\x01\x0b\x0c\x1b\x1f\x7f",
    *"\x85\xa0\xad\u017f\u212a\u0130\u0131\u0456\u200b\u200d\u200e\u2028\u202e\u2060\u2066",
    *"\u2024\u2044\u2215\u3000\u3002\uff0e\uff61\uff0f\uff1a\uff20\uff03\uff1f\uff3c\uff05",
    *"\ufe0f\ufeff\ufffd\ufffe\U0001f600\U000e0041\u0338中",
    *("//", "\\\\", "/\\", "../", "%2f", "%40", "%00", "%2e", "%5c", "%09", "@evil.com"),
    *(".evil.com", "evil.com/", ":443", ":80", ":@", "://", "https:", "http:", "javascript:"),
    *("data:", "www.", "xn--", "[::1]", "127.0.0.1", "0x7f", *ALLOWED_HOSTS, "evil.com"),
)

_RESOLVE = """([links, base]) => links.map(link => {
  try {
    const url = new URL(link, base);
    return [url.protocol, url.host, url.username + url.password];
  } catch { return null; }
})"""

Resolved = list[str] | None
Resolve = Callable[[Sequence[str], str], list[Resolved]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``wrong`` are links that passed though the browser goes elsewhere. ``passed`` counts
    those that passed, ``elsewhere`` those refused that the browser would take off the list,
    ``strict`` those refused that it would not."""

    wrong: list[str]
    passed: int
    elsewhere: int
    strict: int


@contextmanager
def browser() -> Iterator[Resolve]:
    """The system's Chromium as a function from links and a base to where they lead."""
    executable = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        try:
            page = running.new_page()

            def resolve(links: Sequence[str], base: str) -> list[Resolved]:
                found: list[Resolved] = page.evaluate(_RESOLVE, [list(links), base])
                return found

            yield resolve
        finally:
            running.close()


def chromium() -> str:
    """The path of the system's Chromium. Raises ``FileNotFoundError`` without one."""
    known = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
    for candidate in (which("chromium"), which("google-chrome"), *known):
        if candidate is not None and Path(candidate).exists():
            return candidate
    raise FileNotFoundError(
        "These tests need a real browser: install Chromium (scripts/test does it by itself)."
    )


def mutations(seeds: Sequence[str], *, seed: int, count: int) -> Iterator[str]:
    """``count`` links, each a seed with one to four changes; the same for the same ``seed``."""
    chance = random.Random(seed)
    for _ in range(count):
        link = chance.choice(seeds)
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
            link = _mutated(link, seeds, chance)
        yield link


def disagreements(links: Sequence[str], resolve: Resolve) -> Outcome:
    """What ``judge`` says of ``links``, held against the browser on https and http pages."""
    verdicts = [judge(link) for link in links]
    wrong: list[str] = []
    listed = [True] * len(links)
    for base in BASES:
        for index, found in enumerate(resolve([_encodable(link) for link in links], base)):
            listed[index] &= _is_listed(found)
            verdict = verdicts[index]
            if verdict.code == "fragment":
                listed[index] = found is not None and found[1] == "base.invalid"
            if verdict.allowed and (not listed[index] or not _same_host(found, verdict.host)):
                wrong.append(links[index])
    passed = sum(verdict.allowed for verdict in verdicts)
    strict = sum(ok and not verdict.allowed for ok, verdict in zip(listed, verdicts, strict=True))
    return Outcome(wrong, passed, len(links) - passed - strict, strict)


def _same_host(found: Resolved, host: str | None) -> bool:
    return found is not None and (host is None or found[1] == host)


def _is_listed(found: Resolved) -> bool:
    if found is None:
        return False
    protocol, host, user = found
    return protocol in ("http:", "https:") and host in ALLOWED_HOSTS and not user


def _encodable(link: str) -> str:
    """As a browser would get it: no document holds a lone surrogate."""
    return link.encode("utf-16", "replace").decode("utf-16")


def _mutated(link: str, seeds: Sequence[str], chance: random.Random) -> str:
    place, other = sorted((chance.randint(0, len(link)), chance.randint(0, len(link))))
    match chance.randrange(7):
        case 0 | 1:
            return link[:place] + chance.choice(PIECES) + link[place:]
        case 2:
            return link[:place] + chance.choice(PIECES) + link[place + 1 :]
        case 3:
            return link[:place] + link[place + 1 :]
        case 4:
            return link[:place] + link[place:other].swapcase() + link[other:]
        case 5:
            return link[:place] + link[place:other] * 2 + link[other:]
        case _:
            return link[:place] + chance.choice(seeds)[chance.randint(0, 12) :]
