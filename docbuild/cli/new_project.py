"""The sample project of ``docbuild init``, written into a folder that holds nothing."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from docbuild import writing
from docbuild.cli import terminal
from docbuild.cli.document_folder import cannot_write, open_or_create
from docbuild.diagnostic import Language, Message
from docbuild.folders import open_root
from docbuild.formats.printable import printable
from docbuild.scaffold.sample_project import NO_APP_ID, sample_project

_MADE = Message("已在 {place} 新建示例项目：", "made a sample project in {place}:")
_REPLACE = Message(
    f"有了 AppID 之后，把 {{places}} 里的 {NO_APP_ID} 和 project.config.json 里的 appid 换掉",
    f"once you have an AppID, put it in place of {NO_APP_ID} in {{places}}, and as the appid of "
    "project.config.json",
)
_NEXT = Message("下一步：{command}", "next: {command}")


def create(options: Namespace, folder: Path) -> int:
    """Write the project; ``folder`` is made where it is missing."""
    language: Language = options.language
    app_id: str | None = options.app_id
    members = sample_project(language, app_id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, data in members.items():
            _write(folder, path, data)
    except OSError as error:
        raise cannot_write(str(folder), error) from error
    lines = [_MADE.text(language).format(place=folder), *(f"  {path}" for path in members)]
    if app_id is None:
        places = ", ".join(path for path in members if NO_APP_ID.encode() in members[path])
        lines.append(_REPLACE.text(language).format(places=places))
    inside = "" if os.path.realpath(folder) == os.getcwd() else f" {folder}"
    lines.append(_NEXT.text(language).format(command=f"docbuild serve{inside}"))
    terminal.write("".join(f"{printable(line)}\n" for line in lines))
    return 0


def _write(folder: Path, path: str, data: bytes) -> None:
    """A new file; one that appeared meanwhile is an error, as nothing is overwritten."""
    *names, name = path.split("/")
    with open_root(os.fspath(folder), follow=True) as root, open_or_create(root, names) as parent:
        writing.write_new_file(parent, name, data)
