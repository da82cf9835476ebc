"""SVG: what it would run or fetch, its size, and whether it parses; nothing is ever rendered."""

from __future__ import annotations

import re
from xml.parsers import expat

from docbuild.images import css
from docbuild.images.limits import (
    MAX_SVG_BYTES,
    MAX_SVG_DEPTH,
    MAX_SVG_ELEMENTS,
    MAX_SVG_USES,
)
from docbuild.images.outline import Outline, RefusedError, corrupt

_NAMESPACE = "http://www.w3.org/2000/svg"
_RUNS = ("script", "handler", "listener", "foreignobject", "iframe", "embed", "object")
_FETCHES = ("audio", "video", "canvas", "link", "animation", "tref")
_ANIMATES = ("set", "animate", "animatetransform", "animatemotion", "animatecolor")
# Attributes of other namespaces (an editor's, RDF) mean nothing to a browser.
_UNDERSTOOD = frozenset(
    ("", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")
)
_MERE_NAMES = ("id", "class", "data-", "aria-")  # "Image(1)" is a layer's name, no address
_PLAIN_NUMBER = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*")


def outline(data: bytes) -> Outline:
    """Raises :class:`RefusedError` for what does not parse, is active or costs too much.

    ``width`` and ``height`` are 0 where they are no plain numbers of pixels.
    """
    if len(data) > MAX_SVG_BYTES:
        raise RefusedError("bomb", f"more than {MAX_SVG_BYTES >> 20} MiB of SVG")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise corrupt(f"XML: {error}") from None
    except (LookupError, ValueError) as error:
        if reader.started:
            raise  # a mistake in a handler; before the first, an encoding that is not known
        raise corrupt(f"XML: {error}") from None
    reader.uses.check()
    return Outline(*reader.size)


class _Reader:
    """The handlers of one parse; each raises at the first thing to refuse."""

    def __init__(self) -> None:
        self.size = (0, 0)
        self.started = False
        self.uses = _Uses()
        self._depth = 0
        self._style: list[str] = []  # the text of the style element that is open
        self._style_depth = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.EntityDeclHandler = _refuse_entity
        parser.ProcessingInstructionHandler = _refuse_stylesheet
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        self.started = True
        namespace, _, name = qualified.rpartition(" ")
        name = name.lower()
        if not self._depth:
            self._root(namespace, name, attributes)
        self._depth += 1
        if self._depth > MAX_SVG_DEPTH:
            raise RefusedError("bomb", f"elements nested more than {MAX_SVG_DEPTH} deep")
        _check_element(name, attributes)
        self.uses.start(attributes.get("id"), _target(attributes) if name == "use" else None)
        if name == "style" and not self._style_depth:
            self._style_depth = self._depth

    def _root(self, namespace: str, name: str, attributes: dict[str, str]) -> None:
        if (namespace, name) != (_NAMESPACE, "svg"):
            raise corrupt("the root is no svg element of the SVG namespace: browsers show nothing")
        self.size = _size(attributes)

    def _text(self, text: str) -> None:
        if self._style_depth:
            self._style.append(text)

    def _end(self, _qualified: str) -> None:
        self.uses.end()
        if self._depth == self._style_depth:  # not at the end of an element inside it
            _check_style("".join(self._style))
            self._style.clear()
            self._style_depth = 0
        self._depth -= 1


class _Uses:
    """How many elements <use> makes of the file: it may double them at every step.

    Counting needs no second pass over the elements: each identified one keeps the number of
    elements below it and the uses among them.
    """

    def __init__(self) -> None:
        self._open: list[tuple[str | None, int, int]] = []
        self._count = 0
        self._targets: list[str] = []
        self._identified: dict[str, tuple[int, int, int]] = {}

    def start(self, identifier: str | None, target: str | None) -> None:
        self._count += 1
        if self._count > MAX_SVG_ELEMENTS:
            raise RefusedError("bomb", f"more than {MAX_SVG_ELEMENTS} elements")
        self._open.append((identifier, self._count, len(self._targets)))
        if target is not None:
            self._targets.append(target)
            if len(self._targets) > MAX_SVG_USES:
                raise RefusedError("bomb", f"more than {MAX_SVG_USES} <use> elements")

    def end(self) -> None:
        identifier, count, targets = self._open.pop()
        if identifier is not None and identifier not in self._identified:
            elements = self._count - count + 1
            self._identified[identifier] = (elements, targets, len(self._targets))

    def check(self) -> None:
        """Raises :class:`RefusedError` if the uses give too many elements, or go round."""
        sizes: dict[str, int] = {}
        total = self._count
        for target in self._targets:
            total += self._expanded(target, sizes, 0)
            if total > MAX_SVG_ELEMENTS:
                raise RefusedError(
                    "bomb", f"<use> makes more than {MAX_SVG_ELEMENTS} elements of it"
                )

    def _expanded(self, target: str, sizes: dict[str, int], depth: int) -> int:
        if depth > MAX_SVG_DEPTH:
            raise RefusedError("bomb", "<use> refers to itself, or through too many steps")
        if target not in sizes:
            elements, first, last = self._identified.get(target, (0, 0, 0))
            for inner in self._targets[first:last]:
                elements += self._expanded(inner, sizes, depth + 1)
            sizes[target] = min(elements, MAX_SVG_ELEMENTS + 1)
        return sizes[target]


def _check_element(name: str, attributes: dict[str, str]) -> None:
    if name in _RUNS or name in _FETCHES:
        raise _active(f"a <{name}> element")
    for qualified, value in attributes.items():
        namespace, _, attribute = qualified.rpartition(" ")
        attribute = attribute.lower()
        if namespace not in _UNDERSTOOD or attribute.startswith(_MERE_NAMES):
            continue
        if attribute.startswith("on"):
            raise _active(f"the event handler {attribute}")
        if attribute in ("href", "src") and not css.stays_inside(value):
            raise _active(f"{attribute} leads outside: {value[:80]}")
        if attribute == "base" and value.strip():
            raise _active("xml:base moves every reference")
        if attribute == "attributename" and name in _ANIMATES:
            _check_animated(value)
        _check_style(value)


def _check_animated(value: str) -> None:
    animated = value.strip().rpartition(":")[2].lower()
    if animated in ("href", "src", "style", "base") or animated.startswith("on"):
        raise _active(f"an animation of {animated}")


def _check_style(text: str) -> None:
    reason = css.why_active(text)
    if reason is not None:
        raise _active(reason)


def _target(attributes: dict[str, str]) -> str | None:
    for name, value in attributes.items():
        if name.rpartition(" ")[2] == "href":
            return value.strip().removeprefix("#")
    return None


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    width, height = _pixels(attributes.get("width")), _pixels(attributes.get("height"))
    if width and height:
        return width, height
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    return (_pixels(box[2]), _pixels(box[3])) if len(box) == 4 else (0, 0)


def _pixels(value: str | None) -> int:
    number = _PLAIN_NUMBER.fullmatch(value or "")
    return 0 if number is None else round(float(number[1]))


def _refuse_entity(name: str, _parameter: bool, _value: str | None, *external: str | None) -> None:
    if any(external[1:3]):
        raise _active(f"the external entity {name[:40]}")
    raise RefusedError("bomb", f"declares the entity {name[:40]}: entities may expand without end")


def _refuse_stylesheet(target: str, _data: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise _active("a style sheet from outside")


def _active(detail: str) -> RefusedError:
    return RefusedError("active", detail)
