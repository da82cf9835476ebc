"""Numbers of bytes read alike everywhere."""

from __future__ import annotations

import pytest

from docbuild.byte_size import byte_size


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (12_595, "12.3 KB"),
        (1_048_575, "1024 KB"),
        (1_048_576, "1 MB"),
        (2_044_724, "1.95 MB"),
        (2_097_152, "2 MB"),
        (104_857_600, "100 MB"),
    ],
)
def test_byte_size(count: int, said: str) -> None:
    assert byte_size(count) == said
