"""To be run in a user namespace of its own, whose limits are its own: a watcher that may watch
less than it has to. Prints what it says; fails where a change is not told."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from follower import Follower

LIMITS = Path("/proc/sys/user")
FOLDERS = 8


def allow(watches: int, instances: int) -> None:
    (LIMITS / "max_inotify_watches").write_text(str(watches))
    (LIMITS / "max_inotify_instances").write_text(str(instances))


def main(root: Path, watches: int, instances: int) -> None:
    pictures = [root / "doc" / str(number) / "card.png" for number in range(FOLDERS)]
    for picture in pictures:
        picture.parent.mkdir(parents=True)
        picture.write_bytes(b"old")
    allow(watches, instances)
    with Follower(root) as follower:
        said = follower.watcher.notice
        print(said.en if said else None)
        for picture in pictures:
            picture.write_bytes(b"new")
            follower.until_told(picture)
        allow(1000, 1000)
        end = time.monotonic() + 20
        while follower.watcher.notice is not None and time.monotonic() < end:
            follower.step(0.1)
        print(follower.watcher.notice)
        assert follower.is_alive()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
