"""The page as a phone shows it, light and dark, on paper, and its pictures as large as can be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser_pages import LiveTab, LiveTabs
from browser_tab import SCHEMES, Scheme
from client_site import ClientSite, finding, png
from playwright.sync_api import FrameLocator, expect

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

BLOCKS = (
    "<h1 id='-'>天气</h1>\n",
    "<p>图：<img src='-/picture/k/a.png' alt='卡片'></p>\n",
    "<p><a href='#x'><img src='-/picture/k/b.png' alt='链接'></a></p>\n",
    *(f"<p>第 {number} 段</p>\n" for number in range(40)),
)


@pytest.fixture
def site(serve: Serve) -> ClientSite:
    return serve(BLOCKS, pictures={"k": png(200, 120), "l": png(60, 400)})


def phone(tab: LiveTab) -> FrameLocator:
    return tab.page.frame_locator("iframe[title='手机预览']")


def test_a_phone_instead_of_the_page(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site)
    with tab.page.expect_websocket():
        tab.page.get_by_label("手机").check(force=True)
    frame = phone(tab)
    expect(frame.locator(".article")).to_contain_text("第 0 段")
    box = tab.box("iframe")
    assert box["width"] == 390
    expect(frame.locator(".docbuild-bar")).to_have_count(0)
    assert frame.locator("html").evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    inert = "(parts) => parts.every((part) => part.inert)"
    assert tab.find("body > :not(.docbuild)").evaluate_all(inert)
    assert not tab.find(".docbuild").evaluate("(tools) => tools.inert")
    site.edit(3, "<p>auch im Telefon</p>")
    expect(frame.locator(".article")).to_contain_text("auch im Telefon")
    site.report(finding(block=1, element=["image", 0]))
    expect(frame.locator("img[data-docbuild-mark=error]")).to_have_count(1)
    tab.page.get_by_label("桌面").check(force=True)
    expect(tab.find("iframe")).to_have_count(0)
    assert not tab.evaluate("[...document.body.children].some((part) => part.inert)")
    tab.check()


def test_a_finding_is_shown_on_the_phone(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site)
    tab.page.get_by_label("手机").check(force=True)
    site.report(finding("很下面", block=40))
    expect(phone(tab).locator(".docbuild-badge")).to_have_count(1)
    tab.page.keyboard.press("p")
    tab.find(".docbuild-panel").get_by_role("button", name="很下面").click()
    expect(phone(tab).locator("#block\\:40")).to_be_in_viewport()
    tab.check()


def test_side_by_side_where_there_is_room(live_tabs: LiveTabs, site: ClientSite) -> None:
    narrow = live_tabs.open(site, 1280)
    assert not narrow.page.get_by_text("并排").is_visible()
    tab = live_tabs.open(site, 1600)
    tab.page.get_by_label("并排").check(force=True)
    expect(phone(tab).locator(".article")).to_contain_text("第 0 段")
    page, frame = tab.box(".article"), tab.box("iframe")
    assert page["x"] + page["width"] < frame["x"]
    assert frame["x"] + frame["width"] <= 1600
    tab.page.set_viewport_size({"width": 1200, "height": 800})
    expect(tab.find("iframe")).to_have_count(0)
    tab.page.set_viewport_size({"width": 1600, "height": 800})
    expect(tab.find("iframe")).to_have_count(1)
    tab.check()


def test_side_by_side_the_phone_follows_the_page(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site, 1600)
    tab.page.get_by_label("并排").check(force=True)
    frame = phone(tab).locator("#block\\:30")
    frame.wait_for(state="attached")
    tab.find("#block\\:30").evaluate(
        "(box) => scrollBy({top: box.getBoundingClientRect().top + 4, behavior: 'instant'})"
    )
    expect(frame).to_be_in_viewport()
    tab.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(phone(tab).locator(".plugin h1")).to_be_in_viewport()
    tab.check()


def test_the_width_is_chosen_by_keyboard_and_remembered(
    live_tabs: LiveTabs, site: ClientSite
) -> None:
    tab = live_tabs.open(site)
    tab.page.get_by_label("桌面").focus()
    tab.page.keyboard.press("ArrowRight")
    expect(tab.page.get_by_label("手机")).to_be_checked()
    tab.page.reload()
    expect(phone(tab).locator(".article")).to_contain_text("第 0 段")
    tab.page.keyboard.press("v")
    expect(tab.find("iframe")).to_have_count(0)
    tab.check()


def test_a_phone_has_no_phone_in_it(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site, 375)
    assert not tab.find(".docbuild-widths").is_visible()
    tab.page.keyboard.press("v")
    tab.frames()
    assert tab.find("iframe").count() == 0


def ground(tab: LiveTab, selector: str) -> str:
    return str(
        tab.evaluate(
            "(selector) => getComputedStyle(document.querySelector(selector)).backgroundColor",
            selector,
        )
    )


@pytest.mark.parametrize("scheme", SCHEMES)
def test_one_button_switches_the_appearance(
    live_tabs: LiveTabs, site: ClientSite, scheme: Scheme
) -> None:
    tab = live_tabs.open(site, scheme=scheme)
    assert not tab.find(".appearance").is_visible()
    button = tab.page.get_by_role("button", name="外观")
    expect(button).to_have_accessible_name("外观: 跟随系统")
    grounds = {}
    for name in ("浅色", "深色", "跟随系统"):
        button.click()
        expect(button).to_have_accessible_name(f"外观: {name}")
        grounds[name] = ground(tab, ".docbuild-bar"), ground(tab, ".article")
    assert grounds["浅色"] != grounds["深色"]
    assert grounds["跟随系统"] == grounds["浅色" if scheme == "light" else "深色"]
    tab.check()


def test_the_phone_has_the_pages_appearance(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site)
    tab.page.get_by_label("手机").check(force=True)
    expect(phone(tab).locator(".article")).to_contain_text("第 0 段")
    for mode in ("light", "dark"):
        tab.page.keyboard.press("t")
        expect(phone(tab).locator("html")).to_have_attribute("data-theme", mode)
    tab.check()


def test_paper_has_the_page_alone(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site)
    site.report(finding(block=1, element=["image", 0]))
    tab.page.keyboard.press("p")
    tab.find("[data-docbuild-mark]").wait_for()
    tab.page.emulate_media(media="print")
    assert not tab.find(".docbuild").is_visible()
    shown = tab.evaluate(
        """() => {
          const body = getComputedStyle(document.body);
          const image = getComputedStyle(document.querySelector("[data-docbuild-mark]"));
          return [body.paddingBottom, body.marginRight, image.outlineStyle];
        }"""
    )
    assert shown == ["0px", "0px", "none"]
    tab.check()


def test_a_picture_can_be_enlarged(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site)
    picture = tab.page.get_by_role("button", name="查看大图：卡片")
    dialog = tab.page.get_by_role("dialog", name="大图")
    picture.click()
    expect(dialog).to_be_visible()
    expect(dialog.locator("figcaption")).to_have_text("卡片")
    tab.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    picture.press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="关闭").click()
    expect(dialog).to_be_hidden()
    expect(picture).to_be_focused()
    tab.page.get_by_role("link", name="链接").click()
    expect(dialog).to_be_hidden()
    assert tab.page.url == f"{site.url}#x"
    tab.check()


def test_an_enlarged_picture_follows_its_changes(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site)
    tab.page.get_by_role("button", name="查看大图：卡片").click()
    dialog = tab.page.get_by_role("dialog", name="大图")
    site.edit(5, "<p>elsewhere</p>")
    site.edit(1, BLOCKS[1].replace("/k/", "/l/").replace("卡片", "长图"))
    expect(dialog.locator("figcaption")).to_have_text("长图")
    tab.until("() => document.querySelector('dialog img').naturalHeight === 400")
    box = tab.box("dialog img")
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800
    site.edit(1, "<p>no picture any more</p>")
    tab.wait_text("no picture any more")
    expect(dialog).to_be_visible()
    tab.check()


def test_new_pictures_can_be_enlarged_too(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site)
    site.splice((0, 0, ["<p><img src='-/picture/l/c.png' alt=''></p>"]))
    tab.page.get_by_role("button", name="查看大图", exact=True).press("Enter")
    expect(tab.page.get_by_role("dialog", name="大图")).to_be_visible()
    tab.check()
