"""HEIC, the format of iPhones: a plug-in reads it that not everybody needs."""

from docbuild.diagnostic import Message

SUFFIXES = frozenset({"heic", "heif"})
INSTALLING = 'pip install "wxdocbuild[heic]"'
"""The extra of pyproject.toml, as a command."""

NOT_READ = Message(f"要读 HEIC，先运行 {INSTALLING}", f"to have HEIC read, run {INSTALLING} first")
