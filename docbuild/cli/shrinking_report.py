"""What was done to the pictures, printed."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from docbuild.cli import terminal
from docbuild.diagnostic import Language
from docbuild.formats.shrinkage_table import shrinkage_table
from docbuild.formats.style import Style
from docbuild.shrinkage import Shrinkage


def print_shrinkage(options: Namespace, shrinkage: Shrinkage) -> None:
    """The table before and after, unless less is asked for."""
    if options.quiet:
        return
    language: Language = options.language
    style = Style(terminal.wants_colour(options.color, os.environ, sys.stdout))
    lines = shrinkage_table(shrinkage, language, style, terminal.width(sys.stdout, os.environ))
    terminal.write("".join(f"{line}\n" for line in lines))
