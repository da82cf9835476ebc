"""A grammar of the documents that authors write: blocks of all kinds, nested at will."""

from __future__ import annotations

from random import Random

from sentence_grammar import TAGS, TARGETS, TITLES, Part, code, lines, link, sentence, word


def document(random: Random) -> str:
    """Blocks, and what stands around them in a file."""
    parts = [random.choice(("", "", "", "\n", "---\ntitle: 插件\n---\n\n", "[TOC]\n\n"))]
    for _ in range(random.randint(1, 7)):
        parts.append(random.choice(BLOCKS)(random, 0))
        parts.append(
            random.choice(("\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n", "\n\t\n", "\n\u3000\n"))
        )
    text = "".join(parts).removesuffix(random.choice(("", "\n", "\n\n")))
    text += random.choice(
        ("", "", "\n\n[ref]: https://github.com/x '引用'\n", "\n[REF]: <a b>\n", "\n[文档]: /d")
    )
    ending = random.choice(("\n", "\n", "\n", "\n", "\n", "\r\n", "\r\n", "\r"))
    return text.replace("\n", ending)


def _paragraph(random: Random, depth: int) -> str:
    return random.choice(("", "", "", "", " ", "  ", "   ", "\u3000\u3000", "\u00a0")) + lines(
        random
    )


def _heading(random: Random, depth: int) -> str:
    start = random.choice(("", "", "", "", " ", "   ", "    "))
    space = random.choice((" ", " ", " ", "", "\t", "  ", "\u3000", "\u00a0"))
    end = random.choice(("", "", "", " ##", "#", " # ", " {#id}", "  ", "\\#"))
    return start + "#" * random.choice((1, 2, 2, 3, 4, 5, 6, 7)) + space + sentence(random) + end


def _underlined(random: Random, depth: int) -> str:
    text = random.choice((sentence(random), lines(random)))
    under = random.choice(("===", "---", "--", "-", "=", "= =", "- -", "======", "---- "))
    return text + "\n" + random.choice(("", "", "", " ", "   ", "    ")) + under


def _fence(random: Random, depth: int) -> str:
    fence = random.choice(("```", "```", "```", "~~~", "````", "``", "````"))
    info = random.choice(
        ("", "js", "json", " js", "js 代码", "wxml {1,2}", "c++", "`x`", "~~~", "html\t")
    )
    code = random.choice(_CODES)
    end = random.choice(
        (fence, fence, fence, fence, fence + " ", " " + fence, fence + "x", "```", "", fence + "`")
    )
    start = random.choice(("", "", "", "", " ", "   ", "    "))
    return f"{start}{fence}{info}\n{code}\n{start}{end}"


_CODES = (
    '{\n  "plugins": {\n    "a": {"version": "1.0.0", "provider": "wx1"}  // 注释\n  }\n}',
    "const a = requirePlugin('a')\n\na.b()  // 说明",
    "<view>\n\n  <my-card wx:if='{{a}}' />\n</view>",
    *(
        "# 不是标题\n- 不是列表",
        "",
        "\n",
        "\ta\n    b",
        "a\n```\nb",
        "```",
        "~~~",
        "> a",
        "| a |\n|---|",
        "**a**",
    ),
)


def _indented(random: Random, depth: int) -> str:
    indent = random.choice(("    ", "    ", "\t", "     ", "  \t", "   "))
    code = random.choice((*_CODES, sentence(random)))
    return indent + code.replace("\n", "\n" + random.choice((indent, indent, "", "  ")))


def _table(random: Random, depth: int) -> str:
    columns = random.randint(1, 4)
    before, behind = random.choice(
        (("| ", " |"), ("| ", " |"), ("|", "|"), ("", ""), ("", " |"), ("| ", ""))
    )
    between = random.choice((" | ", " | ", "|", " || ", "|  |", "\t|\t"))
    margin = random.choice(("", "", "", "", " ", "   ", "    ", "\t"))

    def row(cells: list[str]) -> str:
        return margin + before + between.join(cells) + behind

    rules = ("---", "---", ":--", "--:", ":-:", "-", ":-", "--", " --- ", "===", ":", "")
    table = [row([_cell(random) for _ in range(columns)])]
    table.append(row([random.choice(rules[:9]) for _ in range(columns)]))
    if random.random() < 0.1:
        table[1] = row([random.choice(rules) for _ in range(random.randint(1, columns + 1))])
    for _ in range(random.choice((0, 1, 2, 2, 3))):
        count = random.randint(max(columns - 1, 1), columns + 1)
        table += [row([_cell(random) for _ in range(count)])]
    if random.random() < 0.15:
        table.append(random.choice((lines(random), "  ", "|", "| |", "||", "---", "- a", "# b")))
    return "\n".join(table)


def _cell(random: Random) -> str:
    return random.choice(
        (
            word(random, 0),
            word(random, 0),
            sentence(random),
            code(random, 0),
            link(random, 1),
            "",
            " ",
            "a\\|b",
        )
    )


def _list(random: Random, depth: int) -> str:
    number = random.choice((1, 1, 1, 0, 2, 7, 10, 99))
    kind = random.choice(
        (
            "- ",
            "- ",
            "* ",
            "+ ",
            "-   ",
            "*\t",
            "{}. ",
            "{}. ",
            "{}.  ",
            "{}) ",
            "{}、",
            "• ",
            "-",
            "{}.",
        )
    )
    step = random.choice((1, 1, 1, 0, 2))
    items: list[str] = []
    for index in range(random.randint(1, 4)):
        marker = kind.format(number + index * step)
        if random.random() < 0.05:
            marker = random.choice(("- ", "* ", "+ ", "1. "))
        items.append(_item(random, depth, marker))
    gap = random.choice(("\n", "\n", "\n", "\n\n", "\n\n", "\n\n\n", "\n \n", "\n<br>\n"))
    start = random.choice(("", "", "", "", " ", "  ", "   ", "    ", "\t"))
    return start + gap.join(items).replace("\n", "\n" + random.choice((start, start, "")))


def _item(random: Random, depth: int, marker: str) -> str:
    task = random.choice(
        ("", "", "", "", "", "[ ] ", "[x] ", "# ", "> ", "![图](a.png) ", "**重点：**")
    )
    content = task + random.choice((sentence(random), sentence(random), lines(random), ""))
    while depth < 3 and random.random() < 0.4:
        content += random.choice(("\n", "\n", "\n\n", "\n\n", "\n\n\n"))
        content += random.choice(BLOCKS)(random, depth + 1)
    width = random.choice((len(marker), len(marker), 2, 4, 3, 0, 1))
    indent = random.choice((" " * width, " " * width, " " * width, "\t"))
    return marker + content.replace("\n", "\n" + indent)


def _quote(random: Random, depth: int) -> str:
    inner = random.choice(BLOCKS)(random, depth + 1) if depth < 3 else sentence(random)
    if random.random() < 0.3 and depth < 3:
        inner += random.choice(("\n\n", "\n")) + random.choice(BLOCKS)(random, depth + 1)
    note = random.choice(("", "", "", "", "[!NOTE]\n", "**注意**\n", "\n"))
    mark = random.choice(("> ", "> ", "> ", ">", " > ", ">\t", ">  ", "   > "))
    lazy = random.choice((mark, mark, mark, "> ", ">", ""))
    return mark + (note + inner).replace("\n", "\n" + lazy)


def _html(random: Random, depth: int) -> str:
    name = random.choice(
        ("div", "table", "p", "details", "center", "view", "pre", "style", "script", "b", "ul")
    )
    attributes = random.choice(
        ("", "", ' align="center"', " class='a b'", " wx:if='{{a}}'", ' a="', " hidden")
    )
    inner = random.choice(
        (sentence(random), lines(random), "\n\n" + sentence(random) + "\n\n", "<td>\n<p>x", "")
    )
    break_ = random.choice(("\n", "\n", "", "\n\n"))
    end = random.choice(
        (f"</{name}>", f"</{name}>", f"</{name}>", "", "</x>", f"</{name} >", f"</{name}> 后文")
    )
    return random.choice(
        (
            f"<{name}{attributes}>{break_}{inner}{break_}{end}",
            f"<{name}{attributes}>{break_}{inner}{break_}{end}",
            f"<!--{break_}{inner}{break_}"
            + random.choice(("-->", "-->", "-->", "->", "--> 后文", "")),
            random.choice(TAGS) + break_ + inner,
        )
    )


def _definition(random: Random, depth: int) -> str:
    label = random.choice(
        ("ref", "ref", "REF", "文档", "a b", "//]: # (", "^1", "a\\]b", "", " ", "x[y]")
    )
    space = random.choice((" ", " ", "", "\n", "\n  ", "\n\n", "  "))
    target = random.choice((*TARGETS, "#"))
    title = random.choice(
        (*TITLES, "\n'标题'", '\n  "标题"', " 'a\nb'", " (注：docbuild)", ' "标题" 后文')
    )
    return random.choice(("", "", "", " ", "   ", "    ")) + f"[{label}]:{space}{target}{title}"


def _rule(random: Random, depth: int) -> str:
    return random.choice(
        ("---", "***", "* * *", "- - -", "___", "-----", " ---", "---  ", "--- a", "===")
    )


def _comment(random: Random, depth: int) -> str:
    return random.choice(("[//]: # (注释)", "[comment]: <> (注释)", "[//]: # '注'", "[_]: <>"))


BLOCKS: tuple[Part, ...] = (
    *(
        _paragraph,
        _paragraph,
        _paragraph,
        _heading,
        _heading,
        _underlined,
        _fence,
        _fence,
        _indented,
    ),
    *(_table, _table, _list, _list, _list, _quote, _quote, _html, _definition, _rule, _comment),
)
