"""``docbuild serve`` as its user meets it: files on one side, a page in a browser on the other."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser_pages import LiveTab, LiveTabs
from playwright.sync_api import expect
from plugin_projects import BROKEN, CLEAN, picture, write_project
from test_client_drop import give

pytest_plugins = ("browser_fixtures", "live_fixtures")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="ends the process by a POSIX signal")


@dataclass
class Served:
    """A project that is served."""

    root: Path
    url: str

    @property
    def readme(self) -> Path:
        return self.root / "doc" / "README.md"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    root = write_project(tmp_path / "project", CLEAN + "\n一段\n" * 60)
    command = [sys.executable, "-m", "docbuild", "serve", "--no-open", "--lang", "zh"]
    with subprocess.Popen(
        [*command, "--port", "0", str(root)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout
        url = None
        while url is None:
            line = process.stdout.readline()
            assert line
            url = re.search(r"http://127\.0\.0\.1:\d+/\S*", line)
        yield Served(root, url[0])
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def write(served: Served, text: str) -> None:
    served.readme.write_text(text, encoding="utf-8")


def findings(tab: LiveTab) -> None:
    expect(tab.find(".docbuild-verdict")).to_have_text("不能上传")
    tab.find(".docbuild-open-findings").click()


def test_edits_come_with_their_findings_and_go(live_tabs: LiveTabs, served: Served) -> None:
    tab = live_tabs.open(served)
    expect(tab.find(".docbuild-verdict")).to_have_text("可以上传")
    tab.evaluate("scrollTo({top: 700, behavior: 'instant'})")
    write(served, BROKEN + "\n一段\n" * 60)
    expect(tab.find(".article a[data-docbuild-mark=error]")).to_have_text("外链")
    expect(tab.find(".missing-image[data-docbuild-mark=error]")).to_have_count(1)
    assert tab.evaluate("scrollY") > 500
    findings(tab)
    expect(tab.find(".docbuild-panel .docbuild-finding")).to_have_count(3)
    link = tab.find(".docbuild-panel").get_by_role("link").first
    assert link.get_attribute("href") == f"vscode://file{served.readme}:3:1"
    write(served, CLEAN)
    expect(tab.find(".docbuild-verdict")).to_have_text("可以上传")
    expect(tab.find("[data-docbuild-mark]")).to_have_count(0)
    assert tab.loads == 1
    tab.check()


def test_a_fix_changes_the_file_and_the_page(live_tabs: LiveTabs, served: Served) -> None:
    write(served, BROKEN)
    tab = live_tabs.open(served)
    findings(tab)
    tab.find(".docbuild-panel").get_by_role("button", name="image/card.png").click()
    expect(tab.find(".docbuild-toast.docbuild-good")).to_be_visible()
    tab.until("() => document.querySelector('.article img')?.naturalWidth === 16")
    assert "](image/card.png)" in served.readme.read_text(encoding="utf-8")
    tab.check()


def test_a_picture_that_changed_is_shown_anew(live_tabs: LiveTabs, served: Served) -> None:
    tab = live_tabs.open(served)
    before = tab.find(".article img").get_attribute("src")
    (served.root / "doc" / "image" / "card.png").write_bytes(picture("red"))
    tab.until(
        "(before) => document.querySelector('.article img').getAttribute('src') !== before", before
    )
    tab.until("() => document.querySelector('.article img').complete")
    colour = tab.evaluate(
        """() => {
          const canvas = document.createElement("canvas").getContext("2d");
          canvas.drawImage(document.querySelector(".article img"), 0, 0);
          return [...canvas.getImageData(1, 1, 1, 1).data];
        }"""
    )
    assert colour == [255, 0, 0, 255]
    tab.check()


def test_a_dropped_picture_is_saved_and_inserted(live_tabs: LiveTabs, served: Served) -> None:
    tab = live_tabs.open(served)
    block = tab.find(".article .block", "一段").nth(1).get_attribute("id")
    assert block
    give(tab, "drop", f"#{block.replace(':', chr(92) + ':')}", 0.9, name="shot.png")
    expect(tab.find(".docbuild-toast.docbuild-good")).to_contain_text("已插入文档")
    expect(tab.find(".article img")).to_have_count(2)
    tab.until("() => [...document.querySelectorAll('.article img')].at(-1).naturalWidth === 30")
    assert re.search(r"一段\n\n一段\n\n!\[.*\]\(image/.+\.png\)", served.readme.read_text("utf-8"))
    tab.check()


def test_the_bundle_holds_what_is_shown(live_tabs: LiveTabs, served: Served) -> None:
    tab = live_tabs.open(served)
    tab.page.keyboard.press("u")
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="打包").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert len(archive.namelist()) == 3
    write(served, BROKEN)
    expect(tab.find(".docbuild-verdict")).to_have_text("不能上传")
    tab.page.get_by_role("button", name="打包").click()
    expect(tab.find(".docbuild-toast.docbuild-bad")).to_contain_text("改好才能打包")
    tab.check(refused=422)


def test_from_the_document_to_its_readers_and_on(live_tabs: LiveTabs, served: Served) -> None:
    tab = live_tabs.open(served)
    tab.page.keyboard.press("u")
    tab.find("#docbuild-description").fill("初版")
    tab.find("#docbuild-description").press("Enter")
    tab.page.get_by_role("button", name="我已上传").click()
    upload = served.root / ".docbuild" / "upload" / "doc"
    assert (upload / "README.md").read_bytes() == served.readme.read_bytes()
    tab.page.get_by_role("button", name="我已发布").click()
    expect(tab.find(".docbuild-standing")).to_have_text("1.0.0 已发布")

    write(served, served.readme.read_text(encoding="utf-8").replace("一张图", "两张图"))
    expect(tab.find(".docbuild-standing")).to_have_text("发布 1.0.0 后有改动")
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("d")
    expect(tab.find(".article ins.added")).to_have_text("两")
    expect(tab.find(".article del.removed")).to_have_text("一")
    (served.root / "doc" / "image" / "card.png").write_bytes(picture("red"))
    expect(tab.find(".article del.removed img")).to_be_visible()
    tab.until("() => [...document.images].every((image) => image.naturalWidth === 16)")
    write(served, CLEAN)
    expect(tab.find(".docbuild-compares")).to_contain_text("换了 1 张图片")
    expect(tab.find(".article ins.added img")).to_be_visible()
    tab.page.keyboard.press("d")
    expect(tab.find(".article img")).to_have_count(1)
    assert tab.loads == 1
    tab.check()


def test_settings_reload_the_page_in_place(live_tabs: LiveTabs, served: Served) -> None:
    tab = live_tabs.open(served)
    tab.evaluate("scrollTo({top: 700, behavior: 'instant'})")
    tab.frames(3)
    with tab.page.expect_navigation():
        (served.root / "docbuild.toml").write_text('[plugin]\nname = "晴雨"\n', encoding="utf-8")
    tab.find("h1", "晴雨").wait_for()
    tab.find("html.docbuild-live").wait_for()
    tab.frames(3)
    assert tab.evaluate("scrollY") > 500
    (served.root / "docbuild.toml").write_text('[plugin]\nname = "晴', encoding="utf-8")
    expect(tab.find(".docbuild-failure")).to_contain_text("docbuild.toml")
    (served.root / "docbuild.toml").write_text('[plugin]\nname = "晴雨"\n', encoding="utf-8")
    expect(tab.find(".docbuild-failure")).to_be_hidden()
    tab.check()


def test_a_document_that_is_gone_leaves_the_last_page(live_tabs: LiveTabs, served: Served) -> None:
    tab = live_tabs.open(served)
    served.readme.unlink()
    expect(tab.find(".docbuild-failure")).to_be_visible()
    expect(tab.find(".article h1")).to_have_text("天气插件")
    write(served, CLEAN.replace("天气插件", "又有了"))
    expect(tab.find(".article h1")).to_have_text("又有了")
    expect(tab.find(".docbuild-failure")).to_be_hidden()
    tab.check()


def test_the_coverage_follows_the_sources(live_tabs: LiveTabs, served: Served) -> None:
    tab = live_tabs.open(served)
    expect(tab.find(".docbuild-verdict")).to_have_text("可以上传")
    plugin = served.root / "plugin"
    (plugin / "card.js").write_text("Component({properties: {city: String}})", encoding="utf-8")
    manifest = '{"publicComponents": {"card": "card"}}'
    (plugin / "plugin.json").write_text(manifest, encoding="utf-8")
    tab.find(".docbuild-open-findings").click()
    coverage = tab.page.get_by_role("tab", name="覆盖")
    expect(coverage).to_contain_text("0/2")
    write(served, "## card\n\n| 属性 | 说明 |\n|---|---|\n| `city` | 城市 |\n")
    expect(coverage).to_contain_text("2/2")
    (plugin / "card.js").write_text(
        "Component({properties: {city: String, unit: String}})", encoding="utf-8"
    )
    expect(coverage).to_contain_text("2/3")
    coverage.click()
    expect(tab.find(".docbuild-panel")).to_contain_text("unit")
