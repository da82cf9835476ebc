"""Listening to folders during one sweep, and what came of it."""

import errno

from docbuild.watching.source import Source

_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM)


class Arming:
    """``folders`` are those that matter, ``heard`` those that were listened to all along.

    ``exhausted``: some could not be listened to, as the system allows no more.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.folders: set[str] = set()
        self.heard: set[str] = set()
        self.exhausted = False

    def arm(self, folder: str, identity: tuple[int, ...]) -> None:
        self.folders.add(folder)
        try:
            if not self._source.arm(folder, identity):
                self.heard.add(folder)
        except OSError as error:
            if error.errno not in _NOT_THERE:
                self.exhausted = True
