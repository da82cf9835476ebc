"""The first document of a plugin: all that its sources say, and a mark where they say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docbuild.diagnostic import Language, Message
from docbuild.interface import Component, Export, Interface, Page
from docbuild.scaffold import samples, wording
from docbuild.scaffold.escaping import code, fence, heading, inline, paragraph, shown
from docbuild.scaffold.marks import marked
from docbuild.scaffold.tables import (
    events_table,
    parameters_table,
    properties_table,
    slots_table,
)

_MOST_SHOWN = 5  # components that the first sample uses; a longer one shows no more


class About(NamedTuple):
    """What is known of the plugin beside its interface; ``None`` is for the author to say."""

    language: Language
    name: str | None = None
    introduction: str | None = None
    app_id: str | None = None
    alias: str = "myPlugin"
    version: str = "1.0.0"


def first_document(about: About, interface: Interface) -> str:
    """The text of README.md, its lines ended by ``\\n``."""
    components = [each for each in interface.components if shown(each.name)]
    pages = [each for each in interface.pages if shown(each.name)]
    exports = [each for each in interface.exports if shown(each.name)]
    writer = _Writer(about)
    blocks = (
        *writer.opening(),
        *writer.quick_start(components),
        *(writer.components(components) if components else ()),
        *(writer.pages(pages) if pages else ()),
        *(writer.exports(exports) if exports else ()),
    )
    return "\n\n".join(filter(None, blocks)) + "\n"


class _Writer:
    """Yields the blocks of the document, part by part; empty ones do not count."""

    def __init__(self, about: About) -> None:
        self.about = about

    def say(self, message: Message) -> str:
        return message.text(self.about.language)

    def head(self, level: int, message: Message) -> str:
        return f"{'#' * level} {self.say(message)}"

    def opening(self) -> Iterator[str]:
        yield heading(self.about.name or self.say(wording.UNNAMED), 1)
        introduction = self.about.introduction
        yield paragraph(introduction) if introduction else self.say(wording.INTRODUCTION)

    def quick_start(self, components: list[Component]) -> Iterator[str]:
        name = self.about.name or self.say(wording.UNNAMED)
        yield self.head(2, wording.QUICK_START)
        yield f"### 1. {self.say(wording.ADD)}"
        yield self.say(wording.ADDING).format(name=inline(name))
        yield f"### 2. {self.say(wording.DECLARE)}"
        yield from self.declaring()
        if components:
            yield f"### 3. {self.say(wording.USE_COMPONENTS)}"
            yield from self.using(components[:_MOST_SHOWN])
        yield self.say(wording.MORE)

    def declaring(self) -> Iterator[str]:
        about = self.about
        app_id = about.app_id or self.say(wording.NO_APP_ID)
        yield self.say(wording.DECLARING)
        yield fence(samples.declaration(about.alias, app_id, about.version), "json")
        yield self.say(wording.ALIAS).format(alias=about.alias)

    def using(self, components: list[Component]) -> Iterator[str]:
        yield self.say(wording.IN_PAGE_JSON)
        yield fence(samples.using_components(self.about.alias, components), "json")
        yield self.say(wording.IN_WXML)
        yield fence(samples.elements(components, self.about.language), "wxml")

    def components(self, components: Iterable[Component]) -> Iterator[str]:
        yield self.head(2, wording.COMPONENTS)
        for component in components:
            yield heading(component.name, 3)
            yield self.described(component.description, wording.COMPONENT_TO_DO)
            yield marked(component, properties_table(component, self.about.language))
            yield events_table(component.events, self.about.language)
            yield slots_table(component.slots, self.about.language)
            yield self.external_classes(component)

    def external_classes(self, component: Component) -> str:
        names = [code(name) for name in component.external_classes if shown(name)]
        listed = self.say(wording.LIST_COMMA).join(names)
        return self.say(wording.EXTERNAL_CLASSES).format(names=listed) if names else ""

    def pages(self, pages: Iterable[Page]) -> Iterator[str]:
        yield self.head(2, wording.PAGES)
        for page in pages:
            yield heading(page.name, 3)
            yield self.described(page.description, wording.PAGE_TO_DO)
            yield self.say(wording.OPENING)
            yield fence(samples.navigation(self.about.alias, page), "js")
            yield parameters_table(page.parameters, self.about.language)

    def exports(self, exports: Iterable[Export]) -> Iterator[str]:
        yield self.head(2, wording.EXPORTS)
        yield self.say(wording.REQUIRING)
        yield fence(samples.requiring(self.about.alias), "js")
        for export in exports:
            yield heading(export.name, 3)
            yield self.described(export.description, wording.EXPORT_TO_DO)
            yield self.signature(export)
            yield parameters_table(export.parameters, self.about.language)

    def signature(self, export: Export) -> str:
        if export.kind == "value":
            return ""
        called = f"{export.name}({', '.join(export.parameters)})"
        written = code(f"new {called}" if export.kind == "class" else called)
        promise = self.say(wording.RETURNS_PROMISE)
        gap = "" if self.about.language == "zh" else " "
        return f"{written}{self.say(wording.STOP)}{gap}{promise}" if export.is_async else written

    def described(self, description: str | None, otherwise: Message) -> str:
        return paragraph(description or "") or self.say(otherwise)
