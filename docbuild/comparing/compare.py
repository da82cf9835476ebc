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
from docbuild.markdown.html import Picture, output_limit, render, write

MOST_STEPS = 5_000_000  # of one comparison; see Effort


def compare(
    old: Edition, new: Edition, *, language: Language = "zh", address: Address | None = None
) -> Comparison:
    """What separates ``new`` from ``old``. Never raises for any document.

    Both are to be judged by the same settings, plugin and interface. ``language`` is that of
    the placeholders of pictures which cannot be shown; ``address`` says where the page is to
    find a picture by its digest and path, by itself as the live preview has them.
    """
    if address is None:
        # 9 ms (all of the session) that a comparison without a live page saves.
        from docbuild.session.picture_address import address_of  # noqa: PLC0415

        address = address_of
    effort = Effort(MOST_STEPS)
    before, after = shown(old.build), shown(new.build)
    names = {asset.digest: path for path, asset in sorted(before.items(), reverse=True)}
    blocks = compare_blocks(
        _blocks(old, writer(old.build, names, language, address)),
        _blocks(new, writer(new.build, names, language, address)),
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


def _blocks(edition: Edition, picture: Picture) -> list[Block]:
    """The article with its pictures where the page finds them."""
    document = edition.build.document
    if document is None:
        return []
    if edition.rendered is None or document.exceeded:
        return [Block(node.span, html) for node, html in render(document, picture).blocks]
    limit = output_limit(len(document.source.text))
    return [
        Block(node.span, written)
        for node, html in edition.rendered
        for _, written in (
            write((node,), picture, limit).blocks if "<img" in html else ((node, html),)
        )
    ]


def _size(build: Build, pictures: Mapping[str, Asset]) -> int:
    readme = build.snapshot.readme
    entry = None if readme is None else build.snapshot.tree.entries.get(readme)
    return (entry.size if entry else 0) + sum(asset.size for asset in pictures.values())


def _text(build: Build) -> tuple[str | None, int | None]:
    source = build.snapshot.source
    return None if source is None else source.text, build.snapshot.undecodable
