"""Which rule speaks for which verdict: every defect has exactly one rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from docbuild.document import Link, LinkForm, Text
from docbuild.references import Reference
from docbuild.rules.hyperlinks import Hyperlink
from docbuild.rules.rule import Subject

#: The rule for each verdict on an image reference. ``None``: nothing is wrong.
#: ``scheme`` is told apart further by the scheme, see :func:`image_rule`.
IMAGE_RULES: Mapping[str, str | None] = {
    "ok": None,
    "scheme-relative": "image-remote",
    "scheme": "image-path",
    "parent-escape": "image-outside",
    "missing": "image-missing",
    "case-mismatch": "image-missing",
    "nfd-on-disk": "image-missing",
    "extension": "image-format",
    "symlink": "image-link",
    "not-regular": "image-link",
    "too-large": "image-bomb",
    "unreadable": "resource-unreadable",
    "absolute": "image-path",
    "backslash": "image-path",
    "control-or-invisible": "image-path",
    "drive": "image-path",
    "empty": "image-path",
    "encoded-separator": "image-path",
    "hidden": "image-path",
    "malformed-percent": "image-path",
    "not-utf8": "image-path",
    "query-or-fragment": "image-path",
    "too-long": "image-path",
    "trailing-dot-space": "image-path",
    "windows-char": "image-path",
    "windows-reserved": "image-path",
}

#: The rule for each verdict on a link destination, those of allowed ones apart.
LINK_RULES: Mapping[str, str] = {
    "host": "link-host",
    "scheme": "link-scheme",
    "relative": "link-relative",
    "empty": "link-relative",
    "backslash": "link-suspicious",
    "control-space-or-invisible-char": "link-suspicious",
    "empty-host": "link-suspicious",
    "missing-double-slash": "link-suspicious",
    "non-ascii-host": "link-suspicious",
    "percent-in-host": "link-suspicious",
    "port-or-colon": "link-suspicious",
    "scheme-relative": "link-suspicious",
    "userinfo": "link-suspicious",
}

_SCHEME_RULES = {"http": "image-remote", "https": "image-remote", "data": "image-data"}

_IMAGE_SIZE = r"[0-9%x]{1,20}\s*"  # ![](a.png =100x20)
_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]*):"


def image_rule(reference: Reference) -> str | None:
    """The name of the rule that reports a reference, ``None`` where it is good."""
    if reference.verdict != "ok" and without_size(reference.image.destination):
        return "render-unsupported"
    if reference.verdict == "scheme":
        return _SCHEME_RULES.get(reference.scheme or "", "image-path")
    return IMAGE_RULES[reference.verdict]


# Remembered, because a reference definition lets a thousand pictures share one endless address.
@lru_cache
def without_size(destination: str) -> str | None:
    """The address before the size in ``a.png =100x20``, ``None`` where there is no size."""
    address, mark, size = destination.rpartition(" =")
    return address.rstrip() if mark and re.fullmatch(_IMAGE_SIZE, size) else None


def is_cut_off(destination: str) -> bool:
    """Whether the platform took a ``)`` in the path, as in ``![](a(1).png)``, for its end."""
    return "(" in destination and ")" not in destination


@lru_cache
def scheme(destination: str) -> str:
    """The scheme of a destination in lower case, empty if it has none."""
    match = re.match(_SCHEME, destination.lstrip())
    return match[1].lower() if match else ""


def refused(subject: Subject, rule: str) -> Iterator[Reference]:
    """The references that ``rule`` has to report."""
    return (found for found in subject.references if image_rule(found) == rule)


def rejected(subject: Subject, rule: str) -> Iterator[Hyperlink]:
    """The links that ``rule`` has to report."""
    for found in subject.hyperlinks:
        if found.verdict.allowed or is_footnote(found.link):
            continue
        if LINK_RULES[found.verdict.code] == rule:
            yield found


def is_footnote(link: Link) -> bool:
    """Whether the platform made a link of what was meant as a footnote, ``[^1]``."""
    first = link.children[0] if link.children else None
    return (
        link.form is LinkForm.REFERENCE and isinstance(first, Text) and first.text.startswith("^")
    )
