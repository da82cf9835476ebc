"""Whether a link may stand in the plugin document: the verdict on its destination.

The platform lets links lead to three hosts only. What passes here is what one literal grammar
matches from end to end; everything else is refused, and the checks after that merely name the
reason. No URL parser takes part, because parsers differ from browsers exactly where an
attacker looks (``https://evil.com\\@github.com`` is evil.com to a browser).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from docbuild.invisible import has_invisible, without_invisible
from docbuild.nearest import nearest

ALLOWED_HOSTS = ("developers.weixin.qq.com", "mp.weixin.qq.com", "github.com")
"""The hosts that a link may lead to, as the platform's text lists them."""

# re.ASCII keeps IGNORECASE from taking U+017F and U+212A for an s and a k.
_LISTED = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{'|'.join(map(re.escape, ALLOWED_HOSTS))})(?=[/?#]|\Z)",
    re.ASCII | re.IGNORECASE,
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY_END = re.compile(r"[/?#]")

# The emoji selector is invisible by itself, but GitHub's own anchors contain it (#️-faq), and
# behind a "#" it cannot change where a link leads.
_EMOJI = "\ufe0f"


class LinkVerdict(NamedTuple):
    """Whether a link's destination may stand, and why.

    ``code`` is ``host`` (the host decided: see ``allowed``), ``fragment`` (an anchor in the
    document itself, which another rule judges) or the reason for refusing it: ``empty``,
    ``control-space-or-invisible-char``, ``backslash``, ``scheme-relative``, ``relative``,
    ``scheme``, ``missing-double-slash``, ``empty-host``, ``non-ascii-host``, ``userinfo``,
    ``percent-in-host``, ``port-or-colon``. ``host`` is the host in lower case as far as one
    was written. ``insecure``: a listed host, but over http. ``fragment`` is what follows the
    ``#`` of an anchor in the document itself.
    """

    allowed: bool
    code: str
    host: str | None = None
    insecure: bool = False
    fragment: str | None = None


# Remembered, because a reference definition lets a thousand links share one endless address.
@lru_cache
def judge(destination: str) -> LinkVerdict:
    """The verdict on a link's destination, whose character references are decoded already."""
    reason = _suspicious(destination)
    if reason is None and destination.startswith("#"):
        return LinkVerdict(True, "fragment", fragment=destination[1:])
    match = _LISTED.match(destination)
    if reason is None and match is not None and "\\" not in destination:
        insecure = match["scheme"].lower() == "http"
        return LinkVerdict(True, "host", match["host"].lower(), insecure)
    return LinkVerdict(False, reason or _reason(destination), _host(destination))


@lru_cache
def nearest_host(host: str) -> str | None:
    """The allowed host that ``host`` probably stands for, ``None`` if none is near."""
    host = host.lower().rstrip(".")
    for allowed in ALLOWED_HOSTS:
        if host.endswith(f".{allowed}") or host.rpartition(".")[0] == allowed.rpartition(".")[0]:
            return allowed
    return _MEANT.get(host) or _misspelt(host)


@lru_cache
def likely(destination: str) -> str | None:
    """``destination`` mended, where the mistake is plain; what is returned always passes.

    Mended are a missing or crippled ``https://``, full-width punctuation, backslashes,
    invisible characters, a default port, ``www.`` and a misspelt host. A link that needs no
    mending has none; one to a listed host over http has its https form.
    """
    verdict = judge(destination)
    if verdict.allowed and not verdict.insecure:
        return None
    text = without_invisible(destination).strip().replace("\\", "/")
    match = re.fullmatch(_MENDABLE, text, re.IGNORECASE)
    if match is None:
        return None
    host = re.sub(r"[.．。｡]+", ".", match["host"]).lower().removeprefix("www.")
    meant = _misspelt(host)  # a listed host is the nearest to itself
    if meant is None:
        return None
    mended = f"https://{meant}{match['tail'].replace(' ', '%20')}"
    return mended if judge(mended).allowed else None


def _suspicious(destination: str) -> str | None:
    """The reason that goes before all others, because it makes a link read as another."""
    if not destination:
        return "empty"
    head, _, fragment = destination.partition("#")
    seen = head + fragment.replace(_EMOJI, "")
    return "control-space-or-invisible-char" if " " in seen or has_invisible(seen) else None


def _reason(destination: str) -> str:
    """Why a destination that is not listed is refused, the gravest first."""
    if "\\" in destination:
        return "backslash"
    if destination.startswith("//"):
        return "scheme-relative"
    scheme = _SCHEME.match(destination)
    if scheme is None:
        return "relative"
    if scheme[1].lower() not in ("http", "https"):
        return "scheme"
    if not destination.startswith("//", scheme.end()):
        return "missing-double-slash"
    return _authority_reason(_authority(destination, scheme.end()))


def _authority_reason(authority: str) -> str:
    """Why what stands between ``//`` and the path is refused; its host is not a listed one."""
    if not authority:
        return "empty-host"
    if not authority.isascii():
        return "non-ascii-host"
    for character, code in (("@", "userinfo"), ("%", "percent-in-host"), (":", "port-or-colon")):
        if character in authority:
            return code
    return "host"


def _authority(destination: str, colon: int) -> str:
    """What stands between the ``//`` behind a scheme's colon and the path."""
    return _AUTHORITY_END.split(destination[colon + len("//") :])[0]


def _host(destination: str) -> str | None:
    """The host of a destination with ``scheme://``, in lower case and nothing around it."""
    scheme = _SCHEME.match(destination)
    if scheme is None or not destination.startswith("//", scheme.end()):
        return None
    host = _authority(destination, scheme.end()).rpartition("@")[2]
    return (host if host.startswith("[") else host.partition(":")[0]).lower() or None


def _misspelt(host: str) -> str | None:
    """The allowed host that is one slip away, two for a long name: gitlab.com is no slip."""
    return nearest(host, ALLOWED_HOSTS, most=1 if len(host) < _LONG else 2)


_LONG = 15  # characters of a host in which two slips still leave no doubt

# Hosts of other names that hold what the author meant.
_MEANT = {
    "githubusercontent.com": "github.com",
    "raw.githubusercontent.com": "github.com",
    "weixin.qq.com": "mp.weixin.qq.com",
    "developers.wechat.com": "developers.weixin.qq.com",
}

# A link as people mistype it: the scheme crippled or missing, a default or empty port, and
# Chinese punctuation that a bare address swallowed together with the text behind it.
_STOPS = "，。；：、！？）】》」』”’"
_LABEL = rf"[^/／?？\#＃:：@%.．。｡{_STOPS}\s]+"
_MENDABLE = (
    r"(?:(?:h?t{1,3}ps?[:：;；]?|[:：])?[/／]+|https?[:：])?"
    rf"(?P<host>{_LABEL}(?:[.．。｡]+{_LABEL})+)"
    r"\.?(?:[:：](?:443|80)?(?=[/?#]|\Z))?"
    r"(?P<tail>(?:[/?#].*)?)"
    rf"(?:[{_STOPS}].*)?"
)
