"""What a pasted picture is called, where it goes, and how the document refers to it."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docbuild.asset import Entry, EntryKind, Tree
from docbuild.document import Image, Paragraph
from docbuild.markdown import parse
from docbuild.names import problem
from docbuild.preview.actions.picture_folder import destination, picture_folder
from docbuild.preview.actions.picture_name import alternative, free, meaning, names
from docbuild.preview.actions.slug import slug
from docbuild.references import Reference, resolve, resolve_all
from docbuild.source import Source

NOTHING_SAID = (
    *("image.png", "Screenshot 2024-01-01 at 10.00.00.png", "截屏2024-05-06 上午10.00.00.png"),
    *("屏幕截图 2024-05-06 100000.png", "微信图片_20240506100000.jpg", "QQ截图20240506.png"),
    *("企业微信截图_17000000.png", "IMG_1234.JPG", "DSC00012.jpg", "Snipaste_2024-05-06.png"),
    *("550e8400-e29b-41d4-a716-446655440000.png", "v2-3f2a8c9d0e1f2a3b_720w.webp", "图片1.png"),
    *("mmexport1700000000000.jpg", "Screen Shot.png", "image (3).png", "未命名.png", "1.png"),
    *("", " ", ".png", "a.png", "\0", "\u202e.png", "😀.png", "....", "../..", "/", "\\", "%2e"),
)


@pytest.mark.parametrize("name", NOTHING_SAID)
def test_names_that_programs_give_say_nothing(name: str) -> None:
    assert meaning(name) is None


@pytest.mark.parametrize(
    ("name", "file", "alt"),
    [
        ("首页.png", "首页.png", "首页"),
        ("首页截图2.png", "首页截图2.png", "首页截图2"),
        ("Home Page.png", "home-page.png", "Home Page"),
        ("home_page@2x.JPEG", "home_page-2x.png", "home page 2x"),
        ("设置（新版）.png", "设置-新版.png", "设置（新版）"),
        ("Café Münster.png", "cafe-munster.png", "Café Münster"),
        ("Cafe\u0301.png", "cafe.png", "Café"),
        ("ＡＢＣ.png", "abc.png", "ＡＢＣ"),
        ("日本語ガイド.png", "日本語ガイド.png", "日本語ガイド"),
        ("微信支付.png", "微信支付.png", "微信支付"),
        ("架构图.v2.png", "架构图-v2.png", "架构图.v2"),
        ("😀😀登录.png", "登录.png", "登录"),
        ("../../etc/passwd.png", "passwd.png", "passwd"),
        ("C:\\Users\\me\\登录.png", "登录.png", "登录"),
        ("/absolute/登录", "登录.png", "登录"),
        (".hidden.png", "hidden.png", "hidden"),
        ("trail. .png", "trail.png", "trail"),
        ("con.png", "con-2.png", "con"),
        ("aux.txt.png", "aux-txt.png", "aux.txt"),
        ("\\\\host\\share\\登录.png", "登录.png", "登录"),
        (".htaccess", "htaccess.png", "htaccess"),
        ("<script>.png", "script.png", "script"),
        ("~$草稿.png", "草稿.png", "草稿"),
        ("new\nline.png", "newline.png", "newline"),
        ("\u202egnp.exe", "gnp.png", "gnp"),
        ("NUL", "nul-2.png", "NUL"),
        ("lpt1.webp", "lpt1-2.png", "lpt1"),
        ("a\0b\nc\u202ed.png", "abcd.png", "abcd"),
        ("](javascript:alert(1))[.png", "javascript-alert-1.png", "(javascript:alert(1))"),
        ("x" * 300 + ".png", "x" * 40 + ".png", "x" * 60),
        ("字" * 300 + ".png", "字" * 40 + ".png", "字" * 60),
    ],
)
def test_names_that_say_something(name: str, file: str, alt: str) -> None:
    said = meaning(name)
    assert said is not None
    assert next(names(said, "png", numbered=False)) == file
    assert alternative(said) == alt


def test_without_a_name_of_its_own_it_has_a_number() -> None:
    assert list(islice(names("快速 开始", "jpeg", numbered=True), 2)) == [
        "快速-开始-1.jpg",
        "快速-开始-2.jpg",
    ]
    assert next(names("", "gif", numbered=True)) == "screenshot-1.gif"
    assert next(names("。。。", "gif", numbered=True)) == "screenshot-1.gif"


def test_names_that_some_system_takes_for_one_that_is_taken() -> None:
    wishes = names("首页 A", "png", numbered=False)
    taken = ["首页-A.PNG", "首页-a-2.png", "首页-a-4.png"]
    assert list(islice(free(wishes, taken), 2)) == ["首页-a-3.png", "首页-a-5.png"]


anything = st.text(st.characters(), max_size=80)


@given(anything, st.sampled_from(["png", "jpeg", "gif"]), st.booleans())
def test_every_name_passes_everywhere(text: str, format_name: str, numbered: bool) -> None:
    for base in {text, meaning(text) or ""}:
        for name in islice(names(base, format_name, numbered=numbered), 3):
            assert problem(name) is None
            assert "/" not in name
            assert name.strip(". ") == name
            assert len(name.encode()) <= 200


@given(anything)
def test_a_slug_is_stable(text: str) -> None:
    assert slug(slug(text, 40), 40) == slug(text, 40)


def tree(*paths: str) -> Tree:
    entries = {path.rstrip("/"): _entry(path) for path in sorted(paths)}
    return Tree(EntryKind.DIRECTORY, entries)


def _entry(path: str) -> Entry:
    kind = EntryKind.DIRECTORY if path.endswith("/") else EntryKind.FILE
    return Entry(path.rstrip("/"), kind, 10)


def references(text: str, listed: Tree) -> tuple[Reference, ...]:
    return resolve_all(parse(Source("doc/README.md", text)), listed)


@pytest.mark.parametrize(
    ("text", "paths", "folder"),
    [
        ("", [], "images"),
        ("", ["README.md"], "images"),
        ("", ["Images/"], "Images"),
        ("", ["assets/", "assets/a.png"], "assets"),
        ("", ["assets/a.txt", "assets/"], "images"),
        ("", ["a.png"], ""),
        ("![](pic/a.png)", ["pic/a.png", "img/b.png", "img/c.png"], "pic"),
        ("![](pic/a.png) ![](img/b.png) ![](img/c.png)",
         ["pic/a.png", "img/b.png", "img/c.png"], "img"),
        ("![](p/a.png) ![](p/a.png) ![](q/b.png) ![](q/c.png)",
         ["p/a.png", "q/b.png", "q/c.png"], "q"),
        ("![](a.png)", ["a.png", "img/b.png"], ""),
        ("![](missing/a.png)", ["img/b.png"], "img"),
        ("![](a/b/c.png)", ["a/b/c.png"], "a/b"),
        ("", [".git/a.png", "con/b.png"], "images"),
    ],
)  # fmt: skip
def test_the_folder_that_the_pictures_are_in(text: str, paths: list[str], folder: str) -> None:
    listed = tree(*paths)
    assert picture_folder(references(text, listed), listed) == folder


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", "my%20images/图%25.png"),
        ("![](./a.png)", "./my%20images/图%25.png"),
        ("![](./a.png) ![](a.png)", "my%20images/图%25.png"),
        ("![](a.png) ![](./none.png)", "my%20images/图%25.png"),
    ],
)
def test_a_path_is_written_as_the_document_writes_its_own(text: str, written: str) -> None:
    assert destination("my images/图%.png", references(text, tree("a.png"))) == written


@given(anything, anything)
def test_any_picture_can_be_referred_to(text: str, folder: str) -> None:
    where = slug(folder, 20) + " (1)"
    path = f"{where}/{next(names(text, 'png', numbered=False))}"
    alt = alternative(text)
    markdown = f"![{alt}]({destination(path, ())})"
    (block,) = parse(Source("doc/README.md", markdown)).blocks
    assert isinstance(block, Paragraph)
    (image,) = block.children
    assert isinstance(image, Image)
    assert image.alt == alt
    found = resolve(image, tree(path))
    assert (found.verdict, found.path) == ("ok", path)
