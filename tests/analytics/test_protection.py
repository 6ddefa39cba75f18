"""Whom stops, holds and inadmissible ties protect where their row is not certain, or of no register household."""

from __future__ import annotations

import datetime as dt
import itertools

import numpy as np
import pytest

from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.schema.constants import DO_NOT_CONTACT, HELD
from socialgraph.schema.policy import DEFAULT_POLICY
from socialgraph.stacks.completion import diagnose
from socialgraph.stacks.readiness import households

TODAY = dt.date(2026, 11, 25)
ROOMS = [("1", "1", "101"), ("1", "1", "201"), ("1", "2", "101"), ("1", "2", "201"), ("2", "1", "101")]


@pytest.fixture
def flats():
    """Five flats of two buildings, the first with two doors."""
    return [
        {"building": b, "door": d, "room": r, "floor": r[0], "stack": f"A{d}", "stack_source": "drawing"}
        for b, d, r in ROOMS
    ]


def households_on_hold(town):
    """Labels of the households that are held."""
    return {town.households.label[i] for i in np.flatnonzero(town.households.stop & HELD)}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (("", "1", "", "101"), {"1-1-101", "1-2-101"}),  # no door: the room in every door
        (("", "1", "", "101|102"), {"1-1-101", "1-2-101"}),  # a merged room by any part
        (("", "1", "", "201A"), {"1-1-201", "1-2-201"}),  # a split room
        (("", "1", "2", "999"), {"1-2-101", "1-2-201"}),  # no such room: its door
        (("", "1", "9", "999"), {"1-1-101", "1-1-201", "1-2-101", "1-2-201"}),  # no such door: its building
        (("", "2", "", "999"), {"2-1-101"}),
        (("", "7", "1", "101"), set()),  # no such building: nobody
    ],
)
def test_a_stop_of_no_register_flat_holds_every_household_it_may_mean(town_of, flats, written, meant):
    compound, building, door, room = written
    visit = {"compound": compound, "building": building, "door": door, "room": room}
    town = town_of(flats=flats, visits=[visit | {"date": "2026-11-01", "visitors": "", "result": "asked_to_stop"}])
    assert households_on_hold(town) == meant
    assert town.tables["unplaced"][["row", "held"]].astype(str).to_numpy().tolist() == [["stop", str(len(meant))]]


def test_a_stop_of_a_compound_that_the_register_does_not_know_holds_that_room_in_all(town_of, flats):
    visit = {"compound": "新枫里", "building": "1", "door": "1", "room": "101", "date": "", "result": "asked_to_stop"}
    town = town_of(flats=[row | {"compound": "新风里"} for row in flats], visits=[visit])
    assert households_on_hold(town) == {"新风里 1-1-101", "新风里 1-2-101"}


@pytest.mark.parametrize("table", ["visits", "dossiers", "stances", "stops"])
def test_every_table_that_gives_a_stop_protects_where_its_flat_is_unknown(town_of, flats, table):
    row = {"building": "1", "door": "", "room": "101"}
    stop = {
        "visits": {"date": "", "visitors": "", "result": "asked_to_stop"},
        "dossiers": {"do_not_contact": "true"},
        "stances": {"giver": "owner", "stance": "respected_refusal"},
        "stops": {"stop": "do_not_contact"},
    }[table]
    assert households_on_hold(town_of(flats=flats, **{table: [row | stop]})) == {"1-1-101", "1-2-101"}


def test_a_row_of_the_register_stops_its_household_and_holds_nobody(town_of, flats):
    visit = {"building": "1", "door": "1", "room": "101", "date": "", "visitors": "", "result": "asked_to_stop"}
    town = town_of(flats=flats, visits=[visit])
    assert town.households.stop.tolist() == [DO_NOT_CONTACT, 0, 0, 0, 0]
    assert town.tables["unplaced"].empty


def test_a_stop_of_one_room_is_also_that_of_the_merged_flat_written_later(town_of, flats):
    words = [
        {"building": "1", "door": "1", "room": room, "giver": "owner", "stance": stance}
        for room, stance in (("101", "respected_refusal"), ("101|201", "verbal"))
    ]
    town = town_of(flats=flats, stances=words)
    assert town.households.stopped[[town.households.label.find(x) for x in ("1-1-101", "1-1-101|201")]].all()


def test_a_stop_of_one_half_of_a_split_flat_is_not_the_other_half_s(town_of, flats):
    words = [
        {"building": "1", "door": "1", "room": room, "giver": "owner", "stance": stance}
        for room, stance in (("101A", "respected_refusal"), ("101B", "verbal"))
    ]
    town = town_of(flats=flats, stances=words)
    assert town.households.stopped[town.households.label.find("1-1-101A")]
    assert not town.households.stopped[town.households.label.find("1-1-101B")]


@pytest.mark.parametrize(("key", "meant"), [(":1:1:101", {"1-1-101"}), (":2::", {"2-1-101"}), (":::", set())])
def test_a_hold_is_of_a_household_or_of_all_that_it_may_mean(town_of, flats, key, meant):
    town = town_of(flats=flats, holds=[{"household": key, "person": "", "reason": "protective_word"}])
    assert households_on_hold(town) == meant


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        (":1::~A2", {"1-2-101", "1-2-201"}),  # a riser: its flats
        (":1::~a２", {"1-2-101", "1-2-201"}),  # however its code is typed
        (":::~A2", {"1-2-101", "1-2-201"}),  # of no known building: that riser wherever it stands
        (":1::~B9", {"1-1-101", "1-1-201", "1-2-101", "1-2-201"}),  # no such riser: its building
        (":2::~A2", {"2-1-101"}),
        (":7::~A2", set()),
    ],
)
def test_a_hold_of_a_riser_is_of_all_its_flats_and_says_that_it_is_of_no_one_flat(town_of, flats, key, meant):
    town = town_of(flats=flats, holds=[{"household": key, "person": "", "reason": "protective_word"}])
    assert households_on_hold(town) == meant
    assert town.tables["unplaced"][["row", "held"]].astype(str).to_numpy().tolist() == [["hold", str(len(meant))]]


def test_a_held_household_blocks_its_stack_and_is_treated_like_a_stopped_one(town_of, flats):
    words = [
        {"building": b, "door": d, "room": r, "giver": "owner", "stance": "verbal" if r == "201" else "refused"}
        for b, d, r in ROOMS
    ]
    hold = [{"household": ":1:1:101", "person": "", "reason": "protective_word"}]
    town = town_of(flats=flats, stances=words, holds=hold)
    keys = households(town, as_of=TODAY, policy=DEFAULT_POLICY)
    place = town.households.label.find("1-1-101")
    assert keys.stopped[place]
    assert keys.has_missing_key[place]
    assert not keys.unresolved[place]
    rows = diagnose(town, as_of=TODAY, policy=DEFAULT_POLICY).set_index("stack")
    assert (rows["state"].iloc[0], rows["pivotal_flats"].iloc[0]) == ("blocked", [])


@pytest.fixture
def trusting(flats):
    """1-1-101 has not consented and trusts 乙 of 1-1-201 and 丙 of 1-2-201, who both help; rows by table."""
    at = {name: {"building": b, "door": d, "room": r} for name, (b, d, r) in zip("甲丁戊乙丙", ROOMS, strict=True)}
    at["乙"], at["丁"] = at["丁"], at["乙"]
    at["丙"], at["戊"] = {"building": "1", "door": "2", "room": "201"}, at["戊"]
    words = [
        {"building": b, "door": d, "room": r, "giver": "owner", "stance": "signed", "date": "2026-08-01"}
        for b, d, r in ROOMS[1:]
    ] + [{**at["甲"], "giver": "owner", "stance": "refused", "reasons": "cost", "date": "2026-08-01"}]
    return {
        "flats": flats,
        "stances": words,
        "dossiers": [{**at["甲"], "owner_name": "甲"}],
        "people": [
            {**at[n], "name": n, "roles": "volunteer", "willing": "true", "willing_on": "2026-10-20", "capacity": "3"}
            for n in "乙丙"
        ],
        "ties": [tie(at, "甲", n, "help_exchange") for n in "乙丙"],
        "measures": [{**at["甲"], "concern": "cost", "measure": "分段施工"}],
    }


def tie(at, ego, alter, kind, **more):
    """A tie between two people at home."""
    ends = {f"ego_{k}": v for k, v in at[ego].items()} | {f"alter_{k}": v for k, v in at[alter].items()}
    row = {"ego_name": ego, "alter_name": alter, "kind": kind, "strength": "3", "observed_on": "2026-10-08"}
    return row | ends | {"known": "true"} | more


def asked(town):
    """Whom the list asks to talk with 1-1-101."""
    ranked = rank_intermediaries(town, as_of=TODAY, policy=DEFAULT_POLICY, flats=["1-1-101"])
    return {person.partition("@")[0] for person in ranked["intermediary"] if person}


def test_without_protection_both_volunteers_are_asked(town_of, trusting):
    assert asked(town_of(**trusting)) == {"乙", "丙"}


def test_a_held_person_is_nobody_s_intermediary(town_of, trusting):
    hold = {"household": ":1:1:201", "person": "乙@1-1-201", "reason": "person_gone"}
    assert asked(town_of(**trusting, holds=[hold])) == {"丙"}


def test_a_tie_of_an_inadmissible_kind_closes_the_pair_whether_or_not_the_alter_knows(town_of, trusting):
    at = {n: {"building": "1", "door": d, "room": r} for n, d, r in (("甲", "1", "101"), ("乙", "1", "201"))}
    trusting["ties"].append(tie(at, "乙", "甲", "kin", known="false"))
    assert asked(town_of(**trusting)) == {"丙"}


@pytest.mark.parametrize(
    ("alter", "alter_household", "left"),
    [
        ("", ":1:1:201", {"丙"}),  # somebody of that household
        ("谁@1-1-201", ":1:1:201", {"丙"}),  # a name that nobody there has
        ("", ":1::201", set()),  # no door: of either
        ("", ":1:2:201", {"乙"}),
    ],
)
def test_one_certain_end_closes_the_pairs_with_everybody_whom_the_other_may_mean(
    town_of, trusting, alter, alter_household, left
):
    pair = {"ego": "甲@1-1-101", "ego_household": ":1:1:101", "alter": alter, "alter_household": alter_household}
    town = town_of(**trusting, closed_pairs=[pair])
    assert asked(town) == left
    assert not town.households.stopped.any()


def test_where_neither_end_is_certain_both_sets_of_households_are_held(town_of, trusting):
    pair = {"ego": "", "ego_household": ":1::101", "alter": "", "alter_household": ":2:1:101"}
    assert households_on_hold(town_of(**trusting, closed_pairs=[pair])) == {"1-1-101", "1-2-101", "2-1-101"}


def test_perhaps_the_same_person_is_never_asked_to_talk_with_himself(town_of, trusting):
    town = town_of(**trusting, same_persons=[{"person": "乙@1-1-201", "other": "甲@1-1-101"}])
    assert asked(town) == {"丙"}
    assert town.closed.same.tolist() == [True]


def test_the_order_of_records_does_not_change_what_is_held(town_of, trusting):
    trusting["holds"] = [{"household": key, "person": "", "reason": "protective_word"} for key in (":1::101", ":7::1")]
    trusting["closed_pairs"] = [
        {"ego": "", "ego_household": ":2::", "alter": "", "alter_household": ":9:1:1"},
        {"ego": "甲@1-1-101", "ego_household": ":1:1:101", "alter": "", "alter_household": ":1::201"},
    ]
    towns = [
        town_of(**{**trusting, "holds": list(holds), "closed_pairs": list(pairs)})
        for holds in itertools.permutations(trusting["holds"])
        for pairs in itertools.permutations(trusting["closed_pairs"])
    ]
    assert len({tuple(town.households.stop.tolist()) for town in towns}) == 1
    assert len({town.tables["unplaced"].to_csv() for town in towns}) == 1
    assert towns[0].tables["unplaced"]["held"].tolist() == [2, 0, 1]


OUTSIDE = {"building": "9", "door": "1", "room": "101"}


def test_a_path_through_a_flat_that_nobody_knows_counts_only_once_the_register_has_it(town_of, trusting):
    at = {"甲": {"building": "1", "door": "1", "room": "101"}, "外": OUTSIDE}
    at["乙"] = {"building": "1", "door": "1", "room": "201"}
    trusting["ties"] = [tie(at, "甲", "外", "help_exchange"), tie(at, "外", "乙", "help_exchange")]
    assert asked(town_of(**trusting)) == set()
    signed = {**OUTSIDE, "giver": "owner", "stance": "signed", "date": "2026-08-01"}
    trusting["flats"].append(OUTSIDE | {"floor": "1", "stack": "A1", "stack_source": "drawing"})
    trusting["stances"].append(signed)
    assert asked(town_of(**trusting)) == {"乙"}


def test_who_stands_in_a_roster_is_known_without_a_flat(town_of, trusting):
    at = {"甲": {"building": "1", "door": "1", "room": "101"}, "外": OUTSIDE}
    trusting["ties"] = [tie(at, "甲", "外", "help_exchange")]
    trusting["people"].append(
        OUTSIDE | {"name": "外", "roles": "volunteer", "willing": "true", "willing_on": "2026-10-20", "capacity": "3"}
    )
    assert asked(town_of(**trusting)) == {"外"}


def test_an_inadmissible_tie_to_nobody_on_record_there_closes_the_whole_household(town_of, trusting):
    at = {n: {"building": "1", "door": d, "room": r} for n, d, r in (("甲", "1", "101"), ("生", "1", "201"))}
    trusting["ties"].append(tie(at, "甲", "生", "kin"))
    assert asked(town_of(**trusting)) == {"丙"}
