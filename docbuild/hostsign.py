"""HostSign: the signature by which a server tells that a request comes from its plugin.

Requests that a plugin sends carry ``X-WECHAT-HOSTSIGN``, a JSON object with ``noncestr``,
``timestamp`` and ``signature``, where by the platform's documentation
``signature = sha1([APPID, NONCESTR, TIMESTAMP, TOKEN].sort().join(''))``. The AppID is that of
the mini program that uses the plugin, and stands in the ``referer``; the token is the plugin's,
from 小程序插件 > 基本设置. The documentation shows the timestamp as a string, while real requests
have a number: both are taken.

This module is for a developer's own server, too::

    from docbuild.hostsign import verify

    verdict = verify(
        request.headers.get("X-WECHAT-HOSTSIGN"),
        referer=request.headers.get("Referer"),
        token=TOKEN,
        max_age=1200,
        now=time.time(),
    )
    if not verdict:
        log(verdict.refusal.value)

What a request says never raises; a call that could not protect anybody, such as one with an
empty token, raises :class:`ValueError`.
"""

import hashlib
import json
import re
from enum import Enum
from hmac import compare_digest
from typing import Any, NamedTuple, NoReturn

HEADER = "X-WECHAT-HOSTSIGN"
LONGEST = 4096  # characters of a header or referer that are read: twenty times a real one

# Compiled when first asked for, and kept by ``re``: a check of documents mostly has no header.
_SIGNATURE = r"[0-9a-f]{40}"
_TIMESTAMP = r"0|[1-9][0-9]{0,15}"
_REFERER = (
    r"https://servicewechat\.com/(wx[0-9A-Za-z]{1,62})/([0-9A-Za-z._-]{1,64})/page-frame\.html"
)
_LARGEST = 2**53  # from here on JavaScript's numbers are not exact


class Refusal(Enum):
    """Why a request is not accepted."""

    HEADER_MISSING = "header-missing"
    HEADER_TOO_LONG = "header-too-long"
    HEADER_MALFORMED = "header-malformed"  # no JSON object, or one with a name twice
    NONCE_MALFORMED = "nonce-malformed"  # absent, empty or no string
    TIMESTAMP_MALFORMED = "timestamp-malformed"  # absent, or no whole number of seconds
    SIGNATURE_MALFORMED = "signature-malformed"  # absent, or not 40 lower-case hex digits
    REFERER_MISSING = "referer-missing"
    REFERER_MALFORMED = "referer-malformed"
    SIGNATURE_WRONG = "signature-wrong"
    TIMESTAMP_OLD = "timestamp-old"
    TIMESTAMP_AHEAD = "timestamp-ahead"  # of the clock, by more than may be old


class HostSign(NamedTuple):
    """What the header says. ``timestamp`` is the text that was signed: decimal seconds."""

    nonce: str
    timestamp: str
    signature: str


class Origin(NamedTuple):
    """Which mini program sent a request, by its referer.

    ``version`` is ``0`` for trial, development and review, ``devtools`` in the developer tools,
    else that of the mini program.
    """

    app_id: str
    version: str


class Verdict(NamedTuple):
    """Whether a request is the plugin's: true in a condition exactly if it is.

    ``refusal`` is ``None`` then. ``host_sign`` and ``origin`` are what could be read.
    """

    refusal: Refusal | None
    host_sign: HostSign | None = None
    origin: Origin | None = None

    def __bool__(self) -> bool:  # a tuple that is not empty would always be true
        return self.refusal is None


def sign(*, app_id: str, nonce: str, timestamp: int | str, token: str) -> str:
    """The signature in lower-case hexadecimal digits.

    The four are put in the order of JavaScript's ``sort()``, which compares UTF-16 code units.
    """
    parts = sorted((app_id, nonce, str(timestamp), token), key=_utf16)
    # As JavaScript writes UTF-8: half of a surrogate pair becomes U+FFFD.
    text = _utf16("".join(parts)).decode("utf-16-be", "replace")
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def verify(
    header: str | None,
    *,
    token: str,
    referer: str | None = None,
    app_id: str | None = None,
    max_age: float | None = None,
    now: float | None = None,
) -> Verdict:
    """Whether ``header`` was signed with ``token`` for the mini program of ``referer``.

    ``app_id`` says which mini program that is where there is no referer to read. With
    ``max_age`` in seconds the timestamp may differ that much from ``now``, the caller's clock in
    seconds since 1970, to either side: the signature joins its parts without a separator, so
    that digits could be moved into an old timestamp to make it look new. The platform
    renews a signature about every ten minutes.

    The comparison takes the same time whatever is wrong with the signature. Raises
    :class:`ValueError` for an empty token or ``app_id``, or ``max_age`` without ``now``.
    """
    if not token or app_id == "":
        raise ValueError("an empty token or AppID protects nothing")
    if max_age is not None and now is None:
        raise ValueError("max_age needs now")
    origin = Origin(app_id, "") if app_id is not None else read_referer(referer)
    host_sign = read_header(header)
    known = (
        None if isinstance(host_sign, Refusal) else host_sign,
        None if isinstance(origin, Refusal) else origin,
    )
    if isinstance(host_sign, Refusal):
        return Verdict(host_sign, *known)
    if isinstance(origin, Refusal):
        return Verdict(origin, *known)
    nonce, timestamp, signature = host_sign
    right = sign(app_id=origin.app_id, nonce=nonce, timestamp=timestamp, token=token)
    if not compare_digest(right, signature):
        return Verdict(Refusal.SIGNATURE_WRONG, *known)
    return Verdict(_age_refusal(int(timestamp), max_age, now), *known)


def read_header(header: str | None) -> HostSign | Refusal:
    """What the header's JSON says, or what is wrong with it.

    Of a name that stands twice parsers take either value, so that this is refused.
    """
    if not isinstance(header, str) or not header.strip():
        return Refusal.HEADER_MISSING
    if len(header) > LONGEST:
        return Refusal.HEADER_TOO_LONG
    try:
        data = json.loads(header, object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return Refusal.HEADER_MALFORMED
    if not isinstance(data, dict):
        return Refusal.HEADER_MALFORMED
    nonce, timestamp = data.get("noncestr"), _timestamp(data.get("timestamp"))
    signature = data.get("signature")
    if not isinstance(nonce, str) or not nonce:
        return Refusal.NONCE_MALFORMED
    if timestamp is None:
        return Refusal.TIMESTAMP_MALFORMED
    if not isinstance(signature, str) or not re.fullmatch(_SIGNATURE, signature):
        return Refusal.SIGNATURE_MALFORMED
    return HostSign(nonce, timestamp, signature)


def read_referer(referer: str | None) -> Origin | Refusal:
    """The mini program of ``https://servicewechat.com/{appid}/{version}/page-frame.html``."""
    if not isinstance(referer, str) or not referer:
        return Refusal.REFERER_MISSING
    match = re.fullmatch(_REFERER, referer) if len(referer) <= LONGEST else None
    return Refusal.REFERER_MALFORMED if match is None else Origin(match[1], match[2])


def header_text(host_sign: HostSign, *, as_number: bool = True) -> str:
    """The header's value as the platform writes it, the timestamp a number or a string."""
    nonce, timestamp, signature = host_sign
    shown = int(timestamp) if as_number else timestamp
    data = {"noncestr": nonce, "timestamp": shown, "signature": signature}
    return json.dumps(data, separators=(",", ":"))


def _utf16(text: str) -> bytes:
    """``text`` in UTF-16, big-endian, so that bytes sort as the code units do."""
    return text.encode("utf-16-be", "surrogatepass")


def _timestamp(value: object) -> str | None:
    """The text of a timestamp as JavaScript has it, ``None`` for what is none."""
    if isinstance(value, str):
        return value if re.fullmatch(_TIMESTAMP, value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value < _LARGEST or value != int(value):
        return None
    return str(int(value))  # 1.7e9 is 1700000000 in JavaScript


def _age_refusal(timestamp: int, max_age: float | None, now: float | None) -> Refusal | None:
    if max_age is None or now is None:
        return None
    if now - timestamp > max_age:
        return Refusal.TIMESTAMP_OLD
    return Refusal.TIMESTAMP_AHEAD if timestamp - now > max_age else None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
