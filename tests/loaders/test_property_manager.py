"""What a property manager's sheets taught; every expectation is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, read_paths

Sheets = Callable[..., Path]


def rows(load: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return list(load.tables[table][list(columns)].itertuples(index=False, name=None))


def test_a_check_of_gas_is_no_visit_although_it_has_days_flats_and_results(write_xlsx: Sheets) -> None:
    checks = [[f"3月{n}号", f"1栋2单元{n}01", f"Q76358{n}", "合格" if n % 2 else "没人", ""] for n in range(1, 7)]
    sheet = [["2024年燃气入户安检登记"], ["日期", "房号", "表号", "结果", "备注"], *checks]
    with pytest.raises(InputError, match="No sheet of a kind that is known"):
        read_paths([write_xlsx(sheet, name="燃气安检登记.xlsx")])


def test_members_who_reported_to_the_community_signed_in_to_nothing(write_xlsx: Sheets) -> None:
    members = [[n, f"雍板凳{'甲乙丙丁'[n]}", f"1栋1单元{n + 1}02", "党员", "愿意"] for n in range(4)]
    sheet = [["在册党员及报到党员（社区党委 2024年5月）"], ["序号", "姓名", "住哪", "身份", "愿不愿意"], *members]
    load = read_paths([write_xlsx(sheet, name="党员名单.xlsx")])
    assert not len(load.tables["activities"])
    assert len(load.tables["people"]) == 4


def test_the_second_name_of_a_tie_is_whom_one_knows_not_who_asked(write_xlsx: Sheets) -> None:
    ties = [
        ["1-1-301", "仲灯芯", "1-1-302", "邬搪瓷", "一起打麻将", 3, "喻茶盅"],
        ["1-1-601", "应蒲扇", "1-1-502", "晏顶针", "一起打麻将", 2, "喻茶盅"],
        ["1-2-302", "粟箩筐", "1-2-202", "旷棕刷", "一起打麻将", 3, "喻茶盅"],
        ["2-1-302", "洪床单", "2-1-301", "郝枕套", "一起打麻将", 3, "席毛巾"],
        ["6-2-302", "温暖瓶", "6-2-501", "席毛巾", "一起打麻将", 2, "席毛巾"],
    ]
    head = ["哪户", "名字", "跟哪户熟", "名字", "啥子关系", "几分(3最好)", "哪个说的"]
    load = read_paths([write_xlsx([head, *ties], name="邻里关系.xlsx")])
    assert rows(load, "ties", "ego_name", "alter_name")[:2] == [("仲灯芯", "邬搪瓷"), ("应蒲扇", "晏顶针")]


def test_who_lives_in_a_flat_of_its_owner_is_the_owner(write_xlsx: Sheets) -> None:
    lines = [
        ["1", "1", "101", "蒲铜壶", "自住", "签字了", "住的人"],
        ["1", "1", "102", "冉竹筛", "出租", "没意见", "住的人"],
        ["1", "1", "201", "鲜蒸笼", "自住", "签字了", "本人"],
    ]
    head = ["楼栋", "单元", "房号", "户主", "居住情况", "换管意见", "哪个说的"]
    load = read_paths([write_xlsx([head, *lines], name="大表.xlsx")])
    assert dict(rows(load, "stances", "room", "giver")) == {"101": "owner", "102": "occupant", "201": "owner"}


def test_i_in_a_log_that_bears_a_colleague_s_name_is_that_colleague(write_xlsx: Sheets) -> None:
    head = ["日期", "哪户", "一路去的", "咋个联系的", "结果"]
    own = [
        ["2024年5月走访"],
        head,
        ["5.20", "6-1-202", "我", "上门", "没变化"],
        ["5.21", "6-1-301", "我", "上门", "没人"],
    ]
    other = [["2024年5月走访"], head, ["5.22", "1-2-302", "勾手电、敬雨靴", "上门", "没变化"]]
    load = read_paths([write_xlsx({"小敬": own, "小勾": other}, name="上门记录.xlsx")])
    visitors = dict(rows(load, "visits", "room", "visitors"))
    assert visitors["202"] == visitors["301"] == "敬雨靴"
