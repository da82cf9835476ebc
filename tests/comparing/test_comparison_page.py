"""The page of a comparison in a real browser: what it shows, asks for and lets people do."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from browser_tab import Scheme, Tab, Tabs
from editions import beside, edition
from picture_files import content
from plugin_projects import picture

from docbuild.comparing import Comparison, compare
from docbuild.comparing.pictures import changed_pairs, digest_address
from docbuild.formats.comparison.page import comparison_page
from docbuild.formats.comparison.pictures import Embedded
from docbuild.images.difference import differences
from docbuild.theme import Theme, load_theme

pytest_plugins = ("browser_fixtures",)

AXE = Path(__file__).parent.parent / "oracle" / "node_modules" / "axe-core" / "axe.min.js"
MOVED = "这一段从前面移到了后面，一个字也没有改。"
OLD = f"""# 天气插件

{MOVED}

支持**三个**城市，详见[文档](https://developers.weixin.qq.com/a)。

| 属性 | 说明 |
|---|---|
| `city` | 城市名 |
| `unit` | 单位 |

- 第一项
- 第二项

```js
const a = 1
```

![卡片](card.png)

> 引用

删掉的一段。<script>alert(1)</script>
"""
NEW = f"""# 天气插件 2

支持**四个**城市，详见[文档](https://developers.weixin.qq.com/b)。

| 属性 | 说明 |
|---|---|
| `city` | 城市的名字 |
| `days` | 天数 |
| `{"长" * 60}` | {"x" * 300} |

- 第一项
- 新的一项
- 第二项

```js
const a = 2 // {"y" * 200}
```

![卡片](card.png)

> 引用

{MOVED}

新的一段。<img src=x onerror=alert(1)> </ins><style>*{{display:none}}</style> ![没有](none.png)
"""


def comparison(old: str = OLD, new: str = NEW) -> Comparison:
    after = edition(new, {"card.png": picture("red"), "new.png": picture()})
    before = beside(old, after, {"card.png": picture(), "new.png": picture()})
    return compare(before, after, language="zh", address=digest_address)


def page(folder: Path, found: Comparison, theme: str = "wechat", language: str = "zh") -> Path:
    look = load_theme(theme)
    assert isinstance(look, Theme)
    pairs = changed_pairs(found.pictures)
    shown = dict(zip(pairs, differences(pairs.values()), strict=True))
    target = folder / "diff.html"
    html = comparison_page(found, look, "en" if language == "en" else "zh", shown)
    target.write_text(html, encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page(tmp_path_factory.mktemp("page"), comparison())


@pytest.mark.parametrize(
    ("theme", "width", "scheme"),
    [("wechat", 375, "dark"), ("wechat", 1280, "light"), ("plain", 375, "light")],
)
def test_it_is_quiet_whole_and_fit_for_everybody(
    tabs: Tabs, tmp_path: Path, theme: str, width: int, scheme: Scheme
) -> None:
    sample = page(tmp_path, comparison(), theme)
    tab = tabs.open(sample, width, scheme)
    assert tab.overflow() == 0
    sizes = tab.evaluate("[...document.images].map((image) => image.naturalWidth)")
    assert len(sizes) == 5
    assert all(sizes)
    assert axe(tab) == []
    tab.check()
    assert [url for url in tab.requests if not url.startswith("data:")] == [sample.as_uri()]


def test_nothing_of_a_document_runs_or_styles_the_page(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    assert tab.evaluate("document.querySelectorAll('script').length") == 1
    assert tab.evaluate("document.querySelectorAll('style').length") == 2
    assert "<script>alert(1)</script>" in tab.page.inner_text("article")
    assert tab.evaluate("document.querySelectorAll('[onerror]').length") == 0


HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
SECTION = f"## {HOSTILE}\n\n这一段会移走，里面有 `{HOSTILE}` 这样的代码。\n\n```\n{HOSTILE}\n```"


def test_nothing_runs_in_what_moved_in_links_and_in_descriptions(
    tabs: Tabs, tmp_path: Path
) -> None:
    quoted = HOSTILE.replace('"', '\\"')
    rest = "\n\n".join(f"第 {n} 段文字不动，一直在这里。" for n in range(4))
    text = f'![旧 {quoted}](card.png "{quoted}") [链接](https://a.b/{HOSTILE[:2]} "{quoted}")'
    old, new = (
        f"{SECTION}\n\n{rest}\n\n{text}",
        f"{rest}\n\n{text.replace('旧', '新')}\n\n{SECTION.replace('会移走', '移走了')}",
    )
    after = edition(new, {"card.png": picture()})
    found = compare(beside(old, after, {"card.png": picture()}), after, address=digest_address)
    tab = tabs.open(page(tmp_path, found))
    assert tab.evaluate("document.querySelectorAll('script').length") == 1
    assert tab.evaluate("document.querySelectorAll('[onerror], img[src=x]').length") == 0
    assert tab.page.locator(".is-moved").count() == 2
    tab.check()
    assert len([url for url in tab.requests if not url.startswith("data:")]) == 1


def test_what_moved_and_was_changed_is_one_place_with_a_line_where_it_was(
    tabs: Tabs, tmp_path: Path
) -> None:
    section = "## 安装\n\n在 app.json 里声明插件的版本号，要写完整。\n\n短"
    rest = "\n\n".join(f"第 {n} 段文字不动，一直在这里。" for n in range(5))
    edited = section.replace("版本号", "版本")
    tab = tabs.open(
        page(tmp_path, comparison(f"{section}\n\n{rest}", f"{rest}\n\n{edited}")), width=375
    )
    left, moved = tab.page.locator(".is-moved.from"), tab.page.locator(".is-moved.to")
    assert (left.count(), moved.count(), tab.page.locator(".change").count()) == (1, 1, 2)
    assert left.inner_text().strip() == "「安装」等 3 段移到了后面 ↓"
    assert moved.locator("del.removed:not(.moved)").all_inner_texts() == ["号"]
    assert "从前面移来，共 3 段，其中 1 段有改动" in moved.inner_text()
    tab.page.check("[value=old]")
    assert "版本号" in left.inner_text()
    assert moved.is_hidden()
    tab.page.check("[value=new]")
    assert left.is_hidden()
    assert "版本，" in moved.inner_text()
    tab.check()


def test_a_picture_of_which_only_the_description_was_changed_is_shown_once(
    tabs: Tabs, tmp_path: Path
) -> None:
    tab = tabs.open(page(tmp_path, comparison("看 ![旧图](new.png) 吧", "看 ![新图](new.png) 吧")))
    assert tab.page.locator("article img").count() == 1
    assert tab.page.locator(".described").inner_text() == "图片说明：旧图 新图"


def test_a_change_far_to_the_right_of_a_table_is_seen_at_once(tabs: Tabs, tmp_path: Path) -> None:
    row = "|".join(["一些文字说明"] * 8)
    table = f"|{'|'.join('一二三四五六七八')}|\n|{'-|' * 8}\n|{row}|\n"
    found = comparison(table, table.replace("一些文字说明|\n", "另一些文字说明|\n"))
    tab = tabs.open(page(tmp_path, found), 375)
    box = tab.page.locator("article ins.added").bounding_box()
    assert box is not None
    assert 0 < box["x"] < 375


def test_before_and_after_are_what_readers_see(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    tab.page.check("[value=old]")
    before = tab.page.inner_text("article")
    assert "三个城市" in before.replace(" ", "")
    assert "四个" not in before
    assert before.count(MOVED) == 1
    assert before.index(MOVED) < before.index("支持")
    tab.page.check("[value=new]")
    after = tab.page.inner_text("article")
    assert "三个" not in after
    assert "删掉的一段" not in after
    assert after.index(MOVED) > after.index("支持")
    tab.check()


def test_what_is_the_same_can_be_folded(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    quote = tab.page.locator("article blockquote")
    assert quote.is_visible()
    tab.page.check("[name=only]")
    assert quote.is_hidden()
    assert tab.page.locator(".folded").first.is_visible()


def test_steps_lead_from_change_to_change_by_button_and_key(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    tab.page.click(".steps button[value='1']")
    assert tab.page.locator(".change.current").get_attribute("id") == "change:1"
    tab.page.evaluate("document.activeElement.blur()")
    tab.page.keyboard.press("n")
    assert tab.page.locator(".change.current").get_attribute("id") == "change:2"
    tab.page.keyboard.press("p")
    tab.page.keyboard.press("p")
    last = tab.page.locator(".change").last.get_attribute("id")
    assert tab.page.locator(".change.current").get_attribute("id") == last


def test_the_slider_shows_as_much_of_each_picture_as_it_says(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    slider = tab.page.locator(".picture input[type=range]")
    slider.fill("20")
    clip = "getComputedStyle(document.querySelector('.picture .new img')).clipPath"
    assert "20%" in tab.evaluate(clip)
    boxes = tab.evaluate(
        "['old', 'new'].map((side) => { const box = document"
        ".querySelector(`.picture .${side} img`).getBoundingClientRect();"
        "return [box.x, box.y, box.width, box.height]; })"
    )
    assert boxes[0] == boxes[1]


def test_moves_lead_to_each_other(tabs: Tabs, sample: Path) -> None:
    tab = tabs.open(sample)
    tab.page.click("[id='move:from:0'] a")
    assert tab.page.url.endswith("#move:to:0")


def test_the_same_documents_say_so(tabs: Tabs, tmp_path: Path) -> None:
    tab = tabs.open(page(tmp_path, comparison("# 一样", "# 一样"), language="en"))
    assert "Both documents are the same" in tab.page.inner_text("article")
    assert tab.page.locator(".tools").count() == 0
    tab.check()


def test_a_document_that_is_not_there_is_said_so(tabs: Tabs, tmp_path: Path) -> None:
    after = edition("# 新")
    found = compare(beside(None, after), after, language="zh", address=digest_address)
    tab = tabs.open(page(tmp_path, found))
    assert "没有文档" in tab.page.inner_text("article")
    tab.check()


def test_pictures_that_are_bombs_are_named_and_not_shown(tmp_path: Path) -> None:
    content(tmp_path / "bomb.png", "huge")
    bomb = (tmp_path / "bomb.png").read_bytes()
    after = edition("![图](bomb.png)", {"bomb.png": bomb})
    before = beside("![图](bomb.png)", after, {"bomb.png": bomb + b"more"})
    found = compare(before, after, language="zh", address=digest_address)
    assert [each.kind for each in found.pictures] == ["changed"]
    assert changed_pairs(found.pictures) == {}
    html = page(tmp_path, found).read_text(encoding="utf-8")
    assert "data:image" not in html
    assert html.count("图片无法显示") >= 3


def test_a_page_has_no_more_pictures_than_it_may() -> None:
    same, changed = "![图](new.png)\n\n", "这一段有图 ![图](new.png)，后面{}\n\n"
    found = comparison(same * 4 + changed.format("没有"), same * 4 + changed.format("改了"))
    size = len(f"data:image/png;base64,{b64encode(picture()).decode()}")
    embedded = Embedded(found, "zh", most=3 * size)
    html = [embedded.html(each.marked_html, is_same=each.kind == "same") for each in found.blocks]
    # What was changed is at the end, and has its picture all the same.
    assert ["data:image/png" in each for each in html] == [True, True, False, False, True]
    assert all('alt="图"' in each for each in html)
    assert html[2].count('class="left-out" src="data:image/svg+xml,') == 1
    assert sum(map(len, html)) < 4 * size + 4000


def axe(tab: Tab) -> list[str]:
    """What axe finds to be serious or worse."""
    assert AXE.is_file(), "axe is not installed: run scripts/test"
    tab.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations"
        ".filter((each) => ['serious', 'critical'].includes(each.impact))"
        ".map((each) => each.id + ' ' + each.nodes.map((node) => node.target).join()))"
    )
    return [str(each) for each in found]
