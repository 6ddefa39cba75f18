"""The synthetic town keeps to the process that its pages describe."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialgraph.demo.history import BY_CAPTAIN, BY_OFFICE
from socialgraph.demo.town import SyntheticTown, generate
from socialgraph.errors import InputError
from socialgraph.schema.tables import TABLES

TODAY = dt.date(2026, 11, 25)
ADDRESS = ["compound", "building", "door", "room"]


@pytest.fixture(scope="module")
def town() -> SyntheticTown:
    return generate(400, 1, today=TODAY, ties_per_household=5)


@pytest.fixture(scope="module")
def large() -> SyntheticTown:
    return generate(40_000, 3, today=TODAY, ties_per_household=4)


@settings(max_examples=30)
@given(households=st.one_of(st.integers(1, 900), st.integers(2_300, 2_600)))
def test_a_town_has_exactly_the_households_asked_for(households: int) -> None:
    tables = generate(households, 2, today=TODAY, ties_per_household=2).tables
    assert len(tables["flats"]) == len(tables["dossiers"]) == households
    assert not tables["flats"].duplicated(ADDRESS).any()


def test_no_town_of_no_household() -> None:
    with pytest.raises(InputError):
        generate(0, 1, today=TODAY)


def test_the_same_seed_gives_the_same_town_and_another_seed_another(town: SyntheticTown) -> None:
    again = generate(400, 1, today=TODAY, ties_per_household=5)
    other = generate(400, 2, today=TODAY, ties_per_household=5)
    for name, table in town.tables.items():
        pd.testing.assert_frame_equal(table, again.tables[name])
    assert not town.tables["stances"].equals(other.tables["stances"])


def test_tables_have_the_canonical_columns_and_text_only(town: SyntheticTown) -> None:
    for name, table in town.tables.items():
        assert [*TABLES[name].column_names, "compound"][: table.shape[1]] == list(table.columns)
        assert table.map(lambda value: isinstance(value, str)).all(axis=None)


def test_every_end_of_a_tie_is_somebody_of_that_household(town: SyntheticTown) -> None:
    dossiers = town.tables["dossiers"]
    names = ["owner_name", "public_lessee_name", "tenant_name"]
    living = {(*row[:3], name) for row in dossiers[[*ADDRESS[1:], *names]].itertuples(index=False) for name in row[3:]}
    for end in ("ego", "alter"):
        columns = [f"{end}_building", f"{end}_door", f"{end}_room", f"{end}_name"]
        assert set(town.tables["ties"][columns].itertuples(index=False, name=None)) <= living


def test_nobody_is_tied_to_themselves_and_a_pair_has_one_kind(town: SyntheticTown) -> None:
    ties = town.tables["ties"]
    ends = [f"{end}_{part}" for end in ("ego", "alter") for part in ADDRESS[1:]]
    assert not ties.duplicated(ends).any()
    assert not (ties[ends[:3]].to_numpy() == ties[ends[3:]].to_numpy()).all(axis=1).any()


def test_the_isolated_are_tied_by_kinds_that_carry_no_request_only(town: SyntheticTown) -> None:
    isolated = town.truth["households"].query("is_isolated")
    alone = set(isolated[ADDRESS[1:]].itertuples(index=False, name=None))
    ties = town.tables["ties"]
    egos = list(ties[["ego_building", "ego_door", "ego_room"]].itertuples(index=False, name=None))
    kinds = {kind for ego, kind in zip(egos, ties["kind"], strict=True) if ego in alone}
    assert kinds <= {"kin", "conflict", "employer_superior", "creditor_commercial", "benefits"}


def test_nothing_lies_in_the_future_and_phones_are_nobodys(town: SyntheticTown) -> None:
    days = [
        day
        for table in town.tables.values()
        for name in table.columns
        if name.endswith("_on") or name in ("date", "survey_date")
        for day in table[name]
    ]
    assert max(days) < TODAY.isoformat()
    assert town.tables["dossiers"]["phone"].str.fullmatch(r"1390000\d{4}").all()


def test_first_refusals_come_as_often_as_their_probabilities_say(large: SyntheticTown) -> None:
    reached = large.truth["households"].query("first_word != 'unreached'")
    refused = ~reached["first_word"].isin(["signed", "verbal"])
    spread = np.sqrt((reached["p_refuse"] * (1 - reached["p_refuse"])).sum())
    assert abs(refused.sum() - reached["p_refuse"].sum()) < 5 * spread


def test_refusals_cluster_in_buildings(large: SyntheticTown) -> None:
    truth = large.truth["households"].query("not is_enclave")
    refused = (~truth["first_word"].isin(["signed", "verbal", "unreached"])).astype(float)
    by_building = refused.groupby([truth["compound"], truth["building"]]).agg(["mean", "size"])
    by_chance = refused.mean() * (1 - refused.mean()) / by_building["size"]
    assert by_building["mean"].var() > 3 * by_chance.mean()


def test_the_office_and_captains_persuade_as_often_as_stated(large: SyntheticTown) -> None:
    visits = large.tables["visits"]
    agreed = visits["result"] == "agreed"
    by_captain = visits["visitors"].str.contains("(", regex=False)
    office = agreed[~by_captain]
    assert abs(office.mean() - BY_OFFICE) < 5 * np.sqrt(BY_OFFICE * (1 - BY_OFFICE) / len(office))
    assert agreed[by_captain].mean() > BY_CAPTAIN


def test_whoever_was_persuaded_consents_from_that_visit_on(town: SyntheticTown) -> None:
    visits = town.tables["visits"].query("result == 'agreed'")
    stances = town.tables["stances"].query("giver == 'owner' and stance == 'verbal'")
    columns = ["building", "door", "room", "date"]
    words = set(stances[columns].itertuples(index=False, name=None))
    assert set(visits[columns].itertuples(index=False, name=None)) <= words


def test_only_ready_stacks_are_done_and_none_before_its_last_consent(town: SyntheticTown) -> None:
    stacks = town.truth["stacks"]
    assert stacks["is_done"].any()
    assert stacks.loc[stacks["is_done"], "is_ready"].all()
    done = town.tables["works"].query("status == 'done'").merge(town.tables["flats"], on=["building", "stack"])
    words = town.tables["stances"].query("stance in ['signed', 'verbal']")
    last = words.groupby(["building", "door", "room"])["date"].max().rename("said_on").reset_index()
    both = done.merge(last, on=["building", "door", "room"])
    assert (both["said_on"] <= both["done_on"]).all()


def test_the_probability_of_a_stack_is_the_product_over_its_flats(town: SyntheticTown) -> None:
    flats = town.tables["flats"].assign(yes=1 - town.truth["households"]["p_refuse"])
    by_hand = flats.groupby(["building", "stack"])["yes"].prod()
    for row in town.truth["stacks"].itertuples():
        assert row.p_all_consent_at_first == pytest.approx(by_hand[row.building, row.stack])
