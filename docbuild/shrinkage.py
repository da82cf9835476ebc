"""What shrinking did to the pictures of a document: plain values, for tables and manifests."""

from __future__ import annotations

from typing import NamedTuple


class PictureFile(NamedTuple):
    """A picture as a file. ``path`` is relative to doc/; width and height are pixels, upright,
    0 where they are not known. ``sha256`` is in hexadecimal."""

    path: str
    size: int
    sha256: str
    format: str | None
    width: int
    height: int


class PictureChange(NamedTuple):
    """A picture before and after, the same file twice where it stayed as it was.

    ``difference`` is what the eye may see of it, by the measure of
    :mod:`docbuild.images.similarity`: 0 for the very same pixels. ``problem`` says why nothing
    could be done, ``detail`` in which words of the decoder (English).
    """

    before: PictureFile
    after: PictureFile
    is_lossless: bool
    difference: float
    problem: str | None = None
    detail: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def is_scaled(self) -> bool:
        return self.after.width < self.before.width

    @property
    def is_reduced(self) -> bool:
        """Whether the file before had more to show than the one after."""
        return self.is_changed and (self.is_scaled or not self.is_lossless)


class Fit(NamedTuple):
    """What all was to fit into, in bytes, and the least that can be had if that was not met.

    ``unused`` counts the bytes among it that the document does not show. Without ``is_tried``
    ``least`` is what it takes in any case, which was too much already, and no picture was looked
    at. ``largest`` are the largest files then, by their paths relative to doc/, with their bytes.
    """

    target: int
    least: int | None
    unused: int
    is_tried: bool = True
    largest: tuple[tuple[str, int], ...] = ()

    @property
    def is_reached(self) -> bool:
        return self.least is None


class Shrinkage(NamedTuple):
    """All that was done. ``document`` names README.md; ``sizes`` are its bytes before and after,
    ``addresses`` how many addresses of pictures in it were rewritten."""

    pictures: tuple[PictureChange, ...]
    document: str
    sizes: tuple[int, int]
    addresses: int
    fit: Fit | None = None

    @property
    def before(self) -> int:
        """Bytes of the document and the pictures that it shows."""
        return self.sizes[0] + sum(each.before.size for each in self.pictures)

    @property
    def after(self) -> int:
        return self.sizes[1] + sum(each.after.size for each in self.pictures)

    @property
    def is_small_enough(self) -> bool:
        """Whether all fits into what it was to fit into."""
        return self.fit is None or self.fit.is_reached

    @property
    def changed(self) -> tuple[PictureChange, ...]:
        return tuple(each for each in self.pictures if each.is_changed)
