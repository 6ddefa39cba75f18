"""Towns for the tests of the assignment are those of the analyses."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_PATH = Path(__file__).parents[1] / "analytics" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("analytics_towns", _PATH)
assert _SPEC is not None
assert _SPEC.loader is not None
towns = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(towns)

register, word_rows, town_of, town_in = towns.register, towns.word_rows, towns.town_of, towns.town_in
sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
sys.path.insert(0, str(Path(__file__).parent))  # the small towns of test_assignment
