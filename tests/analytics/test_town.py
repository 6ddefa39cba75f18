"""The snapshot: who lives where, whatever the rows' order, and that it comes back from its file as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialgraph.arrays.csr import Csr
from socialgraph.arrays.string_index import StringIndex
from socialgraph.errors import InputError
from socialgraph.office.town import town_from_tables
from socialgraph.reach.isolation import classify_isolation
from socialgraph.schema.constants import DO_NOT_CONTACT, RESPECTED_REFUSAL
from socialgraph.schema.policy import Policy
from socialgraph.shipped import shipped_table
from socialgraph.stacks.completion import diagnose
from socialgraph.town.building import build_town
from socialgraph.town.file import load_town, save_town, saved_town
from socialgraph.town.snapshot import Town
from socialgraph.town.views import to_pandas
from socialgraph.trust.graph import to_networkx

Make = Callable[..., Town]
Rows = Callable[..., list[dict[str, str]]]


def _homes(town: Town, flat: str) -> list[str]:
    return list(town.households.label[town.flats.households[town.flats.label.find(flat)]])


def _tie(ego: str, alter: str, kind: str = "help_exchange", **more: str) -> dict[str, str]:
    return {
        "ego_name": "甲",
        "ego_building": "1",
        "ego_room": ego,
        "alter_name": "乙",
        "alter_building": "1",
        "alter_room": alter,
        "kind": kind,
        **more,
    }


def test_addresses_stand_in_natural_order(town_of: Make, register: Rows) -> None:
    town = town_of(flats=[*register("101", building="10"), *register("301", "1201", "201", building="9")])
    assert town.households.label.texts == ["9-201", "9-301", "9-1201", "10-101"]


def test_a_flat_of_which_nothing_is_recorded_is_a_household_of_its_own_label(town_of: Make, register: Rows) -> None:
    assert _homes(town_of(flats=register("101")), "1-101") == ["1-101"]


def test_a_merged_household_lives_in_both_its_flats(town_of: Make, register: Rows) -> None:
    town = town_of(flats=register("302", "303"), dossiers=[{"building": "1", "room": "302|303"}])
    assert (_homes(town, "1-302"), _homes(town, "1-303")) == (["1-302|303"], ["1-302|303"])
    assert town.n_households == 1


def test_a_split_flat_has_all_its_households(town_of: Make, register: Rows) -> None:
    dossiers = [{"building": "1", "room": room} for room in ("501B", "501A")]
    assert _homes(town_of(flats=register("501"), dossiers=dossiers), "1-501") == ["1-501A", "1-501B"]


def test_a_room_of_the_register_that_looks_split_stays_itself(town_of: Make, register: Rows) -> None:
    town = town_of(flats=register("501", "501A"), dossiers=[{"building": "1", "room": "501A"}])
    assert (_homes(town, "1-501"), _homes(town, "1-501A")) == (["1-501"], ["1-501A"])


def test_a_visit_to_one_room_of_a_merged_flat_is_a_visit_to_its_household(town_of: Make, register: Rows) -> None:
    town = town_of(
        flats=register("302", "303"),
        dossiers=[{"building": "1", "room": "302|303"}],
        visits=[{"building": "1", "room": "303", "date": "2026-10-01", "visitors": "", "result": "agreed"}],
    )
    assert town.tables["visits"]["household"].tolist() == [town.find_household("1-302|303")]


def test_a_stop_at_a_split_flat_holds_for_all_its_households(town_of: Make, register: Rows) -> None:
    town = town_of(
        flats=register("501"),
        dossiers=[{"building": "1", "room": "501A"}, {"building": "1", "room": "501B"}],
        stops=[{"building": "1", "room": "501", "stop": "do_not_contact", "stopped_on": "2026-01-01"}],
    )
    assert town.households.stopped.tolist() == [True, True]


@pytest.mark.parametrize("table", ["stops", "holds"])
@pytest.mark.parametrize("room", ["301", "302", "301|302"])
def test_a_stop_or_hold_on_a_part_of_a_merged_flat_is_one_of_all_its_parts(
    town_of: Make, register: Rows, table: str, room: str
) -> None:
    given = {"building": "1", "room": room, "stop": "do_not_contact", "stopped_on": "2026-01-01"}
    homes = [{"building": "1", "room": home} for home in ("301", "302", "301|302", "401")]
    town = town_of(flats=register("301", "302", "401"), dossiers=homes, **{table: [given]})
    left = [town.households.label[home] for home in range(town.n_households) if not town.households.stop[home]]
    assert left == ["1-401"]


@pytest.mark.parametrize("table", ["stops", "holds"])
def test_a_stop_or_hold_of_one_household_of_a_split_flat_is_none_of_the_other(
    town_of: Make, register: Rows, table: str
) -> None:
    given = {"building": "1", "room": "501A", "stop": "do_not_contact", "stopped_on": "2026-01-01"}
    homes = [{"building": "1", "room": home} for home in ("501", "501A", "501B")]
    town = town_of(flats=register("501"), dossiers=homes, **{table: [given]})
    left = [town.households.label[home] for home in range(town.n_households) if not town.households.stop[home]]
    assert left == ["1-501B"]


def test_a_household_outside_the_register_has_no_flat(town_of: Make, register: Rows) -> None:
    town = town_of(flats=register("101"), dossiers=[{"building": "7", "room": "909"}])
    assert len(town.household_flats[town.find_household("7-909")]) == 0


def test_the_compound_stands_in_front_only_where_there_are_several(town_of: Make, register: Rows) -> None:
    one = town_of(flats=register("101", compound="新风里"))
    two = town_of(flats=[*register("101", compound="新风里"), *register("101", compound="旧雨里")])
    assert one.households.label.texts == ["1-101"]
    assert sorted(two.households.label.texts) == ["新风里 1-101", "旧雨里 1-101"]


@pytest.mark.parametrize(
    ("tables", "stop"),
    [
        ({"dossiers": [{"building": "1", "room": "101", "do_not_contact": "true"}]}, DO_NOT_CONTACT),
        ({"dossiers": [{"building": "1", "room": "101", "do_not_contact": "false"}]}, 0),
        ({"visits": [{"building": "1", "room": "101", "result": "asked_to_stop"}]}, DO_NOT_CONTACT),
        (
            {"stances": [{"building": "1", "room": "101", "giver": "occupant", "stance": "respected_refusal"}]},
            RESPECTED_REFUSAL,
        ),
        ({"stops": [{"building": "1", "room": "101", "stop": "respected_refusal"}]}, RESPECTED_REFUSAL),
    ],
)
def test_every_place_that_can_set_a_stop_sets_it(
    town_of: Make, register: Rows, tables: dict[str, list[dict[str, str]]], stop: int
) -> None:
    assert town_of(flats=register("101"), **tables).households.stop.tolist() == [stop]


def test_no_later_stance_lifts_a_respected_refusal(town_of: Make, register: Rows, word_rows: Rows) -> None:
    words = word_rows("101 owner . respected_refusal 2026-01-01", "101 owner . signed 2026-09-01")
    assert town_of(flats=register("101"), stances=words).households.stopped.tolist() == [True]


@pytest.mark.parametrize(("asked_on", "stopped"), [("2026-05-01", False), ("", False), ("2026-07-01", True)])
def test_reopening_lifts_what_was_said_until_that_day_and_nothing_later(
    town_of: Make, register: Rows, asked_on: str, stopped: bool
) -> None:
    town = town_of(
        flats=register("101"),
        visits=[{"building": "1", "room": "101", "result": "asked_to_stop", "date": asked_on}],
        stops=[{"building": "1", "room": "101", "stop": "reopened", "stopped_on": "2026-06-01"}],
    )
    assert town.households.stopped.tolist() == [stopped]


def test_a_naming_that_the_named_does_not_know_of_is_not_kept(town_of: Make, register: Rows) -> None:
    town = town_of(flats=register("101", "102"), ties=[_tie("101", "102", known="false"), _tie("102", "101")])
    assert town.persons.key[town.ties.ego].tolist() == ["甲@1--102"]


def test_an_unknown_kind_of_tie_stops(town_of: Make, register: Rows) -> None:
    with pytest.raises(InputError, match="unknown kind"):
        town_of(flats=register("101", "102"), ties=[_tie("101", "102", kind="hometown")])


@pytest.mark.parametrize("date", ["2026-02-31", "yesterday", "2026-8-1", "01.08.2026"])
def test_what_is_no_date_stops_without_being_quoted(town_of: Make, register: Rows, word_rows: Rows, date: str) -> None:
    with pytest.raises(InputError) as error:
        town_of(flats=register("101"), stances=word_rows(f"101 owner . signed {date}"))
    assert "stances.date" in str(error.value)
    assert date not in str(error.value)


@pytest.mark.parametrize(("written", "day"), [("2026", "2026-01-01"), ("2026-08", "2026-08-01"), ("", "NaT")])
def test_a_vague_date_is_its_first_day(town_of: Make, register: Rows, word_rows: Rows, written: str, day: str) -> None:
    town = town_of(flats=register("101"), stances=word_rows(f"101 owner . signed {written or '.'}"))
    assert str(town.stances.on[0]) == day


def test_a_stack_has_the_best_source_that_any_of_its_rows_names(town_of: Make, register: Rows) -> None:
    town = town_of(flats=[*register("101", stack_source="unknown"), *register("201", stack_source="derived")])
    assert town.stacks.is_known.tolist() == [True]


def test_works_on_all_pipes_do_not_finish_a_single_pipe(town_of: Make, register: Rows) -> None:
    town = town_of(flats=register("101", pipe_kind="supply"), works=[{"building": "1", "stack": "A", "status": "done"}])
    assert [town.codes.works_statuses[code] for code in town.stacks.status] == [""]


def test_arrays_can_not_be_written_to(town_of: Make, register: Rows) -> None:
    town = town_of(flats=register("101"))
    groups = [getattr(town, f.name) for f in fields(town) if is_dataclass(getattr(town, f.name))]
    arrays = [value for group in groups for value in vars(group).values() if isinstance(value, np.ndarray)]
    assert arrays
    assert not any(array.flags.writeable for array in arrays)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False))
def test_the_order_of_rows_is_no_matter(town_of: Make, order: object) -> None:
    def shuffled(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        return order.sample(rows, len(rows))  # type: ignore[attr-defined,no-any-return]

    flat = {"building": "1", "stack": "A", "stack_source": "drawing"}
    tables = {
        "flats": [flat | {"room": room} for room in ("101", "102", "201", "202")],
        "dossiers": [{"building": "1", "room": room, "owner_name": "甲"} for room in ("101|102", "201A", "201B")],
        "stances": [
            {"building": "1", "room": room, "giver": "owner", "stance": "signed", "date": date, "rank": "1"}
            for room in ("201A", "201B")
            for date in ("2026-08", "")
        ],
        "ties": [_tie("201A", "101|102"), _tie("201B", "101|102", "kin"), _tie("201A", "101|102", "confidant")],
        "visits": [
            {"building": "1", "room": "202", "date": "2026-09-01", "visitors": who, "result": "agreed"}
            for who in ("丙|丁", "丁", "")
        ],
    }
    towns = [town_of(**{name: mix(rows) for name, rows in tables.items()}) for mix in (list, shuffled)]
    assert _differences(*towns) == []


def test_the_same_town_in_another_row_order_is_the_same_file(
    town_in: Callable[[Path], Town], fixtures: Path, tmp_path: Path
) -> None:
    for name in ("g10", "g10_shuffled"):
        save_town(town_in(fixtures / "cases" / name), tmp_path / name)
    assert (tmp_path / "g10").read_bytes() == (tmp_path / "g10_shuffled").read_bytes()


def test_what_is_saved_comes_back_as_it_was(town_in: Callable[..., Town], fixtures: Path, tmp_path: Path) -> None:
    town = town_in(fixtures / "workbooks" / "truth" / "xinfeng", "新风里")
    save_town(town, tmp_path / "town.npz")
    assert _differences(town, load_town(tmp_path / "town.npz")) == []
    assert repr(load_town(tmp_path / "town.npz")) == repr(town)


def test_a_saved_town_of_another_run_is_not_used(
    records_of: Callable[..., dict[str, pd.DataFrame]], register: Rows, tmp_path: Path
) -> None:
    save_town(build_town(records_of(flats=register("101")), run_id="run-1"), tmp_path / "town.npz")
    assert saved_town(tmp_path / "town.npz", run_id="run-1") is not None
    assert saved_town(tmp_path / "town.npz", run_id="run-2") is None


@pytest.mark.parametrize("content", [b"", b"no town", b"PK\x03\x04cut off"])
def test_a_damaged_file_is_no_saved_town(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "town.npz").write_bytes(content)
    assert saved_town(tmp_path / "town.npz") is None
    with pytest.raises(InputError, match="no saved town"):
        load_town(tmp_path / "town.npz")


def test_a_saved_town_is_its_owners_only(town_of: Make, register: Rows, tmp_path: Path) -> None:
    save_town(town_of(flats=register("101")), tmp_path / "town.npz")
    assert (tmp_path / "town.npz").stat().st_mode & 0o077 == 0


def test_networkx_has_every_person_and_every_row_of_evidence(town_of: Make, register: Rows) -> None:
    town = town_of(
        flats=register("101", "102"),
        ties=[_tie("101", "102", strength="2", observed_on="2026-05"), _tie("101", "102", "kin")],
        people=[{"name": "丙", "building": "1", "room": "102", "roles": "volunteer"}],
    )
    graph = to_networkx(town)
    assert set(graph) == {"甲@1--101", "乙@1--102", "丙@1--102"}
    assert graph.nodes["丙@1--102"] == {"household": "1-102", "roles": "volunteer", "decider": False}
    assert [data for *_, data in graph.edges(data=True)] == [
        {"kind": "help_exchange", "strength": 2, "observed_on": "2026-05-01", "confirmed": False},
        {"kind": "kin", "observed_on": "", "confirmed": False},
    ]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_other_programs_can_read_the_graph(
    town_in: Callable[[Path], Town], fixtures: Path, tmp_path: Path, name: str
) -> None:
    graph = to_networkx(town_in(fixtures / "cases" / "g10"), as_of=dt.date(2026, 11, 25))
    getattr(nx, f"write_{name}")(graph, tmp_path / name)
    again = getattr(nx, f"read_{name}")(tmp_path / name)
    assert (set(again), again.number_of_edges()) == (set(graph), graph.number_of_edges())


def test_an_edge_carries_the_strength_of_its_tie_on_the_day_asked_for(town_of: Make, register: Rows) -> None:
    ties = [_tie("101", "102", strength="3", observed_on="2026-11-25")]
    graph = to_networkx(town_of(flats=register("101", "102"), ties=ties), as_of=dt.date(2026, 11, 25))
    weight = {row["kind"]: float(row["weight"] or 0) for row in shipped_table("tie_kinds")}["help_exchange"]
    assert [data["tie_strength"] for *_, data in graph.edges(data=True)] == [pytest.approx(weight)]


def test_pandas_has_labels_where_the_town_has_indices(town_of: Make, register: Rows, word_rows: Rows) -> None:
    frames = to_pandas(town_of(flats=register("101"), stances=word_rows("101 owner . signed 2026-08-01 cost")))
    assert frames["flat_stacks"].to_dict("records") == [{"flat": "1-101", "stack_key": ":1:A:"}]
    (word,) = frames["stances"].drop(columns="date").to_dict("records")
    assert word == {
        "household": "1-101",
        "pipe_kind": "",
        "giver": "owner",
        "stance": "signed",
        "reasons": "cost",
    }


def test_results_join_with_pandas_on_the_same_keys(town_of: Make, register: Rows, word_rows: Rows) -> None:
    town = town_of(flats=register("101", "102"), stances=word_rows("101 owner . signed 2026-08-01"))
    frames, on = to_pandas(town), {"as_of": dt.date(2026, 11, 25), "policy": Policy()}
    open_homes = classify_isolation(town, **on).merge(frames["households"], left_on="flat", right_on="household")
    assert list(open_homes["flat"]) == ["1-102"]
    keys = ["building", "stack", "pipe_kind"]
    stacks = diagnose(town, **on).merge(frames["stacks"], on=keys, validate="one_to_one")
    assert list(stacks["state"]) == ["blocked"]
    assert list(stacks.merge(frames["flat_stacks"], on="stack_key")["flat"]) == ["1-101", "1-102"]


def test_a_town_tells_what_is_in_it(town_in: Callable[..., Town], fixtures: Path) -> None:
    assert repr(town_in(fixtures / "workbooks" / "truth" / "xinfeng", "新风里")) == (
        "Town(252 households, 252 flats, 39 stacks, 281 people, 230 ties, 3 households with a stop, "
        "2025-05-02 to 2026-10-28)"
    )


def test_an_empty_town_is_a_town() -> None:
    town = build_town({})
    assert (town.n_households, town.n_stacks, town.n_ties) == (0, 0, 0)
    assert "nothing dated" in repr(town)


def test_a_town_of_canonical_tables_is_that_of_the_records(fixtures: Path) -> None:
    from socialgraph.loaders import read_paths
    from socialgraph.privacy.keys import Keys
    from socialgraph.privacy.pseudonyms import pseudonymise

    folder, keys = fixtures / "cases" / "g10", Keys.unkeyed()
    records = pseudonymise(read_paths([folder]).tables, keys).records
    assert _differences(build_town(records), town_from_tables(folder, keys)) == []


def _differences(one: Town, other: Town) -> list[str]:
    """Names of the fields that differ."""
    return [f.name for f in fields(one) if not _same(getattr(one, f.name), getattr(other, f.name))]


def _same(one: object, other: object) -> bool:
    if isinstance(one, StringIndex) and isinstance(other, StringIndex):
        return one.texts == other.texts
    if isinstance(one, Csr) and isinstance(other, Csr):
        return np.array_equal(one.offsets, other.offsets) and np.array_equal(one.items, other.items)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one.astype(str), other.astype(str))
    if is_dataclass(one) and is_dataclass(other):
        return all(_same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(one[name].equals(other[name]) for name in one)
    return one == other


def test_co_owners_are_deciders_each() -> None:
    records = {
        "dossiers": pd.DataFrame([{"household": ":1::101", "owner": "p_a|p_b"}]),
        "persons": pd.DataFrame([{"person": p, "household": ":1::101"} for p in ("p_a", "p_b")]),
    }
    town = build_town(records)
    assert [town.persons.key[p] for p in town.households.deciders[0]] == ["p_a", "p_b"]


STACKS_OF_101 = [
    {"flat": ":1::101", "stack": "1//1", "stack_key": ":1:1//1:", "stack_source": "derived", "sources": "s.xlsx::"},
    {"flat": ":1::101", "stack": "K-1", "stack_key": ":1:K-1:", "stack_source": "drawing", "sources": "m.xlsx::"},
    {"flat": ":1::101", "stack": "", "stack_key": "", "stack_source": "unknown", "sources": "l.xlsx::"},
]


def test_a_mapped_stack_stands_alone_when_another_file_only_derives_one() -> None:
    assert list(build_town({"flats": pd.DataFrame(STACKS_OF_101)}).stacks.code) == ["K-1"]


def test_what_one_file_says_of_a_flat_stays_as_it_says_it() -> None:
    flats = pd.DataFrame(STACKS_OF_101[:2]).assign(sources="flats.csv::")
    assert list(build_town({"flats": flats}).stacks.code) == ["1//1", "K-1"]
