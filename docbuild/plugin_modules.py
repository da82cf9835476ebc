"""The modules of a plugin from the disk: which file a name means, and what is known of it."""

import hashlib
import posixpath
from collections.abc import Mapping
from pathlib import Path

from docbuild import files
from docbuild.diagnostic import Message
from docbuild.javascript.facts import UNREAD, Module
from docbuild.javascript.linking import Located
from docbuild.javascript.reading import LONGEST, VERSION, read_module
from docbuild.javascript.record import module_from_json, module_to_json
from docbuild.javascript.syntax_facts import Language
from docbuild.memory import Records, user_folder
from docbuild.problem import ConfigProblem
from docbuild.project_config import inside

MOST_FILES = 1_000  # modules of one plugin that are read
MOST_ASKED = 8_000  # names by which one is looked for
MOST_BYTES = 4 * 1024 * 1024  # of all of them, which take 6 µs each at the worst
_RECORD_LENGTH = 256 * 1024  # bytes; a record takes about one kilobyte

_LANGUAGES: dict[str, Language] = {".ts": "ts", ".js": "js", ".tsx": "tsx", ".jsx": "js"}

_SYNTAX = Message(
    "从这里起有看不懂的语法，这个文件里的属性、事件或接口可能没有读全",
    "the syntax from here on is not understood, so properties, events or interfaces of this"
    " file may be missed",
)


class PluginModules:
    """Each file is read once. ``problems`` are those of files that were read or refused."""

    def __init__(self, root: Path, plugin_root: str, aliases: Mapping[str, str]) -> None:
        self._root = root
        self._plugin_root = plugin_root
        self._aliases = aliases
        self._records = Records(user_folder(), f"sources-v{VERSION}", _RECORD_LENGTH)
        self._known: dict[str, Located | None] = {}
        self._found: dict[tuple[str, str], Located | None] = {}
        self._bytes = self._files = 0
        self.problems: list[ConfigProblem] = []

    def find(self, importer: str, name: str) -> Located | None:
        """The module that the file ``importer`` means by ``name``, if it is the project's."""
        key = (posixpath.dirname(importer), name)
        if key not in self._found:
            bases = filter(None, map(inside, self._bases(*key)))
            found = (self.script(base) for base in bases)
            self._found[key] = next((each for each in found if each is not None), None)
        return self._found[key]

    def _bases(self, folder: str, name: str) -> list[str]:
        if name.startswith("/"):
            return [posixpath.join(self._plugin_root, name.lstrip("/"))]
        for beginning, target in self._aliases.items():
            if name.startswith(beginning):
                rest = name.removeprefix(beginning)
                return [posixpath.join(self._plugin_root, target, rest)]
        beside = posixpath.join(folder, name)
        if name.startswith("."):
            return [beside]
        return [beside, posixpath.join(self._plugin_root, "miniprogram_npm", name)]

    def script(self, base: str) -> Located | None:
        """The module at ``base``, a path below the project's root, with or without suffix."""
        paths = (self._module(path) for path in _candidates(base))
        return next((each for each in paths if each is not None), None)

    @property
    def is_exhausted(self) -> bool:
        """Whether no more is read: then what is not found may well be there."""
        too_many = self._files >= MOST_FILES or len(self._known) >= MOST_ASKED
        return too_many or self._bytes >= MOST_BYTES

    def _module(self, path: str) -> Located | None:
        if path not in self._known:
            self._known[path] = None if self.is_exhausted else self._read(path)
        return self._known[path]

    def _read(self, path: str) -> Located | None:
        data = files.read_file(self._root, path, 4 * LONGEST)
        if isinstance(data, files.ReadProblem):
            if data.code in ("missing", "not-plain", "not-regular"):
                return None
            if data.code != "too-large":
                said = Message(f"无法读取：{data.detail}", f"Cannot be read: {data.detail}")
                self.problems.append(ConfigProblem(path, said))
            return Located(path, UNREAD)
        self._bytes += len(data)
        self._files += 1
        module = self._facts(data, _LANGUAGES[posixpath.splitext(path)[1]])
        if module.error is not None:
            self.problems.append(ConfigProblem(path, _SYNTAX, *module.error))
        return Located(path, module)

    def _facts(self, data: bytes, language: Language) -> Module:
        """What these bytes say, from memory if they were ever read before."""
        digest = hashlib.sha256(b"%s\0%s" % (language.encode(), data)).hexdigest()
        record = self._records.recall(digest)
        known = None if record is None else module_from_json(record)
        if known is None:
            known = read_module(data.decode(errors="replace"), language)
            self._records.remember(digest, module_to_json(known))
        return known


def _candidates(base: str) -> list[str]:
    """The files that ``base`` may mean, in order. TypeScript goes before what is made of it."""
    stem, suffix = posixpath.splitext(base)
    if suffix in _LANGUAGES:
        others = [each for each in _LANGUAGES if each != suffix]
        return [base, *(stem + each for each in others if suffix == ".js")]
    below = posixpath.join(base, "index")
    return [stem + suffix for stem in (base, below) for suffix in _LANGUAGES]
