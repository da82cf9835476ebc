"""Releases and their state for programs: JSON as ``release.schema.json`` describes it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docbuild.diagnostic import Language
from docbuild.formats.json_report import dump, well_formed
from docbuild.release.history import History
from docbuild.release.upload_folder import UploadFolder
from docbuild.release.values import Release

_VERSION = 1  # of the format: it rises with every change that could break a reader


def history_json(history: History, language: Language) -> str:
    """All releases, the newest first, with what could not be read."""
    return dump(
        {
            "version": _VERSION,
            "uploaded": history.uploaded and history.uploaded.id,
            "published": history.published and history.published.id,
            "releases": [release_value(each, history) for each in reversed(history.releases)],
            **remarks(history, language),
        }
    )


def release_json(
    release: Release,
    history: History,
    folder: str | None = None,
    upload_folder: dict[str, Any] | None = None,
) -> str:
    """One release with its files; ``folder`` is where its contents lie, to upload from, and
    ``upload_folder`` what that holds by now, as :func:`folder_value` says it."""
    value = {"version": _VERSION, "release": release_value(release, history, files=True)}
    if folder is not None:
        value["folder"] = well_formed(folder)
    if upload_folder is not None:
        value["upload_folder"] = upload_folder
    return dump(value)


def status_json(
    history: History,
    tree: dict[str, Any] | None,
    gaps: Iterable[dict[str, Any]],
    language: Language,
    upload_folder: dict[str, Any] | None = None,
) -> str:
    """The state: what the working tree holds, what was noted, and what separates them.

    ``upload_folder``: what the folder to upload from holds, of the first that is prepared."""
    return dump(
        {
            "version": _VERSION,
            "working_tree": tree,
            "prepared": [release_value(each, history) for each in history.prepared],
            "uploaded": history.uploaded and release_value(history.uploaded, history),
            "published": history.published and release_value(history.published, history),
            "upload_folder": upload_folder,
            "differences": list(gaps),
            **remarks(history, language),
        }
    )


def release_value(release: Release, history: History, *, files: bool = False) -> dict[str, Any]:
    """A release as a JSON value, with its ``files`` if asked for."""
    value: dict[str, Any] = {
        "id": release.id,
        "state": history.state(release).value,
        "version": release.version,
        "description": release.description and well_formed(release.description),
        "at": release.stamp.at,
        "by": release.stamp.by and well_formed(release.stamp.by),
        "bytes": release.total,
        "errors": release.errors,
        "warnings": release.warnings,
        "pruned": release.id in history.pruned,
        "events": [
            {
                "kind": event.kind.value,
                "at": event.stamp.at,
                "by": event.stamp.by and well_formed(event.stamp.by),
            }
            for event in history.about(release)
        ],
    }
    if files:
        value["files"] = [
            {"path": well_formed(file.path), "size": file.size, "sha256": file.sha256}
            for file in release.files
        ]
    return value


def folder_value(folder: UploadFolder, place: Path) -> dict[str, Any]:
    """What the folder to upload from holds, at ``place``, compared with a release."""
    return {
        "path": well_formed(str(place)),
        "holds": folder.holds.value,
        "changed": [well_formed(path) for path in folder.changed],
    }


def remarks(history: History, language: Language) -> dict[str, Any]:
    """What could not be read, and what people have to sort out."""
    return {
        "problems": [
            {"path": well_formed(each.path), "message": well_formed(each.message.text(language))}
            for each in history.problems
        ],
        "notices": [well_formed(each.text(language)) for each in history.notices],
    }
