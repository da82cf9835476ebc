"""What of a plugin a document describes, and where."""

from __future__ import annotations

import pytest

from docbuild.coverage import coverage
from docbuild.diagnostic import Coverage, MemberKind, OfferKind
from docbuild.interface import Component, Event, Export, Interface, Page, Property, Slot
from docbuild.markdown import parse
from docbuild.mentions.own import Own
from docbuild.mentions.reading import mentions
from docbuild.mentions.vocabulary import vocabulary
from docbuild.source import Source

INTERFACE = Interface(
    components=(
        Component("card", "c/card", properties=(Property("city"),), events=(Event("load"),)),
        Component("city-list", "c/list", properties=(Property("city"), Property("_own"))),
    ),
    pages=(Page("pick", "pages/pick/index"),),
    exports=(
        Export("get", "function"),
        Export("api.set", "function"),
        Export("api.limit", "value"),
        Export("_debug", "function"),
    ),
)


def covered(text: str, *exempt: str, interface: Interface = INTERFACE) -> Coverage:
    source = Source("doc/README.md", text)
    found = tuple(mentions(parse(source).blocks, source, vocabulary(interface)))
    return coverage(found, Own(found, interface, "wx01"), interface, frozenset(exempt))


def missing(text: str, *kinds: OfferKind | MemberKind) -> list[str]:
    known = covered(text)
    return [name for kind in kinds for name in known.missing(kind)]


def test_what_counts() -> None:
    nothing = covered("# 天气\n")
    assert [(each.kind, each.name, each.place) for each in nothing.offers] == [
        ("component", "card", None),
        ("component", "city-list", None),
        ("page", "pick", None),
        ("export", "get", None),
        ("export", "api", None),
    ]
    assert nothing.tally("component") == (0, 2)
    assert nothing.tally("property") == (0, 2)
    assert nothing.tally("event") == (0, 1)
    assert nothing.tally("method") == (0, 1)
    assert nothing.tally("slot") == (0, 0)


def test_a_heading_is_the_place_wherever_else_the_name_stands() -> None:
    text = "# 天气\n\n`card` 与 `get`。\n\n## card\n\n见 get(1)\n"
    card, _, _, get, _ = covered(text).offers
    assert card.place is not None
    assert get.place is not None
    assert text[slice(*card.place)] == "## card"
    assert text[slice(*get.place)] == "`get`"


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("## card\n\n`city`\n\n## city-list\n", ["city-list.city"]),
        ("## card\n\n## city-list\n\n`city`\n", ["card.city"]),
        ("## card\n\n### 属性\n\n`city`\n\n## city-list\n", ["city-list.city"]),
        ("# 组件\n\n## card\n\n# 属性\n\n`city`\n\n## city-list\n", []),
        ("`city`\n\n## card\n\n## city-list\n", []),
        ("## card 与 city-list\n\n`city`\n", []),
        ("## card\n\n```wxml\n<city-list city='1'/>\n```\n", []),
        ("## card\n\n```wxml\n<city-list CITY='1'/><card city/>\n```\n\n## city-list\n", []),
    ],
)
def test_a_property_is_described_where_it_can_be_about_the_component(
    text: str, lacking: list[str]
) -> None:
    assert missing(text, "property") == lacking


def test_in_a_plugin_of_one_component_every_section_is_about_it() -> None:
    one = INTERFACE._replace(components=INTERFACE.components[:1])
    text = "# card\n\n# 其他 card 的事\n\n`city` `bindload`\n"
    assert covered(text, interface=one).tally("property") == (1, 1)
    assert covered(text, interface=one).tally("event") == (1, 1)


def test_properties_of_what_is_not_described_are_not_either() -> None:
    text = "# 天气\n\n`city` `bindload`\n"
    assert missing(text + "\n## card\n", "property", "event") == ["city-list.city"]
    assert missing(text, "property", "event") == ["card.city", "city-list.city", "card.load"]
    one = INTERFACE._replace(components=INTERFACE.components[:1])
    assert covered(text, interface=one).tally("property") == (1, 1)  # what else is it about?


def test_a_page_may_be_named_by_its_path() -> None:
    assert missing("`plugin-private://wx01/pages/pick/index`", "page") == []
    assert missing("`plugin-private://wx01/pages/pack/index`", "page") == ["pick"]


def test_methods_stand_below_their_name() -> None:
    assert missing("`api`", "export", "method") == ["get", "api.set"]
    assert missing("调用 `set()`", "export", "method") == ["get"]


def test_what_is_not_for_users() -> None:
    exempt = ("card.city", "city-list", "pick", "api.set", "get")
    offers = covered("", *exempt).offers
    assert [each.name for each in offers] == ["card", "api"]
    assert [member.name for each in offers for member in each.members] == ["load"]
    assert [each.name for each in covered("", "api", "card", "city-list").offers] == ["pick", "get"]


def test_slots_without_a_name_need_no_words() -> None:
    slots = (Slot(""), Slot("foot"))
    interface = Interface(components=(Component("card", "c", slots=slots),))
    assert covered("# card", interface=interface).tally("slot") == (0, 1)
    assert covered("# card\n\n插槽 `foot`", interface=interface).tally("slot") == (1, 1)
