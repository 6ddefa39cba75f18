"""Safeguard: a word has a date and grows old: after 90 days an unsigned one counts as unknown, and is told to be so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from socialgraph.models.completion.features import stack_features
from socialgraph.models.completion.history import History
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.pseudonyms import pseudonymise
from socialgraph.schema.policy import DEFAULT_POLICY
from socialgraph.schema.records import RECORDS
from socialgraph.stacks.checks import STALE_WORD, UNDATED_NO, checks

AS_OF = dt.date(2026, 11, 25)
At = Callable[[str], dict[str, str]]


def features(tables: Any) -> dict[str, float]:
    """What a forecast knows of the street's one stack."""
    frames = {name: pd.DataFrame(rows, dtype=str).fillna("") for name, rows in tables.items()}
    records = pseudonymise(frames, Keys.unkeyed()).records
    history = History(records | {"assignments": pd.DataFrame(columns=list(RECORDS["assignments"].columns))}, AS_OF)
    keys = history.known_on(AS_OF).stacks.key
    row = stack_features(history, keys, AS_OF, DEFAULT_POLICY).iloc[0]
    return {str(name): float(value) for name, value in row.items()}


def spoken(tables: Any, at: At, stance: str, days_ago: int) -> Any:
    day = (AS_OF - dt.timedelta(days_ago)).isoformat()
    rest = [row for row in tables["stances"] if row["room"] != "201"]
    return tables | {"stances": [*rest, at("201") | {"giver": "owner", "stance": stance, "date": day}]}


@pytest.mark.parametrize(("stance", "days_ago", "counts"), [
    ("hesitant", 90, True), ("hesitant", 91, False), ("conditional", 91, False), ("hesitant", 400, False),
])  # fmt: skip
def test_an_old_word_is_unknown_in_a_forecast(tables: Any, at: At, stance: str, days_ago: int, counts: bool) -> None:
    known = features(spoken(tables, at, stance, days_ago))
    assert (known["open_missing"], known["unheard_missing"]) == ((1.0, 0.0) if counts else (0.0, 1.0))


def test_a_signature_does_not_grow_old(tables: Any, at: At) -> None:
    fresh, old = (features(spoken(tables, at, "signed", days))["consent_share"] for days in (10, 400))
    assert (fresh, old) == (1.0, 1.0)


@pytest.mark.parametrize(("stance", "days_ago", "is_listed"), [
    ("verbal", 91, True), ("verbal", 90, False), ("hesitant", 200, True), ("signed", 400, False),
    ("refused", 400, False),
])  # fmt: skip
def test_stale_words_are_told(tables: Any, at: At, town_of: Any, stance: str, days_ago: int, is_listed: bool) -> None:
    findings = checks(town_of(spoken(tables, at, stance, days_ago)), as_of=AS_OF)
    assert findings.loc[findings["check"] == STALE_WORD, "flat"].tolist() == (["1-201"] if is_listed else [])


def test_a_newer_word_ends_the_staleness_of_an_older_one(tables: Any, at: At, town_of: Any) -> None:
    changed = spoken(tables, at, "verbal", 200)
    changed["stances"].append(at("201") | {"giver": "owner", "stance": "verbal", "date": "2026-11-01"})
    findings = checks(town_of(changed), as_of=AS_OF)
    assert STALE_WORD not in set(findings["check"])


def test_nobody_who_asked_to_be_left_alone_is_named_for_a_stale_word(tables: Any, at: At, town_of: Any) -> None:
    changed = spoken(tables, at, "verbal", 200)
    changed["dossiers"].append(at("201") | {"do_not_contact": "true"})
    assert STALE_WORD not in set(checks(town_of(changed), as_of=AS_OF)["check"])


@pytest.mark.parametrize(("newest", "is_listed"), [("signed", True), ("verbal", True), ("refused", False)])
def test_an_undated_refusal_beside_an_older_dated_yes_is_told(
    tables: Any, at: At, town_of: Any, newest: str, is_listed: bool
) -> None:
    changed = spoken(tables, at, newest, 30)
    undated = at("201") | {"giver": "owner", "stance": "refused", "date": ""}
    findings = checks(town_of(changed | {"stances": [*changed["stances"], undated]}), as_of=AS_OF)
    assert findings.loc[findings["check"] == UNDATED_NO, "flat"].tolist() == (["1-201"] if is_listed else [])
