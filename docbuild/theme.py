"""A theme as a value: a template, styles, a client script and its words, read from a folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docbuild.diagnostic import Language, Message

MANIFEST = "theme.toml"

# A wheel carries the themes inside the package; a checkout has them beside it.
_ROOTS = (Path(__file__).parent / "themes", Path(__file__).parent.parent / "themes")


@dataclass(frozen=True, slots=True)
class Theme:
    """``template`` is a Jinja2 template; ``text`` has its words by language and key."""

    name: str
    template: str = field(repr=False)
    style: str = field(repr=False)
    script: str = field(repr=False)
    text: Mapping[Language, Mapping[str, str]] = field(repr=False)


def load_theme(name: str) -> Theme | Message:
    """The shipped theme of that name, or what is wrong.

    The name is looked up in a list, never joined to a path: it may come from the settings
    of a stranger's pull request, and a template is code.
    """
    folder = _shipped().get(name)
    return read_theme(folder) if folder else _unknown(name)


def theme_names() -> tuple[str, ...]:
    """The names of the shipped themes, sorted."""
    return tuple(_shipped())


def read_theme(folder: Path) -> Theme | Message:
    """The theme in ``folder``, or what is wrong. Only for a folder that the user named."""
    try:
        manifest = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Theme(
            name=folder.name,
            template=_joined(folder, [manifest["template"]]),
            style=_joined(folder, manifest["styles"]),
            script=_joined(folder, manifest["scripts"]),
            text={"zh": manifest["text"]["zh"], "en": manifest["text"]["en"]},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        return _unreadable(folder, error)


def _joined(folder: Path, names: Sequence[str]) -> str:
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def _shipped() -> Mapping[str, Path]:
    root = next((root for root in _ROOTS if root.is_dir()), _ROOTS[0])
    return {manifest.parent.name: manifest.parent for manifest in sorted(root.glob("*/theme.toml"))}


def _unknown(name: str) -> Message:
    known_zh, known_en = "、".join(theme_names()), ", ".join(theme_names())
    return Message(
        f"没有名为 {name!r} 的主题；可用的主题：{known_zh}",
        f"there is no theme named {name!r}; the themes are: {known_en}",
    )


def _unreadable(folder: Path, error: Exception) -> Message:
    reason = f"{type(error).__name__}: {error}"
    return Message(
        f"读不了 {folder} 中的主题（{reason}）；主题文件夹里要有 {MANIFEST}，"
        "写明 template、styles、scripts 和 [text.zh]、[text.en]",
        f"cannot read the theme in {folder} ({reason}); a theme's folder needs a {MANIFEST} "
        "with template, styles, scripts, [text.zh] and [text.en]",
    )
