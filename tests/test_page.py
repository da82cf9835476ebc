"""The detail page as text: what is escaped, what is left out, what the policy allows."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from detail_pages import LIVE, page_html, wechat

from docbuild.diagnostic import Diagnostic, Language, Message, Report, Severity
from docbuild.markdown.parse import parse
from docbuild.outline import outline
from docbuild.page import Live, content_policy
from docbuild.plugin import Plugin
from docbuild.settings import Profile
from docbuild.source import Source

HOSTILE = "\"'><script>alert(1)</script>{{ 7 * 7 }}{% raw %}"
ESCAPED = "&#34;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}{% raw %}"


def test_every_field_of_the_profile_is_escaped() -> None:
    profile = Profile(
        name=HOSTILE,
        app_id=HOSTILE,
        avatar="avatar.png",
        intro=HOSTILE,
        category=(HOSTILE, HOSTILE),
        tags=(HOSTILE,),
        preview_images=("shown.png", HOSTILE),
        feature_description=HOSTILE,
        how_to_add=HOSTILE,
        customer_service=HOSTILE,
        developer=HOSTILE,
        version=HOSTILE,
        version_notes=HOSTILE,
    )
    pictures = {"avatar.png": HOSTILE, "shown.png": HOSTILE}
    html = page_html("", profile, pictures=pictures, category_remark=HOSTILE)
    assert "alert(1)</script>" not in html
    assert html.count(ESCAPED) == 20


def test_a_document_is_never_a_template() -> None:
    html = page_html("`{{ 7 * 7 }}` {% if %} {# x #}")
    assert "<code>{{ 7 * 7 }}</code> {% if %} {# x #}" in html


def test_headings_are_escaped_in_the_outline() -> None:
    html = page_html("# <b>&amp;\n\n# b\n")
    assert '<a href="#block:0">&lt;b&gt;&amp;</a>' in html


def test_blocks_stand_in_order_each_in_its_box() -> None:
    html = page_html(blocks=["<p>a</p>", "", "<p>c</p>"])
    boxes = re.findall(r'<div class="block" id="block:(\d)" data-block="(\d)">(.*?)</div>', html)
    assert boxes == [("0", "0", "<p>a</p>"), ("1", "1", ""), ("2", "2", "<p>c</p>")]


def test_what_is_not_given_leaves_no_row() -> None:
    html = page_html("", Profile(name="   ", tags=("", " "), intro="\n"))
    for trace in ("<dl>", "<dt>", '<p class="intro">', '<ul class="labels">', "<nav", "<img"):
        assert trace not in html
    assert "未命名插件" in html
    assert "还没有开发文档" in html


def test_the_avatar_falls_back_to_the_first_character() -> None:
    html = page_html("", Profile(name="晴雨", avatar="gone.png"))
    assert '<span class="avatar" aria-hidden="true">晴</span>' in html


def test_a_missing_preview_image_names_its_path() -> None:
    html = page_html("", Profile(preview_images=("a.png", "b.png")), pictures={"a.png": "x/a.png"})
    assert '<img src="x/a.png"' in html
    assert re.search(r'<span class="missing-image">图片不存在<br><code>b.png</code>', html)


@pytest.mark.parametrize(
    ("profile", "plugin", "shown"),
    [
        (Profile(app_id="wxprofile"), Plugin(app_id="wxplugin"), "wxprofile"),
        (Profile(), Plugin(app_id="wxplugin"), "wxplugin"),
    ],
)
def test_the_profile_decides_on_the_app_id(profile: Profile, plugin: Plugin, shown: str) -> None:
    assert f'<dd class="mono">{shown}</dd>' in page_html("", profile, plugin)


def test_the_category_carries_its_remark() -> None:
    profile = Profile(category=("社交", "直播"))
    html = page_html("", profile, category_remark="仅限电商平台使用")
    assert re.search(r"<dd>社交 › 直播\s*<small>仅限电商平台使用</small></dd>", html)


@pytest.mark.parametrize(
    ("severities", "shown"),
    [
        ((), "检查通过"),
        ((Severity.WARNING,), "1 处警告"),
        ((Severity.ERROR, Severity.WARNING, Severity.ERROR), "2 处错误"),
    ],
)
def test_the_verdict_of_a_report(severities: tuple[Severity, ...], shown: str) -> None:
    message = Message("", "")
    found = tuple(
        Diagnostic("rule", severity, "doc", None, message, message) for severity in severities
    )
    html = page_html(report=Report(None, found, 88_269, 2 * 1024 * 1024))
    verdict = re.search(r'<p class="verdict .*?</p>', html, re.DOTALL)
    assert verdict
    assert shown in verdict[0]
    assert "86.2 KB / 2 MB" in verdict[0]


@pytest.mark.parametrize(
    ("size", "shown"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (3 * 1024**2, "3 MB"), (1024**3, "1024 MB")],
)
def test_sizes_are_written_for_people(size: int, shown: str) -> None:
    assert f"{shown} / 2 MB" in page_html(report=Report(None, (), size, 2 * 1024 * 1024))


def test_the_policy_allows_this_style_and_this_script_alone() -> None:
    html = page_html("text")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    words = policy[1].replace("&#39;", "'")
    assert words.startswith("default-src 'none'; ")
    assert "'unsafe-inline'" not in words
    for element in ("style", "script"):
        contents = re.findall(rf"<{element}>(.*?)</{element}>", html, re.DOTALL)
        assert len(contents) == 1
        digest = base64.b64encode(hashlib.sha256(contents[0].encode()).digest()).decode()
        assert re.search(rf"{element}-src 'sha256-{re.escape(digest)}'", words)


def test_a_live_page_links_all_and_has_nothing_inline() -> None:
    html = page_html("# a\n\n# b\n", live=LIVE)
    assert "<style" not in html
    assert " style=" not in html
    assert "Content-Security-Policy" not in html
    assert re.findall(r'<link rel="stylesheet" href="([^"]*)">', html) == [
        "-/theme.css",
        "-/preview.css",
    ]
    assert re.findall(r"<script([^>]*)>([^<]*)</script>", html) == [
        (' src="-/theme.js" defer', ""),
        (' src="-/preview.js" defer', ""),
    ]


def test_a_live_page_says_which_run_and_revision_it_shows() -> None:
    assert '<html lang="zh-CN" data-run="r1" data-revision="7">' in page_html(live=LIVE)
    phone = page_html(live=Live("r1", 7, phone=True))
    assert '<html lang="zh-CN" data-run="r1" data-revision="7" data-phone>' in phone


def test_the_secret_is_on_a_page_only_if_given() -> None:
    assert '<meta name="docbuild-secret" content="s3cret">' in page_html(live=LIVE)
    assert "docbuild-secret" not in page_html(live=Live("r1", 7))
    assert "docbuild-secret" not in page_html()
    assert "s3cret" not in repr(LIVE)


def test_what_the_live_page_carries_is_escaped() -> None:
    html = page_html(live=Live(run=HOSTILE, revision=1, secret=HOSTILE))
    assert html.count(ESCAPED) == 2
    assert "alert(1)</script>" not in html


def test_the_verdict_of_a_live_page_is_its_clients() -> None:
    assert "verdict" not in page_html(report=Report(None, (), 1, 2), live=LIVE)


@pytest.mark.parametrize(
    ("markdown", "hidden", "links"),
    [("", True, 0), ("# a\n", True, 0), ("# a\n\n## b\n", False, 2)],
)
def test_a_live_page_has_its_outline_even_while_that_is_empty(
    markdown: str, hidden: bool, links: int
) -> None:
    nav = re.search(
        r'<nav class="outline"[^>]*?( hidden)?>.*?<ol .*?</nav>',
        page_html(markdown, live=LIVE),
        re.S,
    )
    assert nav
    assert bool(nav[1]) is hidden
    assert nav[0].count("<li ") == links


def test_a_server_can_make_the_policy_of_its_pages() -> None:
    policy = content_policy("'self'", "'self'", "connect-src 'self'").split("; ")
    assert policy[0] == "default-src 'none'"
    assert "script-src 'self'" in policy
    assert "connect-src 'self'" in policy
    styles = next(directive for directive in policy if directive.startswith("style-src 'self' "))
    aligned = [f"text-align:{side}" for side in ("left", "center", "right")]
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in aligned]
    assert all(f"'sha256-{digest.decode()}'" in styles for digest in digests)


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    assert "a?b" in page_html("", Profile(name="a\ud800b"))


def test_the_outline_counts_blocks_and_skips_what_is_nested() -> None:
    text = "[a]: https://github.com/\n\n# 一\n\n> # quoted\n\n- # listed\n\n## Two `b`\n"
    sections = outline(enumerate(parse(Source("doc/README.md", text)).blocks))
    assert [(section.level, section.text, section.block) for section in sections] == [
        (1, "一", 1),
        (2, "Two b", 4),
    ]


def test_the_outline_starts_with_the_documents_own_top_level() -> None:
    html = page_html("### a\n\n#### b\n\n### c\n")
    assert re.findall(r'depth-(\d)"><a href="#block:(\d)">(.)<', html) == [
        ("0", "0", "a"),
        ("1", "1", "b"),
        ("0", "2", "c"),
    ]


def test_one_heading_needs_no_outline() -> None:
    assert "<nav" not in page_html("# a\n\ntext\n")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_have_every_word_of_the_template(language: Language) -> None:
    theme = wechat()
    used = set(re.findall(r"\btext\.(\w+)", theme.template))
    assert used
    assert set(theme.text[language]) == used
    assert all(words.strip() for words in theme.text[language].values())


def test_the_page_is_written_in_the_language_asked_for() -> None:
    html = page_html("", Profile(developer="x"), language="en")
    assert '<html lang="en">' in html
    assert "Developer" in html
    assert "开发者" not in html
