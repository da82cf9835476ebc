"""Pages come back by themselves: after a stop, a new run, a missed message, in several tabs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser_pages import LiveTab, LiveTabs
from client_site import ClientSite, finding
from playwright.sync_api import expect

from docbuild.page_block import PageBlock

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

PARAGRAPHS = tuple(f"<p>paragraph {number}</p>\n" for number in range(40))
GONE = "预览服务已停止"

NOTE_SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...all) {
    super(...all);
    window.sockets.push(this);
  }
};
"""


def test_a_stopped_server_is_told_and_a_new_run_is_followed(
    live_tabs: LiveTabs, serve: Serve
) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    tab.evaluate(
        """() => {
          window.box = document.querySelectorAll(".article > .block")[20];
          scrollTo({top: 600, behavior: "instant"});
        }"""
    )
    site.stop()
    banner = tab.find(".docbuild-strip", GONE)
    expect(banner).to_be_visible()
    blocks = site.view.blocks
    changed = (
        *blocks[:4],
        PageBlock(900, "<p>new in this run</p>"),
        *(block._replace(key=1000 + block.key) for block in blocks[4:30]),
        PageBlock(3, "<p>paragraph 31, a bit longer</p>"),
        *blocks[31:],
    )
    site.view = site.view._replace(revision=1, blocks=changed)
    site.start()
    tab.wait_text("new in this run")
    expect(banner).to_be_hidden()
    assert tab.evaluate("window.box.isConnected")
    assert tab.evaluate("window.box.id") == "block:1020"
    assert tab.evaluate("scrollY") > 600
    assert tab.loads == 1
    expected = [*(f"paragraph {number}" for number in range(40))]
    expected[30] = "paragraph 31, a bit longer"
    assert tab.texts == [*expected[:4], "new in this run", *expected[4:]]
    site.edit(0, "<p>and it goes on</p>")
    tab.wait_text("and it goes on")
    tab.check(was_away=True)


def test_a_moments_absence_is_nothing_to_tell(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site, before=NOTE_SOCKETS)
    page = tab.page
    tab.evaluate(
        """() => {
          window.told = 0;
          new MutationObserver(() => { window.told += 1; })
            .observe(document.querySelector(".docbuild-strips"),
              {subtree: true, childList: true, attributes: true});
        }"""
    )
    tab.stop_clock()
    site.stop()
    tab.until("() => window.sockets[0].readyState === WebSocket.CLOSED")
    site.start()
    with page.expect_websocket():
        page.clock.run_for(100)  # after which it tries for the first time
    site.edit(0, "<p>back again</p>")
    tab.find(".article", "back again").wait_for()
    page.clock.run_for(60_000)
    assert tab.evaluate("window.told") == 0
    assert not tab.find(".docbuild-strip", GONE).is_visible()
    tab.check(was_away=True)


def test_patches_that_a_page_slept_through_are_made_up_for(
    live_tabs: LiveTabs, serve: Serve
) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    site.stop()
    site.splice((0, 1, ["<p>while it was away</p>"]))
    site.start()
    tab.wait_text("while it was away")
    assert tab.loads == 1


def test_every_tab_follows(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    context = live_tabs.context()
    several = [live_tabs.open(site, context=context) for _ in range(7)]
    several.append(live_tabs.open(site))
    site.edit(3, "<p>to all of them</p>")
    site.report(finding())
    for tab in several:
        tab.page.bring_to_front()
        tab.wait_text("to all of them")
        expect(tab.find(".docbuild-verdict")).to_have_text("不能上传")
        tab.check()


def test_appearance_is_one_for_all_tabs(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve()
    context = live_tabs.context()
    first, second = (live_tabs.open(site, context=context) for _ in range(2))
    first.page.bring_to_front()
    first.page.keyboard.press("t")
    second.until("() => document.documentElement.dataset.theme === 'light'")
    first.page.keyboard.press("t")
    second.until("() => document.documentElement.dataset.theme === 'dark'")
    assert live_tabs.open(site, context=context).evaluate("document.documentElement.dataset.theme")


def test_a_message_of_another_version_is_told_to_the_author(
    live_tabs: LiveTabs, serve: Serve
) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    site.tell(type="of-the-future", value=1)
    expect(tab.find(".docbuild-strip", "版本不一致")).to_be_visible()
    site.edit(0, "<p>still alive</p>")
    tab.wait_text("still alive")
    tab.check()
    with tab.page.expect_navigation():
        tab.find(".docbuild-strip button:visible").click()


def test_a_notice_comes_and_goes(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    site.tell(type="notice", message="正在轮询：<这里> 收不到文件事件。")
    expect(tab.find(".docbuild-strip", "正在轮询：<这里>")).to_be_visible()
    site.tell(type="notice", message=None)
    expect(tab.find(".docbuild-strip", "正在轮询")).to_be_hidden()
    tab.check()


def failure(tab: LiveTab) -> bool:
    tab.frames()
    return tab.find(".docbuild-failure").is_visible()


@pytest.mark.parametrize("cure", ["patch", "recovered", "whole"])
def test_a_failure_lies_over_the_last_good_page(
    live_tabs: LiveTabs, serve: Serve, cure: str
) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    site.tell(type="failure", message="读不了 doc/README.md", detail="第 3 行\n<b>")
    expect(tab.find(".docbuild-failure")).to_be_visible()
    expect(tab.find(".docbuild-failure pre")).to_have_text("第 3 行\n<b>")
    assert tab.find(".article p").count() == len(PARAGRAPHS)
    if cure == "patch":
        site.edit(0, "<p>good again</p>")
    elif cure == "recovered":
        site.tell(type="recovered")
    else:
        blocks = [(block.key, block.html) for block in site.view.blocks]
        run = tab.evaluate("document.documentElement.dataset.run")
        site.tell(type="whole", run=run, revision=1, blocks=blocks, sections=[])
    expect(tab.find(".docbuild-failure")).to_be_hidden()
    tab.check()


def test_a_failure_may_be_put_aside_until_the_next(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    site.tell(type="failure", message="一", detail=None)
    expect(tab.find(".docbuild-failure")).to_be_visible()
    assert not tab.find(".docbuild-failure pre").is_visible()
    tab.page.keyboard.press("Escape")
    assert not failure(tab)
    site.tell(type="failure", message="二", detail=None)
    expect(tab.find(".docbuild-failure")).to_be_visible()
    tab.find(".docbuild-failure button").click()
    assert not failure(tab)
    tab.check()
