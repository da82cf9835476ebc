"""What is wrong with the template of a theme, found before a page is made with it.

First by reading it, which sees every branch: names and words that do not exist, hooks that are
missing. Then by filling it, with all there can be and with nothing, as a file and live.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import product
from types import MappingProxyType

from jinja2 import TemplateSyntaxError, meta, nodes

from docbuild.diagnostic import Language, Message, Report
from docbuild.nearest import nearest
from docbuild.outline import Section
from docbuild.page.detail_page import HEADER_FIELDS, INDEX, VALUES, VERDICT_FIELDS, render_page
from docbuild.page.frame import Live
from docbuild.page.template import ENVIRONMENT, ThemeError, failure, parsed, placed
from docbuild.page_block import PageBlock
from docbuild.plugin import Plugin
from docbuild.settings import Profile
from docbuild.theme import Theme
from docbuild.theme_manifest import MANIFEST

# Without these a page has no policy, no styles and scripts, or no document.
HOOKS = {
    "root": "<html {{ root }}>",
    "head": "<head>{{ head }}…</head>",
    "article": '<article class="article">{{ article }}</article>',
    "scripts": "{{ scripts }}</body>",
}

_LIVE_FIELDS = ("run", "revision", "secret", "phone")
_OTHER_FILES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


def template_problems(theme: Theme) -> tuple[Message, ...]:
    """All that is wrong with the theme's template, in the order of its lines."""
    path = theme.template_path
    try:
        tree = parsed(theme.template, path)
    except TemplateSyntaxError as error:
        return (failure(error, path),)
    found = sorted(_by_reading(theme, tree), key=lambda problem: problem[0] or 0)
    return tuple(placed(path, *problem) for problem in found) or _by_filling(theme)


def _by_reading(theme: Theme, tree: nodes.Template) -> Iterator[tuple[int | None, Message]]:
    for other in tree.find_all(_OTHER_FILES):
        yield other.lineno, _ONE_TEMPLATE
    asked = meta.find_undeclared_variables(tree) - _set_by(tree)
    known = (*VALUES, *ENVIRONMENT.globals)
    for name in sorted(asked.difference(known)):
        yield _first_line(tree, name), _no_value(name, known)
    for name in HOOKS:
        if name not in asked:
            yield None, _no_hook(name)
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name in asked:
            problem = _field_problem(theme, node.node.name, node.attr)
            if problem is not None:
                yield node.lineno, problem


def _set_by(tree: nodes.Template) -> set[str]:
    """The names that the template itself gives a value: Jinja2 asks for some of them, too."""
    return {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}


def _first_line(tree: nodes.Template, name: str) -> int | None:
    lines = (node.lineno for node in tree.find_all(nodes.Name) if node.name == name)
    return min(lines, default=None)


def _field_problem(theme: Theme, name: str, field: str) -> Message | None:
    """What is wrong with ``name.field``; ``text`` has the theme's own words, the rest ours."""
    fields: Mapping[str, Sequence[str]] = {
        "text": tuple(theme.text["zh"]),
        "plugin": HEADER_FIELDS,
        "live": _LIVE_FIELDS,
        "verdict": VERDICT_FIELDS,
    }
    if field in fields.get(name, (field,)):
        return None
    return _no_word(field) if name == "text" else _no_field(name, field, fields[name])


def _by_filling(theme: Theme) -> tuple[Message, ...]:
    languages: tuple[Language, ...] = ("zh", "en")
    lives = (None, Live("run", 1, "secret"))
    for language, live, (profile, blocks) in product(languages, lives, (_FULL, _EMPTY)):
        try:
            html = _filled(theme, profile, blocks, language, live)
        except ThemeError as error:
            return (error.message,)
        page = _Page(html)
        if page.articles != 1:
            return (placed(theme.template_path, None, _wrong_articles(page.articles)),)
    return ()


def _filled(
    theme: Theme, profile: Profile, blocks: int, language: Language, live: Live | None
) -> str:
    page = render_page(
        theme,
        profile,
        Plugin(),
        blocks=[PageBlock(key, f"<h1>{key}</h1>") for key in range(blocks)],
        sections=[Section(1, str(key), "-", key) for key in range(blocks)],
        language=language,
        pictures=MappingProxyType({"a.png": "a.png"}),
        category_remark="-" if profile.category else None,
        report=Report(None, (), 0, 1),
        live=live,
    )
    return page.files[INDEX].decode()


_EMPTY = Profile(), 0
_FULL = (
    Profile(
        name="-",
        app_id="-",
        avatar="a.png",
        intro="-",
        category=("-", "-"),
        tags=("-",),
        preview_images=("a.png", "missing.png"),
        feature_description="-",
        how_to_add="-",
        customer_service="-",
        developer="-",
        version="-",
        version_notes="-",
    ),
    2,
)


class _Page(HTMLParser):
    """How many elements of a page are its article."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.articles = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.articles += "article" in (dict(attrs).get("class") or "").split()


_ONE_TEMPLATE = Message(
    "主题只有一个模板文件，不能引用别的模板；请把内容直接写在这里",
    "a theme has one template, which cannot use others: write their content here",
)


def _no_value(name: str, known: Sequence[str]) -> Message:
    guess = nearest(name, known)
    if guess is not None:
        return Message(
            f"没有 {name} 这个值；是不是想写 {guess}？",
            f"there is no value {name}; did you mean {guess}?",
        )
    return Message(
        f"没有 {name} 这个值；可用的值：{'、'.join(VALUES)}",
        f"there is no value {name}; the values are: {', '.join(VALUES)}",
    )


def _no_hook(name: str) -> Message:
    return Message(
        f"模板里没有用到 {name}，页面会不完整；请写上 {HOOKS[name]}",
        f"the template does not use {name}, so the page would lack it; write {HOOKS[name]}",
    )


def _no_word(key: str) -> Message:
    return Message(
        f"{MANIFEST} 的 [text.zh] 和 [text.en] 里没有 {key}；请在两处都写上",
        f"[text.zh] and [text.en] in {MANIFEST} have no {key}; add it to both",
    )


def _no_field(name: str, field: str, fields: Sequence[str]) -> Message:
    return Message(
        f"{name} 没有 {field} 这一项；可用的有：{'、'.join(fields)}",
        f"{name} has no {field}; it has: {', '.join(fields)}",
    )


def _wrong_articles(number: int) -> Message:
    return Message(
        f"页面上 class 为 article 的元素应当恰好有一个，现在有 {number} 个；"
        f"请写成 {HOOKS['article']}",
        f"a page has exactly one element of the class article, this one has {number}; "
        f"write {HOOKS['article']}",
    )
