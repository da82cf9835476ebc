"""What a page may ask for that writes: a fix, a picture to save, a bundle, a release."""

from docbuild.preview.actions.table import actions

__all__ = ["actions"]
