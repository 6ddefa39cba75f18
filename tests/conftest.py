"""What every test shares: one hypothesis profile, and keys that never touch the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

FIXTURES = Path(__file__).parent / "fixtures"

# Compiling a kernel takes longer than hypothesis' 200 ms; a failure must be repeatable, so the seed is fixed.
settings.register_profile(
    "socialgraph", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("socialgraph")


@pytest.fixture(autouse=True)
def _own_keys(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of a test lie in a folder of their own."""
    monkeypatch.setenv("SOCIALGRAPH_KEYS", str(tmp_path_factory.mktemp("keys") / "keys"))


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The folder of shipped sample files."""
    return FIXTURES


@pytest.fixture(scope="session")
def xinfeng(fixtures: Path) -> Path:
    """An office's eleven workbooks: four buildings, 252 flats and shops, all invented."""
    return fixtures / "workbooks" / "xinfeng"
