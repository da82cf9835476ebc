"""From a subject to its report: every rule runs, whatever the others do."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from docbuild.diagnostic import Coverage, Crash, Diagnostic, Finding, Report, Severity
from docbuild.interface import NOTHING_OFFERED
from docbuild.rules import ignore_unused, internal
from docbuild.rules.ignores import InlineIgnore, inline_ignores
from docbuild.rules.registry import RULES
from docbuild.rules.rule import Rule, Subject
from docbuild.settings import UNSILENCEABLE, Level, Settings
from docbuild.source import Span
from docbuild.upload import LIMIT, resource_size

#: What a rule finds; whoever has asked before may answer from memory.
Findings: TypeAlias = Callable[[Rule], Iterable[Finding]]


def check(
    subject: Subject, rules: Iterable[Rule] = RULES, findings: Findings | None = None
) -> Report:
    """Run ``rules`` and sort what they find by place; findings without a place come last.

    Never raises for a rule that does: the report names it and keeps all other findings.
    ``findings`` runs a rule; by itself a rule is given the whole subject.
    """
    ledger = _Ledger(subject, tuple(rules), findings or (lambda rule: rule.check(subject)))
    diagnostics = sorted(ledger.diagnostics(), key=_place)
    snapshot = subject.snapshot
    return Report(
        snapshot.source,
        tuple(diagnostics),
        resource_size(snapshot.tree),
        LIMIT,
        tuple(ledger.crashes),
        ledger.coverage,
        snapshot.settings.dialect,
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


def _coverage(subject: Subject) -> Coverage | None:
    if subject.snapshot.interface == NOTHING_OFFERED:
        return None
    # 3 ms that documents without a plugin behind them save.
    from docbuild.rules.described import described  # noqa: PLC0415

    return subject.once(described)


class _Ledger:
    """One run over all rules: which ignores were of use, and which rules crashed."""

    def __init__(self, subject: Subject, rules: tuple[Rule, ...], findings: Findings) -> None:
        self.crashes: list[Crash] = []
        self.coverage: Coverage | None = None
        self._run = findings
        self._subject = subject
        self._rules = rules
        self._inline = tuple(inline_ignores(subject.document))
        blocks = {ignore.block for ignore in self._inline if ignore.block and ignore.reason}
        self._blocks = sorted(blocks)
        self._meant = {
            (ignore.block, rule)
            for ignore in self._inline
            if ignore.reason
            for rule in ignore.rules
        }
        self._filewide = {ignore.rule for ignore in subject.snapshot.settings.ignores}
        self._used: set[tuple[Span | None, str]] = set()  # of a block, or of all with None

    def diagnostics(self) -> Iterator[Diagnostic]:
        for rule in self._rules:
            yield from self._judged(rule, self._findings(rule))
        self._cover()
        for crash in self.crashes:
            yield from self._judged(internal.RULE, [internal.finding(crash.rule, crash.error)])
        yield from self._judged(ignore_unused.RULE, self._unused())

    def _findings(self, rule: Rule) -> Iterator[Finding]:
        try:
            yield from self._run(rule)
        except Exception as error:  # kept in the report and printed by the command
            self.crashes.append(Crash(rule.name, error))

    def _cover(self) -> None:
        """Take the coverage, which fails where the rule that asks for it does."""
        try:
            self.coverage = _coverage(self._subject)
        except Exception as error:  # as above
            if all(crash.rule != "plugin-undocumented" for crash in self.crashes):
                self.crashes.append(Crash("plugin-undocumented", error))

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
        """Whether an ignore covers the finding; all that do then count as used."""
        if rule in UNSILENCEABLE:
            return False
        block = None if finding.span is None else self._block(finding.span)
        covered = block is not None and (block, rule) in self._meant
        filewide = rule in self._filewide
        self._used |= {(block, rule)} if covered else set()
        self._used |= {(None, rule)} if filewide else set()
        return covered or filewide

    def _block(self, span: Span) -> Span | None:
        """The block with an ignore that ``span`` begins in, ``None`` if there is none."""
        index = bisect_right(self._blocks, span.start, key=lambda block: block.start) - 1
        found = self._blocks[index] if index >= 0 else None
        return found if found is not None and span.start < max(found.end, found.start + 1) else None

    def _unused(self) -> list[Finding]:
        """A finding for each ignore that hid nothing, unless its rule could not speak."""
        settings = self._subject.snapshot.settings
        silent = {name for name, level in settings.levels.items() if level is Level.OFF}
        silent |= {crash.rule for crash in self.crashes} | {ignore_unused.RULE.name}
        known = {rule.name for rule in self._rules} - silent
        found = [
            ignore_unused.inline(ignore, idle)
            for ignore in self._inline
            if ignore.reason and (idle := self._idle(ignore, known - UNSILENCEABLE))
        ]
        found.extend(
            ignore_unused.filewide(ignore, settings.path)
            for ignore in settings.ignores
            if ignore.rule in known and (None, ignore.rule) not in self._used
        )
        return found

    def _idle(self, ignore: InlineIgnore, known: set[str]) -> tuple[str, ...]:
        """The rules that an ignore named in vain; ill-formed ones are ignore-invalid's."""
        block = ignore.block
        idle = (name for name in ignore.rules if name in known)
        return tuple(name for name in idle if block is None or (block, name) not in self._used)
