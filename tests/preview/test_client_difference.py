"""The switch that marks in the page what separates it from what readers see."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from browser_pages import LiveTab, LiveTabs
from client_site import ClientSite
from playwright.sync_api import Locator, expect

from docbuild.preview.answer import Answer

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

PARAGRAPHS = tuple(f"<p>第 {number} 段</p>\n" for number in range(40))


class Comparing:
    """Answers with what a test says of the blocks, by their places: ``blocks(keys)``."""

    def __init__(self) -> None:
        self.site: ClientSite
        self.blocks: Callable[[list[int]], list[Any]] = lambda _: []
        self.refusal: str | None = None
        self.number = 0
        self.revision: int | None = None

    async def __call__(self, _body: bytes, _headers: Mapping[str, str]) -> Answer:
        self.number += 1
        if self.refusal is not None:
            text = json.dumps({"message": self.refusal})
            return Answer(text.encode(), "application/json", 422)
        view = self.site.view
        answer = {
            "message": f"第 {self.number} 次",
            "revision": view.revision if self.revision is None else self.revision,
            "against": {"kind": "published", "version": "1.0.0"},
            "same": False,
            "blocks": self.blocks([block.key for block in view.blocks]),
        }
        return Answer(json.dumps(answer).encode(), "application/json")


@pytest.fixture
def comparing() -> Comparing:
    return Comparing()


@pytest.fixture
def site(serve: Serve, comparing: Comparing) -> ClientSite:
    comparing.site = serve(PARAGRAPHS, actions={"difference": comparing})
    comparing.site.report()
    return comparing.site


def some(keys: list[int]) -> list[Any]:
    return [
        [
            "changed",
            keys[1],
            '<p>第 1 <del class="removed">节</del><ins class="added">段</ins></p>',
        ],
        ["removed", keys[3], '<del class="removed"><p>没有了</p></del>'],
        ["added", keys[3], '<ins class="added"><p>第 3 段</p></ins>'],
        ["left", None, '<del class="removed"><p>移走了</p></del>'],
    ]


def said(tab: LiveTab) -> Locator:
    return tab.find(".docbuild-compares [role=status]")


def turn_on(tab: LiveTab) -> None:
    tab.page.keyboard.press("d")
    expect(said(tab)).to_contain_text("次")


def plain(tab: LiveTab) -> str:
    return str(tab.evaluate("document.querySelector('.article').innerHTML"))


def test_it_is_marked_and_taken_back(
    live_tabs: LiveTabs, site: ClientSite, comparing: Comparing
) -> None:
    comparing.blocks = some
    tab = live_tabs.open(site)
    before = plain(tab)
    tab.find(".docbuild-compare").click()
    expect(said(tab)).to_have_text("和已发布的 1.0.0 相比：第 1 次")
    texts = tab.find(".article > *").all_inner_texts()
    assert [text.strip() for text in texts[:6]] == [
        "第 0 段",
        "第 1 节段",
        "第 2 段",
        "没有了",
        "第 3 段",
        "第 4 段",
    ]
    assert texts[-1].strip() == "移走了"
    kinds = tab.find(".article > [data-docbuild-difference]").evaluate_all(
        "(found) => found.map((each) => each.dataset.docbuildDifference)"
    )
    assert kinds == ["changed", "removed", "added", "left"]
    names = [each.get_attribute("aria-label") for each in tab.find(".docbuild-ghost").all()]
    assert names == ["已删除的内容", "移走的内容"]
    tab.find(".docbuild-compares").get_by_role("button", name="上一处改动").click()
    assert tab.evaluate("scrollY") > 200
    tab.find(".docbuild-compares").get_by_role("button", name="结束对比").click()
    expect(tab.find(".docbuild-compare")).to_be_focused()
    tab.frames()
    assert plain(tab) == before
    tab.check()


def test_a_section_is_one_step(live_tabs: LiveTabs, site: ClientSite, comparing: Comparing) -> None:
    comparing.blocks = lambda keys: [
        ["changed", keys[2], '<p>第 2 <ins class="added">段</ins></p>'],
        *(
            ["moved", key, f'<ins class="added moved"><p>第 {n} 段</p></ins>']
            for n, key in enumerate(keys[30:34], 30)
        ),
    ]
    tab = live_tabs.open(site)
    turn_on(tab)
    button = tab.find(".docbuild-compares").get_by_role("button", name="下一处改动")
    places = []
    for _ in range(3):
        button.click()
        places.append(tab.evaluate("scrollY"))
    assert places[0] == places[2] < places[1]
    tab.check()


def test_it_follows_edits_without_showing_anything_between(
    live_tabs: LiveTabs, site: ClientSite, comparing: Comparing
) -> None:
    comparing.blocks = some
    tab = live_tabs.open(site)
    turn_on(tab)
    tab.evaluate(
        """() => {
          window.seen = [];
          const box = document.querySelectorAll(".article > .block")[1];
          new MutationObserver(() => window.seen.push(box.innerText.trim()))
            .observe(box, {subtree: true, childList: true, characterData: true});
        }"""
    )
    comparing.blocks = lambda keys: [
        ["changed", keys[1], "<p>第 1 <ins class='added'>条</ins></p>"]
    ]
    site.edit(1, "<p>第 1 条</p>\n")
    site.edit(20, "<p>别处也改了</p>\n")
    tab.wait_text("别处也改了")
    assert tab.texts[1] == "第 1 节段", "until it is compared"
    site.report()
    expect(tab.find(".article > .block").nth(1)).to_have_text("第 1 条")
    expect(tab.find(".docbuild-ghost")).to_have_count(0)
    assert set(tab.evaluate("window.seen")) <= {"第 1 条", "第 1 段"}
    site.splice((0, 3, ["<p>甲</p>"]))
    tab.wait_text("甲")
    comparing.blocks = lambda _: []
    site.report()
    expect(tab.find("[data-docbuild-difference]")).to_have_count(0)
    tab.page.keyboard.press("d")
    assert tab.texts[:2] == ["甲", "第 3 段"]
    assert tab.texts[18] == "别处也改了"
    tab.check()


def test_an_edit_below_its_mark_is_there_when_it_ends(
    live_tabs: LiveTabs, site: ClientSite, comparing: Comparing
) -> None:
    comparing.blocks = some
    tab = live_tabs.open(site)
    turn_on(tab)
    site.edit(1, "<p>第 1 回</p>\n")
    site.edit(9, "<p>也到了</p>\n")
    tab.wait_text("也到了")
    tab.page.keyboard.press("d")
    expect(tab.find(".article > .block").nth(1)).to_have_text("第 1 回")
    tab.check()


def test_it_costs_nothing_while_it_is_off(
    live_tabs: LiveTabs, site: ClientSite, comparing: Comparing
) -> None:
    tab = live_tabs.open(site)
    tab.stop_clock()
    for number in range(3):
        site.edit(number, f"<p>edit {number}</p>")
        site.report()
        tab.find(".article", f"edit {number}").wait_for()
        tab.page.clock.run_for(5_000)
    assert comparing.number == 0
    tab.check()


def test_an_answer_about_another_text_is_not_shown(
    live_tabs: LiveTabs, site: ClientSite, comparing: Comparing
) -> None:
    comparing.blocks = some
    comparing.revision = 99
    tab = live_tabs.open(site)
    with tab.page.expect_response("**/-/difference"):
        tab.page.keyboard.press("d")
    tab.frames()
    expect(said(tab)).to_have_text("正在对比…")
    assert tab.find("[data-docbuild-difference]").count() == 0
    comparing.revision = None
    site.report()
    expect(tab.find(".docbuild-ghost")).to_have_count(2)
    tab.check()


def test_why_there_is_nothing_to_compare_is_told(
    live_tabs: LiveTabs, site: ClientSite, comparing: Comparing
) -> None:
    comparing.refusal = "还没有记录过上传"
    tab = live_tabs.open(site)
    tab.find(".docbuild-compare").click()
    expect(tab.find(".docbuild-toast.docbuild-bad")).to_contain_text("还没有记录过上传")
    expect(tab.find(".docbuild-compare")).to_have_attribute("aria-pressed", "false")
    expect(tab.find(".docbuild-compares")).to_be_hidden()
    tab.check(refused=422)


def test_it_is_on_again_after_a_reload_and_after_another_run(
    live_tabs: LiveTabs, site: ClientSite, comparing: Comparing
) -> None:
    comparing.blocks = some
    tab = live_tabs.open(site)
    turn_on(tab)
    site.tell(type="reload")
    tab.until("() => window.loads === 2")
    expect(tab.find(".docbuild-ghost")).to_have_count(2)
    site.stop()
    site.start()
    site.edit(5, "<p>after the start</p>")
    tab.wait_text("after the start")
    site.report()
    expect(tab.find(".docbuild-ghost")).to_have_count(2)
    expect(tab.find(".article > .block").nth(1)).to_have_text("第 1 节段")
    tab.page.keyboard.press("d")
    assert tab.texts[1] == "第 1 段"
    tab.check(was_away=True, refused=403)  # by the new server, if it was asked at that moment


def test_the_phone_beside_shows_it_too(
    live_tabs: LiveTabs, site: ClientSite, comparing: Comparing
) -> None:
    comparing.blocks = some
    tab = live_tabs.open(site, 1600)
    turn_on(tab)
    tab.find(".docbuild-choose-beside").click()
    phone = tab.page.frame_locator("iframe")
    expect(phone.locator(".docbuild-ghost")).to_have_count(2)
    expect(phone.locator(".article > .block").nth(1)).to_have_text("第 1 节段")
    tab.page.keyboard.press("d")
    expect(phone.locator(".docbuild-ghost")).to_have_count(0)
    expect(phone.locator(".article > .block").nth(1)).to_have_text("第 1 段")
    tab.check()


def test_a_server_that_is_away_while_it_is_asked_ends_nothing(
    live_tabs: LiveTabs, site: ClientSite, comparing: Comparing
) -> None:
    comparing.blocks = some
    tab = live_tabs.open(site)
    turn_on(tab)
    tab.page.route("**/-/difference", lambda route: route.abort())
    with tab.page.expect_event("requestfailed"):
        site.report()
    expect(tab.find(".docbuild-ghost")).to_have_count(2)
    tab.page.unroute("**/-/difference")
    comparing.blocks = lambda keys: some(keys)[:1]
    site.report(size=1)
    expect(tab.find(".docbuild-ghost")).to_have_count(0)
    expect(tab.find(".docbuild-compare")).to_have_attribute("aria-pressed", "true")
