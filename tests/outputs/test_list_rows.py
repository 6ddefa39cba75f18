"""Which rows a list has, and what they may say."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from socialgraph.errors import InputError
from socialgraph.outputs.list_rows import (
    assignment_records,
    build_rows,
    next_export_id,
    shown_concerns,
    surname,
)
from socialgraph.schema.records import RECORDS

TownFrames = dict[str, pd.DataFrame]


@pytest.fixture
def rows(
    assignment: pd.DataFrame, town_frames: TownFrames, names: dict[str, str], phones: dict[str, str]
) -> pd.DataFrame:
    return build_rows(assignment, town_frames, names, phones)


def test_a_list_has_the_primary_conversations_only_ordered_by_volunteer(rows: pd.DataFrame) -> None:
    assert rows[["row_no", "volunteer", "household"]].values.tolist() == [
        [1, "钱帮忙", ":5:2:302|303"],
        [2, "孙志愿", ":5:2:301"],
        [3, "孙志愿", ":7::1204"],
    ]


def test_each_missing_key_comes_with_the_surname_of_who_holds_it(rows: pd.DataFrame) -> None:
    assert rows["contact"].tolist() == ["王（业主）", "欧阳（业主）、租（租户）", "赵（居住人）"]


def test_a_private_concern_is_left_out_and_the_shareable_one_stays(rows: pd.DataFrame) -> None:
    assert rows["concern"].tolist() == ["not_yet_heard", "new_fitout", "noise_dust_water"]
    assert shown_concerns("official_distrust|exam|neighbour_conflict") == []


def test_an_offer_names_no_third_person_and_no_phone(rows: pd.DataFrame) -> None:
    assert rows["measure"].iloc[1] == "拍照留底，找某某谈 ****"


def test_phones_are_masked_unless_a_purpose_is_given(
    assignment: pd.DataFrame, town_frames: TownFrames, names: dict[str, str], phones: dict[str, str]
) -> None:
    masked = build_rows(assignment, town_frames, names, phones)["phone"].tolist()
    whole = build_rows(assignment, town_frames, names, phones, phone_purpose="约时间")["phone"].tolist()
    assert masked == ["", "139****1234", "139****5678、139****5679"]
    assert whole == ["", "13900001234", "13900005678、13900005679"]


def test_without_phones_asked_for_there_are_none(
    assignment: pd.DataFrame, town_frames: TownFrames, names: dict[str, str]
) -> None:
    assert set(build_rows(assignment, town_frames, names)["phone"]) == {""}


def test_two_volunteers_of_one_name_are_told_apart_by_their_address(
    assignment: pd.DataFrame, town_frames: TownFrames, names: dict[str, str]
) -> None:
    rows = build_rows(assignment, town_frames, {**names, "p_qian": "孙志愿"})
    assert rows["volunteer"].tolist() == ["孙志愿（5-1-101）", "孙志愿（7-302）", "孙志愿（7-302）"]


def test_a_flat_that_is_no_household_of_the_town_is_an_error(
    assignment: pd.DataFrame, town_frames: TownFrames, names: dict[str, str]
) -> None:
    with pytest.raises(InputError, match="9-9-999"):
        build_rows(assignment.assign(flat="9-9-999"), town_frames, names)


def test_a_label_of_two_compounds_is_not_guessed(
    assignment: pd.DataFrame, town_frames: TownFrames, names: dict[str, str]
) -> None:
    town_frames["flats"] = pd.DataFrame({"flat": ["甲里:5:2:301", "乙里:5:2:301"]})
    with pytest.raises(InputError, match="not one household"):
        build_rows(assignment, town_frames, names)


def test_the_records_of_a_list_are_open_for_thirty_days(rows: pd.DataFrame) -> None:
    records = assignment_records(rows, "L20261125-01", dt.date(2026, 11, 25))
    assert list(records.columns) == list(RECORDS["assignments"].columns)
    assert records["row_no"].tolist() == ["1", "2", "3"]
    assert set(zip(records["state"], records["exported_on"], records["expires_on"], strict=True)) == {
        ("open", "2026-11-25", "2026-12-25")
    }


@pytest.mark.parametrize(
    ("name", "family"), [("欧阳样例", "欧阳"), ("王样例", "王"), ("欧阳", "欧"), ("Ann Sample", "Sample"), ("", "")]
)
def test_a_surname_is_what_people_are_called_by(name: str, family: str) -> None:
    assert surname(name) == family


def test_export_ids_count_on_within_a_day() -> None:
    today = dt.date(2026, 11, 25)
    assert next_export_id(today, [], "K3FM") == "L20261125-K3FM-01"
    assert next_export_id(today, ["L20261125-09", "L20261124-40", "rubbish"], "K3FM") == "L20261125-K3FM-10"
