"""Code that a reader can copy: how a mini program declares the plugin and uses what it offers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from docbuild.diagnostic import Language, Message
from docbuild.interface import Component, Page
from docbuild.scaffold.escaping import shown
from docbuild.scaffold.tables import own_properties

MOST_ATTRIBUTES = 3  # of a sample: it shows how, the table shows what
_WIDEST = 72  # columns of a tag on one line

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TAG = re.compile(r"[a-z][a-z0-9_-]*")
_ATTRIBUTE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CONTENT = Message("插槽里的内容", "what goes into the slot")


def declaration(alias: str, app_id: str, version: str) -> str:
    """What app.json says."""
    return _json({"plugins": {alias: {"version": version, "provider": app_id}}})


def using_components(alias: str, components: Iterable[Component]) -> str:
    """What a page's .json says."""
    used = {tag_name(each): f"plugin://{alias}/{shown(each.name)}" for each in components}
    return _json({"usingComponents": used})


def elements(components: Iterable[Component], language: Language) -> str:
    """The components in a page's .wxml."""
    return "\n".join(_element(each, language) for each in components)


def navigation(alias: str, page: Page) -> str:
    """How a page is opened, with every parameter in the query."""
    names = [name for name in page.parameters if _ATTRIBUTE.fullmatch(name)]
    query = "&".join(f"{name}=${{encodeURIComponent({name})}}" for name in names)
    address = f"plugin://{alias}/{shown(page.name)}"
    url = f"`{address}?{query}`" if query else _quoted(address)
    return f"wx.navigateTo({{\n  url: {url},\n}})"


def requiring(alias: str) -> str:
    """How the interface is had."""
    return f"const {_variable(alias)} = requirePlugin({_quoted(alias)})"


def tag_name(component: Component) -> str:
    """The name as WXML allows it: in lower case, words joined by hyphens."""
    name = _HUMP.sub("-", shown(component.name)).lower()
    return name if _TAG.fullmatch(name) else "plugin-component"


def _element(component: Component, language: Language) -> str:
    tag = tag_name(component)
    attributes = list(_attributes(component))
    has_content = any(not slot.name for slot in component.slots)
    end = ">" if has_content else " />"
    line = " ".join((f"<{tag}", *attributes)) + end
    if len(line) > _WIDEST:
        lines = (f"<{tag}", *(f"  {attribute}" for attribute in attributes), end.strip())
        line = "\n".join(lines)
    return f"{line}\n  {_CONTENT.text(language)}\n</{tag}>" if has_content else line


def _attributes(component: Component) -> Iterator[str]:
    names = [each.name for each in own_properties(component) if _ATTRIBUTE.fullmatch(each.name)]
    for name in names[:MOST_ATTRIBUTES]:
        yield f'{_HUMP.sub("-", name).lower()}="{{{{{name}}}}}"'
    for event in component.events[:1]:
        if _ATTRIBUTE.fullmatch(event.name):
            yield f'bind:{event.name}="on{event.name[0].upper()}{event.name[1:]}"'


def _variable(alias: str) -> str:
    """``hello-plugin`` as ``helloPlugin``."""
    first, *rest = re.split(r"[^A-Za-z0-9_]+", alias)
    name = first + "".join(word.capitalize() for word in rest)
    return name if _ATTRIBUTE.fullmatch(name) else "plugin"


def _quoted(text: str) -> str:
    """``text`` as a string of JavaScript."""
    return "'" + json.dumps(text, ensure_ascii=False)[1:-1].replace("'", "\\'") + "'"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
