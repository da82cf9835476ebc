"""How a page shows the pictures of its document: those that lead somewhere, and the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote

from docbuild.diagnostic import Language, Message
from docbuild.document import Image
from docbuild.markdown.escape import escape
from docbuild.markdown.html import Picture, platform_picture
from docbuild.references import Reference

_NOT_SHOWN = Message("图片无法显示", "Picture not shown")


def page_pictures(
    references: Iterable[Reference],
    language: Language,
    address: Callable[[str], str | None] = quote,
) -> Picture:
    """Writes a picture by its address, or a placeholder that names what is not there.

    ``address`` gives the one of a path below doc/, ``None`` where it is not to be shown; by
    itself the page is beside the pictures.
    """
    addresses = {
        reference.image.destination: address(reference.path)
        for reference in references
        if reference.verdict == "ok" and reference.path is not None
    }

    def picture(image: Image) -> str:
        found = addresses.get(image.destination)
        if found is not None:
            return platform_picture(image._replace(destination=found))
        return _placeholder(image, language)

    return picture


def _placeholder(image: Image, language: Language) -> str:
    said = " · ".join(filter(None, (_NOT_SHOWN.text(language), image.alt)))
    return (
        f'<span class="missing-image">{escape(said)}<br><code>{escape(image.destination)}</code>'
        "</span>"
    )
