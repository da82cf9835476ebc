"""The plugin's detail page with its document in it: as one file, or live with links to the rest."""

from docbuild.page.choice import choose_theme
from docbuild.page.detail_page import INDEX, Page, render_page
from docbuild.page.frame import Live, content_policy
from docbuild.page.template import ThemeError
from docbuild.page.template_check import template_problems

__all__ = [
    "INDEX",
    "Live",
    "Page",
    "ThemeError",
    "choose_theme",
    "content_policy",
    "render_page",
    "template_problems",
]
