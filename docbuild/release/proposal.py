"""What to propose for the next upload, and what to remark on one that is prepared."""

from __future__ import annotations

from docbuild.diagnostic import Message
from docbuild.release.history import History
from docbuild.release.values import (
    Release,
    description_problem,
    named,
    next_version,
    version_problem,
)
from docbuild.settings import Profile

FIRST = "1.0.0"


def proposed_version(history: History, profile: Profile) -> str | None:
    """The profile's version, else that of what is prepared, else the next behind the last upload.

    Only what the upload would take; ``None`` behind 999.999.999.
    """
    uploaded = history.highest_uploaded
    prepared = (each.version for each in history.prepared)
    for version in (profile.version, *prepared):
        if version is not None and version_problem(version, uploaded) is None:
            return version
    return FIRST if uploaded is None else next_version(uploaded)


def proposed_description(history: History, profile: Profile, version: str) -> str | None:
    """The profile's notes if they are on this version, else those of what is prepared for it."""
    notes = profile.version_notes if profile.version == version else None
    prepared = (each.description for each in history.prepared if each.version == version)
    for description in (notes, *prepared):
        if description is not None and description_problem(description.strip()) is None:
            return description.strip()
    return None


def repetition(history: History, release: Release) -> Message | None:
    """That ``release`` is what was uploaded last: that is allowed, but seldom meant."""
    before = history.uploaded
    if before is None or before.documents != release.documents:
        return None
    name = named(before)
    return Message(
        f"注意：内容和已上传的 {name.zh} 完全一样",
        f"note: {name.en}, which was uploaded, holds the very same",
    )
