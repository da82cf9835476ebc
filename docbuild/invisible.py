"""Characters that nobody sees: in a link or a file name they can only mislead.

The set is written out instead of asked of ``unicodedata``, so that a verdict does not depend
on the Unicode version of the Python that happens to run. It holds every control, format,
space, private-use, surrogate and noncharacter code point and Unicode's Default_Ignorable ones,
with one exception: the plain space U+0020, which is normal in a file name.
"""

from __future__ import annotations

import re

_ASCII = re.compile("[\x00-\x1f\x7f]")

_NONCHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000)
)

# Left as text, because compiling it takes as long as judging a thousand links, and most
# documents have none that needs it; ``re`` keeps it once it is compiled.
_ALL = (
    "[\x00-\x1f\x7f-\xa0\xad"  # controls, no-break space, soft hyphen
    "\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"  # joiner, Arabic and Syriac marks
    "\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"  # fillers of Hangul, Khmer and Mongolian
    "\u2000-\u200f\u2028-\u202f\u205f-\u206f"  # spaces, zero-width, line ends, bidi
    "\u2800\u3000\u3164"  # the blank Braille pattern, the ideographic space, a filler
    "\ud800-\uf8ff"  # surrogates and private use
    "\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"  # variation selectors, BOM
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    f"{_NONCHARACTERS}"
    "\U000e0000-\U000e0fff"  # tags and more variation selectors
    "\U000f0000-\U0010ffff]"  # private use
)


def has_invisible(text: str) -> bool:
    """Whether ``text`` has a character that nobody sees (a space is seen)."""
    if text.isascii():
        return _ASCII.search(text) is not None
    return re.search(_ALL, text) is not None


def without_invisible(text: str) -> str:
    """``text`` without the characters that nobody sees."""
    return re.sub(_ALL, "", text)
