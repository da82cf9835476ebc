"""What the structure of a file tells before anything is decoded."""

from typing import NamedTuple


class Outline(NamedTuple):
    """Pixels and number of frames, by the file's own headers."""

    width: int
    height: int
    frames: int = 1


class RefusedError(Exception):
    """A picture that is not to be decoded.

    ``problem`` is a value of :class:`docbuild.asset.ImageProblem`, kept as text because that
    module's imports would delay every worker. Sizes are 0 where the header did not tell them.
    """

    def __init__(
        self, problem: str, detail: str, width: int = 0, height: int = 0, frames: int = 1
    ) -> None:
        super().__init__(problem, detail)
        self.problem = problem
        self.detail = detail
        self.outline = Outline(width, height, frames)


def corrupt(detail: str) -> RefusedError:
    """The bytes do not follow their format."""
    return RefusedError("corrupt", detail)
