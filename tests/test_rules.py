"""Every rule: its fixture, its documentation, its name; and every verdict has one rule."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from rule_fixtures import FOLDER, Case, apply, cases, found

from docbuild.build import Build, Project, build, find
from docbuild.rules import ENGINE, rule_names
from docbuild.rules.registry import RULES
from docbuild.rules.rule import Rule

CASES = cases()
PACKAGE = Path(__file__).parent.parent / "docbuild" / "rules"
UNSHOWN = {"bundle-archive", "bundle-manifest", "internal", "doc-empty"}  # no Markdown shows them
# What no document can bring about by itself; test_checker.py and test_verifying.py do.
UNPROVOKED = {"bundle-archive", "bundle-manifest", "internal", "resource-unreadable"}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One cache of picture facts for the whole run, and none of the user's."""
    cache = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv("DOCBUILD_CACHE", str(cache))


def checked(root: Path) -> Build:
    project = find(root)
    assert isinstance(project, Project), project
    return build(project, keep_data=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_fixture(case: Case, tmp_path: Path) -> None:
    case.write(tmp_path)
    result = checked(tmp_path)
    assert not result.report.crashes
    assert found(result.report.diagnostics) == case.expected
    for rule, words in case.said:
        texts = [
            text
            for diagnostic in result.report.diagnostics
            if diagnostic.rule == rule
            for text in (*diagnostic.message, *diagnostic.help)
        ]
        assert any(words in text for text in texts), texts
    if "fixed" in case.sections:
        assert result.snapshot.source is not None
        edits = [
            edit
            for diagnostic in result.report.diagnostics
            for fix in diagnostic.fixes[:1]
            for edit in fix.edits
        ]
        assert edits
        assert apply(result.snapshot.source.text, edits) == case.text("fixed")


def test_there_are_fixtures_for_rules_only() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == rule_names()


@pytest.mark.parametrize("rule", sorted(rule_names()))
def test_a_fixture_has_no_ops_first_and_a_finding(rule: str) -> None:
    own = [any(name == rule for name, *_ in case.expected) for case in CASES if case.rule == rule]
    assert own[0] is False
    assert any(own) or rule in UNPROVOKED


def test_a_rule_is_named_like_its_file() -> None:
    files = {path.stem for path in PACKAGE.glob("*.py")} - ENGINE - {"__init__"}
    assert {rule.name for rule in RULES} == rule_names() == {f.replace("_", "-") for f in files}
    assert len(RULES) == len(files) > 40


def test_the_engine_is_all_that_holds_no_rule() -> None:
    for name in ENGINE:
        assert not re.search(r"^RULE\b", (PACKAGE / f"{name}.py").read_text(), re.MULTILINE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_documentation_is_whole_and_in_both_languages(rule: Rule) -> None:
    for message in (rule.what, rule.why):
        assert re.search(r"[一-鿿]", message.zh), message
        assert message.zh.endswith(("。", "）")), message
        assert message.en.isascii() or re.search("[a-z]{3}", message.en), message
        assert message.en.endswith("."), message
    if rule.name not in UNSHOWN:
        assert rule.bad.strip()
        assert rule.good.strip()


def test_every_message_of_a_fixture_is_in_both_languages(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for number, case in enumerate(CASES):
        root = tmp_path / str(number)
        root.mkdir()
        case.write(root)
        for diagnostic in checked(root).report.diagnostics:
            seen[diagnostic.rule] += 1
            titles = [fix.title for fix in diagnostic.fixes]
            for message in (diagnostic.message, diagnostic.help, *titles):
                assert message.zh, diagnostic
                assert message.en, diagnostic
                assert "\n" not in message.zh + message.en, diagnostic
    assert set(seen) == rule_names() - UNPROVOKED


def test_rules_are_found_inside_an_archive(tmp_path: Path) -> None:
    archive = tmp_path / "docbuild.zip"
    with zipfile.ZipFile(archive, "w") as members:
        for path in PACKAGE.parent.rglob("*.py"):
            members.write(path, path.relative_to(PACKAGE.parent.parent))
    names = run(
        "from docbuild.rules.registry import RULES; print(*[r.name for r in RULES])", archive
    )
    assert names.split() == sorted(rule_names())


def test_importing_all_rules_loads_nothing_heavy() -> None:
    """A check starts with it, and has no time for what only other commands need."""
    loaded = set(
        run(
            "import sys; before = set(sys.modules); import docbuild.rules.checker\n"
            "print(*set(sys.modules) - before)",
            PACKAGE.parent.parent,
        ).split()
    )
    assert "docbuild.rules.image_missing" in loaded
    heavy = {"dataclasses", "inspect", "urllib.parse", "PIL", "jinja2", "mistune", "watchdog"}
    assert not loaded & heavy


def run(code: str, path: Path) -> str:
    """What ``code`` prints in a Python of its own that imports from ``path`` first."""
    code = f"import sys; sys.path.insert(0, {str(path)!r}); {code}"
    return subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    ).stdout
