"""Members to prepare, and records that somebody else wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docbuild.manifest import MANIFEST, Manifest, write_manifest
from docbuild.packed_files import packed_files
from docbuild.release.values import Stamp

STAMP = Stamp("2026-01-02T03:04:05Z", "李雷")
TEXT = "# 天气\n\n你好。\n".encode()


def members_of(
    version: str | None, readme: bytes = TEXT, pictures: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """A small bundle."""
    contents = {"doc/README.md": readme, **(pictures or {"doc/a.png": b"a picture"})}
    manifest = Manifest(
        tool="1",
        dialect="wechat-1",
        app_id=None,
        plugin=None,
        version=version,
        description="改了一段",
        files=packed_files(contents),
        errors=0,
        warnings=1,
        forced=False,
    )
    return {**contents, MANIFEST: write_manifest(manifest)}


def record(**changes: Any) -> dict[str, Any]:
    """A release as its file has it, with some keys changed, or left out where ``None``."""
    value = {
        "format": 1,
        "kind": "prepared",
        "at": "2026-01-02T03:04:05Z",
        "by": None,
        "parents": [],
        "document": {"version": "1.0.0", "description": "x"},
        "findings": {"errors": 0, "warnings": 0},
        "files": [file("doc/README.md")],
        **changes,
    }
    return {key: each for key, each in value.items() if each is not ...}


def event(**changes: Any) -> dict[str, Any]:
    """An event as its file has it, likewise."""
    value = {
        "format": 1,
        "kind": "uploaded",
        "at": "2026-01-02T03:04:05Z",
        "by": None,
        "parents": [],
        "release": "0" * 64,
        "undoes": [],
        **changes,
    }
    return {key: each for key, each in value.items() if each is not ...}


def file(path: str, data: bytes = TEXT) -> dict[str, Any]:
    return {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def plant(root: Path, folder: str, value: object) -> Path:
    """Put a record into the store of ``root`` under the name that belongs to its bytes."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    path = root / ".docbuild/releases" / folder / f"{hashlib.sha256(data).hexdigest()}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
