"""What a block of code mentions of the plugin: declarations, tags, and uses of its interface."""

import re
from collections.abc import Iterator

from docbuild.document import CodeBlock
from docbuild.javascript.members import members
from docbuild.javascript.syntax import Language
from docbuild.mentions.addresses import addresses
from docbuild.mentions.code_places import CodePlaces
from docbuild.mentions.mention import Aliased, Bound, Called, Declared, Given, Mention, Tagged
from docbuild.samples import Sample
from docbuild.source import Source, Span
from docbuild.wxml.tags import Tag, tags

_LANGUAGES: dict[str, Language] = {
    "js": "js",
    "javascript": "js",
    "jsx": "js",
    "ts": "ts",
    "typescript": "ts",
    "tsx": "tsx",
}
_SCRIPTS = frozenset(_LANGUAGES)
_DATA = frozenset({"json", "json5", "jsonc"})
_STYLES = frozenset({"css", "wxss", "less", "scss", "sass", "stylus"})
_DEEPEST = 4  # names of a.b.c that are looked at
# Variables of which nobody makes a plugin.
_NO_PLUGINS = frozenset(
    """
    App Array Component Date JSON Math Number Object Page Promise String app cloud console e
    err error event exports getApp module options page process requirePlugin res result that
    this window wx
    """.split()  # noqa: SIM905 - as a list it would fill a screen
)

_KEY = r"""(?<![\w$-])["']?([A-Za-z_$][\w$-]*+)["']?\s*+:\s*+"""
_PLUGIN = rf"""{_KEY}\{{[^{{}}]*?["']?\bprovider["']?\s*+:\s*+["']([^"']*+)["']"""
_USING = r"""\busingComponents["']?\s*+:\s*+\{([^{}]*+)\}"""
_ENTRY = rf"""{_KEY}["']([^"']*+)["']"""
_LEADS_TO_PLUGIN = rf"""{_KEY}["']plugin://([\w.-]++)/([\w./-]++)["']"""
_MEMBER = r"[\w$)]\??\.\s*+[A-Za-z_$]"


def sample(node: CodeBlock, source: Source) -> Iterator[Mention]:
    """The mentions in a block of code, by what language it says or seems to be in."""
    code, language = node.code, Sample(node, source).language
    places = CodePlaces(node, source)
    if "://" in code:
        yield from addresses(code, places)
    if language not in _STYLES:
        yield from _configuration(code, places)
    is_markup = code.lstrip().startswith("<")  # whatever its fence says
    if "<" in code and (is_markup or language not in _SCRIPTS | _DATA | _STYLES):
        yield from _tags(code, places)
    elif language in _SCRIPTS or (not language and "requirePlugin" in code):
        yield from _script(code, _LANGUAGES.get(language, "js"), places)


def _configuration(code: str, places: CodePlaces) -> Iterator[Mention]:
    if "provider" in code:
        for match in re.finditer(_PLUGIN, code):
            yield Aliased(places.span(*match.span(1)), match[1], match[2].strip())
    if "usingComponents" in code:
        for using in re.finditer(_USING, code):
            for entry in re.finditer(_ENTRY, using[1]):
                start = using.start(1) + entry.start(1)
                yield _declared(entry[1], entry[2], places.span(start, start + len(entry[1])))
    elif "plugin://" in code:
        for match in re.finditer(_LEADS_TO_PLUGIN, code):
            yield Declared(places.span(*match.span(1)), match[1], match[2], match[3])


def _declared(tag: str, path: str, span: Span) -> Declared:
    scheme, _, rest = path.partition("://")
    host, _, name = rest.partition("/") if scheme == "plugin" else ("", "", "")
    return Declared(span, tag, host, name)


def _tags(code: str, places: CodePlaces) -> Iterator[Tagged]:
    found = tags(code)
    ends = _ends(found)
    for index, tag in enumerate(found):
        if tag.is_closing:
            continue
        given = tuple(
            Given(places.span(each.span.start, each.span.start + len(each.name)), each.name)
            for each in tag.attributes
        )
        start, end = places.span(*_name(tag)), ends.get(index)
        yield Tagged(start, tag.name, given, end=end and places.span(*_name(end)))


def _name(tag: Tag) -> tuple[int, int]:
    start = tag.span.start + len("</" if tag.is_closing else "<")
    return start, start + len(tag.name)


def _ends(found: tuple[Tag, ...]) -> dict[int, Tag]:
    """The tag that closes each tag which is closed, by the index of that."""
    ends: dict[int, Tag] = {}
    open_tags: dict[str, list[int]] = {}
    for index, tag in enumerate(found):
        if tag.kind == "open":
            open_tags.setdefault(tag.name, []).append(index)
        elif tag.is_closing and open_tags.get(tag.name):
            ends[open_tags[tag.name].pop()] = tag
    return ends


def _script(code: str, language: Language, places: CodePlaces) -> Iterator[Bound | Called]:
    """Uses of variables that the sample binds to a plugin, or that another one may have bound."""
    if "requirePlugin" not in code and not re.search(_MEMBER, code):
        return
    found = members(code, language)
    aliases: dict[str, str | None] = {}
    for each in found:
        if not each.names:
            known = aliases.setdefault(each.variable, each.alias)
            aliases[each.variable] = known if known == each.alias else None
    for each in found:
        alias = aliases.get(each.variable, each.alias)
        names = each.names[:_DEEPEST]
        spans = tuple(places.span(*span) for span in each.spans[:_DEEPEST])
        written = each.alias_span and places.span(*each.alias_span)
        if not each.names and alias is not None and written is not None:
            yield Bound(spans[0], each.variable, alias, written)
        elif each.names and (alias is not None or _may_be_bound(each.variable, aliases)):
            yield Called(spans[0], each.variable, alias, names, spans, written)


def _may_be_bound(variable: str, aliases: dict[str, str | None]) -> bool:
    return variable not in aliases and variable not in _NO_PLUGINS
