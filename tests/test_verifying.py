"""A bundle, from its members to the report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from plugin_projects import picture

from docbuild.diagnostic import Severity
from docbuild.dialect import WECHAT
from docbuild.files import digest
from docbuild.manifest import MANIFEST, Manifest, PackedFile, read_manifest, write_manifest
from docbuild.verifying import verify

README = "# 天气\n\n![图](image/a.png)\n".encode()
DOCUMENT = {"doc/README.md": README, "doc/image/a.png": picture("red")}


def manifest(members: Mapping[str, bytes], **changed: Any) -> bytes:
    files = tuple(PackedFile(path, len(data), digest(data)) for path, data in members.items())
    dialect = WECHAT.identifier
    whole = Manifest("0.1", dialect, "wx1", "天气", "1.0.0", "首版", files, 0, 0, False)
    return write_manifest(whole._replace(**changed))


def found(members: Mapping[str, bytes]) -> list[tuple[str, str]]:
    return [(each.rule, each.path) for each in verify(members).diagnostics]


def test_a_sound_bundle() -> None:
    assert found(DOCUMENT) == []
    assert found({**DOCUMENT, MANIFEST: manifest(DOCUMENT)}) == []
    assert verify(DOCUMENT).size == sum(map(len, DOCUMENT.values()))


def test_the_document_may_be_the_bundle_itself() -> None:
    assert found({"README.md": README, "image/a.png": picture("red")}) == []


@pytest.mark.parametrize("members", [{}, {"a.txt": b""}, {"doc/a.png": picture("red")}])
def test_without_a_document(members: Mapping[str, bytes]) -> None:
    assert "doc-missing" in {rule for rule, _ in found(members)}


def test_every_rule_looks_at_the_content() -> None:
    readme = "# 天气\n\n[外](https://example.com)\n\n![图](image/b.png)\n".encode()
    members = {**DOCUMENT, "doc/README.md": readme, "doc/bad.png": b"GIF89a"}
    rules = {rule for rule, _ in found(members)}
    assert rules == {"link-host", "image-missing", "image-unused", "image-mismatch"}


def test_what_is_no_part_of_a_bundle() -> None:
    members = {**DOCUMENT, "__MACOSX/doc/._README.md": b""}
    report = verify(members)
    assert [each.severity for each in report.diagnostics] == [Severity.WARNING]
    assert found(members) == [("bundle-archive", "__MACOSX/doc/._README.md")]


def test_what_the_manifest_does_not_say() -> None:
    listed = {**DOCUMENT, "doc/image/gone.png": b""}
    members = {
        **DOCUMENT,
        "doc/image/a.png": picture("blue"),
        "doc/LICENSE": b"",
        MANIFEST: manifest(listed),
    }
    told = [path for rule, path in found(members) if rule == "bundle-manifest"]
    assert told == ["doc/LICENSE", "doc/image/a.png", "doc/image/gone.png"]


def test_a_bundle_packed_by_force_says_so() -> None:
    report = verify({**DOCUMENT, MANIFEST: manifest(DOCUMENT, forced=True)})
    (forced,) = report.diagnostics
    assert (forced.rule, forced.severity) == ("bundle-manifest", Severity.WARNING)


def test_a_dialect_that_is_not_known_is_told() -> None:
    report = verify({**DOCUMENT, MANIFEST: manifest(DOCUMENT, dialect="wechat-9\n9")})
    (strange,) = report.diagnostics
    assert (strange.rule, strange.severity) == ("bundle-manifest", Severity.WARNING)
    assert "wechat-9 9" in strange.message.zh
    assert WECHAT.identifier in strange.message.en
    assert report.dialect == WECHAT


def test_a_dialect_may_be_named_by_its_newest() -> None:
    report = verify({**DOCUMENT, MANIFEST: manifest(DOCUMENT, dialect="wechat")})
    assert (report.diagnostics, report.dialect) == ((), WECHAT)


def test_the_provider_is_that_of_the_manifest() -> None:
    sample = '# 天气\n\n```json\n{"plugins": {"a": {"version": "1.0.0", "provider": "%s"}}}\n```\n'
    own = {"doc/README.md": (sample % "wx0123456789abcdef").encode()}
    packed = {**own, MANIFEST: manifest(own, app_id="wx0123456789abcdef")}
    assert found(packed) == []


def test_a_manifest_is_read_as_it_was_written() -> None:
    written = manifest(DOCUMENT)
    read = read_manifest(written)
    assert isinstance(read, Manifest)
    assert write_manifest(read) == written
    assert read.total == sum(map(len, DOCUMENT.values()))


WHOLE = json.loads(manifest(DOCUMENT))
NO_FILES: list[Any] = [[0], [{}], {}, [{"path": 1}]]
BROKEN = [
    b"",
    b"\xff",
    b"[]",
    b"null",
    b"[" * 100_000,
    b"{}",
    b'{"format": true}',
    b'{"format": 2}',
    *(json.dumps({**WHOLE, key: None}).encode() for key in WHOLE if key not in ("total",)),
    *(json.dumps({**WHOLE, "files": files}).encode() for files in NO_FILES),
    json.dumps({**WHOLE, "forced": 0}).encode(),
    json.dumps({**WHOLE, "tool": "abc"}).encode(),
    json.dumps({**WHOLE, "optimised": 5}).encode(),
    json.dumps({**WHOLE, "findings": {"errors": -1, "warnings": 0}}).encode(),
    json.dumps({**WHOLE, "findings": {"errors": 10**4000, "warnings": 0}}).encode(),
    json.dumps({**WHOLE, "format": 10**4000}).encode(),
    json.dumps({**WHOLE, "document": {"version": "1" * 5000, "description": None}}).encode(),
    json.dumps({**WHOLE, "findings": {"errors": "0", "warnings": 0}}).encode(),
]


@pytest.mark.parametrize("data", BROKEN)
def test_a_broken_manifest_is_data(data: bytes) -> None:
    said = read_manifest(data)
    assert not isinstance(said, Manifest)
    for text in (said.zh, said.en):
        assert len(text) < 100
        assert text.isprintable()
        assert "indices" not in text  # no words of Python
    assert ("bundle-manifest", MANIFEST) in found({**DOCUMENT, MANIFEST: data})
