"""A report for people: each finding with its source line, then a summary."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docbuild.byte_size import byte_size
from docbuild.diagnostic import Diagnostic, Language, Message, Report, Severity
from docbuild.formats.coverage_table import coverage_table
from docbuild.formats.frame import Row, frame
from docbuild.formats.printable import printable
from docbuild.formats.style import Style
from docbuild.source import Source

SEVERITY = {
    Severity.ERROR: Message("错误", "error"),
    Severity.WARNING: Message("警告", "warning"),
}
_HELP = Message("帮助：", "help: ")
_FIX = Message("修正：", "fix: ")
_CLEAN = Message("没有发现问题", "no problems found")
_SIZE = Message("上传大小", "upload size")
_BAR = 20  # cells


def text(report: Report, language: Language, style: Style, width: int, quiet: bool = False) -> str:
    """``report`` for a terminal of ``width`` columns; ``quiet`` leaves out the summary.

    All that comes from the document or from file names is printable in the result, which is
    ASCII but for the document's own characters and the messages.
    """
    lines: list[str] = []
    for diagnostic in report.diagnostics:
        lines.extend(_diagnostic(diagnostic, report.source, language, style, width))
        lines.append("")
    if not quiet:
        lines.extend(summary(report, language, style, width))
    return "".join(f"{line}\n" for line in lines)


def summary(report: Report, language: Language, style: Style, width: int) -> Iterator[str]:
    """The last lines of the report: how many findings, what is described, what would go up."""
    errors, warnings = report.number_of(Severity.ERROR), report.number_of(Severity.WARNING)
    if errors or warnings:
        paint = style.red if errors else style.yellow
        yield paint(_counts(errors, warnings).text(language))
    else:
        yield style.green(_CLEAN.text(language))
    if report.coverage is not None:
        yield from coverage_table(report.coverage, language, style, width)
    yield _size(report, language, style)


def _diagnostic(
    diagnostic: Diagnostic, source: Source | None, language: Language, style: Style, width: int
) -> Iterator[str]:
    rows: list[Row] = []
    if source is not None and diagnostic.span is not None:
        digits = len(str(source.position(diagnostic.span.end).line))
        rows = frame(source, diagnostic.span, max(width - digits - 3, 24))
    yield _headline(diagnostic, source, language, style)
    gutter = len(str(rows[-1].number)) if rows else 1
    yield from _frame(rows, gutter, diagnostic.severity, style)
    notes = [(_HELP, diagnostic.help), *((_FIX, fix.title) for fix in diagnostic.fixes)]
    for label, message in notes:
        content = _block(message.text(language))
        yield f"{' ' * gutter} {style.cyan('=')} {style.bold(label.text(language))}{content}"


def _headline(
    diagnostic: Diagnostic, source: Source | None, language: Language, style: Style
) -> str:
    """``path:line:column severity rule message``."""
    place = printable(diagnostic.path)
    if place.startswith(("::", "##[")):
        place = f"./{place}"  # GitHub would take the line for a command
    if source is not None and diagnostic.span is not None:
        start = source.position(diagnostic.span.start)
        place = f"{place}:{start.line}:{start.column}"
    severity = _painter(diagnostic.severity, style)(SEVERITY[diagnostic.severity].text(language))
    message = _block(diagnostic.message.text(language))
    return f"{style.bold(place)} {severity} {style.cyan(diagnostic.rule)} {message}"


def _frame(rows: list[Row], gutter: int, severity: Severity, style: Style) -> Iterator[str]:
    bar = style.cyan("|")
    for index, row in enumerate(rows):
        if index and row.number > rows[index - 1].number + 1:
            yield style.cyan("...")
        yield f"{style.cyan(str(row.number).rjust(gutter))} {bar} {row.text}".rstrip(" ")
        yield f"{' ' * gutter} {bar} {_painted_carets(row.carets, severity, style)}"


def _painted_carets(carets: str, severity: Severity, style: Style) -> str:
    marks = carets.lstrip(" ")
    return " " * (len(carets) - len(marks)) + _painter(severity, style)(marks)


def _painter(severity: Severity, style: Style) -> Callable[[str], str]:
    return style.red if severity is Severity.ERROR else style.yellow


def _block(message: str) -> str:
    """A message printable, its further lines (such as a list of the largest files) behind a bar.

    The bar keeps a file name with a line end from starting a line of its own, where a CI
    system would take it for a command.
    """
    return "\n      | ".join(map(printable, message.split("\n")))


def _counts(errors: int, warnings: int) -> Message:
    return Message(
        f"共 {errors} 个错误、{warnings} 个警告",
        f"{_plural(errors, 'error')}, {_plural(warnings, 'warning')}",
    )


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _size(report: Report, language: Language, style: Style) -> str:
    """How much of the limit is taken, with a bar that rounds up."""
    share = report.size / report.limit
    filled = min(_BAR, -(-report.size * _BAR // report.limit))
    paint = style.red if share > 1 else style.yellow if share > 0.9 else style.green
    bar = f"[{paint('#' * filled)}{style.dim('.' * (_BAR - filled))}]"
    amount = f"{byte_size(report.size)} / {byte_size(report.limit)} ({share:.1%})"
    return f"{_SIZE.text(language)} {bar} {amount}"
