"""Pictures: bytes → facts, found by a confined worker process and remembered by digest.

Callers import :mod:`docbuild.images.facts` and :mod:`docbuild.images.formats`; neither loads
Pillow nor starts a process before an unknown picture turns up. This file stays empty because
the worker imports it too, and every import delays the first verdict.
"""
