"""docbuild.toml as a value: what the author decided."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple, Never

from docbuild.diagnostic import Language, Severity
from docbuild.dialect import WECHAT, Dialect

#: The rules that no setting and no ignore can change: they say that the check is incomplete.
UNSILENCEABLE = frozenset({"internal", "budget-exceeded"})

_NOTHING: Mapping[str, Never] = MappingProxyType({})


class Level(Enum):
    """How loud a rule is by the settings."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


class Ignore(NamedTuple):
    """A rule switched off for the whole document, with the reason that the author gave.

    ``line`` is where the settings file says so, from 1.
    """

    rule: str
    reason: str
    line: int | None = None


class Profile(NamedTuple):
    """What the detail page shows of the plugin beside its document; all of it optional.

    ``category`` is the first- and second-level service category. ``avatar`` and
    ``preview_images`` are paths relative to the project's root, POSIX.
    """

    name: str | None = None
    app_id: str | None = None
    avatar: str | None = None
    intro: str | None = None
    category: tuple[str, str] | None = None
    tags: tuple[str, ...] = ()
    preview_images: tuple[str, ...] = ()
    feature_description: str | None = None
    how_to_add: str | None = None
    customer_service: str | None = None
    developer: str | None = None
    version: str | None = None
    version_notes: str | None = None

    @property
    def pictures(self) -> tuple[str, ...]:
        """The paths of all its pictures, the avatar first."""
        return (*filter(None, [self.avatar]), *self.preview_images)


class Settings(NamedTuple):
    """``path`` names the file it was read from, ``None`` where there is none.

    ``doc`` is relative to the project's root, POSIX. ``undocumented`` names what the document
    may leave out of what the plugin offers. ``key_lines`` maps a dotted key
    (``plugin.category``) to its line, from 1. ``absent_pictures`` are those of the profile
    that are no plain file of the project.
    """

    path: str | None = None
    language: Language | None = None
    fail_on: Severity = Severity.ERROR
    doc: str | None = None
    theme: str = "wechat"
    dialect: Dialect = WECHAT
    undocumented: tuple[str, ...] = ()
    levels: Mapping[str, Level] = _NOTHING
    ignores: tuple[Ignore, ...] = ()
    profile: Profile = Profile()
    key_lines: Mapping[str, int] = _NOTHING
    absent_pictures: tuple[str, ...] = ()

    def place(self, key: str) -> str:
        """Where a dotted key stands, for people: ``docbuild.toml:12``."""
        line = self.key_lines.get(key)
        return f"{self.path}:{line}" if line else str(self.path)
