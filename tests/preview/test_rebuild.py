"""A save becomes what pages are told, whatever is done to the project meanwhile."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest
from plugin_projects import CLEAN, picture, write_project

from docbuild.asked import recording
from docbuild.build import Project, find
from docbuild.diagnostic import Language, Message
from docbuild.manifest import MANIFEST, Manifest, write_manifest
from docbuild.packed_files import packed_files
from docbuild.page import choose_theme
from docbuild.page_block import PageBlock
from docbuild.preview.builder import Builder, Wish
from docbuild.preview.rebuild import Rebuilder
from docbuild.preview.view import View
from docbuild.release.values import EventKind
from docbuild.release_store.store import open_store
from docbuild.theme import Theme, load_theme
from docbuild.watch import Watcher

PLAIN = Path(__file__).parent.parent.parent / "themes" / "plain"
PATIENT = 60.0  # seconds, for a machine that is busy with something else


class Pages:
    """What every page is told, and the article that a page makes of it."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.blocks = list(view.blocks)
        self._messages: SimpleQueue[tuple[View, dict[str, Any]]] = SimpleQueue()

    def publish(self, view: View, messages: Sequence[str]) -> None:
        for message in messages:
            self._messages.put((view, json.loads(message)))

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next message that is ``wanted``; patches before it are applied."""
        while True:
            self.view, message = self._messages.get(timeout=PATIENT)
            for at, removed, blocks in message.get("splices", ()):
                self.blocks[at : at + removed] = [PageBlock(*block) for block in blocks]
            if wanted(message):
                return message

    def until_kind(self, kind: str) -> dict[str, Any]:
        return self.until(lambda message: message["type"] == kind)

    def until_text(self, text: str) -> None:
        """Until the article says ``text``."""
        self.until(lambda _: text in self.html)

    @property
    def html(self) -> str:
        return "".join(block.html for block in self.blocks)

    def assert_silent(self) -> None:
        with pytest.raises(Empty):
            self._messages.get(timeout=0.2)


def theme_of(project: Project) -> Theme | tuple[Message, ...]:
    """The project's own folder of that name, else the theme of its settings."""
    own = project.location.root / "theme"
    if own.is_dir():
        return choose_theme(str(own))
    theme = load_theme(project.settings.theme)
    return theme if isinstance(theme, Theme) else (theme,)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture
def pages(root: Path) -> Iterator[Pages]:
    with following(root, "zh") as pages:
        yield pages


@contextmanager
def following(
    root: Path, language: Language | None, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[Pages]:
    """Pages of the project; without a ``language`` its settings choose.

    ``meanwhile`` is done when the project was read and is not yet watched.
    """
    wish = Wish(root, None, True, language, "zh", theme_of, "vscode://file{path}:{line}:{column}")
    with recording() as asked:
        project = find(root, named=True)
        assert isinstance(project, Project), project
        builder = Builder(wish, project)
        theme = theme_of(project)
        assert isinstance(theme, Theme)
        builder.open(theme)
    pages = Pages(builder.view)
    builder.publish_to(pages.publish)
    meanwhile()
    with Watcher() as watcher:
        rebuilder = Rebuilder(builder, watcher, asked)
        rebuilder.start()
        rebuilder.call(lambda _: None).result(PATIENT)  # it watches by now
        yield pages
        rebuilder.stop()


def readme(root: Path) -> Path:
    return root / "doc" / "README.md"


def test_a_save_is_a_patch_of_its_block_and_then_a_report(root: Path, pages: Pages) -> None:
    readme(root).write_text(CLEAN.replace("一张图", "两张图"), encoding="utf-8")
    patch = pages.until_kind("patch")
    [[at, removed, blocks]] = patch["splices"]
    assert (at, removed) == (1, 1)
    assert "两张图" in blocks[0][1]
    assert "sections" not in patch
    report = pages.until_kind("report")
    assert report["light"] == "go"
    assert report["revision"] == patch["revision"] == patch["base"] + 1
    assert pages.blocks == list(pages.view.blocks)


def test_a_finding_knows_its_element_and_its_line(root: Path, pages: Pages) -> None:
    text = CLEAN + "\n- [甲](https://github.com/a) 与 [乙](https://example.com/b)\n"
    readme(root).write_text(text, encoding="utf-8")
    report = pages.until(lambda message: message.get("errors") == 1)
    [finding] = report["findings"]
    assert finding["rule"] == "link-host"
    assert finding["element"] == ["link", 2], "the second of this list, which is the list before"
    assert finding["editor"].endswith("/doc/README.md:9:31")
    block = next(block for block in pages.blocks if block.key == finding["block"])
    assert "example.com" in block.html


def test_a_picture_with_other_bytes_has_another_address(root: Path, pages: Pages) -> None:
    before = pages.html
    (root / "doc" / "image" / "card.png").write_bytes(picture("red"))
    pages.until_kind("patch")
    assert pages.html != before
    assert len(pages.view.pictures) == 1
    pages.until_kind("report")


def test_a_picture_that_goes_and_comes(root: Path, pages: Pages) -> None:
    place = root / "doc" / "image" / "card.png"
    place.rename(place.with_name("cart.png"))
    pages.until_text("missing-image")
    report = pages.until(lambda message: message.get("errors") == 1)
    assert report["findings"][0]["rule"] == "image-missing"
    assert report["findings"][0]["element"] == ["image", 0]
    assert report["findings"][0]["fixes"]
    place.with_name("cart.png").rename(place)
    pages.until(lambda message: message.get("errors") == 0)
    assert "missing-image" not in pages.html


def test_headings_are_told_with_the_blocks(root: Path, pages: Pages) -> None:
    readme(root).write_text("## 开头\n\n" + CLEAN, encoding="utf-8")
    patch = pages.until_kind("patch")
    assert [section[1] for section in patch["sections"]] == ["开头", "天气插件"]


def test_the_last_good_page_stays_while_there_is_no_document(root: Path, pages: Pages) -> None:
    shown = pages.html
    readme(root).unlink()
    failure = pages.until_kind("failure")
    assert "README.md" in failure["message"]
    assert pages.html == shown
    readme(root).write_text(CLEAN.replace("一张图", "三张图"), encoding="utf-8")
    pages.until_kind("recovered")
    assert "三张图" in pages.html
    assert pages.view.failure is None


def test_settings_that_are_broken_and_mended(root: Path, pages: Pages) -> None:
    settings = root / "docbuild.toml"
    settings.write_text("[rules]\nimage-alt = 'loud'\n", encoding="utf-8")
    failure = pages.until_kind("failure")
    assert "docbuild.toml:2" in failure["message"]
    readme(root).write_text(CLEAN + "\n后来写的\n", encoding="utf-8")
    pages.until_kind("report")
    assert pages.view.failure is not None, "it stays while other things go on"
    settings.write_text("[rules]\nimage-alt = 'off'\n", encoding="utf-8")
    pages.until_kind("recovered")


def test_another_profile_or_theme_loads_the_page_anew(root: Path, pages: Pages) -> None:
    settings = root / "docbuild.toml"
    settings.write_text("[plugin]\nname = '晴雨'\n", encoding="utf-8")
    pages.until_kind("reload")
    assert pages.view.surroundings.profile.name == "晴雨"
    settings.write_text("theme = 'plain'\n", encoding="utf-8")
    pages.until_kind("reload")
    assert pages.view.surroundings.theme.name == "plain"
    assert pages.view.blocks


def test_a_theme_that_is_being_written(root: Path, pages: Pages) -> None:
    shutil.copytree(PLAIN, root / "theme")
    (root / "docbuild.toml").write_text("language = 'zh'\n", encoding="utf-8")
    pages.until_kind("reload")
    template = root / "theme" / "page.html"
    whole = template.read_text(encoding="utf-8")
    template.write_text(whole.replace("{{ article }}", "{{ artikel }}"), encoding="utf-8")
    failure = pages.until_kind("failure")
    assert "page.html" in failure["message"]
    template.write_text(whole.replace("<body", "<body data-mine"), encoding="utf-8")
    pages.until_kind("reload")
    pages.until_kind("recovered")
    assert "data-mine" in pages.view.surroundings.theme.template


def test_half_a_save_is_not_shown(root: Path, pages: Pages) -> None:
    text = CLEAN.replace("一张图", "四张图").encode()
    with readme(root).open("wb") as file:
        file.write(text[:40])
        file.flush()
        pages.assert_silent()
        file.write(text[40:])
    pages.until_kind("patch")
    assert "四张图" in pages.html


def test_half_a_save_stays_hidden_while_other_files_change(root: Path, pages: Pages) -> None:
    with readme(root).open("wb") as file:
        file.write(b"# half")
        file.flush()
        (root / "doc" / "image" / "card.png").write_bytes(picture("red"))
        patch = pages.until_kind("patch")
        assert "half" not in json.dumps(patch)
        file.write(b" and whole")
    pages.until_text("half and whole")


def test_what_stays_broken_is_shown_at_last(root: Path, pages: Pages) -> None:
    readme(root).write_bytes("# 天气\n\n截断的汉字：".encode()[:-1])
    pages.until_text("截断的汉字")
    report = pages.until_kind("report")
    assert "doc-encoding" in [finding["rule"] for finding in report["findings"]]


def test_the_folder_replaced_by_another(root: Path, pages: Pages) -> None:
    other = root / "other"
    shutil.copytree(root / "doc", other)
    (other / "README.md").write_text("# 另一份\n\n" + CLEAN, encoding="utf-8")
    (root / "doc").rename(root / "before")
    other.rename(root / "doc")
    pages.until_text("另一份")
    readme(root).write_text("# 又一份\n", encoding="utf-8")
    pages.until_text("又一份")


def test_a_bug_is_loud_and_the_next_save_is_shown(
    root: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug of ours")

    with monkeypatch.context() as patched:
        patched.setattr("docbuild.session.judging.check", broken)
        readme(root).write_text("# 一\n", encoding="utf-8")
        failure = pages.until_kind("failure")
    assert failure["detail"] == "ZeroDivisionError: a bug of ours"
    assert "Traceback" in capsys.readouterr().err
    readme(root).write_text("# 二\n", encoding="utf-8")
    pages.until_kind("recovered")
    assert "二" in pages.html


def test_nothing_is_told_of_a_save_that_changes_nothing(root: Path, pages: Pages) -> None:
    os.utime(readme(root))
    pages.assert_silent()


def test_a_save_that_is_held_back_outlives_other_settings(root: Path) -> None:
    with following(root, None) as pages, readme(root).open("wb") as file:
        file.write("# 写好了，没有关闭\n".encode())
        file.flush()
        (root / "doc" / "image" / "card.png").write_bytes(picture("red"))
        pages.until_kind("patch")  # the document was read before the picture
        (root / "docbuild.toml").write_text("language = 'en'\n", encoding="utf-8")
        pages.until_kind("reload")
        pages.until(lambda _: any("没有关闭" in block.html for block in pages.view.blocks))


def test_the_same_document_that_comes_back_is_shown(root: Path, pages: Pages) -> None:
    before = readme(root).read_bytes()
    readme(root).unlink()
    (root / "doc" / "image" / "card.png").write_bytes(picture("red"))
    pages.until_kind("failure")
    readme(root).write_bytes(before)
    pages.until(lambda message: message.get("light") == "go")
    pages.until_kind("recovered")


def test_what_changed_before_it_was_watched_is_shown(root: Path) -> None:
    def save() -> None:
        readme(root).write_text("# 打开时保存的\n", encoding="utf-8")
        (root / "doc" / "image" / "new.png").write_bytes(picture("red"))

    with following(root, "zh", save) as pages:
        pages.until_text("打开时保存的")
        pages.until(lambda message: "image/new.png" in json.dumps(message))


def test_the_record_of_releases_is_followed(root: Path, pages: Pages) -> None:
    """Somebody notes an upload on the command line, or a ``git pull`` brings that."""
    store = open_store(root)
    contents = {"doc/README.md": CLEAN.encode(), "doc/image/card.png": picture()}
    made = Manifest("1", "wechat", None, None, "1.0.0", "x", packed_files(contents), 0, 0, False)
    release = store.prepare({**contents, MANIFEST: write_manifest(made)})
    message = pages.until(lambda message: message.get("prepared") is not None)
    assert message["prepared"]["same"]
    store.mark(release, EventKind.PUBLISHED)
    message = pages.until(lambda message: message.get("published") is not None)
    assert message["published"]["same"]
    readme(root).write_text(CLEAN + "\n更多。\n", encoding="utf-8")
    pages.until_kind("patch")
    pages.until_kind("report")
    message = pages.until_kind("releases")
    assert not message["published"]["same"]
