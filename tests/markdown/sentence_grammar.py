"""A grammar of the running text that authors write, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_WORDS = (
    *("插件", "组件", "小程序", "属性", "事件", "接口", "页面", "登录", "默认值", "AppID", "true"),
    *("plugin.json", "wx.login()", "onTap", "data-id", "v1.2.0", "2 MB", "C++", "100%", "iOS/安卓"),
    *(
        "snake_case_name",
        "__init__",
        "a*b*c",
        "1 < 2",
        "x && y",
        "~/dist",
        "#使用",
        "😀",
        "é",
        "（可选）",
    ),
)
_MARKS = (
    "，",
    "。",
    "：",
    "、",
    "；",
    "！",
    "？",
    " ",
    ", ",
    ". ",
    ": ",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "",
    "",
)
TARGETS = (
    *(
        "https://developers.weixin.qq.com/miniprogram/dev/",
        "./image/a.png",
        "image/图片.png",
        "#使用",
    ),
    *("https://mp.weixin.qq.com/wxopen/plugindevdoc?appid=wx1&token=&lang=zh_CN", "", "a b.png"),
    *(
        "http://kf.qq.com/faq/(1).html",
        "<image/a b.png>",
        "mailto:a@b.cn",
        "//a.cn",
        "a\\_b",
        "&amp;",
    ),
    *(
        "javascript:void(0)",
        "JavaScript:x",
        "data:image/png;base64,AA==",
        "%E4%BD%A0",
        "%zz",
        "a%20b",
    ),
    *("./a.png =100x20", "https://a.cn/a_(b)_c", "<>", "x)y", "《a》"),
)
TITLES = ("", "", "", ' "标题"', " '标题'", " (标题)", ' "a "b" c"', ' ""', '"紧"', ' "半')
_ADDRESSES = (
    *("https://mp.weixin.qq.com", "http://a.cn/b_c_d", "https://a.cn/?x=1&y=2#z", "www.qq.com"),
    *(
        "https://github.com/a/b.git",
        "ftp://x.y/z",
        "HTTPS://A.CN",
        "http://a.cn/(b)",
        "https://中文.cn/路径",
    ),
    *(
        "kefu@example.com",
        "@tarojs/cli@1.3.12",
        "a.b-c_d@e-f.g.cn",
        "git@github.com:a/b.git",
        "a@b",
    ),
    *(
        "http://",
        "https://a",
        "http://a.cn/*b*",
        "https://a.cn/`b`",
        "https://a.cn|b",
        "http://a.cn&copy;",
    ),
    *(
        "https://a.cn/~~b~~",
        "http://a.cn\\_b",
        "https://a.cn/“b”",
        "http://127.0.0.1:8080/",
        "xhttp://a.cn",
    ),
)
TAGS = (
    *(
        "<br>",
        "<br/>",
        "<br />",
        "<b>",
        "</b>",
        "<font color=red>",
        "</font>",
        "<img src='a.png' width=10>",
    ),
    *(
        '<a href="https://a.cn">',
        "</a>",
        "<a name=x></a>",
        "<!-- 注释 -->",
        "<!---->",
        "<!-- -- -->",
    ),
    *(
        "<view>",
        "<view wx:if='{{a > b}}'>",
        "<my-card bind:tap=x />",
        "</view>",
        "<kbd>",
        "<span",
        "<>",
    ),
    *(
        "< br>",
        "<1>",
        "<?php ?>",
        "<![CDATA[x]]>",
        "<!DOCTYPE html>",
        "<a@b>",
        "<T>",
        "List<String>",
    ),
    *(
        "<https://a.cn>",
        "<a@b.cn>",
        "<wx:a>",
        "<http://a b>",
        "<x:y:z>",
        "<文字>",
        "<a",
        "</",
        "<!",
    ),
)
_ENTITIES = (
    *(
        "&nbsp;",
        "&lt;br&gt;",
        "&amp;",
        "&copy;",
        "&#39;",
        "&#x4e2d;",
        "&#0;",
        "&unknown;",
        "&",
        "&amp",
    ),
    *("&emsp;&emsp;", "&#60;b&#62;", "&quot;", "a&b;c", "&#;", "&ThickSpace;", "AT&T"),
)
_ESCAPES = (
    *(
        "\\*",
        "\\_",
        "\\|",
        "\\[",
        "\\]",
        "\\`",
        "\\#",
        "\\<",
        "\\\\",
        "\\~",
        "\\!",
        "\\(",
        "\\a",
        "\\",
    ),
    *("C:\\Users\\", "\\n", "\\-", "\\+", "\\.", "\\>", "\\&", "\\，"),
)
_ODDITIES = (
    *(
        "[ ] ",
        "[x] ",
        "[^1]",
        "[^1]: 脚注",
        ":smile:",
        "$x_1$",
        "==高亮==",
        "H~2~O",
        "^上标^",
        "++下划线++",
    ),
    *(
        "{#id}",
        "[TOC]",
        "[[wiki]]",
        "||隐藏||",
        "@someone",
        "#123",
        "--",
        "---",
        "...",
        "***",
        "___",
        "* *",
    ),
    *(
        "[ref]",
        "[文档][ref]",
        "[ref][]",
        "![图][ref]",
        "[没有]",
        "[没有][没有]",
        "[REF]",
        "[a][b][ref]",
    ),
    *(
        "[",
        "]",
        "![",
        "](",
        "(",
        ")",
        "*",
        "**",
        "_",
        "__",
        "~~",
        "~",
        "`",
        "``",
        "```",
        "<",
        ">",
        "|",
        "!",
    ),
    *(
        "\u00a0",
        "\u3000",
        "\t",
        "  ",
        "\u200b",
        "\f",
        "\v",
        "\0",
    ),
)


def sentence(random: Random, depth: int = 0) -> str:
    """A piece of running text on one line."""
    parts = [random.choice(_WORDS)]
    for _ in range(random.randint(0, 5)):
        parts.append(random.choice(_MARKS))
        kinds = _PLAIN if depth > 2 else _INLINE
        parts.append(random.choice(kinds)(random, depth))
    return "".join(parts)


def lines(random: Random) -> str:
    """Running text on one line or more, as it is written in a paragraph."""
    ends = ("\n", "\n", "  \n", "\\\n", "   \n", " \n", "<br>\n", "\n ", "\n  ", "\n\u3000\u3000")
    text = sentence(random)
    for _ in range(random.choice((0, 0, 0, 1, 1, 2, 3))):
        text += random.choice(ends) + sentence(random)
    return text


def word(random: Random, depth: int) -> str:
    return random.choice(_WORDS)


def _marked(random: Random, depth: int) -> str:
    mark = random.choice(
        ("**", "**", "*", "_", "__", "***", "___", "~~", "**_", "`", "``", "*", "~")
    )
    inner = sentence(random, depth + 1)
    space = random.choice(("", "", "", "", "", " "))
    quotes = random.choice(
        (("", ""), ("", ""), ("“", "”"), ("（", "）"), ("", "："), ("", "。"), ("《", "》"))
    )
    return mark + space + quotes[0] + inner + quotes[1] + random.choice(("", space)) + mark[::-1]


def code(random: Random, depth: int) -> str:
    code = random.choice(
        (
            "a|b",
            "<view>",
            "x = `y`",
            "**a**",
            " a ",
            "",
            "\\",
            "https://a.cn",
            "a_b_c",
            "{{ a }}",
            "&lt;",
            "a@b.cn",
        )
    )
    mark = random.choice(("`", "`", "`", "``", "```"))
    return mark + code + random.choice((mark, mark, mark, "`"))


def link(random: Random, depth: int) -> str:
    text = random.choice((sentence, sentence, _marked, code, _image, _address, _odd))(
        random, depth + 1
    )
    target = random.choice(TARGETS) + random.choice(TITLES)
    return f"[{text}]({random.choice(('', '', '', ' '))}{target}{random.choice(('', '', '', ' '))})"


def _image(random: Random, depth: int) -> str:
    text = random.choice((word, word, _marked, _odd))(random, 3)
    return f"![{text}]({random.choice(TARGETS)}{random.choice(TITLES)})"


def _address(random: Random, depth: int) -> str:
    return random.choice(_ADDRESSES) + random.choice(
        ("", "", "，", "。", ")", "）", "、", ".", " ", "**", '"', "<br>")
    )


def tag(random: Random, depth: int) -> str:
    return random.choice(TAGS)


def _entity(random: Random, depth: int) -> str:
    return random.choice(_ENTITIES)


def _escape(random: Random, depth: int) -> str:
    return random.choice(_ESCAPES)


def _odd(random: Random, depth: int) -> str:
    return random.choice(_ODDITIES)


Part = Callable[[Random, int], str]
_PLAIN: tuple[Part, ...] = (word, word, word, _entity, _escape, tag)
_INLINE: tuple[Part, ...] = (
    *(word, word, word, _marked, _marked, _marked, code, code, link, link, _image),
    *(_address, _address, tag, _entity, _escape, _odd),
)
