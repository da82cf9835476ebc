"""Archives of strangers: what is sound is read, and what is not is refused for a reason."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import shutil
import struct
import subprocess
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zip_bytes import BEHIND, ENCRYPTED, FOLDER, LINK, Member, archive, deflated

from docbuild.bundle import pack
from docbuild.zip_reading import LARGEST_CONTENT, MOST_MEMBERS, read_archive

MEMBERS: Final = {
    "doc/README.md": "# 插件\n\n![图](image/图 1.png)\n".encode(),
    "doc/image/图 1.png": b"\x89PNG not really",
    "doc/image/a.gif": b"",
}
README = Member()


def utf16_name_field(name: str) -> bytes:
    raw = name.encode()
    return struct.pack("<HHBI", 0x7075, 5 + len(raw), 1, zlib.crc32(b"doc/README.md")) + raw


def tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a"))
    return buffer.getvalue()


def deep(count: int, depth: int) -> list[str]:
    """Paths that have no folder in common but the first."""
    return [f"doc/{number:04x}{'/a' * (depth - 2)}" for number in range(count)]


HUGE = b"\0" * (LARGEST_CONTENT // 4)
DESCRIBED = struct.pack("<IIII", 0x08074B50, zlib.crc32(b"# x\n"), 4, 4)
LYING = struct.pack("<IIII", 0x08074B50, 1, 4, 4)

# What is wrong, the archive, and a word of the reason.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    # it leads elsewhere
    "dots": (lambda: archive(Member("../evil.md")), "with .."),
    "dots inside": (lambda: archive(Member("doc/../../evil.md")), "with .."),
    "dots at the end": (lambda: archive(Member("doc/..")), "with .."),
    "dots and backslashes": (lambda: archive(Member("doc\\..\\..\\evil.md")), "with .."),
    "backslash": (lambda: archive(Member("doc\\README.md")), "backslash"),
    "absolute": (lambda: archive(Member("/etc/cron.d/evil")), "absolute"),
    "absolute of Windows": (lambda: archive(Member("\\\\server\\share\\evil")), "absolute"),
    "drive": (lambda: archive(Member("C:/evil.md")), "absolute"),
    "drive without a slash": (lambda: archive(Member("C:evil.md")), "absolute"),
    "symbolic link": (lambda: archive(Member("doc/a", b"/etc/passwd", mode=LINK)), "link"),
    "link by macOS": (lambda: archive(Member("doc/a", b"/etc", mode=LINK, creator=19)), "link"),
    "device": (lambda: archive(Member("doc/a", mode=0o020666)), "special"),
    # names
    "empty name": (lambda: archive(Member("")), "empty"),
    "empty part": (lambda: archive(Member("doc//a.png")), "empty"),
    "dot": (lambda: archive(Member("./doc/README.md")), "with ."),
    "NUL": (lambda: archive(Member("doc/a.png\0.md")), "invisible characters"),
    "newline": (lambda: archive(Member("doc/a\n.png")), "invisible characters"),
    "right to left": (lambda: archive(Member("doc/a\u202egnp.exe")), "invisible characters"),
    "reserved": (lambda: archive(Member("doc/con.png")), "that Windows reserves"),
    "stream of NTFS": (lambda: archive(Member("doc/a.png:evil")), "that Windows forbids"),
    "dot at the end": (lambda: archive(Member("doc/a.png.")), "ends in a dot"),
    "long": (lambda: archive(Member("doc/" + "a" * 300)), "too long"),
    "long in all": (lambda: archive(Member("/".join(["a" * 250] * 5))), "too long"),
    "deep": (lambda: archive(*map(Member, deep(4000, 490))), "more than 33 folders"),
    "not UTF-8": (lambda: archive(Member("doc/插件文档.png".encode("gbk"))), "not UTF-8"),
    "UTF-8 undeclared": (lambda: archive(Member("doc/图.png", flags=0)), "not declared"),
    "second name": (lambda: archive(Member(extra=utf16_name_field("../evil"))), "twice"),
    "second name in the header": (
        lambda: archive(Member(local={"extra": utf16_name_field("../evil")})),
        "twice",
    ),
    # rivals
    "twice": (lambda: archive(README, README), "more than once"),
    "other case": (lambda: archive(README, Member("doc/readme.MD")), "One file on some"),
    "other composition": (
        lambda: archive(Member("doc/\u00e9.png"), Member("doc/e\u0301.png")),
        "One file on some",
    ),
    "folder in another case": (
        lambda: archive(README, Member("DOC/a.png")),
        "One file on some",
    ),
    "file as a folder": (lambda: archive(README, Member("doc/README.md/a.png")), "a folder"),
    "file named as a folder": (lambda: archive(Member("doc/", mode=0o100644)), "a folder"),
    "folder with bytes": (lambda: archive(Member("doc/", b"x", mode=FOLDER)), "bytes of its own"),
    # what it says twice and not alike
    "name": (lambda: archive(Member(local={"raw": b"doc/README.MD"})), "disagree"),
    "method": (lambda: archive(Member(local={"method": 8})), "disagree"),
    "flags": (lambda: archive(Member(local={"flags": 8})), "disagree"),
    "size": (lambda: archive(Member(local={"size": 3})), "disagree"),
    "checksum in the header": (lambda: archive(Member(local={"crc": 1})), "disagree"),
    "descriptor": (lambda: archive(Member(flags=BEHIND, descriptor=LYING)), "disagrees"),
    "no descriptor": (lambda: archive(Member(flags=BEHIND)), "disagrees"),
    # sizes
    "checksum": (lambda: archive(Member(crc=1)), "checksum"),
    "larger than it says": (
        lambda: archive(Member(method=8, content=b"xx", packed=deflated(b"x" * 99))),
        "as large",
    ),
    "smaller than it says": (
        lambda: archive(Member(method=8, content=b"x" * 99, packed=deflated(b"x"))),
        "as large",
    ),
    "stored size": (lambda: archive(Member(size=3)), "as large"),
    "more bytes than there are": (lambda: archive(Member(packed_size=1 << 20)), "as large"),
    "bytes behind the stream": (
        lambda: archive(Member(method=8, packed=deflated(b"# x\n") + b"evil")),
        "as large",
    ),
    "bomb": (
        lambda: archive(*(Member(f"doc/{n}.png", HUGE, method=8) for n in range(5))),
        "Unpacked",
    ),
    "bomb that lies": (
        lambda: archive(Member(method=8, size=4, packed=deflated(HUGE))),
        "as large",
    ),
    "bomb of overlaps": (
        lambda: archive(README, Member("doc/a.png", offset=0), Member("doc/b.png", offset=0)),
        "overlap",
    ),
    "no stream": (lambda: archive(Member(method=8, packed=b"\xff\xff\xff")), "does not unpack"),
    # kinds
    "encrypted": (lambda: archive(Member(flags=ENCRYPTED)), "encrypted"),
    "strongly encrypted": (lambda: archive(Member(flags=0x41)), "encrypted"),
    "masked": (lambda: archive(Member(flags=0x2000)), "encrypted"),
    "bzip2": (lambda: archive(Member(method=12, packed=bz2.compress(b"x"))), "method 12"),
    "zstd": (lambda: archive(Member(method=93)), "method 93"),
    "nested": (lambda: archive(README, Member("doc/a.png", pack(MEMBERS))), "inside"),
    "nested gzip": (lambda: archive(Member("doc/a.svgz", gzip.compress(b"x"))), "inside"),
    "nested xz": (lambda: archive(Member("doc/a", lzma.compress(b"x"))), "inside"),
    "nested tar": (lambda: archive(Member("doc/a", tar())), "inside"),
    # the archive itself
    "empty": (lambda: b"", "no ZIP"),
    "text": (lambda: b"# README\n" * 99, "no ZIP"),
    "program in front": (lambda: archive(README, before=b"MZ" * 99), "no ZIP"),
    "archive in front": (lambda: archive(README, before=pack(MEMBERS)), "between"),
    "something behind": (lambda: archive(README, behind=b"evil"), "behind"),
    "archive behind": (lambda: archive(README, behind=pack(MEMBERS)), "overlap|directory"),
    "comment": (lambda: archive(README, comment=b"evil"), "behind"),
    "archive in the comment": (
        lambda: archive(README, comment=pack(MEMBERS)),
        "overlap|directory",
    ),
    "something between": (lambda: archive(README, between=b"evil"), "between"),
    "cut off": (lambda: pack(MEMBERS)[:-10], "cut off"),
    "parts": (lambda: archive(README, end={"disk": 1}), "parts"),
    "part of a member": (lambda: archive(Member(disk=1)), "broken"),
    "fewer than there are": (lambda: archive(README, end={"here": 0, "count": 0}), "broken"),
    "more than there are": (lambda: archive(README, end={"here": 9, "count": 9}), "broken"),
    "very many": (lambda: archive(*(Member(f"doc/{n}") for n in range(MOST_MEMBERS + 1))), "more"),
    "ZIP64": (lambda: archive(README, end={"here": 0xFFFF, "count": 0xFFFF}), "ZIP64"),
    "ZIP64 of a member": (lambda: archive(Member(size=0xFFFFFFFF)), "ZIP64"),
    "directory elsewhere": (lambda: archive(README, end={"start": 0}), "directory"),
    "header elsewhere": (lambda: archive(Member(offset=9)), "overlap"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archives_are_refused_for_their_reason(name: str) -> None:
    make, word = HOSTILE[name]
    data = make()
    started = time.process_time()
    found = read_archive(data)
    assert time.process_time() - started < 1
    assert not found.members
    reasons = " | ".join(refusal.message.en for refusal in found.refusals)
    assert any(part in reasons for part in word.split("|")), reasons
    assert all(refusal.message.zh for refusal in found.refusals)


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 60


def test_every_reason_is_told() -> None:
    found = read_archive(archive(Member("../a"), Member("/b"), Member("doc/c", mode=LINK)))
    assert [refusal.member for refusal in found.refusals] == ["../a", "/b", "doc/c"]


def test_our_own_bundle_is_read() -> None:
    assert read_archive(pack(MEMBERS)) == (MEMBERS, ())


def test_what_a_header_leaves_open_is_said_behind_the_content() -> None:
    open_header = {"crc": 0, "size": 0, "packed_size": 0}
    for descriptor in (DESCRIBED, DESCRIBED[4:]):
        data = archive(Member(flags=BEHIND, local=open_header, descriptor=descriptor))
        assert read_archive(data) == ({"doc/README.md": b"# x\n"}, ())


def test_folders_and_hidden_files_do_no_harm() -> None:
    data = archive(Member("doc/", b"", mode=FOLDER), README, Member("__MACOSX/._README.md"))
    assert list(read_archive(data).members) == ["doc/README.md", "__MACOSX/._README.md"]


PACKERS = {
    "7z": ["7z", "a", "{archive}", "doc"],
    "bsdtar": ["bsdtar", "-a", "-cf", "{archive}", "doc"],
    "python": ["python3", "-m", "zipfile", "-c", "{archive}", "doc"],
}


@pytest.mark.parametrize("name", PACKERS)
def test_what_other_programs_pack_is_read(name: str, tmp_path: Path) -> None:
    if shutil.which(PACKERS[name][0]) is None:
        pytest.skip(f"{name} is not installed")
    for path, content in MEMBERS.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    target = tmp_path / "packed.zip"
    command = [part.format(archive=target) for part in PACKERS[name]]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert read_archive(target.read_bytes()) == (MEMBERS, ())


SOUND = {"stored": pack(MEMBERS), "deflated": archive(Member(content=b"x" * 999, method=8))}


@given(st.data(), st.sampled_from(sorted(SOUND)))
def test_flipped_bytes_are_refused_or_change_nothing_that_counts(
    data: st.DataObject, name: str
) -> None:
    sound = SOUND[name]
    place = data.draw(st.integers(0, len(sound) - 1))
    flipped = bytearray(sound)
    flipped[place] ^= data.draw(st.integers(1, 255))
    found = read_archive(bytes(flipped))
    contents = set(found.members.values())
    assert found.refusals or contents == set(read_archive(sound).members.values())


@given(st.binary(max_size=400))
def test_nonsense_is_refused(nonsense: bytes) -> None:
    assert read_archive(b"PK\3\4" + nonsense + b"PK\5\6" + bytes(18)).refusals
    assert read_archive(nonsense).refusals


@pytest.mark.parametrize("cut", range(1, 200, 7))
def test_every_cut_is_refused(cut: int) -> None:
    data = pack(MEMBERS)
    assert read_archive(data[:-cut]).refusals
    assert read_archive(data[cut:]).refusals


def test_python_would_have_taken_some_of_them() -> None:
    """Or else this reader would be superfluous."""
    taken = []
    for name, (make, _) in HOSTILE.items():
        try:
            with zipfile.ZipFile(io.BytesIO(make())) as packed:
                packed.testzip()
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error):
            continue
        taken.append(name)
    assert {"dots", "symbolic link", "other case", "program in front"} <= set(taken)
