"""Small made-up files of statutes, as an operator has them, for tests."""

from pathlib import Path

OLD = """# 中华人民共和国灯塔法

2010年10月28日 第一届全国人民代表大会常务委员会第一次会议通过

<!-- INFO END -->

## 第一章 总则

第一条 为了保护灯塔，制定本法。

第二条 灯塔由国家管理，看守灯塔的人应当每日记录天气。

看守人有下列情形之一的，应当停止工作：

（一）年满六十周岁；

（二）不能看见十海里以外的船舶。

## 第二章 法律责任

第三条 违反本法第二条规定的，处五百元以下的罚款。

第四条 本法自2011年7月1日起施行。
"""
NEW = (
    OLD.replace(
        "会议通过\n",
        "会议通过\n\n2018年12月29日 第二届全国人民代表大会常务委员会第七次会议"
        "《关于修改〈中华人民共和国灯塔法〉的决定》修正\n",
    )
    .replace("五百元", "五千元")
    .replace("第四条 本法", "第三条之一 拒不改正的，依照《渡船条例》第二条处理。\n\n第四条 本法")
)
FERRIES = """# 渡船条例

2012年3月1日 中华人民共和国国务院令第1号公布

2012年5月1日 施行

<!-- INFO END -->

第一条 渡船应当有救生衣，每名乘客一件。

第二条 渡船管理人违反前条规定，或者违反灯塔法第二条第二款第（一）项规定的，责令改正。
"""


def write(folder: Path, **texts: str) -> Path:
    """Files of these names (``__`` stands for a folder's end) with these texts."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def collection(folder: Path) -> Path:
    """Two statutes, one of them in two versions, and what is no statute."""
    write(
        folder,
        _index="---\nbookCollapseSection: true\n---\n",
        社会法__灯塔法="",
        案例__看守人="# 灯塔看守人的规定\n\n<!-- INFO END -->\n\n## 案情\n\n看守人没有记录天气。\n",
    )
    (folder / "社会法" / "灯塔法.md").unlink()
    (folder / "社会法" / "灯塔法(2010-10-28).md").write_text(OLD, encoding="utf-8")
    (folder / "社会法" / "灯塔法(2018-12-29).md").write_text(NEW, encoding="utf-8")
    (folder / "行政法规").mkdir()
    (folder / "行政法规" / "渡船条例(2012-03-01).md").write_text(FERRIES, encoding="utf-8")
    return folder
