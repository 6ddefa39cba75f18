"""Two kinds that the evidence finds even: the one that other hands' sheets of such headings and cells are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import read_paths


def test_work_orders_of_visits_are_a_visit_log_though_they_tell_words(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["测试里换管走访工单(2025年)"],
        ["工单号", "日期", "门牌", "走访人", "方式", "谈的情况", "结果"],
        ["HG25-001", "4月8日", "3-1-402", "粟砚台", "电话", "同意换,字还没签,钥匙回头送来", "同意了"],
        ["HG25-002", "4月10日", "3-1-301", "粟砚台、弓台灯", "入户", "卫生间那根还是不同意", "松口"],
        ["HG25-003", "4月11日", "3-1-501", "粟砚台", "入户", "讲清了工期,全签了", "同意了"],
        ["HG25-004", "4月12日", "3-2-102", "弓台灯", "入户", "租房的在家,说没意见", "松口"],
        ["HG25-005", "4月14日", "3-2-401", "粟砚台", "入户", "还是暖气费那档子事,不同意换", "更僵了"],
    ]
    visits = read_paths([write_xlsx({"走访": rows})]).tables["visits"]
    assert list(visits["result"]) == ["softened", "agreed", "agreed", "softened", "hardened"]


def test_the_one_column_that_may_be_what_a_sheet_of_its_kind_must_have_is_that(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["测试院3号楼 立管走哪几家、干到哪了"],
        ["管号", "啥管", "走哪些户", "干没干", "完工日子"],
        ["厨东", "厨房下水", "101、201、301", "干完了", "2024.6.28"],
        ["厨西", "厨房下水", "102、202、302", "没动", ""],
        ["厕东", "卫生间下水", "101、201、301", "正干着", ""],
    ]
    works = read_paths([write_xlsx({"3号楼": rows})]).tables["works"]
    assert dict(zip(works["stack"], works["status"], strict=True)) == {
        "厨东": "done",
        "厨西": "not_started",
        "厕东": "in_progress",
    }
