"""Offices written by strangers, frozen: how much of their truth is read, and how little is read wrongly."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from scripts import benchmark_script

ROOT = Path(__file__).parents[2]
OFFICES = ROOT / "tests" / "fixtures" / "strangers"


@pytest.fixture(scope="module")
def strangers() -> ModuleType:
    return benchmark_script("strangers")


@pytest.mark.parametrize(
    ("folder", "least_right", "most_wrong"),
    [("widen", 0.7, 0.02), ("measure", 0.4, 0.12)],
)
def test_so_much_is_read_right_and_no_more_wrongly(
    strangers: ModuleType, folder: str, least_right: float, most_wrong: float
) -> None:
    offices = strangers.offices_in(OFFICES / folder)
    assert len(offices) >= 6
    total = strangers.total_of([strangers.score_office(office) for office in offices])
    assert total.right >= least_right * total.truth
    assert total.wrong <= most_wrong * max(total.used, 1)


@pytest.mark.slow
@pytest.mark.parametrize(("office", "least_right"), [("diary", 0.29), ("street_north", 0.82)])
def test_one_round_of_at_most_forty_decisions_reads_more_and_no_more_wrongly(
    strangers: ModuleType, office: str, least_right: float
) -> None:
    before = strangers.score_office(OFFICES / "widen" / office)
    after = strangers.score_office(OFFICES / "widen" / office, confirm=True)
    assert after.decisions <= 40
    assert after.right >= least_right * after.truth
    assert after.right > before.right
    assert after.lost <= before.lost
