"""What only the whole register can tell: stacks by the numbers of flats, whatever files they came in."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socialgraph.schema.addresses import natural_order
from socialgraph.schema.constants import HELD
from socialgraph.town.building import build_town
from socialgraph.town.whole_register.holders import one_part_each
from socialgraph.town.whole_register.places import stacks_by_number
from socialgraph.town.whole_register.stacks import with_stacks

COLUMNS = ["compound", "building", "door", "room", "kind"]
Row = tuple[str, str, str, str, str]


def naive(rows: list[Row], counts: dict[str, int]) -> list[str]:
    """Rules R1 to R6 by hand: floor and place are the figures; a set-back end of a door leaves all of it unknown."""

    def numbered(row: Row) -> tuple[int, int] | None:
        room = row[3]
        is_plain = row[4] == "dwelling" and room.isdigit() and len(room) in (3, 4)
        return (int(room) // 100, int(room) % 100) if is_plain and int(room) // 100 > 0 else None

    floors: dict[tuple[str, ...], dict[int, set[int]]] = {}
    for row in rows:
        of_door = floors.setdefault(row[:3], {})
        if (place := numbered(row)) is not None:
            of_door.setdefault(place[0], set()).add(place[1])

    def offset(door: tuple[str, ...]) -> int:
        beside = sorted(
            (d for d in floors if d[:2] == door[:2] and d[2] and floors[d]), key=lambda d: natural_order(d[2])
        )
        spans = [(min(set().union(*floors[d].values())), max(set().union(*floors[d].values()))) for d in beside]
        runs_on = all(b[0] > a[1] for a, b in pairwise(spans))
        return spans[beside.index(door)][0] - 1 if door in beside and len(beside) > 1 and runs_on else 0

    def regular(door: tuple[str, ...]) -> bool:
        here = floors[door]
        places = set().union(*here.values()) if here else set()
        ends = {min(here), max(here)} if here else set()
        return bool(here) and not any(
            here[end] != places
            and here[end] == {place for place in places if place <= max(here[end])}
            and min(here[end]) == offset(door) + 1
            for end in ends
        )

    told = []
    for row in rows:
        count, place = counts.get(row[1], 0), numbered(row)
        at = place[1] if place else None
        if at is None and row[4] == "dwelling" and count and row[3].isdigit() and len(row[3]) < 3:
            at = (int(row[3]) - 1) % count + 1
        fits = at is not None and (regular(row[:3]) or 0 < at - offset(row[:3]) <= count)
        told.append(f"{row[1]}/{row[2]}/{at - offset(row[:3])}" if fits and at is not None else "")
    return told


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "新风里"]),
        st.sampled_from(["5", "6"]),
        st.sampled_from(["", "1", "2", "10"]),
        st.one_of(
            st.builds(lambda floor, place: f"{floor}0{place}", st.integers(1, 4), st.integers(1, 5)),
            st.sampled_from(["7", "12", "-101", "底商1", "012"]),
        ),
        st.sampled_from(["dwelling", "dwelling", "dwelling", "shop"]),
    ),
    unique_by=lambda row: row[:4],
    max_size=14,
)


@given(rows=ROWS, counts=st.sampled_from([{}, {"5": 3}]))
@example(
    rows=[("", "5", door, room, "dwelling") for door, room in [("1", "101"), ("1", "103"), ("2", "104")]], counts={}
)
@example(rows=[("", "5", "1", room, "dwelling") for room in ("101", "102", "201", "202", "301")], counts={})
def test_stacks_by_number_are_the_rules_by_hand(rows: list[Row], counts: dict[str, int]) -> None:
    stacks, fits = stacks_by_number(pd.DataFrame(rows, columns=COLUMNS, dtype=object), counts)
    assert stacks.tolist() == naive(rows, counts)
    assert fits.tolist() == [stack != "" for stack in stacks]


def flat(room: str, source: str, stack: str = "", origin: str = "by_number", **other: str) -> dict[str, Any]:
    key = f":5:{stack}:{other.get('pipe_kind', '')}" if stack else ""
    place = {"compound": "", "building": "5", "door": "1", "room": room, "floor": room[0], "kind": "dwelling"}
    row = {"flat": f":5:1:{room}", "stack": stack, "stack_key": key, "pipe_kind": "", "stack_source": origin}
    return {**place, **row, "sources": source, **other}


def stacks_of(*rows: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    told: dict[str, list[tuple[str, str]]] = {}
    for row in with_stacks({"flats": pd.DataFrame(list(rows))}).to_dict("records"):
        told.setdefault(row["room"], []).append((row["stack"], row["stack_source"]))
    return {room: sorted(stacks) for room, stacks in told.items()}


def test_a_set_back_floor_of_another_file_leaves_the_whole_door_unknown() -> None:
    floors = [flat(room, "a.xlsx::") for room in ("101", "102", "201", "202")]
    assert set(map(tuple, stacks_of(*floors).values())) == {(("5/1/1", "derived"),), (("5/1/2", "derived"),)}
    assert set(map(tuple, stacks_of(*floors, flat("301", "b.xlsx::")).values())) == {(("", "unknown"),)}


@pytest.mark.parametrize("turned", [False, True])
def test_any_map_beats_a_number_and_the_better_of_two_maps_the_other(turned: bool) -> None:
    rows = [
        flat("101", "survey.xlsx::"),
        flat("101", "plan.xlsx::", "K-1", "drawing"),
        flat("101", "walk.xlsx::", "K-2", "site_verified"),
    ]
    assert stacks_of(*(reversed(rows) if turned else rows)) == {"101": [("K-2", "site_verified")]}


def test_a_better_map_of_another_pipe_takes_nothing_away() -> None:
    rows = [
        flat("101", "a.xlsx::", "K-1", "sheet", pipe_kind="sewage_kitchen"),
        flat("101", "b.xlsx::", "W-1", "drawing", pipe_kind="sewage_bath"),
    ]
    assert stacks_of(*rows) == {"101": [("K-1", "sheet"), ("W-1", "drawing")]}


def test_a_map_whose_origin_nobody_knows_still_beats_a_number() -> None:
    assert stacks_of(flat("101", "a.xlsx::"), flat("101", "b.xlsx::", "K-1", "unknown")) == {
        "101": [("K-1", "unknown")]
    }


def test_a_flat_is_a_shop_where_one_sheet_says_so_or_somebody_trades_there() -> None:
    flats = [flat("101", "a.xlsx::", "K-1", "sheet"), flat("101", "b.xlsx::", kind="shop"), flat("102", "a.xlsx::")]
    dossiers = pd.DataFrame([{"household": ":5:1:102", "occupancy": "commercial"}])
    told = with_stacks({"flats": pd.DataFrame(flats), "dossiers": dossiers})
    assert dict(zip(told["room"], told["kind"], strict=True)) == {"101": "shop", "102": "shop"}


def test_no_order_of_rows_changes_the_stacks_of_a_town() -> None:
    rows = [flat(room, "a.xlsx::") for room in ("101", "102", "201", "202")] + [flat("301", "b.xlsx::", floor="2")]
    towns = [build_town({"flats": pd.DataFrame(order)}) for order in (rows, rows[::-1])]
    assert [list(town.stacks.key) for town in towns] == [list(towns[0].stacks.key)] * 2
    assert towns[0].flats.floor.tolist() == towns[1].flats.floor.tolist()


HOLDER = st.sampled_from(["", "p_a", "p_b", "p_a|p_b", "p_c"])
ROLES = ("owner", "public_lessee", "tenant", "occupant")


@given(
    cells=st.tuples(HOLDER, HOLDER, HOLDER, HOLDER), ownership=st.sampled_from(["", "public_unit", "private_reform"])
)
def test_nobody_is_named_twice_nobody_is_lost_and_twice_is_once(cells: tuple[str, ...], ownership: str) -> None:
    dossier = dict(zip(ROLES, cells, strict=True))
    once = one_part_each(pd.DataFrame([{"household": ":5:1:101", **dossier, "ownership_type": ownership}]))
    (row,) = once.to_dict("records")
    people = {role: set(row[role].split("|")) - {""} for role in ROLES}
    assert set().union(*people.values()) == {person for cell in cells for person in cell.split("|")} - {""}
    assert not people["owner"] & people["public_lessee"]
    assert not people["occupant"] & (people["owner"] | people["public_lessee"] | people["tenant"])
    assert one_part_each(once).equals(once)


def test_who_is_head_in_one_sheet_and_lessee_in_another_is_the_lessee() -> None:
    dossier = {"household": ":5:1:101", "owner": "p_a", "public_lessee": "p_a", "tenant": "", "occupant": "p_a"}
    for ownership, holders in (("public_unit", ("", "p_a")), ("private_reform", ("p_a", ""))):
        (row,) = one_part_each(pd.DataFrame([dossier | {"ownership_type": ownership}])).to_dict("records")
        assert (row["owner"], row["public_lessee"], row["occupant"]) == (*holders, "")


def listed(*homes: str) -> pd.DataFrame:
    parts = [home.split("-") for home in homes]
    rows = [{"flat": f":5:{door}:{room}", "building": "5", "door": door, "room": room} for door, room in parts]
    return pd.DataFrame(rows).assign(
        compound="", floor="", stack="K", stack_key=":5:K:", pipe_kind="", stack_source="drawing", kind="dwelling"
    )


def visits(*homes: str, result: str = "agreed") -> pd.DataFrame:
    return pd.DataFrame([{"household": f":5:{home}", "date": "2026-11-01", "result": result} for home in homes])


def test_a_row_without_its_door_is_of_the_only_door_and_of_none_where_there_are_several() -> None:
    one_door = build_town({"flats": listed("1-101", "1-102"), "visits": visits(":101")})
    assert list(one_door.households.key) == [":5:1:101", ":5:1:102"]
    assert one_door.tables["visits"]["household"].tolist() == [0]
    two_doors = build_town({"flats": listed("1-101", "2-101", "-102"), "visits": visits(":101")})
    assert list(two_doors.flats.key) == [":5:1:101", ":5:2:101"]
    assert len(two_doors.tables["visits"]) == 0


def test_a_door_that_only_a_visit_names_is_a_door_of_the_building() -> None:
    town = build_town({"flats": listed("1-101", "1-102"), "visits": visits(":101", "2:201")})
    assert town.households.key.find(":5:1:101") in range(2)
    assert len(town.tables["visits"]) == 1


def test_a_tower_has_no_doors_whatever_a_visit_says() -> None:
    town = build_town({"flats": listed("-101", "-102"), "visits": visits(":101", "2:201")})
    assert town.tables["visits"]["household"].tolist()[0] == town.households.key.find(":5::101")


def test_a_stop_without_its_door_holds_every_household_that_it_may_mean() -> None:
    flats = listed("1-101", "2-101", "1-201")
    town = build_town({"flats": flats, "visits": visits(":101", result="asked_to_stop")})
    on_hold = {town.households.key[at] for at in range(town.n_households) if town.households.stop[at] & HELD}
    assert {":5:1:101", ":5:2:101"} <= on_hold
    assert ":5:1:201" not in on_hold


def test_a_flat_that_all_others_contradict_is_none_until_others_stand_beside_it() -> None:
    plain = [f"1-{floor}0{place}" for floor in range(1, 5) for place in (1, 2, 3)]
    assert ":5:1:907" not in build_town({"flats": listed(*plain, "1-907")}).flats.key.texts
    beside = [f"1-{floor}0{place}" for floor in range(5, 10) for place in range(1, 8)]
    assert ":5:1:907" in build_town({"flats": listed(*plain, *beside)}).flats.key.texts


def lists(compounds: tuple[str, str], shared: int = 5, others: int = 5) -> dict[str, pd.DataFrame]:
    """Two lists of `shared` flats, at `others` of which they name other people; the second asks not to be visited."""
    rows, flats, persons = [], [], []
    for place, compound in enumerate(compounds):
        for floor in range(1, shared + 1):
            key, who = f"{compound}:5:1:{floor}01", f"{floor}-{place if floor <= others else 0}"
            stop = "true" if place and floor == 1 else ""
            rows.append({"household": key, "owner": f"{compound}{who}", "do_not_contact": stop, "sources": f"s{place}"})
            flats.append({"flat": key, "compound": compound, "building": "5", "door": "1", "room": f"{floor}01"})
            persons.append({"person": f"{compound}{who}", "household": key, "twin": who, "sources": f"s{place}"})
    tables = {"dossiers": rows, "flats": [row | {"sources": ""} for row in flats], "persons": persons}
    for place, row in enumerate(tables["flats"]):
        row["sources"] = f"s{place // shared}"
    return {name: pd.DataFrame(table).fillna("") for name, table in tables.items()}


def test_a_list_that_names_no_compound_and_other_people_counts_nowhere_but_its_stops_hold() -> None:
    town = build_town(lists(("新枫里", "")))
    owners = {str(town.households.key[at]): town.households.stop[at] for at in range(town.n_households)}
    assert {key for key, stop in owners.items() if stop & HELD} == {"新枫里:5:1:101"}
    assert town.n_flats == 5
    assert int(town.tables["missing_compound"]["rows"].sum()) == 10  # dossiers and flats of the list


def test_of_two_lists_that_name_no_compound_and_other_people_neither_counts() -> None:
    records = lists(("", ""))
    merged = {name: frame.assign(sources="s0\ns1") for name, frame in records.items() if name != "persons"}
    town = build_town({**{name: frame.iloc[:5] for name, frame in merged.items()}, "persons": records["persons"]})
    assert town.n_flats == 0


@pytest.mark.parametrize(("shared", "others"), [(3, 3), (10, 6), (5, 0)])
def test_lists_that_share_few_flats_or_many_people_are_of_one_compound(shared: int, others: int) -> None:
    town = build_town(lists(("新枫里", ""), shared, others))
    assert town.n_flats == shared
    assert town.tables["missing_compound"].empty
