"""Dates, phones, names and scopes as offices write them; worked out by hand."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.loaders.parsers.visits import visitors_of
from socialgraph.loaders.values.dates import older_first, parse_date
from socialgraph.loaders.values.names import name_and_address, parse_name
from socialgraph.loaders.values.phones import parse_phones
from socialgraph.loaders.values.scopes import parse_scope


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026.10.7", "2026-10-07"),
        ("2026/10/7", "2026-10-07"),
        ("20250710", "2025-07-10"),
        ("2026年9月7日上午", "2026-09-07"),
        ("2026-10-08 14:30:05", "2026-10-08"),
        ("二〇二六年八月一日", "2026-08-01"),
        ("46267", "2026-09-02"),
        ("45292", "2024-01-01"),
        ("46267.5", "2026-09-02"),
        ("26年9月", "2026-09"),
        ("2026年10月", "2026-10"),
        ("2023.5", "2023-05"),
        ("202608", "2026-08"),
        ("2026年8月上旬", "2026-08"),
        ("23年", "2023"),
        ("98年", "1998"),
        ("2025年", "2025"),
        ("2025", "2025"),
        ("", ""),
    ],
)
def test_a_date_is_kept_as_precise_as_it_is(written: str, date: str) -> None:
    assert parse_date(written) == date


@pytest.mark.parametrize(
    "written", ["2026年2月30日", "腊月", "前几天", "忘了", "9月8日", "近两年", "13月", "99999", "去年"]
)
def test_an_impossible_or_vague_date_is_none(written: str) -> None:
    assert parse_date(written) is None


def test_last_year_counts_from_the_survey_date() -> None:
    assert parse_date("去年", "2026-09-30") == "2025"
    assert parse_date("去年5月", "2026-09-30") == "2025-05"


@given(st.dates(datetime.date(1960, 1, 1), datetime.date(2090, 12, 31)))
def test_a_date_is_read_back_in_every_form(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        str(serial),
    ]
    assert {parse_date(form) for form in forms} == {day.isoformat()}


def test_an_undated_word_is_the_oldest_and_a_month_is_its_first_day() -> None:
    dates = ["2026-08-01", "", "2026", "2026-08", "2026-07-31"]
    assert sorted(dates, key=older_first) == ["", "2026", "2026-07-31", "2026-08-01", "2026-08"]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("13900005501", ["13900005501"]),
        ("13900005502.0", ["13900005502"]),
        ("13900005503/13800005504", ["13900005503", "13800005504"]),
        ("13800001187;13900003349", ["13800001187", "13900003349"]),
        ("13900005501 13900005502", ["13900005501", "13900005502"]),
        ("139-0000-5505", ["13900005505"]),
        ("139 0000 5505", ["13900005505"]),
        ("１３９００００５５０６", ["13900005506"]),
        ("+86 13900005501", ["13900005501"]),
        ("13900005501(女儿)", ["13900005501"]),
        ("1.3900005501E10", ["13900005501"]),
        ("010-66001234", ["01066001234"]),
    ],
)
def test_phones_are_repaired_where_nothing_is_guessed(written: str, numbers: list[str]) -> None:
    assert list(parse_phones(written).numbers) == numbers


@pytest.mark.parametrize("written", ["1.39E+10", "1390000550", "无", "-", "139000055011"])
def test_a_phone_that_lost_digits_is_rejected(written: str) -> None:
    assert parse_phones(written).numbers == ()
    assert parse_phones(written).rejected


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" 方玉珍\xa0", "方玉珍"),
        ("张 三", "张三"),
        ("nan", "nan"),
        ("None", "None"),
        ("null", "null"),
        ("𠮷甲", "𠮷甲"),
        ("李四（租户）", "李四"),
        ("张三、李四", "张三|李四"),
        ("-", ""),
    ],
)
def test_a_name_is_kept_as_written_without_padding(written: str, name: str) -> None:
    assert parse_name(written).text == name


@pytest.mark.parametrize("written", ["王德贵(已故)", "王德贵（已搬走）", "王德贵 去世"])
def test_a_mark_of_death_or_moving_is_seen(written: str) -> None:
    assert parse_name(written).gone


@pytest.mark.parametrize("written", ["张?", "□明", "王\ufffd", "陈\ue001"])
def test_a_damaged_name_is_no_name(written: str) -> None:
    assert parse_name(written).damaged
    assert parse_name(written).text == ""


def test_a_name_may_carry_its_address() -> None:
    assert name_and_address("张伟(1-2-402)") == ("张伟", "1-2-402")
    assert name_and_address("张伟（1号楼2门402）") == ("张伟", "1号楼2门402")
    assert name_and_address("张伟") == ("张伟", "")


def test_visitors_are_split_but_a_padded_name_is_not() -> None:
    assert visitors_of("王书记、小李") == ["王书记", "小李"]
    assert visitors_of("李师傅 周敏") == ["李师傅", "周敏"]
    assert visitors_of("张 三、李 四") == ["张三", "李四"]
    assert visitors_of("王涛(1-4-301)、小李") == ["王涛(1-4-301)", "小李"]


@pytest.mark.parametrize(
    ("written", "scope"),
    [
        ("5号楼1-3门", ["5/1", "5/2", "5/3"]),
        ("一至三门", ["9/1", "9/2", "9/3"]),
        ("7号楼4、5单元", ["7/4", "7/5"]),
        ("全楼", ["9"]),
        ("2号楼全楼", ["2"]),
        ("3号楼", ["3"]),
        ("5号楼1门;6号楼全楼", ["5/1", "6"]),
        ("5号楼1门、6号楼2门", ["5/1", "6/2"]),
        ("附近几户", None),
    ],
)
def test_a_captains_scope(written: str, scope: list[str] | None) -> None:
    assert parse_scope(written, "9") == scope


def test_doors_of_no_known_building_are_not_guessed() -> None:
    assert parse_scope("一至三门", "") is None
