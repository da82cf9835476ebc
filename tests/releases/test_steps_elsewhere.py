"""The steps to an upload of what another machine prepared."""

from __future__ import annotations

import pytest

from docbuild.release.steps import Place, upload_steps
from docbuild.release.values import Release, Stamp

RELEASE = Release("ab" * 32, "1.0.0", "x", (), 0, 0, (), Stamp("2026-01-02T03:04:05Z"))
CLEAN = "/project/.docbuild/upload"
COMMAND = f"docbuild release restore ababababab --to {CLEAN}"


@pytest.mark.parametrize("is_project", [False, True])
def test_they_do_not_lead_to_what_is_not_there(is_project: bool) -> None:
    place = Place("doc", CLEAN, ("a.json",), is_project=is_project, is_laid_out=False)
    first, *others = upload_steps(RELEASE, place)
    assert "重新准备一次" in first.zh
    assert f"prepare it again here, get it with {COMMAND}, or run docbuild release" in first.en
    assert "import" not in first.en
    assert [CLEAN in step.en for step in others] == [False]


def test_a_document_elsewhere_has_only_to_be_prepared_again() -> None:
    (only,) = upload_steps(RELEASE, Place("guide", CLEAN, is_laid_out=False))
    assert only.en.endswith(f"prepare it again here, or get it with {COMMAND}")
    assert "copy" not in only.en


def test_nothing_is_lacking_where_the_project_itself_will_do() -> None:
    here = Place("doc", CLEAN)
    assert upload_steps(RELEASE, here._replace(is_laid_out=False)) == upload_steps(RELEASE, here)
