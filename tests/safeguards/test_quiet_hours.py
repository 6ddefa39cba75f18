"""Safeguard: from 20:00 to 08:00 nobody is contacted: no list and no appointment falls into these hours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from socialgraph.office.session import opened_store
from socialgraph.project.settings import Project
from socialgraph.reach.quiet_hours import first_contact_day, have_permitted_hours

TODAY = dt.date(2026, 11, 25)
LOCAL = ZoneInfo("Asia/Shanghai")


def at_hour(hour: int) -> dt.datetime:
    return dt.datetime.combine(dt.datetime.now(LOCAL).date(), dt.time(hour, 5), LOCAL)


@pytest.mark.parametrize(("hour", "days_later"), [(7, 0), (19, 0), (20, 1), (23, 1)])
def test_a_list_made_after_eight_in_the_evening_permits_nothing_before_tomorrow(
    office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hour: int, days_later: int
) -> None:
    now = at_hour(hour)
    monkeypatch.setattr(Project, "now", lambda _: now)
    made = office.run("export", "--confirmed-by", "测试书记", "--out", tmp_path / "out")
    assert made.exit_code == 0, made.output
    (path,) = (tmp_path / "out").glob("*.xlsx")
    day = (now.date() + dt.timedelta(days_later)).isoformat()
    with opened_store(office.project) as store:
        given_out = store.read(["assignments"])["assignments"]
    cells = {str(cell)[:10] for sheet in load_workbook(path) for row in sheet.values for cell in row if cell}
    assert (set(given_out["not_before"]), day in cells) == ({day}, True)


@pytest.mark.parametrize(
    ("hours", "planned"),
    [(("09:00", "11:00"), True), (("19:00", "21:00"), True), (("20:00", "22:00"), False), (("22:00", "06:00"), False)],
)
def test_no_appointment_is_planned_on_a_window_that_lies_in_the_quiet_hours(
    tables: Any, at: Any, town_of: Any, hours: tuple[str, str], planned: bool
) -> None:
    from socialgraph.assignment.plan import assign
    from socialgraph.assignment.tables import plan_table
    from socialgraph.schema.policy import DEFAULT_POLICY

    tables["stances"] = [row for row in tables["stances"] if row["room"] != "201"]
    tables["stances"].append(at("201") | {"giver": "owner", "stance": "signed", "date": "2026-10-01"})
    tables["dossiers"][1] |= {"occupancy": "rented", "tenant_name": "租201"}
    tables["access_windows"] = [at("201") | {"date": "2026-12-03", "from": hours[0], "to": hours[1]}]
    plan = plan_table(assign(town_of(tables), as_of=TODAY, policy=DEFAULT_POLICY, today=TODAY))
    row = plan[plan["flat"] == "1-201"].iloc[0]
    assert (row["step"], str(row["not_before"]) == "2026-12-03") == ("book_access", planned)


def test_every_hour_of_a_window_is_looked_at() -> None:
    quarters = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(0, 24 * 60, 30)]
    wrong = []
    for begin in range(48):
        for length in range(1, 48):
            slots = {(begin + step) % 48 for step in range(length)}
            by_day = any(16 <= slot < 40 for slot in slots)
            window = [quarters[begin]], [quarters[(begin + length) % 48]]
            if bool(have_permitted_hours(*window)[0]) != by_day:
                wrong.append(window)
    assert wrong == []


def test_the_evening_begins_in_the_time_zone_of_the_project() -> None:
    assert first_contact_day(dt.datetime(2026, 11, 25, 12, 30, tzinfo=dt.UTC).astimezone(LOCAL)) == dt.date(
        2026, 11, 26
    )
