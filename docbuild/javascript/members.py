"""Which members of which variables a piece of JavaScript uses, and where plugins are bound."""

import re

from docbuild.javascript.member import Member
from docbuild.javascript.syntax import LONGEST, Language


def members(text: str, language: Language = "js") -> tuple[Member, ...]:
    """The declarations and used members in ``text``, in its order. Never raises."""
    if len(text) > LONGEST or not re.search(r"\.|requirePlugin", text):
        return ()
    # The parser takes longer to load than most checks take: only when there is JavaScript.
    from docbuild.javascript import member_tree  # noqa: PLC0415

    return member_tree.members(text, language)
