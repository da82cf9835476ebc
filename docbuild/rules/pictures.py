"""The pictures of doc/ that go up, and where to say that something is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator

from docbuild.asset import ImageFacts, ImageProblem
from docbuild.diagnostic import Edit, Finding, Fix, Message
from docbuild.document import Image
from docbuild.rules.rule import Subject
from docbuild.rules.wording import quoted
from docbuild.upload import uploads

_FORMATS = {"jpg": "jpeg"}
_NO_FORMAT = "icon"  # a suffix that goes up, but that no program gives to a format
# What ends or changes a destination unless it is encoded; the platform decodes it once.
_ENCODED = frozenset(' \t"%#?()<>[]\\^`{|}')


def suffix(path: str) -> str:
    """The suffix of a name in lower case, without its dot."""
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def pictures(subject: Subject) -> Iterator[tuple[str, ImageFacts]]:
    """Every picture that goes up with its facts, by path."""
    assets = subject.snapshot.assets
    for path in sorted(assets):
        facts = assets[path].facts
        if facts is not None and uploads(path):
            yield path, facts


def problem(path: str, facts: ImageFacts) -> ImageProblem | None:
    """The one thing to say about a picture: what is dangerous first, then what it is."""
    if facts.problem in (ImageProblem.BOMB, ImageProblem.ACTIVE):
        return facts.problem
    named = suffix(path)
    known = facts.format is not None and named != _NO_FORMAT
    if known and facts.format != _FORMATS.get(named, named):
        return ImageProblem.MISMATCH
    return facts.problem


def with_problem(subject: Subject, wanted: ImageProblem) -> Iterator[tuple[str, ImageFacts]]:
    """The pictures of which ``wanted`` is what there is to say."""
    return (found for found in pictures(subject) if problem(*found) is wanted)


def finding(
    subject: Subject, path: str, message: Message, cure: Message, fixes: tuple[Fix, ...] = ()
) -> Finding:
    """A finding about a file: where it is shown first, or at the file if it never is."""
    image = subject.shown.get(path)
    if image is None:
        return Finding(message, cure, path=subject.path(path), fixes=fixes)
    return Finding(message, cure, span=image.span, fixes=fixes)


def retarget(image: Image, path: str, *, safe: bool) -> Fix:
    """Let ``image`` lead to ``path`` below doc/, in the author's own style of writing it."""
    prefix = "./" if image.destination.startswith("./") else ""
    written = prefix + "".join(
        f"%{ord(character):02X}" if character in _ENCODED else character for character in path
    )
    edit = Edit(image.destination_span, written)
    return Fix(Message(f"改为 {quoted(path)}", f"Change to {quoted(path)}"), (edit,), safe)
