"""Rows that asked to leave a household alone and are gone from their sheet: only a mend in their place lifts a hold."""

from __future__ import annotations

import pytest

LOG, OTHER = "走访.xlsx::走访", "台账.xlsx::台账"
HOME, DAY = ":5:2:301", "2026-10-05"


@pytest.fixture
def held(engine, make):
    """A store in which a row of the log holds a household."""
    with engine.open() as store:
        store.write({"holds": hold(make), "visits": visit(make)}, sources={LOG})
        yield store


def hold(make, *rows, household=HOME, reason="protective_word", sources=LOG, **values):
    return make("holds", {"household": household, "reason": reason, "held_on": DAY, **values}, sources=sources)


def visit(make, household=HOME, date=DAY, sources=LOG, result="unchanged"):
    row = {"household": household, "date": date, "mode": "home", "result": result}
    return make("visits", row, sources=sources)


def homes_held(store):
    return list(store.read()["holds"]["household"])


def test_a_deleted_row_goes_on_holding_its_household(held, make):
    held.write({"holds": hold(make).iloc[:0], "visits": visit(make, ":5:2:101", "2026-10-09")}, sources={LOG})
    assert homes_held(held) == [HOME]


def test_a_mended_cell_of_the_same_household_lifts_the_hold(held, make):
    held.write({"holds": hold(make).iloc[:0], "visits": visit(make)}, sources={LOG})
    assert homes_held(held) == []


def test_a_row_of_that_day_at_another_flat_mends_a_wrong_address(held, make):
    held.write({"holds": hold(make).iloc[:0], "visits": visit(make, ":5:2:302")}, sources={LOG})
    assert homes_held(held) == []


def test_what_another_sheet_says_of_the_household_mends_nothing(held, make):
    held.write({"holds": hold(make).iloc[:0], "visits": visit(make, sources=OTHER)}, sources={LOG, OTHER})
    assert homes_held(held) == [HOME]


def test_a_full_load_without_the_file_lifts_no_hold(held, make):
    held.write({"holds": hold(make).iloc[:0], "visits": visit(make, sources=OTHER)}, sources={OTHER}, full=True)
    assert homes_held(held) == [HOME]


def test_a_line_that_no_parser_reads_is_mended_by_taking_it_away(engine, make):
    wishes = f"{LOG}::wishes"
    with engine.open() as store:
        store.write({"holds": hold(make, sources=wishes)}, sources={LOG, wishes})
        store.write({"holds": hold(make).iloc[:0]}, sources={LOG, wishes})
        assert homes_held(store) == []


def test_a_mark_at_one_person_goes_with_its_row(engine, make):
    with engine.open() as store:
        store.write({"holds": hold(make, person="p1", reason="person_gone")}, sources={LOG})
        store.write({"holds": hold(make).iloc[:0]}, sources={LOG})
        assert homes_held(store) == []
