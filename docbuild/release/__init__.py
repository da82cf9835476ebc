"""Releases of the document as plain values, and what follows from them; no disk is touched here.

What lies on the disk of them is the business of :mod:`docbuild.release_store`.
"""
