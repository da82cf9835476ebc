"""A project that is being edited: an edit costs what it concerns, whatever the document's size."""

from docbuild.session.session import Session

__all__ = ["Session"]
