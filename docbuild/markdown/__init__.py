"""The platform's dialect of Markdown, on mistune: text to nodes with exact spans, nodes to HTML."""

from docbuild.markdown.parse import parse

__all__ = ["parse"]
