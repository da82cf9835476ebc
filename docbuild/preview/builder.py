"""The project as the preview shows it: every reading becomes a view and what pages are told."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from docbuild.asset import Asset
from docbuild.build import Project, find
from docbuild.categories import remark
from docbuild.diagnostic import Language, Message, Report
from docbuild.formats.printable import printable
from docbuild.locate import LocateProblem
from docbuild.page_block import Splice
from docbuild.pictures import Progress
from docbuild.preview.editor import Editor
from docbuild.preview.messages import RECOVERED, RELOAD
from docbuild.preview.record import Record, read_record
from docbuild.preview.releases_message import releases_message
from docbuild.preview.report_message import report_message
from docbuild.preview.view import ServedPicture, Surroundings, View
from docbuild.profile_pictures import ProfilePicture, read_profile_pictures
from docbuild.session import Session
from docbuild.session.picture_address import address_of, key_of
from docbuild.session.session import is_shown
from docbuild.theme import Theme

#: Serves a view from now on and tells every page these messages.
Publish: TypeAlias = Callable[[View, Sequence[str]], None]

_MEDIA_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}


class Wish(NamedTuple):
    """What the user asked to see; the project is found anew whenever its settings change.

    ``doc`` and ``named`` are those of :func:`docbuild.build.find`. Without a ``language`` the
    settings choose, else ``fallback``. ``theme`` gives that of a project, or all that is
    wrong with it. ``editor`` is the template of :class:`docbuild.preview.editor.Editor`.
    """

    start: Path
    doc: Path | None
    named: bool
    language: Language | None
    fallback: Language
    theme: Callable[[Project], Theme | tuple[Message, ...]]
    editor: str | None


class Builder:
    """Not for several threads at once. ``view`` is what there is to see now."""

    def __init__(self, wish: Wish, project: Project) -> None:
        self._wish = wish
        self._publish: Publish = _tell_nobody
        self._profile_pictures: Mapping[str, ProfilePicture] = {}
        self._session = self._new_session(project)
        self._report: Report | None = None
        self._unopened: Message | None = None  # why the project is not the one on the disk
        self._beside: Mapping[str, ServedPicture] = {}
        self.record = Record()
        self.view: View

    @property
    def session(self) -> Session:
        return self._session

    @property
    def report(self) -> Report | None:
        """What was last told of the document, ``None`` before the first time."""
        return self._report

    def open(self, theme: Theme, progress: Progress | None = None) -> None:
        """Read everything for the first time."""
        self._session.load(progress=progress)
        surroundings = self._surroundings(theme)
        self.view = View(0, self._language, surroundings)._replace(
            blocks=tuple(self._session.article.blocks),
            sections=self._session.article.sections,
            pictures=self._pictures(),
        )
        self._read_record()
        self.judge()

    def publish_to(self, publish: Publish) -> None:
        """Tell of every change from now on."""
        self._publish = publish

    def edit(self, data: bytes) -> None:
        """The document has new bytes, and nothing else changed."""
        self._show(self._session.edit(data))

    def load(self, changed: Collection[str] | None, known: bytes | None) -> None:
        """Files below doc/ changed, see :meth:`docbuild.session.session.Session.load`."""
        splices = self._session.load(changed, known=known)
        self.view = self.view._replace(pictures=self._pictures())
        self._show(splices)

    def reopen(self, known: bytes | None, *, afresh: bool = False) -> None:
        """Something changed that decides what the project is, or what stands around it.

        ``known`` are the document's bytes if it is still the same document. ``afresh``: keep
        nothing of what was found out before.
        """
        wish = self._wish
        project = find(wish.start, doc=wish.doc, named=wish.named)
        if isinstance(project, LocateProblem):
            self._stay(project.message)
            return
        if not isinstance(project, Project):
            self._stay(_joined(problem.placed for problem in project))
            return
        theme = wish.theme(project)
        if not isinstance(theme, Theme):
            self._stay(_joined(theme))
            return
        self._unopened = None
        self._take(project, theme, known, afresh)

    def judge(self) -> None:
        """Say what is wrong with what was read last."""
        session = self._session
        report = session.report()
        self._report = report
        editor = Editor(session.project.location.root, self._wish.editor)
        message = report_message(session, report, self.view.revision, self._language, editor)
        text = _text(message)
        unread = None if session.snapshot.source is not None else _unread(report)
        failure = self._unopened or unread
        if text != self.view.report:
            self.view = self.view._replace(report=text)
            self._publish(self.view, [text])
        if failure is None:
            self.recover()
        else:
            self.fail(failure)
        self._tell_of_releases()

    def read_releases(self) -> None:
        """The record of releases may be another."""
        self._read_record()
        self._tell_of_releases()

    def show_beside(self, assets: Iterable[Asset]) -> None:
        """Serve these pictures, too: those of another edition, with which ours is compared."""
        self._beside = _served(assets)
        self.view = self.view._replace(pictures=self._pictures())
        self._publish(self.view, [])

    def _read_record(self) -> None:
        self.record = read_record(self._session.project.location.root)

    def _tell_of_releases(self) -> None:
        text = _text(releases_message(self._session, self.record, self._language))
        if text != self.view.releases:
            self.view = self.view._replace(releases=text)
            self._publish(self.view, [text])

    def _stay(self, reason: Message) -> None:
        """Keep to the project as it was opened last."""
        self._unopened = reason
        self.fail(reason)

    def fail(self, message: Message, detail: str | None = None) -> None:
        """Say over the last good page why there is no newer one."""
        shown = "\n".join(map(printable, message.text(self._language).split("\n")))
        text = _text({"type": "failure", "message": shown, "detail": detail})
        if text != self.view.failure:
            self.view = self.view._replace(failure=text)
            self._publish(self.view, [text])

    def recover(self) -> None:
        """Take back the last failure."""
        if self.view.failure is not None:
            self.view = self.view._replace(failure=None)
            self._publish(self.view, [RECOVERED])

    def notice(self, message: Message | None) -> None:
        """Say what the author should know of the preview itself."""
        said = None if message is None else message.text(self._language)
        text = _text({"type": "notice", "message": said})
        self.view = self.view._replace(notice=None if message is None else text)
        self._publish(self.view, [text])

    @property
    def _language(self) -> Language:
        wish, settings = self._wish, self._session.project.settings
        return wish.language or settings.language or wish.fallback

    def _new_session(self, project: Project) -> Session:
        language = self._wish.language or project.settings.language or self._wish.fallback
        return Session(project, language)

    def _show(self, splices: tuple[Splice, ...]) -> None:
        if not splices:
            return
        article, before = self._session.article, self.view
        after = before._replace(
            revision=before.revision + 1, blocks=tuple(article.blocks), sections=article.sections
        )
        message: dict[str, Any] = {
            "type": "patch",
            "base": before.revision,
            "revision": after.revision,
            "splices": splices,
        }
        if after.sections is not before.sections:
            message["sections"] = after.sections
        self.view = after
        self._publish(after, [_text(message)])

    def _take(self, project: Project, theme: Theme, known: bytes | None, afresh: bool) -> None:
        """Let the project that was found anew be the one that is shown."""
        before = self._session
        self._session = self._new_session(project)
        same_place = project.location.folder == before.project.location.folder
        if same_place and not afresh and self._language == self.view.language:
            before.project = project
            self._session = before
        splices = self._session.load(known=known if same_place else None)
        self._read_record()
        surroundings = self._surroundings(theme)
        if surroundings == self.view.surroundings and self._session is before:
            self.view = self.view._replace(pictures=self._pictures())
            self._show(splices)
            return
        article = self._session.article
        self.view = self.view._replace(
            revision=self.view.revision + 1,
            language=self._language,
            surroundings=surroundings,
            blocks=tuple(article.blocks),
            sections=article.sections,
            pictures=self._pictures(),
        )
        self._publish(self.view, [RELOAD])

    def _surroundings(self, theme: Theme) -> Surroundings:
        project = self._session.project
        profile = project.settings.profile
        restriction = remark(*profile.category) if profile.category else None
        self._profile_pictures = read_profile_pictures(project)
        return Surroundings(
            theme=theme,
            profile=profile,
            plugin=self._session.snapshot.plugin,
            category_remark=None if restriction is None else restriction.text(self._language),
            profile_pictures={
                path: address_of(picture.digest, path)
                for path, picture in self._profile_pictures.items()
            },
        )

    def _pictures(self) -> Mapping[str, ServedPicture]:
        """The document's and the profile's pictures by the keys in their addresses."""
        served = {**self._beside, **_served(self._session.snapshot.assets.values())}
        for picture in self._profile_pictures.values():
            kind = _MEDIA_TYPES.get(picture.facts.format or "", "application/octet-stream")
            served[key_of(picture.digest)] = ServedPicture(picture.data, kind)
        return served


def _served(assets: Iterable[Asset]) -> dict[str, ServedPicture]:
    served: dict[str, ServedPicture] = {}
    for asset in assets:
        if is_shown(asset) and asset.facts is not None and asset.data is not None:
            kind = _MEDIA_TYPES.get(asset.facts.format or "", "application/octet-stream")
            served[key_of(asset.digest)] = ServedPicture(asset.data, kind)
    return served


def _tell_nobody(view: View, messages: Sequence[str]) -> None:
    """Before the server is there, nobody is."""


def _joined(messages: Iterable[Message]) -> Message:
    messages = tuple(messages)
    return Message(*("\n".join(message[index] for message in messages) for index in (0, 1)))


def _unread(report: Report) -> Message:
    """Why there is no document to show."""
    reasons = (each for each in report.diagnostics if each.span is None)
    found = next(reasons, None)
    if found is None:
        return Message("读不到文档", "the document cannot be read")
    return Message(f"{found.message.zh}\n{found.help.zh}", f"{found.message.en}\n{found.help.en}")


def _text(message: Mapping[str, Any]) -> str:
    """As UTF-8 can carry it: half a surrogate pair becomes ``?``."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()
