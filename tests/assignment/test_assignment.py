"""Assignments of small towns, their rows and figures, and of the sample office."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from socialgraph.assignment.changes import agreed, changes
from socialgraph.assignment.plan import Assignment, assign
from socialgraph.assignment.setting import Limits
from socialgraph.assignment.tables import COLUMNS, PLAN_COLUMNS, assignment_table, plan_table
from socialgraph.assignment.weeks import weekly
from socialgraph.assignment.what_if.gains import evenings, invitations
from socialgraph.assignment.what_if.reach import out_of_reach
from socialgraph.reach.steps import step_names
from socialgraph.schema.policy import Policy
from socialgraph.shipped import shipped_table
from socialgraph.stacks.readiness import households
from socialgraph.town.snapshot import Town

Make = Callable[..., Town]
DAY = dt.date(2026, 11, 25)
CHANCE = {row["step"]: float(row["chance"] or 0) for row in shipped_table("steps")}


def plan_of(town: Town, **options: Any) -> Assignment:
    return assign(town, as_of=DAY, policy=Policy(), today=DAY, **options)


@pytest.fixture(scope="module")
def office() -> Assignment:
    """The sample office's plan."""
    from socialgraph.office.town import town_from_tables
    from socialgraph.privacy.keys import Keys

    truth = Path(__file__).parents[1] / "fixtures" / "workbooks" / "truth" / "xinfeng"
    return plan_of(town_from_tables(truth, Keys.unkeyed()))


def flat(room: str) -> dict[str, str]:
    return {"building": "1", "door": "", "room": room}


def tie(ego: str, alter: str, **columns: str) -> dict[str, str]:
    ends = {"ego_name": f"P{ego}", "ego_building": "1", "ego_room": ego}
    ends |= {"alter_name": f"P{alter}", "alter_building": "1", "alter_room": alter}
    return ends | {"kind": "confidant", "strength": "3", "observed_on": "2026-11-25"} | columns


def small(town_of: Make, register: Any, word_rows: Any, *, ties: list[dict[str, str]], **tables: Any) -> Town:
    """Stack A waits for 101 alone, B for 102 and 202; 104, 204 and 304 of stack C have signed and offered to help."""
    flats = [*register("101", "201"), *register("102", "202", stack="B"), *register("104", "204", "304", stack="C")]
    helpers = tables.pop(
        "people",
        [
            flat(room) | {"name": f"P{room}", "roles": "volunteer", "willing": "true", "willing_on": "2026-11-01"}
            for room in ("104", "204", "304")
        ],
    )
    own_dossiers = tables.pop("dossiers", [flat("101") | {"owner_name": "P101"}])
    dossiers = own_dossiers + [flat(room) | {"owner_name": f"P{room}"} for room in ("102", "202", "104", "204", "304")]
    words = word_rows(*(f"{room} owner . signed 2026-08-01" for room in ("201", "104", "204", "304")))
    words += tables.pop("stances", [])
    return town_of(flats=flats, dossiers=dossiers, stances=words, people=helpers, ties=ties, **tables)


def rows_by_flat(plan: Assignment) -> dict[str, tuple[str, str, str]]:
    """Flat → primary (or ""), step, reason."""
    table = assignment_table(plan)[:-1]
    first = table[table["role"] != "backup"]
    return {row["flat"]: (row["intermediary"][1:4], row["step"], row["reason"]) for row in first.to_dict("records")}


def test_the_stack_that_waits_for_one_gets_the_only_person(town_of: Make, register: Any, word_rows: Any) -> None:
    town = small(town_of, register, word_rows, ties=[tie("101", "104"), tie("102", "104")])
    rows = rows_by_flat(plan_of(town))
    assert rows["1-101"] == ("104", "conversation", "")
    assert rows["1-102"] == ("", "open_meeting", "no_places_left")
    assert rows["1-202"] == ("", "ask_survey", "no_path")


def test_the_summary_is_the_last_record_and_has_both_figures(town_of: Make, register: Any, word_rows: Any) -> None:
    plan = plan_of(small(town_of, register, word_rows, ties=[tie("101", "104")]))
    summary = assignment_table(plan).iloc[-1]
    q = 0.85  # a confidant told today; success logit(1/2) = 0, no stance
    c = CHANCE["open_meeting"]  # 101 named somebody eligible: nobody is left to invite
    later = 1 - (1 - c) * (1 - q) + CHANCE["ask_survey"] ** 2
    assert summary["flat"] is None
    assert summary["expected_stacks_without"] == 1.0
    assert summary["expected_stacks"] == pytest.approx(1 + q)
    assert summary["expected_with_steps"] == pytest.approx(1 + later)
    assert summary["expected_strict_best"] == pytest.approx(1 + q)
    assert summary["bound"] == summary["expected_with_steps"]
    assert (summary["gap"], summary["cut_off"]) == (0.0, False)
    assert assignment_table(plan)[COLUMNS[-11:]][:-1].isna().all(axis=None)


def test_without_steps_the_strict_figure_is_maximised(town_of: Make, register: Any, word_rows: Any) -> None:
    town = small(town_of, register, word_rows, ties=[tie("102", "104")])
    assert rows_by_flat(plan_of(town))["1-102"] == ("104", "conversation", "")
    strict = plan_of(town, steps=False)
    assert rows_by_flat(strict)["1-102"] == ("", "open_meeting", "stack_waits")  # nobody can talk with 202
    assert strict.bound == strict.figures.now == 1.0


def test_a_household_that_wants_nobody_makes_its_stack_wait(town_of: Make, register: Any, word_rows: Any) -> None:
    wants = [flat("202") | {"respondent": "P202", "asked_on": "2026-11-01", "outcome": "wants_nobody"}]
    plan = plan_of(small(town_of, register, word_rows, ties=[tie("102", "104")], surveys=wants))
    assert rows_by_flat(plan)["1-202"] == ("", "leave_alone", "wants_nobody")
    assert rows_by_flat(plan)["1-102"] == ("", "open_meeting", "stack_waits")


def test_who_lacks_access_alone_gets_an_appointment_and_no_talk(town_of: Make, register: Any, word_rows: Any) -> None:
    words = word_rows("101 owner . signed 2026-09-01", "101 occupant . hesitant 2026-09-01")
    windows = [flat("101") | {"date": "2026-12-03", "from": "09:00", "to": "11:00"}]
    town = small(town_of, register, word_rows, ties=[tie("101", "104")], stances=words, access_windows=windows)
    (row,) = plan_table(plan_of(town), ["1-101"]).to_dict("records")
    assert (row["step"], row["who"], row["not_before"]) == ("book_access", "property_office", "2026-12-03")
    assert row["worth"] == pytest.approx(CHANCE["book_access"])
    refused = word_rows("101 owner . signed 2026-09-01", "101 occupant . refused 2026-09-01")
    town = small(town_of, register, word_rows, ties=[tie("101", "104")], stances=refused)
    assert rows_by_flat(plan_of(town))["1-101"][1] == "conversation"


def test_the_backup_uses_a_place_left_over_and_adds_nothing(town_of: Make, register: Any, word_rows: Any) -> None:
    one = plan_of(small(town_of, register, word_rows, ties=[tie("101", "104")]))
    two = plan_of(
        small(town_of, register, word_rows, ties=[tie("101", "104"), tie("101", "204", kind="help_exchange")])
    )
    assert assignment_table(two)["role"].tolist()[:2] == ["primary", "backup"]
    assert one.figures.with_steps == two.figures.with_steps


def test_people_who_refuse_to_work_together_are_not_primary_and_backup(
    town_of: Make, register: Any, word_rows: Any
) -> None:
    ties = [tie("101", "104"), tie("101", "204", kind="help_exchange"), tie("101", "304", kind="acquaintance")]
    town = small(town_of, register, word_rows, ties=ties)
    p104, p204 = (f"P{room}@1--{room}" for room in ("104", "204"))
    backup = assignment_table(plan_of(town, limits=Limits(refusals=[(p104, p204)])))["intermediary"][1]
    assert backup == "P304@1--304"
    alone = assignment_table(plan_of(town, limits=Limits(refusals=[(p104, "1-101")])))["intermediary"][0]
    assert alone == p204


def test_promises_are_kept(town_of: Make, register: Any, word_rows: Any) -> None:
    town = small(town_of, register, word_rows, ties=[tie("101", "104"), tie("102", "104")])
    plan = plan_of(town, limits=Limits(promises={"1-102": "P104@1--104"}))
    assert rows_by_flat(plan)["1-102"][0] == "104"
    assert rows_by_flat(plan)["1-101"][0] == ""


def test_no_more_talks_than_evenings(town_of: Make, register: Any, word_rows: Any) -> None:
    town = small(town_of, register, word_rows, ties=[tie("101", "104"), tie("102", "204"), tie("202", "304")])
    assert len(plan_of(town).primary) == 3
    few = plan_of(town, limits=Limits(per_week=1, weeks=2))
    assert len(few.primary) == 2
    assert few.gap == 0.0
    assert len(plan_of(town, limits=Limits(per_week=2, weeks=2)).primary) == 3


def test_every_unresolved_household_of_the_office_has_exactly_one_step(office: Assignment) -> None:
    keys = households(office.town, as_of=DAY, policy=Policy())
    rows = plan_table(office)
    assert list(rows.columns) == PLAN_COLUMNS
    assert sorted(rows["flat"]) == sorted(office.town.households.label[np.flatnonzero(keys.unresolved)])
    assert set(rows["step"]) <= set(step_names())
    assert ((rows["step"] == "conversation") == (rows["reason"] == "")).all()


def test_stacks_that_wait_for_a_single_household_come_first(office: Assignment) -> None:
    fewest = [int(office.lead[1][office.town.households.label.find(flat)]) for flat in plan_table(office)["flat"]]
    assert fewest == sorted(fewest)
    assert fewest[0] == 1


def test_worth_is_what_the_figure_loses_without_the_step(office: Assignment) -> None:
    from dataclasses import replace

    worth = office.figures.worth()
    for household in office.order:
        chance, q = office.figures.chance.copy(), office.q.copy()
        (q if q[household] > 0 else chance)[household] = 0.0
        without = replace(office.figures, chance=chance, success=q).with_steps
        assert worth[household] == pytest.approx(office.figures.with_steps - without, abs=1e-12)


def test_a_monte_carlo_of_the_same_process_agrees_with_both_figures(office: Assignment) -> None:
    rng, n = np.random.default_rng(7), 20_000
    missing, judged = office.setting.missing, office.figures.judged
    talk = rng.random((n, office.town.n_households)) < office.q
    other = rng.random(talk.shape) < office.figures.chance
    for figure, given in ((office.figures.now, talk), (office.figures.with_steps, talk | other)):
        done = sum(given[:, missing[s]].all(axis=1).astype(float) for s in np.flatnonzero(judged))
        assert abs(done.mean() - figure) < 4 * done.std() / math.sqrt(n)


def test_the_gain_of_an_invitation_is_that_of_planning_with_the_person(
    town_of: Make, register: Any, word_rows: Any
) -> None:
    def people(willing_on: str) -> list[dict[str, str]]:
        person = flat("104") | {"name": "P104", "roles": "party_member", "willing_on": willing_on}
        return [person | {"willing": "true" if willing_on else ""}]

    ties = [tie("101", "104")]
    without, there = (
        plan_of(small(town_of, register, word_rows, ties=ties, people=people(on))) for on in ("", "2026-11-25")
    )
    (row,) = invitations(without).to_dict("records")
    q = 0.85
    assert (row["person"], row["households"], row["stacks"]) == ("P104@1--104", 1, 1)
    assert row["gain"] == pytest.approx((1 - CHANCE["invite"]) * q)
    assert there.figures.now - without.figures.now == pytest.approx(q)
    assert rows_by_flat(without)["1-101"] == ("", "invite", "no_opted_in")


def test_who_said_no_or_was_asked_lately_is_not_invited(town_of: Make, register: Any, word_rows: Any) -> None:
    no = [flat("104") | {"name": "P104", "roles": "volunteer", "willing": "false", "willing_on": "2026-01-01"}]
    town = small(town_of, register, word_rows, ties=[tie("101", "104")], people=no)
    assert rows_by_flat(plan_of(town))["1-101"][1] != "invite"
    open_to_it = [flat("104") | {"name": "P104", "roles": "volunteer"}]
    asked = [
        {
            "export_id": "L20260901-01",
            "row_no": "1",
            "household": ":1::104",
            "person": "P104@1--104",
            "role": "invite",
            "exported_on": "2026-09-01",
            "expires_on": "2026-10-01",
            "state": "open",
        }
    ]
    town = small(town_of, register, word_rows, ties=[tie("101", "104")], people=open_to_it)
    assert rows_by_flat(plan_of(town))["1-101"][1] == "invite"
    town = small(town_of, register, word_rows, ties=[tie("101", "104")], people=open_to_it, assignments=asked)
    assert rows_by_flat(plan_of(town))["1-101"][1] != "invite"


def test_whoever_says_yes_to_an_invitation_has_all_places_though_it_is_open(
    town_of: Make, register: Any, word_rows: Any
) -> None:
    invited = {"export_id": "L20261120-01", "row_no": "1", "household": ":1::104", "person": "P104@1--104"}
    invited |= {"role": "invite", "exported_on": "2026-11-20", "expires_on": "2026-12-20", "state": "open"}
    town = small(town_of, register, word_rows, ties=[tie("101", "104")], assignments=[invited])
    assert rows_by_flat(plan_of(town))["1-101"][:2] == ("104", "conversation")


@pytest.mark.parametrize("role", ["ask_survey", "book_access"])
def test_a_survey_or_appointment_handed_out_is_an_open_contact_and_uses_nobodys_places(
    town_of: Make, register: Any, word_rows: Any, role: str
) -> None:
    asked = {"export_id": "L20261120-01", "row_no": "9", "household": ":1::101", "person": "P104@1--104"}
    asked |= {"role": role, "exported_on": "2026-11-20", "expires_on": "2026-12-20", "state": "open"}
    ties = [tie("101", "104"), tie("102", "104")]
    (row,) = plan_table(
        plan_of(small(town_of, register, word_rows, ties=ties, assignments=[asked])), ["1-101"]
    ).to_dict("records")
    assert (row["step"], row["not_before"], row["reason"]) == ("wait_until", "2026-12-21", "budget")
    assert (
        rows_by_flat(plan_of(small(town_of, register, word_rows, ties=ties, assignments=[asked])))["1-102"][0] == "104"
    )


def test_after_fifty_results_the_offices_own_chance_of_a_step_takes_over(
    town_of: Make, register: Any, word_rows: Any
) -> None:
    def chance(n: int) -> float:
        flats = [*register("101"), *register(*(str(200 + k) for k in range(60)), stack="B")]
        words = word_rows(*(f"{200 + k} owner . {'signed' if k < 6 else 'hesitant'} 2026-08-01" for k in range(60)))
        asked = [
            {"export_id": "L20260901-01", "row_no": str(k), "household": f":1::{200 + k}", "person": ""}
            | {"role": "ask_survey", "exported_on": "2026-09-01", "expires_on": "2026-10-01", "state": "open"}
            for k in range(n)
        ]
        plan = plan_of(town_of(flats=flats, stances=words, assignments=asked))
        return float(plan.setting.steps.chance[plan.town.find_household("1-101")])

    assert chance(49) == CHANCE["ask_survey"]
    assert chance(50) == pytest.approx((10 * CHANCE["ask_survey"] + 6) / 60)
    assert chance(60) == pytest.approx((10 * CHANCE["ask_survey"] + 6) / 70)


def test_a_promise_is_kept_although_somebody_else_would_serve_more_stacks_now(
    town_of: Make, register: Any, word_rows: Any
) -> None:
    first = plan_of(small(town_of, register, word_rows, ties=[tie("101", "104")]))
    earlier = plan_table(first).to_dict("records")
    better = [tie("101", "104"), tie("101", "204", kind="key_holding")]
    free = plan_of(small(town_of, register, word_rows, ties=better))
    kept = plan_of(small(town_of, register, word_rows, ties=better), limits=Limits(promises=agreed(earlier)))
    assert (rows_by_flat(free)["1-101"][0], rows_by_flat(kept)["1-101"][0]) == ("204", "104")
    assert "1-101" not in set(changes(earlier, kept)["flat"])


def test_a_promise_that_the_person_cannot_keep_is_given_up_and_said_why(
    town_of: Make, register: Any, word_rows: Any
) -> None:
    ties = [tie("101", "104"), tie("101", "204")]
    earlier = plan_table(plan_of(small(town_of, register, word_rows, ties=ties))).to_dict("records")
    helpers = [
        flat(room) | {"name": f"P{room}", "roles": "volunteer", "willing": willing, "willing_on": "2026-11-20"}
        for room, willing in (("104", "false"), ("204", "true"))
    ]
    later = small(town_of, register, word_rows, ties=ties, people=helpers)
    second = plan_of(later, limits=Limits(promises=agreed(earlier)))
    (row,) = changes(earlier, second).query("flat == '1-101'").to_dict("records")
    assert (row["who_before"], row["who"], row["why"]) == ("P104@1--104", "P204@1--204", "person_not_free")


def test_an_introduction_is_worth_what_planning_with_the_acquaintance_told_today_gains(
    town_of: Make, register: Any, word_rows: Any
) -> None:
    plan = plan_of(small(town_of, register, word_rows, ties=[]))
    (row,) = out_of_reach(plan).query("introduce == '1-101'").to_dict("records")
    assert row["introduce_to"] == "P104@1--104"
    acquaintance = tie("101", "104", kind="acquaintance", strength="3")
    met = plan_of(small(town_of, register, word_rows, ties=[acquaintance]))
    asked = CHANCE["ask_survey"], CHANCE["open_meeting"]  # 101 named somebody now: its other step is another one
    assert met.q.max() == pytest.approx(0.2)
    assert row["introduction_gain"] == pytest.approx((1 - asked[0]) * 0.2)
    assert met.figures.with_steps - plan.figures.with_steps == pytest.approx(
        1 - (1 - asked[1]) * 0.8 - asked[0], abs=1e-9
    )


def test_nobody_is_introduced_to_a_person_with_whom_an_inadmissible_tie_is_recorded(
    town_of: Make, register: Any, word_rows: Any
) -> None:
    closed = [tie(room, "101", kind="creditor_commercial") for room in ("104", "204", "304")]
    rows = out_of_reach(plan_of(small(town_of, register, word_rows, ties=closed)))
    assert "1-101" not in set(rows["introduce"])


def test_above_the_limit_bounds_are_printed_and_never_below_the_gain(
    office: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = invitations(office).set_index("person")["gain"]
    monkeypatch.setattr("socialgraph.assignment.what_if.gains.EXACT_UNRESOLVED", 0)
    monkeypatch.setattr("socialgraph.assignment.what_if.gains.EXACT_PERSONS", 1)
    rows = invitations(office)
    assert (~rows["is_bound"]).sum() == 1
    assert (rows["gain"] >= exact[rows["person"]].to_numpy() - 1e-12).all()


def test_one_more_evening_is_worth_the_next_best_talk(town_of: Make, register: Any, word_rows: Any) -> None:
    plan = plan_of(small(town_of, register, word_rows, ties=[tie("101", "104"), tie("102", "104")]), steps=True)
    (row,) = evenings(plan).to_dict("records")
    value = 1 - (1 - CHANCE["open_meeting"]) * (1 - 0.85)
    assert row["gain"] == pytest.approx((value - CHANCE["open_meeting"]) * CHANCE["ask_survey"])


def test_what_changed_since_an_earlier_plan_and_why(town_of: Make, register: Any, word_rows: Any) -> None:
    first = plan_of(small(town_of, register, word_rows, ties=[tie("101", "104"), tie("102", "204")]))
    earlier = plan_table(first).to_dict("records")
    signed = word_rows("101 owner . signed 2026-11-20")
    later = small(town_of, register, word_rows, ties=[tie("101", "104"), tie("102", "204")], stances=signed)
    second = plan_of(later, limits=Limits(promises=agreed(earlier)))
    (row,) = changes(earlier, second).to_dict("records")
    assert (row["flat"], row["step_before"], row["step"], row["why"]) == (
        "1-101",
        "conversation",
        "",
        "nothing_missing_or_stopped",
    )


def test_weeks_hold_no_more_talks_than_evenings_and_appointments_come_last(office: Assignment) -> None:
    rows = weekly(office, weeks=3, evenings=2)
    talks = rows[rows["step"] == "conversation"].groupby("week").size()
    assert (talks <= 2).all()
    assert set(rows.loc[rows["step"] == "book_access", "week"]) == {3}
    asked = rows[rows["step"].isin(("ask_survey", "invite"))]
    assert asked.groupby("week").size().tolist() == [2, 2, 2]
    assert all(
        asked.loc[asked["week"] == week, "worth"].min() >= asked.loc[asked["week"] == week + 1, "worth"].max()
        for week in (1, 2)
    )


def test_stacks_out_of_reach_have_no_chance_now(office: Assignment) -> None:
    rows = out_of_reach(office)
    assert (rows["waits_for"] >= rows["without_conversation"]).all()
    assert (rows["without_conversation"] > 0).all()


def test_both_row_orders_give_the_same_bytes(town_in: Callable[..., Town], fixtures: Path) -> None:
    plans = [plan_of(town_in(fixtures / "cases" / name)) for name in ("g10", "g10_shuffled")]
    assert assignment_table(plans[0]).to_csv() == assignment_table(plans[1]).to_csv()
    assert plan_table(plans[0]).to_csv() == plan_table(plans[1]).to_csv()


def test_flags_move_no_plan(town_of: Make, register: Any, word_rows: Any) -> None:
    def made(flags: str) -> str:
        flagged = [flat("101") | {"owner_name": "P101", "flags": flags, "flags_consent_on": "2026-01-01"}]
        plan = plan_of(small(town_of, register, word_rows, ties=[tie("101", "104")], dossiers=flagged))
        return assignment_table(plan).to_csv()

    assert made("") == made("seriously_ill|exam_candidate|low_income")
