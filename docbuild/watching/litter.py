"""What editors and tools leave beside a file for a moment, and nobody means to have changed."""

import re

_LITTER = re.compile(
    r"""
      \.docbuild-.*                 # our own files before they are renamed
    | \..*\.sw[a-z]                 # vim: swap files
    | 4913 | 5036 | 5159            # vim: can a file be made in this folder?
    | .*~                           # backups of vim, emacs, nano and others
    | \.\#.*                        # emacs: locks
    | \#.*\#                        # emacs: auto-saves
    | .*___jb_(?:tmp|old)___        # JetBrains
    | \.goutputstream-.*            # GNOME
    | \.\~.*\# | \~\$.*             # offices: locks
    | sed[A-Za-z0-9]{6}             # sed -i
    | \..*\.[A-Za-z0-9]{6}          # rsync
    | \.\~tmp\~                     # rsync --delay-updates
    | .*\.tmp(?:\.\d+)*(?:\.[0-9a-f]+)?   # atomic writers in JavaScript, and who else says so
    | \.DS_Store | Thumbs\.db | desktop\.ini
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def is_litter(name: str) -> bool:
    """Whether a file of this name in a folder is no part of the document."""
    return _LITTER.fullmatch(name) is not None
