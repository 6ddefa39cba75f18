"""What stands in `examples/` runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"


def test_the_town_in_python_runs_on_canonical_tables(fixtures: Path) -> None:
    command = [sys.executable, EXAMPLES / "town_in_python.py", fixtures / "cases" / "g10"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Town(40 households, 40 flats" in done.stdout
