"""Templates as functions from values to text, and what goes wrong in them as messages."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docbuild.diagnostic import Message

# Sandboxed, because a theme may be somebody else's; strict, because a typo is a mistake.
ENVIRONMENT = ImmutableSandboxedEnvironment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)

# What Jinja2 says most often, and the same in Chinese; the first that fits counts.
_REASONS = (
    (r"'([^']*)' is undefined", r"没有 \1 这个值"),
    (r"'[^']*' has no attribute '([^']*)'", r"没有 \1 这一项"),
    (r"No filter named '([^']*)'.*", r"没有 \1 这个过滤器"),
    (r"No test named '([^']*)'.*", r"没有 \1 这个测试"),
    (r"Unexpected end of template.*end of '([^']*)'.*", r"模板提前结束了，\1 没有写完"),
    (r"Unexpected end of template.*", r"模板提前结束了，有标签没有写完"),
    (r"unexpected end of template.*", r"模板提前结束了，有标签没有写完"),
    (r"Encountered unknown tag '([^']*)'.*", r"没有 \1 这个标签，或者它放错了地方"),
    (r"expected token '([^']*)', got '([^']*)'", r"这里应为 \1，却是 \2"),
    (r"unexpected '([^']*)'", r"多出了 \1"),
    (r"unexpected char (.*) at \d+", r"不认识的字符 \1"),
    (r"access to attribute '([^']*)' of .* object is unsafe\.", r"不允许读取 \1"),
)


class ThemeError(Exception):
    """The template of a theme failed; only that of a theme which nobody checked does."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.en)
        self.message = message


def fill(template: str, values: Mapping[str, object], *, path: str) -> str:
    """The text of a template with ``values`` in it; all but markup is escaped.

    ``path`` is how the template is named to people. Raises :class:`ThemeError`.
    """
    try:
        return _compiled(template, path).render(values)
    except Exception as error:  # the theme's code, which may raise anything
        raise ThemeError(failure(error, path)) from error


def parsed(template: str, path: str) -> nodes.Template:
    """The template as nodes; raises what Jinja2 does for one that cannot be compiled."""
    _compiled(template, path)
    return ENVIRONMENT.parse(template, filename=path)


def failure(error: Exception, path: str) -> Message:
    """What went wrong in the template at ``path``, and on which of its lines."""
    reason = str(error) or type(error).__name__
    line = _line(error, path)
    return placed(
        path,
        line,
        Message(f"模板出错：{_in_chinese(reason)}", f"the template failed: {reason}"),
    )


def placed(path: str, line: int | None, message: Message) -> Message:
    place = path if line is None else f"{path}:{line}"
    return Message(f"{place}：{message.zh}", f"{place}: {message.en}")


@lru_cache(maxsize=16)  # a live preview fills the same few again and again
def _compiled(template: str, path: str) -> Template:
    code = ENVIRONMENT.compile(template, name=path, filename=path)
    return Template.from_code(ENVIRONMENT, code, ENVIRONMENT.make_globals(None))


def _line(error: Exception, path: str) -> int | None:
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == path]
    return lines[-1] if lines else None


def _in_chinese(reason: str) -> str:
    for pattern, chinese in _REASONS:
        if match := re.fullmatch(pattern, reason, re.DOTALL):
            return match.expand(chinese)
    return reason
