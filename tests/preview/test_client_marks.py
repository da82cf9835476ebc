"""Findings on the very element: what they look like, what they tell, that they move nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser_pages import LiveTab, LiveTabs
from client_site import ClientSite, finding, png
from playwright.sync_api import Locator, expect

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

BLOCKS = (
    "<h1 id='-'>天气</h1>\n",
    "<p>见 <a href='https://evil.com\\@github.com/x'>演示</a>、"
    "<a href='./usage.md'>用法</a>和 <a href='https://github.com/a'>源码</a>。</p>\n",
    "<p>图：<img src='-/picture/k/a.png' alt='卡片'> <span class='missing-image'>图片无法显示"
    "<br><code>image/flwo.png</code></span></p>\n",
    "<ul>\n<li>一</li>\n<li>二</li>\n</ul>\n",
    "<table>\n<thead>\n<tr>\n<th>甲</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>乙</td>\n</tr>\n"
    "</tbody>\n</table>\n",
    "<pre><code>x\n</code></pre>",
    *(f"<p>第 {number} 段</p>\n" for number in range(30)),
)
HEADING = finding("只有这一个一级标题", "warning", block=0, element=["heading", 0], help="")
EVIL = finding("不能链接到 evil.com", rule="link-host", block=1, element=["link", 0])
RELATIVE = finding("不能用相对链接", rule="link-relative", block=1, element=["link", 1])
SHOWN = finding("图片太大", "warning", rule="image-size", block=2, element=["image", 0])
MISSING = finding(
    "找不到图片 image/flwo.png",
    help="是不是 image/flow.png？",
    block=2,
    element=["image", 1],
    fixes=[{"title": "改成 image/flow.png", "id": "4.0", "safe": False}],
)
ITEM = finding("列表项", "warning", block=3, element=["item", 1])
CELL = finding("单元格", block=4, element=["cell", 1])
CODE = finding("代码", "warning", block=5, element=["code", 0])
BLOCK = finding("整段", "warning", block=6, element=None)
NOWHERE = finding("没有地方", block=999, element=["link", 0])
ALL = (HEADING, EVIL, RELATIVE, SHOWN, MISSING, ITEM, CELL, CODE, BLOCK, NOWHERE)

GEOMETRY = """
[...document.querySelectorAll(".article, .article *")].map((node) => {
  const {left, top, width, height} = node.getBoundingClientRect();
  return [node.tagName, left, top, width, height].join(" ");
})
"""


def marked(tab: LiveTab) -> list[list[str]]:
    return list(
        tab.evaluate(
            """[...document.querySelectorAll("[data-docbuild-mark]")].map((node) =>
                 [node.localName, node.dataset.docbuildMark])"""
        )
    )


def badges(tab: LiveTab) -> Locator:
    return tab.find(".docbuild-badge:visible")


@pytest.fixture
def site(serve: Serve) -> ClientSite:
    return serve(BLOCKS, pictures={"k": png(200, 120)})


def open_with(live_tabs: LiveTabs, site: ClientSite, *findings: Any, width: int = 1280) -> LiveTab:
    tab = live_tabs.open(site, width)
    tab.until("() => document.querySelector('.article img').complete")
    site.report(*findings)
    badges(tab).first.wait_for()
    tab.frames()
    return tab


@pytest.mark.parametrize("width", [375, 1280])
def test_every_kind_of_element_is_marked_and_nothing_moves(
    live_tabs: LiveTabs, site: ClientSite, width: int
) -> None:
    tab = live_tabs.open(site, width)
    tab.until("() => document.querySelector('.article img').complete")
    before = tab.evaluate(GEOMETRY)
    site.report(*ALL)
    badges(tab).first.wait_for()
    tab.frames()
    assert marked(tab) == [
        ["h1", "warning"],
        ["a", "error"],
        ["a", "error"],
        ["img", "warning"],
        ["span", "error"],
        ["li", "warning"],
        ["td", "error"],
        ["pre", "warning"],
    ]
    assert tab.evaluate(GEOMETRY) == before
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    tab.check()


def test_marks_go_with_their_findings(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = open_with(live_tabs, site, *ALL)
    site.report(EVIL, SHOWN | {"severity": "error"})
    tab.until("() => document.querySelectorAll('[data-docbuild-mark]').length === 2")
    assert marked(tab) == [["a", "error"], ["img", "error"]]
    expect(badges(tab)).to_have_count(2)
    site.report()
    tab.until("() => !document.querySelector('[data-docbuild-mark]')")
    assert badges(tab).count() == 0
    left = "[...document.querySelectorAll('.article [aria-description]')].length"
    assert tab.evaluate(left) == 0
    tab.check()


def test_marks_survive_patches(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = open_with(live_tabs, site, EVIL)
    tab.evaluate(
        """() => {
          window.unmarked = 0;
          new MutationObserver((records) => {
            window.unmarked += records.filter(({target}) =>
              !target.hasAttribute("data-docbuild-mark")).length;
          }).observe(document.querySelector(".article"),
            {subtree: true, attributeFilter: ["data-docbuild-mark"]});
        }"""
    )
    key = site.edit(1, BLOCKS[1].replace("见", "请见"))
    tab.wait_text("请见")
    assert marked(tab) == [["a", "error"]]
    site.report(EVIL | {"block": key})
    tab.frames(3)
    assert marked(tab) == [["a", "error"]]
    assert tab.evaluate("window.unmarked") == 0
    site.edit(1, "<p>没有链接了</p>")
    tab.wait_text("没有链接了")
    assert marked(tab) == []
    assert badges(tab).count() == 0
    tab.check()


def test_a_report_that_is_ahead_of_the_article_waits_for_it(
    live_tabs: LiveTabs, site: ClientSite
) -> None:
    tab = live_tabs.open(site)
    site.report(EVIL | {"block": len(BLOCKS)})
    tab.frames(3)
    assert marked(tab) == []
    assert site.edit(1, BLOCKS[1]) == len(BLOCKS)
    tab.until("() => document.querySelector('[data-docbuild-mark]')")
    assert marked(tab) == [["a", "error"]]


def test_badges_stand_beside_their_elements(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = open_with(live_tabs, site, HEADING, SHOWN)
    box, heading, picture = map(tab.box, (".article", ".article h1", ".article img"))
    in_margin, in_corner = (tab.box(".docbuild-badge:visible", number) for number in range(2))
    assert box["x"] <= in_margin["x"] < in_margin["x"] + in_margin["width"] <= heading["x"]
    assert heading["y"] <= in_margin["y"] + 10 <= heading["y"] + heading["height"]
    assert picture["x"] < in_corner["x"] + 10 < picture["x"] + picture["width"]
    assert picture["y"] < in_corner["y"] + 10 < picture["y"] + picture["height"]
    before = in_corner["y"]
    site.splice((0, 0, ["<p>new</p>\n" * 4]))
    tab.wait_text("new")
    moved, again = tab.box(".article img"), tab.box(".docbuild-badge:visible", 1)
    assert again["y"] - before == pytest.approx(moved["y"] - picture["y"], abs=1) != 0


def test_findings_on_one_line_share_a_badge(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = open_with(live_tabs, site, EVIL, RELATIVE)
    expect(badges(tab)).to_have_count(1)
    expect(badges(tab)).to_have_text("2")
    badges(tab).hover()
    expect(tab.find(".docbuild-bubble .docbuild-finding")).to_have_count(2)


def test_pointing_at_an_element_tells_its_findings(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = open_with(live_tabs, site, *ALL)
    bubble = tab.find(".docbuild-bubble")
    tab.find(".article a").nth(0).hover()
    expect(bubble).to_contain_text("不能链接到 evil.com")
    expect(bubble).to_contain_text("读者点开后到达 https://evil.com/@github.com/x")
    tab.find(".article a").nth(1).hover()
    expect(bubble).to_contain_text("读者点开的是平台自己的地址，那里没有这个文件")
    tab.find(".article img").hover()
    expect(bubble).to_contain_text("图片太大")
    tab.page.mouse.move(600, 5)
    expect(bubble).to_be_hidden()
    tab.check()


def test_the_bubble_can_be_reached_and_stays_within_the_window(
    live_tabs: LiveTabs, site: ClientSite
) -> None:
    tab = open_with(live_tabs, site, *ALL, width=375)
    bubble = tab.find(".docbuild-bubble")
    tab.stop_clock()  # on a slow machine the pointer would take too long
    tab.find(".missing-image").hover()
    expect(bubble).to_contain_text("是不是 image/flow.png？")
    bubble.get_by_role("button", name="改成 image/flow.png").hover()
    tab.page.clock.run_for(10_000)  # longer than an unattended bubble stays
    expect(bubble).to_be_visible()
    box = tab.box(".docbuild-bubble")
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375


def test_a_badge_tells_by_keyboard(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = open_with(live_tabs, site, MISSING)
    bubble = tab.find(".docbuild-bubble")
    badge = badges(tab)
    expect(badge).to_have_accessible_name("错误: 找不到图片 image/flwo.png")
    badge.focus()
    tab.page.keyboard.press("Enter")
    expect(bubble).to_be_focused()
    tab.page.keyboard.press("Tab")
    expect(bubble.get_by_role("button", name="改成 image/flow.png")).to_be_focused()
    tab.page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()
    expect(badge).to_be_focused()
    tab.find(".article a").nth(0).focus()
    assert bubble.is_hidden()
    tab.check()


def test_a_pinned_bubble_follows_the_reports(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = open_with(live_tabs, site, MISSING)
    bubble = tab.find(".docbuild-bubble")
    badges(tab).click()
    expect(bubble).to_contain_text("找不到图片")
    site.report(MISSING | {"message": "换了一句话"})
    expect(bubble).to_contain_text("换了一句话")
    site.report()
    expect(bubble).to_be_hidden()


def test_a_screen_reader_hears_of_it_at_the_element(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = open_with(live_tabs, site, *ALL)
    link = tab.page.get_by_role("link", name="演示")
    expect(link).to_have_accessible_description("不能链接到 evil.com")


def test_a_missing_picture_says_why_and_what_is_near(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = open_with(live_tabs, site, MISSING)
    shown = tab.evaluate(
        """() => {
          const {content, display} =
            getComputedStyle(document.querySelector(".missing-image"), "::after");
          return [content, display];
        }"""
    )
    assert "找不到图片 image/flwo.png" in shown[0]
    assert "是不是 image/flow.png？" in shown[0]
    assert shown[1] != "none"


def test_a_forbidden_link_is_struck_and_leads_nowhere(
    live_tabs: LiveTabs, site: ClientSite
) -> None:
    tab = open_with(live_tabs, site, EVIL, RELATIVE)
    links = tab.find(".article a")
    line = "(link) => getComputedStyle(link).textDecorationLine"
    assert [links.nth(number).evaluate(line) for number in range(3)] == [
        "line-through",
        "line-through",
        "underline",
    ]
    links.nth(0).click()
    links.nth(1).press("Enter")
    assert tab.page.url == site.url
    assert len(tab.page.context.pages) == 1
    tab.page.context.route("https://github.com/**", lambda route: route.fulfill(body="github"))
    with tab.page.context.expect_page() as opened:
        links.nth(2).click()
    assert opened.value.url == "https://github.com/a"
    assert opened.value.evaluate("window.opener") is None
    assert tab.page.url == site.url
    tab.check()
