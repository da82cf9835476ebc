"""What a person does in the developer tools and in the console, in the order of doing it."""

from __future__ import annotations

import shlex
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
_OPEN = Message(
    "在开发者工具里打开这个插件项目，右键点 doc/README.md，选“上传文档”",
    "open the plugin project in the developer tools, right-click doc/README.md and choose "
    "上传文档 (upload document)",
)
_RIGHT_CLICK = Message(
    "在那里右键点 doc/README.md，选“上传文档”；那里没有插件代码，编译报错不用管，也不要上传代码",
    "there, right-click doc/README.md and choose 上传文档 (upload document); the plugin's code is "
    "not there: do not mind compile errors, and do not upload code",
)


class Place(NamedTuple):
    """Where the document stands, compared with what is to go up.

    ``folder`` is the document's folder relative to the project's root, ``clean`` where the
    contents lie by themselves. ``others`` are files that the upload would take of the
    document's folder too, ``changed`` those that it would take otherwise than they were
    prepared, ``lacking`` those that it would not find; all below that folder. ``is_project``:
    the developer tools can open ``clean``, since the plugin's AppID is known. ``is_laid_out``:
    the contents do lie there; if the record came from another machine, they may not.
    """

    folder: str
    clean: str
    others: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    is_project: bool = False
    is_laid_out: bool = True


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
        is_project=bool(snapshot.plugin.app_id or snapshot.settings.profile.app_id),
    )


def _below(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(path.removeprefix(f"{_DOC}/") for path in paths))


def upload_steps(release: Release, place: Place) -> tuple[Message, ...]:
    """What leads to the upload's dialog in the developer tools."""
    zh, en = _obstacles(place)
    if not zh:
        return (_OPEN,)
    if not place.is_laid_out:
        return _elsewhere(zh, en, release, place)
    if not place.is_project:
        return (_before(zh, en, _itself(release, place)), _OPEN)
    return (
        Message(
            f"{zh}，所以用开发者工具的“导入项目”打开 {place.clean}，那里的 doc/ 就是准备好的内容",
            f"{en}; so import {place.clean} as a project into the developer tools, whose doc/ is "
            "what was prepared",
        ),
        _RIGHT_CLICK,
        _before(
            "这种打开方式还没有在开发者工具里实际试过；如果不行",
            "this has not been tried in the developer tools themselves yet; should it fail",
            _itself(release, place),
            "，再打开原来的项目上传",
            ", and upload from the project itself",
        ),
    )


def laying_out(release: Release, clean: str) -> str:
    """The command that lets the folder to upload from, ``clean``, hold ``release``."""
    return f"docbuild release restore {release.short} --to {shlex.quote(clean)}"


def _elsewhere(zh: str, en: str, release: Release, place: Place) -> tuple[Message, ...]:
    """What to do where the contents do not lie by themselves on this machine."""
    zh = f"{zh}；而这台机器的 {place.clean} 里没有这个版本（可能是在别的机器上准备的），所以"
    en = f"{en}; and {place.clean} on this machine does not hold this release, which may have been "
    en += "prepared on another one: "
    command = laying_out(release, place.clean)
    if place.folder != _DOC:
        return (
            Message(
                f"{zh}请在这里重新准备一次，或者运行 {command} 取来",
                f"{en}prepare it again here, or get it with {command}",
            ),
        )
    itself = _itself(release, place)
    return (
        Message(
            f"{zh}请在这里重新准备一次，或者运行 {command} 取来，或者{itself.zh}",
            f"{en}prepare it again here, get it with {command}, or {itself.en}",
        ),
        _OPEN,
    )


def _before(zh: str, en: str, what: Message, *behind: str) -> Message:
    after = behind or ("", "")
    return Message(f"{zh}，{what.zh}{after[0]}", f"{en}: {what.en}{after[1]}")


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


def _itself(release: Release, place: Place) -> Message:
    """How doc/ of the project itself comes to hold what is to go up, and nothing else."""
    if place.folder != _DOC:
        return Message(
            f"把 {place.clean}/doc 复制到开发者工具所打开项目的根目录下",
            f"copy {place.clean}/doc to the root of the project that the tools open",
        )
    return Message(
        f"运行 docbuild release restore {release.short}，让 doc/ 变成准备好的内容"
        "（换下来的文件会先存底）",
        f"run docbuild release restore {release.short}, which lets doc/ hold just what was "
        "prepared (what it replaces is saved first)",
    )


def _obstacles(place: Place) -> tuple[str, str]:
    """Why the project itself cannot be uploaded from as it stands; empty if it can."""
    if place.folder != _DOC:
        where = place.folder or "."
        return (
            f"开发者工具只上传项目根目录下的 doc/，而文档在 {where}",
            f"the developer tools upload doc/ at the project's root, and the document is in "
            f"{where}",
        )
    zh, en = _differences(place)
    if not zh:
        return "", ""
    return (
        f"开发者工具会上传整个 doc/，它和准备好的不一样（{zh}）",
        f"the developer tools upload all of doc/, which is not what was prepared ({en})",
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


def few(names: tuple[str, ...]) -> Message:
    """The first of some names, for a sentence."""
    return Message(_few(names, "、", " 等"), _few(names, ", ", " …"))


def _few(names: tuple[str, ...], between: str, more: str) -> str:
    shown = between.join(names[:_SHOWN])
    return shown + more if len(names) > _SHOWN else shown
