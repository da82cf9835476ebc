"""Themes as folders: what is read, and what is said of one that cannot be used."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from docbuild.diagnostic import Message
from docbuild.page import (
    INDEX,
    Live,
    ThemeError,
    choose_theme,
    render_page,
    template_problems,
)
from docbuild.plugin import Plugin
from docbuild.settings import Profile
from docbuild.theme import Theme, find_theme, load_theme, read_theme, theme_names

TITLE = 'title = { zh = "我的", en = "Mine" }\n'
MANIFEST = TITLE + 'template = "page.html"\n'
TEMPLATE = """\
<!doctype html>
<html {{ root }}>
<head>
{{ head }}
<title>{{ plugin.name }}</title>
</head>
<body>
<article class="article">{{ article }}</article>
{{ scripts }}
</body>
</html>
"""


def write_theme(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    """A theme of the least there can be, with ``files`` in place of or beside it."""
    for name, text in ({"theme.toml": MANIFEST, "page.html": TEMPLATE} | (files or {})).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def problems(folder: Path | str) -> tuple[Message, ...]:
    found = choose_theme(str(folder))
    assert isinstance(found, tuple), found
    assert found
    return found


def said(folder: Path) -> list[str]:
    """What is said in English, with the folder left out; that it is said in Chinese as well."""
    messages = problems(folder)
    for message in messages:
        assert any("\u4e00" <= character <= "\u9fff" for character in message.zh), message
        assert message.zh.startswith(str(folder))
    return [message.en.replace(f"{folder}/", "") for message in messages]


def test_the_least_theme(tmp_path: Path) -> None:
    theme = choose_theme(str(write_theme(tmp_path / "mine")))
    assert isinstance(theme, Theme)
    assert (theme.name, theme.title) == ("mine", Message("我的", "Mine"))
    assert (theme.style, theme.script) == ("", "")
    page = render_page(theme, Profile(), Plugin(), blocks=[], sections=[], language="zh")
    assert b"script-src &#39;none&#39;" in page.files[INDEX]
    assert b"<script" not in page.files[INDEX]


def test_styles_and_scripts_are_joined_in_the_order_of_the_manifest(tmp_path: Path) -> None:
    manifest = MANIFEST + 'styles = ["css/b.css", "a.css"]\nscripts = ["b.js", "a.js"]\n'
    names = {"css/b.css": "b{}", "a.css": "a{}", "b.js": "b()", "a.js": "a()"}
    theme = choose_theme(str(write_theme(tmp_path, {"theme.toml": manifest, **names})))
    assert isinstance(theme, Theme)
    assert (theme.style, theme.script) == ("b{}\na{}", "b()\na()")


def test_line_ends_and_byte_order_marks_are_those_of_the_page(tmp_path: Path) -> None:
    """The browser hashes LF, so what is hashed for the policy has to be that."""
    files: dict[str, str | bytes] = {
        "theme.toml": ("\ufeff" + MANIFEST + 'styles = ["a.css"]\n').replace("\n", "\r\n"),
        "a.css": b"\xef\xbb\xbfa {\r\n}\r",
    }
    theme = choose_theme(str(write_theme(tmp_path, files)))
    assert isinstance(theme, Theme)
    assert theme.style == "a {\n}\n"


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ("", ["theme.toml: “title” is missing", "theme.toml: “template” is missing"]),
        ("a = \n", ["theme.toml:1:5: This is no valid TOML"]),
        (f"a = {'[' * 9999}", ["theme.toml: The TOML is nested too deeply"]),
        ("n = 1" + "0" * 5000, ["theme.toml: This is no valid TOML"]),
        (TITLE + "template = 3\n", ["theme.toml:2: “template” should be a file in the theme's"]),
        (MANIFEST + "stiles = []\n", ["theme.toml:3: There is no key “stiles”; did you mean “st"]),
        (MANIFEST + "zzz = []\n", ["theme.toml:3: There is no key “zzz”. The keys are: title, "]),
        (MANIFEST + 'styles = "a.css"\n', ["theme.toml:3: “styles” should be a list of files"]),
        (MANIFEST + "scripts = [1]\n", ["theme.toml:3: “scripts” should be a file"]),
        ('title = "x"\ntemplate = "page.html"\n', ["theme.toml:1: “title” should be a table"]),
        (
            'title = { zh = "x", en = " " }\ntemplate = "page.html"\n',
            ["theme.toml:1: “title.en” is missing"],
        ),
        (MANIFEST + "text = 1\n", ["theme.toml:3: “text” should be a table with zh and en"]),
        (MANIFEST + "[text]\nzh = 1\n", ["theme.toml:4: “text.zh” should be a table of texts"]),
        (
            MANIFEST + '[text.zh]\na = ""\n[text.en]\na = 1\n',
            ["theme.toml:4: “a” should be a text", "theme.toml:6: “a” should be a text"],
        ),
        (
            MANIFEST + '[text.zh]\na = "x"\n[text.en]\nb = "x"\n',
            [
                "theme.toml:4: “a” stands in [text.zh] only",
                "theme.toml:6: “b” stands in [text.en] only",
            ],
        ),
    ],
)
def test_a_wrong_manifest(tmp_path: Path, manifest: str, expected: list[str]) -> None:
    found = said(write_theme(tmp_path, {"theme.toml": manifest}))
    assert len(found) == len(expected)
    assert all(map(str.startswith, found, expected)), found


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../a.css", "/etc/passwd", "a/../b.css", "a//b", "C:a", "a\\\\b", "a\\n"],
)
@pytest.mark.parametrize("key", ["template", "styles"])
def test_no_file_outside_the_folder_has_a_name(tmp_path: Path, key: str, name: str) -> None:
    manifest = (
        f'{TITLE}template = "{name}"\n' if key == "template" else f'{MANIFEST}styles = ["{name}"]\n'
    )
    (found,) = said(write_theme(tmp_path / "theme", {"theme.toml": manifest}))
    assert "should be a file in the theme's folder" in found


def to_link(folder: Path) -> None:
    (folder / "real.css").write_text("a {}", encoding="utf-8")
    (folder / "a.css").symlink_to("real.css")


def to_linked_folder(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "real" / "a.css").write_text("a {}", encoding="utf-8")
    (folder / "css").symlink_to("real")


@pytest.mark.parametrize(
    ("style", "prepare", "expected"),
    [
        ("a.css", lambda folder: None, "a.css: there is no such file"),
        ("a.css", lambda folder: (folder / "a.css").mkdir(), "a.css: this is not a regular file"),
        ("a.css", lambda folder: os.mkfifo(folder / "a.css"), "a.css: this is not a regular file"),
        ("a.css", to_link, "a.css: this is a symbolic link"),
        ("css/a.css", to_linked_folder, "css/a.css: this is a symbolic link"),
        ("a.css", lambda f: (f / "a.css").write_bytes(b"a\n\xff"), "a.css:2: this line has bytes"),
        ("a.css", lambda f: (f / "a.css").write_bytes(b" " * 1048577), "a.css: larger than 1 MB"),
        (
            "a.css",
            lambda f: (f / "a.css").write_bytes(b"a\n\n</STYLE>"),
            "a.css:3: “</STYLE” would end",
        ),
    ],
)
def test_a_file_that_cannot_be_used(
    tmp_path: Path, style: str, prepare: Callable[[Path], object], expected: str
) -> None:
    write_theme(tmp_path, {"theme.toml": f'{MANIFEST}styles = ["{style}"]\n'})
    prepare(tmp_path)
    (found,) = said(tmp_path)
    assert found.startswith(expected)


@pytest.mark.parametrize("script", ["'</script>'", "\n'<!--'"])
def test_no_script_ends_its_element(tmp_path: Path, script: str) -> None:
    files = {"theme.toml": MANIFEST + 'scripts = ["a.js"]\n', "a.js": script}
    (found,) = said(write_theme(tmp_path, {**files}))
    assert found.startswith(f"a.js:{script.count(chr(10)) + 1}: “<")


def test_all_missing_files_are_named_at_once(tmp_path: Path) -> None:
    manifest = f'{TITLE}template = "a.html"\nstyles = ["b.css"]\nscripts = ["c.js"]\n'
    assert said(write_theme(tmp_path, {"theme.toml": manifest})) == [
        f"{name}: there is no such file" for name in ("a.html", "b.css", "c.js")
    ]


def without(line: str) -> str:
    assert line in TEMPLATE
    return TEMPLATE.replace(line, "")


def with_title(title: str) -> str:
    """A template whose fifth line has ``title``."""
    return TEMPLATE.replace("{{ plugin.name }}", title)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (with_title("{{ name }"), "page.html:5: the template failed: unexpected '}'"),
        (with_title("{% if %}"), "page.html:5: the template failed: Expected an expression"),
        (with_title("{% for a in b %}"), "page.html:"),
        (with_title("{% blah %}"), "page.html:5: the template failed: Encountered unknown tag"),
        (with_title("{{ live | upper_case }}"), "page.html:5: the template failed: No filter"),
        (with_title("{{ plugin is hidden }}"), "page.html:5: the template failed: No test"),
        (with_title("{% include 'a.html' %}"), "page.html:5: a theme has one template"),
        (with_title("{{ pluggin.name }}"), "page.html:5: there is no value pluggin; did you mean"),
        (with_title("{{ zzz }}"), "page.html:5: there is no value zzz; the values are: root"),
        (with_title("{{ plugin.nom }}"), "page.html:5: plugin has no nom; it has: name"),
        (with_title("{% if 0 %}{{ plugin.nom }}{% endif %}"), "page.html:5: plugin has no nom"),
        (with_title("{{ live.secrets }}"), "page.html:5: live has no secrets"),
        (with_title("{{ text.gone }}"), "page.html:5: [text.zh] and [text.en] in theme.toml have"),
        (with_title("{{ 1 / 0 }}"), "page.html:5: the template failed: division by zero"),
        (with_title("{{ previews.x }}"), "page.html:5: the template failed: 'list object' has no"),
        (with_title("{{ plugin.__class__.__mro__ }}"), "page.html:5: plugin has no __class__"),
        (
            with_title("{{ previews.__class__.__mro__ }}"),
            "page.html:5: the template failed: access to attribute '__class__'",
        ),
        (without("{{ head }}"), "page.html: the template does not use head"),
        (without("{{ scripts }}"), "page.html: the template does not use scripts"),
        (without(" {{ root }}"), "page.html: the template does not use root"),
        (without("{{ article }}"), "page.html: the template does not use article"),
        (without(' class="article"'), "page.html: a page has exactly one element of the class"),
        (TEMPLATE + "<p class='a article'>", "page.html: a page has exactly one element of the"),
    ],
)
def test_a_wrong_template(tmp_path: Path, template: str, expected: str) -> None:
    (found,) = said(write_theme(tmp_path, {"page.html": template}))
    assert found.startswith(expected), found


def test_all_wrong_names_are_told_at_once_by_their_lines(tmp_path: Path) -> None:
    template = with_title("{{ text.a }}{{ b }}") + "{{ text.c }}"
    found = said(write_theme(tmp_path, {"page.html": template}))
    assert [words.split(": ")[0] for words in found] == [
        "page.html:5",
        "page.html:5",
        "page.html:12",
    ]


def test_what_a_template_defines_itself_is_its_own(tmp_path: Path) -> None:
    title = (
        "{% set mine = {'x': 1} %}{{ mine.x }}{% for i in range(3) %}{{ loop.index }}{% endfor %}"
    )
    assert isinstance(
        choose_theme(str(write_theme(tmp_path, {"page.html": with_title(title)}))), Theme
    )


def test_a_template_that_fails_later_says_where(tmp_path: Path) -> None:
    template = with_title("{{ 1 // (plugin.version | length - 3) if plugin.version }}")
    theme = choose_theme(str(write_theme(tmp_path, {"page.html": template})))
    assert isinstance(theme, Theme)
    profile = Profile(version="1.0")
    with pytest.raises(ThemeError, match=r"page\.html:5: the template failed: ") as caught:
        render_page(theme, profile, Plugin(), blocks=[], sections=[], language="zh")
    assert "page.html:5：模板出错" in caught.value.message.zh


@pytest.mark.parametrize("choice", ["nowhere/theme", "./theme", "."])
def test_a_folder_that_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, choice: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (message,) = problems(choice)
    assert "theme.toml" in message.en or "there is no folder" in message.en


@pytest.mark.parametrize(("choice", "guess"), [("we-chat", "wechat"), ("??", None)])
def test_a_name_that_is_none(choice: str, guess: str | None) -> None:
    (message,) = problems(choice)
    assert ("did you mean" in message.en) is (guess is not None)
    assert (guess or "wechat") in message.zh


def test_shipped_names_win_over_folders_unless_those_are_written_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_theme(tmp_path / "wechat")
    write_theme(tmp_path / "own")
    titles = {
        choice: theme.title.en
        for choice in ("wechat", "./wechat", "own", "own/", str(tmp_path / "own"))
        if isinstance(theme := find_theme(choice), Theme)
    }
    assert titles.pop("wechat") != "Mine"
    assert list(titles.values()) == ["Mine"] * 4


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    write_theme(tmp_path / "theme")
    (tmp_path / "link").symlink_to("theme")
    assert isinstance(read_theme(tmp_path / "link"), Theme)


@pytest.mark.parametrize("name", ["", ".", "../themes/wechat", "wechat/", "WeChat", "/etc"])
def test_only_a_shipped_theme_has_a_name(name: str) -> None:
    problem = load_theme(name)
    assert isinstance(problem, Message)
    assert "wechat" in problem.zh
    assert "wechat" in problem.en


def test_a_folder_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the settings may say; those are a stranger's, and a template is code."""
    monkeypatch.chdir(tmp_path)
    write_theme(tmp_path / "own")
    assert isinstance(load_theme("own"), Message)


def test_shipped_themes_are_found() -> None:
    assert "wechat" in theme_names()
    for name in theme_names():
        theme = load_theme(name)
        assert isinstance(theme, Theme)
        assert template_problems(theme) == ()


def test_live_values_are_given_to_templates(tmp_path: Path) -> None:
    title = "{% if live %}{{ live.run }}/{{ live.revision }}/{{ live.phone }}{% endif %}"
    theme = choose_theme(str(write_theme(tmp_path, {"page.html": with_title(title)})))
    assert isinstance(theme, Theme)
    live = Live("r", 7)
    page = render_page(theme, Profile(), Plugin(), blocks=[], sections=[], language="zh", live=live)
    assert b"<title>r/7/False</title>" in page.files[INDEX]
