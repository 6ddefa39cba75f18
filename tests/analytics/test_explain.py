"""Every figure of a household is there, and its parts add up when they are added again by hand."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from math import log, prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from small_town_rows import Rows, at, flats, offer, signed, tie, willing, word

from socialgraph.errors import InputError
from socialgraph.reach.explain import explain
from socialgraph.reach.intermediaries import rank_intermediaries
from socialgraph.reach.isolation import classify_isolation
from socialgraph.reach.scoring import PARTS
from socialgraph.schema.policy import Policy
from socialgraph.town.snapshot import Town

AS_OF = date(2026, 11, 25)
Make = Callable[..., Town]
Parts = dict[str, list[dict[str, Any]]]


def parts_of(town: Town, flat: str) -> Parts:
    by_part: Parts = defaultdict(list)
    for row in explain(town, flat, as_of=AS_OF, policy=Policy()).to_dict("records"):
        by_part[row["part"]].append(row)
    return by_part


def value(parts: Parts, name: str) -> Any:
    (row,) = parts[name]
    return row["value"]


def named(parts: Parts, prefix: str) -> list[str]:
    return [name for name in parts if name.startswith(prefix)]


def small_town(town_of: Make, **tables: Rows) -> Town:
    """101 leaves its key with 102, greets 103 and has a quarrel with 104; 102 and 103 are willing."""
    rows: dict[str, Rows] = {
        "flats": flats("101", "102", "103", "104"),
        "people": [willing("102"), willing("103")],
        "ties": [
            tie("101", "102"),
            tie("101", "102", "confidant", strength="", observed_on=""),
            tie("102", "103", "help_exchange"),
            tie("101", "103", "acquaintance"),
            tie("101", "104", "conflict"),
        ],
    }
    stances = signed("102", "103", "104") + tables.pop("stances", [])
    return town_of(**{**rows, "stances": stances, **tables})


@pytest.fixture
def xinfeng_town(town_in: Callable[..., Town], fixtures: Path) -> Town:
    return town_in(fixtures / "workbooks" / "truth" / "xinfeng", "新风里")


def unresolved(town: Town) -> list[str]:
    return classify_isolation(town, as_of=AS_OF, policy=Policy())["flat"].tolist()


def test_reach_and_class_are_those_of_isolated(xinfeng_town: Town) -> None:
    rows = classify_isolation(xinfeng_town, as_of=AS_OF, policy=Policy()).to_dict("records")
    for row in rows:
        parts = parts_of(xinfeng_town, row["flat"])
        assert (value(parts, "reach"), value(parts, "class")) == (row["reach"], row["class"])


def test_reach_adds_up_from_the_paths(xinfeng_town: Town) -> None:
    for flat in unresolved(xinfeng_town):
        parts = parts_of(xinfeng_town, flat)
        unheard = prod(1 - value(parts, name) for name in named(parts, "path to "))
        assert value(parts, "reach") == pytest.approx(1 - unheard, abs=1e-12)


def test_paths_multiply_ties_and_ties_combine_evidence(xinfeng_town: Town) -> None:
    n_paths = 0
    for flat in unresolved(xinfeng_town):
        parts = parts_of(xinfeng_town, flat)
        for name in named(parts, "path to "):
            people = parts[name][0]["source"].split(":")[0].split(" > ")
            steps = [f"{a} > {b}" for a, b in itertools.pairwise(people)]
            assert value(parts, name) == pytest.approx(prod(value(parts, f"tie {step}") for step in steps))
            for step in steps:
                strongest = [max(row["value"] for row in parts[kind]) for kind in named(parts, f"evidence {step}:")]
                assert value(parts, f"tie {step}") == pytest.approx(1 - prod(1 - s for s in strongest))
            n_paths += 1
    assert n_paths > 5


def test_evidence_is_its_formula_worked_out(xinfeng_town: Town) -> None:
    n_rows = 0
    for flat in unresolved(xinfeng_town):
        for name, rows in parts_of(xinfeng_town, flat).items():
            for row in rows if name.startswith("evidence ") else []:
                formula = re.fullmatch(r"(\S+) \* (\S+) \* 2\^\(-(\S+)/(\S+)\)", row["source"])
                if formula:
                    weight, closeness, age, half_life = map(float, formula.groups())
                    assert row["value"] == pytest.approx(weight * closeness * 2 ** (-age / half_life))
                    n_rows += 1
    assert n_rows > 10


def test_scores_are_the_sums_of_their_parts_and_those_of_suggest(xinfeng_town: Town) -> None:
    suggested = rank_intermediaries(xinfeng_town, as_of=AS_OF, policy=Policy())
    for row in suggested[suggested["rank"].notna()].to_dict("records"):
        parts = parts_of(xinfeng_town, row["flat"])
        name = f"score {row['intermediary']}"
        assert value(parts, name) == row["score"]
        assert sum(value(parts, f"{name}: {part}") for part in PARTS) == pytest.approx(row["score"], abs=1e-12)


def test_trust_follows_from_the_path_and_the_clip(town_of: Make) -> None:
    parts = parts_of(small_town(town_of), "1-101")
    path = value(parts, "path to P102@1--102")
    assert path == pytest.approx(1 - (1 - 0.9) * (1 - 0.85 * 0.5 * 0.5))
    assert value(parts, "score P102@1--102: trust") == pytest.approx(log(path / (1 - path)))


def test_the_second_path_is_told_with_its_ties(town_of: Make) -> None:
    parts = parts_of(small_town(town_of), "1-101")
    (row,) = parts["second path to P103@1--103"]
    assert row["value"] == pytest.approx(0.2)
    assert row["source"].startswith("P101@1--101 > P103@1--103: ")


def test_what_was_not_on_record_is_said(town_of: Make) -> None:
    parts = parts_of(small_town(town_of), "1-101")
    (undated,) = parts["evidence P101@1--101 > P102@1--102: confidant"]
    assert undated["missing"] == "date: one half-life old; closeness: counts .5"
    assert parts["word of owner"][0]["missing"] == "none recorded"
    assert parts["concern"][0]["value"] == "not_yet_heard"
    assert parts["survey"][0]["missing"] == "no survey on record"


def test_a_closed_pair_is_told_without_its_kind(town_of: Make) -> None:
    printed = explain(small_town(town_of), "1-101", as_of=AS_OF, policy=Policy()).to_json(force_ascii=False)
    assert "closed P101@1--101 - P104@1--104" in printed
    assert "conflict" not in printed


def test_private_concerns_have_no_name(town_of: Make) -> None:
    stances = [word("101", "refused", "official_distrust|cost")]
    town = small_town(town_of, stances=stances, measures=[offer("101", "exam", "避开考试月")])
    printed = explain(town, "1-101", as_of=AS_OF, policy=Policy()).to_json(force_ascii=False)
    assert "cost|private" in printed
    assert "official_distrust" not in printed
    assert "exam" not in printed


def test_words_come_with_their_dates(town_of: Make) -> None:
    town = small_town(town_of, stances=[word("101", "hesitant", "cost"), word("101", "refused", "", "2026-12-01")])
    rows = parts_of(town, "1-101")["word of owner"]
    assert [(row["value"], row["date"]) for row in rows] == [("hesitant (cost)", "2026-09-01")]


def test_constants_are_listed_as_assumed(town_of: Make) -> None:
    parts = parts_of(small_town(town_of), "1-101")
    assert value(parts, "constant weak_reach") == 0.3
    assert parts["constant load_weight"][0]["source"] == "score.csv, assumed"


def test_a_stopped_household_is_explained_without_people(town_of: Make) -> None:
    town = small_town(town_of, stances=[word("101", "respected_refusal")])
    parts = parts_of(town, "1-101")
    assert value(parts, "stopped") is True
    assert not named(parts, "path to")
    assert not named(parts, "score")


def test_a_stopped_household_is_told_what_it_asked_for_and_how_that_ends(town_of: Make) -> None:
    row = parts_of(small_town(town_of, stances=[word("101", "respected_refusal")]), "1-101")["left alone because"]
    assert [(line["value"], line["source"]) for line in row] == [("respected_refusal", "until rights reopen")]


def test_a_held_household_is_told_that_a_row_waits_to_be_mended(town_of: Make) -> None:
    hold = {"household": ":1:1:101", "person": "", "reason": "protective_word"}
    (row,) = parts_of(small_town(town_of, holds=[hold]), "1-101")["left alone because"]
    assert (row["value"], row["source"]) == ("held", "until every row that may ask for it is mended")


def test_each_stack_says_what_is_missing(town_of: Make) -> None:
    both = [{**at("101"), "floor": "1", "stack": "B", "pipe_kind": "supply", "stack_source": "unknown"}]
    parts = parts_of(small_town(town_of, flats=flats("101", "102", "103", "104") + both), "1-101")
    assert value(parts, "stack A") == "consent|access"
    assert parts["stack B supply"][0]["missing"] == "source of the stack: not judged"


def test_no_such_flat_is_an_error(town_of: Make) -> None:
    with pytest.raises(InputError, match="9-999"):
        explain(small_town(town_of), "9-999", as_of=AS_OF, policy=Policy())


def test_records_are_plain_json(town_of: Make) -> None:
    rows = explain(small_town(town_of), "1-101", as_of=AS_OF, policy=Policy()).to_dict("records")
    assert json.loads(json.dumps(rows)) == rows
    assert not any(isinstance(cell, np.generic) for row in rows for cell in row.values())


def test_a_tie_that_the_person_named_confirmed_says_so(town_of: Make) -> None:
    parts = parts_of(small_town(town_of, ties=[tie("101", "102", known="true")]), "1-101")
    (evidence,) = named(parts, "evidence ")
    assert parts[evidence][0]["source"].endswith("confirmed by the person named")
