"""Which events a component triggers, found in every form seen in the wild."""

from __future__ import annotations

import pytest
from defined_in import defined

EVENTS: list[tuple[str, list[str], bool]] = [
    ("this.triggerEvent('tap')", ["tap"], True),
    ('this.triggerEvent("tap", { a }, { bubbles: true })', ["tap"], True),
    ("this.triggerEvent(`tap`)", ["tap"], True),
    ("const that = this; wx.login({ success() { that.triggerEvent('done') } })", ["done"], True),
    ("var self = this; _this.triggerEvent('a'); self.triggerEvent('b')", ["a", "b"], True),
    ("this.triggerEvent(ok ? 'yes' : 'no')", ["yes", "no"], True),
    ("this.triggerEvent(NAME)", ["constant"], True),
    ("this.triggerEvent(NAMES.CHANGE, 1)", ["change"], True),
    ("this.triggerEvent(`on-${name}`)", [], False),
    ("this.triggerEvent(name)", [], False),
    ("this.triggerEvent('a' + name)", [], False),
    ("this.triggerEvent()", [], False),
    ("this.triggerEvent.call(this, 'tap')", ["tap"], True),
    ("this.triggerEvent.apply(this, arguments)", [], False),
    ("this?.triggerEvent?.('tap')", ["tap"], True),
    ("this['triggerEvent']('tap')", ["tap"], True),
    ("const { triggerEvent } = this; triggerEvent('tap')", ["tap"], True),
    ("this.selectComponent('#a').triggerEvent('other')", [], True),
    ("// this.triggerEvent('never')", [], True),
    ("'this.triggerEvent(1)'", [], True),
    ("this.triggerEvents('x')", [], True),
    ("wx.createSelectorQuery().in(this)", [], True),
    ("wx.createCanvasContext('a', this)", [], True),
    ("this.later(this); list.forEach(add, this)", [], True),
    ("unknown(this)", [], False),
    ("this.store.connect(this)", [], False),
    ("helper(this)", [], True),
]


@pytest.mark.parametrize(("body", "names", "complete"), EVENTS)
def test_events(body: str, names: list[str], complete: bool) -> None:
    text = f"""
      const NAME = 'constant', NAMES = {{ CHANGE: 'change' }}
      function helper(instance) {{}}
      Component({{ methods: {{ handle() {{
{body}
}} }} }})
    """
    found = defined(text)
    assert ([each.name for each in found.events], found.events_complete) == (names, complete)


def test_events_of_methods_that_are_given_the_name() -> None:
    text = """
      Component({ methods: {
        emit(name, detail) { this.triggerEvent(name, detail) },
        a() { this.emit('open', { at: 1 }) },
        b() { const that = this; return () => that.emit('close') },
      } })
    """
    found = defined(text)
    assert [(each.name, each.detail) for each in found.events] == [
        ("open", "{ at: 1 }"),
        ("close", None),
    ]
    assert found.events_complete
    assert not defined(text.replace("'close'", "kind")).events_complete
    assert not defined(
        "Component({ methods: { emit(a) { this.triggerEvent(a) } } })"
    ).events_complete


def test_an_event_has_the_first_detail_that_is_written() -> None:
    text = """Component({ methods: {
      a() { this.triggerEvent('x') },
      b() { this.triggerEvent('x', 1) },
    } })"""
    [event] = defined(text).events
    assert (event.detail, event.line) == ("1", 2)


def test_events_outside_of_the_definition_belong_to_it() -> None:
    text = """
      function done(page) { page.triggerEvent('done') }
      Component({ attached() { done(this) } })
    """
    found = defined(text)
    assert [each.name for each in found.events] == ["done"]
    assert found.events_complete


def test_emit_of_frameworks() -> None:
    emitting = "methods: { a() { this.$emit('click') } }"
    assert [e.name for e in defined(f"VantComponent({{ props: {{}}, {emitting} }})").events] == [
        "click"
    ]
    assert defined(f"Component({{ {emitting} }})").events == ()
