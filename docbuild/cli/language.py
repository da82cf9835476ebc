"""Which of the two languages a person reads, by the environment."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from docbuild.diagnostic import Language

_CHINESE = 0x04  # the primary language identifier of Windows


def detect(environment: Mapping[str, str]) -> Language:
    """The language by LC_ALL, LC_MESSAGES, LANG and LANGUAGE, as GNU gettext reads them.

    Without any of these, Windows is asked; English is what remains.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    if not locale:
        return "zh" if _windows_speaks_chinese() else "en"
    if locale.split(".")[0] in ("C", "POSIX"):
        return "en"  # LANGUAGE does not count in the C locale
    for preferred in environment.get("LANGUAGE", "").split(":"):
        if preferred.startswith(("zh", "en")):
            return "zh" if preferred.startswith("zh") else "en"
    return "zh" if locale.startswith("zh") else "en"


def _windows_speaks_chinese() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # heavy, and needed on Windows alone

    return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _CHINESE)
