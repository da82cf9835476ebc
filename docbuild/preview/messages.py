"""The messages of the live socket that the server itself makes or reads, as JSON."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from docbuild.preview.view import View

RECOVERED = '{"type":"recovered"}'
NO_NOTICE = '{"type":"notice","message":null}'
RELOAD = '{"type":"reload"}'

_STATES = ("prepared", "uploaded", "published")  # of a release, in a message about them


class Hello(NamedTuple):
    """What a page says when its socket opens: the run that made it and the revision it shows."""

    run: str
    revision: int


class Patch(NamedTuple):
    """The text of a patch, and between which revisions it leads."""

    base: int
    revision: int
    text: str


def read_hello(text: str) -> Hello | None:
    """The hello that ``text`` is, or ``None``."""
    said = _read(text)
    run, revision = said.get("run"), said.get("revision")
    if not isinstance(run, str) or type(revision) is not int:
        return None
    return Hello(run, revision)


def read_patch(text: str) -> Patch | None:
    """The patch that ``text`` is, or ``None`` for any other message."""
    said = _read(text)
    if said.get("type") != "patch":
        return None
    return Patch(said["base"], said["revision"], text)


def whole(run: str, view: View, secret: str | None) -> str:
    """All of the article, for a page that no patch can bring up to date.

    ``secret`` is for a page of this machine that an earlier run made: it knows the old one.
    """
    message = {
        "type": "whole",
        "run": run,
        "revision": view.revision,
        "secret": secret,
        "blocks": view.blocks,
        "sections": view.sections,
    }
    return _written(message)


def without_own(text: str) -> str:
    """The message as another machine may have it: without editor links, names and paths of this
    one."""
    said = _read(text)
    if said.get("type") == "failure":
        said = {**said, "detail": None}
    if said.get("type") == "report":
        findings = [{**finding, "editor": None} for finding in said["findings"]]
        said = {**said, "findings": findings}
    if said.get("type") == "releases":
        states = {name: _without_author(said[name]) for name in _STATES}
        said = {**said, **states, "folder": None, "steps": {"upload": [], "publish": []}}
    return _written(said)


def _without_author(release: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return None if release is None else {**release, "by": None}


def _read(text: str) -> Mapping[str, Any]:
    """The object in ``text``; an empty one where there is none, which is no message of ours."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _written(message: Mapping[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
