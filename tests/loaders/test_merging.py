"""Rows of many sheets become one row a thing; every expectation is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]
SURVEY = ["小区", "楼号", "单元", "房号", "产权人", "联系电话", "意见", "摸排日期"]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return list(load.tables[table][list(columns)].itertuples(index=False, name=None))


def test_what_the_later_survey_leaves_blank_stays_from_the_earlier(write_xlsx: WriteXlsx) -> None:
    old = write_xlsx([SURVEY, ["槐里", "5", "1", "201", "甲", "13900000001", "同意", "2026-06-01"]], name="a.xlsx")
    new = write_xlsx([SURVEY, ["槐里", "5", "1", "201", "乙", None, None, "2026-09-01"]], name="b.xlsx")
    load = read_paths([new, old])
    assert rows(load, "dossiers", "owner_name", "phone", "survey_date") == [("乙", "13900000001", "2026-09-01")]


def test_two_owners_of_one_sheet_and_day_are_both_kept(write_xlsx: WriteXlsx) -> None:
    lines = [
        ["槐里", "5", "1", "201", name, phone, "同意", "2026-06-01"]
        for name, phone in (("甲", "13900000001"), ("乙", "13900000002"))
    ]
    load = read_paths([write_xlsx([SURVEY, *lines])])
    assert rows(load, "dossiers", "owner_name", "phone") == [("甲|乙", "13900000001|13900000002")]
    assert len(load.tables["stances"]) == 1


def test_words_of_one_day_keep_the_order_of_the_sheet(write_xlsx: WriteXlsx) -> None:
    lines = [["槐里", "5", "1", "201", "甲", None, word, "2026-06-01"] for word in ("已签", "反悔")]
    assert rows(read_paths([write_xlsx([SURVEY, *lines])]), "stances", "stance") == [("signed",), ("reversed",)]


def test_two_spellings_of_a_compound_are_one(write_xlsx: WriteXlsx) -> None:
    lines = [
        [name, "5", "1", room, "甲", None, "同意", None]
        for name, room in (("槐里", "101"), ("槐里小区", "201"), ("槐里", "301"))
    ]
    assert set(rows(read_paths([write_xlsx([SURVEY, *lines])]), "flats", "compound")) == {("槐里",)}


def test_with_two_compounds_a_row_that_names_none_is_a_finding(write_xlsx: WriteXlsx) -> None:
    lines = [[name, "5", "1", "101", "甲", None, "同意", None] for name in ("槐里", "柳里", None)]
    load = read_paths([write_xlsx([SURVEY, *lines])])
    assert rows(load, "flats", "compound") == [("柳里",), ("槐里",)]
    assert list(load.quarantine[["row", "reason"]].itertuples(index=False, name=None)) == [("4", "missing_compound")]


def test_a_person_of_two_rosters_is_one_with_the_newest_willingness(write_xlsx: WriteXlsx) -> None:
    head = ["姓名", "身份", "住址", "是否愿意参与", "登记日期", "可联系户数"]
    old = write_xlsx([head, ["席一", "楼门长", "5-1-201", "是", "2026-03-01", 3]], name="a.xlsx")
    new = write_xlsx([head, ["席一", "志愿者", "5号楼1门201", "否", "2026-09-01", None]], name="b.xlsx")
    load = read_paths([new, old])
    assert rows(load, "people", "roles", "willing", "willing_on", "capacity") == [
        ("door_captain|volunteer", "false", "2026-09-01", "3")
    ]


def test_a_tower_whose_register_has_no_doors_keeps_none(write_xlsx: WriteXlsx) -> None:
    register = write_xlsx([SURVEY, ["槐里", "4", None, "1201", "甲", None, "同意", None]], name="a.xlsx")
    visits = write_xlsx(
        [
            ["走访日期", "楼号", "单元", "房号", "走访人", "结果"],
            ["2026-05-03", "4", "1", "903", "小李", "同意"],
            ["2026-05-03", "4", None, "1201", "小李", "同意"],
        ],
        name="b.xlsx",
    )
    assert ("", "1201") in rows(read_paths([register, visits]), "visits", "door", "room")


def test_a_stop_is_kept_though_a_later_survey_says_no(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "产权人", "免打扰", "摸排日期"]
    path = write_xlsx([head, ["5", "1", "201", "甲", "是", "2026-06-01"], ["5", "1", "201", "甲", "否", "2026-09-01"]])
    assert rows(read_paths([path]), "dossiers", "do_not_contact", "do_not_contact_on") == [("true", "2026-06-01")]


def test_reasons_go_to_the_refused_pipe_only(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "上水意见", "下水意见", "不同意原因"]
    load = read_paths([write_xlsx([head, ["5", "1", "201", "同意", "不同意", "怕漏水"]])])
    assert dict(rows(load, "stances", "pipe_kind", "reasons")) == {
        "supply": "",
        "sewage_kitchen": "quality_distrust",
        "sewage_bath": "quality_distrust",
    }


def test_a_signature_makes_a_spoken_yes_a_signed_one_and_lifts_no_refusal(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "意见", "是否签字", "签字日期", "摸排日期"]
    lines = [
        ["5", "1", "201", "同意", "是", "2026-07-01", "2026-06-01"],
        ["5", "1", "301", "不同意", "是", None, "2026-06-01"],
        ["5", "1", "401", "同意", "未签", None, "2026-06-01"],
    ]
    assert rows(read_paths([write_xlsx([head, *lines])]), "stances", "room", "stance", "date") == [
        ("201", "signed", "2026-07-01"),
        ("301", "refused", "2026-06-01"),
        ("401", "verbal", "2026-06-01"),
    ]


def test_access_is_the_occupants_word(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "产权人", "意见", "是否可入户"]
    load = read_paths([write_xlsx([head, ["5", "1", "201", "甲", "不同意", "是"]])])
    assert set(rows(load, "stances", "giver", "stance")) == {("owner", "refused"), ("occupant", "verbal")}


def test_a_tenant_who_answered_speaks_for_the_occupant(write_xlsx: WriteXlsx) -> None:
    head = ["楼号", "单元", "房号", "产权人", "意见", "被访人"]
    load = read_paths(
        [write_xlsx([head, ["5", "1", "201", "甲", "同意", "租户"], ["5", "1", "301", "乙", "同意", "乙"]])]
    )
    assert rows(load, "stances", "room", "giver") == [("201", "occupant"), ("301", "owner")]


def test_several_assigned_households_stand_in_one_cell(write_xlsx: WriteXlsx) -> None:
    head = ["姓名", "家庭住址", "党员联系户"]
    load = read_paths([write_xlsx([head, ["席一", "2-1-401", "2-1-203、2-1-502、603、后院"]])])
    assert [room for (room,) in rows(load, "links", "room")] == ["203", "502", "603"]
    assert list(load.quarantine["reason"]) == ["bad_address"]


def test_a_tie_needs_two_addresses_and_a_known_kind(write_xlsx: WriteXlsx) -> None:
    head = ["提名人", "被提名人", "关系", "亲密程度"]
    lines = [
        ["甲(1-1-101)", "乙(1-1-102)", "留钥匙", "铁"],
        ["甲(1-1-101)", "丙", "邻居", "熟"],
        ["甲(1-1-101)", "乙(1-1-102)", "老乡", "熟"],
        ["甲(1-1-101)", "乙(1-1-102)", None, "熟"],
    ]
    load = read_paths([write_xlsx([head, *lines])])
    assert rows(load, "ties", "kind", "strength") == [("key_holding", "3")]
    assert list(load.quarantine["reason"]) == ["name_only", "unknown_tie_kind", "unknown_tie_kind"]


def test_every_dated_word_of_one_person_on_helping_is_kept_with_its_day(write_xlsx: WriteXlsx) -> None:
    head = ["姓名", "身份", "住址", "是否愿意参与", "登记日期"]
    words = [("是", "2026-01-05"), ("否", "2026-03-01"), ("是", "2026-06-01")]
    book = write_xlsx([head, *(["席一", "志愿者", "5-1-201", *word] for word in words)])
    assert rows(read_paths([book]), "people", "willing", "willing_on", "opted_in_on", "opted_out_on") == [
        ("true", "2026-06-01", "2026-01-05|2026-06-01", "2026-03-01")
    ]
