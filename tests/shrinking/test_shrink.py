"""From a build to the build of what goes up: smaller pictures, and no new finding."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from plugin_projects import CLEAN, write_project
from plugin_projects import picture as small
from shrinking_projects import PACKED, built, opened, picture, shrunk, write_mixed

from docbuild.build import Build, build
from docbuild.bundle_members import members, uploaded
from docbuild.diagnostic import Severity
from docbuild.images.formats import format_of
from docbuild.manifest import MANIFEST, Manifest, read_manifest
from docbuild.references import shown_paths
from docbuild.shrinkage import Fit
from docbuild.shrinking.shrink import Wish, shrink
from docbuild.verifying import verify


def rules(build: Build) -> list[str]:
    return sorted({each.rule for each in build.report.diagnostics})


def test_what_does_not_go_up_is_converted_and_found(tmp_path: Path) -> None:
    before = built(write_mixed(tmp_path))
    assert rules(before) == ["image-format", "image-mismatch"]
    done = shrunk(tmp_path)
    assert rules(done.built) == []
    assert {reference.verdict for reference in done.built.references} == {"ok"}
    contents = uploaded(done.built)
    found = {name.removeprefix("doc/"): format_of(data) for name, data in contents.items()}
    assert found == PACKED
    text = contents["doc/README.md"].decode()
    assert text == done.built.snapshot.source.text  # type: ignore[union-attr]  # there is one
    assert '(./image/a%20b.png "题目") [![丙](image/x-2.png)](https://github.com/x)' in text
    assert "[r]: image/x-2.png '图'" in text
    assert done.shrinkage.addresses == 7
    assert done.removed == {"image/a b.webp", "image/x.webp", "image/wrong.png", "image/y.bmp"}


def test_a_bundle_of_it_is_verified_without_a_finding(tmp_path: Path) -> None:
    done = shrunk(write_mixed(tmp_path))
    packed = members(done.built, shrinkage=done.shrinkage)
    assert not verify(packed).diagnostics
    manifest = read_manifest(packed[MANIFEST])
    assert isinstance(manifest, Manifest)
    sources = {each.path: each.source.path for each in manifest.optimised}
    assert sources["doc/image/x-2.png"] == "doc/image/x.webp"
    assert sources["doc/image/wrong.jpg"] == "doc/image/wrong.png"
    before = uploaded(built(tmp_path))
    for each in manifest.optimised:
        if each.source.path in before:
            assert each.source.size == len(before[each.source.path])
            assert each.is_lossless


def test_a_bundle_without_shrinking_has_no_such_note(tmp_path: Path) -> None:
    assert b"optimised" not in members(built(write_project(tmp_path)))[MANIFEST]


def test_the_same_wish_makes_the_same_bytes(tmp_path: Path) -> None:
    write_mixed(tmp_path)
    first, second = shrunk(tmp_path), shrunk(tmp_path)
    assert members(first.built) == members(second.built)
    assert first.shrinkage == second.shrinkage


def test_in_the_folder_itself_what_is_not_shown_still_counts(tmp_path: Path) -> None:
    write_mixed(tmp_path)
    done = shrunk(tmp_path, Wish(packed=False, fit=2 << 20))
    assert rules(done.built) == ["image-unused"]
    assert done.shrinkage.fit == Fit(2 << 20, None, len(picture("png", drawn=True)))
    packed = shrunk(tmp_path, Wish(packed=True, fit=2 << 20)).shrinkage
    assert packed.fit == Fit(2 << 20, None, 0)


def test_what_is_as_small_as_it_can_be_stays(tmp_path: Path) -> None:
    write_mixed(tmp_path)
    while True:
        done = shrunk(tmp_path, Wish(packed=False))
        if not done.pictures:
            break
        for path, data in done.pictures.items():
            (tmp_path / "doc" / path).write_bytes(data)
        source = done.built.snapshot.source
        assert source is not None
        (tmp_path / "doc" / "README.md").write_bytes(source.text.encode())
    assert not done.shrinkage.changed
    assert done.shrinkage.before == done.shrinkage.after
    assert done.shrinkage.addresses == 0


def test_pixels_stay_where_that_is_said(tmp_path: Path) -> None:
    done = shrunk(write_mixed(tmp_path))
    lossless = [each for each in done.shrinkage.changed if each.is_lossless]
    assert lossless
    for each in lossless:
        assert _pixels(done.originals[each.before.path]) == _pixels(done.pictures[each.after.path])


def _pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGBA").tobytes()


def test_pictures_that_cannot_be_read_stay_with_their_errors(tmp_path: Path) -> None:
    readme = "# 插件\n\n![甲](a.webp) ![乙](b.png) ![丙](c.svg) ![丁](gone.webp)\n"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    files = {"doc/a.webp": b"RIFF\0\0\0\0WEBP", "doc/b.png": b"\x89PNG\r\n", "doc/c.svg": svg}
    done = shrunk(write_project(tmp_path, readme, files))
    assert {each.before.path: each.problem for each in done.shrinkage.pictures} == {
        "a.webp": "corrupt",
        "b.png": "unknown",
        "c.svg": "format",
    }
    assert not done.pictures
    assert done.built.report.number_of(Severity.ERROR) == 4


def test_a_document_that_is_not_utf8_is_not_rewritten(tmp_path: Path) -> None:
    readme = "# 插件\n\n![甲](a.webp) ![乙](b.png)\n".encode() + b"\xff\n"
    files = {"doc/a.webp": picture("webp"), "doc/b.png": picture("png", drawn=True)}
    done = shrunk(write_project(tmp_path, readme, files), Wish(packed=False))
    assert list(done.pictures) == ["b.png"]
    assert uploaded(done.built)["doc/README.md"] == readme
    assert "doc-encoding" in rules(done.built)
    assert done.shrinkage.sizes == (len(readme), len(readme))


def test_the_same_picture_twice_is_done_once(tmp_path: Path) -> None:
    same = picture("bmp")
    readme = "# 插件\n\n![甲](a.bmp) ![乙](b/a.bmp) ![丙](a.bmp)\n"
    files = {"doc/a.bmp": same, "doc/b/a.bmp": same}
    done = shrunk(write_project(tmp_path, readme, files))
    assert set(done.pictures) == {"a.png", "b/a.png"}
    assert len(set(done.pictures.values())) == 1


def test_two_that_would_get_one_name(tmp_path: Path) -> None:
    readme = "# 插件\n\n![甲](a.webp) ![乙](a.bmp) ![丙](A.tiff)\n"
    kinds = {"a.webp": "webp", "a.bmp": "bmp", "A.tiff": "tiff"}
    files = {f"doc/{name}": picture(kind, drawn=True) for name, kind in kinds.items()}
    done = shrunk(write_project(tmp_path, readme, files))
    assert rules(done.built) == []
    folded = [name.lower() for name in done.pictures]
    assert len(set(folded)) == 3


def test_suffixes_that_are_swapped(tmp_path: Path) -> None:
    readme = "# 插件\n\n![甲](a.png) ![乙](a.jpg)\n"
    files = {"doc/a.png": picture("jpeg"), "doc/a.jpg": picture("png")}
    done = shrunk(write_project(tmp_path, readme, files))
    assert rules(done.built) == []
    assert set(uploaded(done.built)) == {"doc/README.md", "doc/a-2.jpg", "doc/a-2.png"}


def test_what_a_killed_run_left_is_taken_for_what_it_is(tmp_path: Path) -> None:
    """A converted picture that nothing shows yet does not get a number behind its name."""
    write_project(tmp_path, "# 插件\n\n![甲](a.bmp)\n", {"doc/a.bmp": picture("bmp", drawn=True)})
    (converted,) = shrunk(tmp_path).pictures.values()
    (tmp_path / "doc" / "a.png").write_bytes(converted)
    assert dict(shrunk(tmp_path).pictures) == {"a.png": converted}


def test_a_picture_that_others_name_stays_in_the_folder(tmp_path: Path) -> None:
    wish = Wish(packed=False, kept=frozenset({"image/x.webp"}))
    done = shrunk(write_mixed(tmp_path), wish)
    assert "image/x.webp" not in done.removed
    assert "image/x.webp" in done.built.snapshot.tree.entries
    assert "image/x-2.png" in shown_paths(done.built.references)


def test_wide_pictures_are_scaled_when_that_is_asked(tmp_path: Path) -> None:
    files = {"doc/image/card.png": picture("png", 90, 30)}
    write_project(tmp_path, CLEAN, files)
    (row,) = shrunk(tmp_path, Wish(packed=True, max_width=45)).shrinkage.pictures
    assert (row.before.width, row.before.height) == (90, 30)
    assert (row.after.width, row.after.height) == (45, 15)
    assert row.is_scaled
    assert row.is_reduced


def test_a_target_is_met_with_the_document_and_all_its_pictures(tmp_path: Path) -> None:
    write_project(
        tmp_path,
        "# 插件\n\n![甲](a.png) ![乙](b.jpg) ![丙](c.webp)\n",
        {
            "doc/a.png": picture("png", 60, 40),
            "doc/b.jpg": picture("jpeg", 80, 60),
            "doc/c.webp": picture("webp", 60, 40),
        },
    )
    whole = sum(map(len, uploaded(shrunk(tmp_path).built).values()))
    for target in (whole, whole * 3 // 4):
        done = shrunk(tmp_path, Wish(packed=True, fit=target))
        assert done.shrinkage.fit == Fit(target, None, 0)
        assert sum(map(len, uploaded(done.built).values())) == done.shrinkage.after <= target
        assert rules(done.built) == []


@pytest.mark.parametrize("packed", [True, False])
def test_nothing_is_tried_where_the_text_alone_is_too_much(tmp_path: Path, packed: bool) -> None:
    project = opened(write_mixed(tmp_path))
    before = build(project, keep_data=True)
    done = shrink(before, project.location.folder, Wish(packed, fit=50), no_progress)
    fit = done.shrinkage.fit
    assert fit is not None
    assert not fit.is_tried
    assert fit.least is not None
    assert 50 < fit.least < done.shrinkage.after
    assert fit.largest[0][1] == max(size for _, size in fit.largest)
    assert (done.pictures, done.removed, done.shrinkage.changed) == ({}, frozenset(), ())


def no_progress(done: int, total: int) -> None:
    raise AssertionError(f"{done} of {total}")


def test_the_least_that_is_told_can_be_had_and_no_byte_less(tmp_path: Path) -> None:
    write_mixed(tmp_path)
    least = shrunk(tmp_path, Wish(True, fit=800)).shrinkage.fit
    assert least is not None
    assert least.is_tried
    assert least.least is not None
    reached = shrunk(tmp_path, Wish(True, fit=least.least)).shrinkage.fit
    assert reached == Fit(least.least, None, 0)
    assert shrunk(tmp_path, Wish(True, fit=least.least - 1)).shrinkage.fit != reached


@pytest.mark.parametrize("packed", [True, False])
def test_a_document_without_pictures(tmp_path: Path, packed: bool) -> None:
    write_project(tmp_path, "# 插件\n\n没有图。\n", {"doc/image/card.png": small()})
    done = shrunk(tmp_path, Wish(packed, fit=10))
    fit = done.shrinkage.fit
    assert fit is not None
    assert not fit.is_reached
    assert done.shrinkage.pictures == ()


def test_a_picture_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = write_mixed(tmp_path)
    project = opened(root)
    before = build(project, keep_data=True)
    (root / "doc" / "image" / "y.bmp").unlink()
    done = shrink(before, project.location.folder, Wish(packed=False))
    assert done.unread == ("image/y.bmp",)
    assert "image-format" in rules(done.built)
