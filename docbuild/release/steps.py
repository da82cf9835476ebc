"""What a person does in the developer tools and in the console, in the order of doing it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docbuild.asset import EntryKind
from docbuild.diagnostic import Message
from docbuild.manifest import PackedFile
from docbuild.release.values import EventKind, Release
from docbuild.snapshot import Snapshot
from docbuild.upload import uploads

_DOC = "doc"  # the folder that the tools take, whatever the project says
_SHOWN = 3  # names in a sentence
_KINDS = (EntryKind.FILE, EntryKind.SYMLINK)


class Place(NamedTuple):
    """Where the document stands, compared with what is to go up.

    ``folder`` is the document's folder relative to the project's root, ``clean`` where the
    contents lie by themselves. ``others`` are files that the upload would take of the
    document's folder too, ``changed`` those that it would take otherwise than they were
    prepared, ``lacking`` those that it would not find; all below that folder.
    """

    folder: str
    clean: str
    others: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


def place_of(snapshot: Snapshot, now: Iterable[PackedFile], release: Release, clean: str) -> Place:
    """The document's folder as it was read; ``now``: what of it would go up and is shown.

    A picture that was made smaller for ``release`` is another one there.
    """
    prepared = {file.path: file for file in release.documents}
    there = {file.path: file for file in now}
    others = (
        path
        for path, entry in snapshot.tree.entries.items()
        if entry.kind in _KINDS
        and uploads(path)
        and path != snapshot.readme
        and f"{_DOC}/{path}" not in prepared
    )
    return Place(
        snapshot.folder,
        clean,
        tuple(sorted(others)),
        _below(path for path, file in there.items() if path in prepared and prepared[path] != file),
        _below(prepared.keys() - there.keys()),
    )


def _below(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(path.removeprefix(f"{_DOC}/") for path in paths))


def upload_steps(release: Release, place: Place) -> tuple[Message, ...]:
    """What leads to the upload's dialog in the developer tools."""
    return (
        *_to_folder(release, place),
        Message(
            "在开发者工具里打开这个插件项目，右键点 doc/README.md，选“上传文档”",
            "open the plugin project in the developer tools, right-click doc/README.md and choose "
            "上传文档 (upload document)",
        ),
    )


def dialog_step(release: Release) -> Message:
    """What to type into that dialog."""
    version, description = release.version, release.description
    return Message(
        f"版本号填 {version}，说明填：{description}",
        f"give it the version {version} and the description: {description}",
    )


def publish_step() -> Message:
    """What to do after the upload, which readers do not see yet."""
    return Message(
        "由管理员登录小程序管理后台，在“小程序插件 > 基本设置”里预览并发布；"
        "发布之前读者看到的还是旧文档",
        "let an administrator preview and publish it in the console, under 小程序插件 > "
        "基本设置 (plugin > basic settings); until then readers see the old document",
    )


#: How to note, on a terminal, what was done.
NOTING = {
    EventKind.UPLOADED: Message(
        "看到“插件文档上传成功”后，运行 docbuild release uploaded 记下来",
        "once it says 插件文档上传成功 (uploaded), run docbuild release uploaded to note it",
    ),
    EventKind.PUBLISHED: Message(
        "发布之后，运行 docbuild release published 记下来",
        "after that, run docbuild release published to note it",
    ),
}


def _to_folder(release: Release, place: Place) -> tuple[Message, ...]:
    """How doc/ comes to hold what is to go up, and nothing else."""
    if place.folder != _DOC:
        where = place.folder or "."
        return (
            Message(
                f"开发者工具只上传项目根目录下的 doc/，而文档在 {where}："
                f"把 {place.clean}/doc 复制到开发者工具所打开项目的根目录下",
                f"the developer tools upload doc/ at the project's root, and the document is in "
                f"{where}: copy {place.clean}/doc to the root of the project that they open",
            ),
        )
    zh, en = _differences(place)
    if not zh:
        return ()
    return (
        Message(
            f"开发者工具会上传整个 doc/，它和准备好的不一样（{zh}）。要只上传准备好的内容，"
            f"运行 docbuild release restore {release.short}，换下来的文件会先存底",
            f"the developer tools upload all of doc/, which is not what was prepared ({en}). To "
            f"upload just that, run docbuild release restore {release.short}; what it replaces is "
            "saved first",
        ),
    )


def _differences(place: Place) -> tuple[str, str]:
    """In both languages; empty where there are none."""
    zh, en = [], []
    if place.others:
        zh.append(f"多了 {_few(place.others, '、', ' 等')}")
        en.append(f"also there: {_few(place.others, ', ', ' …')}")
    if place.changed:
        zh.append(f"{_few(place.changed, '、', ' 等')} 内容不同")
        en.append(f"different: {_few(place.changed, ', ', ' …')}")
    if place.lacking:
        zh.append(f"缺少 {_few(place.lacking, '、', ' 等')}")
        en.append(f"not there: {_few(place.lacking, ', ', ' …')}")
    return "，".join(zh), "; ".join(en)


def _few(names: tuple[str, ...], between: str, more: str) -> str:
    shown = between.join(names[:_SHOWN])
    return shown + more if len(names) > _SHOWN else shown
