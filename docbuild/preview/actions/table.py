"""The actions by their names in :data:`docbuild.preview.routes.ACTIONS`."""

from collections.abc import Mapping
from functools import partial

from docbuild.preview.actions.bundle import bundle
from docbuild.preview.actions.calls import Call
from docbuild.preview.actions.difference import Difference
from docbuild.preview.actions.fix import fix
from docbuild.preview.actions.paste import Paste
from docbuild.preview.actions.release import release
from docbuild.preview.answer import Action


def actions(call: Call) -> Mapping[str, Action]:
    """``call`` runs a function on the thread that owns the builder: all writing to the document's
    folder happens there, so that none runs into a rebuild or into another."""
    return {
        "fix": partial(fix, call),
        "paste": Paste(call),
        "bundle": partial(bundle, call),
        "release": partial(release, call),
        "difference": Difference(call),
    }
