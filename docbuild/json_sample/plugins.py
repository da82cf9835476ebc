"""The plugins that a sample of app.json declares, whatever else is left out of it."""

from collections.abc import Iterator
from typing import NamedTuple

from docbuild.json_sample.reading import read
from docbuild.json_sample.values import Object, Text


class Declaration(NamedTuple):
    """``"alias": {"version": …, "provider": …}``; what is no string is ``None``."""

    alias: str
    version: Text | None
    provider: Text | None


def declarations(code: str) -> Iterator[Declaration]:
    """Each object of ``code`` with both a version and a provider, in order."""
    for member in read(code).all_members():
        value = member.value
        if isinstance(value, Object) and _declares(value):
            version, provider = value.get("version"), value.get("provider")
            yield Declaration(
                member.key,
                version if isinstance(version, Text) else None,
                provider if isinstance(provider, Text) else None,
            )


def _declares(value: Object) -> bool:
    return value.get("version") is not None and value.get("provider") is not None
