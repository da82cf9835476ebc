"""Who notes something: as git knows them, or as the system does."""

from __future__ import annotations

import getpass
import re
import subprocess
from pathlib import Path

_LONGEST = 100
_PATIENCE = 1.5  # seconds: a configuration may include what never ends, and a name is only a name
_UNSEEN = r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"


def author(root: Path) -> str | None:
    """git's ``user.name`` in the project at ``root``, else the login, if either is known."""
    for name in (_git_name(root), _login()):
        shown = re.sub(_UNSEEN, " ", name or "").strip()[:_LONGEST]
        if shown:
            return shown
    return None


def _git_name(root: Path) -> str | None:
    try:
        asked = subprocess.run(
            ["git", "config", "--get", "user.name"],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return asked.stdout.decode(errors="replace") if asked.returncode == 0 else None


def _login() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # nobody in particular, as in some containers
        return None
