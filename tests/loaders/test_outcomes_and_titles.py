"""What came of a visit, what people came to, and how far somebody is trusted; worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import read_paths

Sheets = Callable[..., Path]
HEADER = ["走访时间", "走访人", "方式", "房号", "沟通情况", "结果"]


def test_what_came_of_a_visit_is_its_result_and_not_what_was_said(write_xlsx: Sheets) -> None:
    rows = [HEADER]
    rows += [["2025-06-21", "李小满", "上门", "3-1-502", "厨房管同意换；卫生间不同意", "没变化"]]
    rows += [["2025-06-22", "李小满", "会议", "3-1-301", "宝宝满周岁以后做就同意", "有松动"]]
    rows += [["2025-06-23", "李小满", "电话", "3-1-201", "同意", ""]]
    visits = read_paths([write_xlsx(rows)]).tables["visits"]
    said = visits[["room", "mode", "result"]].astype(str).to_numpy().tolist()
    assert sorted(map(tuple, said)) == [
        ("201", "phone", "agreed"),
        ("301", "meeting", "softened"),
        ("502", "home", "unchanged"),
    ]


def test_a_wish_in_what_was_said_counts_though_the_result_says_something_else(write_xlsx: Sheets) -> None:
    rows = [HEADER, ["2025-06-21", "李小满", "上门", "3-1-502", "叫我们以后别再上门了", "没变化"]]
    rows += [["2025-06-22", "李小满", "上门", "3-1-301", "再想想", "有松动"]]
    tables = read_paths([write_xlsx(rows)]).tables
    asked = tables["visits"].query("result == 'asked_to_stop'")
    assert {*asked["room"].astype(str), *tables["holds"]["room"].astype(str)} == {"502"}


def test_a_list_of_who_came_has_the_activity_of_its_title(write_xlsx: Sheets) -> None:
    rows = [["活动：端午包粽子  时间：2025年5月30日"], ["序号", "姓名", "房号", "签到时间"]]
    rows += [["1", "李小满", "3-1-101", "2025-05-30 09:31"], ["2", "王小禾", "3-1-102", "2025-05-30 09:32"]]
    came = read_paths([write_xlsx(rows)]).tables["activities"]
    assert came[["room", "activity", "date"]].astype(str).to_numpy().tolist() == [
        ["101", "端午包粽子", "2025-05-30"],
        ["102", "端午包粽子", "2025-05-30"],
    ]


def test_how_far_somebody_is_trusted_may_be_said_of_trust(write_xlsx: Sheets) -> None:
    rows = [["房号", "被问人", "答的谁", "对方房号", "关系", "深浅", "问的日子"]]
    rows += [["3-1-202", "李小满", "王小禾", "3-1-502", "愿听他的", "比较信任", "2025-03-12"]]
    rows += [["3-1-302", "赵小雪", "王小禾", "3-1-502", "愿听他的", "谈不上", "2025-03-12"]]
    rows += [["3-1-402", "钱小寒", "王小禾", "3-1-502", "愿听他的", "近", "2025-03-12"]]
    ties = read_paths([write_xlsx(rows)]).tables["ties"]
    told = ties[["ego_room", "alter_name", "kind", "strength"]].fillna("").astype(str).to_numpy().tolist()
    assert sorted(map(tuple, told)) == [
        ("202", "王小禾", "nominated", "2"),
        ("302", "王小禾", "nominated", "0"),
        ("402", "王小禾", "nominated", ""),  # of one office's scale the closest, of another's the second
    ]
