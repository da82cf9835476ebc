"""render-unsupported: what GitHub and others render, but the platform shows as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbuild.diagnostic import Edit, Finding, Fix, Message, Severity
from docbuild.document import Definition, Image, Link, ListItem, Node, Paragraph, Text
from docbuild.document import children as children_of
from docbuild.references import Reference
from docbuild.rules.routes import is_footnote, refused, without_size
from docbuild.rules.rule import Rule, Subject
from docbuild.source import Source, Span

_TASK = r"\[[ xX]\](?=\s)"
_BRACES = r"\{[^{}\r\n]{0,99}?\b(?:width|height)\b[^{}\r\n]{0,99}\}"  # ![](a.png){width=100}
_FOOTNOTE = r"(?<!\\)\[\^[^\[\]\s]+\]:?"
_EMOJI = r"(?<![A-Za-z0-9_:/.-]):([a-z][a-z0-9_]*|[+-]1):(?![A-Za-z0-9_:])"
_MAYBE = r"\[\^|:[a-z0-9_+-]+:"  # without what is around it, which ends where a text ends
# The commonest names only: a colon on both sides of a word is often no emoji.
_NAMES = frozenset(
    """
    +1 -1 100 alien anger angry apple arrow_down arrow_left arrow_right arrow_up art beer beers
    bell birthday blush bomb book bookmark books boom bow broken_heart bug bulb cake calendar
    camera car cat chart chart_with_upwards_trend checkered_flag clap clipboard clock cloud
    coffee computer confetti_ball confused construction cool credit_card crown cry dart date
    dizzy dog door earth_asia email envelope exclamation eyes eye fearful file_folder fire fish
    flags flower fork_and_knife gear gem ghost gift globe_with_meridians grey_exclamation
    grey_question grin grinning guitar hammer hammer_and_wrench hand handshake hankey heart
    heart_eyes heavy_check_mark heavy_exclamation_mark heavy_plus_sign hourglass house hugs
    hushed inbox_tray information_source innocent iphone joy key keyboard kiss label laptop
    laughing leaves link lipstick lock loudspeaker mag mag_right mailbox man mega memo
    microphone milky_way mobile_phone_off moneybag moon mortar_board muscle musical_note mute
    name_badge new no_entry no_entry_sign notebook octocat ok ok_hand open_book
    open_file_folder open_mouth package page_facing_up paperclip pencil pencil2 penguin
    performing_arts phone pill pray pushpin question rabbit rainbow raised_hands recycle red_circle
    relaxed relieved robot rocket rose rotating_light scroll see_no_evil seedling shield ship
    shrug skull sleeping slightly_smiling_face smile smiley smiling_imp smirk snake snowflake
    sob sparkles speech_balloon star star2 stop_sign stuck_out_tongue sunglasses sunny sweat
    sweat_smile tada telephone test_tube thinking thought_balloon thumbsdown thumbsup ticket
    tired_face toolbox triangular_flag_on_post trophy truck tv umbrella unamused unicorn unlock
    v video_camera wastebasket watch wave white_check_mark wink woman worried wrench x yum zap
    zzz
    """.split()  # noqa: SIM905 - as a list it would fill two screens
)

_TASK_LIST = (
    Message("平台不支持任务列表，方括号会显示成文字", "Task lists are shown as plain text"),
    Message("用 ✅ 和 ⬜ 这样的字符代替。", "Use characters such as ✅ and ⬜ instead."),
)
_NOTE = (
    Message("平台不支持脚注", "The platform has no footnotes"),
    Message("把内容写进括号，或者放到段落末尾。", "Put the text in parentheses or at the end."),
)
_SIZE = (
    Message("平台不支持图片尺寸，花括号会显示成文字", "Sizes in braces are shown as plain text"),
    Message("删掉它；页面会自动缩小过宽的图片。", "Remove it; the page scales what is too wide."),
)


def _check(subject: Subject) -> Iterator[Finding]:
    source = subject.snapshot.source
    if source is None:
        return
    braces_count = "){" in source.text
    prose_counts = re.search(_MAYBE, source.text) is not None
    for node in subject.nodes:
        yield from _tasks(node, source)
        yield from _footnotes(node)
        yield from _braces(node, source) if braces_count else ()
        for span in _runs(node) if prose_counts else ():
            yield from _written(span, source)
    for reference in refused(subject, "render-unsupported"):
        yield _sized(reference)


def _tasks(node: Node, source: Source) -> Iterator[Finding]:
    if isinstance(node, ListItem) and node.children and isinstance(node.children[0], Paragraph):
        match = re.compile(_TASK).match(source.text, node.children[0].span.start)
        if match is not None:
            yield Finding(*_TASK_LIST, span=Span(*match.span()))


def _footnotes(node: Node) -> Iterator[Finding]:
    """Those that the platform takes for a link and its definition, ``[^1]: text``."""
    definition = isinstance(node, Definition) and node.label.startswith("^")
    if definition or (isinstance(node, Link) and is_footnote(node)):
        yield Finding(*_NOTE, span=node.span)


def _braces(node: Node, source: Source) -> Iterator[Finding]:
    """Attributes of size behind a picture, which Pandoc and kramdown know."""
    for child in children_of(node):
        if not isinstance(child, Image):
            continue
        match = re.compile(_BRACES).match(source.text, child.span.end)
        if match is not None:
            span = Span(*match.span())
            remove = Message("去掉尺寸", "Remove the size")
            yield Finding(*_SIZE, span=span, fixes=(Fix(remove, (Edit(span, ""),), safe=True),))


def _runs(node: Node) -> Iterator[Span]:
    """The texts directly below a node, adjacent ones joined; links' own texts are no prose."""
    if isinstance(node, Link):
        return
    start = end = -1
    for child in children_of(node):
        if not isinstance(child, Text):
            continue
        if child.span.start != end:
            if start >= 0:
                yield Span(start, end)
            start = child.span.start
        end = child.span.end
    if start >= 0:
        yield Span(start, end)


def _written(run: Span, source: Source) -> Iterator[Finding]:
    """Footnotes and emoji codes in a run of text."""
    for match in re.compile(_FOOTNOTE).finditer(source.text, run.start, run.end):
        yield Finding(*_NOTE, span=Span(*match.span()))
    for match in re.compile(_EMOJI).finditer(source.text, run.start, run.end):
        if match[1] in _NAMES:
            yield Finding(
                Message(f"平台不认表情代码 {match[0]}", f"{match[0]} is shown as it is written"),
                Message("直接写表情字符，如 🎉。", "Write the emoji itself, such as 🎉."),
                span=Span(*match.span()),
            )


def _sized(reference: Reference) -> Finding:
    image = reference.image
    plain = without_size(image.destination) or ""
    return Finding(
        Message(
            "图片不能设置尺寸：尺寸成了地址的一部分，图片显示不出来",
            "Pictures take no size: it becomes part of the address, and nothing is shown",
        ),
        Message(
            f"写成 {plain}；页面会自动缩小过宽的图片。",
            f"Write {plain}; the page scales down what is too wide.",
        ),
        span=image.span,
        fixes=_without_size(image, plain),
        severity=Severity.ERROR,
    )


def _without_size(image: Image, plain: str) -> tuple[Fix, ...]:
    if re.search(r"[\s()<>]", plain):
        return ()
    title = Message("去掉尺寸", "Remove the size")
    return (Fix(title, (Edit(image.destination_span, plain),), safe=True),)


RULE = Rule(
    name="render-unsupported",
    severity=Severity.WARNING,
    what=Message(
        "文档用了平台不支持的写法：任务列表、脚注、表情代码、图片尺寸。",
        "The document uses what the platform does not know: task lists, footnotes, emoji "
        "codes, sizes of pictures.",
    ),
    why=Message(
        "这些写法在 GitHub 等处有效，在平台上会原样显示；带尺寸的图片则根本显示不出来，"
        "所以按错误处理。",
        "They work on GitHub and elsewhere, but are shown as text here. A picture with a size "
        "is not shown at all, which makes that one an error.",
    ),
    bad="- [ ] 待办 :tada:\n\n![示例](./image/demo.png =100x20)",
    good="- ⬜ 待办 🎉\n\n![示例](./image/demo.png)",
    check=_check,
    by_block=True,
)
