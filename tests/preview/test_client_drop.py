"""Pictures that are pasted or dropped, and the bundle: what is asked of the server and told."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from browser_pages import LiveTab, LiveTabs
from client_site import ClientSite, png
from playwright.sync_api import expect

from docbuild.preview.answer import Answer

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

BLOCKS = tuple(f"<p>第 {number} 段</p>\n" for number in range(40))
PICTURE = png(30, 20)


class Paster:
    """Takes pictures as the server does, and keeps what it was sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.answer = answer(inserted=True)

    async def __call__(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        names = ("content-type", "x-docbuild-after", "x-docbuild-name")
        self.sent.append({"body": body} | {name: headers[name] for name in names})
        return self.answer


def answer(status: int = 200, **values: Any) -> Answer:
    said = {"markdown": "![](image/shot.png)", "path": "image/shot.png", "message": ""} | values
    return Answer(json.dumps(said).encode(), "application/json", status)


@pytest.fixture
def paster() -> Paster:
    return Paster()


@pytest.fixture
def site(serve: Serve, paster: Paster) -> ClientSite:
    return serve(BLOCKS, actions={"paste": paster})


#: Sends an event with a file, as the browser does when one is pasted or dropped.
GIVE = """
([kind, selector, part, name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, {type}));
  const node = document.querySelector(selector);
  const {left, top, width, height} = node.getBoundingClientRect();
  const options = {bubbles: true, cancelable: true,
    clientX: left + width / 2, clientY: top + height * part};
  const event = kind === "paste"
    ? new ClipboardEvent(kind, {...options, clipboardData: files})
    : new DragEvent(kind, {...options, dataTransfer: files});
  node.dispatchEvent(event);
  return event.defaultPrevented;
}
"""


def give(
    tab: LiveTab,
    kind: str,
    selector: str,
    part: float = 0.5,
    *,
    name: str = "截图 1.png",
    media_type: str = "image/png",
) -> bool:
    """Whether the page took it."""
    data = base64.b64encode(PICTURE).decode()
    return bool(tab.evaluate(GIVE, [kind, selector, part, name, media_type, data]))


@pytest.mark.parametrize(
    ("block", "part", "after"), [(5, 0.9, "5"), (5, 0.1, "4"), (0, 0.1, ""), (39, 0.9, "39")]
)
def test_a_picture_is_dropped_between_blocks(
    live_tabs: LiveTabs, site: ClientSite, paster: Paster, block: int, part: float, after: str
) -> None:
    tab = live_tabs.open(site)
    tab.find(f"#block\\:{block}").scroll_into_view_if_needed()
    line = tab.find(".docbuild-drop")
    assert give(tab, "dragover", f"#block\\:{block}", part)
    expect(line).to_be_visible()
    box, drawn = tab.box(f"#block\\:{block}"), tab.box(".docbuild-drop")
    edge = box["y"] + (box["height"] if part > 0.5 else 0)
    assert drawn["y"] == pytest.approx(edge, abs=16)
    assert drawn["width"] == pytest.approx(box["width"], abs=1)
    assert give(tab, "drop", f"#block\\:{block}", part)
    expect(line).to_be_hidden()
    expect(tab.find(".docbuild-toast")).to_contain_text("已保存为 image/shot.png")
    assert paster.sent == [
        {
            "body": PICTURE,
            "content-type": "image/png",
            "x-docbuild-after": after,
            "x-docbuild-name": quote("截图 1.png"),
        }
    ]
    tab.check()


def test_a_picture_is_pasted_after_the_block_with_the_cursor(
    live_tabs: LiveTabs, site: ClientSite, paster: Paster
) -> None:
    tab = live_tabs.open(site)
    tab.find("#block\\:3").click()
    assert give(tab, "paste", "body")
    expect(tab.find(".docbuild-toast")).to_contain_text("image/shot.png")
    assert [sent["x-docbuild-after"] for sent in paster.sent] == ["3"]
    tab.check()


def test_what_was_not_inserted_is_on_the_clipboard(
    live_tabs: LiveTabs, site: ClientSite, paster: Paster
) -> None:
    paster.answer = answer(inserted=False)
    tab = live_tabs.open(site, context=live_tabs.context("clipboard-read", "clipboard-write"))
    assert give(tab, "paste", "body")
    expect(tab.find(".docbuild-toast")).to_have_text(
        "已保存为 image/shot.png。Markdown 已复制到剪贴板。"
    )
    assert tab.evaluate("navigator.clipboard.readText()") == "![](image/shot.png)"
    assert [sent["x-docbuild-after"] for sent in paster.sent] == [""]
    tab.check()


def test_without_a_clipboard_the_markdown_is_shown(
    live_tabs: LiveTabs, site: ClientSite, paster: Paster
) -> None:
    paster.answer = answer(inserted=False)
    tab = live_tabs.open(
        site, before="Object.defineProperty(navigator, 'clipboard', {value: undefined});"
    )
    assert give(tab, "paste", "body")
    expect(tab.find(".docbuild-toast input")).to_have_value("![](image/shot.png)")
    tab.check()


def test_a_refusal_is_told(live_tabs: LiveTabs, site: ClientSite, paster: Paster) -> None:
    paster.answer = answer(400, message="这不是图片")
    tab = live_tabs.open(site)
    assert give(tab, "paste", "body")
    expect(tab.find(".docbuild-toast.docbuild-bad")).to_contain_text("这不是图片")
    tab.page.get_by_role("button", name="关闭").click()
    expect(tab.find(".docbuild-toast")).to_have_count(0)
    tab.check(refused=400)


def test_a_server_that_is_gone_is_told(live_tabs: LiveTabs, site: ClientSite) -> None:
    tab = live_tabs.open(site)
    site.stop()
    assert give(tab, "paste", "body")
    expect(tab.find(".docbuild-toast.docbuild-bad")).to_contain_text("预览服务没有应答")
    tab.check(was_away=True)


def test_other_files_are_not_taken(live_tabs: LiveTabs, site: ClientSite, paster: Paster) -> None:
    tab = live_tabs.open(site)
    assert give(tab, "drop", "#block\\:1", name="a.pdf", media_type="application/pdf")
    expect(tab.find(".docbuild-toast")).to_contain_text("这里只能放图片")
    assert paster.sent == []
    tab.check()


def test_a_picture_of_the_page_itself_is_not_saved_again(
    live_tabs: LiveTabs, site: ClientSite, paster: Paster
) -> None:
    tab = live_tabs.open(site)
    tab.evaluate(
        "() => { document.querySelector('.article').dispatchEvent(new DragEvent("
        "'dragstart', {bubbles: true})); }"
    )
    assert not give(tab, "dragover", "#block\\:1")
    assert not give(tab, "drop", "#block\\:1")
    assert paster.sent == []


def test_without_the_secret_nothing_is_taken(
    live_tabs: LiveTabs, site: ClientSite, paster: Paster
) -> None:
    tab = live_tabs.open(site, without_secret=True)
    assert not give(tab, "paste", "body")
    assert not give(tab, "dragover", "#block\\:1")
    assert paster.sent == []


async def pack(body: bytes, headers: Mapping[str, str]) -> Answer:
    name = "attachment; filename*=UTF-8''%E5%A4%A9%E6%B0%94.zip"
    return Answer(b"PK", "application/zip", headers={"Content-Disposition": name})


async def refuse(body: bytes, headers: Mapping[str, str]) -> Answer:
    return Answer('{"message": "还有 2 处错误"}'.encode(), "application/json", 409)


def test_the_bundle_is_downloaded(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS, actions={"bundle": pack})
    tab = live_tabs.open(site)
    button = tab.page.get_by_role("button", name="打包")
    box = tab.box(".docbuild-open-upload")
    assert box["x"] + box["width"] > 1240
    assert box["y"] > 740
    tab.find(".docbuild-open-upload").click()
    with tab.page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename == "天气.zip"
    assert download.value.path().read_bytes() == b"PK"
    expect(tab.find(".docbuild-toast")).to_contain_text("已打包：天气.zip")
    tab.check()


def test_why_there_is_no_bundle_is_told(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(BLOCKS, actions={"bundle": refuse})
    tab = live_tabs.open(site)
    tab.page.keyboard.press("u")
    tab.page.get_by_role("button", name="打包").click()
    expect(tab.find(".docbuild-toast.docbuild-bad")).to_contain_text("还有 2 处错误")
    tab.check(refused=409)
