"""The package's next steps are those of the oracle's rules, on the sample office and on any small town."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from any_town import towns
from comparison import package_of
from hypothesis import HealthCheck, given, settings
from oracle_keys import Keys
from oracle_steps import Steps
from oracle_tables import Tables, read_tables
from oracle_trust import Trust

from socialgraph.reach.contacts import contact_budget
from socialgraph.reach.steps import next_steps, step_names
from socialgraph.schema.policy import Policy
from socialgraph.trust.network import trust_network

TODAY = date(2026, 11, 25)


def differences(tables: Tables, consent: Any = "agreed") -> list[str]:
    """Households whose other step, or its chance, is not the oracle's."""
    town, _ = package_of(tables)
    policy = Policy(consent=consent)
    network = trust_network(town, as_of=TODAY, policy=policy)
    steps = next_steps(network, budget=contact_budget(town, today=TODAY, policy=policy), policy=policy)
    keys = Keys(tables, TODAY, consent)
    oracle = Steps(Trust(keys))
    given = {
        town.households.label[h]: (step_names()[steps.other[h]], float(steps.chance[h]))
        for h in np.flatnonzero(steps.other >= 0)
    }
    wanted = {home.label: (oracle.other(home), oracle.chance(home)) for home in keys.unresolved()}
    return [
        f"{flat}: {given.get(flat)}, oracle {wanted.get(flat)}"
        for flat in {*given, *wanted}
        if given.get(flat) != wanted.get(flat)
    ]


@pytest.mark.parametrize("consent", ["agreed", "signed"])
def test_every_unresolved_household_of_xinfeng_has_the_step_of_the_rules(consent: str) -> None:
    truth = Path(__file__).parents[1] / "fixtures" / "workbooks" / "truth" / "xinfeng"
    assert differences(read_tables(truth), consent) == []


@pytest.mark.slow
@pytest.mark.parametrize("trusting", [False, True])
def test_every_household_of_any_small_town_has_the_step_of_the_rules(trusting: bool) -> None:
    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(tables=towns(trusting=trusting))
    def agrees(tables: Tables) -> None:
        assert differences(tables) == []

    agrees()
