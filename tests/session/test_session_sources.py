"""Sources of the plugin that change while a session goes on."""

from __future__ import annotations

from pathlib import Path

from session_edits import SOURCES, applied, assert_same, opened

from docbuild.asked import recording
from docbuild.build import build

_README = "# 天气\n\n## card\n\n| 属性 |\n|---|\n| city |\n| maxDays |\n\n事件 load，get，api.set\n"
_STEPS: list[tuple[str, str | None]] = [
    ("plugin/components/card.js", "Component({ properties: { town: String } })"),
    ("plugin/components/card.js", "Component({ properties: { "),
    ("plugin/components/card.js", None),
    ("plugin/components/card.ts", "Component<{}>({ properties: { city: String } })"),
    ("plugin/components/card.wxml", "<slot name='head'/>"),
    ("plugin/index.js", "module.exports = { ...require('./more'), gone() {} }"),
    ("plugin/more.js", "exports.more = () => {}"),
    ("plugin/plugin.json", '{"publicComponents": {"other": "components/card"}}'),
    ("plugin/plugin.json", SOURCES["plugin/plugin.json"]),
]


def test_a_session_is_the_project_read_anew(tmp_path: Path) -> None:
    session = opened(tmp_path, _README)
    shown = list(session.article.blocks)
    seen = {session.report().diagnostics}
    for name, text in _STEPS:
        path = tmp_path / name
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
        shown = applied(shown, session.load(()))
        report = session.report()
        assert_same(session, shown, report, build(session.project, keep_data=True))
        seen.add(report.diagnostics)
    assert len(seen) > 5, "the report follows what the sources say"


def test_all_sources_are_watched_those_that_are_not_there_yet_too(tmp_path: Path) -> None:
    session = opened(tmp_path, _README)
    (tmp_path / "plugin/index.js").write_text("module.exports = require('./more')", "utf-8")
    with recording() as asked:
        session.load(())
    plugin = tmp_path.resolve() / "plugin"
    wanted = ("components/card.js", "components/card.ts", "components/card.wxml", "index.js")
    assert {str(plugin / name) for name in (*wanted, "more.js", "more/index.ts")} <= asked.files
