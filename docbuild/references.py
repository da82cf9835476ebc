"""Where an image reference leads: a verdict from the reference and the folder's listing alone."""

from __future__ import annotations

from dataclasses import dataclass

from docbuild.document import Image


@dataclass(frozen=True, slots=True)
class Reference:
    """An image of the document and where it leads.

    ``verdict`` is ``ok`` or the reason for refusing it, such as ``parent-escape``, ``scheme``
    or ``missing``. ``path`` is the path below doc/ that was meant, where one can be told;
    with ``ok`` it is the path of a file in the tree. ``nearest`` is what the author may have
    meant: a path below doc/ that exists.
    """

    image: Image
    verdict: str
    path: str | None = None
    nearest: str | None = None
