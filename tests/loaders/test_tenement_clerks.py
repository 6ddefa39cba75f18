"""What sheets of lane and tenement clerks say beside the plain columns: whose word, which way, who is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    frame = reading.tables[table]
    return sorted(map(tuple, frame[list(columns)].to_numpy().tolist()))


@pytest.mark.parametrize("theirs", ["承租（居住）人", "居住人", "租客", "实际使用人"])
def test_reasons_and_day_behind_the_occupants_word_are_theirs(write_xlsx: WriteXlsx, theirs: str) -> None:
    head = ["地址", "产权人", "产权人意见", "产权人理由", "日期", f"{theirs}意见", f"{theirs}理由", "日期"]
    rest = [["5号楼1单元102", "乙", "已签字", None, "2026-03-01", None, None, None]]
    path = write_xlsx(
        [head, ["5号楼1单元101", "甲", "同意", None, "2026-03-01", "不同意", "怕吵", "2026-03-04"], *rest]
    )
    assert rows(read_paths([path]), "stances", "room", "giver", "stance", "reasons", "date") == [
        ("101", "occupant", "refused", "noise_dust_water", "2026-03-04"),
        ("101", "owner", "verbal", "", "2026-03-01"),
        ("102", "owner", "signed", "", "2026-03-01"),
    ]


def test_a_way_of_visiting_is_known_by_its_words_whatever_its_heading(write_xlsx: WriteXlsx) -> None:
    head = ["日期", "房号", "哪些人去的", "咋个联系的", "结果"]
    ways = [("上门", "home"), ("电话", "phone"), ("微信", "wechat"), ("上门", "home"), ("贴条", "notice")]
    lines = [[f"2026-03-1{i}", f"1-1-{i + 1}01", "甲乙丙", way, "没变化"] for i, (way, _) in enumerate(ways)]
    path = write_xlsx([["2026年入户台账"], head, *lines])
    assert [mode for _, mode in rows(read_paths([path]), "visits", "room", "mode")] == [mode for _, mode in ways]


def test_ticks_below_a_heading_with_a_bracket_are_needs(write_xlsx: WriteXlsx) -> None:
    head = [["住址", "产权人", "特殊情况（打√）", None, None], [None, None, "有老人", "重病", "低保"]]
    path = write_xlsx(
        [*head, ["1栋1单元101", "甲", "√", None, "√"], ["1栋1单元102", "乙", None, "√", None]], merges=["C1:E1"]
    )
    flags = rows(read_paths([path]), "dossiers", "room", "flags")
    assert flags == [("101", "elderly|low_income"), ("102", "seriously_ill")]


def test_an_age_beside_living_alone_adds_nothing(write_xlsx: WriteXlsx) -> None:
    head = ["地址", "产权人", "家庭情况"]
    path = write_xlsx([head, ["5号楼1单元101", "甲", "独居老人，84岁"], ["5号楼1单元102", "乙", "老人、独居"]])
    flags = rows(read_paths([path]), "dossiers", "room", "flags")
    assert flags == [("101", "elderly_alone"), ("102", "elderly|elderly_alone")]


def test_how_a_public_flat_is_let_does_not_say_who_lives_in_it(write_xlsx: WriteXlsx) -> None:
    path = write_xlsx(
        [["地址", "房主", "居住情况"], ["5号楼1单元101", "甲", "公房，承租人丙，自住"], ["5号楼1单元102", "乙", "自住"]]
    )
    assert rows(read_paths([path]), "dossiers", "room", "occupancy") == [("101", ""), ("102", "owner_occupied")]


def test_a_sign_means_what_the_sheet_says_it_means(write_xlsx: WriteXlsx) -> None:
    head = ["姓名", "地址", "身份", "愿不愿去"]
    lines = [["甲乙", "1-1-101", "党员", "√"], ["丙丁", "1-1-102", "志愿者", "×"], ["戊己", "1-1-201", "党员", "√"]]
    path = write_xlsx([["骨干名单"], head, *lines, ["√愿意去跟邻居谈  ×不想去"]])
    assert rows(read_paths([path]), "people", "name", "willing") == [
        ("丙丁", "false"),
        ("戊己", "true"),
        ("甲乙", "true"),
    ]


def _meeting(write_xlsx: WriteXlsx, opinions: list[str | None]) -> Reading:
    head = ["序号", "房号", "姓名", "签到", "对换管的意见"]
    lines = [[str(i), f"1栋1单元{i}01", f"{'甲乙丙丁'[i - 1]}某", "√", said] for i, said in enumerate(opinions, 1)]
    return read_paths([write_xlsx([["第二次院坝会签到及意见表"], ["时间：2026年4月18日"], head, *lines])])


def test_what_people_said_at_a_meeting_is_their_word_of_that_day(write_xlsx: WriteXlsx) -> None:
    reading = _meeting(write_xlsx, ["同意，早点整", None, "不同意"])
    said = rows(reading, "stances", "room", "stance", "date")
    assert said == [("101", "verbal", "2026-04-18"), ("301", "refused", "2026-04-18")]
    assert rows(reading, "activities", "activity", "room") == [("第二次院坝会", f"{i}01") for i in (1, 2, 3)]


def test_a_wish_in_a_column_that_a_sign_in_sheet_has_no_use_for_holds(write_xlsx: WriteXlsx) -> None:
    head = ["序号", "房号", "姓名", "签到", "记录"]
    lines = [["1", "1栋1单元101", "甲某", "√", None], ["2", "1栋1单元201", "乙某", "√", "不要再打电话催了"]]
    reading = read_paths(
        [write_xlsx([["院坝会签到表 2026年4月18日"], head, *lines, ["3", "1栋1单元301", "丙某", "√", None]])]
    )
    assert rows(reading, "holds", "room") == [("201",)]


def test_offers_with_a_day_and_a_name_are_no_activity(write_xlsx: WriteXlsx) -> None:
    head = ["日期", "地址", "姓名", "顾虑", "答应的办法"]
    lines = [
        ["2026-03-04", "5号楼1单元101", "甲某", "怕吵", "避开午休"],
        ["2026-03-05", "5号楼1单元102", "乙某", "怕出钱", "免费"],
    ]
    assert read_paths([write_xlsx([["登记"], head, *lines])]).tables["activities"].empty


CHAINS = """（从3号楼群里粘的，2026年10月20日）
#接龙
3号楼2单元卫生间下水改造，同意的接一下

1. 2-501 甲某 同意
2. 2-303 乙某 签了

（5号楼群，2026年10月24日）
#接龙
5号楼自来水立管更换接龙

1. 1-201 丙某 签了
2. 1-101 丁某 同意

（3号楼群，2026年10月27日）
#接龙
柴鸡蛋团购，一板28块，同意拼单的接

1. 1-201 戊某 两板
2. 1-402 己某 同意
"""


def test_every_chain_of_a_text_has_its_own_building_pipe_and_day(tmp_path: Path) -> None:
    path = tmp_path / "群接龙粘贴.txt"
    path.write_text(CHAINS, encoding="utf-8")
    assert rows(read_paths([path]), "stances", "building", "door", "room", "pipe_kind", "stance", "date") == [
        ("3", "2", "303", "sewage_bath", "signed", "2026-10-20"),
        ("3", "2", "501", "sewage_bath", "verbal", "2026-10-20"),
        ("5", "1", "101", "supply", "verbal", "2026-10-24"),
        ("5", "1", "201", "supply", "signed", "2026-10-24"),
    ]


def test_a_compound_named_in_short_elsewhere_is_one(write_xlsx: WriteXlsx) -> None:
    survey = [
        ["棉九厂南院住户总册"],
        ["楼号", "单元", "房号", "产权人"],
        ["3", "1", "101", "甲某"],
        ["3", "1", "102", "乙某"],
    ]
    log = [["日期", "地址", "走访人", "结果"], ["2026-10-09", "3-1-101", "丙某", "同意"]]
    paths = [write_xlsx(survey, name="南院住户大册子.xlsx"), write_xlsx(log, name="走访.xlsx")]
    short = [["南院意见表"], ["地址", "户主", "意见"], ["3-1-101", "甲某", "同意"]]
    reading = read_paths([*paths, write_xlsx(short, name="南院意见.xlsx")])
    assert rows(reading, "visits", "compound", "room") == [("棉九厂南院", "101")]
    assert len(reading.tables["dossiers"]) == 2


def test_a_flat_that_belongs_to_nobody_named_has_a_lessee_who_speaks_as_its_owner(write_xlsx: WriteXlsx) -> None:
    head = ["地址", "房主", "房子性质", "承租人/租客", "态度"]
    path = write_xlsx(
        [head, ["5号楼1单元101", "公房", "直管公房", "甲某", "同意"], ["5号楼1单元102", "乙某", "房改房", None, "同意"]]
    )
    reading = read_paths([path])
    names = rows(reading, "dossiers", "room", "owner_name", "public_lessee_name", "tenant_name")
    assert names == [("101", "", "甲某", ""), ("102", "乙某", "", "")]
    assert rows(reading, "stances", "room", "giver") == [("101", "owner"), ("102", "owner")]


@pytest.mark.parametrize(("title", "ownership"), [("棉纺厂家属院摸底", "public_unit"), ("花园里摸底", "public_direct")])
def test_a_public_flat_in_what_a_factory_built_is_the_factorys(
    write_xlsx: WriteXlsx, title: str, ownership: str
) -> None:
    path = write_xlsx(
        [[title], ["地址", "户主", "房屋性质"], ["5号楼1单元101", "甲某", "公房"], ["5号楼1单元102", "乙某", "房改房"]]
    )
    kinds = rows(read_paths([path]), "dossiers", "room", "ownership_type")
    assert kinds == [("101", ownership), ("102", "private_reform")]


def test_what_those_who_live_there_say_is_a_public_lessees_consent(write_xlsx: WriteXlsx) -> None:
    head = ["地址", "房屋性质", "产权人", "承租人", "产权人意见", "承租（居住）人意见"]
    lines = [
        ["5号楼1单元101", "直管公房", None, "甲某", None, "同意"],
        ["5号楼1单元102", "商品房", "乙某", "丙某", "同意", "不同意"],
    ]
    path = write_xlsx([head, *lines])
    said = rows(read_paths([path]), "stances", "room", "giver", "stance")
    assert said == [("101", "owner", "verbal"), ("102", "occupant", "refused"), ("102", "owner", "verbal")]
