"""A wish to be left alone at an address that is none: its neighbours wait until the row is mended, not only gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from socialgraph.office.session import opened_store, town_of
from socialgraph.project.settings import Project
from socialgraph.schema.constants import HELD

HEAD = "日期,楼号,单元,房号,走访人,结果"
SLIP = "2026-11-02,5,2,999,小李,不要再来"
MENDED = "2026-11-02,5,2,301,小李,不要再来"
ANOTHER = "2026-11-02,5,2,101,小李,不要再来"
EARLIER = "2026-10-20,5,2,301,小李,不要再来"


@pytest.fixture
def visited(office: Any, fixtures: Path, tmp_path: Path) -> Any:
    """An office whose visits are written a sheet at a time: `visited(row, row)`."""
    office.load(fixtures / "cases" / "n10")

    def visits(*rows: str) -> None:
        path = tmp_path / "走访.csv"
        path.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
        office.load(path)

    office.visits = visits
    return office


def waiting(office: Any) -> set[str]:
    """The flats that wait for somebody to mend a row."""
    project = Project.open(office.folder)
    with opened_store(project) as store:
        town, _ = town_of(store, project)
    return {town.households.label[home] for home in np.flatnonzero(town.households.stop & HELD)}


def test_a_slip_of_the_pen_holds_its_door_until_the_row_is_mended(visited: Any) -> None:
    visited.visits(SLIP)
    assert len(waiting(visited)) > 1
    visited.visits(MENDED)
    assert waiting(visited) == set()


def test_a_row_that_was_only_deleted_is_mended_by_no_other_of_its_sheet(visited: Any) -> None:
    visited.visits(SLIP, ANOTHER)
    before = waiting(visited)
    visited.visits(ANOTHER)
    assert waiting(visited) == before != set()


def test_a_row_that_came_while_the_slip_was_there_mends_it_not(visited: Any) -> None:
    visited.visits(SLIP)
    before = waiting(visited)
    visited.visits(SLIP, MENDED)
    visited.visits(MENDED)
    assert waiting(visited) >= before - {"5-2-301"} != set()


def test_a_mend_counts_where_the_household_had_asked_before(visited: Any) -> None:
    visited.visits(SLIP, EARLIER)
    visited.visits(MENDED, EARLIER)
    assert waiting(visited) == set()


def test_reopening_the_mended_household_does_not_bring_the_slip_back(visited: Any) -> None:
    visited.visits(SLIP)
    visited.visits(MENDED)
    visited.run("rights", "reopen", "5-2-301", "--confirmed-by", "测试书记")
    assert waiting(visited) == set()


def test_a_wish_in_a_sentence_is_not_lifted_by_deleting_its_row(visited: Any) -> None:
    visited.visits("2026-11-02,5,2,301,小李,谢绝再访", EARLIER.replace("不要再来", "没变").replace("301", "101"))
    before = waiting(visited)
    visited.visits(EARLIER.replace("不要再来", "没变").replace("301", "101"))
    assert waiting(visited) == before != set()


def test_a_wish_in_a_sentence_is_lifted_by_mending_its_cell(visited: Any) -> None:
    visited.visits("2026-11-02,5,2,301,小李,谢绝再访")
    assert waiting(visited) != set()
    visited.visits("2026-11-02,5,2,301,小李,没变")
    assert waiting(visited) == set()
