"""A doc folder on the disk with everything that an image reference may meet."""

from __future__ import annotations

import os
import socket
from pathlib import Path

FILES = (
    *("README.md", "notes.txt", "photo.JPG", "b.jpeg", "c.gif", ".DS_Store", ".git/a.png"),
    *("image/p_1.png", "image/a b.png", "image/图片.png", "image/100%.png", "image/%2e.png"),
    *("image/(1).png", "image/a&b.png", "image/#.png", "image/caf\u00e8.png", "image/shot.png"),
    *("image/empty.svg", "image/sub/deep.png", "image/😀.png", "image/a+b=c,d;e@f!'~$.png"),
    *("image/a.b.png", "image/console.png", "image/com.png", "image/.hidden.png"),
    *("image/aux.png", "image/com1.png", "image/t.png ", "image/t.png.", "image/a:b.png"),
    *("con/p.png", "image/cafe\u0301.png", f"image/{'n' * 251}.png", "image/dir.png/inside.txt"),
    "image/\u202egnp.exe.png",
)
TEBIBYTE = 1 << 40


def write_image_tree(parent: Path) -> Path:
    """Make ``doc`` in ``parent``, with ``secret.png`` beside it; the path of ``doc``."""
    doc = parent / "doc"
    for name in FILES:
        path = doc / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (parent / "secret.png").write_bytes(b"secret")
    _write_links(doc)
    (doc / os.fsdecode(b"image/\xff.png")).write_bytes(b"x")
    with open(doc / "image/sparse.png", "wb") as file:
        file.truncate(TEBIBYTE)
    _write_special(doc)
    return doc


def _write_links(doc: Path) -> None:
    image = doc / "image"
    (image / "link_out.png").symlink_to("../../secret.png")
    (image / "dangling.png").symlink_to("nowhere.png")
    (image / "link_in.png").symlink_to("p_1.png")
    (image / "link_dir").symlink_to(".")
    (image / "loop.png").symlink_to("loop.png")
    (doc / "link_up").symlink_to("..")
    os.link(image / "p_1.png", image / "hard.png")


def _write_special(doc: Path) -> None:
    os.mkfifo(doc / "image/fifo.png")
    listener = socket.socket(socket.AF_UNIX)
    here = os.open(doc / "image", os.O_RDONLY)  # the path itself may be too long for a socket
    try:
        listener.bind(f"/proc/self/fd/{here}/socket.png")
    finally:
        listener.close()
        os.close(here)
