"""link-scheme: a link that opens something else than a web page."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.hyperlinks import Hyperlink
from docbuild.rules.mail_links import MailLink, in_code, mail_links
from docbuild.rules.routes import rejected, scheme
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted


def _check(subject: Subject) -> Iterator[Finding]:
    mails = {found.link.span: found for found in mail_links(subject)}
    for found in rejected(subject, "link-scheme"):
        mail = mails.get(found.link.span)
        if mail is None:
            yield _other(found)
        elif mail.is_address:  # of the others render-email speaks
            yield _address(mail)


def _other(found: Hyperlink) -> Finding:
    name = quoted(scheme(found.meant))
    return Finding(
        Message(f"不能使用 {name}: 链接", f"Links by {name}: are not allowed"),
        Message(
            "文档里的链接只能是 https，指向平台允许的网站；这里改用普通文字。",
            "Links of the document have to be https, to the allowed hosts. Use plain text here.",
        ),
        span=found.link.span,
    )


def _address(mail: MailLink) -> Finding:
    name = quoted(mail.text)
    return Finding(
        Message(
            f"邮箱 {name} 会变成 mailto 链接，而平台不允许这种链接",
            f"{name} becomes a mailto link, which is not allowed",
        ),
        in_code(name),
        span=mail.link.span,
        fixes=() if mail.fix is None else (mail.fix,),
    )


RULE = Rule(
    name="link-scheme",
    severity=Severity.ERROR,
    what=Message(
        "链接不是 http(s)：mailto、tel、javascript、weixin 等。"
        "正文里的邮箱会自动变成 mailto 链接。",
        "A link is not http(s) but mailto, tel, javascript, weixin or the like. An e-mail "
        "address in the text becomes a mailto link.",
    ),
    why=Message(
        "平台规定链接只能指向三个允许的网站；其他协议点不开，有的还会被直接去掉。",
        "The platform allows links to three hosts only. Other schemes do not open, and some "
        "are removed.",
    ),
    bad="联系 service@qq.com",
    good="联系 `` service@qq.com ``",
    check=_check,
    by_block=True,
)
