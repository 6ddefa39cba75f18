"""Columns of a household survey, one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

WriteXlsx = Callable[..., Path]
PLACE = ["楼号", "单元", "房号"]
FLAT = ["5", "1", "101"]


@pytest.fixture
def survey(write_xlsx: WriteXlsx) -> Callable[..., Reading]:
    """`survey(产权人="甲", …)`: one line of one flat."""

    def read(**cells: str) -> Reading:
        return read_paths([write_xlsx([[*PLACE, *cells], [*FLAT, *cells.values()]])])

    return read


def dossier(load: Reading) -> dict[str, str]:
    (row,) = load.tables["dossiers"].to_dict("records")
    return {str(name): str(value) for name, value in row.items()}


@pytest.mark.parametrize(
    ("cells", "flags"),
    [
        ({"有无老人": "有"}, "elderly"),
        ({"是否独居老人": "是"}, "elderly_alone"),
        ({"60岁以上人数": "2人"}, "elderly"),
        ({"60岁以上人数": "0"}, ""),
        ({"有无考生": "高三"}, "exam_candidate"),
        ({"有无病人": "无"}, ""),
        ({"特殊情况": "无", "孕产妇": "√"}, "pregnant"),
    ],
)
def test_needs_by_question_number_or_word(cells: dict[str, str], flags: str, survey: Callable[..., Reading]) -> None:
    assert dossier(survey(产权人="甲", **cells))["flags"] == flags


@pytest.mark.parametrize(
    ("ownership", "owner", "column"),
    [
        ("单位自管", "", "public_lessee_name"),
        ("央产房", "", "public_lessee_name"),
        ("央产房", "甲", "tenant_name"),
        ("房改房", "甲", "tenant_name"),
    ],
)
def test_who_a_lessee_is(ownership: str, owner: str, column: str, survey: Callable[..., Reading]) -> None:
    assert dossier(survey(产权性质=ownership, 产权人=owner, 承租人="乙"))[column] == "乙"


@pytest.mark.parametrize(
    ("ownership", "occupancy", "column"),
    [
        ("商品房", "自住", "owner_name"),
        ("", "", "owner_name"),
        ("商品房", "出租", "occupant_name"),
        ("直管公房", "自住", "occupant_name"),
    ],
)
def test_a_head_alone_owns_what_is_neither_let_nor_public(
    ownership: str, occupancy: str, column: str, survey: Callable[..., Reading]
) -> None:
    dossier_row = dossier(survey(户主="甲", 产权性质=ownership, 居住状态=occupancy, 意见="同意"))
    names = ("owner_name", "public_lessee_name", "tenant_name", "occupant_name")
    assert {name: dossier_row[name] for name in names if dossier_row[name]} == {column: "甲"}


def test_a_head_beside_an_owner_fills_no_name(survey: Callable[..., Reading]) -> None:
    dossier_row = dossier(survey(户主="甲", 产权人="乙", 意见="同意"))
    assert (dossier_row["owner_name"], dossier_row["occupant_name"]) == ("乙", "")


def test_phones_of_both_columns_are_joined(survey: Callable[..., Reading]) -> None:
    dossier_row = dossier(survey(产权人="甲", 联系电话="13900000001", 备用电话="13900000002"))
    assert dossier_row["phone"] == "13900000001|13900000002"


@pytest.mark.parametrize(("word", "stop"), [("是", "true"), ("拒访", "true"), ("否", ""), ("", "")])
def test_a_stop_is_set_by_a_yes_and_lifted_by_nothing(word: str, stop: str, survey: Callable[..., Reading]) -> None:
    assert dossier(survey(产权人="甲", 是否拒访=word))["do_not_contact"] == stop


def test_a_concern_of_a_survey_is_a_measure_without_an_offer(survey: Callable[..., Reading]) -> None:
    load = survey(产权人="甲", 核心关切="怕漏水、费用")
    assert load.tables["measures"][["concern", "measure"]].to_numpy().tolist() == [["quality_distrust|cost", ""]]


def test_who_answered_is_no_family_member_to_leave_out(survey: Callable[..., Reading]) -> None:
    load = survey(姓名="甲", 与业主关系="配偶", 意见="同意")
    assert list(load.tables["stances"]["giver"]) == ["owner"]


def test_the_owner_who_answered_is_named(survey: Callable[..., Reading]) -> None:
    assert dossier(survey(姓名="甲", 与业主关系="本人", 意见="同意"))["owner_name"] == "甲"


def test_an_occupancy_that_no_dictionary_knows_costs_only_itself(survey: Callable[..., Reading]) -> None:
    load = survey(产权人="甲", 居住状态="似乎偶尔住住")
    assert dossier(load)["owner_name"] == "甲"
    assert list(load.quarantine["reason"]) == ["unknown_value"]
