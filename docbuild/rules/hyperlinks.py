"""The links of a document as the platform makes them, each with the verdict on it.

A bare URL runs on to the next space, so in Chinese text it swallows the punctuation and the
words behind it. What the author meant ends before them; that part is what gets judged, and
the swallowing is a finding of its own (``render-url``).
"""

import re
from typing import NamedTuple

from docbuild.diagnostic import Edit, Fix, Message
from docbuild.document import Link, LinkForm
from docbuild.links import LinkVerdict, judge
from docbuild.rules.wording import quoted

_IDEOGRAPHS = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_PUNCTUATION = (
    "\u3000-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·"
)
# A string, compiled when a document first needs it: this one takes milliseconds.
# Words that follow a letter or the slash behind the host; those behind #, =, - and the like,
# and those deeper in a path, may well belong to the address.
_SWALLOWED = rf"[{_PUNCTUATION}]|(?<=[A-Za-z0-9])[{_IDEOGRAPHS}]|(?<=//)[^/]*/(?=[{_IDEOGRAPHS}])"
_TRAILING = "*_~\"'`?!.,:;"


class Hyperlink(NamedTuple):
    """``meant`` is what the author wanted as destination, and ``verdict`` judges that."""

    link: Link
    meant: str
    verdict: LinkVerdict

    @property
    def swallows(self) -> bool:
        """Whether the platform links text that is no part of the address."""
        return self.meant != self.link.destination


def judged(link: Link) -> Hyperlink:
    bare = link.form is LinkForm.BARE
    meant = without_swallowed(link.destination) if bare else link.destination
    return Hyperlink(link, meant, judge(meant))


def retarget(link: Link, destination: str) -> Fix:
    """Let ``link`` lead to ``destination``, which is a guess at what the author meant."""
    title = Message(f"改为 {quoted(destination)}", f"Change to {quoted(destination)}")
    return Fix(title, (Edit(link.destination_span, destination),), safe=False)


def without_swallowed(address: str) -> str:
    """``address`` up to the first Chinese punctuation mark or word that it swallowed."""
    match = None if address.isascii() else re.search(_SWALLOWED, address)
    if match is None:
        return address
    end = match.end() if match[0].endswith("/") else match.start()
    return address[:end].rstrip(_TRAILING)
