"""Random edits of a document: what authors do to their text, and what parsers fear."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from random_documents import random_document

#: What may end or begin a block far away, change what a line is, or join and part lines.
NASTY = (
    *("```", "```js\n", "````", "~~~", "~~~\n", "    ```\n", "`", "```\n\n", "\n```\n", "`````\n"),
    *("<!--", "-->", "-->\n", "<!-- a --> b\n", "<!-- a -->\n", "<!--\n\n", "--", ">", "<"),
    *("<div>", "<div>\n\n", "</div>", "</div>\n\n", "</div>\n", "<div", '<div class="', "<div a='"),
    *("<hr>\n\n", "</hr>\n\n", "<p>x", "</p>\n\n", "/>", "<x", "</x>\n\n", "</", "div"),
    *("[", "]", "[x", "]:", "]: ", "[x]: /u", "[x]: /u\n", '[x]: /u "', "[x]: /u 'a", "[x]: /u (a"),
    *(
        '[x]: /v "t"\n',
        "[X]: /w\n\n",
        "\n\n[ref]: /new\n\n",
        "> [x]: /q\n",
        "[\\]: /u\n",
        "[ref]: ",
    ),
    *("[x]", "[ref]", "[a][x]", "![b][ref]", "[c][]", "[![x]][ref]", "[y]: /y\n\n", "[y]"),
    *('"', "'", "(", ")", '"\n', "')\n", " /u", "\\", "'\n", '"a" "b"\n', ")\n"),
    *('<a href="x">', "<a ", "</a>", "https://a.com/b", "www.x.cn", "a@b.cd", "[l](m)", "![i](p)"),
    *(
        "- ",
        "\n- ",
        "* ",
        "\n\n- a\n\n",
        "1. ",
        "10. \n\n",
        "- \n\n",
        "+ a\n\n* b\n\n",
        "  - ",
        "-",
    ),
    *(
        "- [x]: /l\n",
        "- a\n---\n",
        "- a\n[x]: /m\n",
        "  ",
        "   ",
        "    ",
        "     a",
        "\t",
        " \t",
        "\t\t",
    ),
    *(
        "> ",
        ">",
        "\n> ",
        "> - ",
        ">\n",
        "# ",
        "#",
        "\n# 标题\n",
        "===",
        "\n===\n",
        "---",
        "\n---\n",
    ),
    *("***\n\n", "_ _ _", "| a | b |\n|---|---|\n", "a | b\n--|--\n", "|", "--|--", "|\n", "a|b\n"),
    *("\n", "\n\n", "\n\n\n", "\r", "\r\n", "\r\n\r\n", "\r\r", "\n\r", " \n", "\n \n", "\n\t\n"),
    *("\ufeff", "\u2424", "\u2424\u2424", "\u00a0", "\u3000", "\u3000\n\n", "\x0c", "\x1c", "\x85"),
    *(
        "\u2028",
        "中文",
        "插件。",
        "😀",
        "a",
        "b c",
        "é",
        "\x00",
        "&amp;",
        "&",
        "*",
        "**",
        "_",
        "~~",
    ),
    *("> " * 26 + "a\n\n", "*a " * 30, "[" * 30, "- " * 27 + "\n\n"),
)
#: What is read in its own way at the end of a document.
_TAILS = (
    *(
        "\n\n- a\n\n",
        "\n\n- a\n\n\u3000\n\n",
        "\n\n\u3000\n\n",
        "\u3000",
        "\n\n\u2424\n\u2424",
        "\n\n \u00a0",
    ),
    *(
        "\n\n<!-- a -->\u3000\n\n",
        "\n\n<!-- a --> b\n\n",
        "\n\n<div>\n\n",
        "\n\n</div>\u3000\n\n",
        "\n\n</div>\n",
    ),
    *(
        "\n\n</div>\nb",
        "\n\n10. \n\n",
        "\n\n    a\n\n",
        "\n\nb",
        "\n\n```\na\n\n",
        "\n```",
        "b",
        "\n\n\x1c\n\n",
    ),
)
_PARAGRAPHS = re.compile(r"(?:\r\n?|\n)(?:[ \t]*(?:\r\n?|\n))+")

Edit = Callable[[Random, str], str]


def random_edit(random: Random, text: str, earlier: Sequence[str] = ()) -> str:
    """Another text that an editor may hold after ``text``; ``earlier`` is what it held before."""
    if earlier and random.random() < 0.08:
        return random.choice(earlier)
    for _ in range(random.choice((1, 1, 1, 1, 2, 3))):
        text = random.choice(_EDITS)(random, text)
    return text


def _insert(random: Random, text: str) -> str:
    place = _place(random, text)
    return text[:place] + _fragment(random) + text[place:]


def _delete(random: Random, text: str) -> str:
    start, end = _range(random, text)
    return text[:start] + text[end:]


def _replace(random: Random, text: str) -> str:
    start, end = _range(random, text)
    return text[:start] + _fragment(random) + text[end:]


def _type(random: Random, text: str) -> str:
    """What comes and goes while something nasty is being typed."""
    written = random.choice(NASTY)
    place = _place(random, text)
    return text[:place] + written[: random.randint(1, len(written))] + text[place:]


def _blank_line(random: Random, text: str) -> str:
    """Part a paragraph from the next, or join them."""
    gaps = [match.span() for match in _PARAGRAPHS.finditer(text)]
    if gaps and random.random() < 0.6:
        start, end = random.choice(gaps)
        return text[:start] + random.choice(("", "\n", " ", "\r", "\n\n\n", "\n \t\n")) + text[end:]
    place = _place(random, text)
    return text[:place] + random.choice(("\n\n", "\r\n\r\n", "\n\t\n")) + text[place:]


def _paragraph(random: Random, text: str) -> str:
    """Duplicate, move or take out a paragraph."""
    gaps = [0, *(match.end() for match in _PARAGRAPHS.finditer(text)), len(text)]
    index = random.randrange(len(gaps) - 1)
    paragraph = text[gaps[index] : gaps[index + 1]]
    without = text[: gaps[index]] + text[gaps[index + 1] :]
    kind = random.randrange(3)
    if kind == 0:
        return without
    rest = text if kind == 1 else without
    place = min(random.choice(gaps), len(rest))
    return rest[:place] + paragraph + rest[place:]


def _block(random: Random, text: str) -> str:
    """Put a whole piece of a document somewhere."""
    place = _place(random, text)
    piece = random_document(random.randrange(10**6))[: random.randint(1, 200)]
    return text[:place] + random.choice(("", "\n\n")) + piece + text[place:]


def _line_ends(random: Random, text: str) -> str:
    """Write the line ends of a part in another way."""
    start, end = _range(random, text, longest=200)
    return (
        text[:start]
        + re.sub(r"\r\n?|\n", random.choice(("\n", "\r\n", "\r")), text[start:end])
        + text[end:]
    )


def _start(random: Random, text: str) -> str:
    """Change how the document starts."""
    gaps = [match.end() for match in _PARAGRAPHS.finditer(text)]
    match random.randrange(3):
        case 0:
            return (
                random.choice(("\ufeff", "\n", " \n", "\ufeff\n\n", "\r", "<!--\n", "\n\n")) + text
            )
        case 1 if gaps:
            place = random.choice(gaps[:2])
            return text[:place] + "\ufeff" + text[place:]
        case _:
            return text[random.choice((1, 2, 3, *gaps[:2])) :]


def _end(random: Random, text: str) -> str:
    """Change how the document ends: much depends on whether anything but space follows."""
    gaps = [match.end() for match in _PARAGRAPHS.finditer(text)]
    match random.randrange(4):
        case 0:
            return text + _fragment(random)
        case 1:
            return text + random.choice(_TAILS)
        case 2 if gaps:
            return text[: random.choice(gaps[-3:])]
        case _:
            return text[: len(text) - random.randint(0, min(6, len(text)))]


_EDITS: tuple[Edit, ...] = (
    *(_insert, _insert, _insert, _delete, _delete, _replace, _replace, _type),
    *(_blank_line, _paragraph, _paragraph, _block, _line_ends, _start, _end, _end),
)


def _fragment(random: Random) -> str:
    return "".join(random.choice(NASTY) for _ in range(random.choice((1, 1, 1, 2, 3))))


def _place(random: Random, text: str) -> int:
    """Anywhere, or where a line or a paragraph begins or ends."""
    kind = random.randrange(4)
    if kind == 0:
        breaks = [match.end() for match in _PARAGRAPHS.finditer(text)]
    elif kind == 1:
        breaks = [match.start() for match in re.finditer(r"[\r\n]|$", text)]
    else:
        return random.randint(0, len(text))
    near = random.choice([0, *breaks, len(text)]) + random.choice((0, 0, 0, 1, -1))
    return min(max(near, 0), len(text))


def _range(random: Random, text: str, longest: int = 0) -> tuple[int, int]:
    start = _place(random, text)
    length = random.randint(0, longest or random.choice((1, 1, 3, 10, 60)))
    return start, min(start + length, len(text))
