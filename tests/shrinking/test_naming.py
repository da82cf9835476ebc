"""What a picture is called whose format is another than its name says."""

from __future__ import annotations

import pytest

from docbuild.shrinking.naming import new_path


@pytest.mark.parametrize(
    ("path", "format_name", "taken", "wanted"),
    [
        ("a.png", "png", {"a.png"}, "a.png"),
        ("A.PNG", "png", {"A.PNG"}, "A.PNG"),
        ("a.jpeg", "jpeg", {"a.jpeg"}, "a.jpeg"),
        ("a.jpg", "jpeg", set(), "a.jpg"),
        ("a.jfif", "jpeg", set(), "a.jpg"),
        ("a.apng", "png", set(), "a.png"),
        ("x/a.webp", "png", set(), "x/a.png"),
        ("x/a.webp", "jpeg", {"x/a.jpg"}, "x/a-2.jpg"),
        ("a.webp", "png", {"a.png", "a-2.png"}, "a-3.png"),
        ("a.png", "jpeg", {"a.png"}, "a.jpg"),
        ("a.b.webp", "gif", set(), "a.b.gif"),
        ("a.b/shot", "png", set(), "a.b/shot.png"),
        ("cafe\u0301.webp", "png", set(), "caf\u00e9.png"),
        ("cafe\u0301/a.webp", "png", set(), "cafe\u0301/a.png"),
        (f"{'n' * 250}.webp", "png", set(), f"{'n' * 250}.png"),
        (f"{'n' * 253}", "png", set(), None),
        (f"{'n' * 250}.webp", "png", {f"{'n' * 250}.png"}, None),
    ],
)
def test_names(path: str, format_name: str, taken: set[str], wanted: str | None) -> None:
    assert new_path(path, format_name, lambda candidate: candidate not in taken) == wanted


def test_not_every_name_in_the_world_is_tried() -> None:
    assert new_path("a.webp", "png", lambda _: False) is None
