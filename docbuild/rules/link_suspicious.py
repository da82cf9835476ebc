"""link-suspicious: a link that people and browsers may read differently."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.links import ALLOWED_HOSTS, likely
from docbuild.rules.hyperlinks import retarget
from docbuild.rules.routes import rejected
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted

#: What is wrong with a destination, by the verdict on it.
REASONS = {
    "backslash": Message("含反斜杠", "has a backslash"),
    "control-space-or-invisible-char": Message(
        "含空格、控制字符或看不见的字符", "has a space, a control or an invisible character"
    ),
    "empty-host": Message("没有网站名", "names no host"),
    "missing-double-slash": Message("缺少 //", "lacks the //"),
    "non-ascii-host": Message(
        "的网站名里有非 ASCII 字符", "has other characters than ASCII in its host"
    ),
    "percent-in-host": Message("的网站名里有 %", "has a % in its host"),
    "port-or-colon": Message("带端口号", "names a port"),
    "scheme-relative": Message("以 // 开头，没有写 https:", "begins with // instead of https://"),
    "userinfo": Message(
        "的网站名前有用户名，@ 后面的才是真正的网站",
        "has a user name before its host: the real host follows the @",
    ),
}


_ALLOWED = "、".join(ALLOWED_HOSTS), ", ".join(ALLOWED_HOSTS)
_PLAIN = Message(
    f"写成普通的 https 网址，而且只能链接到 {_ALLOWED[0]}。",
    f"Write it as a plain https address; allowed are {_ALLOWED[1]}.",
)


def _check(subject: Subject) -> Iterator[Finding]:
    for found in rejected(subject, "link-suspicious"):
        reason, written = REASONS[found.verdict.code], quoted(found.meant)
        meant = likely(found.meant)
        hint = _PLAIN
        if meant is not None:
            hint = Message(f"是不是 {quoted(meant)}？", f"Did you mean {quoted(meant)}?")
        yield Finding(
            Message(f"链接 {written} {reason.zh}", f"The link {written} {reason.en}"),
            hint,
            span=found.link.span,
            fixes=() if meant is None else (retarget(found.link, meant),),
        )


RULE = Rule(
    name="link-suspicious",
    severity=Severity.ERROR,
    what=Message(
        "链接的写法可疑：反斜杠、用户名、端口、缺少斜杠、看不见的字符、"
        "网站名里有百分号或形似的字母。",
        "A link is written suspiciously: backslashes, user names, ports, missing slashes, "
        "invisible characters, percent signs or lookalike letters in the host.",
    ),
    why=Message(
        "这些写法会让人看到的网站和浏览器打开的网站不一样，常被用来骗过检查。",
        "Written so, a link may open another host than the one that people read, which is how "
        "checks are deceived.",
    ),
    bad="[源码](https://github.com@example.com/demo)",
    good="[源码](https://github.com/example/demo)",
    check=_check,
    by_block=True,
)
