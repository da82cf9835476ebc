"""The plugin behind the document: what project.config.json and plugin.json say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plugin:
    """``app_id`` is the plugin's own AppID; paths are relative to ``root``, the plugin's code.

    ``root`` is relative to the project's root, POSIX, ``None`` where no plugin was found.
    """

    app_id: str | None = None
    root: str | None = None
    components: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    main: str | None = None
