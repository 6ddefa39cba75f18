"""What takes the place of what: one rule for `--as-of` and for the forecast, on links and measures written by hand."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from socialgraph.models.completion.history import History
from socialgraph.schema.records import RECORDS
from socialgraph.town.history import known_on, takes_a_place

RUNS = {"": "", "run1": "2026-03-02", "run2": "2026-06-01", "run3": "2026-07-01"}
LINKS = [  # member, household, what brought it and what ended it
    ("p_a", "101", "run1", "run2"),
    ("p_b", "101", "run2", ""),
    ("p_c", "101", "run3", ""),
    ("p_d", "201", "run2", ""),
]
PLANS = [("m1", "101", "run1", "run2"), ("m2", "101", "run2", ""), ("m3", "101", "run3", ""), ("m4", "201", "run2", "")]
CASES = (("links", "member", LINKS), ("measures", "measure", PLANS))


def home(room: str) -> str:
    return f":1::{room}"


def versions(name: str, column: str, rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [
            {column: what, "household": home(room), "since_run": came, "retired_run": went}
            | {"since_on": RUNS[came], "retired_on": RUNS[went]}
            for what, room, came, went in rows
        ]
    )
    further = [column for column in RECORDS[name].columns if column not in frame]
    return frame.assign(**dict.fromkeys(further, ""))


@pytest.mark.parametrize(("name", "column", "rows"), CASES)
def test_another_member_or_plan_for_a_household_takes_the_place_of_the_one_that_its_load_ended(
    name: str, column: str, rows: list[tuple[str, str, str, str]]
) -> None:
    assert takes_a_place(name, versions(name, column, rows)).tolist() == [False, True, False, False]


@pytest.mark.parametrize(("name", "column", "rows"), CASES)
@pytest.mark.parametrize(
    ("on", "numbers"),
    [("2026-01-15", [0, 3]), ("2026-03-15", [0]), ("2026-06-15", [1, 3]), ("2026-07-15", [1, 2, 3])],
    ids=["before the first load, as first loaded", "first", "changed", "added"],
)
def test_links_and_measures_are_as_on_record_that_day(
    name: str, column: str, rows: list[tuple[str, str, str, str]], on: str, numbers: list[int]
) -> None:
    every = versions(name, column, rows)
    known = known_on({name: every}, dt.date.fromisoformat(on))
    shown = every[every["retired_run"] == ""] if known is None else known[name]
    assert shown[column].tolist() == [rows[number][0] for number in numbers]


def history(name: str, frame: pd.DataFrame) -> History:
    records = {table: pd.DataFrame(columns=list(record.columns), dtype=object) for table, record in RECORDS.items()}
    records["flats"] = pd.DataFrame(
        [
            {"flat": home(room), "stack_key": ":1:A:", "building": "1", "room": room, "floor": room[0], "stack": "A"}
            | {"stack_source": "drawing", "kind": "dwelling"}
            for room in ("101", "201")
        ]
    ).reindex(columns=list(RECORDS["flats"].columns), fill_value="")
    return History(records | {name: frame.assign(first_on=frame["since_on"])}, dt.date(2026, 11, 25))


@pytest.mark.parametrize("with_runs", [True, False], ids=["by run", "by day"])
@pytest.mark.parametrize(("name", "column", "rows"), CASES)
@pytest.mark.parametrize(("on", "count"), [("2026-01-15", 0), ("2026-03-15", 1), ("2026-06-15", 2), ("2026-07-15", 3)])
def test_a_forecast_counts_links_and_measures_from_their_load_on(
    name: str, column: str, rows: list[tuple[str, str, str, str]], on: str, count: int, with_runs: bool
) -> None:
    frame = versions(name, column, rows)
    if not with_runs:
        frame = frame.drop(columns=["since_run", "retired_run"])
    assert len(history(name, frame).known_on(dt.date.fromisoformat(on)).tables[name]) == count


def test_of_two_loads_on_one_day_only_the_one_that_ended_a_survey_takes_its_place() -> None:
    surveys = pd.DataFrame(
        [
            {"household": home(room), "respondent": "p", "asked_on": asked, "outcome": outcome}
            | {"since_run": came, "since_on": came[:10], "retired_run": went, "retired_on": went[:10]}
            for room, asked, outcome, came, went in [
                ("101", "2026-03-01", "named", "2026-03-02 a", "2026-06-01 a"),
                ("101", "2026-03-01", "nobody", "2026-06-01 a", ""),
                ("201", "2026-03-01", "named", "2026-03-02 a", "2026-06-01 a"),
                ("201", "2026-03-03", "nobody", "2026-06-01 b", ""),
            ]
        ]
    )
    surveys = surveys.reindex(columns=[*RECORDS["surveys"].columns, *surveys.columns[4:]], fill_value="")
    assert takes_a_place("surveys", surveys).tolist() == [False, True, False, False]
    town = history("surveys", surveys).known_on(dt.date(2026, 4, 1))
    households = [town.households.key.texts[place] for place in town.tables["surveys"]["household"]]
    assert sorted(households) == [home("101"), home("201"), home("201")]
