"""The service categories that are open to plugins.

From the table 开放范围及服务类目 of the official page 小程序插件功能介绍, as it stood when this
version of docbuild was made. The page says that more will open by and by: so what is not in the
table may still be open by now.
"""

from collections.abc import Iterator
from typing import NamedTuple

from docbuild.diagnostic import Message

ALL = "*"  # every second-level category

_MEDICAL = Message("仅医疗类小程序可使用", "only for mini programs of the medical category")
_SOCIAL = Message("仅限社交类目小程序使用", "only for mini programs of the social category")
_LIVE = Message(
    "仅限电商平台、教育类目小程序使用",
    "only for mini programs of the categories 电商平台 and 教育",
)


class Category(NamedTuple):
    """An open category. ``second`` may be :data:`ALL`; ``remark`` is the table's 特殊说明."""

    first: str
    second: str
    remark: Message | None = None

    def __str__(self) -> str:
        return self.first if self.second == ALL else f"{self.first} > {self.second}"


# First level, second levels, remark: the rows of the table in its order.
_ROWS: tuple[tuple[str, str, Message | None], ...] = (
    ("快递业与邮政", ALL, None),
    ("教育", ALL, None),
    ("医疗", "就医服务、互联网医院", _MEDICAL),
    ("政务民生", ALL, None),
    ("金融业", "征信业务、保险", None),
    ("出行与交通", ALL, None),
    ("生活服务", "票务、生活缴费、休闲娱乐", None),
    ("IT科技", ALL, None),
    ("餐饮", "点评与推荐、菜谱、餐厅排队、点餐平台、外卖平台", None),
    ("旅游", ALL, None),
    ("文娱", "视频、FM/电台、音乐、有声读物、动漫", None),
    (
        "工具",
        "记账、投票、日历、天气、备忘录、办公、字典、计算类、报价/比价、发票查询、企业管理、"
        "预约/报名、图片/音频/视频、信息查询",
        None,
    ),
    ("电商平台", "电商平台", None),
    ("社交", "笔记、问答、社区/论坛、陌生人社交", _SOCIAL),
    ("社交", "直播", _LIVE),
    ("商业服务", "招聘/求职", None),
    ("汽车", ALL, None),
)

CATEGORIES: tuple[Category, ...] = tuple(
    Category(first, second, remark)
    for first, seconds, remark in _ROWS
    for second in seconds.split("、")
)


def find(first: str, second: str) -> Category | None:
    """The entry of the table that covers a category, ``None`` where none does."""
    return next((entry for entry in below(first) if entry.second in (second, ALL)), None)


def below(first: str) -> Iterator[Category]:
    """The entries of a first-level category, none where it is not in the table."""
    return (entry for entry in CATEGORIES if entry.first == first)


def remark(first: str, second: str) -> Message | None:
    """Who may use a plugin of this category, where the table restricts it."""
    entry = find(first, second)
    return None if entry is None else entry.remark
