"""The package agrees with the oracle on xinfeng, on the shuffled cases and on any small town."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from any_town import towns
from comparison import differences
from hypothesis import HealthCheck, given, settings
from oracle_tables import Tables, read_tables

from socialgraph.office.town import town_from_tables
from socialgraph.privacy.keys import Keys
from socialgraph.town.snapshot import Town

AS_OF = [date(2026, 11, 25), date(2026, 6, 1)]
POLICIES = ["agreed", "signed"]


@pytest.fixture(scope="module")
def truth(request: pytest.FixtureRequest) -> Path:
    """The canonical tables of xinfeng."""
    return Path(__file__).parents[1] / "fixtures" / "workbooks" / "truth" / "xinfeng"


@pytest.fixture(scope="module")
def xinfeng_town(truth: Path) -> Town:
    """The package's snapshot of them."""
    return town_from_tables(truth, Keys.unkeyed())


@pytest.mark.parametrize("as_of", AS_OF)
@pytest.mark.parametrize("consent", POLICIES)
def test_every_figure_of_xinfeng_agrees_with_the_oracle(
    xinfeng_town: Town, truth: Path, as_of: date, consent: str
) -> None:
    assert differences(read_tables(truth), as_of, consent, xinfeng_town) == []


@pytest.mark.parametrize("order", ["g10", "g10_shuffled"])
@pytest.mark.parametrize("consent", POLICIES)
def test_every_figure_of_forty_households_agrees_in_either_row_order(fixtures: Path, order: str, consent: str) -> None:
    folder = fixtures / "cases" / order
    town = town_from_tables(folder, Keys.unkeyed())
    assert differences(read_tables(folder), AS_OF[0], consent, town) == []


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(tables=towns(trusting=False))
@pytest.mark.parametrize("consent", POLICIES)
def test_every_figure_of_any_small_town_agrees(tables: Tables, consent: str) -> None:
    assert differences(tables, AS_OF[0], consent) == []


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(tables=towns(trusting=True))
@pytest.mark.parametrize("as_of", AS_OF)
def test_every_figure_of_any_trusting_town_agrees(tables: Tables, as_of: date) -> None:
    assert differences(tables, as_of, "agreed") == []
