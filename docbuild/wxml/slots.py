"""The slots that the markup of a component has."""

from docbuild.interface import Slot
from docbuild.wxml.tags import Comment, Tag, markup


def slots(text: str) -> tuple[Slot, ...]:
    """By name, each with the comment directly before it; one whose name is data is left out."""
    found: dict[str, Slot] = {}
    comment: Comment | None = None
    for each in markup(text):
        if isinstance(each, Comment):
            comment = each
        elif isinstance(each, Tag) and each.name == "slot" and not each.is_closing:
            name = each.value("name") or ""
            if "{{" not in name:
                line = text.count("\n", 0, each.span.start) + 1
                found.setdefault(name, Slot(name, _said(text, comment, each), line))
    return tuple(found.values())


def _said(text: str, comment: Comment | None, tag: Tag) -> str | None:
    if comment is None or text[comment.span.end : tag.span.start].strip():
        return None
    if text.count("\n", comment.span.end, tag.span.start) > 1:
        return None
    words = text[comment.span.start + 4 : comment.span.end - 3].strip()
    return words if words and "<" not in words and len(words) <= 400 else None
