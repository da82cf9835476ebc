"""Every way to save is seen, nothing half-saved is shown, and the watcher lives on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from editors import IMITATED, REAL
from follower import OLD, Follower

from docbuild.watch import Poll

SAVES = {**REAL, **IMITATED}


@pytest.mark.parametrize("editor", SAVES)
def test_a_save_is_seen_and_the_watcher_lives_on(
    tmp_path: Path, editor: str, record_property: Callable[[str, object], None]
) -> None:
    with Follower(tmp_path) as follower:
        SAVES[editor](follower.readme, "beta")
        seconds = follower.until_shown("beta")
        record_property("seconds", seconds)
        print(f"{editor}: {seconds * 1000:.0f} ms")
        whole = {OLD.encode(), OLD.replace("alpha", "beta").encode()}
        assert {content for content in follower.shown if isinstance(content, bytes)} <= whole
        assert follower.is_alive()


@pytest.mark.parametrize("poll", ["always", "never"])
@pytest.mark.parametrize("editor", ["vim", *IMITATED])
def test_with_and_without_polling(tmp_path: Path, editor: str, poll: Poll) -> None:
    with Follower(tmp_path, poll=poll) as follower:
        SAVES[editor](follower.readme, "beta")
        follower.until_shown("beta")
        assert all(isinstance(content, bytes) for content in follower.shown)
        assert follower.is_alive()
