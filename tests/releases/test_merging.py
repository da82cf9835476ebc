"""Two people's records in git: merged without a conflict, to one state, whoever merges whom."""

from __future__ import annotations

import itertools
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from release_samples import members_of

from docbuild.release.history import History
from docbuild.release.values import EventKind, Stamp
from docbuild.release_store.collecting import collect
from docbuild.release_store.store import Store, open_store

UPLOADED, PUBLISHED = EventKind.UPLOADED, EventKind.PUBLISHED
MINE, YOURS = Stamp("2026-01-02T00:00:00Z", "李雷"), Stamp("2026-01-01T00:00:00Z", "韩梅梅")


class Repository:
    """A repository of git's with a project in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = open_store(root)

    def git(self, *words: str) -> str:
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.root),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "LC_ALL": "C",
        }
        options = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "gc.auto=0"]
        done = subprocess.run(
            ["git", *options, *words],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")

    def branch(self, name: str, work: Callable[[Store], object]) -> None:
        """Do some work on a branch of its own, from ``main``."""
        self.git("checkout", "-q", "main")
        self.git("checkout", "-q", "-b", name)
        work(self.store)
        self.commit()

    def merged(self, *branches: str) -> History:
        """What ``main`` says once these are merged into it, one after the other."""
        self.git("checkout", "-q", "-B", "merged", "main")
        for branch in branches:
            self.git("merge", "-q", "--no-edit", branch)
        return self.store.read()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "project")
    repository.root.mkdir()
    repository.git("init", "-q", "-b", "main")
    (repository.root / ".gitattributes").write_text("* text eol=crlf\n", encoding="utf-8")
    (repository.root / "README.md").write_text("x\n", encoding="utf-8")
    repository.commit()
    return repository


def first(store: Store) -> None:
    release = store.prepare(members_of("1.0.0"), YOURS)
    store.mark(release, UPLOADED, YOURS)
    store.mark(release, PUBLISHED, YOURS)


def mine(store: Store) -> None:
    release = store.prepare(members_of("1.1.0", b"# mine\n"), MINE)
    store.mark(release, UPLOADED, MINE)
    store.mark(release, PUBLISHED, MINE)


def yours(store: Store) -> None:
    store.prepare(members_of("1.2.0", b"# thought better of\n"), YOURS)
    release = store.prepare(members_of("1.2.0", b"# yours\n"), YOURS)
    store.mark(release, UPLOADED, YOURS)


def theirs(store: Store) -> None:
    store.prepare(members_of("1.1.0", b"# mine\n"), YOURS)  # the same contents, the same version


@pytest.mark.parametrize("known", [True, False], ids=["a record before", "no record before"])
def test_branches_merge_to_one_state(repository: Repository, known: bool) -> None:
    if known:
        first(repository.store)
        repository.commit()
    repository.branch("mine", mine)
    repository.branch("yours", yours)
    repository.branch("theirs", theirs)
    states = [
        repository.merged("mine", "yours", "theirs"),
        repository.merged("theirs", "yours", "mine"),
        repository.merged("yours", "mine", "theirs"),
    ]
    assert states[0] == states[1] == states[2]
    history = states[0]
    assert history.problems == ()
    assert history.uploaded is not None
    assert history.published is not None
    assert (history.uploaded.version, history.published.version) == ("1.2.0", "1.1.0")
    assert len(history.releases) == 4 + known
    assert all(isinstance(repository.store.members(each), dict) for each in history.releases)
    assert repository.git("status", "--porcelain") == ""


def test_who_knows_of_both_settles_what_is_published(repository: Repository) -> None:
    repository.branch("mine", mine)
    repository.branch("first", first)
    history = repository.merged("mine", "first")
    assert history.published is not None
    assert history.published.version == "1.1.0"
    assert [each.version for each in history.rivals] == ["1.0.0"]
    assert len(history.notices) == 1
    assert repository.store.mark(history.published, PUBLISHED, MINE) is not None
    history = repository.store.read()
    assert (history.rivals, history.notices) == ((), ())
    assert history.published is not None
    assert history.published.version == "1.1.0"
    assert repository.store.mark(history.published, PUBLISHED, MINE) is None


def test_what_is_of_this_machine_alone_is_not_shared(repository: Repository) -> None:
    first(repository.store)
    repository.commit()
    names = repository.git("ls-files", ".docbuild").splitlines()
    assert len([name for name in names if "/objects/" in name]) == 3
    assert not [name for name in names if "/upload/" in name or name.endswith("/lock")]


def test_line_ends_stay_whatever_git_is_told_of_text(repository: Repository) -> None:
    """The project wants CRLF everywhere, and contents would not have their digests then."""
    first(repository.store)
    repository.commit()
    clone = Repository(repository.root.parent / "clone")
    repository.git("clone", "-q", "-c", "core.autocrlf=true", ".", str(clone.root))
    assert (clone.root / "README.md").read_bytes() == b"x\r\n"
    history = clone.store.read()
    assert history == repository.store.read()
    assert all(isinstance(clone.store.members(each), dict) for each in history.releases)


def test_giving_up_on_one_branch_what_another_needs_is_told(repository: Repository) -> None:
    """git takes the file away, and whoever prepares the same again puts it back."""
    pictures = {"doc/a.png": b"both need it"}
    old = repository.store.prepare(members_of("1.0.0", b"# old\n", pictures), YOURS)
    last = repository.store.prepare(members_of("1.0.1", b"# last\n"), YOURS)
    repository.store.mark(last, UPLOADED, YOURS)
    repository.commit()
    repository.branch("mine", lambda store: collect(store.root, 0, MINE))
    new = members_of("1.1.0", b"# new\n", pictures)
    repository.branch("yours", lambda store: store.prepare(new, YOURS))
    history = repository.merged("mine", "yours")
    assert history.pruned == {old.id}
    (prepared,) = history.prepared
    assert [file.path for file in repository.store.missing(prepared)] == ["doc/a.png"]
    assert repository.store.prepare(new, MINE) == prepared
    assert repository.store.members(prepared) == new


def test_forgetting_on_one_branch_while_others_go_on(repository: Repository) -> None:
    """Nothing is lost that the others noted; whoever knew too little is told to look again."""

    def old(store: Store) -> None:
        for number in range(4):
            release = store.prepare(members_of(f"0.{number}.0", b"%d" % number), YOURS)
            store.mark(release, UPLOADED, YOURS)
            store.mark(release, PUBLISHED, YOURS)
        first(store)

    def forgetting(store: Store) -> None:
        assert len(collect(store.root, None, MINE, keep_records=1).forgotten) == 4

    def undoing(store: Store) -> None:
        published = store.read().published
        assert published is not None
        assert store.undo(published, PUBLISHED, YOURS) is not None

    old(repository.store)
    repository.commit()
    repository.branch("forgetting", forgetting)
    repository.branch("mine", mine)
    repository.branch("yours", yours)
    repository.branch("undoing", undoing)
    orders = (("forgetting", "mine", "yours"), ("yours", "mine", "forgetting"))
    states = [repository.merged(*order) for order in orders]
    assert states[0] == states[1]
    history = states[0]
    assert history.problems == ()
    assert {each.version for each in history.releases} == {"1.0.0", "1.1.0", "1.2.0"}
    assert history.uploaded is not None
    assert history.uploaded.version == "1.2.0"
    assert history.published is not None
    assert history.published.version == "1.1.0"
    assert all(isinstance(repository.store.members(each), dict) for each in history.releases)
    assert repository.merged("forgetting", "undoing").published is None
    assert repository.merged("undoing", "forgetting").published is None


def test_contents_given_up_on_one_branch_and_marked_on_another(repository: Repository) -> None:
    """Three branches from one record: gc, marks, and an upload of one that gc gave up."""

    def three(store: Store) -> None:
        for number in range(3):
            store.prepare(members_of(f"1.0.{number}", b"%d" % number), YOURS)
        store.mark(store.read().releases[1], UPLOADED, YOURS)

    def giving_up(store: Store) -> None:
        assert collect(store.root, 0, MINE).pruned

    def marking(store: Store) -> None:
        store.mark(store.read().releases[1], PUBLISHED, YOURS)

    def late(store: Store) -> None:
        store.mark(store.read().releases[0], UPLOADED, YOURS)

    three(repository.store)
    repository.commit()
    for name, work in (("giving-up", giving_up), ("marking", marking), ("late", late)):
        repository.branch(name, work)
    names = ("giving-up", "marking", "late")
    states = [repository.merged(*order) for order in itertools.permutations(names)]
    assert all(state == states[0] for state in states)
    history = states[0]
    assert history.problems == ()
    assert history.published == history.releases[1]
    assert history.was_uploaded == {each.id for each in history.releases[:2]}
    assert history.releases[0].id in history.pruned
    assert isinstance(repository.store.members(history.releases[1]), dict)
