"""Where the platform's renderer does not come to an end, and its preview freezes.

In marked 0.3.19 a definition's title in single quotes is ``'\\n?(?:[^'\\n]+\\n?)*'``. Where no
quote closes it, or more follows behind the one that does, every way to cut its lines into pieces
is tried: each character more doubles the time: 28 take seconds, 35 minutes, 45 days.
"""

from docbuild.dialect import WECHAT, Dialect
from docbuild.markdown.dialects import parsers
from docbuild.markdown.region import normalise
from docbuild.source import Span


def endless_titles(text: str, start: int, end: int, dialect: Dialect = WECHAT) -> tuple[Span, ...]:
    """Those titles in ``text[start:end]``, which is whole lines, each once and in order.

    A span reaches from the opening quote to the first one behind it, or as far as the title
    goes without.
    """
    block_parser, _ = parsers(dialect)
    return tuple(sorted(set(block_parser.read(normalise(text, start, end)).endless)))
