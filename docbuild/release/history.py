"""What releases and events say together: what is uploaded, what is published, what comes next.

Everything follows from the set of them. Which of two came later is decided by their parents
alone; where two people noted something without knowing of each other, the higher version
counts, then the later time. So every order in which records arrive leads to the same state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from docbuild.diagnostic import Message
from docbuild.problem import ConfigProblem
from docbuild.release.entries import Entries, uploads
from docbuild.release.values import SHORT, Event, EventKind, Release, Stamp, named, numbers

_SHOWN = 10  # names in a sentence


class State(Enum):
    """What became of a release, as far as it was noted."""

    PUBLISHED = "published"  # readers see it
    UPLOADED = "uploaded"  # the last one, and not published
    PREPARED = "prepared"  # since the last upload
    WAS_PUBLISHED = "was-published"
    WAS_UPLOADED = "was-uploaded"  # and never published
    UNUSED = "unused"  # prepared, and something else was uploaded afterwards
    SAVED = "saved"  # what was in doc/ before a restore


class History(NamedTuple):
    """All that is known of a project's releases.

    ``releases`` and ``events`` are sorted, the oldest first. ``uploaded`` and ``published`` are
    what was last uploaded and what readers see, as far as it was noted; ``prepared`` what
    was prepared since the last upload: several where people did not know of each other, and
    ``rivals`` are what such people noted as published beside ``published``.
    ``was_uploaded``, ``was_published`` and ``pruned`` have ids of releases. ``problems`` are
    files that could not be read; ``notices`` what people have to sort out. ``heads`` are what
    a new release or event has for its parents. ``by_release`` has the events of each.
    """

    releases: tuple[Release, ...] = ()
    events: tuple[Event, ...] = ()
    uploaded: Release | None = None
    published: Release | None = None
    prepared: tuple[Release, ...] = ()
    rivals: tuple[Release, ...] = ()
    was_uploaded: frozenset[str] = frozenset()
    was_published: frozenset[str] = frozenset()
    pruned: frozenset[str] = frozenset()
    problems: tuple[ConfigProblem, ...] = ()
    notices: tuple[Message, ...] = ()
    heads: tuple[str, ...] = ()
    by_release: Mapping[str, tuple[Event, ...]] = {}

    @property
    def highest_uploaded(self) -> str | None:
        """The version above which the next one has to be."""
        versions = [
            each.version
            for each in self.releases
            if each.version is not None and each.id in self.was_uploaded
        ]
        return max(versions, key=numbers, default=None)

    def state(self, release: Release) -> State:
        """What became of ``release``, which is one of ours."""
        if release == self.published:
            return State.PUBLISHED
        if release == self.uploaded and release.id not in self.was_published:
            return State.UPLOADED
        if release.id in self.was_published:
            return State.WAS_PUBLISHED
        if release.id in self.was_uploaded:
            return State.WAS_UPLOADED
        if release.is_saved:
            return State.SAVED
        return State.PREPARED if release in self.prepared else State.UNUSED

    def told(self, release: Release, kind: EventKind) -> Stamp:
        """When something was last noted of ``release``; when it was made if nobody did."""
        found = (each.stamp for each in reversed(self.about(release)) if each.kind is kind)
        return next(found, release.stamp)

    def about(self, release: Release) -> tuple[Event, ...]:
        """What happened to it, the oldest first."""
        return self.by_release.get(release.id, ())

    def release(self, identifier: str) -> Release | None:
        return next((each for each in self.releases if each.id == identifier), None)


def history_of(
    releases: Iterable[Release],
    events: Iterable[Event],
    problems: Iterable[ConfigProblem] = (),
) -> History:
    """The state that all of them make, in whatever order they are given."""
    found = Entries(releases, events)
    listed = tuple(found.in_order())
    live = found.live_events()
    published = [each for each in live if each.kind is EventKind.PUBLISHED]
    sent = list(uploads(live))
    was_published = frozenset(each.release for each in published)
    was_uploaded = frozenset(each.release for each in sent)
    newest_published = found.newest(published)
    newest_uploads = found.newest(sent)
    return History(
        releases=tuple(each for each in listed if isinstance(each, Release)),
        events=tuple(each for each in listed if isinstance(each, Event)),
        uploaded=found.concerned(newest_uploads),
        published=found.concerned(newest_published),
        prepared=found.prepared(was_uploaded, sent),
        rivals=found.rivals(newest_published),
        was_uploaded=was_uploaded,
        was_published=was_published,
        pruned=frozenset(each.release for each in live if each.kind is EventKind.PRUNED),
        problems=tuple(sorted(set(problems))),
        notices=(
            *_disagreements(found, newest_published),
            *_twice(found, was_uploaded),
            *_astray(found),
        ),
        heads=found.heads(),
        by_release=_by_release(listed),
    )


def _by_release(entries: Iterable[Release | Event]) -> dict[str, tuple[Event, ...]]:
    found: dict[str, list[Event]] = {}
    for each in entries:
        if isinstance(each, Event):
            found.setdefault(each.release, []).append(each)
    return {identifier: tuple(events) for identifier, events in found.items()}


def _disagreements(found: Entries, published: list[Event]) -> Iterator[Message]:
    """Where two people published without knowing of each other."""
    releases = {each.release for each in published}
    if len(releases) > 1:
        names = [named(found.releases[each]) for each in sorted(releases)[:_SHOWN]]
        chosen = named(found.releases[published[0].release])
        yield Message(
            f"有人分别记录了发布 {'、'.join(name.zh for name in names)}，互不知情；"
            f"目前按版本号取 {chosen.zh}。请到后台核对，再用 docbuild release published 记录一次",
            f"publishing was noted of {', '.join(name.en for name in names)} by people who did "
            f"not know of each other; {chosen.en} has the highest version. See the console, and "
            "note it once more with docbuild release published",
        )


def _astray(found: Entries) -> Iterator[Message]:
    """What was noted of releases that are not there: somebody removed their files."""
    missing = sorted({each.release for each in found.events.values()} - found.releases.keys())
    if missing:
        count, first = len(missing), missing[0]
        yield Message(
            f"有上传或发布的记录，但 {count} 个版本自己的记录文件读不到（如 {first[:SHORT]}）；"
            "如果在 git 里，请从历史中取回",
            f"uploads or publishing were noted of releases whose own files cannot be read "
            f"({count} of them, such as {first[:SHORT]}); if they are in git, get them back",
        )


def _twice(found: Entries, uploaded: frozenset[str]) -> Iterator[Message]:
    """Where one version was uploaded with different contents."""
    by_version: dict[str, list[Release]] = {}
    for identifier in sorted(uploaded):
        release = found.releases[identifier]
        if release.version is not None:
            by_version.setdefault(release.version, []).append(release)
    for version, releases in sorted(by_version.items()):
        if len({each.documents for each in releases}) > 1:
            ids = [each.short for each in releases[:_SHOWN]]
            yield Message(
                f"版本 {version} 记录了不止一次上传，内容不同：{'、'.join(ids)}。"
                "没有传上去的那个，请用 docbuild release uploaded --undo 撤销",
                f"version {version} was noted as uploaded more than once, with different "
                f"contents: {', '.join(ids)}. Take back the one that did not go up with "
                "docbuild release uploaded --undo",
            )
