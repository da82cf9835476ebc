"""Pictures from the page: saved under a fitting name and shown where they were dropped, or not."""

from __future__ import annotations

import asyncio
import ctypes
import os
import threading
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from action_desk import Desk, Reply, pasting, reply
from PIL import Image, ImageDraw
from plugin_projects import write_project

from docbuild import folders, writing
from docbuild.folders import Folder
from docbuild.images.process import WorkerError
from docbuild.preview.actions import document, picture_file

NOBODY = 65534
TEXT = """# 天气插件

介绍。

## 快速开始

![卡片](image/card.png)

最后一段。
"""


def drawing(number: int = 1, size: tuple[int, int] = (120, 80)) -> bytes:
    """A screenshot, another one for each number, saved wastefully."""
    image = Image.new("RGB", size, (number % 256, number // 256, 200))
    ImageDraw.Draw(image).rectangle((10, 10, 40, 40), fill="white")
    return encoded(image, "PNG", compress_level=0)


def encoded(image: Image.Image, format_name: str, **options: object) -> bytes:
    sink = BytesIO()
    image.save(sink, format_name, **options)
    return sink.getvalue()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(write_project(tmp_path / "project", TEXT))
    yield desk
    desk.close()


def text_of(desk: Desk) -> str:
    return desk.readme.read_bytes().decode()


def test_a_screenshot_dropped_behind_a_paragraph(desk: Desk) -> None:
    data = drawing()
    found = desk.paste(data, desk.key_of("最后一段"), "Screenshot 2024-05-06.png")
    assert found.status == 200
    assert found.json["path"] == "image/快速开始-1.png"
    assert found.json["markdown"] == "![快速开始](image/快速开始-1.png)"
    assert found.json["inserted"] is True
    saved = (desk.doc / found.json["path"]).read_bytes()
    assert len(saved) < len(data) // 20
    assert found.message == f"已存为 image/快速开始-1.png（28.3 KB → {len(saved)} B），已插入文档"
    assert text_of(desk) == TEXT + "\n![快速开始](image/快速开始-1.png)\n"
    desk.read_again()
    assert [each.rule for each in desk.report.diagnostics] == []
    assert 'alt="快速开始"' in desk.builder.view.blocks[-1].html


def test_without_a_block_there_is_the_markdown_only(desk: Desk) -> None:
    found = desk.paste(drawing(), "", "登录页.png")
    assert found.json["markdown"] == "![登录页](image/登录页.png)"
    assert (found.status, found.json["inserted"]) == (200, False)
    assert found.message.endswith("）")
    assert text_of(desk) == TEXT
    assert "image/登录页.png" in desk.files()


def test_between_blocks_and_in_the_documents_own_way(desk: Desk) -> None:
    text = "\ufeff前言\r\n\r\n# 题\r\n![a](./image/card.png)\r\n末\r\n"
    desk.write(text)
    desk.readme.chmod(0o600)
    assert desk.paste(drawing(), desk.key_of("题"), "首页.png").json["inserted"]
    new = "# 题\r\n\r\n![首页](./image/首页.png)\r\n\r\n![a]"
    assert text_of(desk) == text.replace("# 题\r\n![a]", new)
    assert desk.readme.stat().st_mode & 0o777 == 0o600


def test_several_one_after_the_other(desk: Desk) -> None:
    """As the page sends them: the last first, behind the same block."""
    key = desk.key_of("介绍")
    for number in (3, 2, 1):
        assert desk.paste(drawing(number), key).json["path"] == f"image/天气插件-{4 - number}.png"
        desk.read_again()
    lines = [line for line in text_of(desk).splitlines() if "天气插件-" in line]
    assert [line[-6] for line in lines] == ["3", "2", "1"]
    assert desk.builder.report is not None
    assert desk.report.diagnostics == ()


def test_in_english(tmp_path: Path) -> None:
    desk = Desk(write_project(tmp_path, "text\n"), "en")
    found = desk.paste(drawing(), desk.key_of("text"))
    assert found.json["markdown"] == "![screenshot](image/screenshot-1.png)"
    assert found.message.startswith("Saved as image/screenshot-1.png (28.3 KB → ")
    assert found.message.endswith(") and inserted")
    desk.close()


def test_the_first_picture_of_a_document(tmp_path: Path) -> None:
    (tmp_path / "doc").mkdir()
    (tmp_path / "doc" / "README.md").write_text("文", encoding="utf-8")
    desk = Desk(tmp_path)
    found = desk.paste(drawing(), desk.key_of("文"))
    assert found.json["path"] == "images/screenshot-1.png"
    assert text_of(desk) == "文\n\n![截图](images/screenshot-1.png)\n"
    desk.close()


def test_the_same_picture_again_is_the_same_file(desk: Desk) -> None:
    first = desk.paste(drawing(), "", "首页.png")
    before = desk.files()
    again = desk.paste(drawing(), desk.key_of("介绍"), "另一个名字.png")
    assert again.json["path"] == first.json["path"]
    assert again.json["markdown"] == "![另一个名字](image/首页.png)"
    assert again.message == "已有同样的图片 image/首页.png，直接用它，已插入文档"
    shrunk = (desk.doc / first.json["path"]).read_bytes()
    assert desk.paste(shrunk).json["path"] == first.json["path"]
    assert desk.files() == before


def test_the_same_bytes_under_a_name_that_cannot_be_shown_are_saved_anew(desk: Desk) -> None:
    shrunk = (desk.doc / desk.paste(drawing()).json["path"]).read_bytes()
    (desk.doc / "image" / "screenshot-1.png").rename(desk.doc / "image" / "a.jpg")
    assert desk.paste(shrunk).json["path"] == "image/screenshot-1.png"
    (desk.doc / "image" / "screenshot-1.png").unlink()
    (desk.doc / "image" / "a.jpg").rename(desk.doc / "image" / ".a.png")
    assert desk.paste(shrunk).json["path"] == "image/screenshot-1.png"


def test_nothing_is_overwritten(desk: Desk) -> None:
    taken = desk.doc / "image" / "首页.PNG"
    taken.write_bytes(b"precious")
    (desk.doc / "image" / "首页-2.png").symlink_to("nowhere")
    assert desk.paste(drawing(), "", "首页.png").json["path"] == "image/首页-3.png"
    assert taken.read_bytes() == b"precious"
    assert (desk.doc / "image" / "首页-2.png").is_symlink()


def test_a_name_that_is_taken_at_this_very_moment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = writing.link

    def link(name: str, folder: Folder, target: str, target_folder: Folder) -> bool:
        if target == "首页.png":
            (desk.doc / "image" / target).write_bytes(b"precious")
        return real(name, folder, target, target_folder)

    monkeypatch.setattr(writing, "link", link)
    assert desk.paste(drawing(), "", "首页.png").json["path"] == "image/首页-2.png"
    assert (desk.doc / "image" / "首页.png").read_bytes() == b"precious"


def test_two_at_once(desk: Desk) -> None:
    """Two pictures or twice the same one, and both behind one block."""

    async def both(first: bytes, second: bytes, key: int | str) -> list[Reply]:
        paste = desk.actions["paste"]
        asked = [paste(data, pasting(key, "首页.png")) for data in (first, second)]
        return list(map(reply, await asyncio.gather(*asked)))

    async def all_of_it() -> None:
        found = await both(drawing(1), drawing(2), "")
        assert {each.json["path"] for each in found} == {"image/首页.png", "image/首页-2.png"}
        found = await both(drawing(3), drawing(3), "")
        assert [each.json["path"] for each in found] == ["image/首页-3.png"] * 2
        found = await both(drawing(4), drawing(5), desk.key_of("介绍"))
        assert sorted(each.status for each in found) == [200, 409]  # the page has to catch up

    asyncio.run(all_of_it())
    assert len([name for name in desk.files() if "首页" in name]) == 4
    assert text_of(desk).count("首页.png") + text_of(desk).count("首页-") == 1


# Those that speak of folders; test_actions_names.py has others, without the pictures.
HOSTILE = (
    *("../../../etc/passwd", "..\\..\\boot.ini", "/etc/cron.d/x", "C:\\x.png", "....png"),
    *("a\0b.png", "CON", "字" * 300, "%00%2e%2e%2f", "README.md", "\ud800.png", "image/card.png"),
)


def test_hostile_names(desk: Desk, tmp_path: Path) -> None:
    outside = sorted(path for path in tmp_path.rglob("*") if desk.doc not in path.parents)
    for number, name in enumerate(HOSTILE):
        name = name.encode("utf-8", "replace").decode()
        found = desk.paste(drawing(number), "", name)
        path = desk.doc / found.json["path"]
        assert path.parent == desk.doc / "image", name
        assert path.is_file()
    assert len(desk.files()) == len(HOSTILE) + 2
    assert outside == sorted(path for path in tmp_path.rglob("*") if desk.doc not in path.parents)
    desk.read_again()
    assert {found.rule for found in desk.report.diagnostics} == {"image-unused"}


@pytest.mark.parametrize("name", ["%", "%zz", "%ff%fe", "a" * 100_000, "%61" * 50_000, "\udc80"])
def test_names_that_are_no_encoding(desk: Desk, name: str) -> None:
    headers = {"x-docbuild-after": "", "x-docbuild-name": name}
    found = reply(desk.ask("paste", drawing(), headers))
    assert found.status == 200
    assert (desk.doc / found.json["path"]).is_file()


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"", 400, "没有收到图片"),
        (b"hello", 415, "不是图片"),
        (b"\0" * (16 << 20), 415, "不是图片"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "SVG 里可以藏脚本"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", 422, "图片损坏了"),
        (drawing()[:-30], 422, "图片损坏了"),
        (b"GIF89a", 422, "图片损坏了"),
    ],
)
def test_what_is_no_picture_is_not_saved(desk: Desk, data: bytes, status: int, words: str) -> None:
    before = desk.files()
    found = desk.paste(data, desk.key_of("介绍"))
    assert found.status == status
    assert words in found.message
    assert (desk.files(), text_of(desk)) == (before, TEXT)


def test_a_bomb_is_not_saved(desk: Desk) -> None:
    header = b"IHDR" + (30_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    chunk = b"\0\0\0\x0d" + header + zlib.crc32(header).to_bytes(4, "big")
    found = desk.paste(b"\x89PNG\r\n\x1a\n" + chunk)
    assert found.status == 422
    assert "图片太大" in found.message


def test_a_large_photo_of_another_format_is_scaled_and_converted(desk: Desk) -> None:
    photo = Image.effect_noise((2400, 800), 90).convert("RGB")
    found = desk.paste(encoded(photo, "BMP"), desk.key_of("介绍"), "photo of the office.bmp")
    assert found.json["path"] == "image/photo-of-the-office.png"  # grey has but 256 colours
    assert "从 2400 像素宽缩到 1500" in found.message
    with Image.open(desk.doc / found.json["path"]) as image:
        assert image.size == (1500, 500)


def test_an_animation_is_kept(desk: Desk) -> None:
    frames = [Image.new("P", (30, 20), number) for number in range(3)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    found = desk.paste(data, "", "演示.gif")
    assert (desk.doc / "image" / "演示.gif").read_bytes() == data
    assert "第一帧" not in found.message
    image = Image.new("RGB", (30, 20), "red")
    more = [Image.new("RGB", (30, 20), colour) for colour in ("green", "blue")]
    found = desk.paste(encoded(image, "WEBP", save_all=True, append_images=more))
    assert "只留了动图的第一帧" in found.message


def test_past_the_limit_it_is_saved_and_said(desk: Desk) -> None:
    noise = Image.effect_noise((900, 800), 90)
    (desk.doc / "image" / "big.png").write_bytes(bytes(1_900_000))
    desk.read_again()
    found = desk.paste(encoded(noise, "PNG"), "", "噪声.png")
    assert found.status == 200
    assert "超过 2 MB 就传不上去" in found.message


def test_a_block_that_is_gone(desk: Desk) -> None:
    key = desk.key_of("最后一段")
    desk.write(TEXT.replace("最后一段", "别的"))
    before = desk.files()
    found = desk.paste(drawing(), key)
    assert (found.status, found.message) == (409, document.STALE.zh)
    assert desk.files() == before


def test_a_save_that_nobody_saw_yet(desk: Desk) -> None:
    key = desk.key_of("最后一段")
    desk.readme.write_text("别的\n", encoding="utf-8")
    before = desk.files()
    found = desk.paste(drawing(), key)
    assert found.status == 409
    assert (desk.files(), text_of(desk)) == (before, "别的\n")


@pytest.mark.parametrize("after", ["x", "-1", "1.0", "1 2", "9" * 16, "٣", "1;2"])
def test_what_is_no_block(desk: Desk, after: str) -> None:
    before = desk.files()
    assert desk.paste(drawing(), after).status == 400
    assert desk.files() == before


def test_where_there_is_no_place_for_it(desk: Desk) -> None:
    """On a page that is cut off because it outgrows its text, nobody knows what is where."""
    text = ("> " * 20 + "甲\n\n乙\n\n") * 1000
    desk.write(text)
    found = desk.paste(drawing(), desk.builder.view.blocks[3].key)
    assert (found.status, found.json["inserted"]) == (200, False)
    assert "插不进图片" in found.message
    assert (desk.doc / found.json["path"]).is_file()
    assert text_of(desk) == text


def test_a_document_that_is_not_utf8(desk: Desk) -> None:
    data = "# 题\n".encode("gbk")
    desk.write(data)
    before = desk.files()
    found = desk.paste(drawing(), desk.builder.view.blocks[0].key)
    assert found.status == 422
    assert (desk.files(), desk.readme.read_bytes()) == (before, data)
    assert desk.paste(drawing()).status == 200  # beside it there is nothing to spoil


def test_no_folder_and_no_link(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    desk.doc.rename(elsewhere)
    assert desk.paste(drawing()).status == 422
    desk.doc.symlink_to(elsewhere)
    before = sorted(elsewhere.rglob("*"))
    found = desk.paste(drawing(), desk.key_of("介绍"))
    assert found.status == 422
    assert "符号链接" in found.message
    assert sorted(elsewhere.rglob("*")) == before


def test_a_picture_folder_that_is_a_link(desk: Desk, tmp_path: Path) -> None:
    (desk.doc / "image").rename(tmp_path / "elsewhere")
    (desk.doc / "image").symlink_to(tmp_path / "elsewhere")
    before = os.listdir(tmp_path / "elsewhere")
    found = desk.paste(drawing(), desk.key_of("介绍"))
    assert found.status in (200, 500)
    assert os.listdir(tmp_path / "elsewhere") == before
    assert found.status == 200 or text_of(desk) == TEXT


@pytest.mark.skipif(not folders.BY_DESCRIPTOR, reason="here folders are known by their paths")
def test_a_folder_that_becomes_a_link_in_between(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After it was opened, and before anything is written: what was opened is written to."""
    real = picture_file.write_picture

    def exchanged(*arguments: object) -> str:
        desk.doc.rename(tmp_path / "moved")
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "elsewhere" / "README.md").write_text(TEXT, encoding="utf-8")
        desk.doc.symlink_to(tmp_path / "elsewhere")
        return real(*arguments)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr("docbuild.preview.actions.saving.write_picture", exchanged)
    found = desk.paste(drawing(), desk.key_of("介绍"))
    assert os.listdir(tmp_path / "elsewhere") == ["README.md"]
    assert (tmp_path / "elsewhere" / "README.md").read_text(encoding="utf-8") == TEXT
    assert (tmp_path / "moved" / found.json["path"]).is_file()


def test_a_full_disk_leaves_neither_picture_nor_text(desk: Desk) -> None:
    resource = pytest.importorskip("resource")
    text = TEXT + "字" * 2000
    desk.write(text)
    before = desk.files()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (100, 4000):  # less than the picture; enough for it, but not for the document
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            found = desk.paste(drawing(), desk.key_of("介绍"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert found.status == 500
        assert (desk.files(), text_of(desk)) == (before, text)


def test_a_folder_without_permission() -> None:
    with TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        desk = Desk(write_project(Path(name) / "project", TEXT))
        before = desk.files()
        (desk.doc / "image").chmod(0o555)
        if os.geteuid() == 0:  # then the thread that writes lays down its rights
            desk.run(lambda _: ctypes.CDLL(None).setfsuid(NOBODY))
        found = desk.paste(drawing(), desk.key_of("介绍"))
        assert (found.status, "没有写的权限" in found.message) == (500, True)
        assert (desk.files(), text_of(desk)) == (before, TEXT)
        desk.close()


def test_the_loop_goes_on_while_a_picture_is_shrunk(desk: Desk) -> None:
    noise = encoded(Image.effect_noise((1400, 1400), 90).convert("RGB"), "PNG", compress_level=1)

    async def ticks() -> int:
        task = asyncio.ensure_future(desk.actions["paste"](noise, pasting()))
        count = 0
        while not task.done():
            await asyncio.sleep(0.01)
            count += 1
        assert task.result().status == 200
        return count

    assert asyncio.run(ticks()) > 5


def test_a_mistake_of_our_own_is_no_bad_picture(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docbuild.images.shrinking._PROGRAM", "there.is.no.such.worker")
    with pytest.raises(WorkerError, match="did not start"):
        desk.paste(drawing())
    assert desk.files() == ["image", "image/card.png"]


def test_a_server_that_ends_does_not_wait_for_a_picture(desk: Desk) -> None:
    noise = encoded(Image.effect_noise((3000, 3000), 90).convert("RGB"), "PNG", compress_level=1)

    async def cancelled() -> None:
        task = asyncio.ensure_future(desk.actions["paste"](noise, pasting()))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    before = threading.active_count()
    asyncio.run(cancelled())
    assert desk.files() == ["image", "image/card.png"]
    for thread in threading.enumerate():
        if thread.daemon and thread.name.startswith("Thread-"):
            thread.join(10)
    assert threading.active_count() <= before
