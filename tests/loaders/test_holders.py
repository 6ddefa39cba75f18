"""Who holds a flat, where another sheet tells how it is owned; every expectation is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

Sheets = Callable[..., Path]
STANCES = [
    ["门牌", "承租人（私产填产权人）", "承租人（产权人）意见", "登记日期"],
    ["3-1-101", "席一", "签", "2025-04-02"],
    ["3-1-102", "席二", "不同意", "2025-04-03"],
    ["3-1-201", "席三", "考虑", "2025-04-03"],
]
HOMES = [
    ["门牌", "户主", "产权", "居住", "摸底日期"],
    ["3-1-101", "席一", "公房", "自住", "2025-03-01"],
    ["3-1-102", "席二", "房改", "自住", "2025-03-01"],
]
NAMES = ("room", "owner_name", "public_lessee_name", "tenant_name", "occupant_name")


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return list(load.tables[table][list(columns)].itertuples(index=False, name=None))


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_a_holder_is_lessee_or_owner_as_another_sheet_says_and_speaks_as_the_owner_in_any_case(
    order: str, write_xlsx: Sheets
) -> None:
    first, second = (STANCES, HOMES) if order == "ab" else (HOMES, STANCES)
    load = read_paths([write_xlsx(first, name="a.xlsx"), write_xlsx(second, name="b.xlsx")])
    assert rows(load, "stances", "room", "giver", "stance") == [
        ("101", "owner", "signed"),
        ("102", "owner", "refused"),
        ("201", "owner", "hesitant"),
    ]
    named = {row[0]: row[1:] for row in rows(load, "dossiers", *NAMES)}
    assert named["101"][:2] == ("", "席一")
    assert named["102"][:2] == ("席二", "")
    assert named["201"] == ("", "", "", "")
    unclear = load.quarantine[load.quarantine["reason"] == "ambiguous_lessee"]
    assert list(unclear["row"]) == ["4"]


def test_a_list_of_lessees_says_in_its_title_how_its_flats_are_owned(write_xlsx: Sheets) -> None:
    ledgers = {
        "直管": [
            ["槐里房管所  直管公房承租台账"],
            ["坐落", "承租人", "联系电话"],
            ["3号楼1门101号", "席一", "13900000001"],
        ],
        "自管": [
            ["单位自管公房（原第三毛巾厂产权，委托我所代管）承租台账"],
            ["坐落", "承租人", "联系电话"],
            ["5号楼1门101号", "席五", "13900000005"],
        ],
    }
    load = read_paths([write_xlsx(ledgers, name="公房台账.xlsx"), write_xlsx(HOMES, name="户.xlsx")])
    named = {row[:2]: row[2:] for row in rows(load, "dossiers", "building", *NAMES[:3], "ownership_type")}
    assert named["3", "101"] == ("", "席一", "public_direct")
    assert named["5", "101"] == ("", "席五", "public_unit")


def test_the_closer_word_for_public_housing_counts_and_a_family_in_the_flat_is_not_its_lessee(
    write_xlsx: Sheets,
) -> None:
    ledger = [["单位自管公房承租台账"], ["坐落", "承租人", "联系电话"], ["3号楼1门101号", "席九", "13900000001"]]
    homes = [HOMES[0], ["3-1-101", "席一", "公房", "家人住", "2025-03-01"]]
    load = read_paths([write_xlsx(ledger, name="台账.xlsx"), write_xlsx(homes, name="户.xlsx")])
    assert rows(load, "dossiers", *NAMES, "ownership_type") == [("101", "", "席九", "", "席一", "public_unit")]


def test_words_of_a_lessee_wait_for_the_ownership(write_xlsx: Sheets) -> None:
    said = [
        ["楼号", "单元", "房号", "承租人", "改造意见", "登记日期"],
        ["3", "1", "101", "席一", "同意", "2025-04-02"],
        ["3", "1", "102", "席六", "不同意", "2025-04-02"],
        ["3", "1", "201", "席七", "同意", "2025-04-02"],
    ]
    load = read_paths([write_xlsx(said, name="a.xlsx"), write_xlsx(HOMES, name="b.xlsx")])
    assert rows(load, "stances", "room", "giver", "stance") == [
        ("101", "owner", "verbal"),
        ("102", "occupant", "refused"),
    ]


def test_a_year_of_what_was_done_long_ago_is_not_that_of_the_days(write_xlsx: Sheets) -> None:
    said = [
        ["槐里3号楼换管意见（2025年；上水2016年换过，1986年建成）"],
        ["门牌", "产权人", "产权人意见", "登记日期"],
        ["3-1-101", "席一", "同意", "4.14"],
        ["3-1-102", "席二", "不同意", "4.15"],
    ]
    assert rows(read_paths([write_xlsx(said)]), "stances", "room", "date") == [
        ("101", "2025-04-14"),
        ("102", "2025-04-15"),
    ]


def test_a_year_in_which_something_is_asked_for_is_that_of_the_days(write_xlsx: Sheets) -> None:
    for title in ("2025年建议征询表", "2025年入住情况及意见"):
        said = [[title], ["门牌", "产权人", "产权人意见", "登记日期"], ["3-1-101", "席一", "同意", "4.14"]]
        assert rows(read_paths([write_xlsx(said)]), "stances", "room", "date") == [("101", "2025-04-14")], title


def test_a_log_that_tells_what_was_said_beside_its_result_is_a_log(write_xlsx: Sheets) -> None:
    log = [
        ["槐里换管走访工单（2025年）"],
        ["工单号", "日期", "门牌", "走访人", "方式", "谈的情况", "结果"],
        ["HG25-001", "4月8日", "3-1-402", "席一", "电话", "接了电话，同意换，字还没签", "同意了"],
        ["HG25-002", "4月10日", "3-1-301", "席一、席二", "入户", "上水当场签了，卫生间那根还是不同意", "松口"],
        ["HG25-003", "4月14日", "3-2-401", "席二", "入户", "还是那档子事，不同意换", "更僵了"],
        ["HG25-004", "4月18日", "5-1-501", "席二", "电话", "没人接", "没见着"],
    ]
    assert rows(read_paths([write_xlsx(log)]), "visits", "room", "visitors", "mode", "result") == [
        ("301", "席一|席二", "home", "softened"),
        ("402", "席一", "phone", "agreed"),
        ("401", "席二", "home", "hardened"),
        ("501", "席二", "phone", "no_contact"),
    ]


def test_the_head_beside_a_lessee_is_the_family_that_lives_there(write_xlsx: Sheets) -> None:
    homes = [["房号", "户主", "承租人", "产别", "居住情况"], ["3-1-102", "席米", "席缸", "直管公房", "家人住"]]
    assert rows(read_paths([write_xlsx(homes)]), "dossiers", *NAMES) == [("102", "", "席缸", "", "席米")]


@pytest.mark.parametrize(
    "heading", ["业主/租客", "租户或房东姓名", "业主（租客）", "户主/现住人", "产权人、使用人", "业主、租户姓名"]
)
def test_a_column_of_owners_or_tenants_names_the_owner_where_the_flat_is_not_let(
    heading: str, write_xlsx: Sheets
) -> None:
    sheet = [
        ["5号楼住户情况登记表"],
        ["单元", "室号", heading, "电话", "居住情况", "改管意见"],
        ["1", "101", "席一", "13900000001", "自住", "同意"],
        ["1", "102", "席二", "13900000002", "出租", "不同意"],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert rows(load, "dossiers", *NAMES) == [("101", "席一", "", "", ""), ("102", "", "", "", "席二")]


def test_a_tenant_in_a_column_of_householders_answers_for_those_who_live_there(write_xlsx: Sheets) -> None:
    sheet = [
        ["楼号", "门", "房号", "户主", "意见", "日期"],
        ["4", "1", "201", "席一", "同意", "2024-05-09"],
        ["4", "1", "203", "租户温二", "不同意", "2024-05-09"],
        ["4", "1", "303", "(不详)", "同意", "2024-05-09"],
    ]
    load = read_paths([write_xlsx(sheet)])
    assert rows(load, "stances", "room", "giver")[:2] == [("201", "owner"), ("203", "occupant")]
    assert rows(load, "dossiers", "room", "owner_name", "tenant_name") == [
        ("201", "席一", ""),
        ("203", "", "温二"),
        ("303", "", ""),
    ]
