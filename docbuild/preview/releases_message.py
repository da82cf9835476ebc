"""What is recorded of the document's way to its readers, as the panel shows it."""

from collections.abc import Mapping
from typing import Any

from docbuild.build import README
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.manifest import PackedFile
from docbuild.preview.record import Record
from docbuild.references import shown_paths
from docbuild.release.history import History
from docbuild.release.proposal import proposed_description, proposed_version
from docbuild.release.steps import place_of, publish_step, upload_steps
from docbuild.release.upload_folder import Holds, warning
from docbuild.release.values import EventKind, Release, Stamp
from docbuild.release_store.store import open_store
from docbuild.session import Session
from docbuild.upload import LONGEST_DESCRIPTION, uploads

_MOST_PROBLEMS = 5


def releases_message(session: Session, record: Record, language: Language) -> Mapping[str, Any]:
    """The message about ``record`` beside the document as it was judged last."""
    history, now = record.history, _documents(session)
    prepared = record.prepared
    clean = str(open_store(session.project.location.root).upload_folder)
    is_laid_out = record.upload_folder.is_of_release
    steps: tuple[Message, ...] = ()
    problems = _problems(history)
    if prepared is not None:  # what to type is in fields to copy, and noting has buttons
        place = place_of(session.snapshot, now, prepared, clean)
        if record.upload_folder.holds is Holds.CHANGED:  # where it is not there, the steps say so
            problems += tuple(filter(None, [warning(record.upload_folder, prepared, clean)]))
        steps = upload_steps(prepared, place._replace(is_laid_out=is_laid_out))
    profile = session.project.settings.profile
    version = proposed_version(history, profile) or ""
    return {
        "type": "releases",
        "prepared": prepared and _release(record, prepared, prepared.stamp, now),
        "uploaded": _noted(record, history.uploaded, EventKind.UPLOADED, now),
        "published": _noted(record, history.published, EventKind.PUBLISHED, now),
        "proposal": {
            "version": version,
            "description": proposed_description(history, profile, version) or "",
        },
        "above": history.highest_uploaded,
        "longest": LONGEST_DESCRIPTION,
        "folder": printable(clean) if prepared is not None and is_laid_out else None,
        "steps": {
            "upload": [_shown(each, language) for each in steps],
            "publish": [_shown(publish_step(), language)],
        },
        "problems": [_shown(each, language) for each in problems],
    }


def _shown(message: Message, language: Language) -> str:
    return printable(message.text(language))


def _problems(history: History) -> tuple[Message, ...]:
    unread = tuple(problem.placed for problem in history.problems[:_MOST_PROBLEMS])
    return unread + history.notices[:_MOST_PROBLEMS]


def _noted(
    record: Record, release: Release | None, kind: EventKind, now: tuple[PackedFile, ...]
) -> Mapping[str, Any] | None:
    if release is None:
        return None
    return _release(record, release, record.history.told(release, kind), now)


def _release(
    record: Record, release: Release, stamp: Stamp, now: tuple[PackedFile, ...]
) -> Mapping[str, Any]:
    """``now``: the files that would go up as the document is; ``stamp``: of what became of it."""
    return {
        "id": release.id,
        "version": release.version or "",
        "description": printable(release.description or ""),
        "at": stamp.at,
        "by": None if stamp.by is None else printable(stamp.by),
        "same": record.is_of(release, now),
    }


def _documents(session: Session) -> tuple[PackedFile, ...]:
    """What would go up now, as a release has it; see :func:`docbuild.bundle_members.uploaded`."""
    snapshot, shown = session.snapshot, shown_paths(session.references)
    packed = [
        PackedFile(f"doc/{README if path == snapshot.readme else path}", asset.size, asset.digest)
        for path, asset in snapshot.assets.items()
        if path == snapshot.readme or (path in shown and uploads(path))
    ]
    return tuple(sorted(packed))
