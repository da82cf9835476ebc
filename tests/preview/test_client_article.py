"""The article in a real browser follows patches, and touches nothing but what they change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from browser_pages import LiveTab, LiveTabs
from client_site import ClientSite, png

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

PARAGRAPHS = tuple(f"<p>paragraph {number}</p>\n" for number in range(12))

#: Records the blocks in or at which anything changes, by their place before.
WATCH_BLOCKS = """
() => {
  const root = document.querySelector(".article");
  [...root.querySelectorAll(".block")].forEach((box, place) => { box.place = place; });
  window.touched = new Set();
  new MutationObserver((records) => {
    for (const { target, removedNodes } of records) {
      const element = target.nodeType === 1 ? target : target.parentElement;
      const box = element?.closest(".block");
      if (box) window.touched.add(box.place ?? "new");
      for (const node of removedNodes) if (node.place !== undefined) touched.add(node.place);
    }
  }).observe(root, {subtree: true, childList: true, characterData: true, attributes: true});
}
"""


def keys(tab: LiveTab) -> list[list[str]]:
    script = "(boxes) => boxes.map((box) => [box.id, box.dataset.block])"
    return list(tab.find(".article > *").evaluate_all(script))


def touched(tab: LiveTab) -> list[object]:
    tab.frames(3)
    return sorted(tab.evaluate("[...window.touched].filter((place) => place !== 'new')"))


def test_an_edit_touches_its_block_alone(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    tab.evaluate(WATCH_BLOCKS)
    key = site.edit(5, "<p>paragraph five, <b>edited</b></p>\n")
    tab.wait_text("five, edited")
    assert touched(tab) == [5]
    assert keys(tab)[5] == [f"block:{key}", str(key)]
    assert tab.texts == [
        *(f"paragraph {number}" for number in range(5)),
        "paragraph five, edited",
        *(f"paragraph {number}" for number in range(6, 12)),
    ]
    tab.check()


SPLICES: Sequence[tuple[Sequence[tuple[int, int, Sequence[str]]], list[int]]] = (
    ([(0, 0, ["<p>first</p>"])], []),
    ([(12, 0, ["<p>last</p>"])], []),
    ([(3, 2, [])], [3, 4]),
    ([(3, 1, ["<h2 id='a'>a</h2>", "<p>b</p>", "<hr>"])], [3]),
    ([(3, 3, ["<p>a</p>"])], [3, 4, 5]),
    ([(1, 1, ["<p>a</p>"]), (4, 1, []), (9, 0, ["<p>b</p>", "<p>c</p>"])], [1, 4]),
    ([(0, 12, ["<p>all new</p>"])], list(range(12))),
    ([(0, 12, ["<p>n</p>"] * 12)], list(range(12))),
    ([(0, 12, [f"<p>{number}</p>" for number in range(300)])], list(range(12))),
)


@pytest.mark.parametrize(("splices", "expected"), SPLICES)
def test_splices_are_applied_in_order(
    live_tabs: LiveTabs,
    serve: Serve,
    splices: Sequence[tuple[int, int, Sequence[str]]],
    expected: list[int],
) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    tab.evaluate(WATCH_BLOCKS)
    site.splice(*splices)
    site.splice((0, 0, ["<p>afterwards</p>"]))
    tab.wait_text("afterwards")
    assert touched(tab) == expected
    assert keys(tab) == [[f"block:{block.key}", str(block.key)] for block in site.view.blocks]
    assert tab.evaluate(
        """(blocks) => {
          const boxes = [...document.querySelectorAll(".article > .block")];
          const probe = document.createElement("div");
          return boxes.every((box, index) => {
            probe.innerHTML = blocks[index];
            return probe.innerHTML === box.innerHTML;
          });
        }""",
        [block.html for block in site.view.blocks],
    )
    tab.check()


def test_an_article_may_become_empty_and_filled_again(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(["<p>only</p>\n"])
    tab = live_tabs.open(site)
    site.splice((0, 1, []))
    tab.find(".article > .empty").wait_for()
    assert tab.find(".article > .empty").inner_text() == "还没有开发文档。"
    site.splice((0, 0, ["<p>again</p>\n"]))
    tab.wait_text("again")
    assert tab.find(".article > .empty").count() == 0
    tab.check()


def test_an_empty_page_is_filled(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve([])
    tab = live_tabs.open(site)
    assert tab.find(".article > .empty").is_visible()
    site.splice((0, 0, ["<p>written</p>\n"]))
    tab.wait_text("written")
    assert tab.find(".article > .empty").count() == 0


def test_who_missed_a_patch_is_sent_the_whole(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    tab.evaluate(WATCH_BLOCKS)
    unheard = site.view.blocks[2]._replace(html="<p>unheard of</p>", key=99)
    site.forget(
        lambda view: view._replace(revision=7, blocks=(*view.blocks[:2], unheard, *view.blocks[3:]))
    )
    site.edit(8, "<p>heard of</p>")
    tab.wait_text("heard of")
    tab.wait_text("unheard of")
    assert touched(tab) == [2, 8]
    assert tab.loads == 1
    site.edit(0, "<p>and on it goes</p>")
    tab.wait_text("and on it goes")
    tab.check()


def test_the_selection_stays(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    tab.evaluate(
        """() => {
          const text = (place) =>
            document.querySelectorAll(".article p")[place].firstChild;
          getSelection().setBaseAndExtent(text(2), 3, text(4), 7);
        }"""
    )
    selected = "String(getSelection())"
    before = tab.evaluate(selected)
    site.edit(7, "<p>below</p>")
    site.edit(0, "<p>above</p>")
    site.splice((0, 0, ["<p>before all</p>"]))
    tab.wait_text("before all")
    assert tab.evaluate(selected) == before
    site.edit(5, "<p>paragraph 4, and so on</p>")
    tab.wait_text("and so on")
    assert tab.evaluate(selected) == before
    tab.check()


def test_a_selection_in_the_edited_text_stays_on_its_words(
    live_tabs: LiveTabs, serve: Serve
) -> None:
    site = serve(["<p>one two three</p>\n"])
    tab = live_tabs.open(site)
    tab.evaluate(
        """() => {
          const text = document.querySelector(".article p").firstChild;
          getSelection().setBaseAndExtent(text, 4, text, 7);
        }"""
    )
    site.edit(0, "<p>one two three four</p>\n")
    tab.wait_text("four")
    assert tab.evaluate("String(getSelection())") == "two"


def test_the_focus_stays(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(["<p>go <a href='https://github.com/a'>there</a> now</p>\n", *PARAGRAPHS])
    tab = live_tabs.open(site)
    tab.find(".article a").focus()
    site.edit(1, "<p>another block</p>\n")
    site.edit(0, "<p>go, go <a href='https://github.com/b'>there</a> <em>now</em></p>\n")
    tab.wait_text("go, go")
    assert tab.evaluate("document.activeElement.href") == "https://github.com/b"
    tab.check()


def test_details_stay_open_and_code_stays_scrolled(live_tabs: LiveTabs, serve: Serve) -> None:
    def code(word: str) -> str:
        return f"<pre><code>{'x' * 400} {word}\n</code></pre>\n"

    def details(word: str) -> str:
        return f"<details><summary>more</summary><p>{word}</p></details>\n"

    site = serve([code("a"), details("a"), "<p>text</p>\n"])
    tab = live_tabs.open(site)
    tab.find("details summary").click()
    tab.evaluate("() => { document.querySelector('.article pre').scrollLeft = 120; }")
    state = """[document.querySelector('.article pre').scrollLeft,
                document.querySelector('details').open]"""
    assert tab.evaluate(state) == [120, True]
    site.edit(2, "<p>changed</p>\n")
    tab.wait_text("changed")
    assert tab.evaluate(state) == [120, True]
    site.splice((0, 2, [code("b"), details("b")]))
    tab.wait_text("b")
    assert tab.evaluate(state) == [120, True]
    tab.check()


def picture(key: str, text: str = "") -> str:
    return f"<p><img src='-/picture/{key}/a.png' alt='a'>{text}</p>\n"


def test_a_picture_that_is_shown_is_not_loaded_again(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve([picture("k"), "<p>text</p>\n"], pictures={"k": png(40, 30)})
    tab = live_tabs.open(site)
    tab.evaluate("() => { window.shown = document.querySelector('.article img'); }")
    site.edit(0, picture("k", " with words"))
    tab.wait_text("with words")
    site.splice((0, 2, ["<h2 id='a'>new</h2>", picture("k", " moved"), "<p>text</p>\n"]))
    tab.wait_text("moved")
    assert tab.evaluate("document.querySelector('.article img') === window.shown")
    assert [url for url in tab.requests if "/picture/" in url] == [f"{site.url}-/picture/k/a.png"]
    tab.check()


def test_a_changed_picture_is_loaded_anew_in_its_place(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve([picture("k"), "<p>text</p>\n"], pictures={"k": png(40, 30), "l": png(40, 50)})
    tab = live_tabs.open(site)
    tab.evaluate("() => { window.shown = document.querySelector('.article img'); }")
    site.edit(0, picture("l"))
    tab.until("() => document.querySelector('.article img').naturalHeight === 50")
    assert tab.evaluate("document.querySelector('.article img') === window.shown")
    tab.check()


def test_cells_keep_their_alignment(live_tabs: LiveTabs, serve: Serve) -> None:
    def table(style: str) -> str:
        return (
            f"<table><thead><tr><th{style}>a</th></tr></thead>"
            f"<tbody><tr><td{style}>b</td></tr></tbody></table>\n"
        )

    site = serve([table("")])
    tab = live_tabs.open(site)
    site.edit(0, table(' style="text-align:right"'))
    tab.find("td[style]").wait_for()
    assert tab.evaluate("getComputedStyle(document.querySelector('td')).textAlign") == "right"
    site.edit(0, table(""))
    tab.find("td:not([style])").wait_for()
    assert tab.evaluate("getComputedStyle(document.querySelector('td')).textAlign") == "start"
    tab.check()


def test_the_policy_holds_for_patches(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    site.splice((0, 1, ["<p onclick='x()' style='position:fixed'>a</p>", "<script>b()</script>"]))
    site.edit(5, "<p>done <img src=x onerror='c()'></p>")
    tab.wait_text("done")
    refused = {each.split()[0] for each in tab.evaluate("window.refused")}
    assert {"style-src-attr", "script-src-attr"} <= refused
    assert tab.evaluate("getComputedStyle(document.querySelector('[style]')).position") == "static"


def test_changed_blocks_are_marked_for_a_moment(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site, moving=True)
    tab.evaluate(
        """() => {
          window.marked = [];
          new MutationObserver((records) => {
            for (const {target} of records) {
              const on = target.hasAttribute("data-docbuild-changed");
              window.marked.push([target.innerText.trim(), on]);
            }
          }).observe(document.querySelector(".article"),
            {subtree: true, attributeFilter: ["data-docbuild-changed"]});
        }"""
    )
    site.edit(3, "<p>changed</p>\n")
    tab.until("() => window.marked.length === 2")
    assert tab.evaluate("window.marked") == [["changed", True], ["changed", False]]
    tab.check()


def test_nothing_flashes_for_those_who_want_no_motion(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    site.edit(3, "<p>changed</p>\n")
    tab.wait_text("changed")
    tab.frames(4)
    assert tab.find("[data-docbuild-changed]").count() == 0


SECTIONS = ((1, "天气", "-", 0), (2, "组件", "-", 1), (3, "weather-card", "weather-card", 2))


def outline(tab: LiveTab) -> list[list[str]]:
    return list(
        tab.evaluate(
            """[...document.querySelectorAll(".outline li")].map((item) =>
                 [item.className, item.textContent, item.firstChild.getAttribute("href")])"""
        )
    )


def test_the_outline_follows_the_sections(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS, sections=SECTIONS)
    tab = live_tabs.open(site)
    before = outline(tab)
    assert before[0] == ["depth-0", "天气", "#block:0"]
    tab.evaluate(
        """() => {
          window.updates = 0;
          document.addEventListener("docbuild:update", () => { window.updates += 1; });
          window.item = document.querySelector(".outline li");
        }"""
    )
    longer = (*SECTIONS, (2, "", "", 3), (5, "too deep", "x", 4), (2, "<接口>", "-", 5))
    site.splice((5, 1, ["<h2 id='-'>&lt;接口&gt;</h2>"]), sections=longer)
    tab.find(".outline li", has_text="接口").wait_for()
    assert outline(tab) == [*before, ["depth-1", "<接口>", "#block:5"]]
    assert tab.evaluate("document.querySelector('.outline li') === window.item")
    tab.until("() => window.updates === 1")
    site.edit(6, "<p>no sections in this one</p>")
    tab.until("() => window.updates === 2")
    assert len(outline(tab)) == 4
    site.splice((1, 1, ["<p>x</p>"]), sections=SECTIONS[:1])
    tab.find(".outline").wait_for(state="hidden")
    tab.check()


def test_an_outline_appears_with_the_second_section(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS, sections=SECTIONS[:1])
    tab = live_tabs.open(site)
    assert not tab.find(".outline").is_visible()
    site.splice((1, 1, ["<h2 id='-'>组件</h2>"]), sections=[*SECTIONS[:1], (2, "组件", "-", 12)])
    tab.find(".outline").wait_for()
    tab.find(".outline a", has_text="组件").press("Enter")
    assert tab.evaluate("location.hash") == "#block:12"
    tab.check()
