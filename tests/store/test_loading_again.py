"""What a second load does: difference, retirement, revival, and rows that two files tell of."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

A, B = "a.xlsx::1", "b.xlsx::1"


def stance(make, *words, sources=A):
    rows = [{"household": ":5:2:301", "giver": "owner", "date": day, "stance": word} for day, word in words]
    return {"stances": make("stances", *rows, sources=sources)}


def change_of(changes, table):
    one = next(change for change in changes if change.table == table)
    return one.new, one.changed, one.unchanged, one.retired


def dossier(make, sources=A, **values):
    return {"dossiers": make("dossiers", {"household": ":5:2:301", **values}, sources=sources)}


def only_dossier(store):
    return store.read()["dossiers"].iloc[0]


def test_a_changed_cell_changes_exactly_that(engine, town, query):
    with engine.open() as store:
        store.write(town, sources={A})
        town["dossiers"].loc[0, "occupancy"] = "rented"
        changes = store.write(town, sources={A})
        written = "MATCH (n) WHERE n.changed_run = $run RETURN n.id"
        assert query(store, written, run=store.last_run().run_id) == {(":5:2:301",)}
    assert [change.table for change in changes if change.changed or change.new or change.retired] == ["dossiers"]
    assert change_of(changes, "dossiers") == (0, 1, 1, 0)


def test_a_row_gone_from_all_its_files_is_retired_not_deleted(engine, make):
    with engine.open() as store:
        store.write(stance(make, ("2026-01-01", "verbal"), ("2026-02-01", "signed")), sources={A})
        changes = store.write(stance(make, ("2026-02-01", "signed")), sources={A})
        assert change_of(changes, "stances") == (0, 0, 1, 1)
        assert list(store.read()["stances"]["date"]) == ["2026-02-01"]
    assert engine.query("MATCH (s:Stance) RETURN toString(s.date), s.retired_run IS NULL") == {
        ("2026-01-01", False),
        ("2026-02-01", True),
    }


def test_a_file_not_loaded_retires_nothing(engine, make):
    with engine.open() as store:
        store.write(stance(make, ("2026-01-01", "verbal")), sources={A})
        changes = store.write(stance(make, ("2026-02-01", "signed"), sources=B), sources={B})
        assert change_of(changes, "stances") == (1, 0, 0, 0)
        assert len(store.read()["stances"]) == 2


def test_a_full_load_speaks_for_every_file(engine, make):
    with engine.open() as store:
        store.write(stance(make, ("2026-01-01", "verbal")), sources={A})
        changes = store.write(stance(make, ("2026-02-01", "signed"), sources=B), sources={B}, full=True)
        assert change_of(changes, "stances") == (1, 0, 0, 1)


def test_a_row_that_another_file_still_gives_stays(engine, make):
    with engine.open() as store:
        store.write(stance(make, ("2026-01-01", "verbal"), sources=f"{A}\n{B}"), sources={A, B})
        changes = store.write(stance(make), sources={A})
        assert change_of(changes, "stances") == (0, 0, 0, 0)
        assert list(store.read()["stances"]["sources"]) == [B]


def test_rows_hidden_from_a_visible_only_load_never_retire(engine, make):
    with engine.open() as store:
        store.write(stance(make, ("2026-01-01", "verbal")), sources={A})
        changes = store.write(stance(make), sources={A}, visible_only_sources={A})
        assert change_of(changes, "stances") == (0, 0, 0, 0)
        assert len(store.read()["stances"]) == 1


def test_a_retired_row_that_comes_again_counts_as_new_and_is_one_row(engine, make):
    with engine.open() as store:
        for words in ([("2026-01-01", "verbal")], []):
            store.write(stance(make, *words), sources={A})
        changes = store.write(stance(make, ("2026-01-01", "verbal"), sources=B), sources={B})
        assert change_of(changes, "stances") == (1, 0, 0, 0)
        assert list(store.read()["stances"]["sources"]) == [B]
    assert engine.query("MATCH (s:Stance) RETURN count(s)") == {(1,)}


def test_a_table_that_is_not_given_is_left_as_it_is(engine, make, town):
    with engine.open() as store:
        store.write(town, sources={A})
        store.write({"stances": town["stances"]}, sources={A})
        assert len(store.read()["ties"]) == 3


def test_a_dry_run_says_what_would_change_and_writes_nothing(engine, make):
    with engine.open() as store:
        changes = store.write(stance(make, ("2026-01-01", "verbal")), sources={A}, dry_run=True)
        assert change_of(changes, "stances") == (1, 0, 0, 0)
        assert store.last_run() is None
    assert engine.query("MATCH (n) RETURN count(n)") == {(0,)}


def test_a_blank_of_one_file_never_wipes_what_another_said(engine, make):
    with engine.open() as store:
        store.write(dossier(make, owner="p_a", occupancy="rented"), sources={A})
        store.write(dossier(make, sources=B, phone_digest="d1", occupancy=""), sources={B})
        row = only_dossier(store)
    assert (row["owner"], row["occupancy"], row["phone_digest"]) == ("p_a", "rented", "d1")
    assert row["sources"] == f"{A}\n{B}"


def test_a_blank_wipes_when_all_its_files_are_loaded_again(engine, make):
    with engine.open() as store:
        store.write(dossier(make, owner="p_a", occupancy="rented"), sources={A})
        changes = store.write(dossier(make, owner="p_a"), sources={A})
        assert change_of(changes, "dossiers") == (0, 1, 0, 0)
        assert only_dossier(store)["occupancy"] == ""


@pytest.mark.parametrize(
    ("first_on", "second_on", "kept"),
    [
        ("2026-09-01", "2026-05-01", "rented"),
        ("2026-05-01", "2026-09-01", "vacant"),
        ("2026-09-01", "2026-09-01", "vacant"),
        ("2026-09-02", "2026-09", "rented"),
        ("2026-09-01", "2026-09", "vacant"),
        ("2026-09-01", "", "rented"),
        ("", "2026-09-01", "vacant"),
    ],
)
def test_of_two_files_the_later_survey_counts_and_no_order_when_equal(engine, make, first_on, second_on, kept):
    with engine.open() as store:
        store.write(dossier(make, survey_date=first_on, occupancy="rented"), sources={A})
        store.write(dossier(make, sources=B, survey_date=second_on, occupancy="vacant"), sources={B})
        assert only_dossier(store)["occupancy"] == kept


def test_roles_of_two_rosters_are_united_and_shown_as_labels(engine, make):
    persons = {"persons": make("persons", {"person": "p_a"}, sources=f"{A}\n{B}")}
    with engine.open() as store:
        for source, roles in ((A, "volunteer"), (B, "party_member|volunteer")):
            people = make("people", {"person": "p_a", "roles": roles}, sources=source)
            store.write({"people": people, **persons}, sources={source})
        assert list(store.read()["people"]["roles"]) == ["party_member|volunteer"]
    assert engine.query("MATCH (p:PartyMember:Volunteer) RETURN p.id") == {("p_a",)}


def test_a_role_taken_away_takes_its_label_away(engine, make):
    persons = {"persons": make("persons", {"person": "p_a"})}
    with engine.open() as store:
        for roles in ("volunteer|party_member", "party_member"):
            store.write({"people": make("people", {"person": "p_a", "roles": roles}), **persons}, sources={A})
    assert engine.query("MATCH (p:Volunteer) RETURN p.id") == set()
    assert engine.query("MATCH (p:PartyMember) RETURN p.id") == {("p_a",)}


def test_a_better_origin_of_a_stack_is_not_overwritten_by_a_worse_one(engine, make):
    row = {"flat": ":5:2:301", "stack_key": ":5:1:", "building": "5", "door": "2", "room": "301", "stack": "1"}
    with engine.open() as store:
        for source, origin in ((A, "drawing"), (B, "derived")):
            store.write({"flats": make("flats", row | {"stack_source": origin}, sources=source)}, sources={source})
        assert list(store.read()["flats"]["stack_source"]) == ["drawing"]


def test_two_rows_of_one_key_in_one_load_become_one(engine, make):

    rows = [dossier(make, owner="p_a")["dossiers"], dossier(make, sources=B, phone_digest="d1")["dossiers"]]
    with engine.open() as store:
        changes = store.write({"dossiers": pd.concat(rows)}, sources={A, B})
        assert change_of(changes, "dossiers") == (1, 0, 0, 0)
        assert tuple(only_dossier(store)[["owner", "phone_digest", "sources"]]) == ("p_a", "d1", f"{A}\n{B}")


# -- hard stops ---------------------------------------------------------------------------------------------------


def stops(make, *words, sources=A):
    rows = [{"household": ":5:2:301", "stop": "do_not_contact", "stopped_on": day} for day in words]
    return {"stops": make("stops", *rows, sources=sources)}


def test_a_stop_outlives_every_load(engine, make):
    with engine.open() as store:
        store.write(stops(make, "2026-01-01"), sources={A})
        for full in (False, True):
            changes = store.write(stops(make), sources={A}, full=full)
            assert change_of(changes, "stops") == (0, 0, 0, 0)
        assert list(store.read()["stops"]["stopped_on"]) == ["2026-01-01"]


def test_only_the_households_own_word_lifts_a_stop(engine, make):
    with engine.open() as store:
        store.write(stops(make, "2026-01-01"), sources={A})
        assert store.reopen(":5:2:301", datetime.date(2026, 3, 1)) == 1
        assert hard_stops(store).empty
        assert store.reopen(":5:2:301", datetime.date(2026, 3, 1)) == 0


@pytest.mark.parametrize(
    ("stop_row", "source", "stopped"),
    [
        ("2026-01-01", A, False),  # the old sheet says again what it said before
        ("2026-02-01", B, False),  # another sheet, before the household took it back
        ("2026-04-01", A, True),  # a later word
        ("", A, False),
        ("", B, True),  # undated and new: better one household left alone
    ],
)
def test_a_lifted_stop_comes_again_only_by_a_later_or_another_word(engine, make, stop_row, source, stopped):
    with engine.open() as store:
        store.write(stops(make, "2026-01-01"), sources={A})
        store.reopen(":5:2:301", datetime.date(2026, 3, 1))
        store.write(stops(make, stop_row, sources=source), sources={source})
        assert len(hard_stops(store)) == int(stopped)


def test_a_stop_by_command_counts_at_once_even_after_a_lifting(engine, make):
    with engine.open() as store:
        store.write(stops(make, "2026-01-01"), sources={A})
        store.reopen(":5:2:301", datetime.date(2026, 3, 1))
        store.write(stops(make, "", sources=""), sources=set())
        assert len(hard_stops(store)) == 1


# -- exported lists -----------------------------------------------------------------------------------------------


def test_rows_of_exported_lists_never_retire_and_their_state_moves_on(engine, make, town):
    row = {"export_id": "E1", "row_no": "1", "household": ":5:2:301", "person": "p_b", "state": "open"}
    with engine.open() as store:
        store.write(town, sources={A})
        store.append_assignments(make("assignments", row | {"row_no": "2"}, sources=""))
        store.append_assignments(make("assignments", row | {"state": "held"}, sources=""))
        store.write({}, sources={A}, full=True)
        store.write({"assignments": make("assignments")}, sources={A}, full=True)
        read = store.read()["assignments"]
    assert list(zip(read["row_no"], read["state"], strict=True)) == [("1", "held"), ("2", "open")]


def test_every_change_of_records_is_a_run_so_that_snapshots_are_read_anew(engine, make, town):
    with engine.open() as store:
        store.write(town, sources={A})
        store.append_assignments(town["assignments"])
        store.reopen(":5:2:301", datetime.date(2026, 3, 1))
        store.erase_household(":5:2:301")
        kinds = [run.kind for run in store.runs()]
        assert len({run.run_id for run in store.runs()}) == 4
        assert store.last_run().run_id == store.runs()[-1].run_id
    assert kinds == ["load", "append_assignments", "reopen", "erase"]


def hard_stops(store):
    """Stops that stand, without the days of reopening."""
    stops = store.read(["stops"])["stops"]
    return stops[stops["stop"] != "reopened"]


@pytest.mark.parametrize("order", [(A, B), (B, A)])
def test_two_files_that_disagree_on_one_day_give_one_dossier_whichever_came_first(engine, make, order):
    says = {A: {"occupancy": "rented", "owner": "p_a"}, B: {"occupancy": "owner_occupied", "owner": "p_b"}}
    with engine.open() as store:
        for source in order:
            store.write(dossier(make, sources=source, survey_date="2026-01-01", **says[source]), sources={source})
        row = only_dossier(store)
    assert (row["occupancy"], row["owner"]) == ("rented", "p_b")


def test_a_file_that_says_something_else_now_is_heard_though_another_said_the_same(engine, make):
    with engine.open() as store:
        store.write(dossier(make, occupancy="rented"), sources={A})
        store.write(dossier(make, occupancy="rented", sources=B), sources={B})
        store.write(dossier(make, occupancy="owner_occupied", sources=B), sources={B})
        assert only_dossier(store)["occupancy"] == "owner_occupied"


@pytest.mark.parametrize("order", [(A, B), (B, A)])
def test_works_that_one_file_calls_done_and_another_planned_are_done_in_either_order(engine, make, order):
    says = {A: {"status": "done", "done_on": "2026-01-01"}, B: {"status": "planned"}}
    key = {"stack_key": ":5:1:", "building": "5", "stack": "1"}
    with engine.open() as store:
        for source in order:
            store.write({"works": make("works", key | says[source], sources=source)}, sources={source})
        row = store.read()["works"].iloc[0]
    assert (row["status"], row["done_on"]) == ("done", "2026-01-01")


TWO_SAYINGS = [
    ("surveys", {"household": ":5:2:301", "respondent": "p_a", "asked_on": "2026-08-01"}, "outcome"),
    ("measures", {"household": ":5:2:301", "concern": "cost", "measure": "free_of_charge"}, "accepted"),
    ("people", {"person": "p_a", "household": ":5:2:301", "willing_on": "2026-08-01"}, "willing"),
    ("works", {"stack_key": ":5:1:", "building": "5", "stack": "1", "done_on": "2026-08-01"}, "status"),
    ("dossiers", {"household": ":5:2:301", "survey_date": "2026-08-01"}, "occupancy"),
    ("dossiers", {"household": ":5:2:301", "survey_date": "2026-08-01"}, "owner"),
]
WORDS = {
    "surveys": ("named", "wants_nobody"),
    "measures": ("true", "false"),
    "people": ("true", "false"),
    "works": ("done", "in_progress"),
    "dossiers": ("p_b", "p_c"),
}


@pytest.fixture
def says(make):
    """`says(table, key, column, word, sources)`: a load in which a file says this of one record, and who is meant."""

    def load(table, key, column, word, sources):
        people = {"persons": make("persons", {"person": "p_a", "household": ":5:2:301"}, sources=sources)}
        homes = dossier(make, sources=sources) if table != "dossiers" else {}
        return people | homes | {table: make(table, key | {column: word}, sources=sources)}

    return load


@pytest.mark.parametrize(("table", "key", "column"), TWO_SAYINGS)
@pytest.mark.parametrize("again", [(A,), (B,), (A, B), (B, A)])
@pytest.mark.parametrize("is_together", [False, True])
def test_a_file_loaded_again_unchanged_changes_nothing_whatever_another_says(
    engine, says, table, key, column, again, is_together
):
    word = dict(zip((A, B), WORDS[table], strict=True))
    least = column in ("accepted", "willing")
    counts = min(word.values()) if least else max(word.values())

    def value(store):
        return list(store.read()[table][column])

    with engine.open() as store:
        if is_together:
            store.write(says(table, key, column, counts, f"{A}\n{B}"), sources={A, B})
        else:
            for source in (A, B):
                store.write(says(table, key, column, word[source], source), sources={source})
        assert value(store) == [counts]
        for source in again:
            store.write(says(table, key, column, word[source], source), sources={source})
            assert value(store) == [counts]


def test_what_a_file_said_before_it_changed_its_mind_is_forgotten(engine, make):
    with engine.open() as store:
        for source, word in ((A, "rented"), (B, "owner_occupied"), (A, "owner_occupied"), (B, "owner_occupied")):
            store.write(dossier(make, occupancy=word, sources=source), sources={source})
        assert only_dossier(store)["occupancy"] == "owner_occupied"


def test_what_only_the_other_file_says_counts_once_the_first_says_nothing_of_it(engine, make):
    with engine.open() as store:
        store.write(dossier(make, occupancy="rented"), sources={A})
        store.write(dossier(make, occupancy="owner_occupied", sources=B), sources={B})
        store.write({"dossiers": make("dossiers")}, sources={A})
        assert only_dossier(store)["occupancy"] == "owner_occupied"
