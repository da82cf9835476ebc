"""render-email: a package, a file or a repository that becomes a link to a mailbox."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.diagnostic import Finding, Message, Severity
from docbuild.rules.mail_links import MailLink, in_code, mail_links
from docbuild.rules.rule import Rule, Subject
from docbuild.rules.wording import quoted


def _check(subject: Subject) -> Iterator[Finding]:
    for found in mail_links(subject):
        if not found.is_address:
            yield _finding(found)


def _finding(found: MailLink) -> Finding:
    name = quoted(found.text)
    return Finding(
        Message(
            f"{name} 被当成邮箱，变成 mailto 链接" + ("，反引号也失效了" if found.was_code else ""),
            f"{name} is taken for an e-mail address and becomes a mailto link"
            + (", in spite of the backticks" if found.was_code else ""),
        ),
        in_code(name),
        span=found.link.span,
        fixes=() if found.fix is None else (found.fix,),
    )


RULE = Rule(
    name="render-email",
    severity=Severity.WARNING,
    what=Message(
        "包名、图片名或仓库地址里有 @，被平台当成邮箱：lodash@4.17.21、icon@2x.png、"
        "git@github.com:a/b.git。",
        "A package, a picture or a repository with an @ that the platform takes for an e-mail "
        "address: lodash@4.17.21, icon@2x.png, git@github.com:a/b.git.",
    ),
    why=Message(
        "读者看到的是一个链接，点开却是写邮件。平台先认邮箱、后认反引号，所以 `lodash@4.17.21` "
        "这样的行内代码也会变成链接；用两个反引号、里面留空格，就不会。",
        "Readers see a link that opens a new e-mail. Addresses go before backticks on the "
        "platform, so that even `lodash@4.17.21` becomes a link; two backticks with spaces "
        "inside keep it code.",
    ),
    bad="依赖 @tarojs/cli@1.3.12 和 `lodash@4.17.21`",
    good="依赖 `@tarojs/cli@1.3.12` 和 `` lodash@4.17.21 ``",
    check=_check,
    by_block=True,
)
