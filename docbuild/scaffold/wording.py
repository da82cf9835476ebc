"""The words of a first document: what it says of any plugin, in both languages."""

from __future__ import annotations

import re

from docbuild.diagnostic import Language, Message

ADMIN = "https://mp.weixin.qq.com/"
GUIDE = "https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html"

#: What only the author can say; nothing else in a document is called so.
TO_DO = Message("（待补充）", "(to be written)")
TO_DO_MARK = Message("待补充", "to be written")

UNNAMED = Message("插件名称（待补充）", "Name of the plugin (to be written)")
INTRODUCTION = Message(
    "（待补充：用一两句话说明这个插件做什么，适合哪些小程序。）",
    "(to be written: what the plugin does and who it is for, in a sentence or two.)",
)
NO_APP_ID = Message("（待补充：插件的 AppID）", "(to be written: the plugin's AppID)")
COMPONENT_TO_DO = Message(
    "（待补充：这个组件做什么，什么时候用。）", "(to be written: what this component is for.)"
)
PAGE_TO_DO = Message(
    "（待补充：这个页面做什么，什么时候打开。）", "(to be written: what this page is for.)"
)
EXPORT_TO_DO = Message(
    "（待补充：这个接口做什么，返回什么。）", "(to be written: what this does and returns.)"
)

QUICK_START = Message("快速开始", "Getting started")
ADD = Message("添加插件", "Add the plugin")
# The name comes first: what looks like brackets in it could lengthen a link before it.
ADDING = Message(
    f"把「{{name}}」添加到你的小程序：在[小程序管理后台]({ADMIN})的「设置 > 第三方设置 > 插件管理」"
    "中搜索它的名称，点击添加。",
    f"Add “{{name}}” to your mini program: search for it in the [console]({ADMIN}), under "
    "“设置 > 第三方设置 > 插件管理”.",
)
DECLARE = Message("声明插件", "Declare it")
DECLARING = Message(
    "在 `app.json` 里写上插件的版本号和 AppID：",
    "Write the version and the AppID of the plugin into `app.json`:",
)
ALIAS = Message(
    "`{alias}` 是插件在你的小程序里的别名，可以换成别的名字，下文出现的地方跟着换就好。"
    "`version` 请用插件详情页上已经发布的版本号。",
    "`{alias}` is what your mini program calls the plugin. You may choose another name, and use it "
    "wherever this page says `{alias}`. Take `version` from the published versions on the "
    "plugin's page.",
)
USE_COMPONENTS = Message("使用组件", "Use a component")
IN_PAGE_JSON = Message(
    "先在页面的 `.json` 文件中引用组件：", "Declare the components in the `.json` file of a page:"
)
IN_WXML = Message("再写进 `.wxml`：", "Then write them into its `.wxml`:")
MORE = Message(
    f"更多写法见微信官方的[《使用插件》]({GUIDE})。",
    f"WeChat's own [guide to using plugins]({GUIDE}) has more.",
)

COMPONENTS = Message("组件", "Components")
SLOTS = Message("插槽", "Slots")
EXTERNAL_CLASSES = Message("外部样式类：{names}。", "External classes: {names}.")
LIST_COMMA = Message("、", ", ")
PAGES = Message("页面", "Pages")
OPENING = Message("用 `wx.navigateTo` 打开它：", "Open it with `wx.navigateTo`:")
EXPORTS = Message("接口", "Interface")
REQUIRING = Message("接口从 `requirePlugin` 得到：", "Get the interface with `requirePlugin`:")
STOP = Message("。", ".")
RETURNS_PROMISE = Message("返回 Promise。", "Returns a promise.")

PROPERTY = Message("属性", "Property")
TYPE = Message("类型", "Type")
DEFAULT = Message("默认值", "Default")
DESCRIPTION = Message("说明", "Description")
EVENT = Message("事件", "Event")
SLOT = Message("插槽", "Slot")
DEFAULT_SLOT = Message("默认插槽", "the default slot")
PARAMETER = Message("参数", "Parameter")
ANY = Message("任意", "any")

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def language_of(text: str) -> Language:
    """Which of the two languages a document is written in."""
    return "zh" if _CHINESE.search(text) else "en"
