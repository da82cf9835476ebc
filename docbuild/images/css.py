"""What a style or an attribute of an SVG would fetch or run: pure text, no CSS parser.

It errs on the side of refusal: an honest drawing has none of this.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
# One that is never closed runs to the end; without that, each "/*" would look for its own end.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_URL = re.compile(r"""(?:url|src|image)\(\s*['"]?\s*([^\s'")]*)""", re.IGNORECASE)
_ACTIVE = re.compile(
    r"@import|image-set\(|expression\(|-moz-binding|behavior\s*:"
    r"|(?:java|vb)script\s*:",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif)[;,]", re.IGNORECASE)
_FONT = re.compile(r"data:(?:font/|application/(?:x-)?font)", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")


def stays_inside(address: str) -> bool:
    """Whether an address is a part of the same file: ``#…``, or a still picture as ``data:``."""
    address = address.strip()
    return not address or address.startswith("#") or _PICTURE.match(address) is not None


def why_active(text: str) -> str | None:
    """Why text of a style sheet or an attribute is no longer only a drawing, in English."""
    if not any(sign in text for sign in "(@:\\"):
        return None
    plain = _COMMENT.sub("", _ESCAPE.sub(_unescaped, text))
    for url in _URL.finditer(plain):
        if not stays_inside(url[1]) and not _FONT.match(url[1]):
            return f"a style leads outside: {url[1][:80]}"
    # Browsers drop line breaks and tabs inside "java\nscript:".
    active = _ACTIVE.search(plain) or _ACTIVE.search(_BLANKS.sub("", plain))
    return None if active is None else f"a style or attribute holds {active[0]}"


def _unescaped(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[2]
    code = int(escape[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"
