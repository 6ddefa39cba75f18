"""Social capital is the same to the last bit whether its loops are compiled or not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from socialgraph.capital.groups import social_capital
from socialgraph.kernels import jit
from socialgraph.office.town import town_from_tables
from socialgraph.privacy.keys import Keys
from socialgraph.schema.policy import DEFAULT_POLICY


@pytest.mark.slow
def test_capital_is_the_same_bytes_with_and_without_numba(xinfeng: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    town = town_from_tables(xinfeng, Keys.unkeyed())
    printed = []
    for plain_steps in (0, 10**12):
        monkeypatch.setattr(jit, "PLAIN_STEPS", plain_steps)
        tables = [
            social_capital(town, as_of=dt.date(2026, 11, 25), policy=DEFAULT_POLICY, by=by)
            for by in ("building", "compound")
        ]
        printed.append([table.map(repr).to_numpy().tolist() for table in tables])
    assert printed[0] == printed[1]
