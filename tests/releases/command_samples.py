"""What tests of ``docbuild release`` type, and hold its answers to."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from jsonschema import (  # type: ignore[import-untyped] # it ships no types
    Draft202012Validator,
)
from plugin_projects import CLEAN

SCHEMA = json.loads(
    (resources.files("docbuild.formats") / "release.schema.json").read_text(encoding="utf-8")
)
PREPARE = ("--no-input", "--by", "李雷", "--description")


def checked(text: str) -> dict[str, Any]:
    """What JSON says, held to the schema."""
    value: dict[str, Any] = json.loads(text)
    Draft202012Validator(SCHEMA).validate(value)
    return value


def edit(root: Path, text: str) -> None:
    (root / "doc/README.md").write_text(f"{CLEAN}\n{text}\n", encoding="utf-8")
