"""From what a user asks for to a theme that can be used."""

from __future__ import annotations

from docbuild.diagnostic import Message
from docbuild.page.template_check import template_problems
from docbuild.theme import Theme, find_theme


def choose_theme(choice: str) -> Theme | tuple[Message, ...]:
    """The theme by the name of a shipped one or by its folder, its template tried out.

    Else all that is wrong with it, one message each.
    """
    theme = find_theme(choice)
    return theme if isinstance(theme, tuple) else template_problems(theme) or theme
