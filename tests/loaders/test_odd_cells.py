"""What protects, in cells where nobody looks for it: a name, a flat's number, a branch, the closeness of two people."""

from __future__ import annotations

from pathlib import Path

import pytest
from one_sheet import reading_of, rows_of

from socialgraph.loaders.values.words.sentences import closes_a_pair

SURVEY = ["楼号", "单元", "房号", "产权人", "租户", "实际居住人", "公房承租人", "联系电话", "是否同意改造", "摸排日期"]
ROSTER = ["姓名", "身份", "楼号", "单元", "房号", "是否愿意参与", "登记日期", "可联系户数", "所属党支部"]
TIES = ["提名人", "被提名人", "关系类型", "熟悉程度", "登记日期", "是否知情", "备注"]


def written(headings: list[str], row: str, heading: str, text: str) -> list[str]:
    cells = row.split(",")
    cells[headings.index(heading)] = text
    return cells


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("是否同意改造", "同意，但请勿再上门"),
        ("租户", "张某，勿扰"),
        ("实际居住人", "不要联系"),
        ("公房承租人", "请勿打扰"),
        ("房号", "501（勿扰）"),
        ("单元", "2单元（请勿打扰）"),
    ],
)
def test_a_wish_in_any_cell_of_a_survey_holds(tmp_path: Path, heading: str, text: str) -> None:
    row = "5,2,501,孟甲,,,,13900000001,同意已签,2026-10-08"
    reading = reading_of(tmp_path, [SURVEY, written(SURVEY, row, heading, text)])
    assert set(rows_of(reading, "holds", "reason")) == {("protective_word",)}


def test_an_agreement_on_a_condition_holds_nobody(tmp_path: Path) -> None:
    row = "5,2,501,孟甲,莫来福,,,13900000001,同意，但要先打电话联系,2026-10-08"
    assert rows_of(reading_of(tmp_path, [SURVEY, row.split(",")]), "holds", "room") == []


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("是否愿意参与", "暂时不参加了"),
        ("是否愿意参与", "愿意，但已辞去"),
        ("可联系户数", "0（已搬走）"),
        ("所属党支部", "已去世"),
    ],
)
def test_whoever_is_gone_by_any_cell_of_the_roster_is_asked_nothing(tmp_path: Path, heading: str, text: str) -> None:
    row = written(ROSTER, "孟甲,志愿者,5,2,501,,2026-11-20,,", heading, text)
    assert rows_of(reading_of(tmp_path, [ROSTER, row]), "holds", "name", "reason") == [("孟甲", "person_gone")]


@pytest.mark.parametrize(
    ("kind", "closeness", "remark"), [("邻居", "3", "其实是表弟"), ("邻居", "房东", ""), ("", "3", "吵过架")]
)
def test_an_inadmissible_word_beside_the_kind_closes_the_pair(
    tmp_path: Path, kind: str, closeness: str, remark: str
) -> None:
    row = ["孟甲(5-2-501)", "孟乙(5-2-101)", kind, closeness, "2026-11-15", "是", remark]
    reading = reading_of(tmp_path, [TIES, row])
    assert rows_of(reading, "closed_pairs", "ego_room", "alter_room") == [("501", "101")]


@pytest.mark.parametrize(
    "remark", ["打牌认识", "她家亲戚介绍的", "跟王叔下棋", "一起吵过物业", "没吵过架", "不是亲戚", ""]
)
def test_what_is_said_of_others_closes_nothing(remark: str) -> None:
    assert not closes_a_pair(remark)


@pytest.mark.parametrize("remark", ["早年闹过矛盾", "两家有过节", "是他房东", "是我亲家公", "债主", "包租婆"])
def test_what_says_little_but_an_inadmissible_kind_closes(remark: str) -> None:
    assert closes_a_pair(remark)
