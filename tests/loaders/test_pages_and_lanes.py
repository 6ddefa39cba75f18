"""Wishes on pages of one household, lanes in running text, numbers of answers; right values by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialgraph.loaders import read_paths
from socialgraph.loaders.layout.weighing.readings import is_person
from socialgraph.loaders.values.mentions import places_in
from socialgraph.loaders.values.words.lexicon import Words

Sheets = Callable[..., Path]


def test_a_wish_on_a_households_page_that_names_its_room_alone_is_its_own(write_xlsx: Sheets) -> None:
    page = [
        ["困难户户卡"],
        ["住址", "118弄3号402室", "产权人", "甲一"],
        ["电话", "13900000001", "房屋性质", "售后公房"],
    ]
    page += [["居住情况", "自住", "家庭情况", "独居老人"], ["主要顾虑", "年纪大"]]
    page += [["处理意见", "商定绕开402室。本人要求：管道的事到此为止，不要再来讲了。"]]
    holds = read_paths([write_xlsx({"第1号": page})]).tables["holds"]
    assert holds[["compound", "building", "room"]].to_numpy().tolist() == [["118弄", "3", "402"]]


def test_running_text_names_the_lane_of_a_building() -> None:
    found = places_in("楼下乙一（118弄3号102室）")
    assert [(m.compound, m.building, m.room) for m in found] == [("118弄", "3", "102")]


def test_whoever_answers_lives_at_the_address_not_at_the_number_of_the_answer(write_xlsx: Sheets) -> None:
    rows = [["编号", "住址", "姓名", "1.遇事听谁的", "2.还听谁的", "3.家里钥匙放谁那", "还有啥想说的"]]
    said = ("李小满", "王小禾", "张谷雨", "没有这样的人", "（拒填）")
    for n, answer in enumerate(said, 1):
        rows.append(
            [str(n), f"1号楼1单元{n}01", "赵立春", answer, "李小满", "王小禾", "以后少来我家" if n == 5 else ""]
        )
    reading = read_paths([write_xlsx({"Sheet1": rows})])
    surveys = reading.tables["surveys"][["room", "outcome"]].to_numpy().tolist()
    assert sorted(surveys) == [["401", "named_nobody"], ["501", "declined"]]
    assert "501" in set(reading.tables["holds"]["room"])


def test_who_has_quarrelled_does_not_fear_noise() -> None:
    assert Words().many("refusal_reason", "跟502吵过架").codes == ()
    assert "noise_dust_water" in Words().many("refusal_reason", "怕吵").codes


def test_a_surname_may_have_two_characters() -> None:
    assert is_person("令狐草帽")
