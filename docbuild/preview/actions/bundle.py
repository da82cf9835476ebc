"""The bundle of what was read last, for the page to save."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from docbuild.bundle import pack
from docbuild.bundle_members import members
from docbuild.diagnostic import Message, Severity
from docbuild.names import problem
from docbuild.preview.actions.calls import Call, answered, refused
from docbuild.preview.actions.slug import slug
from docbuild.preview.answer import Answer
from docbuild.preview.builder import Builder
from docbuild.session import Session

_ZIP = "application/zip"
_NO_DOCUMENT = Message("现在读不到文档，没有可以打包的", "There is no document to pack now")
_LONGEST = 60  # characters of the plugin's name in that of the file


async def bundle(call: Call, _body: bytes, _headers: Mapping[str, str]) -> Answer:
    """The action; the body of the request says nothing."""
    return await answered(call, _packed)


def _packed(builder: Builder) -> Answer:
    session = builder.session
    report = session.report()  # what was told may be older than what was read
    errors = report.number_of(Severity.ERROR)
    if errors:
        raise refused(
            Message(
                f"还有 {errors} 个错误，改好才能打包",
                f"Not packed: there {'is 1 error' if errors == 1 else f'are {errors} errors'}",
            )
        )
    if session.snapshot.source is None:
        raise refused(_NO_DOCUMENT)
    try:
        archive = pack(members(session.build(report)))
    except ValueError as error:  # names that only some systems can hold, if that rule is off
        raise refused(Message(f"打不了包：{error}", f"Not packed: {error}")) from error
    name = file_name(session)
    plain = name if name.isascii() else "plugin-doc.zip"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Answer(archive, _ZIP, headers={"content-disposition": disposition})


def file_name(session: Session) -> str:
    """What the archive is saved as: the plugin's name, or its AppID, and its version."""
    profile, plugin = session.project.settings.profile, session.snapshot.plugin
    names = (slug(each or "", _LONGEST) for each in (profile.name, profile.app_id, plugin.app_id))
    version = slug(profile.version or "", _LONGEST, keep=".")
    name = "-".join(filter(None, [next(filter(None, names), "plugin"), "doc", version])) + ".zip"
    return name if problem(name) is None else "plugin-doc.zip"
