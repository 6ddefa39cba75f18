"""Keys in a folder of their own, and the tables of the invented neighbourhood."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from socialgraph.privacy.keys import KEYS_VARIABLE, Keys

TRUTH = Path(__file__).parents[1] / "fixtures" / "workbooks" / "truth" / "xinfeng"


@pytest.fixture
def keys_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "keys"
    monkeypatch.setenv(KEYS_VARIABLE, str(folder))
    return folder


@pytest.fixture
def keys(keys_folder: Path) -> Keys:
    return Keys.create()


@pytest.fixture(scope="session")
def xinfeng_tables() -> dict[str, pd.DataFrame]:
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in TRUTH.glob("*.csv")
        if path.stem != "quarantine"
    }


@pytest.fixture(scope="session")
def shuffled(xinfeng_tables: dict[str, pd.DataFrame]) -> Callable[[int], dict[str, pd.DataFrame]]:
    """The same tables with their rows in another order, by seed."""
    return lambda seed: {
        name: frame.sample(frac=1, random_state=seed % 2**32) for name, frame in xinfeng_tables.items()
    }
