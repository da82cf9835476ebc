"""Random documents: what authors write, what they mistype, and what is left of it half edited."""

from __future__ import annotations

from random import Random

from document_grammar import document
from sentence_grammar import lines

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
    """A document: by the seed a written one, an edited one, or a salad of fragments."""
    random = Random(seed)
    kind = seed % 4
    if kind == 3:
        return "".join(random.choice(_FRAGMENTS) for _ in range(random.randint(1, 40)))
    text = document(random)
    return _edited(random, text) if kind == 2 else text


def _edited(random: Random, text: str) -> str:
    """``text`` in the middle of being typed: pieces are missing, doubled, moved or put in."""
    for _ in range(random.randint(1, 6)):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice((0, 1, 1, 2, 3, 10)))
        put_in = random.choice(
            ("", "", random.choice(_FRAGMENTS), text[start:end] * 2, "\n", " ", lines(random))
        )
        text = text[:start] + put_in + text[end:]
    return text
