"""The record of releases beside the project, ``.docbuild/releases/``: written, read, restored."""
