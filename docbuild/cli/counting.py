"""Counted things in words: English has a plural, Chinese has none."""

from __future__ import annotations


def files_in_english(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
