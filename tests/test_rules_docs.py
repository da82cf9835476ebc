"""The pages about the rules are what scripts/rules-docs makes of the rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from docbuild.rules import rule_names

ROOT = Path(__file__).parent.parent


def test_the_pages_are_current() -> None:
    script = ROOT / "scripts" / "rules-docs"
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_rule_has_its_section_in_both_languages() -> None:
    for name in ("rules.md", "rules.zh-CN.md"):
        lines = (ROOT / "docs" / name).read_text(encoding="utf-8").splitlines()
        assert {
            line.removeprefix("## ") for line in lines if line.startswith("## ")
        } >= rule_names()
