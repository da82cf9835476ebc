"""The pages of a view, each rendered once."""

from html import escape

from docbuild.page import INDEX, Live, ThemeError, render_page
from docbuild.preview.answer import HTML, Answer
from docbuild.preview.view import View

_PATIENCE = 2  # seconds until a page that could not be made is asked for again


class Pages:
    """The pages of the latest view: for a phone's frame or not, with the secret or not."""

    def __init__(self, run: str, secret: str) -> None:
        self._run = run
        self._secret = secret
        self._view: View | None = None
        self._made: dict[tuple[bool, bool], Answer] = {}

    def page(self, view: View, *, is_phone: bool, is_own: bool) -> Answer:
        """The page of ``view``, which carries the secret only on this machine."""
        if view is not self._view:
            self._view, self._made = view, {}
        kind = is_phone, is_own
        if kind not in self._made:
            secret = self._secret if is_own else None
            self._made[kind] = _page(view, Live(self._run, view.revision, secret, is_phone))
        return self._made[kind]


def _page(view: View, live: Live) -> Answer:
    around = view.surroundings
    try:
        page = render_page(
            around.theme,
            around.profile,
            around.plugin,
            blocks=view.blocks,
            sections=view.sections,
            language=view.language,
            pictures=around.profile_pictures,
            category_remark=around.category_remark,
            live=live,
        )
    except ThemeError as error:
        return _failure(error.message.text(view.language))
    return Answer(page.files[INDEX], HTML)


def _failure(message: str) -> Answer:
    """What a theme does wrong. The page has no script, and so comes again by itself."""
    html = (
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="{_PATIENCE}">'
        f"<title>docbuild</title><pre>{escape(message)}</pre>"
    )
    return Answer(html.encode("utf-8", "replace"), HTML, status=500)
