"""Features by hand, and that nothing of later days enters them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stack_history import Row, flats, history, home, word

from socialgraph.models.completion.features import FEATURES, stack_features
from socialgraph.models.completion.history import History
from socialgraph.schema.policy import DEFAULT_POLICY

ON = dt.date(2026, 9, 1)
LATER = ("stances", "undated", "visits", "ties", "works", "stops", "people", "measures")
ROOMS = ("101", "102", "201", "202")


def person(room: str) -> str:
    """The pseudonym of a room's resident."""
    return f"P{room}"


def rows() -> dict[str, list[Row]]:
    """Two stacks of two flats; 201 refused and trusts the volunteer of 102; 202 has said nothing."""
    return {
        "flats": flats("A", "101", "201") + flats("B", "102", "202"),
        "stances": [
            word("101", "signed", "2026-08-01"),
            word("102", "signed", "2026-08-11"),
            word("201", "refused", "2026-08-21"),
        ],
        "dossiers": [
            {"household": home(room), "building": "1", "room": room, "occupancy": occupancy, "flags": "elderly",
             "flags_consent_on": "2026-01-01", "owner": person(room), "first_on": "2026-07-01"}
            for room, occupancy in zip(ROOMS, ("owner_occupied", "owner_occupied", "vacant", "rented"), strict=True)
        ],
        "persons": [{"person": person(room), "household": home(room)} for room in ROOMS],
        "people": [{"person": person("102"), "household": home("102"), "roles": "door_captain", "willing": "true",
                    "willing_on": "2026-08-15", "capacity": "2"}],
        "ties": [{"ego": person("201"), "alter": person("102"), "kind": "key_holding", "strength": "3",
                  "observed_on": "2026-09-01", "rank": "1"}],
        "visits": [{"household": home("201"), "date": "2026-08-25", "visitors": person("102"), "rank": "1",
                    "mode": "home", "result": "softened"}],
    }  # fmt: skip


def features(tables: dict[str, list[Row]]) -> pd.DataFrame:
    """The features of both stacks."""
    record = history(**tables)
    return stack_features(record, record.known_on(dt.date(2026, 11, 25)).stacks.key, ON, DEFAULT_POLICY)


@pytest.mark.parametrize(
    ("feature", "stack_a", "stack_b"),
    [
        ("flats", 2, 2),
        ("missing_households", 1, 1),
        ("missing_share", 0.5, 0.5),
        ("floors", 2, 2),
        ("source_rank", 1, 1),
        ("access_only", 0, 0),
        ("consent_share", 0.5, 0.5),
        ("refused_missing", 1, 0),
        ("unheard_missing", 0, 1),
        ("rented_share", 0, 0.5),
        ("away_share", 0.5, 0),
        ("visits_per_missing", 1, 0),
        ("good_visits_share", 1, np.nan),
        ("days_since_start", 31, 31),
        ("days_since_word", 11, 21),
        ("building_finished_share", 0, 0),
        ("building_ready_households", 0.5, 0.5),
        ("reach_min", 0.9, 0),  # key_holding weighs .9, closeness 3 counts whole, the day is today
        ("isolated_missing", 0, 1),
        ("tie_density_stack", 0, 0),
        ("linking_share", 0.5, 0),
        ("trusted_consent_share", 1, np.nan),
        ("neighbours_completion", 0, np.nan),
    ],
)
def test_a_feature_by_hand(feature: str, stack_a: float, stack_b: float) -> None:
    assert features(rows())[feature].tolist() == pytest.approx([stack_a, stack_b], nan_ok=True)


def test_every_declared_feature_is_there_and_no_other() -> None:
    assert list(features(rows())) == list(FEATURES)


@given(extra=st.data())
def test_no_later_row_changes_a_feature(extra: st.DataObject) -> None:
    tables = rows()
    later = st.dates(ON + dt.timedelta(1), dt.date(2026, 11, 25)).map(dt.date.isoformat)
    room = st.sampled_from(ROOMS)
    stance = st.sampled_from(["signed", "refused", "reversed", "hesitant", "respected_refusal", "declined_contact"])
    for _ in range(extra.draw(st.integers(1, 4))):
        at, date = extra.draw(room), extra.draw(later)
        other = extra.draw(room)
        kind = extra.draw(
            st.sampled_from(["stances", "undated", "visits", "ties", "works", "stops", "people", "measures"])
        )
        if kind == "stances":
            tables["stances"].append(word(at, extra.draw(stance), date, rank="9"))
        elif kind == "undated":
            tables["stances"].append(word(at, extra.draw(stance), "", rank="8", first_on=date))
        elif kind == "visits":
            visit = {
                "household": home(at),
                "date": date,
                "visitors": person(other),
                "rank": "2",
                "result": "asked_to_stop",
            }
            tables["visits"].append(visit)
        elif kind == "ties":
            inside = {"ego": person(at), "alter": person(other), "rank": "2", "observed_on": date}
            tables["ties"].append({**inside, "kind": extra.draw(st.sampled_from(["confidant", "conflict", "kin"]))})
        elif kind == "works":
            tables["works"] = [{"stack_key": ":1:A:", "building": "1", "stack": "A", "status": "done", "done_on": date}]
        elif kind == "stops":
            tables["stops"] = [{"household": home(at), "stop": "do_not_contact", "stopped_on": date}]
        elif kind == "people":
            opted = {"person": person(at), "household": home(at), "roles": "volunteer", "willing": "true"}
            tables["people"] = [row for row in tables["people"] if row["person"] != person(at)] + (
                [{**opted, "willing_on": date}] if at != "102" else tables["people"][:1]
            )
        else:
            offer = {"household": home(at), "concern": "cost", "measure": "subsidy", "accepted": "true"}
            tables.setdefault("measures", []).append({**offer, "first_on": date})
    pd.testing.assert_frame_equal(features(tables), features(rows()))


def test_what_was_retired_later_is_still_seen() -> None:
    tables = rows()
    tables["stances"][2] |= {"first_on": "2026-08-22", "retired_on": "2026-10-01"}
    tables["ties"][0] |= {"first_on": "2026-09-01", "retired_on": "2026-10-01"}
    pd.testing.assert_frame_equal(features(tables), features(rows()))


def test_flags_of_health_age_and_disability_change_nothing() -> None:
    tables = rows()
    for row in tables["dossiers"]:
        row["flags"] = "disabled|seriously_ill"
    pd.testing.assert_frame_equal(features(tables), features(rows()))


@pytest.mark.parametrize(
    ("stance", "days", "unheard"), [("refused", 91, 1.0), ("refused", 90, 0.0), ("hesitant", 91, 1.0)]
)
def test_an_unsigned_word_older_than_ninety_days_counts_as_unknown(stance: str, days: int, unheard: float) -> None:
    tables = rows()
    tables["stances"][2] = word("201", stance, (ON - dt.timedelta(days)).isoformat())
    assert features(tables)["unheard_missing"].iloc[0] == unheard


@pytest.mark.parametrize(("stance", "share"), [("verbal", 0.5), ("signed", 1.0)])
def test_only_a_signature_outlives_ninety_days(stance: str, share: float) -> None:
    tables = rows()
    tables["stances"][2] = word("201", stance, (ON - dt.timedelta(91)).isoformat())
    assert features(tables)["consent_share"].iloc[0] == share


def test_without_any_dossier_by_that_day_their_features_are_not_known() -> None:
    tables = rows()
    for row in tables["dossiers"]:
        row["first_on"] = "2026-10-01"
    assert features(tables)[["rented_share", "away_share", "public_share", "fitout_share"]].isna().all().all()


def test_a_history_keeps_each_days_town() -> None:
    record: History = history(**rows())
    assert record.known_on(ON) is record.known_on(ON)
