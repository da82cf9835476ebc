"""What the worker answers for one picture."""

from typing import NamedTuple

from docbuild.images.outline import Outline, RefusedError

_DETAIL_LENGTH = 200


class Verdict(NamedTuple):
    """The fields of :class:`docbuild.asset.ImageFacts`, its ``problem`` by value.

    ``lasting``: the verdict follows from the bytes and the limits alone, not from how fast or
    large the machine is, so it may be remembered.
    """

    format: str | None
    width: int = 0
    height: int = 0
    frames: int = 1
    problem: str | None = None
    detail: str = ""
    fitted_size: int | None = None
    lasting: bool = True


def refused(format_name: str | None, refusal: RefusedError) -> Verdict:
    return Verdict(
        format_name, *refusal.outline, refusal.problem, printable(refusal.detail), lasting=True
    )


def failed(format_name: str, outline: Outline, error: Exception) -> Verdict:
    """The verdict on bytes that made the decoder raise."""
    detail = printable(f"{type(error).__name__}: {error}")
    return Verdict(format_name, *outline, "corrupt", detail)


def exhausted(format_name: str | None, detail: str, outline: Outline | None = None) -> Verdict:
    """The verdict on a picture that took more time or memory than it may."""
    size = outline or Outline(0, 0)
    return Verdict(format_name, *size, "bomb", detail, lasting=False)


def printable(text: str) -> str:
    """Text of a decoder, which may quote hostile bytes, cut and on one line."""
    cut = text[:_DETAIL_LENGTH]
    return "".join(char if char.isprintable() else "\ufffd" for char in cut)
