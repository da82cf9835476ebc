"""SVG: what is only a drawing, and what would run or fetch."""

from __future__ import annotations

import pytest
from pictures import svg

from docbuild.images import svg as drawing
from docbuild.images.outline import Outline, RefusedError

_PNG = "data:image/png;base64,iVBORw0KGgo="

PLAIN = [
    "",
    "<title>url(</title><desc>javascript: onload=</desc>",
    '<defs><path id="a" d="M0 0"/></defs><use xlink:href="#a"/><use href=" #a "/>',
    f'<image xlink:href="{_PNG}" width="1" height="1"/>',
    '<image href="data:image/jpeg;base64,AA=="/><image href=""/>',
    '<rect fill="url(#a)" style="filter: url( \'#b\' ); fill: url(&quot;#c&quot;)"/>',
    f"<style>rect {{ fill: url({_PNG}) }} /* url(http://a.b) */</style>",
    "<style>@font-face { src: url(data:font/woff2;base64,AA==) }</style>",
    '<g id="Image(1)" class="src(2)" data-name="url(layer)" aria-label="@import"/>',
    '<rect><animate attributeName="x" from="0" to="9" dur="1s"/></rect>',
    '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<r:li r:resource="http://creativecommons.org/"/></r:RDF></metadata>',
    '<g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:export="C:\\u\\url(x)"/>',
    '<?editor note="1"?><text xml:space="preserve"> a </text>',
]

ACTIVE = [
    "<script>alert(1)</script>",
    '<script href="data:text/javascript,1"/>',
    '<x:script xmlns:x="http://www.w3.org/1999/xhtml">1</x:script>',
    "<foreignObject><p/></foreignObject>",
    '<iframe xmlns="http://www.w3.org/1999/xhtml"/>',
    '<g onclick="x()"/>',
    '<g ONLOAD="x()"/>',
    '<image href="https://a.example/x.png"/>',
    '<image href="//a.example/x.png"/>',
    '<image href="other.png"/>',
    '<image xlink:href="data:image/svg+xml;base64,AA=="/>',
    '<image href="data:text/html,a"/>',
    '<use href="other.svg#a"/>',
    '<a href="javascript:alert(1)"><text/></a>',
    '<a href="&#106;avascript:alert(1)"/>',
    '<a xlink:href="https://a.example/"/>',
    '<set attributeName="href" to="javascript:alert(1)"/>',
    '<animate attributeName="xlink:href" values="#a;https://a.example/"/>',
    '<animate attributeName="onclick" to="x()"/>',
    '<animate attributeName="x" to="java&#10;script:alert(1)"/>',
    '<rect fill="url(https://a.example/)"/>',
    "<rect style=\"fill: URL( 'http://a.example/' )\"/>",
    '<rect style="fill: u\\72l(http://a.example/)"/>',
    '<rect style="fill: url(other.svg#a)"/>',
    "<style>@import 'https://a.example/';</style>",
    "<style>@im\\70ort 'https://a.example/';</style>",
    "<style>g { } <g/> @im<g/>port 'https://a.example/';</style>",
    "<style>@im/**/port url(https://a.example/);</style>",
    "<style>g { background: image-set('https://a.example/' 1x) }</style>",
    "<style>g { background: url(data:image/svg+xml,a) }</style>",
    "<style><![CDATA[g { fill: url(https://a.example/) }]]></style>",
    '<g xml:base="https://a.example/"><use href="#a"/></g>',
    '<?xml-stylesheet href="https://a.example/"?>',
]


@pytest.mark.parametrize("content", PLAIN)
def test_a_plain_drawing(content: str) -> None:
    assert drawing.outline(svg(content)) == Outline(30, 20)


@pytest.mark.parametrize("content", ACTIVE)
def test_an_active_drawing(content: str) -> None:
    with pytest.raises(RefusedError) as refused:
        drawing.outline(svg(content))
    assert refused.value.problem == "active"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"<svg/>", "corrupt"),
        (b'<svg xmlns="http://www.w3.org/1999/xhtml"/>', "corrupt"),
        (svg("<g>"), "corrupt"),
        (svg("<q:g/>"), "corrupt"),
        (svg() + b"<svg/>", "corrupt"),
        (svg("&undeclared;"), "corrupt"),
        (b'<?xml version="1.0" encoding="nonsense"?>' + svg(), "corrupt"),
        (b'<?xml version="1.0" encoding="gbk"?>' + svg(), "corrupt"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("&a;"), "bomb"),
        (b"<!DOCTYPE svg [<!ENTITY % a 'b'>]>" + svg(), "bomb"),
        (b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + svg("&a;"), "active"),
        (svg("<g>" * 300 + "</g>" * 300), "bomb"),
    ],
)
def test_what_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(RefusedError) as refused:
        drawing.outline(data)
    assert refused.value.problem == problem


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + svg(),
        b"\xef\xbb\xbf" + svg("<text>中文</text>"),
        ('<?xml version="1.0" encoding="UTF-16"?>' + svg().decode()).encode("utf-16"),
    ],
)
def test_editors_write_these(data: bytes) -> None:
    assert drawing.outline(data) == Outline(30, 20)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="10" height="20px"', (10, 20)),
        ('width="10.6" height=" 20 "', (11, 20)),
        ('width="10" height="2em" viewBox="0 0 5 6"', (5, 6)),
        ('width="100%" height="100%"', (0, 0)),
        ('viewBox="0,0, 5 ,6"', (5, 6)),
        ('viewBox="0 0 5"', (0, 0)),
        ('width="1e9" height="inf"', (0, 0)),
        ('width="-1" height="5"', (0, 0)),
        ('width="' + "9" * 5_000 + '" height="5"', (0, 0)),
    ],
)
def test_its_size(attributes: str, size: tuple[int, int]) -> None:
    assert drawing.outline(svg("", attributes)) == Outline(*size)


def test_uses_are_counted_with_what_they_repeat() -> None:
    marks = '<g id="a"><path d="M0 0"/></g>' + '<use href="#a"/>' * 1_000
    assert drawing.outline(svg(marks)) == Outline(30, 20)
    large = f'<g id="a">{"<path/>" * 1_000}</g>' + '<use href="#a"/>' * 200
    with pytest.raises(RefusedError, match="use"):
        drawing.outline(svg(large))
