"""The contact budget of a household, by hand and as a property over random logs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialgraph.reach.contacts import contact_budget
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town

Make = Callable[..., Town]
Rows = Callable[..., list[dict[str, str]]]
TODAY = dt.date(2026, 11, 25)
HOME = {"building": "1", "room": "101"}


def _visits(*days_ago: int) -> list[dict[str, str]]:
    return [HOME | {"date": (TODAY - dt.timedelta(days)).isoformat(), "visitors": ""} for days in days_ago]


def _budget(town: Town, today: dt.date = TODAY) -> tuple[bool, str]:
    budget = contact_budget(town, today=today, policy=Policy())
    return bool(budget.used_up[0]), str(budget.not_before[0])


@pytest.mark.parametrize(
    ("days_ago", "used_up", "not_before"),
    [
        ((), False, "2026-11-25"),
        ((3,), False, "2026-11-29"),
        ((7,), False, "2026-11-25"),
        ((10, 29), True, "2026-11-25"),
        ((10, 30), False, "2026-11-25"),
        ((2, 2), False, "2026-11-30"),  # two teams on one day are one contact
        ((2, 40, 50), False, "2026-11-30"),
    ],
)
def test_two_contacts_in_thirty_days_and_seven_days_between(
    town_of: Make, register: Rows, days_ago: tuple[int, ...], used_up: bool, not_before: str
) -> None:
    assert _budget(town_of(flats=register("101"), visits=_visits(*days_ago))) == (used_up, not_before)


def test_an_undated_visit_is_in_no_window(town_of: Make, register: Rows) -> None:
    assert _budget(town_of(flats=register("101"), visits=[HOME | {"date": "", "visitors": ""}])) == (
        False,
        "2026-11-25",
    )


@pytest.mark.parametrize(("said_on", "used_up"), [("2026-08-28", True), ("2026-08-27", False), (".", False)])
def test_who_declined_contact_stands_in_no_list_for_ninety_days(
    town_of: Make, register: Rows, word_rows: Rows, said_on: str, used_up: bool
) -> None:
    words = word_rows(f"101 owner . declined_contact {said_on}")
    assert _budget(town_of(flats=register("101"), stances=words))[0] is used_up


@pytest.mark.parametrize(
    ("state", "expires_on", "used_up"),
    [("open", "2026-12-20", True), ("open", "2026-11-24", False), ("held", "2026-12-20", False)],
)
def test_a_household_on_an_open_list_is_in_no_second_one(
    town_of: Make, register: Rows, state: str, expires_on: str, used_up: bool
) -> None:
    listed = [HOME | {"export_id": "L1", "row_no": "1", "state": state, "expires_on": expires_on}]
    assert _budget(town_of(flats=register("101"), assignments=listed))[0] is used_up


@pytest.mark.parametrize(
    ("flags", "consent_on", "not_before"),
    [
        ("exam_candidate", "2026-01-01", "2026-07-01"),
        ("exam_candidate", "", "2026-06-01"),  # a flag without dated consent is not used
        ("elderly|exam_candidate", "2026-01-01", "2026-07-01"),
        ("elderly", "2026-01-01", "2026-06-01"),
    ],
)
def test_there_are_no_talks_in_examination_weeks(
    town_of: Make, register: Rows, flags: str, consent_on: str, not_before: str
) -> None:
    dossiers = [HOME | {"flags": flags, "flags_consent_on": consent_on}]
    assert _budget(town_of(flats=register("101"), dossiers=dossiers), dt.date(2026, 6, 1)) == (False, not_before)


def test_illness_makes_the_days_between_longer(town_of: Make, register: Rows) -> None:
    dossiers = [HOME | {"flags": "seriously_ill", "flags_consent_on": "2026-01-01"}]
    assert _budget(town_of(flats=register("101"), dossiers=dossiers, visits=_visits(3))) == (False, "2026-12-06")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days_ago=st.lists(st.integers(0, 60), max_size=6))
def test_a_proposed_day_never_breaks_the_budget(town_of: Make, register: Rows, days_ago: list[int]) -> None:
    used_up, not_before = _budget(town_of(flats=register("101"), visits=_visits(*days_ago)))
    if not used_up:
        proposed = dt.date.fromisoformat(not_before)
        contacts = {TODAY - dt.timedelta(days) for days in days_ago}
        assert sum((proposed - contact).days < 30 for contact in contacts) + 1 <= 2
        assert all((proposed - contact).days >= 7 for contact in contacts)
