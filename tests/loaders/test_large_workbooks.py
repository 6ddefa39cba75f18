"""One workbook that holds a whole office: other matters among ours, chains, minutes, and words in half sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.words.lexicon import Words
from socialgraph.loaders.words.protective import asks_to_be_left_alone

Sheets = Callable[..., Path]
OPINIONS = [["2-1-101", "试甲", "同意"], ["2-1-102", "试乙", "不同意"], ["2-1-201", "试丙", "同意"]]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in reading.tables[table][list(columns)].itertuples(index=False)]


@pytest.mark.parametrize(
    ("name", "title"),
    [("加装电梯投票", "2号楼意见（与换管无关）"), ("电梯", "2号楼1门意见表"), ("表三", "加装电梯意见，不是换管的")],
)
def test_a_sheet_of_another_matter_stays_one_in_a_workbook_of_risers(write_xlsx: Sheets, name: str, title: str) -> None:
    survey = [["立管改造征求意见"], ["门牌", "姓名", "意见"], *OPINIONS]
    votes = [[title], ["门牌", "姓名", "意见"], *([room, who, "不同意"] for room, who, _ in OPINIONS)]
    reading = read_paths([write_xlsx({"意见": survey, name: votes}, name="立管改造总表.xlsx")])
    assert [row[0] for row in rows(reading, "stances", "stance")] == ["verbal", "refused", "verbal"]


def test_a_sheet_of_risers_stays_one_in_a_workbook_of_other_matters(write_xlsx: Sheets) -> None:
    survey = [["立管改造征求意见"], ["门牌", "姓名", "意见"], *OPINIONS]
    reading = read_paths([write_xlsx({"换管意见": survey}, name="停车位、电梯等各种表.xlsx")])
    assert len(reading.tables["stances"]) == 3


def test_a_chain_about_two_kinds_of_pipe_is_about_both_and_a_tenant_says_who_he_is(tmp_path: Path) -> None:
    chain = tmp_path / "接龙.txt"
    lines = [
        "换管子群 接龙",
        "换下水管、给水管，愿意的接一下",
        *(
            "1. 1-1-201 试算盘 同意",
            "2. 1-1-401 试蒲扇 同意",
            "3. 1-1-601 试陀螺 租客，我没意见",
            "4. 1-1-302 试汤勺 支持",
        ),
    ]
    chain.write_text("\n".join(lines), encoding="utf-8")
    reading = read_paths([chain])
    assert set(rows(reading, "stances", "room", "pipe_kind", "giver", "stance")) == {
        ("201", "", "owner", "verbal"),
        ("401", "", "owner", "verbal"),
        ("601", "", "occupant", "no_objection"),
        ("302", "", "owner", "verbal"),
    }
    assert ("601", "", "试陀螺") in rows(reading, "dossiers", "room", "owner_name", "tenant_name")


def test_who_signed_below_the_minutes_came_to_that_meeting(write_xlsx: Sheets) -> None:
    minutes = [
        ["立管改造楼栋议事会记录"],
        ["时间：2026年4月20日晚7点"],
        ["签到："],
        ["姓名", "门牌", "签名"],
        *([who, room, "√"] for room, who, _ in OPINIONS),
    ]
    reading = read_paths([write_xlsx(minutes)])
    assert set(rows(reading, "activities", "activity", "date")) == {("立管改造楼栋议事会", "2026-04-20")}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("甩开302做完", "bypassed"),
        ("撇开501换完了", "bypassed"),
        ("除302外都换完", None),
        ("换完，就差302", None),
        ("602没进屋，今年不做", "not_doing"),
        ("换完", "done"),
    ],
)
def test_works_that_left_somebody_out_are_not_simply_done(text: str, status: str | None) -> None:
    assert Words().code("works_status", text) == status


def test_whoever_came_along_is_no_reason_of_the_household() -> None:
    cell = Words().stance_cell("101老人陪去讲的，说再商量商量")
    assert cell is not None
    assert (dict(cell.stances), cell.reasons) == ({"": "hesitant"}, ())


@pytest.mark.parametrize(
    "wish",
    [
        *(
            "莫安排人去敲门",
            "往后莫再来讲",
            "别再来说了",
            "不想叫人来",
            "莫再为这事喊他",
            "莫让人来了",
            "莫天天往我屋里跑",
        ),
        "402自己带话：换管的事定了就定了，往后莫再来讲",
    ],
)
def test_wishes_of_the_middle_yangtze_are_heard(wish: str) -> None:
    assert asks_to_be_left_alone(wish)


@pytest.mark.parametrize(
    "remark",
    ["莫师傅来过", "要来讲清楚再签", "对他来讲不要紧", "下周再来讲", "莫让水漏到楼下", "莫非要来人", "没人喊他"],
)
def test_and_what_only_looks_like_them_is_not(remark: str) -> None:
    assert not asks_to_be_left_alone(remark)
