"""From the options and the settings to the theme of a page, for the commands that make one."""

from __future__ import annotations

from argparse import Namespace

from docbuild.build import Project
from docbuild.cli.command_error import CommandError
from docbuild.diagnostic import Message
from docbuild.page import choose_theme
from docbuild.theme import Theme, load_theme


def chosen_theme(options: Namespace, project: Project) -> Theme:
    """The theme of ``--theme``, a name or a folder, else that of the settings, a name alone.

    Raises ``CommandError`` with all that is wrong with it.
    """
    theme = theme_of(options, project)
    if isinstance(theme, Theme):
        return theme
    raise CommandError(*theme, language=options.language)


def theme_of(options: Namespace, project: Project) -> Theme | tuple[Message, ...]:
    """The theme that :func:`chosen_theme` gives, or all that is wrong with it."""
    return _named(project) if options.theme is None else choose_theme(options.theme)


def _named(project: Project) -> Theme | tuple[Message, ...]:
    theme = load_theme(project.settings.theme)
    return theme if isinstance(theme, Theme) else (theme,)
