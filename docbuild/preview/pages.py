"""The pages of a view, each rendered once."""

from docbuild.page import INDEX, Live, render_page
from docbuild.preview.view import View


def render_view(view: View, live: Live) -> bytes:
    """The page that ``view`` is shown as."""
    around = view.surroundings
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
    return page.files[INDEX]


class Pages:
    """The pages of the latest view: for a phone's frame or not, with the secret or not."""

    def __init__(self, run: str, secret: str) -> None:
        self._run = run
        self._secret = secret
        self._view: View | None = None
        self._rendered: dict[tuple[bool, bool], bytes] = {}

    def page(self, view: View, *, is_phone: bool, is_own: bool) -> bytes:
        """The page of ``view``, which carries the secret only on this machine."""
        if view is not self._view:
            self._view, self._rendered = view, {}
        kind = is_phone, is_own
        if kind not in self._rendered:
            secret = self._secret if is_own else None
            live = Live(self._run, view.revision, secret, is_phone)
            self._rendered[kind] = render_view(view, live)
        return self._rendered[kind]
