"""The reader's place on the page stays, whatever an edit does above, in or below the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from browser_pages import LiveTab, LiveTabs
from client_site import ClientSite, png
from playwright.sync_api import Route

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

NUMBER = 60
SEEN = 30  # the block that is brought to the top of the window

PARAGRAPHS = tuple(f"<p>paragraph {number} {'words ' * 60}</p>\n" for number in range(NUMBER))
TALL = f"<p>{'much more ' * 300}</p>\n"


def scroll_to(tab: LiveTab, place: int, off: int = -7) -> None:
    """Let a block's upper edge be so many pixels below the window's."""
    tab.evaluate(
        """([place, off]) => {
          const box = document.querySelectorAll(".article > .block")[place];
          scrollBy({top: box.getBoundingClientRect().top - off, behavior: "instant"});
        }""",
        [place, off],
    )
    tab.frames(3)


def top(tab: LiveTab, text: str) -> float:
    """How far the block with that text is below the window's upper edge."""
    return float(
        tab.evaluate(
            """(text) => [...document.querySelectorAll(".article > .block")]
                 .find((box) => box.innerText.includes(text)).getBoundingClientRect().top""",
            text,
        )
    )


Splice = tuple[int, int, Sequence[str]]

EDITS: dict[str, list[Splice]] = {
    "above, taller": [(10, 1, [TALL])],
    "above, gone": [(10, 5, [])],
    "above, more": [(0, 0, [TALL] * 3)],
    "above, all of it": [(0, SEEN, [TALL, "<h2 id='a'>a</h2>"])],
    "directly above": [(SEEN - 1, 1, [TALL])],
    "at the top": [(SEEN, 1, [f"<p>paragraph {SEEN} edited {'words ' * 90}</p>\n"])],
    "in sight": [(SEEN + 2, 1, [TALL])],
    "below": [(SEEN + 20, 1, [TALL])],
    "everywhere": [(5, 1, [TALL]), (SEEN + 2, 0, [TALL]), (NUMBER - 5, 3, [])],
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("width", [375, 1280])
def test_an_edit_leaves_the_place(live_tabs: LiveTabs, serve: Serve, edit: str, width: int) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site, width)
    scroll_to(tab, SEEN)
    before = top(tab, f"paragraph {SEEN}")
    for number in range(3):
        site.splice(*EDITS[edit]) if number == 0 else site.edit(0, f"<p>{number}</p>")
    tab.until("() => document.querySelector('.article > .block').innerText.trim() === '2'")
    tab.frames(4)
    assert top(tab, f"paragraph {SEEN}") == pytest.approx(before, abs=2)
    tab.check()


def test_the_block_below_stays_when_the_topmost_is_gone(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    scroll_to(tab, SEEN)
    before = top(tab, f"paragraph {SEEN + 1}")
    site.splice((SEEN, 1, []))
    site.splice((0, 0, [TALL]))
    tab.wait_text("much more")
    tab.frames(4)
    assert top(tab, f"paragraph {SEEN + 1}") == pytest.approx(before, abs=2)


def test_a_row_of_a_long_table_stays(live_tabs: LiveTabs, serve: Serve) -> None:
    def table(first: str) -> str:
        rows = "".join(f"<tr><td>row {number}</td></tr>\n" for number in range(100))
        return (
            f"<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>{first}</td></tr>"
            f"{rows}</tbody></table>\n"
        )

    site = serve([table("first"), *PARAGRAPHS])
    tab = live_tabs.open(site)
    row = "document.querySelectorAll('td')[50].getBoundingClientRect().top"
    tab.evaluate(f"scrollBy({{top: {row} + 5, behavior: 'instant'}})")
    tab.frames(3)
    before = tab.evaluate(row)
    site.edit(0, table("first<br>and<br>more<br>lines"))
    tab.wait_text("lines")
    tab.frames(4)
    assert tab.evaluate(row) == pytest.approx(before, abs=2)


def test_what_is_written_at_the_pages_start_is_seen(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    site.splice((0, 0, ["<p>new first paragraph</p>"]))
    tab.wait_text("new first")
    tab.frames(4)
    assert tab.evaluate("scrollY") == 0
    tab.evaluate("scrollTo({top: 60, behavior: 'instant'})")
    tab.frames(3)
    site.splice((0, 0, ["<p>newer first paragraph</p>"]))
    tab.wait_text("newer first")
    tab.frames(4)
    assert tab.evaluate("scrollY") == 60


def test_a_picture_that_comes_late_moves_nothing(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS, pictures={"k": png(300, 500)})
    tab = live_tabs.open(site)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    tab.page.route("**/picture/k/**", hold)
    scroll_to(tab, SEEN)
    before = top(tab, f"paragraph {SEEN}")
    with tab.page.expect_request("**/picture/k/**"):
        site.edit(3, "<p><img src='-/picture/k/a.png' alt='a'></p>\n")
    tab.frames(4)
    held[0].continue_()
    tab.until("() => document.querySelector('.article img').complete")
    tab.frames(4)
    assert tab.evaluate("document.querySelector('.article img').naturalHeight") == 500
    assert top(tab, f"paragraph {SEEN}") == pytest.approx(before, abs=2)
    tab.check()


def test_without_scroll_anchoring_of_the_browser(live_tabs: LiveTabs, serve: Serve) -> None:
    """As in browsers that have none."""
    site = serve(PARAGRAPHS, pictures={"k": png(300, 500)})
    tab = live_tabs.open(site)
    tab.evaluate("() => { document.documentElement.style.overflowAnchor = 'none'; }")
    scroll_to(tab, SEEN)
    before = top(tab, f"paragraph {SEEN}")
    for number in range(5):
        site.splice((2 * number, 1, [TALL, "<p><img src='-/picture/k/a.png' alt='a'></p>"]))
    tab.until(
        """() => document.images.length === 5
             && [...document.images].every((image) => image.complete && image.naturalHeight)"""
    )
    tab.frames(4)
    assert top(tab, f"paragraph {SEEN}") == pytest.approx(before, abs=2)
    tab.check()


def test_the_place_is_kept_in_every_frame(live_tabs: LiveTabs, serve: Serve) -> None:
    """Not only in the end: nothing may jump and come back."""
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    scroll_to(tab, SEEN)
    tab.evaluate(
        """(seen) => {
          const box = document.querySelectorAll(".article > .block")[seen];
          window.tops = [];
          const note = () => {
            new IntersectionObserver((entries, observer) => {
              window.tops.push(entries[0].boundingClientRect.top);
              observer.disconnect();
              requestAnimationFrame(note);
            }).observe(box);
          };
          note();
        }""",
        SEEN,
    )
    for number in range(10):
        site.edit(number, TALL)
        tab.frames(2)
    tops = tab.evaluate("window.tops")
    assert len(tops) >= 10
    assert max(tops) - min(tops) <= 2


def test_a_narrower_window_keeps_the_block(live_tabs: LiveTabs, serve: Serve) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    scroll_to(tab, SEEN, 0)
    site.report()
    tab.find(".docbuild-open-findings").click()
    tab.frames(4)
    assert tab.find("#docbuild-panel").is_visible()
    assert top(tab, f"paragraph {SEEN}") == pytest.approx(0, abs=2)


@pytest.mark.parametrize("place", [0, SEEN, NUMBER - 1])
def test_a_reload_comes_back_to_the_place(live_tabs: LiveTabs, serve: Serve, place: int) -> None:
    site = serve(PARAGRAPHS)
    tab = live_tabs.open(site)
    if place:
        scroll_to(tab, place, 100)
    before = top(tab, f"paragraph {place} ")
    with tab.page.expect_navigation():
        site.tell(type="reload")
    tab.find("html.docbuild-live").wait_for()
    tab.frames(4)
    assert tab.loads == 2
    assert top(tab, f"paragraph {place} ") == pytest.approx(before, abs=2)
    tab.check()
