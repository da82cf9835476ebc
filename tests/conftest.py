"""What every test needs: a cache of its own, so that none depends on what ran before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCBUILD_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
