"""Sources of strangers: anything at all, without end, and as deep as it gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from plugin_trees import exports, offered, write_plugin

from docbuild.asked import recording
from docbuild.plugin_modules import MOST_FILES


def _each(text: str, count: int) -> bytes:
    """``text`` again and again, with a number in place of ``#`` and the next in place of ``+``."""
    return "".join(
        text.replace("#", str(i)).replace("+", str(i + 1)) for i in range(count)
    ).encode()


_HOSTILE: list[bytes] = [
    b"",
    b"\0" * 1000,
    b"\xff\xfe\x00C\x00o",
    b"\xef\xbb\xbfComponent({})\r\n",
    b"Component({properties:{\xff: String}})",
    b"Component(" * 20_000,
    b"Component({properties:{a:" * 5_000,
    b"module.exports={a:" * 20_000,
    b"const a=[" * 20_000,
    b"module.exports = {..." * 10_000,
    b"this.triggerEvent(" * 20_000,
    b"// " + b"x" * 500_000,
    b"module.exports={" + b"a:1," * 60_000 + b"}",
    _each("const a#={...a+,...a+};", 200) + b"module.exports=a0",
    _each("const a#={x:a+,y:a+};", 200) + b"module.exports=a0",
    _each("exports.a#=1;", 20_000),
    _each("const a#={b:1};", 3_000) + b"Component({properties:{" + _each("...a#,", 3_000) + b"}})",
    b"const that=this;" + b"f(that);" * 20_000,
    b"function e(n){this.triggerEvent(n)};" + b"this.e('a');" * 20_000,
    _each("e#(n){this.triggerEvent(n);this.e#(1)},", 2_000),
    b"Page({onLoad(o){" + b"o.a;" * 30_000 + b"}})",
    b"a" * 3_000_000,
    b"x" * 5_000_000,
]


@pytest.mark.parametrize("content", _HOSTILE, ids=range(len(_HOSTILE)))
@pytest.mark.parametrize("suffix", ["js", "ts"])
def test_hostile_sources(tmp_path: Path, content: bytes, suffix: str) -> None:
    manifest = {
        "publicComponents": {"card": "index"},
        "pages": {"a": "index"},
        "main": f"index.{suffix}",
    }
    found = offered(write_plugin(tmp_path, manifest, {f"index.{suffix}": content}))
    assert [each.name for each in found.components] == ["card"]


def test_a_chain_of_modules_without_end(tmp_path: Path) -> None:
    sources: dict[str, str | bytes] = {
        f"m{number}.js": f"export * from './m{number + 1}'\nexport const a{number} = 1"
        for number in range(100)
    }
    assert not exports(tmp_path, sources, "m0.js").exports_complete


def test_a_plugin_of_endless_files(tmp_path: Path) -> None:
    count = MOST_FILES + 5
    sources: dict[str, str | bytes] = {f"m{number}.js": "" for number in range(count)}
    sources["all.js"] = "".join(f"export * from './m{number}'\n" for number in range(count))
    manifest = {"main": "all.js", "pages": {"absent": "absent", "last": f"m{count - 1}"}}
    with recording() as asked:
        found = offered(write_plugin(tmp_path, manifest, sources))
    assert not found.exports_complete
    assert not found.problems, "what is not read may well be there"
    assert len(asked.files) < 5 * MOST_FILES
