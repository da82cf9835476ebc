"""Why a command could not do its work."""

from __future__ import annotations

from docbuild.diagnostic import Language, Message


class CommandError(Exception):
    """A wrong use or configuration, or a file that cannot be read or written: exit code 2.

    ``language`` is that of the project's settings, where they were read by then.
    """

    def __init__(self, *messages: Message, language: Language | None = None) -> None:
        super().__init__("; ".join(message.en for message in messages))
        self.messages = messages
        self.language = language
