"""``docbuild rules`` and ``docbuild explain``."""

from __future__ import annotations

import json

import pytest
from cli_run import Command

from docbuild.rules.registry import RULES


def test_rules_lists_every_rule(docbuild: Command) -> None:
    code, out, _ = docbuild("rules")
    assert code == 0
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.name for rule in RULES]
    assert [line.split()[1] for line in lines] == [rule.severity.value for rule in RULES]


def test_rules_as_json(docbuild: Command) -> None:
    value = json.loads(docbuild("rules", "--format", "json", "--lang=zh").out)
    assert value["version"] == 1
    assert value["rules"] == [
        {"name": rule.name, "severity": rule.severity.value, "what": rule.what.zh} for rule in RULES
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_explain_tells_all_of_a_rule(docbuild: Command, rule: object) -> None:
    name, why = rule.name, rule.why  # type: ignore[attr-defined] # parametrised
    code, out, _ = docbuild("explain", name)
    assert code == 0
    assert out.startswith(name)
    assert why.en in out
    assert why.zh in docbuild("explain", name, "--lang=zh").out


def test_explain_of_no_rule(docbuild: Command) -> None:
    code, out, err = docbuild("explain", "image-misssing")
    assert (code, out) == (2, "")
    assert "did you mean image-missing?" in err
    assert "docbuild rules lists them all" in docbuild("explain", "zzzzzzzz").err
