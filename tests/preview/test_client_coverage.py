"""The panel's view of what the document describes of the plugin, and its badge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from browser_pages import LiveTab, LiveTabs
from client_site import ClientSite
from playwright.sync_api import Locator, expect

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

BLOCKS = (
    "<h1 id='-'>天气</h1>\n",
    *(f"<p>第 {number} 段</p>\n" for number in range(40)),
    "<h2 id='weather-card'>weather-card</h2>\n",
)


def offer(kind: str, name: str, block: int | None = None, **values: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "described": block is not None,
        "members": 0,
        "missing": [],
        "block": block,
        "element": None if block is None else ["heading", 0],
    } | values


CARD = offer(
    "component",
    "weather-card",
    41,
    members=6,
    missing=[{"kind": "property", "names": ["unit", "compact"]}, {"kind": "event", "names": ["x"]}],
)
OFFERS = (CARD, offer("page", "city-picker", 0), offer("export", "<b>getWeather", None))
COVERAGE = {"described": 5, "total": 9, "offers": OFFERS, "more": 0}


def badge(tab: LiveTab) -> Locator:
    return tab.page.get_by_role("tab", name="覆盖")


def test_the_badge_says_how_much_is_described(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    site.report(coverage=COVERAGE)
    tab.find(".docbuild-open-findings").click()
    expect(badge(tab)).to_have_accessible_name("覆盖 已写 5 / 9")
    expect(badge(tab)).to_contain_text("5/9")
    assert badge(tab).locator(".docbuild-warning").count() == 1
    site.report(coverage=COVERAGE | {"described": 9})
    expect(badge(tab)).to_contain_text("9/9")
    assert badge(tab).locator(".docbuild-good").count() == 1
    tab.check()


def test_each_thing_has_a_row_that_leads_to_its_place(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    site.report(coverage=COVERAGE)
    tab.find(".docbuild-open-findings").click()
    badge(tab).click()
    expect(tab.find(".docbuild-total")).to_contain_text("还有 4 项没写")
    regions = tab.find(".docbuild-offers")
    expect(regions).to_have_count(3)
    card = tab.page.get_by_role("region", name="组件").get_by_role("listitem")
    expect(card).to_contain_text("已写 3 / 6")
    expect(card).to_contain_text("缺属性 unit、compact · 缺事件 x")
    export = tab.page.get_by_role("region", name="接口").get_by_role("listitem")
    expect(export).to_contain_text("<b>getWeather")
    expect(export).to_contain_text("文档里没有提到")
    assert export.get_by_role("button").count() == 0
    card.get_by_role("button", name="weather-card").click()
    expect(tab.find(".article h2")).to_be_in_viewport()
    expect(tab.find(".article h2")).to_be_focused()
    tab.check()


def test_the_view_follows_the_reports_and_goes_with_the_plugin(
    live_tabs: LiveTabs, serve: Serve
) -> None:
    site = serve(BLOCKS)
    tab = live_tabs.open(site)
    site.report(coverage=COVERAGE | {"more": 3})
    tab.find(".docbuild-open-findings").click()
    badge(tab).click()
    expect(tab.find(".docbuild-more")).to_have_text("还有 3 项没有列出。")
    site.report(coverage=COVERAGE | {"offers": OFFERS[1:]})
    expect(tab.find(".docbuild-offers")).to_have_count(2)
    site.report(coverage=None)
    expect(tab.page.get_by_role("tab", name="问题")).to_be_focused()
    expect(tab.find(".docbuild-none")).to_be_visible()
    expect(tab.find(".docbuild-tabs [role=tab]:visible")).to_have_count(3)
    tab.page.keyboard.press("ArrowRight")
    expect(tab.page.get_by_role("tab", name="体积")).to_be_focused()
    site.report(coverage=COVERAGE)
    expect(badge(tab)).to_be_visible()
    tab.page.keyboard.press("ArrowRight")
    expect(badge(tab)).to_be_focused()
    tab.check()


def test_a_page_that_opens_with_the_view_has_it_again(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS, language="en")
    tab = live_tabs.open(site)
    site.report(coverage=COVERAGE)
    tab.find(".docbuild-open-findings").click()
    tab.page.get_by_role("tab", name="Coverage").click()
    tab.page.reload()
    expect(tab.find(".docbuild-offers").first).to_be_visible()
    expect(tab.find(".docbuild-offers").first).to_contain_text("missing properties: unit, compact")
    tab.check()
