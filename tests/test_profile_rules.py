"""The rules about the profile, the project's configuration and rival documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docbuild import categories
from docbuild.asset import EntryKind, Tree
from docbuild.diagnostic import Finding, Message
from docbuild.locate import Location
from docbuild.plugin import Plugin
from docbuild.problem import ConfigProblem
from docbuild.project import load_settings
from docbuild.rules import (
    config_invalid,
    doc_rival,
    profile_category,
    profile_image,
    profile_incomplete,
    profile_notes,
    profile_tags,
    profile_version,
)
from docbuild.rules.rule import Rule, Subject
from docbuild.settings import Profile, Settings
from docbuild.snapshot import Snapshot

RULES = (
    config_invalid.RULE,
    doc_rival.RULE,
    profile_category.RULE,
    profile_image.RULE,
    profile_incomplete.RULE,
    profile_notes.RULE,
    profile_tags.RULE,
    profile_version.RULE,
)
COMPLETE = {"name": "晴雨天气", "avatar": "assets/avatar.png", "intro": "天气组件"}


def subject(settings: Settings, **values: Any) -> Subject:
    defaults: dict[str, Any] = dict.fromkeys(Snapshot._fields)
    defaults.update(
        document_path="doc/README.md",
        folder="doc",
        rivals=(),
        tree=Tree(EntryKind.DIRECTORY),
        assets={},
        plugin=Plugin(),
        settings=settings,
    )
    return Subject(Snapshot(**{**defaults, **values}), None, ())


def findings(rule: Rule, *, absent: tuple[str, ...] = (), **profile: Any) -> list[Finding]:
    lines = {f"plugin.{name.replace('_', '-')}": 7 for name in profile}
    settings = Settings(
        "docbuild.toml", profile=Profile(**profile), key_lines=lines, absent_pictures=absent
    )
    return list(rule.check(subject(settings)))


def one(rule: Rule, **profile: Any) -> str:
    (finding,) = findings(rule, **profile)
    assert finding.path == "docbuild.toml"
    assert finding.span is None
    assert finding.message.zh != finding.message.en
    assert finding.help.zh != finding.help.en
    return f"{finding.message.en} {finding.help.en}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_nothing_is_wrong_without_a_profile(rule: Rule) -> None:
    assert findings(rule) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_nothing_is_wrong_with_a_good_profile(rule: Rule) -> None:
    profile: dict[str, Any] = {
        **COMPLETE,
        "category": ("社交", "直播"),
        "tags": ("天气", "出行"),
        "preview_images": ("assets/a.PNG", "doc/b.jpeg"),
        "version": "1.20.300",
        "version_notes": "字" * 100,
    }
    assert findings(rule, **profile) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rules_are_documented_in_both_languages(rule: Rule) -> None:
    for message in (rule.what, rule.why):
        assert message.zh
        assert message.en
        assert message.zh != message.en
    assert rule.bad
    assert rule.bad != rule.good


@pytest.mark.parametrize(
    ("category", "word"),
    [
        (("工具", "天汽"), "“工具 > 天气”"),
        (("生活服务", "天气"), "“工具 > 天气”"),
        (("工具类", "天气"), "“工具 > 天气”"),
        (("IT科枝", "软件"), "“IT科技 > 软件”"),
        (("金融业", "股票交易"), "征信业务, 保险"),
        (("占星", "塔罗"), "快递业与邮政, 教育, 医疗"),
    ],
)
def test_category_outside_the_table(category: tuple[str, str], word: str) -> None:
    said = one(profile_category.RULE, category=category)
    assert said.startswith("docbuild.toml:7: ")
    assert word in said


def test_categories_are_the_official_table() -> None:
    firsts = {entry.first for entry in categories.CATEGORIES}
    assert len(firsts) == 16
    assert len(categories.CATEGORIES) == len(set(categories.CATEGORIES)) == 45
    assert categories.find("教育", "在线教育") == categories.Category("教育", categories.ALL)
    assert categories.find("文娱", "FM/电台")
    assert categories.find("工具", "图片/音频/视频")
    assert categories.find("工具", categories.ALL) is None


@pytest.mark.parametrize(
    ("category", "remark"),
    [
        (("医疗", "就医服务"), "仅医疗类小程序可使用"),
        (("社交", "笔记"), "仅限社交类目小程序使用"),
        (("社交", "直播"), "仅限电商平台、教育类目小程序使用"),
        (("汽车", "租车"), None),
        (("占星", "塔罗"), None),
    ],
)
def test_remarks(category: tuple[str, str], remark: str | None) -> None:
    found = categories.remark(*category)
    assert (found and found.zh) == remark


@pytest.mark.parametrize(
    "version", ["1.2", "v1.2.0", "1.2.0-beta", "1.2.3.4", "1000.0.0", "１.0.0"]
)
def test_version_form(version: str) -> None:
    assert "X.Y.Z" in one(profile_version.RULE, version=version)


def test_version_notes_count_as_the_dialog_does() -> None:
    assert "101 characters" in one(profile_notes.RULE, version_notes="字" * 101)
    assert "102 characters" in one(profile_notes.RULE, version_notes="🌧" * 51)


def test_incomplete_profile_names_all_that_lacks() -> None:
    assert "lacks avatar, intro" in one(profile_incomplete.RULE, name="晴雨天气")
    assert "lacks name, avatar, intro" in one(profile_incomplete.RULE, tags=("天气",))


def test_repeated_tags() -> None:
    assert "twice: API, 天气" in one(profile_tags.RULE, tags=("天气", "api", "API", "天气", "天气"))


def test_pictures_by_their_names() -> None:
    assert "is no picture" in one(profile_image.RULE, avatar="assets/avatar.txt")
    pictures = ("a.png", "b", "c.docx", "c.docx")
    assert len(findings(profile_image.RULE, preview_images=pictures)) == 2


def test_absent_pictures(tmp_path: Path) -> None:
    (tmp_path / "here.png").touch()
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "docbuild.toml").write_text(
        '[plugin]\navatar = "here.png"\npreview-images = ["folder.png", "Gone.png"]\n',
        encoding="utf-8",
    )
    settings = load_settings(Location(tmp_path, tmp_path, ""), frozenset())
    assert isinstance(settings, Settings)
    assert settings.absent_pictures == ("folder.png", "Gone.png")
    said = [found.message.en for found in profile_image.RULE.check(subject(settings))]
    assert said == [
        f"docbuild.toml:3: the project has no file “{name}” (symbolic links are not followed)"
        for name in ("folder.png", "Gone.png")
    ]


def test_configuration_problems() -> None:
    problem = ConfigProblem("plugin/plugin.json", Message("坏", "bad"), 3, 1)
    (found,) = config_invalid.RULE.check(subject(Settings(), plugin=Plugin(problems=(problem,))))
    assert found.path == "plugin/plugin.json"
    assert found.message == Message("plugin/plugin.json:3:1：坏", "plugin/plugin.json:3:1: bad")


def test_rivals() -> None:
    rivals = ("src/plugin/doc", "")
    found = list(doc_rival.RULE.check(subject(Settings(), rivals=rivals)))
    assert [finding.path for finding in found] == ["src/plugin/doc/README.md", "README.md"]
    assert "doc/README.md" in found[0].message.en
