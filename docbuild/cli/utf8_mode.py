"""File names in UTF-8 wherever the system names no other encoding."""

import os
import sys


def ensure_utf8_names() -> None:
    """Start this process anew in Python's UTF-8 mode if its file names are ASCII.

    So they are in the locale C where somebody turned that mode off (``PYTHONUTF8=0``): then the
    names in a folder are not those that a document says, though they have the same bytes.
    """
    if sys.getfilesystemencoding() == "ascii" and sys.executable:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
