"""Columns under headings that no list has, understood by the heading's parts, the cells and what stands above."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import read_paths
from socialgraph.loaders.values.dates import date_of_title
from socialgraph.loaders.values.words.heading_grammar import heading_sense, without_round
from socialgraph.loaders.values.words.stance_clauses import read_clauses

Sheets = Callable[..., Path]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("东家手机号码", "phone"),
        ("房客态度", "occupant_stance"),
        ("该住户对换管的看法", "stance"),
        ("信得过的人住哪儿", "alter_address"),
        ("洗手间下水立管编号", "stack_bathroom"),
        ("包户党员姓名", "name"),
    ],
)
def test_the_last_part_of_a_heading_says_what_it_holds_and_an_earlier_one_whose(heading: str, field: str) -> None:
    sense = heading_sense(heading)
    assert sense is not None
    assert (sense.field, sense.whole) == (field, True)


@pytest.mark.parametrize("heading", ["业主车位", "房东租金", "住户车牌号码"])
def test_a_heading_about_another_matter_names_no_field(heading: str) -> None:
    sense = heading_sense(heading)
    assert sense is not None
    assert sense.field == ""


def test_an_opinion_on_something_unknown_is_not_wholly_understood() -> None:
    sense = heading_sense("凉亭意见")
    assert sense is None or not sense.whole


@pytest.mark.parametrize(
    ("heading", "base", "number"),
    [
        ("第二轮意见", "意见", 2),
        ("R1原因", "原因", 1),
        ("首次结果", "结果", 1),
        ("提名3", "提名", 3),
        ("意见", "意见", 0),
    ],
)
def test_a_heading_is_cut_from_the_number_of_its_round(heading: str, base: str, number: int) -> None:
    assert without_round(heading) == (base, number)


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("换管意见（2026年9月底）", "2026-09"),
        ("2026年9月6日—8日 征询", "2026-09"),
        ("2门 2026.9.20问", "2026-09-20"),
        ("意见_20260907", "2026-09-07"),
        ("2026.11起", ""),
        ("10月12日前交", ""),
        ("2026年10月12日-11月18日", ""),
    ],
)
def test_a_title_gives_one_day_or_month_and_no_span(title: str, date: str) -> None:
    assert date_of_title(title, 2026) == date


SURVEY = [
    ["楼门房号", "东家姓名", "东家手机号码", "房屋产别", "该户对换立管的看法", "顾虑点"],
    ["6-1-101", "甲一", "13900000001", "房改房", "同意", ""],
    ["6-1-102", "甲二", "13900000002", "商品房", "不同意", "刚装修"],
    ["6-1-201", "甲三", "13900000003", "商品房", "考虑", ""],
]


def test_columns_of_words_under_a_willingness_are_no_ticks(write_xlsx: Sheets) -> None:
    rows = [
        ["骨干名册", "", "", "", "", ""],
        ["姓名", "身份", "住址", "协助动员", "", ""],
        ["", "", "", "是否愿意", "可包户数", "确认时间"],
        ["乙一", "志愿者", "6-1-101", "愿意", "3户", "2026-09-01"],
        ["乙二", "党员", "6-1-102", "不愿意", "", "2026-09-01"],
    ]
    people = read_paths([write_xlsx(rows, merges=["D2:F2", "A2:A3", "B2:B3", "C2:C3"])]).tables["people"]
    assert list(people["willing"]) == ["true", "false"]
    assert list(people["willing_on"]) == ["2026-09-01", "2026-09-01"]


def test_a_flat_of_the_ground_floor_that_is_used_as_a_shop_is_one(write_xlsx: Sheets) -> None:
    rows = [["楼号", "单元", "房号", "产权人", "居住状况", "意见"], ["6", "1", "101", "甲一", "商用", "同意"]]
    rows += [["6", "1", "铺102", "甲二", "", "同意"], ["6", "1", "201", "甲三", "商用", "同意"]]
    flats = read_paths([write_xlsx(rows)]).tables["flats"]
    assert dict(zip(flats["room"], flats["kind"], strict=True)) == {"101": "shop", "102": "shop", "201": "dwelling"}


def test_a_year_is_taken_from_the_other_sheets_of_the_file(write_xlsx: Sheets) -> None:
    visits = [["日期", "门牌号", "走访人", "结果"], ["10月6日", "6-1-101", "丙一", "同意"]]
    path = write_xlsx({"住户": [["换管情况(2026年9月)"], *SURVEY], "谈话": visits}, name="一单元.xlsx")
    assert list(read_paths([path]).tables["visits"]["date"]) == ["2026-10-06"]


def test_an_unknown_column_that_parts_equal_room_numbers_is_the_door(write_xlsx: Sheets) -> None:
    rows = [["5号楼换管意见"], ["甬道", "房号", "业主", "意见"]]
    rows += [
        [door, f"{floor}0{place}", f"甲{door}{floor}{place}", "同意"]
        for door in "12"
        for floor in "23"
        for place in "12"
    ]
    flats = read_paths([write_xlsx(rows)]).tables["flats"]
    assert set(zip(flats["building"], flats["door"], strict=True)) == {("5", "1"), ("5", "2")}
    assert len(flats) == 8


def test_a_list_that_repeats_its_rooms_without_any_door_gives_no_flats(write_xlsx: Sheets) -> None:
    rows = [["5号楼换管意见"], ["房号", "业主", "意见"]]
    rows += [
        [f"{floor}0{place}", f"甲{door}{floor}{place}", "同意"] for door in "12" for floor in "23" for place in "12"
    ]
    reading = read_paths([write_xlsx(rows)])
    assert len(reading.tables["flats"]) == 0
    assert set(reading.quarantine["reason"]) == {"missing_door"}


def test_a_door_that_no_other_row_of_the_building_knows_is_a_finding(write_xlsx: Sheets) -> None:
    rows = [["门牌号", "业主", "意见"]]
    rows += [[f"5-{door}-{floor}0{place}", "甲", "同意"] for door in "12" for floor in "234" for place in "12"]
    reading = read_paths([write_xlsx([*rows, ["5-7-201", "乙", "同意"]])])
    assert set(reading.tables["flats"]["door"]) == {"1", "2"}
    assert list(reading.quarantine["reason"]) == ["stray_address"]


def test_a_folder_that_is_named_as_a_compound_gives_its_files_that_compound(tmp_path: Path, write_xlsx: Sheets) -> None:
    survey = [["楼号", "单元", "房号", "业主", "意见"], ["2", "1", "101", "甲", "同意"]]
    roster = [["小区", "楼号", "单元", "房号", "姓名", "身份"], ["东里", "1", "1", "101", "丙", "党员"]]
    roster.append(["西里", "1", "1", "101", "丁", "党员"])
    office = tmp_path / "office"
    for place in ("东里", "西里"):
        (office / place).mkdir(parents=True)
        write_xlsx(survey, name="x.xlsx").rename(office / place / "2栋.xlsx")
    write_xlsx(roster, name="x.xlsx").rename(office / "名单.xlsx")
    flats = read_paths([office]).tables["flats"]
    assert set(zip(flats["compound"], flats["building"], strict=True)) == {("东里", "2"), ("西里", "2")}


@pytest.mark.parametrize(
    ("text", "stance", "reasons"),
    [
        ("同意，字等下班去活动室签", "verbal", ()),
        ("嘴上答应了，笔还没动", "verbal", ()),
        ("包恢复就签", "conditional", ()),
        ("原先说行，又不行了", "reversed", ()),
        ("隔着门说不谈，门没开", "declined_contact", ()),
    ],
)
def test_a_sentence_is_read_clause_by_clause(text: str, stance: str, reasons: tuple[str, ...]) -> None:
    clauses = read_clauses(text)
    assert clauses is not None
    assert (clauses.stance, clauses.reasons) == (stance, reasons)


@pytest.mark.parametrize(
    "text", ["同意，楼上先做", "不太同意", "同意，但别家先换", "租客说同意", "同意，不同意", "听说他同意", "签了，没签"]
)
def test_a_sentence_with_a_clause_that_may_change_it_is_left_to_be_asked(text: str) -> None:
    assert read_clauses(text) is None


def test_an_answer_that_names_nobody_is_one_of_a_survey(write_xlsx: Sheets) -> None:
    rows = [["姓名", "住址", "信任的人", "对方住址", "关系"], ["甲一", "5-1-201", "没有", "", ""]]
    rows += [["甲二", "5-1-202", "谁也不要来", "", ""], ["甲三", "5-1-301", "不愿说", "", ""]]
    reading = read_paths([write_xlsx(rows)])
    outcomes = reading.tables["surveys"]
    assert dict(zip(outcomes["room"], outcomes["outcome"], strict=True)) == {
        "201": "named_nobody",
        "202": "wants_nobody",
        "301": "declined",
    }
    assert len(reading.tables["ties"]) == 0


def test_a_riser_that_one_building_has_gives_the_works_on_it_their_building_and_pipe(write_xlsx: Sheets) -> None:
    risers = [["门牌号", "立管编号", "管线类型"], ["5-1-101", "KL-1", "厨房"], ["5-1-201", "KL-1", "厨房"]]
    works = [["立管编号", "施工状态", "完工时间"], ["KL-1", "已完工", "2026-11-02"], ["XX-9", "已完工", "2026-11-03"]]
    reading = read_paths([write_xlsx({"立管": risers, "进度": works})])
    works_rows = reading.tables["works"]
    assert list(zip(works_rows["building"], works_rows["stack"], works_rows["pipe_kind"], strict=True)) == [
        ("5", "KL-1", "sewage_kitchen")
    ]
    assert "missing_building" in set(reading.quarantine["reason"])


def test_a_sign_in_sheet_gives_everybody_the_activity_and_the_day_of_its_title(write_xlsx: Sheets) -> None:
    rows = [["东里社区消防讲座签到表（2026年10月19日 活动室）"], ["姓名", "几单元几室", "签名"]]
    rows += [["甲一", "5-1-101", "√"], ["甲二", "5-1-102", "√"], ["甲三", "5-1-201", "√"], ["甲四", "5-1-202", ""]]
    activities = read_paths([write_xlsx(rows)]).tables["activities"]
    assert list(activities["name"]) == ["甲一", "甲二", "甲三"]
    assert set(zip(activities["activity"], activities["date"], strict=True)) == {("消防讲座", "2026-10-19")}


def test_a_text_that_is_longer_than_any_heading_is_none() -> None:
    assert heading_sense("业主" * 61) is None
