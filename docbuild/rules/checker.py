"""From a subject to its report: every rule runs, whatever the others do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docbuild.diagnostic import Diagnostic, Finding, Report, Severity
from docbuild.rules import ignore_unused, internal
from docbuild.rules.ignores import UNSILENCEABLE, InlineIgnore, inline_ignores
from docbuild.rules.registry import RULES
from docbuild.rules.rule import Rule, Subject
from docbuild.settings import Level, Settings
from docbuild.upload import LIMIT, resource_size


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that raised. ``error`` carries the traceback for who prints it."""

    rule: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Checked(Report):
    """A report, with the rules that crashed while it was made (each is a diagnostic too)."""

    crashes: tuple[Crash, ...] = ()


def check(subject: Subject, rules: Iterable[Rule] = RULES) -> Checked:
    """Run ``rules`` and sort what they find by place; findings without a place come last.

    Never raises for a rule that does: the report names it and keeps all other findings.
    """
    ledger = _Ledger(subject, tuple(rules))
    diagnostics = sorted(ledger.diagnostics(), key=_place)
    snapshot = subject.snapshot
    return Checked(
        snapshot.source,
        tuple(diagnostics),
        resource_size(snapshot.tree),
        LIMIT,
        tuple(ledger.crashes),
    )


def _place(diagnostic: Diagnostic) -> tuple[bool, int, int, str, str, str]:
    span = diagnostic.span
    start, end = (0, 0) if span is None else span
    return span is None, start, end, diagnostic.path, diagnostic.rule, diagnostic.message.en


def _severity(rule: Rule, finding: Finding, settings: Settings) -> Severity | None:
    """How loud a finding is: by the settings, else by itself, else by its rule."""
    level = settings.levels.get(rule.name)
    if level is None or rule.name in UNSILENCEABLE:
        return finding.severity or rule.severity
    return None if level is Level.OFF else Severity(level.value)


class _Ledger:
    """One run over all rules: which ignores were of use, and which rules crashed."""

    def __init__(self, subject: Subject, rules: tuple[Rule, ...]) -> None:
        self.crashes: list[Crash] = []
        self._subject = subject
        self._rules = rules
        self._inline = tuple(inline_ignores(subject.document))
        self._used: Counter[tuple[int, str]] = Counter()
        self._used_filewide: Counter[str] = Counter()

    def diagnostics(self) -> Iterator[Diagnostic]:
        for rule in self._rules:
            yield from self._judged(rule, self._findings(rule))
        for crash in self.crashes:
            yield from self._judged(internal.RULE, [internal.finding(crash.rule, crash.error)])
        yield from self._judged(ignore_unused.RULE, self._unused())

    def _findings(self, rule: Rule) -> Iterator[Finding]:
        try:
            yield from rule.check(self._subject)
        except Exception as error:  # kept in the report and printed by the command
            self.crashes.append(Crash(rule.name, error))

    def _judged(self, rule: Rule, findings: Iterable[Finding]) -> Iterator[Diagnostic]:
        snapshot = self._subject.snapshot
        for finding in findings:
            severity = _severity(rule, finding, snapshot.settings)
            if severity is None or self._ignored(rule.name, finding):
                continue
            path = finding.path or snapshot.document_path
            yield Diagnostic(
                rule.name,
                severity,
                path,
                finding.span,
                finding.message,
                finding.help,
                finding.fixes,
            )

    def _ignored(self, rule: str, finding: Finding) -> bool:
        """Whether an ignore covers the finding; every one that does counts as used."""
        covering = [
            index
            for index, ignore in enumerate(self._inline)
            if finding.span is not None and ignore.covers(rule, finding.span)
        ]
        self._used.update((index, rule) for index in covering)
        ignores = self._subject.snapshot.settings.ignores
        filewide = rule not in UNSILENCEABLE and any(ignore.rule == rule for ignore in ignores)
        self._used_filewide.update([rule] if filewide else [])
        return bool(covering) or filewide

    def _unused(self) -> list[Finding]:
        """A finding for each ignore that hid nothing, unless its rule could not speak."""
        settings = self._subject.snapshot.settings
        silent = {name for name, level in settings.levels.items() if level is Level.OFF}
        silent |= {crash.rule for crash in self.crashes} | {ignore_unused.RULE.name}
        known = {rule.name for rule in self._rules} - silent
        found = [
            ignore_unused.inline(ignore, unused)
            for index, ignore in enumerate(self._inline)
            if (unused := self._idle(index, ignore, known))
        ]
        found.extend(
            ignore_unused.filewide(ignore, settings.path)
            for ignore in settings.ignores
            if ignore.rule in known and not self._used_filewide[ignore.rule]
        )
        return found

    def _idle(self, index: int, ignore: InlineIgnore, known: set[str]) -> tuple[str, ...]:
        """The rules that an ignore named in vain; ill-formed ones are ignore-invalid's."""
        if not ignore.reason:
            return ()
        candidates = [name for name in ignore.rules if name in known - UNSILENCEABLE]
        return tuple(name for name in candidates if not self._used[index, name])
