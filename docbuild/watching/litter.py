"""What editors and tools leave beside a file for a moment, and nobody means to have changed."""

import re
from functools import lru_cache

_LITTER = re.compile(
    r"""
      \.docbuild-.*                         # our own files before they are renamed
    | \..*\.sw[a-z] | \..*-swp             # vim, nano, Kate: swap files
    | 4913 | 5036 | 5159                    # vim: can a file be made in this folder?
    | .*~                                   # backups of vim, emacs, nano and others
    | \.\#.* | \#.*\#                      # emacs: locks and auto-saves
    | .*___jb_(?:tmp|old)___                # JetBrains
    | .*\.vsctmp | .*\.\d{6,}              # atomic writers in JavaScript
    | .*\.tmp (?: \.? [0-9a-f]+ )*         # and elsewhere
    | \.goutputstream-.*                    # GNOME
    | .*\.sb-[\w-]+                         # macOS
    | \.~.*\# | ~\$.*                       # offices: locks
    | sed[A-Za-z0-9]{6}                     # sed -i
    | \..*\.[A-Za-z0-9]{6} | \.~tmp~        # rsync
    | \.DS_Store | Thumbs\.db | desktop\.ini
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=65536)  # the same names every second
def is_litter(name: str) -> bool:
    """Whether a file of this name in a folder is no part of the document."""
    return _LITTER.fullmatch(name) is not None
