"""A visit's address says whose flat it is, or which time it was; only what is surely no part of it is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialgraph.loaders import read_paths
from socialgraph.loaders.values.glued_names import address_alone


@pytest.mark.parametrize("text", ["3-1-102隔壁", "3-1-102楼上", "3-1-102、103", "3-1-102东边", "3-1-1?2", "某某家", ""])
def test_what_may_be_another_flat_stays_as_it_is(text: str) -> None:
    assert address_alone(text) == text


def test_a_visit_to_somebody_s_flat_is_a_visit_to_that_flat(tmp_path: Path) -> None:
    lines = (
        "日期,去哪家,谁去的,结果",
        "2026-10-03,3号楼1单元102测试家,测试甲,未变化",
        "2026-10-04,3-1-202(二次),测试甲,未变化",
    )
    (tmp_path / "走访记录.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read_paths([tmp_path]).tables["visits"]["room"].tolist() == ["102", "202"]
