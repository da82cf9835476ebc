"""Random documents from a grammar of what authors write, and from the fragments they mistype."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_CLAUSES = (
    "本插件提供天气卡片",
    "使用前请先添加插件",
    "详见https://mp.weixin.qq.com，请登录。",
    "请阅读 https://developers.weixin.qq.com/a_b_c/?x=1&y=2 。",
    "包名是 @tarojs/cli@1.3.12",
    "**重点：**后面的文字",
    "**“引号”**是粗体",
    "这里有*强调*和_下划线_",
    "snake_case_name 与 a_b_",
    "价格~~100~~80元",
    "代码 `a|b` 与 ``x`y``",
    "第一行\n第二行",
    "A < B && C > D",
    "换行<br/>标签",
    "<span class='x'>红色</span>",
    "<!-- 注释 -->",
    "见[开发插件](#开发插件)",
    '[文档](https://developers.weixin.qq.com/x.html "标题")',
    "[引用][ref]与[ref]",
    "[《插件开发文档》](http://kf.qq.com/faq/1.html)、[b](c)",
    "![图](./image/a.png)",
    "![a](a.png =100x20)",
    "![](image/图片 1.png)",
    "转义\\*星号\\|竖线\\[括号",
    "实体 &nbsp;&copy; &amp;lt;",
    "邮箱 a.b@c.com。",
    "www.qq.com、ftp://x.y",
    "<https://github.com/a> <a@b.cn>",
    ":smile: [^1] - [ ]",
    "10*20*30",
    "“$a*b*c$”",
)
_FRAGMENTS = (
    *("- ", "1. ", "* ", "+ ", "10. ", "  ", "    ", "\t", "> ", ">", "# ", "## 标题", "##标题"),
    *("#", "---", "***", "===", "--", "```", "```js", "~~~", "````", "`", "``", "|", "| a | b |"),
    *("|---|---|", "a | b", "--|--", ":-:|--:", "|:-|", "[x]: /url", '[x]: <u> "t"', "[x]"),
    *("[x]: /u 'a\nb'", "[x][]", "[a][x]", "[a](b)", "![i](p.png)", '![i](p.png "t")'),
    *("[a](<b c> 't')", '[a](b "c) d" e)', "](", "[", "]", "(", ")", "!", "**", "__", "*", "_"),
    *("~~", "重点：", "“引号”", "，", "。", "中文", "abc", "foo_bar_baz", "a@b.com", "www.x.com"),
    *("https://mp.weixin.qq.com，请", "http://a.com/b).", "ftp://q.w", "<br/>", "<div>", "</div>"),
    *('<a href="x">', "</a>", "<!-- c -->", "<!--", "-->", "<http://x.y>", "<a@b.cd>", "<script>"),
    *("&amp;", "&nbsp;", "&", "<", "\\", "\\*", "\\[", "\\]", "\\|", "\\`", " ", "  ", "\n", "\n"),
    *("\n", "\n\n", "\n\n\n", '"', "'", "x", "9.", "\u00a0", "\u3000", "- [ ] ", "[^1]", "`a|b`"),
    *(
        "javascript:alert(1)",
        "[j](javascript:x)",
        "[d](data:y)",
        "[p](%zz)",
        "A",
        "é",
        "😀",
        "\r\n",
    ),
)


def random_document(seed: int) -> str:
    """A document; seeds of one residue give well-formed ones, of the other a salad."""
    random = Random(seed)
    if seed % 2:
        return "".join(random.choice(_FRAGMENTS) for _ in range(random.randint(1, 40)))
    blocks = [random.choice(_BLOCKS)(random, 0) for _ in range(random.randint(1, 7))]
    document = random.choice(("\n\n", "\n\n", "\n")).join(blocks)
    return document + random.choice(("", "\n", "\n\n[ref]: https://github.com/x '引用'\n"))


def _sentence(random: Random) -> str:
    return random.choice(("", "", "，", "：")).join(
        random.choice(_CLAUSES) for _ in range(random.randint(1, 3))
    )


def _paragraph(random: Random, depth: int) -> str:
    return random.choice(("\n", "")).join(_sentence(random) for _ in range(random.randint(1, 2)))


def _heading(random: Random, depth: int) -> str:
    marks = "#" * random.randint(1, 6)
    return marks + random.choice((" ", " ", "")) + _sentence(random).split("\n")[0]


def _underlined(random: Random, depth: int) -> str:
    return _sentence(random).split("\n")[0] + "\n" + random.choice(("===", "---", "--"))


def _fence(random: Random, depth: int) -> str:
    fence = random.choice(("```", "~~~", "````"))
    info = random.choice(("", "js", " json", "js 代码"))
    return f"{fence}{info}\n{_sentence(random)}\n{random.choice((fence, fence, '```'))}"


def _indented(random: Random, depth: int) -> str:
    return "    " + _sentence(random).replace("\n", "\n    ")


def _table(random: Random, depth: int) -> str:
    columns = random.randint(1, 3)
    bar = random.choice(("|", "| ", ""))

    def row(cells: list[str]) -> str:
        return bar + " | ".join(cell.replace("\n", " ") for cell in cells) + bar

    lines = [row([_sentence(random) for _ in range(columns)])]
    lines.append(row([random.choice(("---", ":--", "--:", ":-:", "-")) for _ in range(columns)]))
    lines += [
        row([_sentence(random) for _ in range(random.randint(1, columns + 1))])
        for _ in range(random.randint(0, 3))
    ]
    return "\n".join(lines)


def _list(random: Random, depth: int) -> str:
    bullet = random.choice(("- ", "* ", "1. ", "+ ", "-   "))
    items = []
    for _ in range(random.randint(1, 3)):
        content = _sentence(random)
        if depth < 2 and random.random() < 0.4:
            inner = random.choice(_BLOCKS)(random, depth + 1)
            content += random.choice(("\n", "\n\n")) + inner
        width = random.choice((len(bullet), 2, 4, 0))
        items.append(bullet + content.replace("\n", "\n" + " " * width))
    return random.choice(("\n", "\n", "\n\n")).join(items)


def _quote(random: Random, depth: int) -> str:
    inner = random.choice(_BLOCKS)(random, depth + 1) if depth < 2 else _sentence(random)
    return "> " + inner.replace("\n", random.choice(("\n> ", "\n>", "\n")))


def _html(random: Random, depth: int) -> str:
    return random.choice(("<div>\n文字\n</div>", "<table><tr><td>x</td></tr></table>", "<p>x"))


def _rule(random: Random, depth: int) -> str:
    return random.choice(("---", "***", "* * *"))


_BLOCKS: tuple[Callable[[Random, int], str], ...] = (
    *(_paragraph, _paragraph, _heading, _underlined, _fence, _indented, _table, _table),
    *(_list, _list, _quote, _html, _rule),
)
