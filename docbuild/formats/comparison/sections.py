"""What a comparison's page says beside the document: of findings and of pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docbuild.asset import Asset
from docbuild.build import Build
from docbuild.byte_size import byte_size
from docbuild.comparing import Comparison, PictureChange
from docbuild.diagnostic import Diagnostic, Language, Message, Severity
from docbuild.formats.comparison.pictures import Embedded
from docbuild.formats.text import SEVERITY
from docbuild.images.difference import Difference, NotCompared
from docbuild.markdown.escape import escape

_FINDINGS = Message("问题", "Findings")
_GAINED = Message("多出 {} 个", "{} more")
_LOST = Message("解决了 {} 个", "{} resolved")
_KEPT = Message("另有 {} 个两边都有", "{} on both sides")
_LINE = Message("第 {} 行", "line {}")
_PICTURES = Message("图片", "Pictures")
_KINDS = {
    "added": Message("新增", "Added"),
    "removed": Message("删除", "Removed"),
    "changed": Message("换了", "Changed"),
    "renamed": Message("改名", "Renamed"),
}
_OLD, _NEW = Message("改动前", "Before"), Message("改动后", "After")
_DIFFERENCE = Message("差异", "Difference")
_SHARE = Message("{} 的像素有变化", "{} of the pixels differ")
_NO_SHARE = Message("看起来一样，只是文件不同", "Looks the same, only the file differs")
_SLIDE = Message("左右拖动，比较改动前后", "Drag to compare before and after")
_NOT_SHOWN = Message("图片无法显示", "Picture not shown")
_LESS = 0.001  # a smaller share is told as less than this


def findings_section(comparison: Comparison, language: Language) -> Iterator[str]:
    """The findings that came and went; nothing where none did."""
    groups = (
        ("worse", _GAINED, comparison.gained, comparison.new.build),
        ("better", _LOST, comparison.lost, comparison.old.build),
    )
    if not comparison.gained and not comparison.lost:
        return
    yield '<section class="card comparison-findings">'
    yield f"<h2>{escape(_FINDINGS.text(language))}</h2>"
    for name, title, findings, build in groups:
        if findings:
            yield f'<h3 class="{name}">{escape(title.text(language).format(len(findings)))}</h3>'
            yield f"<ul>{''.join(_findings(findings, build, language))}</ul>"
    if comparison.kept:
        yield f"<p>{escape(_KEPT.text(language).format(comparison.kept))}</p>"
    yield "</section>"


def _findings(findings: Sequence[Diagnostic], build: Build, language: Language) -> Iterator[str]:
    source = build.snapshot.source
    for finding in sorted(findings, key=lambda each: each.severity is not Severity.ERROR):
        severity = SEVERITY[finding.severity].text(language)
        place = escape(finding.path)
        if source is not None and finding.span is not None:
            line = source.position(finding.span.start).line
            place = escape(_LINE.text(language).format(line))
        yield (
            f'<li><strong class="{finding.severity.value}">{escape(severity)}</strong> '
            f"{escape(finding.message.text(language))} "
            f"<small>{place} · {escape(finding.rule)}</small></li>"
        )


def pictures_section(
    comparison: Comparison,
    embedded: Embedded,
    differences: Mapping[str, Difference | NotCompared],
    language: Language,
) -> Iterator[str]:
    """The pictures that are not the same, each before and now; nothing where all are."""
    if not comparison.pictures:
        return
    yield '<section class="card comparison-pictures">'
    yield f"<h2>{escape(_PICTURES.text(language))}</h2>"
    for change in comparison.pictures:
        path = "" if change.new is None else change.new.path
        found = differences.get(path) if change.kind == "changed" else None
        yield _picture(change, found, embedded, language)
    yield "</section>"


def _picture(
    change: PictureChange,
    difference: Difference | NotCompared | None,
    embedded: Embedded,
    language: Language,
) -> str:
    paths = dict.fromkeys(asset.path for asset in (change.old, change.new) if asset is not None)
    names = " → ".join(f"<code>{escape(path)}</code>" for path in paths)
    kind = escape(_KINDS[change.kind].text(language))
    head = f"<h3><span>{kind}</span> {names}</h3>"
    one = change.new if change.kind == "renamed" else None
    sides = [("", one)] if one else [("old", change.old), ("new", change.new)]
    figures = "".join(
        _figure(name, asset, embedded, language) for name, asset in sides if asset is not None
    )
    label = escape(_SLIDE.text(language))
    slide = f'<input type="range" min="0" max="100" value="50" aria-label="{label}" hidden>'
    under = slide if change.kind == "changed" else ""
    if isinstance(difference, Difference):
        under += _difference(difference, embedded, language)
    sides_of = f'<div class="sides">{figures}</div>'
    return f'<div class="picture is-{change.kind}">{head}{sides_of}{under}</div>'


def _figure(name: str, asset: Asset, embedded: Embedded, language: Language) -> str:
    side = {"old": _OLD, "new": _NEW}.get(name)
    said = [] if side is None else [side.text(language)]
    facts = asset.facts
    size = ""
    if facts is not None and facts.width:
        said.append(f"{facts.width} × {facts.height}")
        size = f' width="{facts.width}" height="{facts.height}"'
    said.append(byte_size(asset.size))
    address = embedded.address(asset)
    alt = escape(" ".join((*said[:1], asset.path)))
    image = f'<img src="{address}" alt="{alt}"{size}>'
    shown = image if address else f"<p>{escape(_NOT_SHOWN.text(language))}</p>"
    return (
        f'<figure class="{name}">{shown}<figcaption>{escape(" · ".join(said))}</figcaption>'
        "</figure>"
    )


def _difference(difference: Difference, embedded: Embedded, language: Language) -> str:
    if not difference.share:
        return f'<p class="note">{escape(_NO_SHARE.text(language))}</p>'
    address = embedded.data(difference.data, "image/png")
    percent = f"{difference.share:.1%}" if difference.share >= _LESS else f"< {_LESS:.1%}"
    caption = _SHARE.text(language).format(percent)
    title = escape(_DIFFERENCE.text(language))
    shown = f'<img src="{address}" alt="{title}">' if address else ""
    return (
        f'<figure class="difference">{shown}'
        f"<figcaption>{title} · {escape(caption)}</figcaption></figure>"
    )
