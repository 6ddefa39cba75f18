"""Safeguard: a request travels over no tie of kinship, power, money, benefits or conflict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from socialgraph.errors import InputError

Suggested = Callable[..., pd.DataFrame]
INADMISSIBLE = ("kin", "employer_superior", "creditor_commercial", "benefits", "conflict")


def test_the_street_as_it_is_has_two_suggestions(tables: Any, suggested: Suggested) -> None:
    assert suggested(tables)["flat"].tolist() == ["1-201", "1-201"]


@pytest.mark.parametrize("kind", INADMISSIBLE)
def test_where_the_only_tie_is_inadmissible_nobody_is_suggested(
    tables: Any, suggested: Suggested, make_tie: Callable[..., dict[str, str]], kind: str
) -> None:
    tables["ties"] = [make_tie("201", "101", kind)]
    suggestions = suggested(tables)
    assert (suggestions["intermediary"].tolist(), suggestions["reason"].tolist()) == ([""], ["no_path"])


@pytest.mark.parametrize("kind", INADMISSIBLE)
@pytest.mark.parametrize("ends", [("201", "101"), ("101", "201")])
def test_an_inadmissible_tie_closes_the_pair_whatever_else_ties_them(
    tables: Any, suggested: Suggested, make_tie: Callable[..., dict[str, str]], kind: str, ends: tuple[str, str]
) -> None:
    before = suggested(tables)["intermediary"].tolist()
    tables["ties"].append(make_tie(*ends, kind))
    assert suggested(tables)["intermediary"].tolist() == before[1:]


@pytest.mark.parametrize("kind", INADMISSIBLE)
def test_power_over_the_intermediary_closes_the_whole_path(
    tables: Any, suggested: Suggested, make_tie: Callable[..., dict[str, str]], kind: str
) -> None:
    tables["ties"] = [make_tie("201", "401"), make_tie("401", "101")]
    assert len(suggested(tables)["intermediary"].unique()) == 1
    tables["ties"].append(make_tie("101", "201", kind))
    assert suggested(tables)["reason"].tolist() == ["no_path"]


def test_an_unknown_kind_is_an_error_and_never_a_default(
    tables: Any, suggested: Suggested, make_tie: Callable[..., dict[str, str]]
) -> None:
    tables["ties"].append(make_tie("201", "301", "good_friend"))
    with pytest.raises(InputError):
        suggested(tables)


def test_a_tie_the_alter_does_not_know_of_carries_nothing(
    tables: Any, suggested: Suggested, make_tie: Callable[..., dict[str, str]]
) -> None:
    tables["ties"] = [make_tie("201", "101", known="false")]
    assert suggested(tables)["reason"].tolist() == ["no_path"]
