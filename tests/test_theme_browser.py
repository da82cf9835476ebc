"""The platform's theme in a real browser: what it loads, how it fits, whether it can be used."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from browser_tab import SCHEMES, Scheme, Tab, Tabs
from detail_pages import ALL_KINDS, WIDE_BLOCKS, live_files, page_html, write_sample_page
from playwright.sync_api import Browser, expect

from docbuild.diagnostic import Diagnostic, Message, Report, Severity
from docbuild.page import content_policy
from docbuild.settings import Profile

pytest_plugins = ("browser_fixtures",)

WIDTHS = (320, 375, 768, 1280)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sample_page(tmp_path_factory.mktemp("sample"))


def write(folder: Path, html: str) -> Path:
    index = folder / "index.html"
    index.write_text(html, encoding="utf-8")
    return index


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sample_is_quiet_whole_and_no_wider_than_the_window(
    tabs: Tabs, sample: Path, width: int
) -> None:
    tab = tabs.open(sample, width)
    assert tab.overflow() == 0
    widths = tab.evaluate("[...document.images].map((image) => image.naturalWidth)")
    assert len(widths) == 8
    assert all(widths)
    tab.check()


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_too_wide_scrolls_in_its_own_box(tabs: Tabs, tmp_path: Path, width: int) -> None:
    long = "x" * 400
    profile = Profile(
        name=long,
        intro=long,
        app_id=long,
        category=(long, long),
        tags=(long,),
        preview_images=(long,),
        feature_description=long,
        customer_service=long,
    )
    tab = tabs.open(write(tmp_path, page_html("", profile, blocks=WIDE_BLOCKS)), width)
    assert tab.overflow() == 0
    boxes = tab.evaluate(
        """[...document.querySelectorAll(".article pre, .article table")].map((box) =>
             [box.scrollWidth > box.clientWidth, box.tabIndex])"""
    )
    assert boxes == [[True, 0]] * 3
    tab.check()


def test_short_code_is_no_stop_of_the_tab_key(tabs: Tabs, tmp_path: Path) -> None:
    tab = tabs.open(write(tmp_path, page_html("```\nshort\n```\n")))
    assert tab.evaluate("document.querySelector('.article pre').tabIndex") == -1


READ = (
    *(".article p", ".article h1", ".article h2", ".article h3", ".article a", ".article strong"),
    *(".article li", ".article del", ".article th", ".article td", ".article blockquote p"),
    *(".article p > code", ".article pre code", ".missing-image", ".dead-link"),
    *(".plugin h1", ".intro", ".labels .category", ".labels li:last-child", ".notice strong"),
    *(".notice p", ".verdict", ".information dt", ".information dd", ".card > h2"),
    *(".information small", ".prose", ".outline a", ".outline a[aria-current]", "footer"),
)

BROKEN = Diagnostic("rule", Severity.ERROR, "doc", None, Message("", ""), Message("", ""))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["--ground", "--tint"])
def test_text_stands_out_from_its_ground(
    tabs: Tabs, tmp_path: Path, scheme: Scheme, ground: str
) -> None:
    """WCAG AA: 4.5 to 1. The page's own ground shades from ``--tint`` to ``--ground``."""
    profile = Profile(
        name="n",
        intro="i",
        category=("社交", "直播"),
        tags=("t",),
        preview_images=("gone.png",),
        feature_description="f",
    )
    report = Report(None, (BROKEN,), 1, 2)
    html = page_html(ALL_KINDS, profile, category_remark="r", report=report)
    dead = '<p><span class="dead-link">dead</span></p></article>'
    tab = tabs.open(write(tmp_path, html.replace("</article>", dead)), 1280, scheme)
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    tab.page.locator(".outline a[aria-current]").wait_for()
    assert tab.too_faint(READ, f"var({ground})") == {}


def ground_of(tab: Tab) -> str:
    return str(tab.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_the_switch_overrides_the_systems_appearance(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample, 1280, "dark")
    button = tab.page.get_by_role("button", name="外观")
    dark = ground_of(tab)
    button.click()
    light = ground_of(tab)
    assert light != dark
    assert button.get_attribute("aria-label") == "外观: 浅色"
    button.click()
    assert ground_of(tab) == dark
    button.click()
    assert tab.evaluate("document.documentElement.dataset.theme ?? null") is None
    assert light == ground_of(tabs.open(sample, 1280, "light"))


@pytest.mark.parametrize("title", ["组件", "接口", "setUnit", "更新记录"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_outline_leads_to_its_section_and_marks_it(
    tabs: Tabs, sample: Path, width: int, title: str
) -> None:
    tab = tabs.open(sample, width)
    if width < 960:
        tab.page.locator(".outline button").click()
    # By keyboard: a click aims at where the link was before the list scrolled it into view.
    tab.page.locator(".outline").get_by_role("link", name=title, exact=True).press("Enter")
    heading = tab.page.locator(".article").get_by_role("heading", name=title, exact=True)
    expect(heading).to_be_in_viewport()
    current = tab.page.locator(".outline a[aria-current]")
    current.filter(has_text=title).wait_for(state="attached")
    assert current.count() == 1
    tab.check()


def test_the_outline_follows_the_reader(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    assert tab.page.locator(".outline a[aria-current]").count() == 0
    tab.page.locator("#weather-card").evaluate("(heading) => heading.scrollIntoView()")
    tab.page.locator(".outline a[aria-current]", has_text="weather-card").wait_for()
    tab.page.locator("#getforecast").evaluate("(heading) => heading.scrollIntoView()")
    tab.page.locator(".outline a[aria-current]", has_text="getForecast").wait_for()


def test_the_outline_stays_in_sight_beside_the_article(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    tab.page.locator("#setunit").evaluate("(heading) => heading.scrollIntoView()")
    box = tab.page.locator(".outline ol").bounding_box()
    assert box
    assert 0 <= box["y"] < 60


ADD_SECTION = """
() => {
  const article = document.querySelector(".article");
  article.insertAdjacentHTML("beforeend", '<div class="block" id="block:77" data-block="77">'
    + '<h2 id="x">Fresh</h2></div><div class="block" id="block:78" data-block="78">'
    + '<pre><code>' + "wide ".repeat(200) + "</code></pre></div>");
  const outline = document.querySelector(".outline");
  outline.hidden = false;
  outline.querySelector("ol").innerHTML = '<li class="depth-0"><a href="#block:0">a</a></li>'
    + '<li class="depth-1"><a href="#block:77">Fresh</a></li>'
    + '<li class="depth-1"><a href="#block:gone">Gone</a></li>';
  document.dispatchEvent(new Event("docbuild:update"));
}
"""


def test_the_script_follows_what_a_live_preview_changes(tabs: Tabs) -> None:
    policy = content_policy("'self'", "'self'")
    tab = tabs.open_served(live_files("# a\n\n" + "text\n\n" * 60), policy)
    assert not tab.page.locator(".outline").is_visible()
    tab.evaluate(ADD_SECTION)
    assert tab.page.locator(".outline").is_visible()
    tab.page.wait_for_function(
        "() => document.querySelector('[id=\"block:78\"] pre').tabIndex === 0"
    )
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    tab.page.locator(".outline a[aria-current]", has_text="Fresh").wait_for()
    tab.evaluate(
        """() => {
          document.querySelector(".outline ol").replaceChildren();
          document.querySelector(".outline").hidden = true;
          document.dispatchEvent(new Event("docbuild:update"));
        }"""
    )
    tab.page.wait_for_function("() => document.querySelector('.where').textContent === ''")
    tab.check()


def test_the_switch_tells_what_somebody_else_switched(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    tab.evaluate("document.documentElement.dataset.theme = 'dark'")
    tab.page.get_by_role("button", name="外观: 深色").wait_for()


def test_on_a_phone_the_outline_folds(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample, 375)
    outline, button = tab.page.locator(".outline ol"), tab.page.locator(".outline button")
    assert not outline.is_visible()
    button.click()
    assert outline.is_visible()
    tab.page.keyboard.press("Escape")
    assert not outline.is_visible()
    assert tab.evaluate("document.activeElement.matches('.outline button')")
    button.press("Enter")
    outline.get_by_role("link", name="页面", exact=True).press("Enter")
    assert not outline.is_visible()


def test_without_scripts_all_is_there(browser: Browser, sample: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(sample.as_uri())
    assert page.locator(".outline ol").is_visible()
    assert page.locator("button:visible").count() == 0
    context.close()


def test_a_hostile_profile_is_text(tabs: Tabs, tmp_path: Path) -> None:
    evil = "\"'></title></style><script>alert(1)</script><img src=x onerror=alert(2)>"
    profile = Profile(
        name=evil, intro=evil, avatar="a", tags=(evil,), category=(evil, evil), developer=evil
    )
    pictures = {"a": 'javascript:alert(3)" onerror="alert(4)'}
    markdown = f"{evil}\n\n[x](javascript:alert(5))\n\n# {evil}\n\n# {evil}\n"
    tab = tabs.open(write(tmp_path, page_html(markdown, profile, pictures=pictures)))
    assert tab.page.locator(".plugin h1").inner_text() == evil
    assert tab.page.locator("script").count() == 1
    assert tab.evaluate("document.querySelectorAll('[onerror]').length") == 0
    assert [line for line in tab.console if line in "12345"] == []


INJECTED = (
    "<p>one</p><script>alert(1)</script>",
    "<p style='position:fixed'>two</p>",
    "<img src=x onerror='alert(2)'>",
    "<img src='https://example.com/track.png'>",
    "<form action='https://example.com/'><button>go</button></form>",
    "<iframe src='https://example.com/'></iframe>",
)


def test_the_policy_holds_even_if_a_block_should_be_hostile(tabs: Tabs, tmp_path: Path) -> None:
    tab = tabs.open(write(tmp_path, page_html(blocks=INJECTED)))
    refused = [directive.split()[0] for directive in tab.evaluate("window.refused")]
    assert {"script-src-elem", "script-src-attr", "style-src-attr", "img-src"} <= set(refused)
    assert tab.evaluate("getComputedStyle(document.querySelector('[style]')).position") == "static"
    assert [line for line in tab.console if line in ("1", "2")] == []
    assert [url for url in tab.requests if "example.com/track" in url] == []


def test_cells_keep_their_alignment_under_the_policy(tabs: Tabs, tmp_path: Path) -> None:
    markdown = "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n"
    tab = tabs.open(write(tmp_path, page_html(markdown)))
    aligned = tab.evaluate(
        "[...document.querySelectorAll('td')].map((cell) => getComputedStyle(cell).textAlign)"
    )
    assert aligned == ["left", "center", "right"]
    tab.check()


@pytest.mark.parametrize("width", WIDTHS)
def test_an_empty_profile_leaves_nothing_empty(tabs: Tabs, tmp_path: Path, width: int) -> None:
    tab = tabs.open(write(tmp_path, page_html("# a\n\ntext\n")), width)
    empty = tab.evaluate(
        """[...document.querySelectorAll("body :is(section, dl, ul, li, dd, h1, h2, p, nav)")]
             .filter((element) => !element.innerText.trim()).map((element) => element.outerHTML)"""
    )
    assert empty == []
    assert tab.page.locator("img").count() == 0
    assert tab.overflow() == 0
    tab.check()


def levels(tab: Tab) -> list[int]:
    return list(
        tab.evaluate(
            "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => +h.tagName[1])"
        )
    )


def rises(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise(numbers)]


def test_the_page_is_in_order_for_a_screen_reader(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    assert levels(tab)[0] == 1
    assert max(rises(levels(tab))) == 1
    for role in ("banner", "main", "navigation", "article", "contentinfo"):
        assert tab.page.get_by_role(role).count() == 1
    assert tab.evaluate("[...document.images].every((image) => image.alt)")
    ids = tab.evaluate("[...document.querySelectorAll('[id*=\":\"]')].map((box) => box.id)")
    assert len(ids) == len(set(ids)) > 10


def test_the_first_stop_of_the_tab_key_skips_to_the_document(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    tab.page.keyboard.press("Tab")
    skip = tab.page.get_by_role("link", name="跳到开发文档")
    box = skip.bounding_box()
    assert box
    assert box["y"] >= 0
    tab.page.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.className") == "document"


@pytest.mark.parametrize("width", [375, 1280])
def test_the_boxes_of_the_blocks_take_no_part_in_the_layout(
    tabs: Tabs, sample: Path, width: int
) -> None:
    """A live preview replaces blocks one by one: no other block may move for it."""
    tab = tabs.open(sample, width)
    tops = """[...document.querySelectorAll(".article :is(h1, h2, h3, p, pre, table, img)")]
                .map((element) => element.getBoundingClientRect().top + scrollY)"""
    before = tab.evaluate(tops)
    tab.evaluate(
        "document.querySelectorAll('.block').forEach((box) => box.innerHTML = box.innerHTML)"
    )
    tab.page.wait_for_function("() => [...document.images].every((image) => image.complete)")
    assert tab.evaluate(tops) == before
    tab.evaluate(
        """() => {
          const [first, ...boxes] = document.querySelectorAll(".block");
          for (const box of boxes) box.replaceWith(...box.childNodes);
        }"""
    )
    assert tab.evaluate(tops) == before
    tab.check()


def test_paper_has_no_controls_and_wraps_code(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    tab.page.emulate_media(media="print", color_scheme="dark")
    assert not tab.page.locator(".outline").is_visible()
    assert not tab.page.locator(".appearance").is_visible()
    white = "getComputedStyle(document.querySelector('.article pre code')).whiteSpace"
    assert tab.evaluate(white) == "pre-wrap"
    assert ground_of(tab) == "rgb(255, 255, 255)"


def test_chinese_is_never_justified(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    style = tab.evaluate(
        """(() => {
          const paragraph = document.querySelector(".article p");
          const {textAlign, lineHeight, fontSize} = getComputedStyle(paragraph);
          return [textAlign, parseFloat(lineHeight) / parseFloat(fontSize)];
        })()"""
    )
    assert style[0] == "start"
    assert style[1] == pytest.approx(1.8)
