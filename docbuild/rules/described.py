"""What a document says of the plugin. Rules ask by :meth:`docbuild.rules.rule.Subject.once`.

Imported where there is a plugin only: reading what documents mention takes 3 ms to load.
"""

from __future__ import annotations

from docbuild import coverage
from docbuild.diagnostic import Coverage
from docbuild.interface import NOTHING_OFFERED
from docbuild.mentions import reading
from docbuild.mentions.mention import Mention
from docbuild.mentions.own import Own
from docbuild.mentions.vocabulary import vocabulary
from docbuild.rules.rule import Subject


def mentions(subject: Subject) -> tuple[Mention, ...]:
    """Where the document names what the plugin offers; nothing where it offers nothing."""
    interface, source = subject.snapshot.interface, subject.snapshot.source
    if interface == NOTHING_OFFERED or subject.document is None or source is None:
        return ()
    return tuple(reading.mentions(subject.document.blocks, source, vocabulary(interface)))


def own(subject: Subject) -> Own:
    """Which of the mentions are about this plugin."""
    snapshot = subject.snapshot
    return Own(subject.once(mentions), snapshot.interface, snapshot.plugin.app_id)


def described(subject: Subject) -> Coverage | None:
    """What of the plugin is described, ``None`` where that is not known."""
    interface = subject.snapshot.interface
    if subject.document is None or not (
        interface.components or interface.pages or interface.exports
    ):
        return None
    exempt = frozenset(subject.snapshot.settings.undocumented)
    return coverage.coverage(subject.once(mentions), subject.once(own), interface, exempt)
