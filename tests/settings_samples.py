"""docbuild.toml files, right and wrong, for the tests of reading and of the JSON Schema."""

from __future__ import annotations

RULES = frozenset({"image-alt", "image-unused", "internal", "link-host", "profile-category"})

FULL = """\
#:schema ./settings.schema.json
language = "zh"       # 提示信息的语言
fail-on = "warning"
doc = "doc"
theme = "wechat"
dialect = "wechat-1.02.1910121"
undocumented = ["debug-panel", "weather-card.debug"]

[rules]
image-alt = "off"
link-host = "error"

[[ignore]]
rule = "image-unused"
reason = "example.jpeg 留给下一版"

[[ignore]]
rule = "profile-category"
reason = '''
类目刚刚开放，
表里还没有'''

[plugin]
name = "晴雨天气"
app-id = "wx0123456789abcdef"
avatar = "assets/avatar.png"
intro = "给小程序用的天气组件"
category = "工具 > 天气"
tags = [
  "天气",  # ] 不是结尾
  "出行",
]
preview-images = ["assets/preview-1.png", "assets/preview-2.png"]
feature-description = \"\"\"
显示当前天气、
逐小时预报。\"\"\"
how-to-add = "在 mp.weixin.qq.com 搜索 “晴雨天气”"
customer-service = "support@example.com"
developer = "晴雨工作室"
version = "1.2.0"
version-notes = "增加逐小时预报"
"""

VALID = {
    "full": FULL,
    "empty": "",
    "comment only": "# nothing yet\n",
    "blank texts": '[plugin]\nname = ""\navatar = ""\ncategory = ""\n',
    "inline tables": 'plugin = {name = "x", category = ["工具", "天气"]}\n',
    "inline ignore": 'ignore = [{rule = "image-alt", reason = "装饰图"}]\n',
    "dotted keys": 'plugin.name = "x"\nplugin."app-id" = "wx1"\nrules.image-alt = "warning"\n',
    "full-width sign": '[plugin]\ncategory = "社交＞直播"\n',
    "document at the root": 'doc = "."\n',
    "dots in a name": 'doc = "docs/v1..2/..a"\n',
}

# What is wrong, the text, the line that a problem must name, and a word of its message.
INVALID = {
    "unknown key": ('langauge = "zh"\n', 1, "language"),
    "snake case": ('\nfail_on = "error"\n', 2, "fail-on"),
    "nothing near": ("zzzzzz = 1\n", 1, "fail-on"),
    "unknown key in plugin": ('[plugin]\nname = "x"\ncatgory = "工具 > 天气"\n', 3, "category"),
    "profile key at the top": ('name = "x"\n', 1, "[plugin]"),
    "setting behind a table": ('[plugin]\nlanguage = "zh"\n', 2, "before the first table"),
    "wrong choice": ('language = "cn"\n', 1, "zh"),
    "near choice": ('fail-on = "warn"\n', 1, "“warning”"),
    "integer for text": ("[plugin]\nname = 7\n", 2, "an integer"),
    "float for version": ("[plugin]\nversion = 1.2\n", 2, "1.2.0"),
    "date for version": ("[plugin]\nversion = 2024-01-01\n", 2, "a date"),
    "boolean for text": ("theme = true\n", 1, "a boolean"),
    "text for list": ('[plugin]\ntags = "天气"\n', 2, "a list"),
    "blank tag": ('[plugin]\ntags = ["天气", " "]\n', 2, "a list"),
    "integer in list": ("[plugin]\ntags = [1]\n", 2, "a list"),
    "one level": ('[plugin]\ncategory = "工具"\n', 2, "both levels"),
    "three levels": ('[plugin]\ncategory = "工具 > 天气 > 雨"\n', 2, "both levels"),
    "list of one level": ('[plugin]\ncategory = ["工具"]\n', 2, "both levels"),
    "half a level": ('[plugin]\ncategory = "工具 >"\n', 2, "both levels"),
    "doc outside": ('doc = "../doc"\n', 1, "inside the project"),
    "doc outside by a detour": ('doc = "a/../../doc"\n', 1, "inside the project"),
    "doc absolute": ('doc = "/etc"\n', 1, "inside the project"),
    "doc at home": ('doc = "~/doc"\n', 1, "inside the project"),
    "doc on a drive": ('doc = "C:/doc"\n', 1, "inside the project"),
    "backslash": ("doc = 'a\\b'\n", 1, "inside the project"),
    "newline in a path": ('doc = "do\\nc"\n', 1, "inside the project"),
    "avatar outside": ('[plugin]\navatar = "../../etc/passwd"\n', 2, "inside the project"),
    "preview outside": ('[plugin]\npreview-images = ["a.png", "/b.png"]\n', 2, "inside"),
    "theme as a path": ('theme = "../evil"\n', 1, "theme"),
    "plugin is no table": ('plugin = "x"\n', 1, "a table"),
    "rules is no table": ('rules = ["image-alt"]\n', 1, "a table"),
    "wrong level": ('[rules]\nimage-alt = "of"\n', 2, "“off”"),
    "boolean level": ("[rules]\nimage-alt = false\n", 2, "a boolean"),
    "unknown rule": ('[rules]\nimage-alts = "off"\n', 2, "image-alt"),
    "rule that cannot be silenced": ('[rules]\ninternal = "off"\n', 2, "neither ignored"),
    "ignored though it cannot be": (
        '[[ignore]]\nrule = "internal"\nreason = "x"\n',
        2,
        "neither ignored",
    ),
    "ignore is a table": ('[ignore]\nrule = "image-alt"\nreason = "x"\n', 1, "[[ignore]]"),
    "ignored unknown rule": ('[[ignore]]\nrule = "zzz"\nreason = "x"\n', 2, "zzz"),
    "no reason": ('[[ignore]]\nrule = "image-alt"\n', 1, "reason"),
    "blank reason": ('[[ignore]]\nrule = "image-alt"\nreason = " "\n', 3, "not blank"),
    "no rule": (
        '[[ignore]]\nrule = "image-alt"\nreason = "x"\n\n[[ignore]]\nreason = "y"\n',
        5,
        "rule",
    ),
    "row is no table": ("ignore = [1]\n", 1, "a table"),
}
