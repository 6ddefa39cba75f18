"""The office's sample town as pages, made once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser as chromium
import pytest

from socialgraph.office.findings import find_all
from socialgraph.office.town import town_from_tables
from socialgraph.outputs.page.findings import Findings, PageHead
from socialgraph.outputs.page.internal import internal_page
from socialgraph.outputs.page.public import public_page
from socialgraph.outputs.page.public_figures import public_figures
from socialgraph.privacy.keys import Keys
from socialgraph.schema.policy import Policy
from socialgraph.stacks.public_counts import flat_counts, stack_counts
from socialgraph.town.snapshot import Town

AS_OF = dt.date(2026, 11, 25)


@pytest.fixture(scope="session")
def town(xinfeng: Path) -> Town:
    return town_from_tables(xinfeng, Keys.unkeyed())


@pytest.fixture(scope="session")
def findings(town: Town) -> Findings:
    return find_all(town, as_of=AS_OF, today=AS_OF, policy=Policy(), since=dt.date(2026, 10, 1))


@pytest.fixture(scope="session")
def head() -> PageHead:
    return PageHead("示例工程", "L20261125-01", AS_OF, "示例街道", "示例书记", "示例社区 010-00000000", "", "zh")


@pytest.fixture(scope="session")
def internal_html(findings: Findings, head: PageHead) -> str:
    return internal_page(findings, head)


@pytest.fixture(scope="session")
def public_html(town: Town) -> str:
    counts = (table(town, as_of=AS_OF, policy=Policy()) for table in (stack_counts, flat_counts))
    figures = public_figures(*counts, on=AS_OF)
    return public_page(figures, name="示例工程", handler="示例街道", grievance="010-00000000", lang="zh")


@pytest.fixture(scope="session")
def running() -> Iterator[Any]:
    """A Chromium; where none can be had its tests are skipped with a line that says why."""
    missing = chromium.why_not()
    if missing:
        pytest.skip(missing)
    with chromium.browser() as started:
        yield started
