"""A flat beyond a list that has every flat of its door is a slip of the pen until somebody has looked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import read_paths

Sheets = Callable[..., Path]


@pytest.mark.parametrize(("storeys", "is_stray"), [((1, 2, 3, 4), True), ((1, 2, 3), False)])
def test_a_flat_beyond_a_whole_list_of_its_door_is_a_finding(
    storeys: tuple[int, ...], is_stray: bool, write_xlsx: Sheets
) -> None:
    homes = [["门牌", "产权人", "房屋性质", "摸底日期"]]
    homes += [
        [f"2-2-{storey}0{side}", f"席{storey}{side}", "房改", "2025-03-01"] for storey in storeys for side in (3, 4)
    ]
    log = [
        ["日期", "门牌", "走访人", "结果"],
        ["2025-04-08", "2-2-303", "席一", "同意"],
        ["2025-04-08", "2-2-305", "席一", "同意"],
    ]
    load = read_paths([write_xlsx(homes, name="户.xlsx"), write_xlsx(log, name="走访.xlsx")])
    assert ("305" in list(load.tables["visits"]["room"])) is not is_stray
    assert ("stray_address" in list(load.quarantine["reason"])) is is_stray


def test_what_meals_cost_is_no_activity(write_xlsx: Sheets) -> None:
    meals = [
        ["长者饭堂搭食费（2024年4月）"],
        ["房号", "姓名", "餐数", "应收", "已收"],
        *[[f"2座1梯{floor}01", f"席{floor}一", 20, 240, 240] for floor in range(1, 6)],
    ]
    homes = [["门牌", "产权人", "房屋性质", "摸底日期"], ["2-1-101", "席一一", "房改", "2024-03-01"]]
    load = read_paths([write_xlsx(homes, name="户.xlsx"), write_xlsx(meals, name="饭堂.xlsx")])
    assert not len(load.tables["activities"])
