"""The way to the readers in the panel: step by step, by mouse and keyboard, while others edit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from browser_pages import LiveTab, LiveTabs
from client_site import ClientSite, finding, release
from playwright.sync_api import Locator, expect

from docbuild.preview.answer import Answer

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]


class Desk:
    """Answers what pages ask to be done with releases."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {"message": "好了", "undo": None}
        self.status = 200

    async def __call__(self, body: bytes, _: Mapping[str, str]) -> Answer:
        self.asked.append(json.loads(body))
        return Answer(json.dumps(self.answer).encode(), "application/json", self.status)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def site(serve: Serve, desk: Desk) -> ClientSite:
    site = serve([f"<p>{number}</p>" for number in range(9)], actions={"release": desk})
    site.report()
    site.releases()
    return site


def button(tab: LiveTab, name: str) -> Locator:
    return tab.find(".docbuild-panel").get_by_role("button", name=name, exact=True)


def press(tab: LiveTab, name: str) -> None:
    """Press a button that asks the server for something, and wait until it answers."""
    with tab.page.expect_response("**/-/release"):
        button(tab, name).click()


def current(tab: LiveTab) -> Locator:
    """The name of the step that is to be gone through."""
    return tab.find(".docbuild-steps > [aria-current=step] > h2")


def problem(tab: LiveTab, field: str) -> Locator:
    return tab.find(f"#docbuild-{field}-note")


def test_the_way_step_by_step(live_tabs: LiveTabs, site: ClientSite, desk: Desk) -> None:
    site.report(finding())
    tab = live_tabs.open(site)
    standing = tab.find(".docbuild-standing")
    expect(standing).to_have_text("没有上传记录")
    tab.find(".docbuild-open-upload").click()
    expect(current(tab)).to_have_text("检查文档")
    button(tab, "查看问题").click()
    expect(tab.find(".docbuild-panel .docbuild-finding")).to_have_count(1)
    tab.page.get_by_role("tab", name="上传").click()

    site.report()
    expect(current(tab)).to_have_text("填写版本和说明")
    tab.find("#docbuild-description").fill("说" * 7)
    tab.find(".docbuild-panel").get_by_role("checkbox", name="压缩图片").check()
    press(tab, "准备上传")
    typed = {"version": "1.0.0", "description": "说" * 7, "optimize": True}
    assert desk.asked == [{"do": "prepare", "revision": 1, **typed}]

    one = release("1.0.0")
    site.releases(prepared=one, folder="/天气/.docbuild/upload")
    expect(current(tab)).to_have_text("在开发者工具里上传")
    expect(standing).to_have_text("1.0.0 待上传")
    expect(tab.find(".docbuild-copying code")).to_have_text(
        ["/天气/.docbuild/upload", "1.0.0", "1.0.0 的说明"]
    )
    expect(tab.find(".docbuild-instructions")).to_have_text("打开项目，右键点 doc/README.md")
    desk.answer["undo"] = {"release": one["id"], "kind": "uploaded"}
    press(tab, "我已上传")
    with tab.page.expect_response("**/-/release"):
        tab.find(".docbuild-toast").get_by_role("button", name="撤销").click()
    assert desk.asked[1:] == [
        {"do": "uploaded", "release": one["id"]},
        {"do": "undo", "release": one["id"], "kind": "uploaded"},
    ]

    site.releases(uploaded=one, above="1.0.0")
    expect(current(tab)).to_have_text("在管理后台发布")
    expect(standing).to_have_text("1.0.0 已上传，待发布")
    press(tab, "我已发布")
    assert desk.asked[3:] == [{"do": "published", "release": one["id"]}]
    site.releases(uploaded=one, published=one, above="1.0.0")
    expect(current(tab)).to_have_count(0)
    expect(tab.find(".docbuild-steps > [data-state=done]")).to_have_count(4)
    expect(standing).to_have_text("1.0.0 已发布")
    tab.check()


def test_errors_that_smaller_pictures_mend_do_not_bar_the_way(
    live_tabs: LiveTabs, site: ClientSite, desk: Desk
) -> None:
    site.report(finding())
    tab = live_tabs.open(site)
    tab.page.keyboard.press("u")
    expect(current(tab)).to_have_text("检查文档")
    expect(button(tab, "压缩图片后上传")).to_have_count(0)
    site.report(finding(rule="image-format", message="上传不收 .webp"))
    button(tab, "压缩图片后上传").click()
    expect(current(tab)).to_have_text("填写版本和说明")
    expect(tab.find(".docbuild-panel").get_by_role("checkbox", name="压缩图片")).to_be_checked()
    tab.find("#docbuild-description").fill("换图")
    press(tab, "准备上传")
    assert [(each["optimize"], each["description"]) for each in desk.asked] == [(True, "换图")]
    tab.check()


def test_what_the_upload_would_refuse_is_said_while_it_is_typed(
    live_tabs: LiveTabs, site: ClientSite, desk: Desk
) -> None:
    site.releases(above="1.2.9", proposal={"version": "1.2.10", "description": ""}, longest=10)
    tab = live_tabs.open(site)
    tab.page.keyboard.press("u")
    version, description = tab.find("#docbuild-version"), tab.find("#docbuild-description")
    expect(version).to_have_value("1.2.10")
    for typed, said in (
        ("1.2", "三个数字"),
        ("1.2.1000", "三个数字"),
        ("1.2.9", "已经上传过 1.2.9"),
        ("1.1.99", "已经上传过 1.2.9"),
    ):
        version.fill(typed)
        expect(problem(tab, "version")).to_contain_text(said)
        expect(version).to_have_attribute("aria-invalid", "true")
    version.fill("1.3.0")
    expect(problem(tab, "version")).to_be_empty()
    expect(problem(tab, "description")).to_be_empty()
    description.press("Enter")
    expect(problem(tab, "description")).to_have_text("请填写更新说明")
    expect(description).to_be_focused()
    description.fill("十一个字的说明太长了啊")
    expect(problem(tab, "description")).to_have_text("更新说明最多 10 个字")
    expect(tab.find(".docbuild-counter")).to_have_text("11 / 10")
    assert desk.asked == []
    description.fill(" 修复若干问题 ")
    desk.status, desk.answer = 422, {"message": "已经有人上传了 1.4.0"}
    description.press("Enter")
    expect(tab.find(".docbuild-toast.docbuild-bad")).to_contain_text("已经有人上传了 1.4.0")
    assert [each["description"] for each in desk.asked] == ["修复若干问题"]
    expect(description).to_have_value(" 修复若干问题 ")
    tab.check(refused=422)


def test_what_is_typed_stays_while_the_document_changes(
    live_tabs: LiveTabs, site: ClientSite
) -> None:
    tab = live_tabs.open(site)
    tab.page.keyboard.press("u")
    tab.find("#docbuild-description").press_sequentially("写到一半")
    site.edit(3, "<p>edited</p>")
    site.report()
    site.releases(
        proposal={"version": "1.1.0", "description": "另一个"}, problems=["读不了一个文件"]
    )
    expect(tab.find("#docbuild-version")).to_have_value("1.1.0")
    expect(tab.find(".docbuild-record-problems")).to_have_text("读不了一个文件")
    expect(tab.find("#docbuild-description")).to_have_value("写到一半")
    expect(tab.find("#docbuild-description")).to_be_focused()
    tab.page.keyboard.type("了")
    expect(tab.find("#docbuild-description")).to_have_value("写到一半了")
    tab.check()


def test_the_keyboard_goes_all_the_way(live_tabs: LiveTabs, site: ClientSite, desk: Desk) -> None:
    tab = live_tabs.open(site)
    keyboard = tab.page.keyboard
    keyboard.press("u")
    expect(tab.page.get_by_role("tab", name="上传")).to_be_focused()
    keyboard.press("Tab")  # the button that collapses the panel
    keyboard.press("Tab")
    expect(tab.find("#docbuild-version")).to_be_focused()
    keyboard.press("Tab")
    keyboard.type("ud")  # which are no shortcuts here
    expect(tab.find("#docbuild-description")).to_have_value("ud")
    keyboard.press("Enter")
    site.releases(prepared=release("1.0.0"))
    expect(current(tab)).to_be_focused()
    for _ in range(3):  # past what can be copied
        keyboard.press("Tab")
    expect(button(tab, "我已上传")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(current(tab)).to_have_text("填写版本和说明")
    expect(current(tab)).to_be_focused()
    keyboard.press("Escape")
    expect(tab.find(".docbuild-panel")).to_be_hidden()
    expect(tab.find(".docbuild-open-upload")).to_have_attribute("aria-expanded", "false")
    tab.check()


def test_what_was_left_lying_can_be_gone_on_with(
    live_tabs: LiveTabs, site: ClientSite, desk: Desk
) -> None:
    """The document changed since something was prepared, and since something was uploaded."""
    prepared, uploaded = release("1.1.0", same=False), release("1.0.0", same=False, by=None)
    site.releases(prepared=prepared, uploaded=uploaded, above="1.0.0")
    tab = live_tabs.open(site)
    tab.page.keyboard.press("u")
    expect(current(tab)).to_have_text("填写版本和说明")
    expect(tab.find(".docbuild-standing")).to_have_text("上传 1.0.0 后有改动")
    press(tab, "我已发布")
    assert desk.asked == [{"do": "published", "release": uploaded["id"]}]
    button(tab, "继续上传").click()
    expect(current(tab)).to_have_text("在开发者工具里上传")
    press(tab, "我已上传")
    assert desk.asked[1:] == [{"do": "uploaded", "release": prepared["id"]}]
    tab.check()


def test_text_is_copied(live_tabs: LiveTabs, site: ClientSite) -> None:
    site.releases(prepared=release("1.0.0", description="<b>不是标签</b>"))
    context = live_tabs.context("clipboard-read", "clipboard-write")
    tab = live_tabs.open(site, context=context)
    tab.page.keyboard.press("u")
    button(tab, "复制更新说明").click()
    expect(tab.find(".docbuild-toast")).to_contain_text("已复制：<b>不是标签</b>")
    assert tab.evaluate("navigator.clipboard.readText()") == "<b>不是标签</b>"
    tab.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    button(tab, "复制版本号").click()
    expect(tab.find(".docbuild-toast", "已选中")).to_be_visible()
    assert tab.evaluate("getSelection().toString()") == "1.0.0"


def test_other_machines_see_and_cannot_note(live_tabs: LiveTabs, site: ClientSite) -> None:
    site.releases(prepared=release("1.0.0"))
    tab = live_tabs.open(site, 375, without_secret=True)
    tab.find(".docbuild-open-upload").click()
    expect(button(tab, "我已上传")).to_be_disabled()
    button(tab, "重新准备").click()
    expect(button(tab, "准备上传")).to_be_disabled()
    expect(tab.find(".docbuild-upload")).to_contain_text("只能在运行 docbuild 的这台电脑上")
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    tab.check()
