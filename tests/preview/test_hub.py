"""What a page is told: when it joins, while it follows, when it cannot keep up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from served_preview import a_view

from docbuild.page_block import PageBlock
from docbuild.preview.hub import Hub, Subscriber
from docbuild.preview.messages import NO_NOTICE, RECOVERED, RELOAD, Hello, read_hello, without_own
from docbuild.preview.view import View

VIEW = a_view("<p>0</p>")
STATE = ["recovered", "notice"]


class Pipe:
    """An outlet that keeps what it is given, and takes as much as it is told to."""

    def __init__(self, room: float = float("inf")) -> None:
        self.room = room
        self.frames: list[bytes] = []

    @property
    def takes_more(self) -> bool:
        return len(self.frames) < self.room

    def write(self, frame: bytes) -> None:
        self.frames.append(frame)

    def heard(self) -> list[dict[str, Any]]:
        """The messages that came, which are then gone."""
        messages = [json.loads(text_of(frame)) for frame in self.frames]
        self.frames.clear()
        return messages

    def types(self) -> list[str]:
        return [message["type"] for message in self.heard()]


class Article:
    """An article that changes revision by revision, and the hub that publishes it."""

    def __init__(self, view: View = VIEW) -> None:
        self.hub = Hub("run", "secret", view)

    def edit(self, *, message: str | None = None) -> str:
        """Publish the next revision; without a message of its own, by a patch."""
        before = self.hub.view
        after = before._replace(
            revision=before.revision + 1,
            blocks=(PageBlock(before.revision + 1, f"<p>{before.revision + 1}</p>"),),
        )
        patch = {
            "type": "patch",
            "base": before.revision,
            "revision": after.revision,
            "splices": [[0, 1, after.blocks]],
        }
        text = json.dumps(patch) if message is None else message
        self.hub.publish(after, [text])
        return text

    def join(
        self, run: str = "run", revision: int = 0, *, is_own: bool = True, room: float = 1e9
    ) -> tuple[Subscriber, Pipe]:
        pipe = Pipe(room)
        subscriber = Subscriber(pipe, is_own=is_own)
        self.hub.join(subscriber, Hello(run, revision))
        return subscriber, pipe


def text_of(frame: bytes) -> str:
    """The text in a frame, whose head is as long as the length takes."""
    assert frame[0] == 0x81
    size = frame[1]
    assert size <= 127, "a server does not mask"
    skip = 2 if size < 126 else 4 if size == 126 else 10
    length = size if skip == 2 else int.from_bytes(frame[2:skip], "big")
    assert len(frame) == skip + length
    return frame[skip:].decode()


@pytest.fixture
def article() -> Article:
    return Article()


def test_a_page_that_is_up_to_date_is_told_the_state_alone(article: Article) -> None:
    _, pipe = article.join()
    assert pipe.types() == STATE


def test_the_state_is_what_was_said_last(article: Article) -> None:
    report, failure, notice = (json.dumps({"type": kind}) for kind in ("report", "failure", "n"))
    article.hub.publish(VIEW._replace(report=report, failure=failure, notice=notice), [])
    _, pipe = article.join()
    assert pipe.types() == ["report", "failure", "n"]
    article.hub.publish(VIEW._replace(report=report), [])
    _, pipe = article.join()
    assert pipe.types() == ["report", "recovered", "notice"], "an old failure is taken back"


def test_a_page_of_another_run_is_sent_the_whole(article: Article) -> None:
    _, pipe = article.join("an earlier one", 0)
    whole, *state = pipe.heard()
    assert whole == {
        "type": "whole",
        "run": "run",
        "revision": 0,
        "secret": "secret",
        "blocks": [[0, "<p>0</p>"]],
        "sections": [],
    }
    assert [message["type"] for message in state] == STATE


@pytest.mark.parametrize("revision", [-1, 1, 99, -(10**30)])
def test_a_revision_that_never_was_is_sent_the_whole(article: Article, revision: int) -> None:
    _, pipe = article.join("run", revision)
    assert pipe.types() == ["whole", *STATE]


def test_a_page_that_is_behind_gets_the_patches_since(article: Article) -> None:
    patches = [article.edit() for _ in range(5)]
    for revision in range(5):
        _, pipe = article.join("run", revision)
        expected = [json.loads(patch) for patch in patches[revision:]]
        assert pipe.heard()[: 5 - revision] == expected


def test_a_page_that_is_too_far_behind_gets_the_whole(article: Article) -> None:
    for _ in range(200):
        article.edit()
    _, pipe = article.join("run", 0)
    assert pipe.types() == ["whole", *STATE]
    _, pipe = article.join("run", 190)
    assert pipe.types() == ["patch"] * 10 + STATE


def test_a_gap_in_the_patches_is_crossed_by_the_whole(article: Article) -> None:
    article.edit()
    article.edit(message='{"type":"notice","message":"no patch"}')
    article.edit()
    for revision, kinds in ((0, ["whole"]), (1, ["whole"]), (2, ["patch"])):
        _, pipe = article.join("run", revision)
        assert pipe.types() == [*kinds, *STATE]


def test_a_patch_too_large_to_keep_is_replaced_by_the_whole(article: Article) -> None:
    patch = {"type": "patch", "base": 0, "revision": 1, "splices": [[0, 1, [[1, "x" * 70_000]]]]}
    article.edit(message=json.dumps(patch))
    _, pipe = article.join("run", 0)
    assert pipe.types() == ["whole", *STATE]


def test_a_page_that_missed_a_reload_is_told(article: Article) -> None:
    article.edit()
    _, follower = article.join("run", 1)
    article.edit(message=RELOAD)
    article.edit()
    assert follower.types() == [*STATE, "reload", "patch"]
    for revision, kinds in ((0, ["reload"]), (1, ["reload"]), (2, ["patch"]), (3, [])):
        _, pipe = article.join("run", revision)
        assert pipe.types() == [*kinds, *STATE]
    _, pipe = article.join("run", -1)
    assert pipe.types() == ["whole", *STATE], "who asks for the whole gets it"


def test_whoever_has_joined_is_told_everything_and_who_left_nothing(article: Article) -> None:
    first, one = article.join()
    _, other = article.join()
    one.heard(), other.heard()
    article.hub.publish(article.hub.view, ['{"type":"report"}', '{"type":"notice"}'])
    assert one.types() == other.types() == ["report", "notice"]
    article.hub.leave(first)
    article.hub.leave(first)
    article.edit()
    assert not one.heard()
    assert other.types() == ["patch"]


def test_asking_again_does_not_join_twice(article: Article) -> None:
    subscriber, pipe = article.join()
    article.hub.join(subscriber, Hello("run", -1))
    pipe.heard()
    article.edit()
    assert pipe.types() == ["patch"]


def test_what_a_slow_page_does_not_take_waits_in_order(article: Article) -> None:
    subscriber, pipe = article.join(room=0)
    for _ in range(10):
        article.edit()
    assert not pipe.frames
    pipe.room = 6
    article.hub.resume(subscriber)
    assert pipe.types() == [*STATE, *["patch"] * 4]
    article.hub.resume(subscriber)
    assert [message["revision"] for message in pipe.heard()] == [5, 6, 7, 8, 9, 10]


def test_nothing_overtakes_what_waits(article: Article) -> None:
    """The socket may take more again before it says so."""
    subscriber, pipe = article.join(room=0)
    article.edit()
    pipe.room = 100
    article.edit()
    article.hub.resume(subscriber)
    revisions = [message["revision"] for message in pipe.heard() if message["type"] == "patch"]
    assert revisions == [1, 2]


def test_a_page_that_is_too_slow_is_sent_the_whole_and_goes_on(article: Article) -> None:
    subscriber, pipe = article.join(room=0)
    for _ in range(1_000):
        article.edit()
    pipe.room = 1e9
    article.hub.resume(subscriber)
    whole, *state = pipe.heard()
    assert (whole["type"], whole["revision"]) == ("whole", 1_000)
    assert [message["type"] for message in state] == STATE
    article.edit()
    assert [message["base"] for message in pipe.heard()] == [1_000]
    article.hub.resume(subscriber)
    assert not pipe.frames


def test_a_page_that_is_too_slow_does_not_miss_a_reload(article: Article) -> None:
    subscriber, pipe = article.join(room=0)
    article.edit(message=RELOAD)
    for _ in range(1_000):
        article.edit()
    pipe.room = 1e9
    article.hub.resume(subscriber)
    assert pipe.types() == ["reload", *STATE]


def test_a_slow_page_holds_up_no_other(article: Article) -> None:
    article.join(room=0)
    _, quick = article.join()
    quick.heard()
    for revision in range(1, 301):
        article.edit()
        assert [message["revision"] for message in quick.heard()] == [revision]


REPORT = {
    "type": "report",
    "revision": 0,
    "findings": [{"rule": "r", "editor": "vscode://file/home/me/doc/README.md:1:1"}],
}


def test_other_machines_learn_neither_secret_nor_paths(article: Article) -> None:
    failure = {"type": "failure", "message": "m", "detail": "/home/me/doc"}
    view = VIEW._replace(report=json.dumps(REPORT), failure=json.dumps(failure))
    article.hub.publish(view, [])
    _, own = article.join("another", 0)
    _, other = article.join("another", 0, is_own=False)
    article.hub.publish(view, [json.dumps(REPORT), json.dumps(failure)])
    known, public = own.heard(), other.heard()
    assert [message["type"] for message in known] == [message["type"] for message in public]
    assert "vscode" in json.dumps(known)
    assert known[0]["secret"] == "secret"
    for hidden in ("vscode", "/home/me", "secret-", '"secret": "'):
        assert hidden not in json.dumps(public)
    assert public[1]["findings"] == [{"rule": "r", "editor": None}]
    assert public[-1] == {"type": "failure", "message": "m", "detail": None}


@pytest.mark.parametrize("text", [RECOVERED, NO_NOTICE, RELOAD])
def test_other_messages_are_the_same_everywhere(text: str) -> None:
    assert json.loads(without_own(text)) == json.loads(text)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 65_537, 300_000])
def test_a_message_of_any_length_is_one_frame(article: Article, length: int) -> None:
    _, pipe = article.join()
    pipe.heard()
    article.hub.publish(article.hub.view, ["x" * length])
    assert text_of(pipe.frames[0]) == "x" * length
    assert len(pipe.frames[0]) - length == (2 if length <= 125 else 4 if length < 65_536 else 10)


def test_half_a_surrogate_pair_stops_nobody(article: Article) -> None:
    _, pipe = article.join()
    pipe.heard()
    article.hub.publish(article.hub.view, ['{"type":"\ud83d","message":"天气"}'])
    assert pipe.heard() == [{"type": "?", "message": "天气"}]


def test_what_is_published_after_the_end_is_no_error(article: Article) -> None:
    """The builder may be about to tell something while the server ends."""

    async def start() -> None:
        article.hub.start()

    asyncio.run(start())
    article.edit()


def test_a_hello() -> None:
    assert read_hello('{"run": "r", "revision": 7, "more": null}') == Hello("r", 7)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '"run"',
        '{"run":"r"}',
        '{"revision":1}',
        '{"run":1,"revision":1}',
        '{"run":"r","revision":"1"}',
        '{"run":"r","revision":1.0}',
        '{"run":"r","revision":true}',
        '{"run":"r","revision":NaN}',
        '{"run":"r","revision":' + "9" * 4_000 + "}",
        "[" * 4_000,
        '{"run":"r","revision":1',
        "\ud800",
    ],
)
def test_what_is_no_hello(text: str) -> None:
    hello = read_hello(text)
    assert hello is None or hello.revision > 10**3_000


@given(st.text())
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    hello = read_hello(text)
    assert hello is None or isinstance(hello, Hello)


class Page:
    """A client as the contract has it: patches of its revision, the whole, or asking again."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._subscriber: Subscriber
        self.revision, self.blocks = 0, list(VIEW.blocks)
        self.reconnect()

    def lose_connection(self) -> None:
        self._article.hub.leave(self._subscriber)
        self.pipe = Pipe(0)

    def reconnect(self) -> None:
        self.pipe = Pipe()
        self._subscriber = Subscriber(self.pipe, is_own=True)
        self._article.hub.join(self._subscriber, Hello("run", self.revision))

    def stop_reading(self) -> None:
        self.pipe.room = len(self.pipe.frames)

    def read(self) -> None:
        self.pipe.room = 1e9
        self._article.hub.resume(self._subscriber)
        for message in self.pipe.heard():
            if message["type"] == "reload":
                self._load_anew()
                return
            if message["type"] == "patch":
                assert message["base"] == self.revision
                for at, removed, blocks in message["splices"]:
                    self.blocks[at : at + removed] = blocks_of(blocks)
                self.revision = message["revision"]
            elif message["type"] == "whole":
                self.blocks, self.revision = blocks_of(message["blocks"]), message["revision"]

    def _load_anew(self) -> None:
        self.lose_connection()
        view = self._article.hub.view
        self.revision, self.blocks = view.revision, list(view.blocks)
        self.reconnect()


def blocks_of(sent: Sequence[Sequence[Any]]) -> list[PageBlock]:
    return [PageBlock(key, html) for key, html in sent]


steps = st.sampled_from(["edit", "burst", "reload", "read", "block", "lose", "reconnect"])


@given(st.lists(steps, max_size=30))
def test_whatever_happens_a_page_that_reads_shows_the_article(happenings: list[str]) -> None:
    article = Article()
    page = Page(article)
    acts: dict[str, Any] = {
        "edit": article.edit,
        "burst": lambda: [article.edit() for _ in range(70)],
        "reload": lambda: article.edit(message=RELOAD),
        "read": page.read,
        "block": page.stop_reading,
        "lose": page.lose_connection,
        "reconnect": page.reconnect,
    }
    for happening in happenings:
        acts[happening]()
    page.reconnect()
    page.read()
    page.read()  # of the page that was loaded anew, if it was
    assert (page.revision, page.blocks) == (
        article.hub.view.revision,
        list(article.hub.view.blocks),
    )
