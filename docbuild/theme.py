"""A theme as a value: a template, styles, a client script and its words, read from a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docbuild.diagnostic import Language, Message
from docbuild.nearest import nearest
from docbuild.problem import ConfigProblem
from docbuild.theme_manifest import MANIFEST, Manifest, read_manifest

LARGEST_FILE = 1024 * 1024  # bytes; a page carries all of its theme

# A wheel carries the themes inside the package; a checkout has them beside it.
_ROOTS = (Path(__file__).parent / "themes", Path(__file__).parent.parent / "themes")

# What would end the element too early that the page carries a style or a script in.
_BREAKS_OUT = {
    "styles": re.compile(r"</style", re.IGNORECASE),
    "scripts": re.compile(r"</script|<!--", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """``template`` is a Jinja2 template; ``text`` has its words by language and key.

    ``folder`` is what the theme was read from, ``template_file`` the template's name there.
    """

    name: str
    title: Message
    template: str = field(repr=False)
    style: str = field(repr=False)
    script: str = field(repr=False)
    text: Mapping[Language, Mapping[str, str]] = field(repr=False)
    folder: Path
    template_file: str

    @property
    def template_path(self) -> str:
        """How the template is named to people."""
        return str(self.folder / self.template_file)


def load_theme(name: str) -> Theme | Message:
    """The shipped theme of that name, or what is wrong.

    The name is looked up in a list, never joined to a path: it may come from the settings
    of a stranger's pull request, and a template is code.
    """
    folder = _shipped().get(name)
    if folder is None:
        return _unknown(name)
    theme = read_theme(folder)
    return theme if isinstance(theme, Theme) else theme[0]


def find_theme(choice: str) -> Theme | tuple[Message, ...]:
    """The theme that a user asked for by the name of a shipped one, or by a folder.

    What has a separator or begins with a dot is a folder; of the rest, shipped names win.
    """
    is_folder = choice.startswith(".") or any(mark in choice for mark in ("/", os.sep))
    if not is_folder and choice in _shipped():
        return read_theme(_shipped()[choice])
    if is_folder or Path(choice).is_dir():
        return read_theme(Path(choice))
    return (_unknown(choice),)


def theme_names() -> tuple[str, ...]:
    """The names of the shipped themes, sorted."""
    return tuple(_shipped())


def read_theme(folder: Path) -> Theme | tuple[Message, ...]:
    """The theme in ``folder``, or all that is wrong. Only for a folder that the user named.

    The folder may be reached by a link; what is in it may not, and is never outside of it.
    """
    if not folder.is_dir():
        return (_no_folder(folder),)
    words = _read(folder, MANIFEST)
    if isinstance(words, ConfigProblem):
        return (_placed(words),)
    manifest = read_manifest(words, str(folder / MANIFEST))
    if not isinstance(manifest, Manifest):
        return tuple(map(_placed, manifest))
    return _assembled(folder, manifest)


def _assembled(folder: Path, manifest: Manifest) -> Theme | tuple[Message, ...]:
    names = {
        "template": (manifest.template,),
        "styles": manifest.styles,
        "scripts": manifest.scripts,
    }
    texts = {kind: [_read_part(folder, name, kind) for name in names[kind]] for kind in names}
    problems = [text for found in texts.values() for text in found if not isinstance(text, str)]
    if problems:
        return tuple(map(_placed, problems))
    template, style, script = (_joined(texts[kind]) for kind in names)
    return Theme(
        name=folder.resolve().name,
        title=manifest.title,
        template=template,
        style=style,
        script=script,
        text=manifest.text,
        folder=folder,
        template_file=manifest.template,
    )


def _joined(texts: Sequence[str | ConfigProblem]) -> str:
    return "\n".join(text for text in texts if isinstance(text, str))


def _read_part(folder: Path, name: str, kind: str) -> str | ConfigProblem:
    text = _read(folder, name)
    breaking = (
        _BREAKS_OUT[kind].search(text) if isinstance(text, str) and kind in _BREAKS_OUT else None
    )
    if isinstance(text, ConfigProblem) or breaking is None:
        return text
    line = text.count("\n", 0, breaking.start()) + 1
    return ConfigProblem(str(folder / name), _breaking_out(breaking[0]), line)


def _read(folder: Path, name: str) -> str | ConfigProblem:
    """A file of the theme with its line ends as LF, which is how the browser hashes it."""
    path = folder / name
    refused = _refused(folder, name)
    if refused is not None:
        return ConfigProblem(str(path), refused)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        return ConfigProblem(str(path), _unreadable(error))
    if len(data) > LARGEST_FILE:
        return ConfigProblem(str(path), _TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return ConfigProblem(str(path), _NOT_UTF8, data.count(b"\n", 0, error.start) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refused(folder: Path, name: str) -> Message | None:
    """Why a file of the theme is not opened at all: a link, nothing, or nothing to read."""
    parts = name.split("/")
    steps = [folder.joinpath(*parts[:length]) for length in range(1, len(parts) + 1)]
    if any(step.is_symlink() for step in steps):
        return _LINK
    if not steps[-1].exists():
        return _NO_FILE
    return None if steps[-1].is_file() else _NOT_REGULAR


def _shipped() -> Mapping[str, Path]:
    root = next((root for root in _ROOTS if root.is_dir()), _ROOTS[0])
    return {
        manifest.parent.name: manifest.parent for manifest in sorted(root.glob(f"*/{MANIFEST}"))
    }


def _placed(problem: ConfigProblem) -> Message:
    said = problem.message
    return Message(f"{problem.place}：{said.zh}", f"{problem.place}: {said.en}")


_LINK = Message(
    "这是符号链接；主题只能由文件夹里的普通文件组成，请换成文件本身",
    "this is a symbolic link; a theme consists of plain files in its folder: put the file there",
)
_NO_FILE = Message("没有这个文件", "there is no such file")
_NOT_REGULAR = Message("这不是普通文件", "this is not a regular file")
_NOT_UTF8 = Message("这一行有不是 UTF-8 的字节", "this line has bytes that are not UTF-8")
_TOO_LARGE = Message(
    f"文件超过 {LARGEST_FILE // 1024 // 1024} MB；主题会整个放进页面，不能这么大",
    f"larger than {LARGEST_FILE // 1024 // 1024} MB; a page carries all of its theme",
)


def _unreadable(error: OSError) -> Message:
    reason = error.strerror or str(error)
    return Message(f"读不了这个文件：{reason}", f"cannot read this file: {reason}")


def _breaking_out(text: str) -> Message:
    return Message(
        f"“{text}” 会让页面里的样式或脚本提前结束；请换一种写法，例如拆成两段文字再拼起来",
        f"“{text}” would end the page's style or script too early; write it otherwise, such as "
        "in two pieces",
    )


def _no_folder(folder: Path) -> Message:
    return Message(
        f"没有 {folder} 这个主题文件夹", f"there is no folder {folder} to read a theme from"
    )


def _unknown(name: str) -> Message:
    guess = nearest(name, theme_names())
    if guess is not None:
        return Message(
            f"没有名为 {name!r} 的主题；是不是想用 {guess}？",
            f"there is no theme named {name!r}; did you mean {guess}?",
        )
    titles = {folder.name: _title(folder) for folder in _shipped().values()}
    chinese = "、".join(f"{known}（{title.zh}）" for known, title in titles.items())
    english = ", ".join(f"{known} ({title.en})" for known, title in titles.items())
    return Message(
        f"没有名为 {name!r} 的主题；可用的主题：{chinese}",
        f"there is no theme named {name!r}; the themes are: {english}",
    )


def _title(folder: Path) -> Message:
    theme = read_theme(folder)
    return theme.title if isinstance(theme, Theme) else Message(folder.name, folder.name)
