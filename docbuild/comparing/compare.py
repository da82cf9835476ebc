"""Two editions to what separates them."""

from __future__ import annotations

from collections.abc import Mapping

from docbuild.asset import Asset
from docbuild.build import Build
from docbuild.comparing.blocks import Block, compare_blocks
from docbuild.comparing.effort import Effort
from docbuild.comparing.findings import compare_findings
from docbuild.comparing.pictures import Address, compare_pictures, shown, writer
from docbuild.comparing.values import Comparison, Edition, Size
from docbuild.diagnostic import Language
from docbuild.markdown.html import Picture, render
from docbuild.session.picture_address import address_of

MOST_STEPS = 20_000_000  # of one comparison; see Effort


def compare(
    old: Edition, new: Edition, *, language: Language = "zh", address: Address = address_of
) -> Comparison:
    """What separates ``new`` from ``old``. Never raises for any document.

    Both are to be judged by the same settings, plugin and interface. ``language`` is that of
    the placeholders of pictures which cannot be shown; ``address`` says where the page is to
    find a picture by its digest and path, by itself as the live preview has them.
    """
    effort = Effort(MOST_STEPS)
    before, after = shown(old.build), shown(new.build)
    names = {asset.digest: path for path, asset in sorted(before.items(), reverse=True)}
    blocks = compare_blocks(
        _blocks(old.build, writer(old.build, names, language, address)),
        _blocks(new.build, writer(new.build, names, language, address)),
        effort,
    )
    findings = compare_findings(old.build, new.build, blocks)
    return Comparison(
        old,
        new,
        blocks,
        compare_pictures(before, after),
        findings.gained,
        findings.lost,
        findings.kept,
        Size(_size(old.build, before), _size(new.build, after)),
        _text(old.build) == _text(new.build),
        effort.exhausted,
    )


def _blocks(build: Build, picture: Picture) -> list[Block]:
    if build.document is None:
        return []
    return [Block(node.span, html) for node, html in render(build.document, picture).blocks]


def _size(build: Build, pictures: Mapping[str, Asset]) -> int:
    readme = build.snapshot.readme
    entry = None if readme is None else build.snapshot.tree.entries.get(readme)
    return (entry.size if entry else 0) + sum(asset.size for asset in pictures.values())


def _text(build: Build) -> tuple[str | None, int | None]:
    source = build.snapshot.source
    return None if source is None else source.text, build.snapshot.undecodable
