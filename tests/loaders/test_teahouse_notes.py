"""A nurse's and a tea round's sheets: pairs below no building, words asked then and then, neighbours' words noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.layout.forms.sign_in import activity_of
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.outcomes import survey_outcome

Sheets = Callable[..., Path]
Rows = Sequence[Sequence[str]]

LEDGER = [
    ["7号楼住户登记（2026年2月）"],
    ["单元", "房号", "户主", "电话", "房屋性质", "居住情况"],
    ["1", "101", "席木梳", "13900000001", "房改房", "自住"],
    ["1", "102", "柏竹匾", "13900000002", "房改房", "自住"],
    ["1", "201", "谈砚台", "13900000003", "商品房", "自住"],
    ["2", "101", "莫铜勺", "13900000004", "房改房", "自住"],
    ["2", "102", "路草帽", "13900000005", "直管公房", "女儿住（路小帽）"],
    ["2", "201", "季棉鞋", "13900000006", "商品房", "租给鞠棉靴了"],
]


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].fillna("").astype(str).to_numpy().tolist()))


@pytest.fixture
def read(write_xlsx: Sheets) -> Callable[..., Reading]:
    def read_sheets(**files: Rows | dict[str, Rows]) -> Reading:
        return read_paths([write_xlsx(sheets, name=f"{name}.xlsx") for name, sheets in files.items()])

    return read_sheets


WORDS = [
    ["日期", "谁", "门牌", "说的话"],
    ["3月4日", "席木梳", "7号楼1-101", "我没意见，啥时候来都行"],
    ["3月4日", "谈砚台", "7号楼1-201", "还没想好，怕要自己掏钱"],
    ["3月11日", "莫铜勺", "7号楼2-101", "同意"],
    ["3月11日", "鞠棉靴", "7号楼2-201", "不同意，怕灰"],
]
OFFERS = [
    ["门牌", "担心啥", "咱答应啥", "认不认"],
    ["1-101", "怕停水", "周日停水前送桶装水", "认"],
    ["1-201", "怕花钱", "写明不收钱", "认"],
    ["2-101", "怕灰", "挂帘子", "不认"],
]
TITLE = ["聊天时记的话（2026年3月）"]


def test_a_line_a_speaker_holds_words_of_households_and_no_visits(read: Callable[..., Reading]) -> None:
    reading = read(住户=LEDGER, 闲话={"话": [TITLE, *WORDS]})
    said = values(reading, "stances", "door", "room", "stance", "date")
    assert ("1", "101", "no_objection", "2026-03-04") in said
    assert ("1", "201", "hesitant", "2026-03-04") in said
    assert reading.tables["visits"].empty


def test_whoever_visits_several_flats_is_no_speaker(read: Callable[..., Reading]) -> None:
    rows = [[*row[:1], "席木梳", *row[2:]] for row in WORDS[1:]]
    reading = read(住户=LEDGER, 闲话={"话": [TITLE, WORDS[0], *rows]})
    assert reading.tables["stances"].empty


def test_who_speaks_by_name_is_the_occupant_where_a_sheet_names_them_so(read: Callable[..., Reading]) -> None:
    reading = read(住户=LEDGER, 闲话={"话": [TITLE, *WORDS]})
    assert ("2", "201", "occupant") in values(reading, "stances", "door", "room", "giver")
    assert ("2", "101", "owner") in values(reading, "stances", "door", "room", "giver")


def test_pairs_of_a_list_are_of_the_building_that_the_files_other_lists_name(read: Callable[..., Reading]) -> None:
    reading = read(住户=LEDGER, 闲话={"话": [TITLE, *WORDS], "答应": OFFERS})
    assert values(reading, "measures", "building", "door", "room") == [
        ("7", "1", "101"),
        ("7", "1", "201"),
        ("7", "2", "101"),
    ]


def test_pairs_stay_as_written_where_the_other_lists_name_two_buildings_with_such_flats(
    read: Callable[..., Reading],
) -> None:
    other = [[row[0], row[1][::-1], row[2].replace("7号楼", "9号楼"), row[3]] for row in WORDS[1:]]
    second = [["9号楼住户登记（2026年2月）"], LEDGER[1], *([*row[:2], row[2][::-1], *row[3:]] for row in LEDGER[2:])]
    reading = read(住户={"七": LEDGER, "九": second}, 闲话={"话": [TITLE, *WORDS, *other], "答应": OFFERS})
    assert not {building for (building,) in values(reading, "measures", "building")} & {"7", "9"}


ASKED = [
    ["7号楼户情 2026年春"],
    ["门牌", "户主", "手机", "2月问的（2/12）", "3月底问的（3/27）", "心结", "备注"],
    ["1-101", "席木梳", "", "犹豫", "不同意", "怕灰", ""],
    ["1-102", "柏竹匾", "", "犹豫", "口头同意", "怕花钱", ""],
    ["1-201", "谈砚台", "", "已签字", "", "", ""],
    ["2-101", "莫铜勺", "", "没意见", "已签字", "", ""],
]


def test_columns_of_when_everybody_was_asked_are_a_word_each_of_that_day(read: Callable[..., Reading]) -> None:
    said = values(read(户情=ASKED), "stances", "door", "room", "stance", "date")
    assert ("1", "102", "hesitant", "2026-02-12") in said
    assert ("1", "102", "verbal", "2026-03-27") in said
    assert [word for word in said if word[:2] == ("1", "201")] == [("1", "201", "signed", "2026-02-12")]


def test_reasons_behind_several_words_are_those_of_each_that_is_no_yes(read: Callable[..., Reading]) -> None:
    because = values(read(户情=ASKED), "stances", "door", "room", "stance", "reasons")
    assert [word for word in because if word[:2] == ("1", "101")] == [
        ("1", "101", "hesitant", "noise_dust_water"),
        ("1", "101", "refused", "noise_dust_water"),
    ]
    assert ("1", "102", "verbal", "") in because


QUESTIONS = [
    ["1、您的姓名", "2、楼栋", "3、单元", "4、房号", "5、您是", "6、是否同意更换立管", "7、您觉得谁来沟通比较放心"],
    ["席木梳", "7号楼", "1单元", "101", "房主", "同意", "莫铜勺"],
    ["柏竹匾", "7号楼", "1单元", "102", "房主", "不同意", "没有"],
    ["谈砚台", "7号楼", "1单元", "201", "房主", "同意", "莫铜勺"],
    ["路小帽", "7号楼", "2单元", "102", "家庭成员", "同意", "席木梳"],
    ["莫铜勺", "7号楼", "2单元", "101", "房主", "不同意", "都不要来"],
    ["季棉鞋", "7号楼", "2单元", "201", "房主", "同意", "王大妈"],
]


def test_whom_one_would_rather_have_come_is_nominated_at_the_home_that_lists_give(
    read: Callable[..., Reading],
) -> None:
    reading = read(住户=LEDGER, 问卷=QUESTIONS)
    assert values(reading, "ties", "ego_name", "alter_name", "alter_door", "alter_room", "kind") == [
        ("席木梳", "莫铜勺", "2", "101", "nominated"),
        ("谈砚台", "莫铜勺", "2", "101", "nominated"),
        ("路小帽", "席木梳", "1", "101", "nominated"),
    ]


def test_nobody_and_no_one_may_come_are_answers_to_that_question(read: Callable[..., Reading]) -> None:
    outcomes = values(read(住户=LEDGER, 问卷=QUESTIONS), "surveys", "room", "outcome")
    assert outcomes == [("101", "wants_nobody"), ("102", "named_nobody")]


def test_who_calls_themself_owner_of_a_public_flat_is_its_lessee(read: Callable[..., Reading]) -> None:
    ledger = [*LEDGER, ["2", "202", "龚陶罐", "13900000007", "直管公房", "自住"]]
    rows = [*QUESTIONS, ["龚陶罐", "7号楼", "2单元", "202", "房主", "同意", "没有"]]
    reading = read(住户=ledger, 问卷=rows)
    held = values(reading, "dossiers", "room", "owner_name", "public_lessee_name")
    assert ("202", "", "龚陶罐") in held


def test_a_list_of_those_who_came_is_one_of_an_activity(read: Callable[..., Reading]) -> None:
    came = [
        ["2026年3月8日7号楼院里种花 来的人"],
        ["姓名", "家", "干了啥"],
        ["席木梳", "1单元101", "松土"],
        ["谈砚台", "1单元201", "浇水"],
        ["莫铜勺", "2单元101", "搬花盆"],
    ]
    joined = values(read(住户={"登记": LEDGER, "种花": came}), "activities", "name", "date")
    assert joined == sorted([(name, "2026-03-08") for name in ("席木梳", "谈砚台", "莫铜勺")])


def test_those_who_did_not_come_are_no_name_of_an_activity() -> None:
    assert activity_of("3月8日院里种花 来的人") == "院里种花"


@pytest.mark.parametrize(
    ("vocabulary", "word", "code"),
    [
        ("stance", "不再劝了", "respected_refusal"),
        ("resident_role", "家庭成员", "family"),
        ("visit_result", "不让再去", "asked_to_stop"),
        ("visit_result", "更犟了", "hardened"),
        ("refusal_reason", "管线走位", "design"),
        ("refusal_reason", "取暖费", "unrelated_grievance"),
    ],
)
def test_a_nurses_word_means_what_she_means_by_it(vocabulary: str, word: str, code: str) -> None:
    assert Words().code(vocabulary, word) == code


def test_all_shall_stay_away_wants_nobody() -> None:
    assert survey_outcome("都不要来") == "wants_nobody"


def test_a_wish_behind_months_without_a_word_holds_the_household(read: Callable[..., Reading]) -> None:
    rows = [*ASKED, ["2-102", "路草帽", "", "", "", "别再来找我们了", ""]]
    assert ("2", "102") in values(read(户情=rows), "holds", "door", "room")
