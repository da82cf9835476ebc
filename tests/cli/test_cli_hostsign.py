"""docbuild hostsign: the header of a plugin's requests, and a token that nobody else sees."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest
from cli_run import Command, Terminal

from docbuild.cli.hostsign import _REASONS, TOKEN_VARIABLE
from docbuild.hostsign import Refusal

SIGNATURE = "52f0ff5d2e2482b8c707b29f81b3bc35f5caeada"
HEADER = f'{{"noncestr":"test-nonce","timestamp":1234567890,"signature":"{SIGNATURE}"}}'
GIVEN = ("--nonce", "test-nonce", "--timestamp", "1234567890")
REFERER = "https://servicewechat.com/wx123456/devtools/page-frame.html"


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    path = tmp_path / "token"
    path.write_text("plugin-token\n", encoding="utf-8")
    return path


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


@pytest.mark.parametrize("mini_program", [("--app-id", "wx123456"), ("--referer", REFERER)])
def test_sign_prints_the_header_as_curl_takes_it(
    docbuild: Command, token: Path, mini_program: tuple[str, str]
) -> None:
    outcome = docbuild("hostsign", "sign", *mini_program, *GIVEN, "--token-file", token)
    assert outcome == (0, f"X-WECHAT-HOSTSIGN: {HEADER}\n", "")


def test_sign_can_write_the_timestamp_as_a_string(docbuild: Command, token: Path) -> None:
    words = ("--app-id", "wx123456", *GIVEN, "--token-file", token, "--as-string")
    assert '"timestamp":"1234567890"' in docbuild("hostsign", "sign", *words).out


def test_what_sign_makes_by_itself_verifies(docbuild: Command, token: Path) -> None:
    words = ("--referer", REFERER, "--token-file", token)
    first, second = (docbuild("hostsign", "sign", *words).out for _ in range(2))
    assert first != second
    verified = docbuild("hostsign", "verify", *words, "--header", first, "--max-age", "3600")
    assert verified == (0, "the signature is right\n", "")


def test_sign_as_json(docbuild: Command, token: Path) -> None:
    words = ("--app-id", "wx123456", *GIVEN, "--token-file", token, "--json")
    assert json.loads(docbuild("hostsign", "sign", *words).out) == {
        "version": 1,
        "app_id": "wx123456",
        "nonce": "test-nonce",
        "timestamp": "1234567890",
        "signature": SIGNATURE,
        "header": HEADER,
    }


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("--referer", REFERER), None),
        (("--app-id", "wx999"), "signature-wrong"),
        (("--referer", "https://example.com/"), "referer-malformed"),
        (("--app-id", "wx123456", "--max-age", "600"), "timestamp-old"),
    ],
)
def test_verify_as_json(
    docbuild: Command, token: Path, words: tuple[str, ...], refusal: str | None
) -> None:
    given = ("--header", HEADER, "--token-file", token, "--json")
    code, out, _ = docbuild("hostsign", "verify", *given, *words)
    facts = json.loads(out)
    assert facts["version"] == 1
    assert facts["refusal"] == refusal
    assert facts["verified"] is (refusal is None)
    assert code == (0 if refusal is None else 1)


def test_verify_says_why_in_the_readers_language(docbuild: Command, token: Path) -> None:
    words = ("--header", "{}", "--app-id", "wx1", "--token-file", token)
    assert docbuild("hostsign", "verify", *words) == (
        1,
        "not accepted: noncestr should be a string that is not empty\n",
        "",
    )
    assert "签名未通过：noncestr" in docbuild("hostsign", "verify", *words, "--lang=zh").out


def test_every_refusal_has_its_words() -> None:
    assert set(_REASONS) == set(Refusal)
    for message in _REASONS.values():
        assert re.search("[一-鿿]", message.zh)
        assert message.en.isascii()


def test_the_token_comes_from_the_environment(
    docbuild: Command, token: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("hostsign", "sign", "--app-id", "wx123456", *GIVEN)
    monkeypatch.setenv(TOKEN_VARIABLE, "plugin-token")
    assert SIGNATURE in docbuild(*words).out
    monkeypatch.setenv(TOKEN_VARIABLE, "another")
    assert SIGNATURE not in docbuild(*words).out
    assert SIGNATURE in docbuild(*words, "--token-file", token).out


@pytest.mark.parametrize("words", [(), ("--token-file", "-")])
@pytest.mark.parametrize("data", [b"plugin-token", b"\xef\xbb\xbfplugin-token\r\n"])
def test_the_token_comes_from_the_standard_input(
    docbuild: Command,
    token: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    data: bytes,
) -> None:
    standard_input(monkeypatch, data)
    assert SIGNATURE in docbuild("hostsign", "sign", "--app-id", "wx123456", *GIVEN, *words).out


def test_on_a_terminal_the_token_is_asked_for_without_showing_it(
    docbuild: Command, token: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return "plugin-token"

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", getpass)
    assert SIGNATURE in docbuild("hostsign", "sign", "--app-id", "wx123456", *GIVEN).out
    assert asked == ["the plugin's token: "]


@pytest.mark.parametrize("data", [b"", b"\n", b"two words", b"\xff", b"x" * 5000])
def test_what_is_no_token_is_an_error(
    docbuild: Command, token: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    standard_input(monkeypatch, data)
    code, out, err = docbuild("hostsign", "sign", "--app-id", "wx123456")
    assert (code, out) == (2, "")
    assert "should hold a token and nothing else" in err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("sign",), "sign needs --app-id / --referer"),
        (("sign", "--app-id", "wx1", "--referer", REFERER), "either --app-id or --referer"),
        (("sign", "--referer", "https://example.com/"), "the referer should be"),
        (("sign", "--app-id", "wx1", "--timestamp", "now"), "--timestamp should be a whole number"),
        (("verify", "--app-id", "wx1"), "verify needs --header"),
        (("verify", "--app-id", "wx1", "--header", "{}", "--max-age", "-1"), "--max-age should be"),
        (("sign", "--app-id", "wx1", "--token-file", "absent"), "cannot read absent"),
        (("sing",), "invalid choice"),
        (("sign", "--token", "secret"), "unrecognized arguments: --token"),
    ],
)
def test_a_wrong_use_is_exit_code_2(
    docbuild: Command,
    token: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    complaint: str,
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "plugin-token")
    code, out, err = docbuild("hostsign", *words)
    assert (code, out) == (2, "")
    assert complaint in err


def test_a_variable_that_is_empty_is_no_token(
    docbuild: Command, token: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, " ")
    code, _, err = docbuild("hostsign", "sign", "--app-id", "wx1")
    assert code == 2
    assert "the token is empty" in err
