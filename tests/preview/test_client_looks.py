"""What is seen and read: axe's rules of accessibility, and pictures of the preview for people.

The pictures are left in ``out/preview`` of the checkout.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser_pages import LiveTab, LiveTabs
from browser_tab import SCHEMES, Scheme
from client_site import ClientSite, finding, release
from detail_pages import SAMPLE, sample_markdown, sample_profile, wechat

from docbuild.markdown.html import render
from docbuild.markdown.parse import parse
from docbuild.outline import outline
from docbuild.preview.answer import Answer
from docbuild.source import Source
from docbuild.theme import Theme

pytest_plugins = ("browser_fixtures", "live_fixtures")

Serve = Callable[..., ClientSite]

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "tests" / "oracle" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "out" / "states"

BROKEN = """
## 常见问题

在[演示站点](https://example.com/demo)上可以直接试用，也可以看[使用说明](./usage.md)。

![组件示意](./image/flwo.png)

```
setUnit('f')
```
"""


SHOWN = '<img src="./image/flwo.png" alt="组件示意">'
MISSING = (
    '<span class="missing-image">图片无法显示 · 组件示意<br><code>./image/flwo.png</code></span>'
)


@dataclass(frozen=True)
class State:
    """What a picture shows: what was clicked or came before it was taken."""

    name: str
    prepare: Callable[[LiveTab, ClientSite], object]


def plain(tab: LiveTab, site: ClientSite) -> None:
    pass


def panel(tab: LiveTab, site: ClientSite) -> None:
    tab.find(".docbuild-open-findings").click()


def sizes(tab: LiveTab, site: ClientSite) -> None:
    tab.find(".docbuild-open-sizes").click()


def covered(tab: LiveTab, site: ClientSite) -> None:
    tab.find(".docbuild-open-findings").click()
    tab.page.get_by_role("tab", name="覆盖").click()


def elements(tab: LiveTab, site: ClientSite) -> None:
    scroll_to_broken(tab)
    tab.find(".article .missing-image").hover()
    tab.find(".docbuild-bubble").wait_for()


def pinned(tab: LiveTab, site: ClientSite) -> None:
    scroll_to_broken(tab)
    tab.find(".docbuild-badge:visible").first.click()


def scroll_to_broken(tab: LiveTab) -> None:
    tab.evaluate(
        """document.querySelector(".article .missing-image")
             .scrollIntoView({block: "center", behavior: "instant"})"""
    )
    tab.frames(3)


def failure(tab: LiveTab, site: ClientSite) -> None:
    site.tell(
        type="failure",
        message="读不了 docbuild.toml：第 7 行的引号没有成对",
        detail='[plugin]\nname = "天气卡片\n        ^ 这里少了一个引号',
    )
    tab.find(".docbuild-failure").wait_for()


def strips(tab: LiveTab, site: ClientSite) -> None:
    site.tell(type="notice", message="正在用轮询代替文件通知：这个文件夹在网络上，收不到通知。")
    tab.find(".docbuild-strip", "轮询").wait_for()
    tab.page.keyboard.press("u")
    tab.page.get_by_role("button", name="打包").click()
    tab.find(".docbuild-toast.docbuild-bad").wait_for()
    tab.page.keyboard.press("u")


def keys(tab: LiveTab, site: ClientSite) -> None:
    tab.page.keyboard.press("?")


def zoom(tab: LiveTab, site: ClientSite) -> None:
    tab.find(".article img").first.press("Enter")


def phone(tab: LiveTab, site: ClientSite) -> None:
    tab.page.keyboard.press("v")
    tab.page.frame_locator("iframe").locator("html.docbuild-live").wait_for()


def drop(tab: LiveTab, site: ClientSite) -> None:
    scroll_to_broken(tab)
    tab.evaluate(
        """() => {
          const files = new DataTransfer();
          files.items.add(new File(["x"], "a.png", {type: "image/png"}));
          const box = document.querySelector(".article .missing-image").closest(".block");
          const {left, top} = box.getBoundingClientRect();
          box.dispatchEvent(new DragEvent("dragover", {bubbles: true, cancelable: true,
            dataTransfer: files, clientX: left + 50, clientY: top + 5}));
        }"""
    )


def steps(tab: LiveTab, site: ClientSite) -> None:
    last, now = release("1.1.2", same=False), release("1.2.0", description="新增空气质量组件")
    site.releases(
        prepared=now,
        uploaded=last,
        published=last,
        folder="/home/li/plugins/weather/.docbuild/upload",
        steps={
            "upload": ["在开发者工具里打开这个插件项目，右键点 doc/README.md，选“上传文档”"],
            "publish": [],
        },
    )
    tab.find(".docbuild-open-upload").click()
    tab.page.get_by_role("button", name="我已上传").wait_for()


def form(tab: LiveTab, site: ClientSite) -> None:
    site.report()
    last = release("1.1.2", same=False)
    site.releases(uploaded=last, above="1.1.2", proposal={"version": "1.1.2", "description": ""})
    tab.find(".docbuild-open-upload").click()
    tab.find("#docbuild-description").fill("新增空气质量组件")
    tab.find("#docbuild-version").press("Enter")
    tab.find("#docbuild-version[aria-invalid=true]").wait_for()


def compared(tab: LiveTab, site: ClientSite) -> None:
    tab.page.keyboard.press("d")
    tab.find(".docbuild-ghost").first.wait_for()
    tab.page.get_by_role("button", name="下一处改动").click()


WIDTHS = (375, 1280)
NO_PHONE = {"phone": 1280}  # a phone has no phone in it
IN_ALL_WIDTHS = 1  # state
STATES = tuple(
    State(prepare.__name__, prepare)
    for prepare in (
        *(plain, panel, sizes, covered, elements, pinned),
        *(failure, strips, keys, zoom, phone, drop),
        *(steps, form, compared),
    )
)


def article(markdown: str) -> tuple[list[str], list[tuple[int, str, str, int]]]:
    """The HTML of the blocks, with pictures at their live addresses, and the sections."""
    written = render(parse(Source("doc/README.md", markdown))).blocks
    htmls = [
        re.sub(r'src="\./images/([^"]+)', r'src="-/picture/\1/\1', html).replace(SHOWN, MISSING)
        for _, html in written
    ]
    found = outline((key, block) for key, (block, _) in enumerate(written))
    return htmls, [section[:] for section in found]


def findings(number: int) -> list[dict[str, Any]]:
    """Of a document whose last five blocks are those of ``BROKEN``."""
    return [
        finding(
            "不能链接到 “example.com”",
            rule="link-host",
            help="只能链接到 developers.weixin.qq.com、mp.weixin.qq.com、github.com。"
            "改链到这些网站，或者把内容写进文档。",
            line=96,
            column=3,
            block=number - 3,
            element=["link", 0],
            editor="vscode://file/p/doc/README.md:96:3",
        ),
        finding(
            "不能使用相对链接 “./usage.md”",
            rule="link-relative",
            help="只有 README.md 会显示，把内容写进来。",
            line=96,
            column=48,
            block=number - 3,
            element=["link", 1],
            editor="vscode://file/p/doc/README.md:96:48",
        ),
        finding(
            "找不到图片 “doc/image/flwo.png”",
            help="是不是 image/flow.png？",
            line=98,
            block=number - 2,
            element=["image", 0],
            editor="vscode://file/p/doc/README.md:98:1",
            fixes=[{"title": "改成 image/flow.png", "id": "2.0", "safe": False}],
        ),
        finding(
            "代码块没有写明语言",
            "warning",
            rule="code-language",
            help="写成 ```js，读者会看到着色的代码。",
            line=100,
            block=number - 1,
            element=["code", 0],
            editor="vscode://file/p/doc/README.md:100:1",
        ),
        finding(
            "图片 “doc/images/old.png” 没有用到",
            "warning",
            rule="image-unused",
            help="删掉它，可以省下 103.2 KB。",
            path="doc/images/old.png",
            line=None,
            column=None,
        ),
    ]


ITEMS = [
    {"path": "images/cover.jpg", "size": 148_000, "saving": 81_000, "used": True},
    {"path": "images/old.png", "size": 105_632, "saving": 105_632, "used": False},
    {"path": "images/components.png", "size": 43_000, "saving": None, "used": True},
    {"path": "README.md", "size": 29_000, "saving": None, "used": True},
]


COVERAGE = {
    "described": 15,
    "total": 18,
    "offers": [
        {
            "kind": kind,
            "name": name,
            "described": block is not None,
            "members": members,
            "missing": missing,
            "block": block,
            "element": None,
        }
        for kind, name, block, members, missing in (
            ("component", "weather-card", 18, 6, [{"kind": "property", "names": ["compact"]}]),
            ("component", "forecast-list", 20, 5, []),
            ("page", "city-picker", 22, 0, []),
            ("export", "getWeather", 24, 0, []),
            ("export", "getForecastOfTheComingDaysInAllCities", None, 0, []),
        )
    ],
    "more": 0,
}


async def refuse(body: bytes, headers: Mapping[str, str]) -> Answer:
    return Answer('{"message": "还有 3 处错误，改好再打包。"}'.encode(), "application/json", 409)


async def compare(body: bytes, headers: Mapping[str, str]) -> Answer:
    heading, text = 0, 1
    answer = {
        "message": "改了 1 段文字、新增 2 段、删除 1 段、换了 1 张图片",
        "revision": 1,
        "against": {"kind": "published", "version": "1.1.2"},
        "blocks": [
            ["removed", heading, '<del class="removed"><h1>天气</h1></del>'],
            ["added", heading, '<ins class="added"><h1>晴雨天气</h1></ins>'],
            [
                "changed",
                text,
                '<p>三个组件、一个<del class="removed">接口</del><ins class="added">页面</ins>，'
                '放进<ins class="added"><a href="https://github.com/a">小程序</a></ins>里。'
                '<del class="removed"><img src="-/picture/cover.jpg/cover.jpg" alt="旧图"></del>'
                '<ins class="added"><img src="-/picture/cover.jpg/cover.jpg" alt="新图"></ins></p>',
            ],
            [
                "added",
                text + 1,
                '<ins class="added"><p>这一段是新的，带有 <code>code</code>。</p></ins>',
            ],
        ],
    }
    return Answer(json.dumps(answer).encode(), "application/json")


@pytest.fixture
def sample(serve: Serve) -> ClientSite:
    return serve_sample(serve, wechat())


def serve_sample(serve: Serve, theme: Theme) -> ClientSite:
    htmls, sections = article(sample_markdown() + BROKEN)
    pictures = {path.name: path.read_bytes() for path in (SAMPLE / "doc" / "images").iterdir()}
    profile = sample_profile()._replace(avatar=None, preview_images=())
    site = serve(
        htmls,
        sections=sections,
        profile=profile,
        theme=theme,
        pictures=pictures,
        actions={"bundle": refuse, "difference": compare},
    )
    site.report(*findings(len(htmls)), items=ITEMS, coverage=COVERAGE)
    return site


def axe(tab: LiveTab) -> list[str]:
    """What axe finds to be serious or worse, in the page and its frames."""
    assert AXE.is_file(), "axe is not installed: run scripts/test"
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run({resultTypes: ['violations'], iframes: false})")
    assert found["passes"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node['any'] or node['all'] or node['none']}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def looks() -> Iterator[tuple[State, int, Scheme]]:
    """Every state in both schemes; all but the first at one width each: they take seconds."""
    for number, state in enumerate(STATES):
        for other, scheme in enumerate(SCHEMES):
            widths = WIDTHS if number < IN_ALL_WIDTHS else (WIDTHS[(number + other) % 2],)
            yield from ((state, NO_PHONE.get(state.name, width), scheme) for width in widths)


@pytest.mark.parametrize(
    ("state", "width", "scheme"),
    tuple(looks()),
    ids=lambda value: value.name if isinstance(value, State) else None,
)
def test_every_state_can_be_read(
    live_tabs: LiveTabs, sample: ClientSite, state: State, width: int, scheme: Scheme
) -> None:
    tab = live_tabs.open(sample, width, scheme=scheme)
    tab.find(".docbuild-badge:visible").first.wait_for(state="attached")
    state.prepare(tab, sample)
    tab.frames(3)
    PICTURES.mkdir(parents=True, exist_ok=True)
    tab.page.screenshot(path=PICTURES / f"{state.name}-{width}-{scheme}.png")
    tab.check(refused=409 if state.name == "strips" else None)  # axe itself would break the policy
    assert axe(tab) == []
