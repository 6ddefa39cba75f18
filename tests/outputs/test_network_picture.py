"""Doors and the trust between them: counts of five and more, nobody in them, the same places every time."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from socialgraph.office.town import town_from_tables
from socialgraph.outputs.network_picture import draw_network
from socialgraph.privacy.keys import Keys
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town
from socialgraph.trust.doors import DoorTies, door_ties
from socialgraph.trust.network import trust_network

DAY = dt.date(2026, 11, 25)


@pytest.fixture(scope="module")
def town() -> Town:
    truth = Path(__file__).parents[1] / "fixtures" / "workbooks" / "truth" / "xinfeng"
    return town_from_tables(truth, Keys.unkeyed())


@pytest.fixture(scope="module")
def ties_of_doors(town: Town) -> DoorTies:
    return door_ties(trust_network(town, as_of=DAY, policy=Policy()))


def test_ties_within_a_door_are_those_counted_one_by_one(town: Town, ties_of_doors: DoorTies) -> None:
    network = trust_network(town, as_of=DAY, policy=Policy())
    home, counts, homes = town.persons.household, {}, {}
    for ego, alter in zip(network.ties.egos.tolist(), network.ties.alters.tolist(), strict=True):
        if home[ego] >= 0 and home[alter] >= 0 and home[ego] != home[alter]:
            doors = {town.doors.key[int(town.households.door[home[p]])] for p in (ego, alter)}
            if len(doors) == 1:
                (door,) = doors
                counts[door] = counts.get(door, 0) + 1
                homes.setdefault(door, set()).update((int(home[ego]), int(home[alter])))
    wanted = {door: n if n >= 5 and len(homes[door]) >= 5 else 0 for door, n in counts.items()}
    counted = {f"新风里:{row['door'].replace('-', ':')}": row["ties"] for row in ties_of_doors.doors.to_dict("records")}
    assert {door.rstrip(":"): n for door, n in wanted.items() if n} == {door: n for door, n in counted.items() if n}


def test_no_figure_has_fewer_than_five_households_or_ties_behind_it(ties_of_doors: DoorTies) -> None:
    assert (ties_of_doors.doors["households"] >= 5).all()
    assert set(ties_of_doors.doors["ties"][ties_of_doors.doors["ties"] < 5]) <= {0}
    assert (ties_of_doors.between["ties"] >= 5).all()
    assert ties_of_doors.left_out > 0


def test_the_picture_is_well_formed_and_holds_doors_and_no_flat(ties_of_doors: DoorTies, town: Town) -> None:
    svg = draw_network(ties_of_doors.doors, ties_of_doors.between, title="测试", note="L1")
    texts = {element.text for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
    assert texts == {"测试", "L1", *ties_of_doors.doors["door"]}
    assert "p_" not in svg
    assert not set(map(str, town.flats.label.texts)) & texts


def test_a_door_keeps_its_place_whatever_the_ties(ties_of_doors: DoorTies) -> None:
    def places(doors: pd.DataFrame, between: pd.DataFrame) -> list[str]:
        return re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', draw_network(doors, between, title="", note=""))

    pair = {
        "first": ties_of_doors.doors["door"][0],
        "second": ties_of_doors.doors["door"][1],
        "ties": 9,
        "strength": 4.0,
    }
    other = ties_of_doors.doors.assign(ties=np.arange(len(ties_of_doors.doors)) + 5)
    assert places(ties_of_doors.doors, ties_of_doors.between) == places(other, pd.DataFrame([pair]))


def test_a_town_without_ties_has_doors_and_no_line() -> None:
    doors = pd.DataFrame([{"door": "1-1", "building": "1", "households": 9, "ties": 0, "strength": 0.0}])
    none = pd.DataFrame(columns=["first", "second", "ties", "strength"])
    svg = draw_network(doors, none, title="", note="")
    assert "<circle" in svg
    assert "<path" not in svg
