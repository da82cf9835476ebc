"""Documents for comparisons, and the same after a few edits."""

from __future__ import annotations

from hypothesis import strategies as st

INLINE = (
    *(
        "插件",
        "天气",
        "的",
        "。",
        "word ",
        "other ",
        "a",
        " ",
        "\n",
        "é",
        "👨‍👩‍👧",
        "&amp;",
        "&copy;",
        "&",
    ),
    *("**粗**", "*斜*", "~~删~~", "`code`", "[文](https://a.b/c)", "[文](https://a.b/d)"),
    *(
        "![图](a.png)",
        "![图](b.png)",
        "<b>",
        "<script>",
        '">',
        "</ins>",
        "<ins class=added>",
        "\\*",
    ),
)
STARTS = (
    "",
    "# ",
    "## ",
    "> ",
    "- ",
    "  - ",
    "1. ",
    "2. ",
    "    ",
    "| a | b |\n|---|---|\n| ",
    "```js\n",
)
inline = st.lists(st.sampled_from(INLINE), min_size=1, max_size=8).map("".join)
blocks = st.tuples(
    st.sampled_from(STARTS), inline, st.sampled_from(("\n", "\n\n", " | ", "\n```\n"))
).map("".join)
documents = st.lists(blocks, max_size=8).map("".join)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """A document, and the same after a few edits, some of which move what is there."""
    old = draw(st.lists(blocks, max_size=8))
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(new)))
        match draw(st.sampled_from(("put", "cut", "move", "change"))):
            case "put":
                new.insert(at, draw(blocks))
            case "cut":
                del new[at : at + 1]
            case "move" if new[at : at + 1]:
                block = new.pop(at)
                new.insert(draw(st.integers(0, len(new))), block)
            case "change" if new[at : at + 1]:
                place = draw(st.integers(0, len(new[at])))
                new[at] = (
                    new[at][:place] + draw(inline) + new[at][place + draw(st.integers(0, 3)) :]
                )
    return "".join(old), "".join(new)
