"""A list that comes back filled in: visits, and words of that day, and nothing else."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from socialgraph.loaders import Reading, read_paths
from socialgraph.outputs.list_context import ListContext
from socialgraph.outputs.list_rows import build_rows
from socialgraph.outputs.lists import write_list

Fill = Callable[..., Reading]
# rows of the list: 1 consent of 5-2-302|303, 2 consent and access of 5-2-301, 3 access of 7-1204
VISIT = ["date", "building", "door", "room", "visitors", "mode", "result"]
STANCE = ["building", "door", "room", "pipe_kind", "giver", "stance", "reasons", "date"]


@pytest.fixture
def fill(
    tmp_path: Path, assignment: pd.DataFrame, town_frames: dict[str, pd.DataFrame], names: dict[str, str],
    context: ListContext,
) -> Fill:  # fmt: skip
    """Write the list, fill in cells (sheet, row number, heading → value), and read it back."""

    def filled(
        cells: dict[int, dict[str, Any]], *, sheet: str = "走访清单", then: Any = None, lang: str = "zh"
    ) -> Reading:
        path = tmp_path / "list.xlsx"
        rows = build_rows(assignment, town_frames, names, lang=lang)
        write_list(path, rows, dataclasses.replace(context, lang=lang))
        book = load_workbook(path)
        _write(book[sheet], cells)
        if then:
            _write(book["走访清单"], then)
        book.save(path)
        return read_paths([path])

    return filled


def _write(sheet: Any, cells: dict[int, dict[str, Any]]) -> None:
    columns = {cell.value: cell.column for cell in sheet[4]}
    lines = {str(row[0].value).rpartition("/")[2]: row[0].row for row in sheet.iter_rows(min_row=5)}
    for number, values in cells.items():
        for heading, value in values.items():
            sheet.cell(lines[str(number)], columns[heading]).value = value


def visits(load: Reading) -> list[list[str]]:
    return load.tables["visits"][VISIT].values.tolist()


def stances(load: Reading) -> list[list[str]]:
    return load.tables["stances"][STANCE].values.tolist()


def test_a_consent_is_a_visit_and_the_owners_word_of_that_day(fill: Fill) -> None:
    load = fill({1: {"结果": "做通", "意见": "已签字", "日期": dt.datetime(2026, 11, 28)}})
    assert visits(load) == [["2026-11-28", "5", "2", "302|303", "@L20261125-01/1", "", "agreed"]]
    assert stances(load) == [["5", "2", "302|303", "", "owner", "signed", "", "2026-11-28"]]
    assert load.quarantine.empty


def test_a_result_alone_is_never_consent(fill: Fill) -> None:
    load = fill({1: {"结果": "做通", "日期": "2026-11-28"}})
    assert len(visits(load)) == 1
    assert stances(load) == []


def test_an_empty_list_gives_nothing_and_says_which_rows_were_not_held(fill: Fill) -> None:
    load = fill({})
    assert visits(load) == stances(load) == []
    assert sorted(load.returned) == [("L20261125-01", row, False) for row in (1, 2, 3)]


def test_a_remark_alone_is_no_conversation_and_is_kept_nowhere(fill: Fill) -> None:
    load = fill({1: {"备注": "家里没人，周旁人说的"}})
    assert visits(load) == []
    assert "周旁人" not in "".join(str(table.values.tolist()) for table in load.tables.values())


def test_a_wish_to_be_left_alone_comes_back_as_such(fill: Fill) -> None:
    load = fill({2: {"结果": "不要再来", "日期": "2026-11-29"}})
    assert visits(load)[0][-1] == "asked_to_stop"


def test_a_wish_to_be_left_alone_is_kept_even_when_its_day_is_impossible(fill: Fill) -> None:
    load = fill({2: {"结果": "不要再来", "日期": "2026-02-30"}})
    assert visits(load) == [["", "5", "2", "301", "@L20261125-01/2", "", "asked_to_stop"]]
    assert load.quarantine["reason"].tolist() == ["bad_date"]


def test_access_is_the_occupants_word(fill: Fill) -> None:
    load = fill({2: {"意见": "不同意", "可入户": "是", "日期": "2026-11-29"}})
    assert sorted(stances(load)) == [
        ["5", "2", "301", "", "occupant", "verbal", "", "2026-11-29"],
        ["5", "2", "301", "", "owner", "refused", "", "2026-11-29"],
    ]


def test_where_access_alone_is_missing_the_word_is_the_occupants(fill: Fill) -> None:
    load = fill({3: {"意见": "不同意", "日期": "2026-11-29"}})
    assert stances(load) == [["7", "", "1204", "", "occupant", "refused", "", "2026-11-29"]]


def test_two_words_of_an_occupant_that_contradict_each_other_are_both_set_aside(fill: Fill) -> None:
    load = fill({3: {"意见": "口头同意", "可入户": "否", "日期": "2026-11-29"}})
    assert stances(load) == []
    assert load.quarantine["reason"].tolist() == ["conflicting_words"]
    assert len(visits(load)) == 1


def test_without_a_day_the_day_of_the_list_counts(fill: Fill) -> None:
    assert visits(fill({1: {"结果": "没变化"}}))[0][0] == "2026-11-25"


def test_a_day_before_the_list_was_made_is_no_day_of_its_talk(fill: Fill) -> None:
    load = fill({1: {"结果": "做通", "意见": "已签字", "日期": "2025-11-28"}})
    assert visits(load) == stances(load) == []
    assert load.quarantine["reason"].tolist() == ["bad_date"]


def test_an_unknown_word_is_quarantined_and_the_rest_of_the_row_counts(fill: Fill) -> None:
    load = fill({1: {"结果": "聊得还行", "意见": "犹豫", "日期": "2026-11-28"}})
    assert visits(load)[0][-1] == ""
    assert stances(load)[0][5] == "hesitant"
    assert load.quarantine[["column", "reason"]].values.tolist() == [["结果", "unknown_value"]]


def test_the_printed_sheet_may_be_filled_in_instead(fill: Fill) -> None:
    load = fill({1: {"结果": "做通", "意见": "口头同意", "日期": "2026-11-28"}}, sheet="按志愿者打印")
    assert visits(load) == [["2026-11-28", "5", "2", "302|303", "@L20261125-01/1", "", "agreed"]]
    assert stances(load) == [["5", "2", "302|303", "", "owner", "verbal", "", "2026-11-28"]]
    assert sorted(load.returned) == [("L20261125-01", 1, True), ("L20261125-01", 2, False), ("L20261125-01", 3, False)]


def test_a_row_filled_in_on_both_sheets_counts_once_as_the_first_says(fill: Fill) -> None:
    printed, first = {"结果": "没变化", "日期": "2026-11-28"}, {"结果": "态度缓和", "日期": "2026-11-29"}
    load = fill({1: printed}, sheet="按志愿者打印", then={1: first})
    assert [(row[0], row[-1]) for row in visits(load)] == [("2026-11-29", "softened")]


@pytest.mark.parametrize("other", ["态度缓和", "无人"])
@pytest.mark.parametrize("wish", ["不要再来", "住户说以后别来了"])
def test_a_wish_on_either_sheet_stays_whatever_the_other_says(fill: Fill, wish: str, other: str) -> None:
    load = fill({1: {"结果": wish}}, sheet="按志愿者打印", then={1: {"结果": other}})
    is_stopped = "asked_to_stop" in {visit[-1] for visit in visits(load)}
    assert is_stopped or load.tables["holds"]["room"].tolist() == ["302|303"]


@pytest.mark.parametrize("heading", ["还缺什么", "备注"])
def test_a_wish_in_any_column_of_the_list_holds_its_household(fill: Fill, heading: str) -> None:
    load = fill({1: {heading: "请不要再上门", "结果": "未表态"}})
    assert load.tables["holds"]["room"].tolist() == ["302|303"]


def test_a_wish_on_a_sheet_that_is_only_to_be_looked_at_holds_too(fill: Fill, tmp_path: Path) -> None:
    fill({})
    book = load_workbook(tmp_path / "list.xlsx")
    book["规则与申诉"]["A30"] = "5-2-301说以后别再来了"
    book.save(tmp_path / "list.xlsx")
    assert read_paths([tmp_path / "list.xlsx"]).tables["holds"]["room"].tolist() == ["301"]


def test_a_row_that_came_back_blank_takes_nothing_away_that_another_copy_said(fill: Fill) -> None:
    assert not [source for source in fill({}).sources if "::L" in source]
    load = fill({1: {"结果": "未表态"}, 2: {"备注": "请别再上门"}})
    spoken = {source.rpartition("/")[2] for source in load.sources if "::L" in source}
    assert spoken == {"1", "2"}


def test_an_english_list_comes_back_too(fill: Fill) -> None:
    cells = {
        "Result": "Agreed",
        "Their word": "Agrees on a condition",
        "Lets workers in": "Yes",
        "Date held": "2026-11-28",
    }
    load = fill({2: cells}, sheet="Conversations", lang="en")
    assert visits(load)[0][-1] == "agreed"
    assert {(row[4], row[5]) for row in stances(load)} == {("owner", "conditional"), ("occupant", "verbal")}


def test_a_filled_row_whose_number_was_overwritten_is_not_guessed(fill: Fill) -> None:
    load = fill({1: {"结果": "做通", "日期": "2026-11-28", "名单编号": "一号"}})
    assert visits(load) == []
    assert load.quarantine["reason"].tolist() == ["bad_list_row"]


def test_the_rules_sheet_is_no_data_and_no_complaint(fill: Fill) -> None:
    load = fill({1: {"结果": "做通"}})
    assert [report.kind for report in load.reports][:2] == ["returned_list", "returned_list"]
    assert load.quarantine.empty


@pytest.mark.parametrize(("lang", "sheet"), [("zh", "走访清单"), ("en", "Conversations")])
def test_every_heading_of_our_own_list_is_known(fill: Fill, lang: str, sheet: str) -> None:
    report = next(report for report in fill({}, sheet=sheet, lang=lang).reports if report.sheet == sheet)
    assert set(report.columns_dropped) <= {"备注", "Remark"}
    assert not [message for message in map(str, report.notes) if "twice" in message or "重复" in message]


RESULTS = {
    "做通": "agreed",
    "态度缓和": "softened",
    "没变化": "unchanged",
    "无人": "no_contact",
    "不要再来": "asked_to_stop",
}
WORDS = {
    "已签字": "signed",
    "口头同意": "verbal",
    "犹豫": "hesitant",
    "不同意": "refused",
    "尊重不改": "respected_refusal",
}
ACCESS = {"是": "verbal", "否": "refused"}
HOMES = {1: ("5", "2", "302|303"), 2: ("5", "2", "301"), 3: ("7", "", "1204")}
filled_row = st.fixed_dictionaries(
    {},
    optional={
        "结果": st.sampled_from(list(RESULTS)),
        "意见": st.sampled_from(list(WORDS)),
        "可入户": st.sampled_from(list(ACCESS)),
        "日期": st.dates(dt.date(2026, 11, 25), dt.date(2026, 12, 24)).map(str),
        "备注": st.just("随手记的话"),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(cells=st.fixed_dictionaries({1: filled_row, 2: filled_row, 3: filled_row}))
def test_however_a_list_is_filled_in_its_visits_and_words_are_these_and_no_others(
    cells: dict[int, dict[str, str]], fill: Fill
) -> None:
    load = fill(cells)
    wanted_visits, wanted_words = [], set()
    for number, row in cells.items():
        if not row.keys() - {"备注"}:
            continue
        day = row.get("日期", "2026-11-25")
        wanted_visits.append([day, *HOMES[number], f"@L20261125-01/{number}", "", RESULTS.get(row.get("结果"), "")])
        stance, access = WORDS.get(row.get("意见")), ACCESS.get(row.get("可入户"))
        if number == 3 and stance and access and stance != access:
            continue  # the occupant's two words contradict each other
        if stance:
            wanted_words.add((*HOMES[number], "", "occupant" if number == 3 else "owner", stance, "", day))
        if access:
            wanted_words.add((*HOMES[number], "", "occupant", access, "", day))
    assert sorted(visits(load)) == sorted(wanted_visits)
    assert sorted(map(tuple, stances(load))) == sorted(wanted_words)
    filled_rows = {row for row, values in cells.items() if values.keys() - {"备注"}}
    assert {row for _, row, was_held in load.returned if was_held} == filled_rows
