"""What every test needs, and a command line to call on small projects."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_run import Command
from hypothesis import HealthCheck, settings
from plugin_projects import BROKEN, UNUSED, write_project

# The same examples in every run, however busy the machine is: scripts/fuzz-* look for new ones.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

# Who is started in the background ignores Ctrl-C, and so do the commands that tests end by it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that nobody waits for it alone at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of pictures that no other run has filled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCBUILD_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def docbuild(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    for name in ("LC_MESSAGES", "LANG", "LANGUAGE", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return Command(capsys)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return write_project(tmp_path / "clean")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return write_project(tmp_path / "broken", BROKEN)


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    return write_project(tmp_path / "warned", files=UNUSED)
