"""A stance cell that quotes owner and occupants is the word of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialgraph.loaders import read_paths


def words_of(tmp_path: Path, cell: str) -> list[tuple[str, str]]:
    lines = ("楼号,单元,房号,产权人,意见", "5,2,201,测试甲,同意", f'5,2,301,测试乙,"{cell}"')
    (tmp_path / "登记.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = read_paths([tmp_path]).tables["stances"]
    return [tuple(row) for row in table[table["room"] == "301"][["giver", "stance"]].sort_values("giver").to_numpy()]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("户主同意；租客不同意", [("occupant", "refused"), ("owner", "verbal")]),
        ("业主：不同意", [("owner", "refused")]),
        ("租客：没意见", [("occupant", "no_objection")]),
        ("房东签了，房客说再考虑", [("occupant", "hesitant"), ("owner", "signed")]),
        ("租客讲天书；房东同意", [("owner", "verbal")]),  # what is not understood is left to be asked
        ("听房东的", []),
        ("", []),
    ],
)
def test_each_speaker_s_word_is_his_own(tmp_path: Path, cell: str, words: list[tuple[str, str]]) -> None:
    assert words_of(tmp_path, cell) == words


def test_an_occupant_s_wish_to_be_left_alone_is_no_stance_and_holds_the_flat(tmp_path: Path) -> None:
    assert words_of(tmp_path, "业主同意；租客说不要再上门") == [("owner", "verbal")]
    assert read_paths([tmp_path]).tables["holds"]["room"].tolist() == ["301"]


def test_a_day_in_the_cell_of_a_stance_is_the_day_of_that_stance(tmp_path: Path) -> None:
    lines = ("2026年9月入户摸底表,,,,", "楼号,单元,房号,产权人,意见", "5,2,201,测试甲,签了9/8", "5,2,301,测试乙,不同意")
    (tmp_path / "登记.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    table = read_paths([tmp_path]).tables["stances"]
    assert table.set_index("room")["date"].to_dict() == {"201": "2026-09-08", "301": "2026-09"}


def test_a_day_alone_in_the_cell_of_a_stance_is_asked_about(tmp_path: Path) -> None:
    lines = ("楼号,单元,房号,产权人,意见", "5,2,201,测试甲,9/8", "5,2,301,测试乙,不同意")
    (tmp_path / "登记.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read_paths([tmp_path])
    assert reading.tables["stances"]["room"].tolist() == ["301"]
    assert reading.quarantine["value"].tolist() == ["9/8"]
