"""Ten towns whose process is known: the whole way from records to intervals. The benchmark runs two hundred."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("forecast_benchmark", Path("benchmarks") / "forecast.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_intervals_hold_the_truth_and_lifts_are_not_invented(benchmark: ModuleType) -> None:
    # the bounds are the benchmark's goals, wider by what ten seeds leave open (three standard errors of the slope)
    table = benchmark.summary(benchmark.runs_of(10, 4000)).set_index("network matters")
    assert table["coverage"].between(0.85, 0.97).all()
    assert table["calibration slope"].between(0.65, 1.4).all()
    assert table.loc[False, "lift claimed"] <= 0.1
    assert table.loc[True, "lift claimed"] >= 0.3
    assert table.loc[True, "mean lift"] > table.loc[False, "mean lift"]
