"""Two states of a document: what separates them, as values that every output is made of."""

from docbuild.comparing.compare import compare
from docbuild.comparing.editions import edition_beside, edition_of_build, edition_of_members
from docbuild.comparing.places import Move, move_of, moves_down, places
from docbuild.comparing.values import BlockChange, Comparison, Edition, PictureChange, Size
from docbuild.comparing.words import findings_in_words, in_words, move_in_words

__all__ = [
    "BlockChange",
    "Comparison",
    "Edition",
    "Move",
    "PictureChange",
    "Size",
    "compare",
    "edition_beside",
    "edition_of_build",
    "edition_of_members",
    "findings_in_words",
    "in_words",
    "move_in_words",
    "move_of",
    "moves_down",
    "places",
]
