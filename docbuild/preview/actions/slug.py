"""Names of files made of what people wrote: safe on every system and in an address."""

from __future__ import annotations

import re
import unicodedata

from docbuild.invisible import without_invisible


def slug(text: str, longest: int, *, keep: str = "") -> str:
    """The letters and digits of ``text`` in lower case, anything between them as one hyphen.

    Chinese stays; accents go, because some systems store them as characters of their own.
    ``keep`` are further characters that stay. Empty where there is no letter or digit.
    """
    wanted = without_invisible(unicodedata.normalize("NFKC", text)).lower()
    letters = "".join(_plain(each, keep) for each in unicodedata.normalize("NFC", wanted))
    return re.sub("-{2,}", "-", letters)[:longest].strip("-_.")


def _plain(character: str, keep: str) -> str:
    if character in keep or character == "_":
        return character
    base = unicodedata.normalize("NFD", character)[0]
    if not character.isalnum():
        return "-"
    return base if base.isascii() else character
