"""Safeguard: it is told when a kind of household is visited far more often than its share, and never on tiny groups."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from socialgraph.office.town import town_from_tables
from socialgraph.privacy.keys import Keys
from socialgraph.stacks.checks import ABOVE_SHARE, checks
from socialgraph.stacks.fairness import contact_fairness
from socialgraph.town.snapshot import Town

ROOMS = [f"{floor}0{place}" for floor in range(1, 11) for place in range(1, 5)]  # forty households
KINDS = {
    "tenure": ({"ownership_type": "public_direct"}, "ownership_type: public_direct"),
    "a band of age": ({"flags": "elderly", "flags_consent_on": "2026-01-01"}, "flags: elderly"),
    "letting": ({"occupancy": "rented"}, "occupancy: rented"),
}


def street(kind: dict[str, str], of_kind: int, visits: list[tuple[str, int]]) -> Town:
    """Forty households, the first `of_kind` of that kind; (room, how many days it was visited)."""
    at = {"building": "1", "door": ""}
    plain = {"ownership_type": "private_reform", "occupancy": "owner_occupied", "flags": "", "flags_consent_on": ""}
    tables = {
        "flats": [at | {"room": room, "floor": room[:-2], "stack": "1", "stack_source": "drawing"} for room in ROOMS],
        "dossiers": [
            at | {"room": room, "owner_name": f"户{room}"} | plain | (kind if n < of_kind else {})
            for n, room in enumerate(ROOMS)
        ],
        "visits": [
            at | {"room": room, "date": f"2026-10-{d + 1:02d}", "visitors": "小李"}
            for room, n in visits
            for d in range(n)
        ],
    }
    frames: dict[str, Any] = {name: pd.DataFrame(rows, dtype=str) for name, rows in tables.items()}
    return town_from_tables(frames, Keys.unkeyed())


def alerts(town: Town) -> list[str]:
    findings = checks(town, as_of=pd.Timestamp("2026-11-25").date())
    return findings.loc[findings["check"] == ABOVE_SHARE, "other"].tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_is_visited_above_its_share_is_told(kind: str) -> None:
    flags, other = KINDS[kind]
    # ten of forty households (25 %) have ten of sixteen contacts (62 %): two and a half times their share
    town = street(flags, 10, [(room, 1) for room in ROOMS[:10]] + [(room, 1) for room in ROOMS[10:16]])
    assert alerts(town) == [other]
    table = contact_fairness(town)
    row = table[table["group"] == other.partition(": ")[2]]
    assert row["ratio"].tolist() == pytest.approx([(10 / 16) / (10 / 40)])


def test_even_visits_give_no_alert() -> None:
    assert alerts(street(KINDS["tenure"][0], 10, [(room, 1) for room in ROOMS])) == []


def test_a_ratio_of_one_and_a_half_is_no_alert_yet() -> None:
    # 15 of 40 contacts for 10 of 40 households: 0.375 / 0.25 = 1.5
    visits = [(room, 2 if n < 5 else 1) for n, room in enumerate(ROOMS[:10])] + [(room, 1) for room in ROOMS[10:35]]
    town = street(KINDS["tenure"][0], 10, visits)
    assert alerts(town) == []
    assert contact_fairness(town)["ratio"].max() == pytest.approx(1.5)


def test_groups_of_fewer_than_five_are_not_shown() -> None:
    town = street(KINDS["tenure"][0], 4, [(room, 3) for room in ROOMS[:4]] + [(room, 1) for room in ROOMS[4:9]])
    assert "public_direct" not in contact_fairness(town)["group"].tolist()
    assert alerts(town) == []


def test_flags_without_consent_are_not_counted() -> None:
    kind = {"flags": "elderly", "flags_consent_on": ""}
    assert alerts(street(kind, 10, [(room, 1) for room in ROOMS[:16]])) == []
