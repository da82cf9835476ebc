"""``docbuild build``: the plugin's detail page with the document in it, as a folder of files."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from docbuild.build import Build, Project
from docbuild.categories import remark
from docbuild.cli import terminal
from docbuild.cli.arguments import Parser, add_project, add_theme, add_verdict, add_watch
from docbuild.cli.command_error import CommandError
from docbuild.cli.opening import Made, open_project, run_build
from docbuild.cli.reporting import exit_code, print_report, save
from docbuild.cli.theming import chosen_theme
from docbuild.config_files import is_plain
from docbuild.diagnostic import Language, Message
from docbuild.formats.printable import printable
from docbuild.markdown.html import render
from docbuild.outline import outline
from docbuild.page import INDEX, Page, ThemeError, render_page
from docbuild.page_block import numbered
from docbuild.profile_pictures import read_profile_pictures
from docbuild.references import shown_paths
from docbuild.settings import Profile
from docbuild.shown_pictures import page_pictures
from docbuild.theme import Theme

ABOUT = Message(
    "生成插件详情页的预览，文档就在页面里；有问题也照样生成，退出码与 check 相同。",
    "Write a preview of the plugin's detail page with the document in it, even where there are "
    "findings; the exit code is that of check.",
)
MARKER = ".docbuild"  # says that a folder is ours to write to
_MARKED = b"Written by docbuild build, which may overwrite this folder.\n"
_PROFILE = "_profile"  # where pictures go that are not below doc/


def add_arguments(parser: Parser) -> None:
    add_project(parser)
    parser.value(
        "-o",
        "--output",
        metavar="DIR",
        required=True,
        text=Message("要写入的目录", "the folder to write to"),
    )
    parser.flag(
        "--force",
        text=Message("目录里有别的文件时也写", "write to a folder with other files in it, too"),
    )
    add_theme(parser)
    add_watch(parser)
    add_verdict(parser)


def run(options: Namespace) -> int:
    target = Path(options.output)
    _claim(target, options.force)
    if not options.watch:
        return _make(options).finish()
    from docbuild.cli.watching import follow

    make = partial(_make, options)
    return follow(options, make, outputs=[target], trees=_own_themes(options))


def _own_themes(options: Namespace) -> list[Path]:
    """The folder of a theme of the user's own, who may be writing that."""
    return [Path(options.theme)] if options.theme and os.path.isdir(options.theme) else []


def _make(options: Namespace) -> Made:
    project = open_project(options)
    theme = chosen_theme(options, project)
    built = run_build(options, project, keep_data=True)
    profile_pictures = _profile_pictures(project)
    urls = {path: url for path, (url, _) in profile_pictures.items()}
    page = _page(options, project, theme, built, urls)

    def finish() -> int:
        target = Path(options.output)
        _write(target, page, built, dict(profile_pictures.values()))
        print_report(options, built.report)
        shown = printable(str(target / INDEX))
        terminal.write(Message(f"已写入 {shown}\n", f"wrote {shown}\n").text(options.language))
        return exit_code(options, built.report, project.settings)

    return Made(project, built, finish)


def _page(
    options: Namespace, project: Project, theme: Theme, built: Build, urls: Mapping[str, str]
) -> Page:
    profile = project.settings.profile
    pictures = page_pictures(built.references, options.language)
    article = () if built.document is None else render(built.document, pictures).blocks
    try:
        return render_page(
            theme,
            profile,
            built.snapshot.plugin,
            blocks=numbered(html for _, html in article),
            sections=outline((key, block) for key, (block, _) in enumerate(article)),
            language=options.language,
            pictures=urls,
            category_remark=_remark(profile, options.language),
            report=built.report,
        )
    except ThemeError as error:
        raise CommandError(error.message, language=options.language) from error


def _remark(profile: Profile, language: Language) -> str | None:
    restriction = remark(*profile.category) if profile.category else None
    return None if restriction is None else restriction.text(language)


def _claim(target: Path, force: bool) -> None:
    """Refuse a folder that holds what docbuild did not write."""
    try:
        names = os.listdir(target)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CommandError(_cannot_write(target, error)) from error
    if names and MARKER not in names and not force:
        raise CommandError(
            Message(
                f"{target} 里有不是 docbuild 写的文件；请换一个目录，或加上 --force",
                f"{target} holds files that docbuild did not write; name another folder or "
                "add --force",
            )
        )


def _profile_pictures(project: Project) -> Mapping[str, tuple[str, bytes]]:
    """The avatar and the preview images that are sound: their URLs and bytes, by path."""
    return {
        path: (f"{_PROFILE}/{picture.digest[:16]}{Path(path).suffix.lower()}", picture.data)
        for path, picture in read_profile_pictures(project).items()
    }


def _write(target: Path, page: Page, built: Build, profile_pictures: Mapping[str, bytes]) -> None:
    """Each file whole or not at all; the page last, so that it never lacks its pictures."""
    shown = shown_paths(built.references)
    assets = built.snapshot.assets.items()
    pictures = {path: asset.data for path, asset in assets if path in shown and asset.data}
    contents = {MARKER: _MARKED, **pictures, **profile_pictures, **page.files}
    for path, data in contents.items():
        place = target / path
        if not is_plain(target, os.path.dirname(path)):
            raise CommandError(_through_link(place.parent))
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(_cannot_write(place.parent, error)) from error
        save(place, data)


def _through_link(folder: Path) -> Message:
    """A link in the target may be a stranger's: it must not move what is written elsewhere."""
    return Message(
        f"{folder} 经过符号链接，docbuild 不会写到别处；请删除这个链接",
        f"{folder} is reached through a symbolic link, where docbuild does not write: remove it",
    )


def _cannot_write(target: Path, error: OSError) -> Message:
    reason = error.strerror or str(error)
    return Message(f"写不了 {target}：{reason}", f"cannot write {target}: {reason}")
