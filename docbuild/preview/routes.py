"""Every address that the preview has. Each is a key into what is in memory, never a path.

An address is compared as it was sent, relative to the site's base: nothing is decoded, and
what is not in the tables does not exist. Queries never get this far.
"""

from collections.abc import Mapping
from urllib.parse import quote, unquote

from docbuild.preview.answer import NOT_FOUND, SCRIPT, STYLE, Answer
from docbuild.preview.pages import Pages
from docbuild.preview.view import View

PAGES: Mapping[str, bool] = {"": False, "phone": True}
"""Whether the page of an address is the one for a phone's frame."""

LIVE = "-/live"
ACTIONS: Mapping[str, str] = {
    "-/fix": "fix",
    "-/paste": "paste",
    "-/bundle": "bundle",
    "-/release": "release",
    "-/difference": "difference",
}
"""The actions by the address that a request posts to."""

STYLE_OF_THEME, SCRIPT_OF_THEME = "-/theme.css", "-/theme.js"
FILES = "-/"
PICTURES = "-/picture/"


class Routes:
    """What may be read: the pages, what they link, and the pictures of a view."""

    def __init__(self, pages: Pages, client_files: Mapping[str, Answer]) -> None:
        self._pages = pages
        self._files = {FILES + name: answer for name, answer in client_files.items()}

    def answer(self, address: str, view: View, *, is_own: bool) -> Answer:
        """What ``view`` has at ``address``."""
        if address in PAGES:
            return self._pages.page(view, is_phone=PAGES[address], is_own=is_own)
        theme = view.surroundings.theme
        if address == STYLE_OF_THEME:
            return Answer(theme.style.encode("utf-8", "replace"), STYLE)
        if address == SCRIPT_OF_THEME:
            return Answer(theme.script.encode("utf-8", "replace"), SCRIPT)
        return self._files.get(address) or _picture(address, view)


def _picture(address: str, view: View) -> Answer:
    """The picture by the key in its address, whose last part is for people only."""
    key, _, name = address.removeprefix(PICTURES).partition("/")
    picture = view.pictures.get(key)
    if picture is None or not address.startswith(PICTURES) or not _is_file_name(name):
        return NOT_FOUND
    return Answer(picture.data, picture.media_type)


def _is_file_name(name: str) -> bool:
    """Whether ``name`` is that of a file in a folder, as our pages write it.

    Nothing is read by it, but an address that looks like a way out, however often it is
    decoded, is none of ours.
    """
    decoded = unquote(name, errors="surrogateescape")
    if quote(decoded, errors="surrogateescape") != name:
        return False
    while decoded != name:
        name, decoded = decoded, unquote(decoded)
    return name.strip(". ") != "" and not any(each in "/\\" or each < " " for each in name)
