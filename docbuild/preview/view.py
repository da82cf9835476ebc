"""All that the live preview serves at one moment: a request is a key into this, never a path."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Never

from docbuild.diagnostic import Language
from docbuild.outline import Section
from docbuild.page_block import PageBlock
from docbuild.plugin import Plugin
from docbuild.settings import Profile
from docbuild.theme import Theme

_NOTHING: Mapping[str, Never] = MappingProxyType({})


class ServedPicture(NamedTuple):
    """The bytes that were checked, and the media type that they are served as."""

    data: bytes
    media_type: str


class Surroundings(NamedTuple):
    """What stands around the article. When it changes, pages load anew.

    ``profile_pictures`` has the addresses of the avatar and the preview images, relative to the
    page, by their path in the profile.
    """

    theme: Theme
    profile: Profile
    plugin: Plugin
    category_remark: str | None
    profile_pictures: Mapping[str, str]


class View(NamedTuple):
    """``revision`` rises with every change of the article.

    ``pictures`` is by the key in the picture's address. ``report``, ``releases``, ``failure`` and
    ``notice`` are the last messages of their kind as JSON, ``None`` where there is nothing to say.
    """

    revision: int
    language: Language
    surroundings: Surroundings
    blocks: tuple[PageBlock, ...] = ()
    sections: tuple[Section, ...] = ()
    pictures: Mapping[str, ServedPicture] = _NOTHING
    report: str | None = None
    releases: str | None = None
    failure: str | None = None
    notice: str | None = None
