"""``docbuild hostsign``: sign or verify the header by which a server knows its plugin's requests.

The token never stands on the command line, which every user of the machine can read.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
import time
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from docbuild.cli import terminal
from docbuild.cli.arguments import Parser
from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Message
from docbuild.formats.printable import printable
from docbuild.hostsign import (
    HEADER,
    HostSign,
    Origin,
    Refusal,
    Verdict,
    header_text,
    read_referer,
    sign,
    verify,
)

TOKEN_VARIABLE = "DOCBUILD_HOSTSIGN_TOKEN"
LONGEST_TOKEN = 4096  # bytes

ABOUT = Message(
    "计算或校验插件请求的签名 HostSign，用来测试自己的服务器。"
    f"Token 从 --token-file、环境变量 {TOKEN_VARIABLE} 或标准输入读取，不写在命令行里。",
    "Sign or verify the HostSign header of a plugin's requests, to test your own server. The token "
    f"comes from --token-file, the variable {TOKEN_VARIABLE} or the standard input, never from "
    "the command line.",
)
_TOKEN_PROMPT = Message("插件 Token：", "the plugin's token: ")
_NO_TOKEN = Message("Token 是空的", "the token is empty")
_ACCEPTED = Message("签名正确", "the signature is right")
_REFUSED = Message("签名未通过", "not accepted")
_NEEDS = Message("{} 需要 {}", "{} needs {}")
_WHOLE = Message("{} 应是非负整数（秒）", "{} should be a whole number of seconds")

_REASONS: Mapping[Refusal, Message] = {
    Refusal.HEADER_MISSING: Message("没有请求头", "there is no header"),
    Refusal.HEADER_TOO_LONG: Message("请求头太长", "the header is too long"),
    Refusal.HEADER_MALFORMED: Message(
        "请求头不是 JSON 对象，或者有重复的键", "the header is no JSON object, or has a key twice"
    ),
    Refusal.NONCE_MALFORMED: Message(
        "noncestr 应是非空字符串", "noncestr should be a string that is not empty"
    ),
    Refusal.TIMESTAMP_MALFORMED: Message(
        "timestamp 应是以秒为单位的整数，写成数字或字符串都可以",
        "timestamp should be whole seconds, as a number or a string",
    ),
    Refusal.SIGNATURE_MALFORMED: Message(
        "signature 应是 40 位小写十六进制数字", "signature should be 40 lower-case hex digits"
    ),
    Refusal.REFERER_MISSING: Message("没有 referer", "there is no referer"),
    Refusal.REFERER_MALFORMED: Message(
        "referer 应形如 https://servicewechat.com/{appid}/{version}/page-frame.html",
        "the referer should be https://servicewechat.com/{appid}/{version}/page-frame.html",
    ),
    Refusal.SIGNATURE_WRONG: Message(
        "signature 与 AppID、noncestr、timestamp、Token 算出来的不一致；"
        "AppID 要用小程序的，不是插件的",
        "signature is not that of the AppID, noncestr, timestamp and token; the AppID has to be "
        "that of the mini program, not of the plugin",
    ),
    Refusal.TIMESTAMP_OLD: Message("timestamp 已经过期", "the timestamp is too old"),
    Refusal.TIMESTAMP_AHEAD: Message(
        "timestamp 比现在还晚，超出了允许的误差", "the timestamp is too far ahead of the clock"
    ),
}


def add_arguments(parser: Parser) -> None:
    parser.positionals.add_argument(
        "action",
        choices=("sign", "verify"),
        help=Message("sign 计算，verify 校验", "make a header, or check one").text(parser.language),
    )
    parser.value(
        "--app-id",
        metavar="APPID",
        text=Message("使用插件的小程序的 AppID", "the AppID of the mini program that uses it"),
    )
    parser.value(
        "--referer",
        metavar="URL",
        text=Message("请求头里的 referer，代替 --app-id", "the referer, in place of --app-id"),
    )
    parser.value(
        "--token-file",
        metavar="FILE",
        text=Message("存有插件 Token 的文件，- 为标准输入", "a file with the token, - for stdin"),
    )
    _add_verification(parser)
    _add_signing(parser)
    parser.flag("--json", text=Message("输出 JSON", "print JSON"))


def _add_verification(parser: Parser) -> None:
    parser.value(
        "--header",
        metavar="JSON",
        text=Message(f"verify：{HEADER} 的内容", f"verify: what {HEADER} says"),
    )
    parser.value(
        "--max-age",
        metavar="SECONDS",
        text=Message("verify：timestamp 与现在最多差多少秒", "verify: how old it may be"),
    )


def _add_signing(parser: Parser) -> None:
    parser.value(
        "--nonce",
        metavar="TEXT",
        text=Message("sign：noncestr（默认随机）", "sign: noncestr (default: random)"),
    )
    parser.value(
        "--timestamp",
        metavar="SECONDS",
        text=Message("sign：timestamp（默认现在）", "sign: timestamp (default: now)"),
    )
    parser.flag(
        "--as-string",
        text=Message("sign：timestamp 写成字符串", "sign: write the timestamp as a string"),
    )


def run(options: Namespace) -> int:
    if options.app_id is not None and options.referer is not None:
        raise CommandError(
            Message("--app-id 和 --referer 只用一个", "use either --app-id or --referer")
        )
    if not (options.app_id or options.referer):
        raise _needs(options.action, "--app-id / --referer")
    return _sign(options) if options.action == "sign" else _verify(options)


def _sign(options: Namespace) -> int:
    app_id = options.app_id or _origin(options.referer).app_id
    nonce = secrets.token_hex(16) if options.nonce is None else options.nonce
    timestamp = str(_seconds(options.timestamp, "--timestamp", int(time.time())))
    signature = sign(app_id=app_id, nonce=nonce, timestamp=timestamp, token=_token(options))
    host_sign = HostSign(nonce, timestamp, signature)
    header = header_text(host_sign, as_number=not options.as_string)
    if options.json:
        _print_json({"app_id": app_id, **host_sign._asdict(), "header": header})
    else:
        terminal.write(f"{HEADER}: {header}\n")
    return 0


def _verify(options: Namespace) -> int:
    if options.header is None:
        raise _needs("verify", "--header")
    max_age = None if options.max_age is None else _seconds(options.max_age, "--max-age")
    verdict = verify(
        re.sub(rf"\A\s*{HEADER}\s*:", "", options.header, flags=re.IGNORECASE),
        token=_token(options),
        referer=options.referer,
        app_id=options.app_id,
        max_age=max_age,
        now=None if max_age is None else time.time(),
    )
    if options.json:
        _print_json(_facts(verdict))
    else:
        terminal.write(f"{_sentence(verdict).text(options.language)}\n")
    return 0 if verdict else 1


def _sentence(verdict: Verdict) -> Message:
    if verdict.refusal is None:
        return _ACCEPTED
    reason = _REASONS[verdict.refusal]
    return Message(f"{_REFUSED.zh}：{reason.zh}", f"{_REFUSED.en}: {reason.en}")


def _facts(verdict: Verdict) -> dict[str, object]:
    refusal, host_sign, origin = verdict
    return {
        "verified": bool(verdict),
        "refusal": None if refusal is None else refusal.value,
        "app_id": origin and origin.app_id,
        "mini_program_version": (origin and origin.version) or None,
        "nonce": host_sign and host_sign.nonce,
        "timestamp": host_sign and host_sign.timestamp,
    }


def _print_json(facts: dict[str, object]) -> None:
    terminal.write(json.dumps({"version": 1} | facts, indent=2) + "\n")


def _origin(referer: str) -> Origin:
    origin = read_referer(referer)
    if isinstance(origin, Refusal):
        raise CommandError(_REASONS[origin])
    return origin


def _seconds(text: str | None, option: str, default: int = 0) -> int:
    if text is None:
        return default
    if not re.fullmatch("[0-9]{1,15}", text):
        raise CommandError(Message(_WHOLE.zh.format(option), _WHOLE.en.format(option)))
    return int(text)


def _needs(action: str, option: str) -> CommandError:
    return CommandError(Message(_NEEDS.zh.format(action, option), _NEEDS.en.format(action, option)))


def _token(options: Namespace) -> str:
    """The plugin's token, without the line end behind it."""
    given = os.environ.get(TOKEN_VARIABLE)
    if options.token_file not in (None, "-"):
        token = _read_token(options.token_file)
    elif options.token_file is None and given is not None:
        token = given
    elif sys.stdin.isatty():
        from getpass import getpass  # it loads the terminal's settings

        token = getpass(_TOKEN_PROMPT.text(options.language))
    else:
        token = _decoded(sys.stdin.buffer.read(LONGEST_TOKEN + 1), "stdin")
    if not token.strip():
        raise CommandError(_NO_TOKEN)
    return token.strip()


def _read_token(name: str) -> str:
    try:
        with Path(name).open("rb") as file:
            return _decoded(file.read(LONGEST_TOKEN + 1), name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(
            Message(f"读不了 {name}：{reason}", f"cannot read {name}: {reason}")
        ) from error


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or len(data) > LONGEST_TOKEN or len(text.split()) > 1:
        shown = printable(name)
        raise CommandError(
            Message(
                f"{shown} 里应该只有一个 Token（UTF-8，一行）",
                f"{shown} should hold a token and nothing else (UTF-8, one line)",
            )
        )
    return text
