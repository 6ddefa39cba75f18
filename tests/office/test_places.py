"""An address is read the same in every command, however it is typed; one that is not there is told with the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialgraph.errors import InputError
from socialgraph.office.places import household_labels, is_inside, scope_of
from socialgraph.office.town import town_from_tables
from socialgraph.privacy.keys import Keys
from socialgraph.town.snapshot import Town

HEAD = "compound,building,door,room,floor,stack,pipe_kind,stack_source,kind"


@pytest.fixture(scope="module")
def xinfeng_town() -> Town:
    return town_from_tables(Path(__file__).parents[1] / "fixtures/workbooks/truth/xinfeng", Keys.unkeyed())


@pytest.fixture(scope="module")
def two_compounds(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("two")
    rows = [f"{compound},2,1,101,1,A,,sheet,dwelling" for compound in ("东里", "西里")]
    (folder / "flats.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    return town_from_tables(folder, Keys.unkeyed())


@pytest.mark.parametrize(
    "written", ["2-2-301", "2号楼2单元301", "2#2-301", "２－２－３０１", "新风里2号楼2门301室", "二号楼二单元301"]
)
def test_a_flat_is_found_however_it_is_written(xinfeng_town: Town, written: str) -> None:
    assert household_labels(xinfeng_town, [written]) == ["2-2-301"]


def test_a_merged_flat_is_found_by_each_of_its_rooms(xinfeng_town: Town) -> None:
    assert household_labels(xinfeng_town, ["2-2-302", "2号楼2门303"]) == ["2-2-302|303"] * 2


def test_a_split_flat_asks_which_of_its_households(xinfeng_town: Town) -> None:
    with pytest.raises(InputError, match="2-3-501A"):
        household_labels(xinfeng_town, ["2号楼3单元501"])


def test_a_flat_that_is_not_there_is_told_with_the_nearest(xinfeng_town: Town) -> None:
    with pytest.raises(InputError, match="2-2-301"):
        household_labels(xinfeng_town, ["2-2-3011"])


@pytest.mark.parametrize(
    ("written", "scope"),
    [
        ("2", "2"),
        ("2号楼", "2"),
        ("２号楼", "2"),
        ("四号楼", "4"),
        ("2-2", "2-2"),
        ("2#2", "2-2"),
        ("2栋2门", "2-2"),
        ("", ""),
    ],
)
def test_a_scope_is_found_however_it_is_written(xinfeng_town: Town, written: str, scope: str) -> None:
    assert scope_of(xinfeng_town, written) == scope


@pytest.mark.parametrize("written", ["9号楼", "2-7", "东边", "2单元"])
def test_a_scope_that_is_not_there_is_told_with_the_nearest(xinfeng_town: Town, written: str) -> None:
    with pytest.raises(InputError, match=r"nearest are [0-9]"):
        scope_of(xinfeng_town, written)


def test_a_building_does_not_hold_those_whose_number_begins_like_it(tmp_path: Path) -> None:
    rows = [f",{building},,101,1,A,,sheet,dwelling" for building in ("2", "20")]
    (tmp_path / "flats.csv").write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    town = town_from_tables(tmp_path, Keys.unkeyed())
    assert town.households.label[is_inside(town, "2").nonzero()[0]].tolist() == ["2-101"]


def test_where_there_are_two_compounds_the_compound_decides(two_compounds: Town) -> None:
    assert household_labels(two_compounds, ["西里2号楼1门101"]) == ["西里 2-1-101"]
    assert scope_of(two_compounds, "东里 2号楼") == "东里 2"


def test_a_building_of_two_compounds_is_told_not_guessed(two_compounds: Town) -> None:
    with pytest.raises(InputError, match="东里 2"):
        scope_of(two_compounds, "2号楼")
