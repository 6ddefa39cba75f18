"""Safeguard: a respected refusal ends the matter well: nobody is sent, and the stack goes on without the flat."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from socialgraph.assignment.plan import assign
from socialgraph.office.findings import find_all
from socialgraph.outputs.page.findings import PageHead
from socialgraph.outputs.page.internal import internal_page
from socialgraph.privacy.wording import banned_in
from socialgraph.schema.policy import DEFAULT_POLICY
from socialgraph.stacks.completion import diagnose

AS_OF = dt.date(2026, 11, 25)
BYPASS = dataclasses.replace(DEFAULT_POLICY, stack="bypass")


@pytest.fixture
def refused(tables: Any, at: Callable[[str], dict[str, str]]) -> Any:
    """The street, in which 201's refusal is respected."""
    tables["stances"].append(at("201") | {"giver": "owner", "stance": "respected_refusal", "date": "2026-11-01"})
    return tables


def test_with_a_bypass_the_stack_is_ready_without_the_flat(refused: Any, town_of: Any) -> None:
    town = town_of(refused)
    strict, bypass = (diagnose(town, as_of=AS_OF, policy=policy).iloc[0] for policy in (DEFAULT_POLICY, BYPASS))
    assert (strict["state"], bypass["state"]) == ("respected_no", "ready")
    assert not strict["pivotal_flats"]


def test_a_refusal_that_may_still_be_talked_about_is_no_bypass(tables: Any, town_of: Any) -> None:
    assert diagnose(town_of(tables), as_of=AS_OF, policy=BYPASS)["state"].tolist() != ["ready"]


def test_nobody_is_planned_to_go_there(refused: Any, town_of: Any) -> None:
    town = town_of(refused)
    plan = assign(town, as_of=AS_OF, policy=DEFAULT_POLICY, today=AS_OF)
    assert (plan.primary, town.find_household("1-201") in plan.order.tolist()) == ({}, False)


def test_the_internal_page_names_nobody_to_win_over(refused: Any, town_of: Any) -> None:
    town = town_of(refused)
    findings = find_all(town, as_of=AS_OF, today=AS_OF, policy=DEFAULT_POLICY, since=AS_OF)
    head = PageHead("甲", "L1", AS_OF, "乙", "丙某", "丁", "", "en")
    page = internal_page(findings, head)
    assert findings.flats.loc[findings.flats["planned"], "flat"].tolist() == []
    assert set(findings.isolation.get("households", [0])) <= {0}
    assert banned_in(page) == []
    assert "to break through" not in page
