"""The source of events that this system has."""

import sys

from docbuild.watching.observer import Observed
from docbuild.watching.source import Source

if sys.platform == "linux":  # elsewhere watchdog's module cannot even be imported
    from docbuild.watching.inotify import Inotify

    def events_of_system() -> Source:
        """Raises ``OSError`` where the system allows no more listeners."""
        return Inotify()

else:

    def events_of_system() -> Source:
        """Raises ``OSError`` where the system allows no more listeners."""
        return Observed()
