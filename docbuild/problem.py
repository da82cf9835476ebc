"""What is wrong in a file that configures, as opposed to the document."""

from typing import NamedTuple

from docbuild.diagnostic import Message


class ConfigProblem(NamedTuple):
    """``path`` is relative to the project's root, POSIX; line and column count from 1."""

    path: str
    message: Message
    line: int | None = None
    column: int | None = None

    @property
    def place(self) -> str:
        """``docbuild.toml:3:7``, as far as it is known."""
        numbers = (number for number in (self.line, self.column) if number is not None)
        return ":".join((self.path, *map(str, numbers)))

    @property
    def placed(self) -> Message:
        """The message with its place before it."""
        return Message(f"{self.place}：{self.message.zh}", f"{self.place}: {self.message.en}")
