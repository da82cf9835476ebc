"""What a report tells the panel of the plugin, made from a project."""

from __future__ import annotations

from pathlib import Path

from plugin_projects import write_project

from docbuild.build import Project, find
from docbuild.preview.editor import Editor
from docbuild.preview.report_message import report_message
from docbuild.session import Session

README = """# 天气

前言。

## card

| 属性 | 说明 |
|---|---|
| city | 城市 |

`get(city)` 取天气。
"""
SOURCES = {
    "plugin/plugin.json": '{"publicComponents": {"card": "components/card"}, "main": "index.js"}',
    "plugin/components/card.js": "Component({ properties: { city: String, days: Number } })",
    "plugin/components/card.json": "{}",
    "plugin/components/card.wxml": "<view/>",
    "plugin/index.js": "module.exports = { get() {}, put() {} }",
}


def message(root: Path, readme: str, sources: dict[str, str]) -> dict[str, object]:
    project = find(write_project(root, readme, sources), named=True)
    assert isinstance(project, Project), project
    session = Session(project, "zh")
    session.load()
    return dict(report_message(session, session.report(), 1, "zh", Editor(root, None)))


def test_each_thing_has_its_place_on_the_page(tmp_path: Path) -> None:
    coverage = message(tmp_path, README, SOURCES)["coverage"]
    assert isinstance(coverage, dict)
    card, get, put = coverage.pop("offers")
    assert coverage == {"described": 3, "total": 5, "more": 0}
    assert card == {
        "kind": "component",
        "name": "card",
        "described": True,
        "members": 2,
        "missing": [{"kind": "property", "names": ["days"]}],
        "block": 2,
        "element": ("heading", 0),
    }
    assert (get["described"], get["block"], get["element"]) == (True, 4, None)
    assert (put["described"], put["block"], put["element"]) == (False, None, None)


def test_a_project_that_offers_nothing_has_no_coverage(tmp_path: Path) -> None:
    nothing = {"plugin/plugin.json": "{}"}
    assert message(tmp_path, README, nothing)["coverage"] is None
    hidden = {"plugin/index.js": "exports._own = 1", "plugin/plugin.json": '{"main": "index.js"}'}
    assert message(tmp_path / "hidden", README, hidden)["coverage"] is None
