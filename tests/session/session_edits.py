"""Random edits of a document in a session, and what the whole document would give."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from plugin_projects import picture, write_project

from docbuild.build import Build, Project, find
from docbuild.diagnostic import Report
from docbuild.document import Document
from docbuild.markdown import parse
from docbuild.markdown.html import output_budget, render
from docbuild.page_block import PageBlock, Splice
from docbuild.references import resolve_all
from docbuild.rules.checker import check
from docbuild.rules.rule import Subject
from docbuild.session import Session
from docbuild.session.picture_address import address_of
from docbuild.session.session import is_shown
from docbuild.shown_pictures import page_pictures
from docbuild.snapshot import Snapshot

sys.path.insert(0, str(Path(__file__).parent.parent / "markdown"))
from random_documents import random_document

PIECES = (
    *("![卡片](image/card.png)", "![](image/cart.png)", "![x](image/other.png =10x20)", "\n\n"),
    *("# 天气\n\n", "## 使用 <br>\n", "##使用\n", "[去](#天气) [回](#没有)\n\n", "\n", "\n\n\n"),
    *("[外](https://example.com) 与 http://github.com/a，谢谢\n\n", "- 甲\n- 乙\n\n", "> 引\n\n"),
    *("[//]: # (docbuild-ignore image-alt: 装饰)\n\n", "```js\nx\n```\n\n", "```\n", "<!--", "-->"),
    *("[ref]: https://github.com/x\n\n", "[ref] ![a][pic]\n\n", "[pic]: image/card.png\n\n", "字"),
    *("[//]: # (docbuild-ignore link-host, nothing: 示例)\n", "docbuild-ignore", "<div>", "</div>"),
    *("插件文档标题", "# 插件文档标题\n\n", "| a | b |\n|---|---|\n| ![](no.png) | <br> |\n\n"),
    *("<a href='x'>", "https://mp.weixin.qq.com，请", "[^1]", ":smile:", "\r\n", "\r\n\r\n", "\t"),
    *("## card\n\n", "# get\n", "### 属性\n", "`maxDays`", "bind:load ", "max-days\n", "`get(`"),
    "| 属性 | 说明 |\n|---|---|\n| city | 城 |\n| maxDays | 天 |\n| days | 无 |\n\n",
    '```json\n{"usingComponents": {"c": "plugin://w/card"}}\n```\n\n',
    '```json\n{"plugins": {"w": {"provider": "wx0123456789abcdef"}}}\n```\n\n',
    '> ```wxml\n> <c city="1" day="2" bind:lod="f" /><card/><caard-list/>\n> ```\n\n',
    "- ```js\n  const p = requirePlugin('w')\n  p.get(); p.got()\n  ```\n\n",
    "```js\np.gett()\nrequirePlugin('v').get()\n```\n\n",
    *("plugin://w/card ", "plugin://w/cart\n", "`plugin://v/card`", "plugin-private://wx01/a/b\n"),
    *(
        "`lodash@4.17.21` ",
        "@a/b@1.2 ",
        "10*20*30 ",
        "*.js 和 *.json ",
        "**重点* ",
        "_两种_ ",
        "~~ 删 ~~",
    ),
    *(
        "<b>粗</b>",
        "<div>\n文字\n</div>\n",
        "Array<String>",
        "<img src='image/card.png'>",
        "<!-- 注 -->\n\n",
    ),
    *(
        "![a][pik] ",
        "[b][reff] ",
        "[c][1]\n\n",
        "[2]: image/card.png\n\n",
        "<a href='y'>\n",
        "</a>",
        "`",
    ),
    *(
        "参数：\n| a | b |\n|---|---|\n| `x\\|y` | 2 |\n",
        "a | b |\n---|---|\n1 | 2 |\n",
        "|---|---|\n",
    ),
    *(
        "｜ a ｜ b ｜\n｜---｜---｜\n",
        "| 1 | 2 | 3 ||\n",
        "```js {2,4}\n",
        "``` 然后\n",
        "````\n",
        "~~~\n",
    ),
    *(
        "'''\n",
        "1. 一\n",
        "1. 二\n\n\n",
        " 9. 九\n10. 十\n",
        "  - 子\n",
        "    - 孙\n",
        "1) 甲\n2) 乙\n",
    ),
    *(
        "-甲\n-乙\n",
        "    缩进的文字，显示成代码。\n",
        "    ```js\n",
        "<details>\n",
        "</details>\n\n",
    ),
    *(
        "[e]: https://github.com/x 'a title that somebody has forgotten to close\n",
        "[f]: /u\n  'It was a title of the author's, on a line of its own'\n",
        '[g]: /u "标题\n\n',
        '5.5"\n',
        "'\n",
        "插件文档标题\n\n这个文件用于书写插件文档\n\n",
        "\ufeff",
    ),
    *("::: tip 提示\n", ":::\n", "> [!NOTE]\n> 文字\n", "?> 文字\n", "[TOC]\n\n", "$$\nx\n$$\n"),
    *("## 标题 {#id}\n", "==高亮==", "```mermaid\ngraph\n```\n", "---\ntitle: x\n---\n"),
    *(
        '{\n  "a": 1\n}\n',
        "const a = b()\nfoo();\n",
        '<c-d e="{{f}}">\n</c-d>\n\n',
        "页面：\nPage({\n  a: 1\n})\n完\n",
        "**粗**\n\n",
        "> ",
        "- ",
    ),
    *("a\\<b> ", "C:\\x ", "\\: ", "'_id_' ", "____年__月", "\n\n 一格\n", "||a|\n|--||--|\n"),
    "a long line of English text that some editor has wrapped at its column\nand it goes on here",
    "![](data:image/png;base64,xx) ![](../a.png) ![](http://a/b.png) ![](image/Card.png)\n\n",
)


SOURCES = {
    "plugin/plugin.json": '{"publicComponents": {"card": "components/card"}, "main": "index.js"}',
    "plugin/components/card.js": """Component({
        properties: { city: String, maxDays: Number },
        methods: { go() { this.triggerEvent("load") } },
    })""",
    "plugin/components/card.json": "{}",
    "plugin/components/card.wxml": '<slot name="foot"></slot>',
    "plugin/index.js": "module.exports = { get() {}, api: { set() {} } }",
}


def opened(folder: Path, text: str) -> Session:
    sources = {name: content.encode() for name, content in SOURCES.items()}
    write_project(folder, text, {"doc/image/other.png": picture("navy"), **sources})
    project = find(folder, named=True)
    assert isinstance(project, Project), project
    session = Session(project, "zh")
    session.load()
    return session


def first_document(random: Random) -> str:
    if random.random() < 0.4:
        return random_document(random.randrange(1_000_000))
    return "".join(random.choices(PIECES, k=random.randrange(60)))


def changed(text: str, random: Random) -> str:
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.choice((0, 0, 0, 1, 2, 10, 80)))
    return text[:start] + "".join(random.choices(PIECES, k=random.randrange(3))) + text[end:]


def applied(blocks: list[PageBlock], splices: tuple[Splice, ...]) -> list[PageBlock]:
    for at, removed, new in splices:
        blocks[at : at + removed] = new
    return blocks


def judged(snapshot: Snapshot) -> Build:
    """The project of ``snapshot``, parsed and judged as a whole."""
    if snapshot.source is None:
        return Build(snapshot, None, (), check(Subject(snapshot, None, ())))
    document = parse(snapshot.source)
    budget = output_budget(document)
    if budget is not None:
        document = document._replace(exceeded=(*document.exceeded, budget))
    references = resolve_all(document, snapshot.tree)
    report = check(Subject(snapshot, document, references))
    return Build(snapshot, document, references, report)


def article(document: Document | None, snapshot: Snapshot) -> list[str]:
    """The HTML of the blocks of the whole document."""
    if document is None:
        return []

    def address(path: str) -> str | None:
        asset = snapshot.assets.get(path)
        return address_of(asset.digest, path) if asset and is_shown(asset) else None

    references = resolve_all(document, snapshot.tree)
    return [html for _, html in render(document, page_pictures(references, "zh", address)).blocks]


def assert_same(session: Session, shown: list[PageBlock], report: Report, wanted: Build) -> None:
    """The session, and a page that applied its splices, against the whole."""
    got = session.build(report)
    assert report.diagnostics == wanted.report.diagnostics
    assert report.coverage == wanted.report.coverage
    assert report == wanted.report
    assert got.references == wanted.references
    assert got.snapshot == wanted.snapshot
    assert [block.html for block in shown] == article(wanted.document, wanted.snapshot)
    assert shown == session.article.blocks
    keys = [block.key for block in shown]
    assert len(set(keys)) == len(keys)
    with_heading = [section.block for section in session.article.sections]
    assert with_heading == [key for key in keys if key in set(with_heading)]
    tops = [
        block.html
        for block in shown
        if block.html.startswith(tuple(f"<h{n} " for n in range(1, 7)))
    ]
    assert len(with_heading) == len(tops), "every heading opens a section"
