"""The author's bar and panel: what is missing, how large it is, and all of it by keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from browser_pages import LiveTab, LiveTabs
from client_site import ClientSite, finding, release
from playwright.sync_api import expect

from docbuild.preview.answer import Answer

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

BLOCKS = (
    "<h1 id='-'>天气</h1>\n",
    "<p>见 <a href='https://example.com/x'>演示</a></p>\n",
    "<p><span class='missing-image'>图片无法显示<br><code>image/a.png</code></span></p>\n",
    *(f"<p>第 {number} 段</p>\n" for number in range(40)),
    "<pre><code>x\n</code></pre>",
)
FIX = {"title": "改成 image/b.png", "id": "0.0", "safe": False}
MISSING = finding(
    block=2, element=["image", 0], fixes=[FIX], editor="vscode://file/p/doc/README.md:3:1"
)
LINK = finding("不能链接到 example.com", rule="link-host", block=1, element=["link", 0], line=2)
CODE = finding("代码块没有语言", "warning", block=43, element=["code", 0], line=90)
UNUSED = finding("没有用到", "warning", path="doc/image/z.png", line=None, column=None, help="")
FINDINGS = (MISSING, LINK, CODE, UNUSED)

ITEMS = [
    {"path": "image/cover.png", "size": 200_000, "saving": 120_000, "used": True},
    {"path": "image/z.png", "size": 100_000, "saving": 100_000, "used": False},
    {"path": "README.md", "size": 25_632, "saving": None, "used": True},
]


def said(tab: LiveTab) -> str:
    """What the bar says of the findings, for those who see and those who listen."""
    return " ".join(tab.find(".docbuild-open-findings").inner_text().split())


def test_the_light_says_whether_it_can_go_up(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    assert said(tab) == "正在检查…"
    verdict = tab.find(".docbuild-verdict")
    site.report()
    expect(verdict).to_have_text("可以上传")
    assert tab.find(".docbuild-bar").get_attribute("data-light") == "go"
    site.report(CODE)
    expect(tab.find(".docbuild-counts")).to_contain_text("1 处警告")
    assert tab.find(".docbuild-bar").get_attribute("data-light") == "warn"
    site.report(*FINDINGS)
    expect(verdict).to_have_text("不能上传")
    expect(tab.find(".docbuild-counts")).to_contain_text("2 处错误")
    assert tab.find(".docbuild-bar").get_attribute("data-light") == "stop"
    tab.find(".docbuild-open-findings").click()
    expect(tab.find(".docbuild-summary")).to_have_text("先改好 2 处错误")
    site.report(size=2_200_000, light="stop")
    expect(tab.find(".docbuild-summary")).to_have_text("还要减少 100.4 KB")
    expect(tab.find(".docbuild-open-sizes")).to_contain_text("2.1 MB / 2 MB")
    assert tab.find(".docbuild-open-sizes").get_attribute("data-level") == "over"
    tab.check()


def test_a_page_that_comes_later_has_the_last_report(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    site.report(*FINDINGS)
    tab = live_tabs.open(site)
    expect(tab.find(".docbuild-verdict")).to_have_text("不能上传")


def test_findings_are_listed_with_all_that_helps(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    hostile = finding("<img src=x onerror=alert(1)>", editor="javascript:alert(2)", help="<b>")
    site.report(*FINDINGS, hostile, more=7)
    tab.find(".docbuild-open-findings").click()
    items = tab.find(".docbuild-panel .docbuild-finding")
    expect(items).to_have_count(5)
    first = items.nth(0)
    expect(first).to_contain_text("找不到图片 doc/image/a.png")
    expect(first).to_contain_text("是不是 image/b.png？")
    link = first.get_by_role("link")
    assert link.get_attribute("href") == "vscode://file/p/doc/README.md:3:1"
    expect(link).to_have_accessible_name("在编辑器中打开: doc/README.md:3:1")
    expect(first.get_by_role("button", name="改成 image/b.png")).to_be_enabled()
    assert items.nth(1).get_by_role("link").count() == 0
    assert items.nth(3).get_by_role("button").count() == 0
    expect(items.nth(3)).to_contain_text("doc/image/z.png")
    expect(items.nth(4)).to_contain_text("<img src=x onerror=alert(1)>")
    assert items.nth(4).get_by_role("link").count() == 0
    expect(tab.find(".docbuild-more")).to_have_text("还有 7 条，改好上面的再看。")
    tab.check()


def test_findings_can_be_filtered(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    site.report(*FINDINGS)
    tab.find(".docbuild-open-findings").click()
    items = tab.find(".docbuild-panel .docbuild-finding")
    tab.page.get_by_role("button", name="警告 2").click()
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text("代码块没有语言")
    site.report(MISSING)
    expect(tab.find(".docbuild-none")).to_have_text("没有这一类问题。")
    tab.page.get_by_role("button", name="全部 1").click()
    expect(items).to_have_count(1)
    site.report()
    expect(tab.find(".docbuild-none")).to_have_text("没有发现问题。")
    tab.check()


def test_a_long_list_comes_in_portions(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    site.report(*[finding(f"问题 {number}", line=number) for number in range(250)])
    tab.find(".docbuild-open-findings").click()
    items = tab.find(".docbuild-panel .docbuild-finding")
    expect(items).to_have_count(100)
    tab.page.get_by_role("button", name="再列出 100 条（还有 150 条）").click()
    expect(items).to_have_count(200)
    tab.page.get_by_role("button", name="再列出 50 条（还有 50 条）").click()
    expect(items).to_have_count(250)
    tab.check()


def test_a_click_shows_the_element(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    site.report(*FINDINGS)
    tab.find(".docbuild-open-findings").click()
    tab.find(".docbuild-panel").get_by_role("button", name="代码块没有语言").click()
    expect(tab.find(".article pre")).to_be_in_viewport()
    expect(tab.find(".article pre")).to_be_focused()
    assert tab.find(".article pre[data-docbuild-found]").count() == 1
    tab.check()


def test_the_list_keeps_focus_and_scroll_while_reports_come(
    live_tabs: LiveTabs, serve: Serve
) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site, height=500)
    many = [finding(f"问题 {number}", block=number, line=number) for number in range(3, 33)]
    site.report(*many)
    tab.find(".docbuild-open-findings").click()
    button = tab.page.locator(".docbuild-panel").get_by_role("button", name="问题 20")
    button.focus()
    tab.frames()
    before = tab.evaluate("document.querySelector('.docbuild-body').scrollTop")
    assert before > 0
    site.report(*many[:25], CODE)
    expect(tab.find(".docbuild-panel .docbuild-finding")).to_have_count(26)
    expect(button).to_be_focused()
    assert tab.evaluate("document.querySelector('.docbuild-body').scrollTop") == before


class Fixer:
    """Takes fixes as the server does, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.answer = Answer(b'{"message": "\\u5df2\\u6539\\u6210 b.png"}', "application/json")

    async def __call__(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        self.asked.append((json.loads(body), headers["content-type"]))
        return self.answer


def test_a_fix_is_asked_for_and_its_answer_shown(live_tabs: LiveTabs, serve: Serve) -> None:
    fixer = Fixer()
    site = serve(BLOCKS, actions={"fix": fixer})
    tab = live_tabs.open(site)
    site.report(*FINDINGS)
    tab.find(".docbuild-open-findings").click()
    button = tab.find(".docbuild-panel").get_by_role("button", name="改成 image/b.png")
    button.click()
    expect(tab.find(".docbuild-toast")).to_contain_text("已改成 b.png")
    assert fixer.asked == [({"revision": 1, "id": "0.0"}, "application/json")]
    fixer.answer = Answer('{"message": "文档已经变了"}'.encode(), "application/json", 409)
    button.click()
    expect(tab.find(".docbuild-toast.docbuild-bad")).to_contain_text("文档已经变了")
    tab.check(refused=409)


def test_all_that_is_safe_is_mended_at_once(live_tabs: LiveTabs, serve: Serve) -> None:
    fixer = Fixer()
    site = serve(BLOCKS, actions={"fix": fixer})
    tab = live_tabs.open(site)
    safe = FIX | {"safe": True}
    site.report(MISSING, LINK | {"fixes": [safe, safe]})
    tab.find(".docbuild-open-findings").click()
    expect(tab.find(".docbuild-fix")).to_have_count(3)
    site.report(MISSING, LINK | {"fixes": [safe]}, CODE | {"fixes": [FIX, safe]})
    tab.page.get_by_role("button", name="一次改好 2 处").click()
    expect(tab.find(".docbuild-toast")).to_contain_text("已改成 b.png")
    assert fixer.asked == [({"revision": 1, "id": "safe"}, "application/json")]
    tab.check()


def test_a_fix_works_after_the_server_came_back(live_tabs: LiveTabs, serve: Serve) -> None:
    fixer = Fixer()
    site = serve(BLOCKS, actions={"fix": fixer})
    tab = live_tabs.open(site)
    site.report(*FINDINGS)
    site.stop()
    site.start()
    site.edit(5, "<p>another run</p>")
    tab.wait_text("another run")
    site.report(*FINDINGS)
    tab.find(".docbuild-open-findings").click()
    tab.find(".docbuild-panel").get_by_role("button", name="改成 image/b.png").click()
    expect(tab.find(".docbuild-toast")).to_contain_text("已改成 b.png")
    tab.check(was_away=True)


def test_without_the_secret_nothing_can_be_written(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site, without_secret=True)
    site.report(*FINDINGS)
    tab.find(".docbuild-open-findings").click()
    button = tab.find(".docbuild-panel").get_by_role("button", name="改成 image/b.png")
    expect(button).to_be_disabled()
    expect(tab.page.get_by_role("button", name="对比")).to_be_disabled()
    tab.page.get_by_role("tab", name="上传").click()
    expect(tab.page.get_by_role("button", name="打包")).to_be_disabled()
    tab.check()


def test_sizes_are_told_item_by_item(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    site.report(items=ITEMS)
    tab.page.get_by_role("button", name="上传体积").click()
    expect(tab.find(".docbuild-total")).to_contain_text("318 KB / 2 MB")
    expect(tab.find(".docbuild-total")).to_contain_text("还剩 1.69 MB")
    expect(tab.find(".docbuild-savings")).to_have_text("一共可以省下 214.8 KB")
    rows = tab.find(".docbuild-items li")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("可省 117.2 KB")
    expect(rows.nth(1)).to_contain_text("没有用到 · 可省 97.7 KB")
    expect(rows.nth(2)).not_to_contain_text("可省")
    tab.check()


def test_all_of_it_by_keyboard(live_tabs: LiveTabs, serve: Serve) -> None:
    fixer = Fixer()
    site = serve(BLOCKS, actions={"fix": fixer})
    tab = live_tabs.open(site)
    press = tab.page.keyboard.press
    site.report(*FINDINGS, items=ITEMS)
    expect(tab.find(".docbuild-verdict")).to_have_text("不能上传")
    opener = tab.find(".docbuild-open-findings")
    opener.focus()
    press("Enter")
    expect(tab.page.get_by_role("tab", name="问题")).to_be_focused()
    assert opener.get_attribute("aria-expanded") == "true"
    press("ArrowRight")
    expect(tab.page.get_by_role("tab", name="体积")).to_be_focused()
    expect(tab.find(".docbuild-items")).to_be_visible()
    press("ArrowLeft")
    names = []
    for _ in range(8):
        press("Tab")
        names.append(tab.evaluate("document.activeElement.innerText.trim().replaceAll('\\n', ' ')"))
        ring = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid", names
    assert names == [
        "",
        "全部 4",
        "错误 2",
        "警告 2",
        "找不到图片 doc/image/a.png",
        "改成 image/b.png",
        "在编辑器中打开: doc/README.md:3:1",
        "不能链接到 example.com",
    ]
    press("Shift+Tab")
    press("Shift+Tab")
    press("Enter")
    expect(tab.find(".docbuild-toast")).to_contain_text("已改成 b.png")
    press("Escape")
    expect(tab.find(".docbuild-panel")).to_be_hidden()
    expect(opener).to_be_focused()
    tab.check()


def test_single_keys_and_their_list(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    press = tab.page.keyboard.press
    site.report(*FINDINGS)
    expect(tab.find(".docbuild-verdict")).to_have_text("不能上传")
    press("j")
    expect(tab.find(".missing-image")).to_be_focused()
    press("j")
    expect(tab.find(".article a")).to_be_focused()
    press("j")
    expect(tab.find(".article pre")).to_be_focused()
    press("j")  # over the one that has no place
    expect(tab.find(".missing-image")).to_be_focused()
    press("k")
    expect(tab.find(".article pre")).to_be_focused()
    press("p")
    expect(tab.find(".docbuild-panel")).to_be_visible()
    press("p")
    expect(tab.find(".docbuild-panel")).to_be_hidden()
    press("?")
    dialog = tab.page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_be_visible()
    dialog.get_by_label("启用单键快捷键").uncheck()
    press("Escape")
    expect(dialog).to_be_hidden()
    press("p")
    expect(tab.find(".docbuild-panel")).to_be_hidden()
    tab.check()


def test_the_panel_stays_as_it_was_left(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    site.report(items=ITEMS)
    tab.page.get_by_role("button", name="上传体积").click()
    tab.page.reload()
    expect(tab.find(".docbuild-items")).to_be_visible()
    tab.page.get_by_role("button", name="收起").click()
    tab.page.reload()
    tab.find("html.docbuild-live").wait_for()
    expect(tab.find(".docbuild-panel")).to_be_hidden()
    tab.check()


def test_a_browser_that_remembers_nothing_is_served_too(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(
        site,
        before="""
          const forbidden = { get() { throw new DOMException("", "SecurityError"); } };
          Object.defineProperty(window, "localStorage", forbidden);
          window.keep = window.sessionStorage;
        """,
    )
    site.report(*FINDINGS)
    tab.page.keyboard.press("p")
    tab.page.keyboard.press("t")
    tab.page.keyboard.press("v")
    expect(tab.find(".docbuild-panel")).to_be_visible()
    tab.check()


def test_counts_are_read_out_once_it_is_quiet(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    tab.evaluate(
        """() => {
          window.spoken = [];
          const status = document.querySelector(".docbuild-bar [role=status]");
          new MutationObserver(() => window.spoken.push(status.textContent))
            .observe(status, {childList: true, characterData: true, subtree: true});
        }"""
    )
    tab.stop_clock()
    for number in range(6):
        site.report(*FINDINGS[: number % 4])
        site.edit(0, f"<p>edit {number}</p>")
        tab.find(".article", f"edit {number}").wait_for()  # the report came before
        tab.page.clock.run_for(1_400)
    assert tab.evaluate("window.spoken") == []
    tab.page.clock.run_for(10_000)
    assert tab.evaluate("window.spoken") == ["不能上传，1 处错误，0 处警告"]
    tab.check()


def test_it_speaks_english(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS, language="en")
    tab = live_tabs.open(site)
    site.report(MISSING, size=2_000_000, more=1)
    expect(tab.find(".docbuild-verdict")).to_have_text("Not ready")
    tab.find(".docbuild-open-findings").click()
    expect(tab.find(".docbuild-summary")).to_have_text("1 error to mend first")
    expect(tab.find(".docbuild-more")).to_have_text("1 more; mend those above first.")
    chinese = tab.evaluate(
        r"""() => [...document.querySelectorAll(".docbuild *")].filter((node) =>
              !node.closest(".docbuild-finding, .docbuild-layer") && !node.children.length
              && /\p{sc=Han}/u.test(node.textContent + node.title + node.ariaLabel))
              .map((node) => node.outerHTML)"""
    )
    assert chinese == []
    tab.check()


@pytest.mark.parametrize("width", [320, 375, 768, 1280, 1900])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_bar_fits(live_tabs: LiveTabs, serve: Serve, width: int, language: str) -> None:
    site = serve(BLOCKS, language=language)
    tab = live_tabs.open(site, width)
    many = [CODE] * 30 + [MISSING] * 120
    site.releases(published=release("100.100.100", same=False))
    site.report(*many, size=2_200_000)
    tab.find(".docbuild-counts").wait_for()
    tab.frames()
    overlaps = tab.evaluate(
        """() => {
          const bar = document.querySelector(".docbuild-bar");
          const parts = [...bar.children].filter((part) =>
            part.getClientRects().length && !part.matches(".docbuild-unseen, .docbuild-space"));
          const rects = parts.map((part) => part.getBoundingClientRect());
          const wide = rects.some((rect) => rect.right > innerWidth || rect.left < 0);
          return [wide, rects.slice(1).some((rect, index) => rect.left < rects[index].right - 1),
            rects.some((rect) => rect.height > 48)];
        }"""
    )
    assert overlaps == [False, False, False]
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    tab.find(".docbuild-open-findings").click()
    tab.frames()
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    box = tab.box(".docbuild-panel")
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
