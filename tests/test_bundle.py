"""The archive: what it holds, that anything unpacks it, and that its bytes never vary."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from docbuild.bundle import check_names, pack

MEMBERS = {
    "doc/README.md": "# 插件\n\n![图](image/图 1.png)\n".encode(),
    "doc/image/图 1.png": b"\x89PNG not really",
    "doc/image/a.gif": b"",
}
# Python 3.11, 3.12 and 3.13 all make these bytes. If this changes, so does every author's bundle.
DIGEST = "156c9a4fa890e7f7ab9f59a258f4ff3a911514514c8c6b384e89943a0c180fd6"


def test_the_bytes_are_these() -> None:
    assert hashlib.sha256(pack(MEMBERS)).hexdigest() == DIGEST


def test_the_order_of_the_members_does_not_count() -> None:
    assert pack(dict(reversed(MEMBERS.items()))) == pack(MEMBERS)


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Asia/Shanghai"},
        {"TZ": "America/New_York", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "LANG": "zh_CN.UTF-8"},
    ],
)
@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_surroundings_do_not_count(environment: dict[str, str], umask: int) -> None:
    program = (
        f"import os, sys; os.umask({umask}); from docbuild.bundle import pack;"
        f"sys.stdout.buffer.write(pack({MEMBERS!r}))"
    )
    command = [sys.executable, "-X", "utf8", "-c", program]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, check=True)
    assert hashlib.sha256(done.stdout).hexdigest() == DIGEST


def test_members_are_stored_dated_and_given_a_mode_by_constants() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(MEMBERS))) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(MEMBERS)
    for entry in entries:
        assert entry.compress_type == zipfile.ZIP_STORED
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.create_system == 3
        assert entry.external_attr == 0o100644 << 16
        assert bool(entry.flag_bits & 0x800) != entry.filename.isascii()


ORACLE = Path(__file__).parent / "oracle"
UNPACKERS = {
    "unzip": ["unzip", "-q", "{archive}", "-d", "{folder}"],
    "7z": ["7z", "x", "-o{folder}", "{archive}"],
    "bsdtar": ["bsdtar", "-xf", "{archive}", "-C", "{folder}"],
    "python": [sys.executable, "-m", "zipfile", "-e", "{archive}", "{folder}"],
    "node": ["node", str(ORACLE / "unpack.js"), "{archive}", "{folder}"],
}
# Names of all kinds that may be packed: every letter of ASCII that may, scripts, emoji, lengths.
MANY = {
    "doc/README.md": b"",
    "doc/" + "".join(c for c in map(chr, range(33, 127)) if c not in '<>:"|?*\\/') + ".png": b"!",
    "doc/a b.png": bytes(range(256)) * 999,
    "doc/\u00e9/\u0439/\ud55c\uae00/\u0639\u0631\u0628\u064a/\U0001f600.gif": b"GIF",
    "doc/" + "\u56fe" * 84 + ".p": b"x",
    "doc/" + "/".join(["deep"] * 30) + "/a.jpg": b"\xff\xd8",
    **{f"doc/image/{number}.png": b"%d" % number for number in range(400)},
}


@pytest.mark.parametrize("members", [MEMBERS, MANY], ids=["few", "many"])
@pytest.mark.parametrize("name", UNPACKERS)
def test_what_people_unpack_with_gives_the_members_back(
    name: str, members: dict[str, bytes], tmp_path: Path
) -> None:
    if shutil.which(UNPACKERS[name][0]) is None:
        pytest.skip(f"{name} is not installed")
    archive, folder = tmp_path / "bundle.zip", tmp_path / "unpacked"
    archive.write_bytes(pack(members))
    folder.mkdir()
    command = [part.format(archive=archive, folder=folder) for part in UNPACKERS[name]]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if not path.is_dir()
    }
    assert found == members


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../README.md",
        "doc/../../README.md",
        "doc//a.png",
        "doc/./a.png",
        "doc/",
        "doc\\a.png",
        "C:a.png",
        "C:/a.png",
        "doc/a\x00.png",
        "doc/a\n.png",
        "doc/a?.png",
        "doc/a*.png",
        "doc/a|b.png",
        'doc/a"b.png',
        "doc/<a>.png",
        "doc/a.png:stream",
        "doc/con",
        "doc/CON.png",
        "doc/nul.tar.gz",
        "doc/com1.png",
        "doc/LPT9",
        "doc/COM¹.png",
        "doc/con /a.png",
        "doc/aux .png",
        "doc/a.",
        "doc/a ",
        "doc/folder./a.png",
        "doc/\udcff.png",
        "doc/" + "图" * 86,
    ],
)
def test_a_name_that_some_system_cannot_hold_is_a_bug_and_loud(name: str) -> None:
    with pytest.raises(ValueError, match="cannot pack"):
        pack({"doc/README.md": b"", name: b""})


@pytest.mark.parametrize(
    "names",
    [
        ["doc/a.png", "doc/A.png"],
        ["doc/Image/a.png", "doc/image/b.png"],
        ["doc/é.png", unicodedata.normalize("NFD", "doc/é.png")],
        ["doc/a", "doc/a/b.png"],
        ["doc/a/b.png", "doc/A"],
        ["doc/a.png", "doc/a.png"],
        ["doc/straße.png", "doc/STRASSE.png"],
    ],
)
def test_names_that_become_one_on_some_system_clash(names: list[str]) -> None:
    for order in (names, names[::-1]):
        with pytest.raises(ValueError, match="clashes"):
            check_names(order)


def test_ordinary_names_pass() -> None:
    check_names(
        ["doc/README.md", "doc/image/a b.png", "doc/image/(1).png", "doc/image/console.png"]
    )
    check_names(["doc/图片/一.png", "doc/图片/二.png", "doc/con图.png", "doc/com10.png", "doc/a"])
