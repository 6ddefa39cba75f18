"""The internal page of a town of 2,000 households: how large it is, and how quickly a browser has it."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import browser as chromium
import pytest

from socialgraph.demo.town import generate
from socialgraph.office.findings import find_all
from socialgraph.office.town import town_from_tables
from socialgraph.outputs.page.findings import PageHead
from socialgraph.outputs.page.internal import internal_page
from socialgraph.privacy.keys import Keys
from socialgraph.schema.policy import Policy

MOST_BYTES = 5_000_000


@pytest.fixture(scope="module")
def large_html(head: PageHead) -> str:
    """The page of an invented town."""
    made = generate(2_000, 1, today=head.made_on, ties_per_household=5)
    town = town_from_tables(made.tables, Keys.unkeyed())
    day = head.made_on
    return internal_page(find_all(town, as_of=day, today=day, policy=Policy(), since=day - dt.timedelta(30)), head)


@pytest.mark.slow
def test_a_page_of_two_thousand_households_is_smaller_than_five_megabytes(large_html: str) -> None:
    assert "30号楼" in large_html
    assert len(large_html.encode("utf-8")) < MOST_BYTES


@pytest.mark.slow
def test_a_page_of_two_thousand_households_opens_in_two_seconds(running: Any, large_html: str, tmp_path: Path) -> None:
    path = tmp_path / "internal.html"
    path.write_text(large_html, encoding="utf-8")
    seconds = []
    for _ in range(3):  # another program may be busy during one of them
        began = time.perf_counter()
        chromium.opened(running, path, width=390).page.close()
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 2
