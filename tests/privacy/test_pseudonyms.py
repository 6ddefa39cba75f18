"""Canonical tables to records: who is the same person, what is left out, what stops are found."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.privacy.columns import SOURCE_SEPARATOR
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import Pseudonymised, pseudonymise
from socialgraph.schema.records import RECORDS
from socialgraph.schema.tables import SOURCE_SEPARATOR as TABLES_SEPARATOR
from socialgraph.schema.tables import TABLES

KEYS = Keys.unkeyed()
HOME = {"building": "5", "door": "2", "room": "301"}


def table(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), dtype=str)


def tie(**values: str) -> dict[str, str]:
    ends = {f"{end}_{part}": value for end in ("ego", "alter") for part, value in HOME.items()}
    return ends | {"ego_name": "甲一", "alter_name": "甲二", "kind": "confidant", "strength": "3"} | values


def by_hand(household: str, name: str) -> str:
    text = f"{household}\x1f{name}".encode()
    return "p_" + hmac.new(KEYS.pseudonyms, text, hashlib.sha256).hexdigest()[:16]


def owner_of(result: Pseudonymised) -> str:
    return str(result.records["dossiers"].loc[0, "owner"])


def test_a_pseudonym_is_the_hmac_of_household_and_name() -> None:
    result = pseudonymise({"dossiers": table(HOME | {"owner_name": "甲一"})}, KEYS)
    assert owner_of(result) == by_hand(":5:2:301", "甲一")
    assert result.names == {by_hand(":5:2:301", "甲一"): "甲一"}


def test_one_name_at_one_flat_is_one_person_in_every_table() -> None:
    tables = {
        "dossiers": table(HOME | {"owner_name": "甲一"}),
        "people": table(HOME | {"name": "甲一", "roles": "volunteer"}),
        "ties": table(tie(alter_room="302")),
        "surveys": table(HOME | {"respondent": "甲一", "outcome": "named"}),
        "links": table({"member_name": "甲一", **{f"member_{part}": value for part, value in HOME.items()}, **HOME}),
        "activities": table(HOME | {"name": "甲一", "activity": "合唱队"}),
        "visits": table(HOME | {"visitors": "甲一(5-2-301)"}),
    }
    records = pseudonymise(tables, KEYS).records
    pseudonyms = {
        records["people"].loc[0, "person"],
        records["ties"].loc[0, "ego"],
        records["surveys"].loc[0, "respondent"],
        records["links"].loc[0, "member"],
        records["activities"].loc[0, "person"],
        records["visits"].loc[0, "visitors"],
    }
    assert pseudonyms == {records["dossiers"].loc[0, "owner"]}


def test_one_name_at_two_flats_is_two_people() -> None:
    rows = (HOME | {"owner_name": "甲一"}, HOME | {"room": "302", "owner_name": "甲一"})
    assert pseudonymise({"dossiers": table(*rows)}, KEYS).records["dossiers"]["owner"].nunique() == 2


def test_one_name_in_two_compounds_is_two_people() -> None:
    rows = [HOME | {"owner_name": "甲一", "compound": compound} for compound in ("东里", "西里")]
    assert pseudonymise({"dossiers": table(*rows)}, KEYS).records["dossiers"]["owner"].nunique() == 2


def test_an_address_stays_as_written_and_who_lives_there_is_known_again_by_the_twin() -> None:
    named, unnamed = (HOME | {"owner_name": "甲一", "compound": compound} for compound in ("东里", ""))
    records = pseudonymise({"dossiers": table(named, unnamed)}, KEYS).records
    assert set(records["dossiers"]["household"]) == {"东里:5:2:301", ":5:2:301"}
    assert records["persons"]["person"].nunique() == 2
    assert records["persons"]["twin"].nunique() == 1


def test_other_keys_give_other_pseudonyms(keys: Keys) -> None:
    tables = {"dossiers": table(HOME | {"owner_name": "甲一"})}
    assert owner_of(pseudonymise(tables, KEYS)) != owner_of(pseudonymise(tables, keys))


def test_a_respondent_without_a_name_is_the_unnamed_person_of_the_household() -> None:
    tables = {"surveys": table(HOME | {"respondent": ""}), "ties": table(tie(ego_name="", alter_room="302"))}
    result = pseudonymise(tables, KEYS)
    assert result.records["surveys"].loc[0, "respondent"] == result.records["ties"].loc[0, "ego"]
    assert result.records["surveys"].loc[0, "respondent"] not in result.names


def test_an_empty_owner_is_nobody() -> None:
    assert owner_of(pseudonymise({"dossiers": table(HOME)}, KEYS)) == ""


def test_two_owners_of_one_flat_are_two_people() -> None:
    result = pseudonymise({"dossiers": table(HOME | {"owner_name": "甲一|甲二"})}, KEYS)
    assert owner_of(result).split("|") == [by_hand(":5:2:301", "甲一"), by_hand(":5:2:301", "甲二")]


def test_a_visitor_by_name_only_is_no_resident_of_that_name() -> None:
    tables = {"dossiers": table(HOME | {"owner_name": "甲一"}), "visits": table(HOME | {"visitors": "甲一"})}
    result = pseudonymise(tables, KEYS)
    visitor = result.records["visits"].loc[0, "visitors"]
    assert visitor != owner_of(result)
    persons = result.records["persons"].set_index("person")
    assert persons.loc[visitor, "household"] == ""


def test_a_roster_person_without_address_is_not_matched_with_a_visitor_of_that_name() -> None:
    tables = {
        "people": table({"name": "甲一", "roles": "volunteer"}),
        "visits": table(HOME | {"visitors": "甲一"}),
    }
    records = pseudonymise(tables, KEYS).records
    assert records["people"].loc[0, "person"] != records["visits"].loc[0, "visitors"]


def test_signatures_without_address_link_no_two_events() -> None:
    rows = [{"name": "甲一", "activity": activity, "date": "2026-08-01"} for activity in ("合唱队", "棋友")]
    assert pseudonymise({"activities": table(*rows)}, KEYS).records["activities"]["person"].nunique() == 2


@pytest.mark.parametrize("cell", ["甲一(2-2-302|303)|甲二", "甲二|甲一（2-2-302|303）"])
def test_a_visitor_of_a_merged_flat_is_found_by_its_label(cell: str) -> None:
    home = {"building": "2", "door": "2", "room": "302|303"}
    result = pseudonymise({"dossiers": table(home), "visits": table(home | {"visitors": cell})}, KEYS)
    visitors = result.records["visits"].loc[0, "visitors"].split("|")
    assert by_hand(":2:2:302|303", "甲一") in visitors
    assert len(visitors) == 2


def test_a_bracket_that_is_no_address_belongs_to_the_name() -> None:
    result = pseudonymise({"visits": table(HOME | {"visitors": "老何(设计师)"})}, KEYS)
    assert list(result.names.values()) == ["老何(设计师)"]


def test_a_listed_volunteer_is_found_by_export_and_row() -> None:
    assignments = pd.DataFrame({"export_id": ["E7"], "row_no": ["3"], "person": ["p_volunteer"]})
    visits = table(HOME | {"visitors": "@E7/3", "result": "agreed"})
    result = pseudonymise({"visits": visits}, KEYS, assignments)
    assert result.records["visits"]["visitors"].tolist() == ["p_volunteer"]
    assert result.unresolved.empty


def test_a_row_of_an_unknown_list_is_given_back_but_its_stop_is_kept() -> None:
    visits = table(HOME | {"visitors": "@E9/1|甲三", "result": "asked_to_stop", "date": "2026-08-01"})
    result = pseudonymise({"visits": visits}, KEYS)
    assert result.records["visits"].empty
    assert result.unresolved["visitors"].tolist() == ["@E9/1|甲三"]
    assert result.left_out == {"visits_unresolved": 1}
    assert result.records["stops"]["stop"].tolist() == ["do_not_contact"]
    assert result.names == {}


def test_words_of_one_day_are_a_set() -> None:
    words = [HOME | {"giver": "owner", "date": "2026-08-01", "stance": s} for s in ("verbal", "refused", "verbal")]
    stances = pseudonymise({"stances": table(*words)}, KEYS).records["stances"]
    assert stances["stance"].tolist() == ["refused", "verbal"]


def test_ties_of_which_the_alter_does_not_know_are_counted_and_not_kept() -> None:
    ties = table(tie(known="false"), tie(alter_room="302", known=""), tie(alter_room="303", known="true"))
    result = pseudonymise({"ties": ties}, KEYS)
    assert len(result.records["ties"]) == 2
    assert result.left_out == {"ties_unknown_to_alter": 1}


def test_a_phone_is_in_the_vault_and_its_digest_differs_by_household() -> None:
    homes = [HOME | {"room": room, "phone": "13900000013"} for room in ("301", "302")]
    result = pseudonymise({"dossiers": table(*homes)}, KEYS)
    assert result.phones == {":5:2:301": "13900000013", ":5:2:302": "13900000013"}
    assert result.records["dossiers"]["phone_digest"].nunique() == 2


def test_stops_come_from_column_visit_and_stance_with_their_first_day() -> None:
    other = HOME | {"room": "302"}
    tables = {
        "dossiers": table(HOME | {"do_not_contact": "true"}, other | {"do_not_contact": "false"}),
        "visits": table(
            HOME | {"result": "asked_to_stop", "date": "2026-08-02"},
            HOME | {"result": "asked_to_stop", "date": "2026-07"},
        ),
        "stances": table(
            other | {"stance": "respected_refusal", "date": "2026-08-01"},
            other | {"stance": "signed", "date": "2026-09-01"},
        ),
    }
    stops = pseudonymise(tables, KEYS).records["stops"]
    assert stops[["household", "stop", "stopped_on"]].to_numpy().tolist() == [
        [":5:2:301", "do_not_contact", "2026-07"],
        [":5:2:302", "respected_refusal", "2026-08-01"],
    ]


def test_equal_rows_from_two_sheets_are_one_record_with_both_sources() -> None:
    rows = [tie(alter_room="302", sources=source) for source in ("b.xlsx::1", "a.xlsx::1\nb.xlsx::1")]
    ties = pseudonymise({"ties": table(*rows)}, KEYS).records["ties"]
    assert ties["sources"].tolist() == ["a.xlsx::1\nb.xlsx::1"]


def test_a_person_stands_in_the_sources_of_every_row_that_names_them() -> None:
    tables = {
        "dossiers": table(HOME | {"owner_name": "甲一", "sources": "b.xlsx::1"}),
        "people": table(HOME | {"name": "甲一", "sources": "a.xlsx::1"}),
    }
    assert pseudonymise(tables, KEYS).records["persons"]["sources"].tolist() == ["a.xlsx::1\nb.xlsx::1"]


def test_a_declined_offer_stays_declined_whatever_another_row_says() -> None:
    rows = [HOME | {"concern": "cost", "measure": "分期", "accepted": accepted} for accepted in ("false", "true", "")]
    assert pseudonymise({"measures": table(*rows)}, KEYS).records["measures"]["accepted"].tolist() == ["false"]


def test_the_latest_survey_wins_where_two_dossiers_of_one_flat_disagree() -> None:
    rows = [
        HOME | {"occupancy": "rented", "survey_date": "2026-09-01", "phone": ""},
        HOME | {"occupancy": "vacant", "survey_date": "2026-08-01", "phone": "13900000011"},
    ]
    result = pseudonymise({"dossiers": table(*rows)}, KEYS)
    assert result.records["dossiers"]["occupancy"].tolist() == ["rented"]
    assert result.phones == {":5:2:301": "13900000011"}


@pytest.mark.parametrize("name", [name for name in RECORDS if name != "assignments"])
def test_no_tables_give_every_record_empty(name: str) -> None:
    records = pseudonymise({}, KEYS).records
    assert records[name].columns.tolist() == [*RECORDS[name].columns, "sources"]
    assert records[name].empty


def test_xinfeng_keeps_every_row_of_every_table(xinfeng_tables: dict[str, pd.DataFrame]) -> None:
    records = pseudonymise(xinfeng_tables, KEYS).records
    kept = {name: len(records[name]) for name in TABLES if name in xinfeng_tables}
    assert kept == {name: len(frame) for name, frame in xinfeng_tables.items() if name in TABLES}


def test_no_name_and_no_phone_of_xinfeng_is_in_any_record(xinfeng_tables: dict[str, pd.DataFrame]) -> None:
    result = pseudonymise(xinfeng_tables, KEYS)
    text = "".join(frame.to_csv() for frame in result.records.values())
    phones = {phone for cell in result.phones.values() for phone in cell.split("|")}
    assert len(phones) > 200
    assert [secret for secret in (*phones, *result.names.values()) if secret in text] == []


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_record(shuffled: Callable[[int], dict[str, pd.DataFrame]], rng) -> None:  # type: ignore[no-untyped-def]
    first, second = (pseudonymise(shuffled(seed), KEYS) for seed in (0, rng.randrange(2**31)))
    for name in RECORDS.keys() - {"stances", "assignments"}:
        pd.testing.assert_frame_equal(first.records[name], second.records[name])


def test_sources_are_joined_as_the_canonical_tables_join_them() -> None:
    assert SOURCE_SEPARATOR == TABLES_SEPARATOR


@given(st.permutations(range(4)))
def test_all_words_of_one_person_on_helping_keep_their_days_and_of_one_day_the_no_counts(order: list[int]) -> None:
    words = [("true", "2026-01-05"), ("false", "2026-03-01"), ("true", "2026-06-01"), ("false", "2026-06-01")]
    rows = [HOME | {"name": "甲一", "roles": "volunteer", "willing": word, "willing_on": on} for word, on in words]
    person = pseudonymise({"people": table(*(rows[place] for place in order))}, KEYS).records["people"].iloc[0]
    assert (person["willing"], person["willing_on"]) == ("false", "2026-06-01")
    assert (person["opted_in_on"], person["opted_out_on"]) == ("2026-01-05|2026-06-01", "2026-03-01|2026-06-01")
