"""The links of a document as the platform makes them, each with the verdict on it.

A bare URL runs on to the next space, so in Chinese text it swallows the punctuation and the
words behind it. What the author meant ends before them; that part is what gets judged, and
the swallowing is a finding of its own (``render-url``). Not so where the swallowed text names
another host to a browser, as in ``https://github.com，@evil.com``: then the whole is judged.
"""

import re
from typing import NamedTuple
from unicodedata import normalize

from docbuild.diagnostic import Edit, Fix, Message
from docbuild.document import Link, LinkForm
from docbuild.invisible import without_invisible
from docbuild.links import LinkVerdict, judge
from docbuild.rules.wording import quoted

_IDEOGRAPHS = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
_PUNCTUATION = (
    "\u3000-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’…—·"
)
# A string, compiled when a document first needs it: this one takes milliseconds.
# Words that follow a letter or the slash behind the host; those behind #, =, - and the like,
# and those deeper in a path, may well belong to the address.
_SWALLOWED = rf"[\"{_PUNCTUATION}]|(?<=[A-Za-z0-9])[{_IDEOGRAPHS}]|(?<=//)[^/]*/(?=[{_IDEOGRAPHS}])"
# ASCII punctuation between a path and Chinese words; in a query or fragment it may belong there.
_PUNCTUATED = rf"[^?#(]*?[A-Za-z0-9/](?P<mark>[)\],.;:!]+)(?=[{_IDEOGRAPHS}])"
_TRAILING = "*_~\"'`?!.,:;"
_AUTHORITY = r"https?://([^/?#\\]*)"
_TOP_LEVEL = r"[a-z0-9-]+"
# Top-level domains that are no ASCII but might end what a bare URL swallowed (IANA's list, 2024).
_DOMAINS = frozenset(
    """
    中信 中国 中國 中文网 亚马逊 企业 佛山 信息 健康 八卦 公司 公益 台湾 台灣 商城 商店 商标 嘉里
    嘉里大酒店 在线 大拿 天主教 娱乐 家電 广东 微博 慈善 我爱你 手机 招聘 政务 政府 新加坡 新闻
    时尚 書籍 机构 淡马锡 游戏 澳門 点看 移动 组织机构 网址 网店 网站 网络 联通 谷歌 购物 通販 集团
    電訊盈科 飞利浦 食品 餐厅 香格里拉 香港 世界 みんな アマゾン クラウド グーグル コム ストア
    セール ファッション ポイント 닷넷 닷컴 삼성 한국
    """.split()  # noqa: SIM905 - as a list it would fill two screens
)


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
    if meant != link.destination and _changes_host(link.destination, meant):
        meant = link.destination
    return Hyperlink(link, meant, judge(meant))


def _changes_host(address: str, meant: str) -> bool:
    """Whether a browser may find a host in ``address`` that is not the one of ``meant``.

    What honest text leaves at the end of a host (``.com，请登录。``) is no top-level domain, so
    that nobody can own the name.
    """
    whole, kept = (re.match(_AUTHORITY, text, re.IGNORECASE) for text in (address, meant))
    if whole is None or kept is None or whole[1] == kept[1]:
        return False
    if "@" in whole[1] or "%" in whole[1]:
        return True
    host = normalize("NFKC", without_invisible(whole[1].partition(":")[0])).lower()
    labels = [label for label in re.split("[.。]", host) if label]
    if ".".join(labels) == kept[1].lower():
        return False
    last = labels[-1] if labels else ""
    return re.fullmatch(_TOP_LEVEL, last) is not None or last in _DOMAINS


def retarget(link: Link, destination: str) -> Fix:
    """Let ``link`` lead to ``destination``, which is a guess at what the author meant."""
    title = Message(f"改为 {quoted(destination)}", f"Change to {quoted(destination)}")
    return Fix(title, (Edit(link.destination_span, destination),), safe=False)


def without_swallowed(address: str) -> str:
    """``address`` up to the first quote, Chinese punctuation mark or word that it swallowed."""
    if address.isascii() and '"' not in address:
        return address
    ends = [len(address)]
    if match := re.search(_SWALLOWED, address):
        ends.append(match.end() if match[0].endswith("/") else match.start())
    if match := re.match(_PUNCTUATED, address):
        ends.append(match.start("mark"))
    end = min(ends)
    return address[:end].rstrip(_TRAILING) if end < len(address) else address
