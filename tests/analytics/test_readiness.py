"""Two keys to a flat: each sentence of "Consent and access" by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from socialgraph.schema.policy import Policy
from socialgraph.stacks.readiness import Readiness, households, owners_reached
from socialgraph.town.snapshot import Town

Make = Callable[..., Town]
Rows = Callable[..., list[dict[str, str]]]
AS_OF = dt.date(2026, 11, 25)


def _keys(town: Town, consent: str = "agreed", as_of: dt.date = AS_OF) -> Readiness:
    return households(town, as_of=as_of, policy=Policy(consent=consent))  # type: ignore[arg-type]


def _missing(town: Town, consent: str = "agreed", as_of: dt.date = AS_OF) -> str:
    """What the first household lacks: "", "consent", "access" or both."""
    keys = _keys(town, consent, as_of)
    lacks = {"consent": keys.missing_consent[0], "access": keys.missing_access[0]}
    return " ".join(key for key, lacking in lacks.items() if lacking)


@pytest.mark.parametrize(
    ("stance", "agreed", "signed"),
    [
        ("signed", "", ""),
        ("verbal", "", "consent access"),
        *[(stance, "consent access", "consent access") for stance in ("conditional", "hesitant", "no_objection")],
        *[(stance, "consent access", "consent access") for stance in ("refused", "reversed", "unreached")],
        *[(stance, "consent access", "consent access") for stance in ("declined_contact", "respected_refusal")],
    ],
)
def test_consent_follows_the_stage(
    town_of: Make, register: Rows, word_rows: Rows, stance: str, agreed: str, signed: str
) -> None:
    town = town_of(flats=register("101"), stances=word_rows(f"101 owner . {stance} 2026-08-01"))
    assert (_missing(town), _missing(town, "signed")) == (agreed, signed)


def test_silence_is_no_consent(town_of: Make, register: Rows) -> None:
    assert _missing(town_of(flats=register("101"))) == "consent access"


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("supply signed 2026-08-01", ". refused 2026-08-02"), "consent access"),  # a later word on all replaces it
        (("supply signed 2026-08-02", ". refused 2026-08-01"), ""),
        (("supply signed 2026-08-01", ". refused 2026-08-01"), ""),  # the same day the single kind counts
        ((". signed 2026-08-01", ". refused 2026-08-01"), "consent access"),  # else all must consent
        ((". refused 2026-08-01", ". signed 2026-08-01"), "consent access"),
        ((". verbal 2026-08-01", ". signed 2026-08-01"), ""),
        ((". not_applicable 2026-08-01", ". signed 2026-08-01"), ""),  # mixed, it counts as consent
        ((". refused 2026-08", ". signed 2026-08-01"), "consent access"),  # a month is its first day
        ((". signed .", ". refused 2020-01-01"), "consent access"),  # undated is older than any dated
        (("supply signed .", ". refused ."), ""),
        (("heating refused 2026-08-01", ". signed 2026-07-01"), ""),  # another kind says nothing here
        (("heating signed 2026-08-01",), "consent access"),
    ],
)
def test_the_newest_word_counts_for_a_stack_of_one_kind(
    town_of: Make, register: Rows, word_rows: Rows, words: tuple[str, ...], missing: str
) -> None:
    lines = word_rows(*(f"101 owner {word}" for word in words))
    assert _missing(town_of(flats=register("101", pipe_kind="supply"), stances=lines)) == missing


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("supply signed 2026-08-01", "heating verbal 2026-08-01"), ""),
        (("supply signed 2026-08-01", "heating refused 2026-08-01"), "consent access"),
        (("supply refused 2026-08-01", ". signed 2026-08-02"), ""),  # a later word on all replaces earlier ones
        (("supply refused 2026-08-01", ". signed 2026-08-01"), "consent access"),
        (("supply signed 2026-08-02", ". refused 2026-08-01"), "consent access"),  # for all other kinds it stands
        (("supply not_applicable 2026-08-01", "heating signed 2026-08-01"), ""),  # mixed, it counts as consent
        (("supply not_applicable 2026-08-01", "heating refused 2026-08-01"), "consent access"),
    ],
)
def test_for_a_stack_of_all_pipes_every_kind_must_consent(
    town_of: Make, register: Rows, word_rows: Rows, words: tuple[str, ...], missing: str
) -> None:
    lines = word_rows(*(f"101 owner {word}" for word in words))
    assert _missing(town_of(flats=register("101"), stances=lines)) == missing


@pytest.mark.parametrize(
    ("dossier", "occupant", "missing"),
    [
        ({"occupancy": "owner_occupied"}, "", ""),
        ({"occupancy": "vacant"}, "", ""),
        ({"occupancy": "rented"}, "", "access"),
        ({"occupancy": "shared_rental"}, "", "access"),
        ({"tenant_name": "某甲"}, "", "access"),
        ({"occupancy": "rented"}, "verbal", ""),
        ({"occupancy": "rented"}, "conditional", "access"),
        ({"occupancy": "owner_occupied"}, "refused", "access"),  # the occupant's own word decides
        ({"occupancy": "owner_occupied"}, "not_applicable", "access"),
    ],
)
def test_access_is_the_occupants_unless_owner_and_occupant_are_one(
    town_of: Make, register: Rows, word_rows: Rows, dossier: dict[str, str], occupant: str, missing: str
) -> None:
    lines = ["101 owner . signed 2026-08-01", *([f"101 occupant . {occupant} 2026-08-01"] if occupant else [])]
    town = town_of(
        flats=register("101"), dossiers=[{"building": "1", "room": "101", **dossier}], stances=word_rows(*lines)
    )
    assert _missing(town) == missing


def test_an_occupant_lets_in_by_word_of_mouth_also_in_the_signing_stage(
    town_of: Make, register: Rows, word_rows: Rows
) -> None:
    lines = word_rows("101 owner . signed 2026-08-01", "101 occupant . verbal 2026-08-01")
    town = town_of(
        flats=register("101"),
        dossiers=[{"building": "1", "room": "101", "occupancy": "rented"}],
        stances=lines,
    )
    assert _missing(town, "signed") == ""


def test_an_occupant_can_not_consent_for_the_owner(town_of: Make, register: Rows, word_rows: Rows) -> None:
    town = town_of(flats=register("101"), stances=word_rows("101 occupant . signed 2026-08-01"))
    assert _missing(town) == "consent"


def test_words_after_the_date_do_not_count(town_of: Make, register: Rows, word_rows: Rows) -> None:
    town = town_of(
        flats=register("101"), stances=word_rows("101 owner . signed 2026-08-01", "101 owner . reversed 2026-09-01")
    )
    assert _missing(town, as_of=dt.date(2026, 8, 31)) == ""
    assert _missing(town, as_of=dt.date(2026, 9, 1)) == "consent access"
    assert _missing(town, as_of=dt.date(2026, 7, 31)) == "consent access"


def test_a_flat_leaves_only_when_all_its_households_are_not_concerned(
    town_of: Make, register: Rows, word_rows: Rows
) -> None:
    both = word_rows("101A owner . not_applicable 2026-08-01", "101B owner . not_applicable 2026-08-01")
    mixed = word_rows("101A owner . not_applicable 2026-08-01", "101B owner . signed 2026-08-01")
    assert _keys(town_of(flats=register("101"), stances=both)).edge_counts.tolist() == [False]
    town = _keys(town_of(flats=register("101"), stances=mixed))
    assert town.edge_counts.tolist() == [True]
    assert not town.has_missing_key.any()


def test_a_split_flat_needs_all_its_households(town_of: Make, register: Rows, word_rows: Rows) -> None:
    words = word_rows("101A owner . signed 2026-08-01", "101B owner . refused 2026-08-01")
    keys = _keys(town_of(flats=register("101"), stances=words))
    assert keys.edge_missing_consent.tolist() == [True]
    assert keys.missing_consent.tolist() == [False, True]


def test_a_merged_household_speaks_for_both_flats(town_of: Make, register: Rows, word_rows: Rows) -> None:
    flats = [*register("302"), *register("303", stack="B")]
    keys = _keys(town_of(flats=flats, stances=word_rows("302|303 owner . signed 2026-08-01")))
    assert not keys.edge_missing_consent.any()


@pytest.mark.parametrize(("done_on", "asks"), [("2026-10-01", False), ("", False), ("2026-12-01", True)])
def test_a_complete_stack_asks_for_no_key(town_of: Make, register: Rows, done_on: str, asks: bool) -> None:
    works = [{"building": "1", "stack": "A", "status": "done", "done_on": done_on}]
    keys = _keys(town_of(flats=register("101"), works=works))
    assert keys.has_missing_key.tolist() == [asks]
    assert keys.works_done.tolist() == [not asks]


@pytest.mark.parametrize("flat", [{"stack_source": "unknown"}, {"stack": "", "stack_source": "unknown"}])
def test_a_household_on_no_known_stack_is_asked_for_no_key(town_of: Make, register: Rows, flat: dict[str, str]) -> None:
    keys = _keys(town_of(flats=register("101", **flat)))
    assert (keys.in_scope.tolist(), keys.has_missing_key.tolist(), keys.unresolved.tolist()) == (
        [False],
        [False],
        [False],
    )


def test_a_stopped_household_keeps_its_missing_key_and_is_not_unresolved(town_of: Make, register: Rows) -> None:
    dossiers = [{"building": "1", "room": "101", "do_not_contact": "true"}]
    keys = _keys(town_of(flats=register("101"), dossiers=dossiers))
    assert (keys.has_missing_key.tolist(), keys.unresolved.tolist()) == ([True], [False])


@pytest.mark.parametrize(("stance", "reached"), [("refused", True), ("unreached", False)])
def test_reached_is_who_said_anything(
    town_of: Make, register: Rows, word_rows: Rows, stance: str, reached: bool
) -> None:
    town = town_of(flats=register("101"), stances=word_rows(f"101 owner . {stance} 2026-08-01"))
    assert owners_reached(town, as_of=AS_OF).tolist() == [reached]


def test_households_waited_for_are_listed_by_stack(town_of: Make, register: Rows, word_rows: Rows) -> None:
    flats = [*register("101", "201"), *register("102", stack="B"), *register("103", stack="C", stack_source="unknown")]
    town = town_of(flats=flats, stances=word_rows("201 owner . signed 2026-08-01", "102 owner . signed 2026-08-01"))
    waiting = _keys(town).missing_of_stacks(town.n_stacks)
    assert [list(town.households.label[waiting[stack]]) for stack in range(3)] == [["1-101"], [], []]
