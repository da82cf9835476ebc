"""From a word of the command line to an edition: what somebody calls a state of the document."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from docbuild import files
from docbuild.build import LARGEST_README, Project, read
from docbuild.cli import terminal
from docbuild.cli.command_error import CommandError
from docbuild.comparing import Edition
from docbuild.comparing.editions import edition_beside, edition_of_project, edition_of_tree
from docbuild.diagnostic import Language, Message
from docbuild.images.limits import MAX_BYTES
from docbuild.locate import LocateProblem, locate
from docbuild.pictures import Progress
from docbuild.problem import ConfigProblem
from docbuild.snapshot import Snapshot
from docbuild.zip_reading import LARGEST_ARCHIVE, read_archive

WORKTREE = ("worktree", ".")
_RECORDED = ("published", "uploaded", "prepared")
_RELEASE, _GIT = "release:", "git:"
_UPLOADED = "doc/"  # what the paths of a release begin with
_WORKING_TREE = Message("工作区", "working tree")
_NOTHING_TO_COMPARE = Message(
    "没有可以比较的旧版本：没有记录过上传或发布，git 里也没有；请写明和什么比较，"
    "例如 docbuild diff 旧的文档包.zip",
    "there is nothing to compare with: no upload was noted, and git has nothing; name the old "
    "side, such as docbuild diff old.zip",
)
_EMPTY = Message(
    "要比较的一边是空的；是不是脚本里的变量没有值？",
    "one side is empty: is there a variable without a value in a script?",
)
_STATES: Mapping[str, Message] = {
    "published": Message("已发布", "published"),
    "uploaded": Message("已上传", "uploaded"),
    "prepared": Message("待上传", "prepared"),
}


class Sides:
    """The editions that words name, all judged as ``project`` is."""

    def __init__(
        self,
        project: Project,
        *,
        keep_data: bool,
        language: Language,
        progress: Progress | None = None,
    ) -> None:
        self._project = project
        self._language = language
        self._keep_data = keep_data
        self._progress = progress
        self._worktree: Edition | None = None
        self._first: Edition | None = None

    def pair(self, old: str | None, new: str | None) -> tuple[Edition, Edition]:
        """The editions that two words name, by default the newest state of the record or of git,
        and the working tree. Raises ``CommandError`` where there is none.

        The working tree is judged only if it is one of them.
        """
        if new is None or new in WORKTREE:
            self.worktree()
        before = self._default() if old is None else self.named(old)
        return before, self.worktree() if new is None else self.named(new)

    def worktree(self) -> Edition:
        if self._worktree is None:
            project, keep_data = self._project, self._keep_data
            self._worktree = edition_of_project(
                _WORKING_TREE, project, keep_data=keep_data, progress=self._progress
            )
            self._first = self._first or self._worktree
        return self._worktree

    def named(self, word: str) -> Edition:
        """The edition that ``word`` names. Raises ``CommandError`` where there is none."""
        found = self._named(word)
        self._first = self._first or found
        return found

    def _beside(self) -> Edition | Snapshot:
        """What an edition is judged like, and beside if another was judged before."""
        return self._first or read(self._project)[0]

    def _named(self, word: str) -> Edition:
        if not word:  # which would be the path of the current folder
            raise CommandError(_EMPTY)
        if word in WORKTREE:
            return self.worktree()
        if word in _RECORDED or word.startswith(_RELEASE):
            return self._release(word)
        if word.startswith(_GIT):
            return self._revision(word.removeprefix(_GIT))
        path = Path(word)
        if path.is_dir():
            self._tell_of_revision(word)
            return self._folder(path)
        return self._archive(path) if os.path.lexists(path) else self._revision(word)

    def _default(self) -> Edition:
        """What readers see, else what was uploaded last, else what git has."""
        from docbuild.release_store.store import open_store

        history = open_store(self._project.location.root).read()
        if history.published is not None:
            return self._release("published")
        if history.uploaded is not None:
            return self._release("uploaded")
        try:
            return self._revision("HEAD")
        except CommandError as error:
            raise CommandError(_NOTHING_TO_COMPARE, *error.messages) from error

    def _release(self, word: str) -> Edition:
        from docbuild.release.choice import choose
        from docbuild.release.values import Release, named
        from docbuild.release_store.store import open_store

        store = open_store(self._project.location.root)
        history = store.read()
        release = choose(history, word.removeprefix(_RELEASE))
        if not isinstance(release, Release):
            raise CommandError(release)
        if release.id in history.pruned and store.missing(release):
            name = named(release)
            raise CommandError(
                Message(
                    f"{name.zh} 的内容已经用 docbuild release gc 清理，只剩记录，没法比较；"
                    "docbuild release list 列出还有内容的版本",
                    f"the contents of {name.en} were given up by docbuild release gc, so that it "
                    "cannot be compared: docbuild release list shows which have theirs",
                )
            )
        members = store.members(release)
        if isinstance(members, ConfigProblem):
            raise CommandError(members.placed)
        contents = self._with_originals(members)
        name, state = named(release), _STATES.get(word)
        if state is not None:
            name = Message(f"{state.zh} {name.zh}", f"{state.en} {name.en}")
        return edition_beside(name, contents, self._beside(), self._progress)

    def _with_originals(self, members: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """What a release holds, with the pictures that it was made of where the working tree still
        has them: readers see no difference between a picture and the same made smaller."""
        from docbuild.manifest import MANIFEST, Manifest, read_manifest
        from docbuild.release_store.originals import with_originals

        manifest = read_manifest(members.get(MANIFEST, b""))
        if not isinstance(manifest, Manifest) or not manifest.optimised:
            return members
        folder = self._project.location.folder
        names = (each.source.path.removeprefix(_UPLOADED) for each in manifest.optimised)
        found = {name: files.read_file(folder, name, MAX_BYTES) for name in names}
        known = {name: data for name, data in found.items() if isinstance(data, bytes)}
        return with_originals(members, [known])

    def _revision(self, revision: str) -> Edition:
        from docbuild import git_revision

        folder = self._project.location.folder
        try:
            found = git_revision.read_revision(folder, revision)
            name = f"git {revision} ({found.commit[:10]})"
            return edition_of_tree(
                Message(name, name),
                found.tree,
                lambda paths: git_revision.read_files(folder, found, paths),
                self._beside(),
                self._progress,
                keep_data=self._keep_data,
            )
        except git_revision.GitError as error:
            raise CommandError(error.message, *self._releases_named(revision)) from error

    def _releases_named(self, word: str) -> Iterator[Message]:
        """A hint for whoever named a release like a revision."""
        from docbuild.release_store.store import open_store

        history = open_store(self._project.location.root).read()
        if any(word in (each.version, each.short) for each in history.releases):
            hint = f"{_RELEASE}{word}"
            yield Message(f"发布记录里有 {word}：请写 {hint}", f"the record has it: write {hint}")

    def _tell_of_revision(self, word: str) -> None:
        """Say what a word is taken for that may be two things."""
        from docbuild import git_revision

        if not word.replace("-", "").replace("_", "").isalnum():
            return  # a path beyond doubt, at no cost
        if git_revision.is_revision(self._project.location.folder, word):
            note = Message(
                f"{word} 既是目录也是 git 版本，这里比较的是目录；要比较 git 版本请写 git:{word}",
                f"{word} is a folder and a git revision: the folder is compared; write "
                f"git:{word} for the other",
            )
            terminal.tell(f"docbuild: {note.text(self._language)}")

    def _archive(self, path: Path) -> Edition:
        data = files.read_file(path.parent, path.name, LARGEST_ARCHIVE)
        if isinstance(data, files.ReadProblem):
            raise _unreadable(path, data.detail)
        archive = read_archive(data)
        if archive.refusals:
            refusal = archive.refusals[0].message
            raise CommandError(
                Message(f"{path}：{refusal.zh}", f"{path}: {refusal.en}"),
                Message(f"用 docbuild verify {path} 查看详情", f"docbuild verify {path} says more"),
            )
        name = Message(str(path), str(path))
        contents = self._with_originals(archive.members)
        return edition_beside(name, contents, self._beside(), self._progress)

    def _folder(self, path: Path) -> Edition:
        """Another project, a bundle that was unpacked, or a folder with README.md."""
        location = locate(path, named=True)
        if isinstance(location, LocateProblem):
            raise CommandError(location.message)
        folder = location.folder
        if not folder.is_relative_to(os.path.realpath(path)):  # that of a project around it
            raise CommandError(
                Message(f"{path} 里没有插件文档", f"there is no plugin document in {path}")
            )
        tree = files.read_tree(folder, follow_root=True)
        name = Message(str(path), str(path))

        def load(paths: Iterable[str]) -> dict[str, bytes]:
            return {each: _read(folder, each) for each in paths}

        beside, keep_data = self._beside(), self._keep_data
        return edition_of_tree(name, tree, load, beside, self._progress, keep_data=keep_data)


def _read(folder: Path, path: str) -> bytes:
    data = files.read_file(folder, path, LARGEST_README)
    if isinstance(data, files.ReadProblem):
        raise _unreadable(folder / path, data.detail)
    return data


def _unreadable(path: Path, reason: str) -> CommandError:
    return CommandError(Message(f"读不了 {path}：{reason}", f"cannot read {path}: {reason}"))
