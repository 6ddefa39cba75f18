"""Cases that users of neighbouring tools reported: G01 to G06 and G13 of the fixtures, and loading of parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, ReadOptions, read_paths

ENCODED = ["g02_utf8_nobom.csv", "g02_utf8_bom.csv", "g02_two_boms.csv", "g02_gb18030.csv", "g02_utf16_tab.txt"]


@pytest.fixture
def cases(fixtures: Path) -> Path:
    return fixtures / "cases"


def signed(load: Reading) -> set[str]:
    stances = load.tables["stances"]
    given = stances[stances["stance"] == "signed"]
    return set(given["building"] + "-" + given["door"] + "-" + given["room"])


def test_g01_a_merged_consent_counts_for_its_first_flat_only(cases: Path) -> None:
    load = read_paths([cases / "g01_merged.xlsx"])
    assert signed(load) == {"5-2-101", "5-2-201", "5-2-301", "6-1-101"}
    assert set(load.quarantine["reason"]) == {"merged_consent", "missing_building"}
    assert "1 户的意见格与别户合并" in " ".join(load.reports[0].notes)


def test_g02_five_encodings_are_one_table(cases: Path) -> None:
    tables = [read_paths([cases / name]).tables["stances"].drop(columns="sources") for name in ENCODED]
    assert all(table.equals(tables[0]) for table in tables)
    assert len(tables[0]) == 3


def test_g03_what_looks_missing_is_text_and_what_is_missing_has_a_reason(cases: Path) -> None:
    load = read_paths([cases / "g03_na_words.csv"])
    stances = dict(zip(load.tables["stances"]["room"], load.tables["stances"]["stance"], strict=True))
    assert stances == {"101": "signed", "201": "no_objection", "301": "refused"}
    phones = load.quarantine[load.quarantine["reason"] == "bad_phone"]
    assert list(phones["value"]) == ["无", "-"]


def test_g04_a_visible_only_load_says_which_sources_it_read_in_part(cases: Path) -> None:
    load = read_paths([cases / "g04_filtered.xlsx"], options=ReadOptions(visible_only=True))
    assert list(load.tables["flats"]["room"]) == ["301", "501"]
    assert load.visible_only_sources == {"g04_filtered.xlsx::全部", "g04_filtered.xlsx::旧版"}


def test_g04_an_ordinary_load_reads_every_source_whole(cases: Path) -> None:
    load = read_paths([cases / "g04_filtered.xlsx"])
    assert load.visible_only_sources == set()
    assert load.sources == {"g04_filtered.xlsx::全部", "g04_filtered.xlsx::旧版"}


def test_g05_children_are_counted_and_a_shared_phone_merges_nobody(cases: Path) -> None:
    load = read_paths([cases / "g05_roster.csv", cases / "g05_volunteers.csv"])
    assert list(load.tables["dossiers"]["occupant_name"]) == ["汪伟", "汪伟", "周丽", "周莉"]
    assert "2 行是家庭成员" in " ".join(load.reports[0].notes)
    assert not any("汪伟" in note for note in load.notes)


def test_g06_rows_without_a_part_of_their_key_are_quarantined(cases: Path) -> None:
    load = read_paths([cases / "g06_missing_door.csv"])
    assert len(load.tables["flats"]) == 3
    assert list(load.quarantine["reason"]) == ["missing_door", "missing_building", "missing_room"]


def test_g07_two_files_about_the_same_flats_are_one_dossier_each(cases: Path) -> None:
    load = read_paths([cases / "g07_load_a.csv", cases / "g07_load_b.csv"])
    assert [len(load.tables[name]) for name in ("flats", "dossiers", "stances", "measures")] == [60, 60, 60, 60]
    assert (load.tables["dossiers"]["phone"] != "").all()


def test_g10_the_order_of_rows_changes_no_table(cases: Path) -> None:
    one, other = read_paths([cases / "g10"]), read_paths([cases / "g10_shuffled"])
    for name, table in one.tables.items():
        assert table.equals(other.tables[name]), name


def test_g13_signs_outside_gbk_stay(cases: Path) -> None:
    assert len(read_paths([cases / "g13_console.csv"]).tables["stances"]) == 2


def test_the_order_of_files_changes_no_table(xinfeng: Path) -> None:
    files = sorted(xinfeng.iterdir())
    one, other = read_paths(files), read_paths(files[::-1])
    for name in ("dossiers", "people", "ties", "links", "visits", "measures", "works", "stances"):
        columns = [column for column in one.tables[name].columns if column != "sources"]
        assert one.tables[name][columns].equals(other.tables[name][columns]), name


def test_a_file_of_no_known_kind_is_named_and_skipped(cases: Path) -> None:
    load = read_paths([cases / "g06_missing_door.csv", cases / "g11_stacks.csv"])
    unknown = next(report for report in load.reports if report.file == "g11_stacks.csv")
    assert (unknown.kind, unknown.rows_read) == ("unknown", 0)
    assert "g11_stacks.csv::" not in load.sources


def test_nothing_usable_at_all_is_an_error(tmp_path: Path) -> None:
    weather = tmp_path / "weather.csv"
    weather.write_text("天气,风力\n晴,三级\n", encoding="utf-8")
    with pytest.raises(InputError, match="headings"):
        read_paths([weather])


def test_every_row_says_which_sheet_it_came_from(xinfeng: Path) -> None:
    load = read_paths([xinfeng])
    for name, table in load.tables.items():
        sources = {source for joined in table["sources"] for source in joined.split("\n")}
        assert sources <= load.sources, name


def test_the_only_compound_named_is_everybodys(xinfeng: Path) -> None:
    load = read_paths([xinfeng])
    assert {name for table in load.tables.values() for name in table["compound"]} == {"新风里"}
