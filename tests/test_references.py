"""Where image references lead: a table of cases on a real folder, and listings by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_trees import write_image_tree

from docbuild.asset import Entry, EntryKind, Tree
from docbuild.document import Document, Image, LinkForm, Paragraph, Strong
from docbuild.files import read_tree
from docbuild.markdown import parse
from docbuild.names import LONGEST_PATH, clashes, folded, problem, suffix
from docbuild.references import Reference, resolve, resolve_all, shown_paths
from docbuild.source import Source, Span
from docbuild.upload import LIMIT, READABLE, resource_size, uploads

CASES = json.loads((Path(__file__).parent / "cases" / "references.json").read_text("utf-8"))
REFUSED: list[tuple[str, str, str | None]] = [
    (verdict, destination, nearest)
    for verdict, group in CASES["refused"].items()
    for destination, nearest in group.items()
]
NOWHERE = Span(0, 0)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return read_tree(write_image_tree(tmp_path_factory.mktemp("project")))


def image(destination: str) -> Image:
    return Image(NOWHERE, "", destination, NOWHERE, None, LinkForm.INLINE)


def listing(*paths: str, size: int = 1) -> Tree:
    return tree_of(*(Entry(path, EntryKind.FILE, size) for path in paths))


def tree_of(*entries: Entry) -> Tree:
    return Tree(EntryKind.DIRECTORY, {entry.path: entry for entry in entries})


def test_the_table_is_whole() -> None:
    assert len(CASES["ok"]) + len(REFUSED) >= 120
    assert all(CASES["refused"].values())


@pytest.mark.parametrize(("destination", "path"), CASES["ok"].items())
def test_ok(destination: str, path: str, tree: Tree) -> None:
    assert resolve(image(destination), tree) == Reference(image(destination), "ok", path)


@pytest.mark.parametrize(("verdict", "destination", "nearest"), REFUSED)
def test_refused(verdict: str, destination: str, nearest: str | None, tree: Tree) -> None:
    reference = resolve(image(destination), tree)
    assert (reference.verdict, reference.nearest) == (verdict, nearest)
    assert (reference.scheme is None) == (verdict != "scheme")
    assert nearest is None or nearest in tree.entries


@pytest.mark.parametrize(
    ("destination", "path"),
    [
        ("./image/none.png", "image/none.png"),
        ("image/a%2a.png", "image/a*.png"),
        ("image/shot.webp", "image/shot.webp"),
        ("image/P_1.png", "image/P_1.png"),
        ("image/caf%C3%A9.png", "image/caf\u00e9.png"),
        ("image/sparse.png", "image/sparse.png"),
        ("image/fifo.png", "image/fifo.png"),
        ("image/link_dir/p_1.png", "image/link_dir/p_1.png"),
        (".git/a.png", ".git/a.png"),
        ("../secret.png", None),
        ("/image/p_1.png", None),
        ("image/p_1\u200b.png", None),
        (".//image/p_1.png", None),
        ("image//p_1.webp", None),
        ("https://x.cn/a.png", None),
        ("image/%FF.png", None),
        ("", None),
    ],
)
def test_refused_references_tell_the_path_that_was_meant(
    destination: str, path: str | None, tree: Tree
) -> None:
    assert resolve(image(destination), tree).path == path


@pytest.mark.parametrize(
    ("destination", "scheme"),
    [("HTTPS://x.cn/a.png", "https"), ("data:,", "data"), ("wxfile://a:b", "wxfile")],
)
def test_scheme(destination: str, scheme: str) -> None:
    assert resolve(image(destination), listing()).scheme == scheme


def test_a_refused_file_that_exists_has_no_nearest(tree: Tree) -> None:
    for destination in ("image/aux.png", "image/a:b.png", "image/empty.svg", "image/sparse.png"):
        assert resolve(image(destination), tree).nearest is None


def test_size_that_is_read() -> None:
    assert resolve(image("a.png"), listing("a.png", size=READABLE)).verdict == "ok"
    assert resolve(image("a.png"), listing("a.png", size=READABLE + 1)).verdict == "too-large"


def test_root_that_is_a_link_or_missing() -> None:
    assert resolve(image("a.png"), Tree(EntryKind.SYMLINK)).verdict == "symlink"
    assert resolve(image("a.png"), Tree(None)).verdict == "missing"


@pytest.mark.parametrize("denied", [".", "image", "image/sub", "image/sub/a.png"])
def test_unreadable(denied: str) -> None:
    kind = EntryKind.FILE if denied.endswith("png") else EntryKind.DIRECTORY
    reference = resolve(
        image("image/sub/a.png"), tree_of(Entry(denied, kind, unreadable="Permission denied"))
    )
    assert reference.verdict == "unreadable"
    assert reference.path == (denied if kind is EntryKind.FILE else None)


def test_unreadable_elsewhere_does_not_matter() -> None:
    denied = Entry("other", EntryKind.DIRECTORY, unreadable="Permission denied")
    assert resolve(image("image/a.png"), tree_of(denied)).verdict == "missing"


def test_a_truncated_listing_cannot_say_missing() -> None:
    tree = Tree(EntryKind.DIRECTORY, listing("a.png").entries, truncated=True)
    assert resolve(image("a.png"), tree).verdict == "ok"
    assert resolve(image("b.png"), tree) == Reference(image("b.png"), "unreadable")


def test_exact_name_goes_before_one_that_differs_in_case() -> None:
    tree = listing("A.png", "a.png")
    assert resolve(image("a.png"), tree).path == "a.png"
    assert resolve(image("A.png"), tree).path == "A.png"
    assert resolve(image("./x/A.png"), tree).nearest == "A.png"
    assert resolve(image("a.PNG"), tree).nearest == "A.png"
    assert resolve(image("/a.png"), tree).nearest == "a.png"


@pytest.mark.parametrize(
    ("destination", "files", "nearest"),
    [
        ("two/a.png", ("one/a.png", "x/two/a.png"), "x/two/a.png"),
        ("a.png", ("two/a.png", "one/a.png"), "one/a.png"),
        ("x/a.jpg", ("a.png", "x/a.gif"), "x/a.gif"),
        ("screenshot-home.png", ("screnshot-home.png",), "screnshot-home.png"),
        ("step-10.png", ("step-1.png", "step-11.png"), None),
        ("step-03.png", ("step-3.png",), "step-3.png"),
        ("step-3.png", ("step-03.png", "step-2.png"), "step-03.png"),
        ("ab.png", ("abc.png",), "abc.png"),
        ("a.png", ("ab.png",), None),
        ("abcdefgh.png", ("abcdefxy.png",), "abcdefxy.png"),
        ("abcdefg.png", ("abcdexy.png",), None),
        ("a.png", ("a.svg", "a.md", "gif"), None),
        ("a.png", ("a.png\ufeff", "aux/a.png", "x/.a/a.png"), None),
        ("?", ("a.png",), None),
        ("../", ("a.png",), None),
        ("x" * 1995 + "/a.png", ("a.png",), None),
        ("https://x.cn/" + "x" * 2000 + "/a.png", ("a.png",), None),
        ("/./a.png", ("A/a.png", "a.png"), "a.png"),
        ("../a.png", ("A/a.png", "a.png"), "a.png"),
        ("x" * 1994 + "/a.png", ("a.png",), "a.png"),
        ("x/%61.png", ("a.png",), "a.png"),
        ("/a%20b.png", ("a b.png",), "a b.png"),
        ("/%FF.png", ("a.png",), None),
        ("https://x.cn/y.png?a.png", ("a.png", "x.cn/z.png"), None),
    ],
)
def test_nearest(destination: str, files: tuple[str, ...], nearest: str | None) -> None:
    assert resolve(image(destination), listing(*files)).nearest == nearest


def test_comparing_spellings_ends_with_the_budget() -> None:
    """A thousand references that lead nowhere cost no more than a few."""
    tree = listing(*(f"picture-{chr(97 + i % 26)}{chr(97 + i // 26)}.png" for i in range(400)))
    destinations = [f"pictures-{chr(97 + i)}a.png" for i in range(10)]
    found = resolve_all(document(*map(image, destinations)), tree)
    assert [reference.nearest is not None for reference in found] == [True] * 5 + [False] * 5


@pytest.mark.parametrize(("count", "compared"), [(2000, True), (2001, False)])
def test_a_listing_beyond_the_budget_is_not_compared(count: int, compared: bool) -> None:
    tree = listing("home.png", *(f"{number:05}-{number:x}.png" for number in range(count - 1)))
    assert resolve(image("hame.png"), tree).nearest == ("home.png" if compared else None)


def document(*images: Image) -> Document:
    strong = Strong(NOWHERE, images)
    return Document(Source("README.md", ""), (Paragraph(NOWHERE, (strong,)),), {})


def test_resolve_all_keeps_order_and_each_image() -> None:
    first, second = image("a.png"), image("b.png")
    again = Image(Span(5, 9), "again", "a.png", NOWHERE, None, LinkForm.REFERENCE)
    found = resolve_all(document(first, second, again), listing("a.png"))
    assert [reference.image for reference in found] == [first, second, again]
    assert [reference.verdict for reference in found] == ["ok", "missing", "ok"]


@given(st.text(max_size=40))
def test_any_text_has_a_verdict(destination: str) -> None:
    files = listing("image/p_1.png", "图.gif")
    reference = resolve(image(destination), files)
    assert (reference.path in files.entries) == (reference.verdict == "ok")


@given(st.lists(st.sampled_from(["..", ".", "", "a", "b.png", "%2e%2e", "..%2f", "\\"])))
def test_no_path_leaves_the_folder(names: list[str]) -> None:
    reference = resolve(image("/".join(names)), listing("a/b.png", "b.png"))
    if reference.path is not None:
        assert ".." not in reference.path.split("/")
        assert not reference.path.startswith("/")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a/b.png", None),
        ("\udcff.png", "not-utf8"),
        ("a\u200b", "control-or-invisible"),
        ("x/" * (LONGEST_PATH // 2), None),
        ("x/" * (LONGEST_PATH // 2) + "y", "too-long"),
        ("x/.a", "hidden"),
        ("a.", "trailing-dot-space"),
        ("a<", "windows-char"),
        ("NUL.txt", "windows-reserved"),
        ("com1", "windows-reserved"),
        ("com0", None),
        ("com\u00b9.x", "windows-reserved"),
        ("lpt10", None),
        ("a.con", None),
        ("co\u212a", None),
        ("图" * 85, None),
        ("图" * 86, "too-long"),
    ],
)
def test_name_problem(path: str, found: str | None) -> None:
    assert problem(path) == found


@pytest.mark.parametrize(
    ("paths", "groups"),
    [
        (("a.png", "b.png"), ()),
        (("a.png", "A.png"), (("A.png", "a.png"),)),
        (("README.md", "README.MD", "x"), (("README.MD", "README.md"),)),
        (("image", "IMAGE/a.png"), (("IMAGE", "image"),)),
        (("image/a.png", "IMAGE/A.png", "IMAGE/b.png"), (("IMAGE", "image"),)),
        (("caf\u00e9", "cafe\u0301"), (("cafe\u0301", "caf\u00e9"),)),
        (("x/a", "x/b", "x"), ()),
        (("ab/A", "ab/a", "a"), (("ab/A", "ab/a"),)),
    ],
)
def test_clashes(paths: tuple[str, ...], groups: tuple[tuple[str, ...], ...]) -> None:
    assert clashes(paths) == groups


def test_folding_and_suffix() -> None:
    assert folded("CAFE\u0301.PNG") == "caf\u00e9.png"
    assert [suffix(path) for path in ("a.PNG", "x.y/a", "a.", ".png", "a.b.c")] == [
        *("png", "", "", "png", "c")
    ]


@pytest.mark.parametrize(
    ("path", "taken"),
    [
        *((f"x/a.{suffix}", True) for suffix in ("png", "PNG", "jpg", "jpeg", "icon")),
        *((f"x/a.{suffix}", True) for suffix in ("gif", "svg", "cer")),
        *((path, True) for path in ("README.md", "x/Readme.MD", "a.b.png")),
        *((path, False) for path in ("a.webp", "a.bmp", "notes.md", "xreadme.md", "png", "md")),
        *((path, False) for path in (".git/a.png", "x/.y/a.png", ".png", "x/.png", "a.png/b")),
    ],
)
def test_uploads(path: str, taken: bool) -> None:
    assert uploads(path) is taken


def test_resource_size_counts_what_goes_up() -> None:
    entries = [
        Entry("README.md", EntryKind.FILE, 10),
        Entry("a.png", EntryKind.FILE, LIMIT),
        Entry("b.webp", EntryKind.FILE, 1000),
        Entry("c.png", EntryKind.SYMLINK, 1000),
    ]
    assert resource_size(tree_of(*entries)) == LIMIT + 10


def test_shown_are_the_files_that_good_references_lead_to() -> None:
    document = parse(Source("doc/README.md", "![](a.png) ![](b.png) ![](a.png) ![](../c.png)"))
    tree = Tree(EntryKind.DIRECTORY, {"a.png": Entry("a.png", EntryKind.FILE, 9)})
    assert shown_paths(resolve_all(document, tree)) == {"a.png"}
