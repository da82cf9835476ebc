"""What every theme keeps, the shipped ones and that of the guide: as a file and live."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser_tab import SCHEMES, Scheme, Tab, Tabs
from cli_run import Command
from detail_pages import (
    ALL_KINDS,
    LIVE,
    WIDE_BLOCKS,
    live_files,
    page_html,
    shipped,
    write_sample_page,
)
from playwright.sync_api import Browser, expect
from theme_guides import GUIDES, commands, follow

from docbuild.page import choose_theme, content_policy, template_problems
from docbuild.settings import Profile
from docbuild.theme import Theme, theme_names

pytest_plugins = ("browser_fixtures",)

GUIDE = "guide"
THEMES = (*theme_names(), GUIDE)
WIDTHS = (320, 1280)
POLICY = content_policy("'self'", "'self'", "connect-src 'self'")
LONG = "# 一\n\n" + "文字\n\n" * 60 + "## 二\n\n" + "文字\n\n" * 60 + "### 三\n"


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest, tmp_path: Path) -> Theme:
    name: str = request.param
    return by_guide("themes.md", tmp_path) if name == GUIDE else shipped(name)


def by_guide(guide: str, folder: Path) -> Theme:
    theme = choose_theme(str(follow(guide, folder / guide)))
    assert isinstance(theme, Theme), theme
    return theme


def test_there_is_more_than_one_theme() -> None:
    assert set(THEMES) >= {"wechat", "plain", GUIDE}


@pytest.mark.parametrize("name", theme_names())
def test_a_shipped_template_is_sound_and_uses_all_its_words(name: str) -> None:
    theme = shipped(name)
    assert template_problems(theme) == ()
    used = set(re.findall(r"\btext\.(\w+)", theme.template))
    assert used
    assert set(theme.text["zh"]) == set(theme.text["en"]) == used
    assert all(words.strip() for words in (*theme.title, *theme.text["zh"].values()))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_commands_of_the_guide(
    docbuild: Command, clean: Path, guide: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clean.parent)
    follow(guide, clean.parent)
    clean.rename(clean.parent / "path")
    (clean.parent / "to").mkdir()
    build, serve = commands(guide)
    assert build[:2] == ["build", "path/to/project"]
    assert serve[:2] == ["serve", "path/to/project"]
    assert serve[2:] == build[4:] == ["--theme", "./my-theme"]
    code, _, err = docbuild("build", "path", *build[2:])
    assert (code, err) == (0, "")
    html = (clean.parent / "out" / "index.html").read_text(encoding="utf-8")
    assert 'font: 17px/1.8 "PingFang SC"' in html


def test_the_guides_write_the_same_theme(tmp_path: Path) -> None:
    english, chinese = (by_guide(guide, tmp_path) for guide in GUIDES)
    assert english.template == chinese.template
    assert english.style == chinese.style
    assert (english.title, english.text) == (chinese.title, chinese.text)
    comments = re.compile(r" *//.*")
    assert comments.sub("", english.script) == comments.sub("", chinese.script)


class Elements(HTMLParser):
    """Every element of a page with its attributes, and what its scripts and styles hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.cdata_elem:
            self.inline += data.strip()

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


def test_a_live_page_has_all_hooks_and_nothing_inline(theme: Theme) -> None:
    elements = Elements(page_html(ALL_KINDS, live=LIVE, theme=theme))
    assert elements.inline == ""
    assert elements.named("style") == []
    for _, attributes in elements.found:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
    (root,) = elements.named("html")
    assert root == {"lang": "zh-CN", "data-run": "r1", "data-revision": "7"}
    links = [link["href"] for link in elements.named("link") if link["rel"] == "stylesheet"]
    assert links == ["-/theme.css", "-/preview.css"]
    scripts = [{"src": f"-/{name}.js", "defer": None} for name in ("theme", "preview")]
    assert elements.named("script") == scripts
    metas = elements.named("meta")
    assert {"name": "docbuild-secret", "content": "s3cret"} in metas
    assert not [meta for meta in metas if "http-equiv" in meta]
    assert len(elements.named("title")) == 1


STRUCTURE = """
() => {
  const article = document.querySelectorAll(".article");
  const outline = document.querySelectorAll("nav.outline");
  return {
    articles: article.length,
    blocks: [...article[0].children].map((box) => [box.className, box.id, box.dataset.block]),
    outlines: outline.length,
    items: [...outline[0].querySelectorAll("ol > li")].map((item) =>
      [item.className, item.children.length, item.firstElementChild.getAttribute("href")]),
    lists: outline[0].querySelectorAll("ol").length,
  };
}
"""


@pytest.mark.parametrize("live", [False, True])
def test_the_structure_that_a_client_relies_on(
    tabs: Tabs, tmp_path: Path, theme: Theme, live: bool
) -> None:
    tab = open_page(tabs, tmp_path, theme, "# a\n\ntext\n\n### b\n\n#### c\n\n##### d\n", live)
    assert tab.evaluate(STRUCTURE) == {
        "articles": 1,
        "blocks": [["block", f"block:{key}", str(key)] for key in range(5)],
        "outlines": 1,
        "items": [["depth-0", 1, "#block:0"], ["depth-2", 1, "#block:2"]],
        "lists": 1,
    }
    tab.check()


def open_page(
    tabs: Tabs, folder: Path, theme: Theme, markdown: str, live: bool, width: int = 1280
) -> Tab:
    if live:
        return tabs.open_served(live_files(markdown, theme=theme), POLICY, width)
    return tabs.open(write(folder, page_html(markdown, theme=theme)), width)


def write(folder: Path, html: str) -> Path:
    index = folder / "index.html"
    index.write_text(html, encoding="utf-8")
    return index


def test_a_live_page_without_a_document_has_room_for_one(tabs: Tabs, theme: Theme) -> None:
    tab = tabs.open_served(live_files("", theme=theme), POLICY)
    assert tab.evaluate(
        "[...document.querySelector('.article').children].map((e) => e.className)"
    ) == ["empty"]
    assert tab.page.locator("nav.outline ol").count() == 1
    assert not tab.page.locator("nav.outline").is_visible()
    tab.check()


CHANGE = """
([items, hidden]) => {
  const outline = document.querySelector("nav.outline");
  outline.querySelector("ol").innerHTML = items;
  outline.hidden = hidden;
  document.dispatchEvent(new Event("docbuild:update"));
}
"""


@pytest.mark.parametrize("width", [375, 1280])
def test_the_outline_may_be_emptied_hidden_and_filled(tabs: Tabs, theme: Theme, width: int) -> None:
    tab = tabs.open_served(live_files(LONG, theme=theme), POLICY, width)
    outline = tab.page.locator("nav.outline")
    assert outline.is_visible()
    items = outline.locator("ol").inner_html()
    tab.evaluate(CHANGE, ["", True])
    assert not outline.is_visible()
    tab.evaluate("scrollTo(0, 500)")
    tab.evaluate(CHANGE, ['<li class="depth-0"><a href="#block:gone">gone</a></li>', False])
    tab.evaluate(CHANGE, [items, False])
    assert outline.is_visible()
    tab.evaluate("document.querySelector('.article').replaceChildren()")
    tab.evaluate(CHANGE, ["", True])
    tab.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    tab.check()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_outline_leads_to_its_section_and_marks_it(
    tabs: Tabs, theme: Theme, width: int
) -> None:
    tab = tabs.open_served(live_files(LONG, theme=theme), POLICY, width)
    link = tab.page.locator("nav.outline a", has_text="二")
    if not link.is_visible():
        tab.page.locator("nav.outline :is(button, summary)").first.click()
    link.press("Enter")
    expect(tab.page.locator(".article h2")).to_be_in_viewport()
    current = tab.page.locator("nav.outline a[aria-current]")
    current.filter(has_text="二").wait_for(state="attached")
    assert current.count() == 1


def test_the_boxes_of_the_blocks_take_no_part_in_the_layout(
    tabs: Tabs, tmp_path: Path, theme: Theme
) -> None:
    tab = tabs.open(write(tmp_path, page_html(ALL_KINDS, theme=theme)))
    tops = """[...document.querySelectorAll(".article :is(h1, h2, h3, p, li, pre, table)")]
                .map((element) => element.getBoundingClientRect().top + scrollY)"""
    before = tab.evaluate(tops)
    assert len(before) == 8
    tab.evaluate(
        """() => {
          const [first, ...boxes] = document.querySelectorAll(".block");
          for (const box of boxes) box.replaceWith(...box.childNodes);
        }"""
    )
    assert tab.evaluate(tops) == before


def test_the_sample_fits_and_asks_nobody(tabs: Tabs, tmp_path: Path, theme: Theme) -> None:
    tab = tabs.open(write_sample_page(tmp_path / "page", theme=theme), 375)
    assert tab.overflow() == 0
    tab.page.set_viewport_size({"width": 1280, "height": 800})
    assert tab.overflow() == 0
    assert tab.evaluate("[...document.images].every((image) => image.naturalWidth)")
    tab.check()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("live", [False, True])
def test_nothing_is_too_wide(
    tabs: Tabs, tmp_path: Path, theme: Theme, live: bool, width: int
) -> None:
    if live:
        tab = tabs.open_served(live_files("", theme=theme, blocks=WIDE_BLOCKS), POLICY, width)
    else:
        long = Profile(name="x" * 400, intro="x" * 400, version="1" * 400)
        tab = tabs.open(
            write(tmp_path, page_html("", long, blocks=WIDE_BLOCKS, theme=theme)), width
        )
    assert tab.overflow() == 0
    tab.check()


@pytest.mark.parametrize("name", theme_names())
def test_what_scrolls_is_reached_by_keyboard(tabs: Tabs, tmp_path: Path, name: str) -> None:
    blocks = (*WIDE_BLOCKS, "<pre><code>short</code></pre>")
    tab = tabs.open(write(tmp_path, page_html(blocks=blocks, theme=shipped(name))), 375)
    stops = tab.evaluate(
        "[...document.querySelectorAll('.article :is(pre, table)')].map(b => b.tabIndex)"
    )
    assert stops == [0, 0, 0, -1]
    tab.evaluate("document.querySelector('.article table').remove()")
    tab.evaluate("document.querySelector('.article pre').textContent = ''")
    tab.evaluate("document.dispatchEvent(new Event('docbuild:update'))")
    tab.page.wait_for_function("() => document.querySelector('.article pre').tabIndex === -1")


READ = (
    *(".article p", ".article h1", ".article h2", ".article h3", ".article a", ".article strong"),
    *(".article li", ".article del", ".article th", ".article td", ".article blockquote p"),
    *(".article p > code", ".article pre code", ".missing-image", ".dead-link", "h1"),
    *("nav.outline a", "nav.outline a[aria-current]"),
)
MARKED = '<p><span class="missing-image">x</span> <span class="dead-link">x</span></p></article>'


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out_from_its_ground(
    tabs: Tabs, tmp_path: Path, theme: Theme, scheme: Scheme
) -> None:
    html = page_html(ALL_KINDS, Profile(name="n"), theme=theme)
    tab = tabs.open(write(tmp_path, html.replace("</article>", MARKED)), 1280, scheme)
    assert "</article>" in html
    tab.page.locator("nav.outline a").first.press("Enter")
    tab.page.locator("nav.outline a[aria-current]").first.wait_for()
    ground = tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert tab.too_faint(READ, "Canvas" if ground == "rgba(0, 0, 0, 0)" else ground) == {}


@pytest.mark.parametrize("live", [False, True])
def test_the_attribute_overrides_the_systems_appearance(
    tabs: Tabs, tmp_path: Path, theme: Theme, live: bool
) -> None:
    tab = open_page(tabs, tmp_path, theme, ALL_KINDS, live)
    ink = "getComputedStyle(document.querySelector('.article p')).color"
    light = tab.evaluate(ink)
    tab.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = tab.evaluate(ink)
    assert dark != light
    tab.page.emulate_media(color_scheme="dark")
    assert tab.evaluate(ink) == dark
    tab.evaluate("document.documentElement.dataset.theme = 'light'")
    assert tab.evaluate(ink) == light
    tab.evaluate("delete document.documentElement.dataset.theme")
    assert tab.evaluate(ink) == dark


def test_a_phones_frame_hides_nothing(tabs: Tabs, theme: Theme) -> None:
    shown = """[...document.querySelectorAll("body *")].filter((e) => e.checkVisibility())
                 .map((e) => e.tagName + "." + e.className)"""
    lists = []
    for phone in (False, True):
        live = type(LIVE)("r1", 7, None, phone)
        tab = tabs.open_served(live_files(LONG, live, theme=theme), POLICY, 375)
        lists.append(tab.evaluate(shown))
    assert lists[0] == lists[1]
    assert len(lists[0]) > 100


def test_a_screen_reader_finds_its_way(tabs: Tabs, tmp_path: Path, theme: Theme) -> None:
    tab = tabs.open(write_sample_page(tmp_path / "page", theme=theme))
    for role in ("banner", "main", "navigation", "article"):
        assert tab.page.get_by_role(role).count() == 1
    assert tab.evaluate("document.title").strip()
    assert tab.evaluate("document.querySelectorAll('h1:not(.article *)').length") == 1
    assert tab.evaluate("document.querySelector('h1').matches(':not(.article *)')")
    assert tab.evaluate("[...document.images].every((image) => image.alt)")
    ids = tab.evaluate("[...document.querySelectorAll('[id*=\":\"]')].map((box) => box.id)")
    assert len(ids) == len(set(ids)) > 10


def test_every_stop_of_the_tab_key_is_seen(tabs: Tabs, tmp_path: Path, theme: Theme) -> None:
    tab = tabs.open(write(tmp_path, page_html(ALL_KINDS, theme=theme)))
    seen = []
    for _ in range(20):
        tab.page.keyboard.press("Tab")
        stop = tab.evaluate(
            """() => {
              const stop = document.activeElement;
              const {outlineStyle, outlineWidth} = getComputedStyle(stop);
              return [stop.tagName, outlineStyle !== "none" && outlineWidth !== "0px"];
            }"""
        )
        if stop[0] == "BODY":
            break
        seen.append(stop)
    assert len(seen) >= 4
    assert [tag for tag, visible in seen if not visible] == []


def test_without_scripts_all_is_there(browser: Browser, tmp_path: Path, theme: Theme) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(write_sample_page(tmp_path / "page", theme=theme).as_uri())
    assert page.locator("nav.outline").is_visible()
    assert page.locator(".article h1").is_visible()
    context.close()


def test_paper_has_no_outline_cuts_nothing_and_is_light(
    tabs: Tabs, tmp_path: Path, theme: Theme
) -> None:
    tab = tabs.open(write(tmp_path, page_html(ALL_KINDS, theme=theme)), 700)
    tab.page.emulate_media(media="print", color_scheme="light")
    assert not tab.page.locator("nav.outline").is_visible()
    wrap = "getComputedStyle(document.querySelector('.article pre')).whiteSpace"
    assert tab.evaluate(wrap) == "pre-wrap"


ADDRESSES = """
() => {
  dispatchEvent(new Event("beforeprint"));
  return [...document.querySelectorAll(".article a")].map((link) =>
    getComputedStyle(link, "::after").content);
}
"""


@pytest.mark.parametrize("name", theme_names())
def test_paper_shows_where_links_lead(tabs: Tabs, tmp_path: Path, name: str) -> None:
    markdown = (
        "[GitHub](https://github.com/) https://github.com/ [here](#a)\n\n| a |\n|---|\n| b |\n"
    )
    tab = tabs.open(write(tmp_path, page_html(markdown, theme=shipped(name))), 700, "dark")
    tab.page.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate(ADDRESSES) == ['" (https://github.com/)"', "none", "none"]
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert tab.evaluate(ground) == "rgb(255, 255, 255)"
    assert tab.evaluate("getComputedStyle(document.querySelector('table')).display") == "table"
