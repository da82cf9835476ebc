"""A document of the kind that people bring along, written for other places than the platform."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from docbuild.build import Project, build, find
from docbuild.diagnostic import Severity

ANCHORS = ("[提交代码、发布](#提交代码、发布)", "[管理接入申请](#管理接入申请)")
HOSTS = (
    "[《功能介绍》](http://kf.qq.com/faq/1.html)",
    "[《接入指引》](http://kf.qq.com/faq/2.html)",
    "[《开发文档》](https://pay.weixin.qq.com/wiki/doc/api.php?chapter=20_3&index=3)",
)
PICTURES = tuple(f"![](./image/p_{number}.png)" for number in range(5))
TEXT = f"""## 天气插件

请先阅读[接入流程](#接入流程)，再看[《开发指南》](https://developers.weixin.qq.com/a/b.html)。

1. [申请](#接入流程)
2. {ANCHORS[0]}
3. {ANCHORS[1]}

{PICTURES[0]}

### 接入流程

> 引用里的图片
> {PICTURES[1]}

1. 在代码中使用

   {PICTURES[2]}

   - 嵌套 {PICTURES[3]}

| 模式 | 流程 |
| ---- | :--: |
| 服务商 | 1. 查看{HOSTS[0]}、{HOSTS[1]} <br/> 2. 绑定，查看{HOSTS[2]} <br/> 3. 支付 |

```
![](./image/none.png) [x](http://example.com) <br/>
```

#### 接入申请管理

{PICTURES[4]}
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_defect_once_and_exactly_there(tmp_path: Path, newline: str, mark: str) -> None:
    (tmp_path / "doc").mkdir()
    text = mark + TEXT.replace("\n", newline)
    (tmp_path / "doc" / "README.md").write_bytes(text.encode())
    project = find(tmp_path)
    assert isinstance(project, Project)
    report = build(project, keep_data=False).report
    assert report.source is not None
    places = Counter(
        (found.rule, report.source[found.span] if found.span else found.path)
        for found in report.diagnostics
    )
    assert places == Counter(
        [
            *(("anchor-missing", anchor) for anchor in ANCHORS),
            *(("link-host", link) for link in HOSTS),
            *(("image-missing", picture) for picture in PICTURES),
            *(("image-alt", picture) for picture in PICTURES),
            *[("render-html", "<br/>")] * 2,
            ("anchor-dead", "[接入流程](#接入流程)"),
            ("anchor-dead", "[申请](#接入流程)"),
            *(("doc-encoding", found) for found in mark),
        ]
    )
    assert report.number_of(Severity.ERROR) == len(ANCHORS) + len(HOSTS) + len(PICTURES)
