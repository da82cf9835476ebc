"""What was done to the pictures of a document, for programs: ``shrinkage.schema.json``."""

from __future__ import annotations

from typing import Any

from docbuild import __version__
from docbuild.formats.json_report import dump, well_formed
from docbuild.shrinkage import Fit, PictureChange, PictureFile, Shrinkage

_VERSION = 1  # of the format: it rises with every change that could break a reader


def shrinkage_json(shrinkage: Shrinkage, written: bool) -> str:
    """One JSON object in ASCII. ``written``: it was done, not only shown."""
    before, after = shrinkage.sizes
    return dump(
        {
            "version": _VERSION,
            "tool": {"name": "docbuild", "version": __version__},
            "written": written,
            "before": shrinkage.before,
            "after": shrinkage.after,
            "fit": None if shrinkage.fit is None else _fit(shrinkage.fit),
            "document": {
                "path": well_formed(shrinkage.document),
                "before": before,
                "after": after,
                "addresses": shrinkage.addresses,
            },
            "pictures": [_picture(each) for each in shrinkage.pictures],
        }
    )


def _fit(fit: Fit) -> dict[str, Any]:
    return {
        "target": fit.target,
        "reached": fit.is_reached,
        "least": fit.least,
        "unused": fit.unused,
        "tried": fit.is_tried,
        "largest": [{"path": well_formed(path), "size": size} for path, size in fit.largest],
    }


def _picture(change: PictureChange) -> dict[str, Any]:
    return {
        "before": _file(change.before),
        "after": _file(change.after),
        "changed": change.is_changed,
        "lossless": change.is_lossless,
        "difference": change.difference,
        "problem": change.problem,
        "detail": well_formed(change.detail),
    }


def _file(picture: PictureFile) -> dict[str, Any]:
    return {**picture._asdict(), "path": well_formed(picture.path)}
