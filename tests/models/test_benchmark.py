"""Ten towns whose process is known: the whole way from records to intervals. The benchmark runs two hundred."""

from __future__ import annotations

from types import ModuleType

import pytest
from scripts import benchmark_script


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    return benchmark_script("forecast")


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
