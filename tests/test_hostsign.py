"""HostSign: the platform's signature, held to JavaScript itself, and to hostile requests."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docbuild.hostsign import (
    LONGEST,
    HostSign,
    Origin,
    Refusal,
    Verdict,
    header_text,
    read_header,
    read_referer,
    sign,
    verify,
)

APP_ID, NONCE, TIMESTAMP, TOKEN = "wx123456", "test-nonce", 1234567890, "plugin-token"
SIGNATURE = "52f0ff5d2e2482b8c707b29f81b3bc35f5caeada"
REFERER = f"https://servicewechat.com/{APP_ID}/12/page-frame.html"
HEADER = json.dumps({"noncestr": NONCE, "timestamp": TIMESTAMP, "signature": SIGNATURE})

# What JavaScript makes of the same four strings; surrogates are sent as \\u escapes.
ORACLE = """
const { createHash } = require('crypto')
const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'))
const sign = parts => createHash('sha1').update(parts.sort().join('')).digest('hex')
console.log(JSON.stringify(cases.map(sign)))
"""
WORDS = [
    "",
    "a",
    "B",
    "ab",
    "10",
    "9",
    "é",
    "中文",
    "\uffff",
    "\U0001f600",
    "\ud83d",
    "\ude00",
    "\x00",
]


def test_the_known_vector() -> None:
    assert sign(app_id=APP_ID, nonce=NONCE, timestamp=TIMESTAMP, token=TOKEN) == SIGNATURE
    assert sign(app_id=APP_ID, nonce=NONCE, timestamp=str(TIMESTAMP), token=TOKEN) == SIGNATURE


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_it_signs_as_javascript_does() -> None:
    cases = [[a, b, c, d] for a in WORDS for b in WORDS for c in WORDS for d in ("x", "\ue000")]
    node = ["node", "-e", ORACLE]
    done = subprocess.run(node, input=json.dumps(cases), capture_output=True, text=True, check=True)
    ours = [sign(app_id=a, nonce=b, timestamp=c, token=d) for a, b, c, d in cases]
    assert ours == json.loads(done.stdout)


def test_the_order_is_that_of_utf_16() -> None:
    """U+FFFF sorts behind an emoji, whose first code unit is a surrogate; in UTF-8 before it."""
    first = sign(app_id="\uffff", nonce="\U0001f600", timestamp=1, token="t")
    assert first == hashlib.sha1("1t\U0001f600\uffff".encode()).hexdigest()


@pytest.mark.parametrize(
    "timestamp", [str(TIMESTAMP), f'"{TIMESTAMP}"', "1234567890.0", "1.23456789e9"]
)
def test_both_forms_of_the_timestamp_verify(timestamp: str) -> None:
    header = f'{{"noncestr":"{NONCE}", "timestamp":{timestamp}, "signature":"{SIGNATURE}"}}'
    verdict = verify(header, token=TOKEN, referer=REFERER)
    host_sign = HostSign(NONCE, str(TIMESTAMP), SIGNATURE)
    assert verdict == Verdict(None, host_sign, Origin(APP_ID, "12"))
    assert verdict


@pytest.mark.parametrize("as_number", [True, False])
def test_a_header_of_ours_verifies(as_number: bool) -> None:
    signature = sign(app_id=APP_ID, nonce="雪", timestamp=5, token="🗝")
    header = header_text(HostSign("雪", "5", signature), as_number=as_number)
    assert header.isascii()
    assert verify(header, token="🗝", app_id=APP_ID)


def test_a_refusal_is_false() -> None:
    """A tuple is true unless it is empty: nobody may be let in by that."""
    verdict = verify(HEADER, token="another", referer=REFERER)
    assert verdict.refusal is Refusal.SIGNATURE_WRONG
    assert not verdict


@pytest.mark.parametrize(
    ("header", "refusal"),
    [
        (None, Refusal.HEADER_MISSING),
        ("", Refusal.HEADER_MISSING),
        (" \t", Refusal.HEADER_MISSING),
        (b"{}", Refusal.HEADER_MISSING),
        (7, Refusal.HEADER_MISSING),
        (" " * LONGEST + HEADER, Refusal.HEADER_TOO_LONG),
        ("x", Refusal.HEADER_MALFORMED),
        ("[]", Refusal.HEADER_MALFORMED),
        ("null", Refusal.HEADER_MALFORMED),
        (HEADER + HEADER, Refusal.HEADER_MALFORMED),
        (f"{HEADER}, {HEADER}", Refusal.HEADER_MALFORMED),
        ("[" * LONGEST, Refusal.HEADER_MALFORMED),
        ('{"a":' * (LONGEST // 5), Refusal.HEADER_MALFORMED),
        (f'{{"noncestr": "x", {HEADER[1:]}', Refusal.HEADER_MALFORMED),
        (f'{{"timestamp": NaN, {HEADER[1:]}', Refusal.HEADER_MALFORMED),
        (HEADER.replace(str(TIMESTAMP), "Infinity"), Refusal.HEADER_MALFORMED),
        (HEADER.replace('"test-nonce"', "1"), Refusal.NONCE_MALFORMED),
        (HEADER.replace('"test-nonce"', '""'), Refusal.NONCE_MALFORMED),
        (HEADER.replace("noncestr", "nonceStr"), Refusal.NONCE_MALFORMED),
        *(
            (HEADER.replace(str(TIMESTAMP), value), Refusal.TIMESTAMP_MALFORMED)
            for value in (
                *("null", "true", "{}", "-1", "1.5", "1e400", "1e20", "9" * 400, '""', '"-1"'),
                *('" 1"', '"01"', '"1e9"', '"１２"', f'"{"1" * 17}"', "9007199254740992"),
            )
        ),
        (HEADER.replace(str(TIMESTAMP), "9" * 4000), Refusal.HEADER_TOO_LONG),
        (HEADER.replace(SIGNATURE, SIGNATURE[:-1]), Refusal.SIGNATURE_MALFORMED),
        (HEADER.replace(SIGNATURE, SIGNATURE.upper()), Refusal.SIGNATURE_MALFORMED),
        (HEADER.replace(f'"{SIGNATURE}"', "[]"), Refusal.SIGNATURE_MALFORMED),
        (HEADER.replace(SIGNATURE, SIGNATURE[:-1] + "\\ud800"), Refusal.SIGNATURE_MALFORMED),
        (HEADER.replace(SIGNATURE, SIGNATURE + "\\n"), Refusal.SIGNATURE_MALFORMED),
        (HEADER.replace(NONCE, "\\ud800"), Refusal.SIGNATURE_WRONG),
        (HEADER.replace(NONCE, "test\\u0000nonce"), Refusal.SIGNATURE_WRONG),
        (HEADER.replace("7890", "7891"), Refusal.SIGNATURE_WRONG),
    ],
    ids=lambda value: value.value if isinstance(value, Refusal) else None,
)
def test_a_hostile_header_is_refused_with_its_reason(header: str | None, refusal: Refusal) -> None:
    assert verify(header, token=TOKEN, referer=REFERER).refusal is refusal


@pytest.mark.parametrize(
    "referer",
    [
        *("https://servicewechat.com/", "https://servicewechat.com/wx123456/page-frame.html"),
        *("http://servicewechat.com/wx123456/0/page-frame.html", REFERER + "?a=1", REFERER + "\n"),
        *("https://evil.com/wx123456/0/page-frame.html", REFERER.replace("wx", "%77x")),
        *("https://servicewechat.com@evil.com/wx123456/0/page-frame.html", " " + REFERER),
        *(REFERER.replace("/12/", "//"), REFERER.replace("/12/", "/1/2/"), REFERER * 99),
        *(REFERER.replace("wx123456", "touristappid"), REFERER.replace("wx123456", "wx１２")),
    ],
)
def test_a_referer_of_another_form_is_refused(referer: str) -> None:
    assert read_referer(referer) is Refusal.REFERER_MALFORMED
    assert verify(HEADER, token=TOKEN, referer=referer).refusal is Refusal.REFERER_MALFORMED


@pytest.mark.parametrize("version", ["0", "devtools", "12", "1.2.3"])
def test_a_referer_names_the_mini_program_and_its_version(version: str) -> None:
    referer = REFERER.replace("/12/", f"/{version}/")
    assert read_referer(referer) == Origin(APP_ID, version)


def test_without_referer_there_is_no_mini_program() -> None:
    assert verify(HEADER, token=TOKEN).refusal is Refusal.REFERER_MISSING
    assert verify(HEADER, token=TOKEN, app_id=APP_ID)
    assert not verify(HEADER, token=TOKEN, app_id="wx123457")


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        (TIMESTAMP, None),
        (TIMESTAMP + 600, None),
        (TIMESTAMP + 600.5, Refusal.TIMESTAMP_OLD),
        (TIMESTAMP - 600, None),
        (TIMESTAMP - 601, Refusal.TIMESTAMP_AHEAD),
    ],
)
def test_the_age_is_told_by_the_callers_clock(now: float, refusal: Refusal | None) -> None:
    verdict = verify(HEADER, token=TOKEN, referer=REFERER, max_age=600, now=now)
    assert verdict.refusal is refusal


def test_digits_moved_into_the_timestamp_do_not_make_it_new() -> None:
    """``12345`` + ``6nonce`` and ``123456`` + ``nonce`` have the same signature."""
    signature = sign(app_id=APP_ID, nonce="6nonce", timestamp="12345", token=TOKEN)
    assert signature == sign(app_id=APP_ID, nonce="nonce", timestamp="123456", token=TOKEN)
    moved = header_text(HostSign("nonce", "123456", signature))
    verdict = verify(moved, token=TOKEN, app_id=APP_ID, max_age=600, now=20000)
    assert verdict.refusal is Refusal.TIMESTAMP_AHEAD


def test_an_old_wrong_signature_is_wrong_before_it_is_old() -> None:
    verdict = verify(HEADER, token="other", app_id=APP_ID, max_age=1, now=0)
    assert verdict.refusal is Refusal.SIGNATURE_WRONG


@pytest.mark.parametrize(
    "arguments",
    [{"token": ""}, {"token": "t", "app_id": ""}, {"token": "t", "max_age": 600}],
)
def test_a_call_that_protects_nothing_raises(arguments: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"empty|now"):
        verify(HEADER, **arguments)  # type: ignore[arg-type]  # as a careless caller would


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
fields = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("noncestr", "timestamp", "signature", "x"), json_values)
)


@given(st.text() | fields.map(json.dumps), st.text())
@settings(max_examples=300)
def test_no_request_raises_and_none_without_the_token_passes(header: str, referer: str) -> None:
    assert not verify(header, token="secret", referer=referer)
    assert not verify(header, token="secret", app_id="wx1", max_age=1, now=1)


surrogates = st.text(st.characters(categories=("L", "N", "P", "S", "Cs", "Co")), max_size=8)


@given(surrogates, surrogates.filter(bool), st.integers(0, 2**53 - 1), surrogates.filter(bool))
@settings(max_examples=300)
def test_what_is_signed_verifies(app_id: str, nonce: str, timestamp: int, token: str) -> None:
    app_id = f"wx{app_id}"
    signature = sign(app_id=app_id, nonce=nonce, timestamp=timestamp, token=token)
    host_sign = HostSign(nonce, str(timestamp), signature)
    for as_number in (True, False):
        header = header_text(host_sign, as_number=as_number)
        assert verify(header, token=token, app_id=app_id)
        read = read_header(header)
        assert isinstance(read, HostSign)
        assert read.timestamp == host_sign.timestamp
