"""Ranked intermediaries on towns small enough to be checked by hand; the oracle of tests/oracle has the large ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_town_rows import Rows, at, flats, offer, signed, tie, visit, willing, word

from socialgraph.errors import InputError
from socialgraph.reach.contacts import contact_budget
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.reach.posterior import posterior_log_odds
from socialgraph.reach.scoring import PARTS
from socialgraph.reach.steps import next_steps
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town
from socialgraph.trust.network import trust_network

AS_OF = date(2026, 11, 25)
Make = Callable[..., Town]
EVERYBODY = ("102", "103", "104", "105")


def small_town(town_of: Make, **tables: Rows) -> Town:
    """101 has said nothing; the others have signed and are willing; 101 leaves keys with 102 and 103."""
    rows: dict[str, Rows] = {
        "flats": flats("101", *EVERYBODY),
        "people": [willing(room, capacity="4") for room in EVERYBODY],
        "ties": [tie("101", "102"), tie("101", "103")],
    }
    stances = signed(*EVERYBODY) + tables.pop("stances", [])
    return town_of(**{**rows, "stances": stances, **tables})


def ranked(town: Town, **options: Any) -> list[dict[str, Any]]:
    return rank_intermediaries(town, as_of=AS_OF, policy=Policy(), **options).to_dict("records")


def part(town: Town, name: str, room: str = "102") -> float:
    (row,) = [row for row in ranked(town) if row["intermediary"] == f"P{room}@1--{room}"]
    return float(row[name])


def reason(town: Town, **options: Any) -> str:
    (row,) = ranked(town, **options)
    assert pd.isna(row["rank"])
    assert row["intermediary"] == ""
    return str(row["reason"])


def test_a_key_left_today_is_log_odds_of_nine_to_one(town_of: Make) -> None:
    assert part(small_town(town_of), "trust") == pytest.approx(log(9))


def test_trust_is_clipped_at_one_in_a_hundred(town_of: Make) -> None:
    faint = [tie("101", "102", "acquaintance", observed_on="2000-01-01")]
    first, *_ = ranked(small_town(town_of, ties=faint), unlikely_too=True)
    assert first["trust"] == pytest.approx(log(1 / 99))
    assert reason(small_town(town_of, ties=faint)) == "unlikely"


def test_a_second_path_apart_from_the_first_adds_half_its_strength(town_of: Make) -> None:
    around = [tie("101", "102"), tie("101", "103"), tie("103", "102", "help_exchange")]
    assert part(small_town(town_of, ties=around), "second_path") == pytest.approx(0.5 * 0.9 * 0.7)


def test_a_path_that_shares_a_tie_is_no_second_path(town_of: Make) -> None:
    shared = [tie("101", "103"), tie("103", "102"), tie("103", "104"), tie("104", "102")]
    assert part(small_town(town_of, ties=shared), "second_path") == 0.0


@pytest.mark.parametrize(
    ("measures", "experience"),
    [
        ([offer("101", "cost")], 0.0),
        ([offer("101", "cost"), offer("102", "design")], 0.0),
        ([offer("101", "cost"), offer("102", "cost")], 0.4),
        ([offer("101", "cost|design"), offer("102", "design|cost")], 0.4),  # once, however many
        ([offer("101", "exam"), offer("102", "exam")], 0.0),  # a need
        ([offer("101", "neighbour_conflict"), offer("102", "neighbour_conflict")], 0.0),  # private
    ],
)
def test_the_same_shareable_concern_counts_as_experience(town_of: Make, measures: Rows, experience: float) -> None:
    assert part(small_town(town_of, measures=measures), "experience") == pytest.approx(experience)


def test_reasons_of_earlier_words_are_experience_too(town_of: Make) -> None:
    stances = [word("102", "hesitant", "cost", "2026-07-01"), word("101", "hesitant", "cost", "2026-07-01")]
    town = small_town(town_of, stances=stances, measures=[offer("101", "cost")])
    assert part(town, "experience") == pytest.approx(0.4)


def test_works_done_at_home_are_experience(town_of: Make) -> None:
    done = {"building": "1", "stack": "B", "pipe_kind": "", "status": "done", "done_on": "2026-09-01"}
    also = [{**at("102"), "floor": "1", "stack": "B", "stack_source": "drawing", "kind": "dwelling"}]
    town = small_town(town_of, flats=flats("101", *EVERYBODY) + also, works=[done])
    assert (part(town, "experience"), part(town, "experience", "103")) == (pytest.approx(0.4), 0.0)


@pytest.mark.parametrize("stack", ["A", ""])
def test_whose_stack_is_of_unknown_source_has_experience_too(town_of: Make, stack: str) -> None:
    unknown = {**flats("102")[0], "stack": stack, "stack_source": "unknown"}
    concerns = [offer("101", "cost"), offer("102", "cost")]
    town = small_town(town_of, flats=[unknown, *flats("101", "103", "104", "105")], measures=concerns)
    assert part(town, "experience") == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("results", "success"),
    [
        ([], 0.0),
        (["agreed", "softened"], log(4 / 2)),
        (["unchanged", "hardened", "asked_to_stop"], log(2 / 5)),
        (["no_contact", "no_contact", ""], 0.0),
        (["agreed", "unchanged"], 0.0),
    ],
)
def test_success_is_the_beta_posterior_of_earlier_visits(town_of: Make, results: list[str], success: float) -> None:
    visits = [visit("105", "P102@1--102", result, f"2026-10-{k + 1:02d}") for k, result in enumerate(results)]
    assert part(small_town(town_of, visits=visits), "success") == pytest.approx(success)


def test_a_visit_at_a_split_flat_counts_once(town_of: Make) -> None:
    halves = [{**at("105A"), "owner": ""}, {**at("105B"), "owner": ""}]
    town = small_town(town_of, dossiers=halves, visits=[visit("105", "P102@1--102", "agreed")])
    assert part(town, "success") == pytest.approx(log(3 / 2))


HALF_A = ("105A", "agreed", "2026-10-01")


@pytest.mark.parametrize(
    ("other", "success"),
    [
        (("105B", "agreed", "2026-10-01"), log(3 / 2)),  # one visit: k = n = 1
        (("105B", "agreed", "2026-10-02"), log(4 / 2)),  # another day
        (("105B", "unchanged", "2026-10-01"), 0.0),  # another end
        (("105B", "agreed", ""), log(4 / 2)),  # nobody knows that it was the same day
        (("104", "agreed", "2026-10-01"), log(4 / 2)),  # another flat
    ],
)
def test_rows_on_both_halves_of_a_split_flat_are_one_visit_where_they_agree(
    town_of: Make, other: tuple[str, str, str], success: float
) -> None:
    halves = [{**at("105A"), "owner": ""}, {**at("105B"), "owner": ""}]
    rows = [visit(room, "P102@1--102", result, day) for room, result, day in (HALF_A, other)]
    for visits in (rows, rows[::-1]):
        town = small_town(town_of, dossiers=halves, visits=visits)
        assert part(town, "success") == pytest.approx(success)


def test_visits_after_the_date_or_of_others_do_not_count(town_of: Make) -> None:
    visits = [visit("105", "P102@1--102", "agreed", "2026-11-26"), visit("105", "P103@1--103", "agreed")]
    assert part(small_town(town_of, visits=visits), "success") == 0.0


def test_both_visitors_of_a_visit_have_it_to_their_credit(town_of: Make) -> None:
    town = small_town(town_of, visits=[visit("105", "P102@1--102|P103@1--103", "agreed")])
    assert part(town, "success", "102") == part(town, "success", "103") == pytest.approx(log(3 / 2))


def test_load_is_half_of_assigned_over_capacity(town_of: Make) -> None:
    row = {"export_id": "L1", "row_no": "1", "household": ":1::105", "person": "P102@1--102", "state": "open"}
    lists = [{**row, **at("105"), "exported_on": "2026-11-01", "expires_on": "2026-12-01"}]
    assert part(small_town(town_of, assignments=lists), "load") == pytest.approx(-0.5 / 4)
    assert str(part(small_town(town_of), "load")) == "0.0"


def test_equal_scores_are_ordered_by_address_as_numbers(town_of: Make) -> None:
    rooms = ("102", "1002", "902")
    town = town_of(
        flats=flats("101", *rooms),
        stances=signed(*rooms),
        people=[willing(room) for room in rooms],
        ties=[tie("101", room) for room in rooms],
    )
    assert [(row["rank"], row["intermediary_flat"]) for row in ranked(town)] == [
        (1, "1-102"),
        (2, "1-902"),
        (3, "1-1002"),
    ]


def test_parts_add_up_and_q_is_the_chance(town_in: Callable[..., Town], fixtures: Path) -> None:
    rows = ranked(town_in(fixtures / "cases" / "g10"))
    scored = [row for row in rows if not pd.isna(row["rank"])]
    assert len(scored) > 20
    for row in scored:
        assert sum(row[name] for name in PARTS) == pytest.approx(row["score"], abs=1e-12)
        assert row["q"] == pytest.approx(1 / (1 + exp(-row["score"])))


@pytest.mark.parametrize("top", [1, 2, 3])
def test_the_top_rows_are_those_of_the_whole_ranking(town_in: Callable[..., Town], fixtures: Path, top: int) -> None:
    town = town_in(fixtures / "workbooks" / "truth" / "xinfeng", "新风里")
    whole, cut = (rank_intermediaries(town, as_of=AS_OF, policy=Policy(), top=t) for t in (None, top))
    expected = whole[whole["rank"].isna() | (whole["rank"] <= top)].reset_index(drop=True)
    pd.testing.assert_frame_equal(cut, expected, check_exact=True)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("top", [1, 2])
def test_the_top_rows_are_the_same_where_second_paths_turn_the_order(town_of: Make, seed: int, top: int) -> None:
    rng = np.random.default_rng(seed)
    kinds = ("key_holding", "help_exchange", "confidant")
    pairs = {(a, b) for a, b in rng.choice(("101", *EVERYBODY), (14, 2)).tolist() if a != b}
    ties = [tie(a, b, str(rng.choice(kinds)), strength=str(rng.integers(1, 4))) for a, b in sorted(pairs)]
    town = small_town(town_of, ties=ties)
    whole, cut = (rank_intermediaries(town, as_of=AS_OF, policy=Policy(), top=t) for t in (None, top))
    expected = whole[whole["rank"].isna() | (whole["rank"] <= top)].reset_index(drop=True)
    pd.testing.assert_frame_equal(cut, expected, check_exact=True)


def test_a_concern_without_an_offer_gets_no_suggestion(town_of: Make) -> None:
    assert reason(small_town(town_of, stances=[word("101", "refused", "cost")])) == "no_measure"
    refused = [offer("101", "cost", "样板间", accepted="false")]
    assert reason(small_town(town_of, measures=refused)) == "no_measure"


def test_none_possible_is_an_offer(town_of: Make) -> None:
    (first, _) = ranked(small_town(town_of, measures=[offer("101", "cost")]))
    assert (first["rank"], first["concern"], first["measure"]) == (1, "cost", "none_possible")


def test_without_a_concern_the_one_conversation_is_to_hear_it(town_of: Make) -> None:
    (first, _) = ranked(small_town(town_of, stances=[word("101", "refused", "no_reason")]))
    assert (first["concern"], first["measure"]) == ("not_yet_heard", "listen")


def test_a_private_concern_is_never_shown(town_of: Make) -> None:
    (first, _) = ranked(small_town(town_of, measures=[offer("101", "official_distrust|exam", "避开考试月")]))
    assert (first["concern"], first["measure"]) == ("", "避开考试月")


def test_trusting_only_who_has_not_opted_in(town_of: Make) -> None:
    people = [willing("102", willing="false"), willing("104")]
    assert reason(small_town(town_of, people=people, ties=[tie("101", "102")])) == "no_opted_in"


def test_nobody_on_any_path(town_of: Make) -> None:
    assert reason(small_town(town_of, ties=[tie("102", "101")])) == "no_path"


def test_wanting_nobody_is_respected(town_of: Make) -> None:
    surveys = [{**at("101"), "respondent": "", "asked_on": "2026-10-01", "outcome": "wants_nobody"}]
    assert reason(small_town(town_of, surveys=surveys)) == "wants_nobody"


@pytest.mark.parametrize(("declined_on", "listed"), [("2026-08-27", True), ("2026-08-28", False)])
def test_who_declined_contact_stands_in_no_list_for_ninety_days(town_of: Make, declined_on: str, listed: bool) -> None:
    rows = ranked(small_town(town_of, stances=[word("101", "declined_contact", date=declined_on)]))
    assert {row["reason"] for row in rows} == ({""} if listed else {"budget"})


TODAY = date(2026, 12, 20)


def on_record(town: Town) -> list[dict[str, Any]]:
    """What `suggest --as-of` of `AS_OF` says on a later day."""
    network = trust_network(town, as_of=AS_OF, policy=Policy(), today=TODAY)
    over = contact_budget(town, today=TODAY, policy=Policy()).used_up
    return rank_intermediaries(town, as_of=AS_OF, policy=Policy(), network=network, over_budget=over).to_dict("records")


@pytest.mark.parametrize(
    ("declined_on", "reasons"),
    [
        ("2026-09-21", {""}),  # over on 20 December: on the as-of date it still held
        ("2026-09-22", {"budget"}),
        ("2026-12-01", {"budget"}),  # later than the as-of date
    ],
)
def test_pauses_are_counted_by_today_whatever_the_as_of_date(
    town_of: Make, declined_on: str, reasons: set[str]
) -> None:
    town = small_town(town_of, stances=[word("101", "declined_contact", date=declined_on)])
    assert {row["reason"] for row in on_record(town)} == reasons
    network = trust_network(town, as_of=AS_OF, policy=Policy(), today=TODAY)
    steps = next_steps(network, budget=contact_budget(town, today=TODAY, policy=Policy()), policy=Policy())
    waits = set(steps.decided(np.zeros(town.n_households, bool))) - {""} == {"wait_until"}
    assert waits is (reasons == {"budget"})


@pytest.mark.parametrize(
    ("exported_on", "expires_on", "assigned"),
    [
        ("2026-11-10", "2026-12-10", 0),  # out on the as-of date, expired today
        ("2026-12-01", "2026-12-31", 1),  # made after the as-of date
    ],
)
def test_used_capacity_is_counted_by_today_whatever_the_as_of_date(
    town_of: Make, exported_on: str, expires_on: str, assigned: int
) -> None:
    row = {"export_id": "L1", "row_no": "1", "household": ":1::105", "person": "P102@1--102", "state": "open"}
    lists = [{**row, **at("105"), "exported_on": exported_on, "expires_on": expires_on}]
    rows = on_record(small_town(town_of, assignments=lists))
    assert {row["load"] for row in rows if row["intermediary_flat"] == "1-102"} == {-0.5 * assigned / 4}
    full = small_town(town_of, assignments=lists, people=[willing("102", capacity="1")])
    assert {row["reason"] for row in on_record(full)} == {"no_places_left" if assigned else ""}


def test_a_used_up_contact_budget_is_a_reason(town_of: Make) -> None:
    town = small_town(town_of)
    assert reason(town, over_budget=np.ones(town.n_households, bool)) == "budget"


def test_a_stopped_household_stands_in_no_list_and_is_answered_when_asked_for(town_of: Make) -> None:
    town = small_town(town_of, stances=[word("101", "respected_refusal")])
    assert ranked(town) == []
    assert reason(town, flats=["1-101"]) == "stopped"


def test_only_the_flats_asked_for(town_of: Make) -> None:
    town = small_town(town_of, flats=flats("101", "100", *EVERYBODY))
    assert {row["flat"] for row in ranked(town)} == {"1-100", "1-101"}
    assert {row["flat"] for row in ranked(town, flats=["1-101"])} == {"1-101"}
    assert ranked(town, flats=["1-102"]) == []


def test_an_unknown_flat_is_an_error(town_of: Make) -> None:
    with pytest.raises(InputError, match="9-999"):
        ranked(small_town(town_of), flats=["9-999"])


def test_whom_the_household_itself_named_is_marked(town_of: Make) -> None:
    ties = [tie("101", "102", "nominated"), tie("101", "103")]
    assert {row["intermediary"]: row["nominated"] for row in ranked(small_town(town_of, ties=ties))} == {
        "P102@1--102": True,
        "P103@1--103": False,
    }


def test_no_flag_and_no_need_changes_a_byte(town_of: Make) -> None:
    plain, flagged = (
        [{**at(room), "owner_name": f"P{room}", "flags": flags} for room in ("101", *EVERYBODY)]
        for flags in ("", "elderly|seriously_ill|disabled|exam_candidate|infant|low_income")
    )
    first, second = (ranked(small_town(town_of, dossiers=rows)) for rows in (plain, flagged))
    assert repr(first) == repr(second)


_PRINT = """
import sys; sys.path[:0] = {paths!r}
from conftest import records_of
import pandas as pd, pathlib, datetime as dt
from socialgraph.schema.records import RECORDS
from socialgraph.town.building import build_town
from socialgraph.schema.policy import Policy
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.reach.isolation import classify_isolation
files = sorted(pathlib.Path({folder!r}).glob("*.csv"))
tables = {{f.stem: pd.read_csv(f, dtype=str, keep_default_na=False).to_dict("records") for f in files}}
town = build_town(records_of(tables))
for table in (rank_intermediaries, classify_isolation):
    print(table(town, as_of=dt.date(2026, 11, 25), policy=Policy()).to_json(orient="records", double_precision=15))
"""


@pytest.mark.slow
def test_g10_row_order_and_hash_seed_change_no_byte(fixtures: Path) -> None:
    printed = set()
    for folder, seed in (("g10", "0"), ("g10", "1"), ("g10_shuffled", "2")):
        code = _PRINT.format(paths=[str(Path(__file__).parent)], folder=str(fixtures / "cases" / folder))
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        printed.add(done.stdout)
    assert len(printed) == 1
    assert len(json.loads(printed.pop().splitlines()[0])) > 10


@given(k=st.integers(0, 50), more=st.integers(0, 50))
def test_the_posterior_is_the_logit_of_the_mean(k: int, more: int) -> None:
    mean = (2 + k) / (4 + k + more)
    log_odds = posterior_log_odds(np.array([k]), np.array([k + more]), prior_agreed=2, prior_other=2)
    assert log_odds[0] == pytest.approx(log(mean / (1 - mean)))


def test_a_refused_measure_is_offered_again_under_no_other_concern(town_of: Make) -> None:
    refused = [offer("101", "cost", "样板间", accepted="false"), offer("101", "noise_dust_water", "样板间")]
    assert reason(small_town(town_of, measures=refused)) == "no_measure"
