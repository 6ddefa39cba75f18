"""The elevation: every flat in its place and in a state that brands nobody."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from lxml import etree

from socialgraph.office.town import town_from_tables
from socialgraph.outputs.elevation import BuildingGrid, FlatCell, building_grid, draw_elevation
from socialgraph.outputs.elevation.grid import floor_name
from socialgraph.outputs.elevation.look import LOOKS
from socialgraph.schema.policy import Policy
from socialgraph.stacks.flat_states import FLAT_STATES, flat_states, stack_members
from socialgraph.town.snapshot import Town

AS_OF = dt.date(2026, 11, 25)
SVG = "{http://www.w3.org/2000/svg}"
Rows = list[dict[str, str]]


def flat(room: str, floor: str, *, door: str = "1", stack: str = "A", kind: str = "dwelling") -> dict[str, str]:
    address = {"compound": "", "building": "1", "door": door, "room": room}
    return {**address, "floor": floor, "stack": stack, "pipe_kind": "", "stack_source": "drawing", "kind": kind}


def word(room: str, stance: str, *, giver: str = "owner", door: str = "1") -> dict[str, str]:
    values = {"pipe_kind": "", "giver": giver, "stance": stance, "reasons": "", "date": "2026-09-01"}
    return {"compound": "", "building": "1", "door": door, "room": room, **values}


def dossier(room: str, **more: str) -> dict[str, str]:
    return {"compound": "", "building": "1", "door": "1", "room": room, **more}


def town_of(flats: Rows, **tables: Rows) -> Town:
    return town_from_tables({name: pd.DataFrame(rows) for name, rows in {"flats": flats, **tables}.items()})


def states(town: Town, **how: np.ndarray) -> dict[str, str]:
    table = flat_states(town, as_of=AS_OF, policy=Policy(), **how)
    return dict(zip(table["home"], table["state"], strict=True))


def grid_of(town: Town, planned: np.ndarray | None = None) -> BuildingGrid:
    flats = flat_states(town, as_of=AS_OF, policy=Policy(), planned=planned)
    return building_grid(flats, stack_members(town, as_of=AS_OF, policy=Policy()))


def cells_by_room(grid: BuildingGrid) -> dict[str, FlatCell]:
    return {cell.room: cell for cell in grid.cells}


def chosen(town: Town, *labels: str) -> np.ndarray:
    return np.isin(np.array(town.households.label.texts, object), labels)


def drawn(town: Town, lang: str = "zh", planned: np.ndarray | None = None) -> etree._Element:
    flats = flat_states(town, as_of=AS_OF, policy=Policy(), planned=planned)
    members = stack_members(town, as_of=AS_OF, policy=Policy())
    return etree.fromstring(draw_elevation(flats, members, title="1", as_of=AS_OF, lang=lang))  # type: ignore[arg-type]


ROOMS = [flat(f"{floor}01", str(floor)) for floor in range(1, 7)]


@pytest.mark.parametrize(
    ("stance", "state"),
    [
        ("signed", "ready"), ("verbal", "ready"), ("conditional", "condition"), ("hesitant", "talking"),
        ("refused", "talking"), ("reversed", "talking"), ("unreached", "not_asked"), ("declined_contact", "not_asked"),
        ("respected_refusal", "not_asked"), ("not_applicable", "outside"),
    ],
)  # fmt: skip
def test_each_word_has_its_state_and_a_refusal_looks_like_a_hesitation(stance: str, state: str) -> None:
    assert states(town_of(ROOMS, stances=[word("101", stance)]))["101"] == state


def test_a_let_flat_whose_tenant_said_nothing_has_consent_without_access() -> None:
    town = town_of(ROOMS, stances=[word("101", "signed")], dossiers=[dossier("101", occupancy="rented")])
    assert states(town)["101"] == "access"


def test_a_stopped_household_looks_like_one_not_asked_whatever_it_said() -> None:
    stances = [word("101", "signed"), word("201", "conditional"), word("301", "refused")]
    stops = [dossier(room, do_not_contact="true") for room in ("101", "201", "301")]
    assert {states(town_of(ROOMS, stances=stances, dossiers=stops))[room] for room in ("101", "201", "301")} == {
        "not_asked"
    }


def test_who_is_to_be_left_alone_looks_like_one_not_asked_and_is_never_outlined() -> None:
    town = town_of(ROOMS, stances=[word("101", "conditional")])
    alone = chosen(town, "1-1-101")
    table = flat_states(town, as_of=AS_OF, policy=Policy(), planned=alone, left_alone=alone)
    row = table[table["home"] == "101"].iloc[0]
    assert (row["state"], bool(row["planned"])) == ("not_asked", False)


def test_flats_of_a_finished_stack_are_done() -> None:
    works = [
        {"compound": "", "building": "1", "stack": "A", "pipe_kind": "", "status": "done", "done_on": "2026-01-01"}
    ]
    assert set(states(town_of(ROOMS, works=works)).values()) == {"done"}


def test_a_stack_of_unknown_source_is_outside() -> None:
    town = town_of([{**ROOMS[0], "stack_source": "unknown"}])
    assert states(town) == {"101": "outside"}


def test_floors_run_from_the_top_down_and_columns_by_the_last_two_digits() -> None:
    town = town_of([flat("201", "2"), flat("202", "2", stack="B"), flat("101", "1"), flat("102", "1", stack="B")])
    grid = grid_of(town)
    assert grid.floors == (2, 1)
    assert {room: (cell.floor, cell.column) for room, cell in cells_by_room(grid).items()} == {
        "201": (2, 0), "202": (2, 1), "101": (1, 0), "102": (1, 1),
    }  # fmt: skip


def test_a_merged_flat_is_one_cell_over_two_columns() -> None:
    rooms = [flat("301", "3"), flat("302", "3", stack="B"), flat("303", "3", stack="C")]
    cell = cells_by_room(grid_of(town_of(rooms, dossiers=[dossier("302|303")])))["302|303"]
    assert (cell.column, cell.span, len(cell.flats)) == (1, 2, 2)


def test_a_split_flat_is_two_halves_of_one_column() -> None:
    grid = grid_of(town_of([flat("501", "5")], dossiers=[dossier("501A"), dossier("501B")]))
    assert [(cell.room, cell.column, cell.part, cell.parts) for cell in grid.cells] == [
        ("501A", 0, 0, 2),
        ("501B", 0, 1, 2),
    ]


def test_a_shop_stands_under_the_stack_that_serves_it() -> None:
    rooms = [flat("201", "2"), flat("202", "2", stack="B"), flat("底商7", "1", door="", stack="B", kind="shop")]
    assert cells_by_room(grid_of(town_of(rooms)))["底商7"].column == 1


def test_two_flats_never_share_one_place() -> None:
    rooms = [
        flat("201", "2"),
        flat("101", "1"),
        flat("底商1", "1", door="", kind="shop"),
        flat("底商2", "1", kind="shop"),
    ]
    places = [(cell.floor, cell.column) for cell in grid_of(town_of(rooms)).cells]
    assert len(set(places)) == len(rooms)


def test_a_basement_lies_below_the_ground_line() -> None:
    town = town_of([flat("101", "1"), flat("B1-01", "-1")])
    assert grid_of(town).floors == (1, -1)
    assert floor_name(-1) == "B1"
    assert [path for path in drawn(town).iter(f"{SVG}path") if path.get("stroke-dasharray") == "8 3"]


def test_a_missing_flat_leaves_a_dotted_gap_and_shifts_nobody() -> None:
    town = town_of([flat("201", "2"), flat("202", "2"), flat("203", "2"), flat("101", "1"), flat("103", "1")])
    assert cells_by_room(grid_of(town))["103"].column == 2
    (gap,) = [path for path in drawn(town).iter(f"{SVG}path") if path.get("stroke-dasharray") == "2 3"]
    assert str(gap.get("d")).count("M") == 1


def test_a_tower_of_thirty_floors_has_every_flat_once() -> None:
    rooms = [
        flat(f"{floor}{place:02d}", str(floor), stack=str(place)) for floor in range(1, 31) for place in range(1, 9)
    ]
    grid = grid_of(town_of(rooms))
    assert (len(grid.floors), len(grid.doors), len(grid.cells)) == (30, 8, 240)
    assert {cell.column for cell in grid.cells if cell.room.endswith("08")} == {7}


def test_the_head_counts_planned_flats_only() -> None:
    town = town_of(ROOMS, stances=[word("101", "signed"), word("201", "signed")])
    planned = chosen(town, "1-1-301", "1-1-401")
    (head,) = grid_of(town, planned).heads
    assert (head.state, head.planned) == ("", 2)
    (bare,) = grid_of(town).heads
    assert (bare.state, bare.planned) == ("", 0)  # four flats are not ready, and the picture does not say so


def test_a_head_says_ready_only_where_every_flat_drawn_below_is() -> None:
    signed = [word(row["room"], "signed") for row in ROOMS]
    assert grid_of(town_of(ROOMS, stances=signed)).heads[0].state == "ready"
    stopped = town_of(ROOMS, stances=signed, dossiers=[dossier("101", do_not_contact="true")])
    assert grid_of(stopped).heads[0].state == ""  # else the one white flat would be found by subtraction


def test_kitchen_and_bathroom_risers_have_a_level_each() -> None:
    both = [{**flat(f"{floor}0{place}", str(floor), stack=code), "pipe_kind": pipe}
            for floor in (1, 2) for place in (1, 2)
            for code, pipe in ((f"K{place}", "sewage_kitchen"), ("W", "sewage_bath"))]  # fmt: skip
    heads = {head.code: (head.first, head.last) for head in grid_of(town_of(both)).heads}
    assert heads == {"K1": (0, 0), "K2": (1, 1), "W": (0, 1)}
    assert grid_of(town_of(both)).levels == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_is_well_formed_names_its_states_and_carries_no_script_or_style(lang: str) -> None:
    town = town_of(ROOMS, dossiers=[dossier("101", owner_name="王样例", phone="13900001234")])
    root = drawn(town, lang)
    text = etree.tostring(root, encoding="unicode")
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title") is not None
    assert not [word for word in ("<script", "<style", "style=", "href", "王样例", "1390000", "p_") if word in text]


def test_outlines_are_drawn_around_planned_flats_only() -> None:
    town = town_of(ROOMS)
    root = drawn(town, planned=chosen(town, "1-1-301"))
    (outline,) = [path for path in root.iter(f"{SVG}path") if path.get("stroke-width") == "3.5"]
    assert str(outline.get("d")).count("M") == 1
    assert not [path for path in drawn(town).iter(f"{SVG}path") if path.get("stroke-width") == "3.5"]


def test_states_differ_by_mark_too_and_ink_is_read_on_its_fill() -> None:
    assert tuple(LOOKS) == FLAT_STATES
    assert len({look.mark for look in LOOKS.values()}) == len({look.sign for look in LOOKS.values()}) == len(LOOKS)

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for look in LOOKS.values():
        bright, dark = sorted((luminance(look.fill), luminance(look.ink)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5  # WCAG 2.1 AA
