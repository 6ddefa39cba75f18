"""Columns headed by who speaks, answers below an unknown heading, ticks, days and places; right values by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.layout.evidence import other_matter
from socialgraph.loaders.layout.explained.legends import read_legend
from socialgraph.loaders.values.scopes import parse_scope
from socialgraph.loaders.values.words.gone import says_person_gone
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.outcomes import survey_outcome
from socialgraph.loaders.values.words.speech.sayings import likely_meaning

Sheets = Callable[..., Path]


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].fillna("").astype(str).to_numpy().tolist()))


def test_columns_headed_by_owner_and_tenant_that_hold_stances_are_what_they_say(write_xlsx: Sheets) -> None:
    rows = [["序号", "房号", "姓名", "产权人", "租客", "原因"]]
    said = ("已签", "有条件", "不同意", "再想想", "已签")
    rows += [[str(n), f"3-1-{n}01", "甲一", word, "", ""] for n, word in enumerate(said, 1)]
    rows[2][4], rows[4][4] = "再想想", "不同意"
    reading = read_paths([write_xlsx(rows)])
    assert set(values(reading, "dossiers", "owner_name", "tenant_name")) == {("", "")}
    assert values(reading, "stances", "room", "giver", "stance") == [
        ("101", "owner", "signed"),
        ("201", "occupant", "hesitant"),
        ("201", "owner", "conditional"),
        ("301", "owner", "refused"),
        ("401", "occupant", "refused"),
        ("401", "owner", "hesitant"),
        ("501", "owner", "signed"),
    ]


def test_ticks_under_answers_are_stances_whatever_stands_above_them(write_xlsx: Sheets) -> None:
    top = ["房号", "房主", "改管想法", None, None, None, "日期"]
    answers = [None, None, "已签字", "有条件", "再想想", "不同意", None]
    ticks = ("√", "", "", ""), ("", "√", "", ""), ("", "", "√", ""), ("", "", "", "√"), ("√", "", "", "")
    rows = [[f"3-1-{n}01", "甲一", *ticked, "2024-10-21"] for n, ticked in enumerate(ticks, 1)]
    reading = read_paths([write_xlsx([top, answers, *rows], merges=["C1:F1", "A1:A2", "B1:B2", "G1:G2"])])
    assert [row[1] for row in values(reading, "stances", "room", "stance")] == [
        "signed",
        "conditional",
        "hesitant",
        "refused",
        "signed",
    ]


def test_where_ticks_stand_is_not_what_they_mean() -> None:
    assert read_legend("说明：特殊人群和改管意见打√；日期写月.日") == {}
    assert read_legend("同意打√，不同意打×") == {"√": "同意", "×": "不同意"}


def test_who_does_the_works_is_no_other_matter() -> None:
    assert other_matter("立管更换进度表\n施工单位：甲安装公司") == 0
    assert other_matter("工单登记") > 0


def test_a_heading_gives_the_year_of_the_days_below_it(write_xlsx: Sheets) -> None:
    rows = [["房号", "房主", "意见", "登记日期（2025年）"]]
    rows += [[f"3-1-{n}01", "甲一", "同意", f"3.{n + 10}"] for n in range(1, 6)]
    reading = read_paths([write_xlsx(rows)])
    assert values(reading, "stances", "room", "date")[0] == ("101", "2025-03-11")


@pytest.mark.parametrize(
    ("cell", "beside", "day"),
    [(11.4, 10.21, "2024-11-04"), (10.2, 10.21, ""), (10.2, "10.20", "2024-10-02"), (10.3, 10.21, "")],
)
def test_a_number_is_a_day_where_no_nought_can_have_been_lost(
    cell: float, beside: float | str, day: str, write_xlsx: Sheets
) -> None:
    rows = [["房号", "房主", "意见", "日期"], ["3-1-101", "甲一", "同意", cell], ["3-1-201", "乙一", "同意", beside]]
    reading = read_paths([write_xlsx([["改管意见（2024年）"], *rows])])
    assert values(reading, "stances", "room", "date")[0] == ("101", day)


def test_a_day_behind_the_occupants_words_is_the_day_of_these_words(write_xlsx: Sheets) -> None:
    rows = [["房号", "房主", "意见", "日期", "租户咋说"]]
    rows += [["3-1-101", "甲一", "已签字", "10.21", "同意10.22"], ["3-1-201", "乙一", "不同意", "10.21", ""]]
    reading = read_paths([write_xlsx([["改管意见（2024年）"], *rows])])
    assert values(reading, "stances", "room", "giver", "stance", "date") == [
        ("101", "occupant", "verbal", "2024-10-22"),
        ("101", "owner", "signed", "2024-10-21"),
        ("201", "owner", "refused", "2024-10-21"),
    ]


def test_whose_word_it_is_stands_in_a_column_of_identities_and_an_unknown_one_is_nobodys(write_xlsx: Sheets) -> None:
    rows = [["登记时间", "房屋地址", "身份", "是否同意更换"]]
    identities = ("房主", "实际居住人", "租户", "打麻将的", "公房承租人")
    rows += [[f"2024-11-{n + 10}", f"3-1-{n}01", who, "同意"] for n, who in enumerate(identities, 1)]
    assert values(read_paths([write_xlsx(rows)]), "stances", "room", "giver") == [
        ("101", "owner"),
        ("201", "occupant"),
        ("301", "occupant"),
        ("501", "owner"),
    ]


def test_buildings_of_lanes_are_told_by_numbers_beside_lists_of_rooms(write_xlsx: Sheets) -> None:
    risers = [["弄", "号", "立管编号", "种类", "串到的室", "备注"]]
    for lane, number in (("118弄", "3号"), ("118弄", "5号"), ("126弄", "3号")):
        risers += [[lane, number, code, "厨房下水", "101、201、301", ""] for code in ("C01", "C02")]
    works = [["弄、号", "立管编号", "种类", "进度", "完工日期"]]
    works += [["118弄3号", "C01", "厨房下水", "完工", "2025.6.20"], ["同上", "C02", "厨房下水", "未开工", ""]]
    works += [["126弄3号", "C01", "厨房下水", "施工中", ""]]
    reading = read_paths([write_xlsx({"立管对照": risers, "施工进度": works})])
    assert set(values(reading, "flats", "compound", "building")) == {("118弄", "3"), ("118弄", "5"), ("126弄", "3")}
    assert values(reading, "works", "compound", "building", "stack", "status") == [
        ("118弄", "3", "C01", "done"),
        ("118弄", "3", "C02", "not_started"),
        ("126弄", "3", "C01", "in_progress"),
    ]
    assert parse_scope("118弄3号", "") == ["3"]


def test_a_subtotal_may_have_a_word_between_its_figures(write_xlsx: Sheets) -> None:
    rows = [["序号", "号", "室", "姓名", "厨房下水", "卫生间下水", "上水"]]
    for number in ("3号", "5号"):
        rows += [["1", number, f"{n}01", "甲一", "同意", "同意", "不同意"] for n in range(1, 5)]
        rows += [[f"{number}小计", "12", "", "已签", "5", "4", "5"]]
    reading = read_paths([write_xlsx([["改管意见"], *rows])])
    assert len(reading.tables["stances"]) == 2 * 4 * 3
    assert set(values(reading, "stances", "building")) == {("3",), ("5",)}


def test_whoever_has_no_tick_was_not_there_and_a_label_names_the_activity(write_xlsx: Sheets) -> None:
    rows = [["活动签到表", "", "", ""], ["活动", "包粽子", "日期", "2025.5.30"], ["序号", "姓名", "房号", "来了打√"]]
    rows += [[str(n), name, f"3-1-{n}01", "" if n == 2 else "√"] for n, name in enumerate(("甲一", "乙一", "丙一"), 1)]
    rows += [["4", "丁一", "3-1-401", "√"]]
    reading = read_paths([write_xlsx(rows)])
    assert values(reading, "activities", "name", "activity", "date") == [
        ("丁一", "包粽子", "2025-05-30"),
        ("丙一", "包粽子", "2025-05-30"),
        ("甲一", "包粽子", "2025-05-30"),
    ]


def test_a_small_child_is_no_old_person() -> None:
    assert Words().many("household_flag", "3岁以下娃").codes == ("infant",)
    assert likely_meaning("household_flag", "5岁的娃") == ""


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("没有这样的人", "named_nobody"),
        ("没有，刚搬来谁都不认识", "named_nobody"),
        ("（拒填）", "declined"),
        ("不肯回答", "declined"),
        ("谁都别来劝我", "wants_nobody"),
        ("没有，除了对门", ""),
    ],
)
def test_answers_that_name_nobody_say_why(answer: str, outcome: str) -> None:
    assert survey_outcome(answer) == outcome


def test_roles_ticked_in_columns_of_their_own_are_all_read_beside_a_word(write_xlsx: Sheets) -> None:
    rows = [["党员", "姓名", "住址", "身份", "居民代表", "骨干", "愿意去说"]]
    rows += [["√", "甲一", "1-1-201", "楼长", "√", "", "√"], ["", "乙一", "1-1-301", "单元长", "", "√", ""]]
    rows += [["", "丙一", "1-1-401", "", "√", "", "×"], ["√", "丁一", "1-1-501", "", "", "", ""]]
    assert values(read_paths([write_xlsx({"名册": rows})]), "people", "name", "roles") == [
        ("丁一", "party_member"),
        ("丙一", "resident_rep"),
        ("乙一", "backbone|door_captain"),
        ("甲一", "building_captain|party_member|resident_rep"),
    ]


def test_whoever_works_here_and_lives_elsewhere_has_not_moved_away() -> None:
    assert not says_person_gone("社区干部，不住院里")
    assert says_person_gone("楼长，已不住本院")


def test_a_helper_named_alone_lives_where_the_roster_of_the_workbook_says(write_xlsx: Sheets) -> None:
    roster = [["姓名", "身份", "住址"], ["甲一", "党员", "1-1-201"], ["乙一", "志愿者", "2-1-301"]]
    roster += [["丙一", "党员", "1-1-401"], ["丙一", "志愿者", "2-1-401"]]
    links = [["联系人", "联系的户"], ["甲一", "1-1-301、302"], ["乙一", "2-1-101—103"], ["丙一", "2-1-502"]]
    reading = read_paths([write_xlsx({"名册": roster, "联系户": links})])
    assert values(reading, "links", "member_name", "member_building", "member_room", "building", "room") == [
        ("乙一", "2", "301", "2", "101"),
        ("乙一", "2", "301", "2", "102"),
        ("乙一", "2", "301", "2", "103"),
        ("甲一", "1", "201", "1", "301"),
        ("甲一", "1", "201", "1", "302"),
    ]


def test_beside_a_helper_named_alone_the_building_is_that_of_the_households(write_xlsx: Sheets) -> None:
    roster = [["姓名", "身份", "住址"], ["甲一", "党员", "118弄3号102室"], ["乙一", "志愿者", "126弄4号301室"]]
    links: list[list[str]] = [["联系户对照表"], ["序号", "联系人", "弄、号", "联系的室号", "户数"]]
    links += [["1", "甲一", "118弄3号", "201、302", "2"], ["2", "乙一", "126弄4号", "302", "1"]]
    links += [["3", "甲一", "118弄5号", "101—103", "3"], ["4", "乙一", "126弄4号", "401、402", "2"]]
    reading = read_paths([write_xlsx({"名册": roster, "联系户": links})])
    rooms: dict[str, list[str]] = {building: [] for (building,) in values(reading, "links", "building")}
    for building, room in values(reading, "links", "building", "room"):
        rooms[building].append(room)
    assert rooms == {"3": ["201", "302"], "4": ["302", "401", "402"], "5": ["101", "102", "103"]}
    assert set(values(reading, "links", "member_name", "member_building", "member_room")) == {
        ("甲一", "3", "102"),
        ("乙一", "4", "301"),
    }


def test_one_column_may_say_the_building_and_the_door_of_the_households(write_xlsx: Sheets) -> None:
    roster = [["姓名", "身份", "住址"], ["甲一", "党员", "1栋1单元102"], ["乙一", "志愿者", "2栋1单元301"]]
    links = [
        ["骨干联系户"],
        ["姓名", "楼栋/单元", "联系哪几户"],
        ["甲一", "1栋2单元", "201、302"],
        ["乙一", "2-1", "302"],
    ]
    reading = read_paths([write_xlsx({"名册": roster, "联系户": links})])
    assert values(reading, "links", "member_name", "building", "door", "room") == [
        ("乙一", "2", "1", "302"),
        ("甲一", "1", "2", "201"),
        ("甲一", "1", "2", "302"),
    ]


def test_a_captains_scope_may_name_the_compound() -> None:
    assert parse_scope("12院1栋", "") == ["1"]
    assert parse_scope("新风里3号楼1门", "") == ["3/1"]


def test_a_riser_of_all_floors_serves_the_rooms_that_the_others_of_its_building_list(write_xlsx: Sheets) -> None:
    rows = [["楼号", "立管编号", "种类", "串到的室"]]
    rows += [["3号楼", "C1", "厨房下水", "101、201"], ["3号楼", "C2", "厨房下水", "102、202、103、203"]]
    rows += [["5号楼", "C1", "厨房下水", "101、201、301"], ["3号楼", "S1", "上水", "各层01、02室"]]
    rows += [["5号楼", "S1", "上水", "全楼"]]
    reading = read_paths([write_xlsx({"立管对照": rows})])
    supply = [row[:2] for row in values(reading, "flats", "building", "room", "stack") if row[2] == "S1"]
    assert supply == [
        ("3", "101"),
        ("3", "102"),
        ("3", "201"),
        ("3", "202"),
        ("5", "101"),
        ("5", "201"),
        ("5", "301"),
    ]


def test_opinions_beside_a_column_of_riser_codes_are_words_on_the_works(write_xlsx: Sheets) -> None:
    heads = ["楼号", "单元", "房号", "户主", "厨房立管", "意见"]
    rows = [["5", "1", f"{floor}01", "测试甲", "KL-1", word] for floor, word in ((1, "同意"), (2, "犹豫"))]
    load = read_paths([write_xlsx([heads, *rows])])
    assert load.tables["stances"]["stance"].tolist() == ["verbal", "hesitant"]
    assert load.tables["flats"]["stack"].tolist() == ["KL-1", "KL-1"]


def test_answers_to_the_question_whom_one_trusts_are_read_under_headings_that_nobody_knows(write_xlsx: Sheets) -> None:
    rows = [["楼门房", "哪家人", "答的啥", "啥日子"]]
    answers = ("没想出谁", "谁也别来", "不愿说", "没有谁", "说不出来")
    rows += [
        [f"3-1-{floor}01", f"测试{n}", answer, "2024-05-06"]
        for floor, (n, answer) in enumerate(zip("甲乙丙丁戊", answers, strict=True), 1)
    ]
    reading = read_paths([write_xlsx(rows, name="问了没说出人的.xlsx")])
    assert values(reading, "surveys", "room", "outcome")[:3] == [
        ("101", "named_nobody"),
        ("201", "wants_nobody"),
        ("301", "declined"),
    ]
