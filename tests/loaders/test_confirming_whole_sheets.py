"""What is confirmed of a whole sheet or of a column of remarks, and words that are meant wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, ReadOptions, read_paths
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.report.confirming.returned import answer_in_words, read_confirmation
from socialgraph.loaders.report.confirming.workbook import write_confirmation
from socialgraph.loaders.values.words.confirmed import (
    COLUMN,
    PLACE,
    TABLE,
    WORD,
    Answer,
    Confirmed,
    answers_of_text,
    text_of_answers,
)
from socialgraph.registry import closing_kinds

HEAD = ["楼号", "单元", "房号", "产权人", "意见", "说明"]
REMARKED = [
    HEAD,
    ["5", "1", "101", "测试甲", "不同意", "刚装修好，儿子在某某局上班"],
    ["5", "1", "102", "测试乙", "不同意", "怕吵"],
    ["5", "1", "201", "测试丙", "不同意", "以后别再上门"],
    ["5", "1", "202", "测试丁", "同意", None],
]


def reading(path: Path, *answers: Answer) -> Reading:
    return read_paths([path], options=ReadOptions(confirmed=Confirmed(answers)))


def asked(load: Reading, part: str) -> list[Question]:
    return [question for question in load.questions if question.part == part]


def test_the_pipe_of_a_title_that_asks_nothing_is_asked_once_and_holds_for_the_sheet(
    write_xlsx: Callable[..., Path],
) -> None:
    titled = [["9号楼厨房下水更换户情", None, None, None]]
    rows = [
        *titled,
        ["单元", "房号", "产权人", "意见"],
        ["1", "101", "测试甲", "同意"],
        ["1", "102", "测试乙", "不同意"],
    ]
    path = write_xlsx(rows)
    (pipe,) = [question for question in asked(reading(path), PLACE) if question.field == "pipe_kind"]
    assert (pipe.proposed, pipe.labels("zh")["厨房下水"]) == ("sewage_kitchen", "sewage_kitchen")
    load = reading(path, pipe.answered("sewage_kitchen"))
    assert set(load.tables["stances"]["pipe_kind"]) == {"sewage_kitchen"}
    assert [question for question in asked(load, PLACE) if question.field == "pipe_kind"] == []


def test_columns_of_a_pipe_are_asked_for_no_pipe(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["9号楼厨房下水更换征询表", None, None],
        ["单元", "房号", "上水意见"],
        ["1", "101", "同意"],
        ["1", "102", "同意"],
    ]
    assert [question for question in asked(reading(write_xlsx(rows)), PLACE) if question.field == "pipe_kind"] == []


def test_a_pipe_that_is_none_of_the_list_is_refused() -> None:
    with pytest.raises(InputError):
        answer_in_words(Question(PLACE, "a.xlsx", word="pipe_kind", field="pipe_kind"), "大管子")


def test_remarks_beside_stances_may_be_confirmed_to_be_reasons_and_nothing_else(
    write_xlsx: Callable[..., Path],
) -> None:
    path = write_xlsx(REMARKED)
    (remarks,) = asked(reading(path), COLUMN)
    assert (remarks.shown, remarks.samples, remarks.proposed) == ("说明", (), "reasons")
    assert set(remarks.labels("zh").values()) == {"reasons", "not_read"}
    load = reading(path, remarks.answered("reasons"))
    stances = load.tables["stances"]
    told = dict(zip(stances["room"], stances["reasons"], strict=True))
    assert (told["101"], told["102"]) == ("new_fitout", "noise_dust_water")


def test_of_confirmed_remarks_only_codes_are_kept(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(REMARKED)
    (remarks,) = asked(reading(path), COLUMN)
    load = reading(path, remarks.answered("reasons"))
    kept = "".join(frame.to_csv() for frame in [*load.tables.values(), load.quarantine])
    kept += repr(load.reports) + repr(load.findings) + repr(load.questions)
    assert [word for word in ("某某局", "装修", "怕吵") if word in kept] == []


def test_a_wish_among_confirmed_remarks_holds_its_household_as_before(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(REMARKED)
    before = reading(path)
    (remarks,) = asked(before, COLUMN)
    after = reading(path, remarks.answered("reasons"))
    assert list(before.tables["holds"]["room"]) == list(after.tables["holds"]["room"]) == ["201"]


@pytest.mark.parametrize("field", ["phone", "stance", "do_not_contact", "flags"])
def test_remarks_are_never_anything_but_reasons(field: str) -> None:
    text = text_of_answers([Answer(COLUMN, "房号|说明", "说明", meaning=field)])
    with pytest.raises(InputError, match="never read"):
        answers_of_text(text, "confirmed.csv")


def test_a_refusal_that_is_confirmed_may_have_its_reason_and_a_wish_has_none() -> None:
    refusal = Question(WORD, "", heading="意见", word="死活不肯", field="stance", harmless=False, closing=True)
    wish = Question(WORD, "", heading="意见", word="别再来了", field="stance", harmless=False)
    assert "new_fitout" in refusal.second_labels("zh").values()
    assert wish.second_labels("zh") == {}


def test_a_confirmed_word_is_meant_under_every_heading_of_its_vocabulary(write_xlsx: Callable[..., Path]) -> None:
    answer = Answer(WORD, "", "态度", "嘎嘎中", "stance=verbal")
    load = reading(write_xlsx([["楼号", "单元", "房号", "意见"], ["5", "1", "101", "嘎嘎中"]]), answer)
    assert list(load.tables["stances"]["stance"]) == ["verbal"]


def test_a_confirmed_code_is_meant_under_its_own_heading_only(write_xlsx: Callable[..., Path]) -> None:
    answer = Answer(WORD, "", "态度", "Q7", "stance=verbal")
    load = reading(write_xlsx([["楼号", "单元", "房号", "意见"], ["5", "1", "101", "Q7"]]), answer)
    assert list(load.tables["stances"]["stance"]) == []


def test_a_day_of_the_title_without_a_year_is_proposed_with_the_years_of_the_office(
    write_xlsx: Callable[..., Path], tmp_path: Path
) -> None:
    chain = [
        ["群接龙换管（10月12日发起）", None, None, None],
        ["楼号", "单元", "房号", "意见"],
        ["5", "1", "101", "同意"],
    ]
    dated = [["楼号", "单元", "房号", "意见", "摸排日期"], ["5", "1", "102", "同意", "2026-10-01"]]
    write_xlsx(chain, name="a.xlsx")
    write_xlsx(dated, name="b.xlsx")
    (day,) = asked(read_paths([tmp_path]), PLACE)
    assert (day.field, day.proposed) == ("date", "2026-10-12")


STROLLS = [["走访记录", None, None, None], ["哪天", "哪家", "谁去的", "咋样"]]
STROLLS += [[f"2026-10-0{n}", f"5-1-{n}01", "测试甲", "答应了"] for n in range(1, 6)]


def test_what_evidence_decided_is_shown_with_its_reading_and_can_be_overruled(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(STROLLS)
    read = reading(path).readings
    assert [(q.part, q.shown, q.reads) for q in read if q.part == TABLE] == [
        (TABLE, "哪天、哪家、谁去的、咋样", "visits")
    ]
    (column,) = [question for question in read if question.shown == "咋样"]
    assert (column.reads, column.samples) == ("result", ("答应了",))
    load = reading(path, column.answered("not_read"))
    assert set(load.tables["visits"]["result"]) <= {""}
    assert [question for question in load.readings if question.shown == "咋样"] == []


def test_a_table_that_evidence_took_for_another_is_overruled(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx({"走访": STROLLS, "意见": [HEAD, *REMARKED[1:]]})
    (table,) = [question for question in reading(path).readings if question.part == TABLE]
    assert len(reading(path, table.answered("not_ours")).tables["visits"]) == 0


def test_only_a_reading_that_was_changed_is_an_answer(write_xlsx: Callable[..., Path], tmp_path: Path) -> None:
    load = reading(write_xlsx(STROLLS))
    path = tmp_path / "确认.xlsx"
    write_confirmation(load.questions, path, "zh", load.readings)
    assert read_confirmation(path) == []
    book = load_workbook(path)
    (row,) = [row for row in book["列"].iter_rows(min_row=3) if row[1].value == "咋样"]
    row[3].value = "不读这一栏"
    book.save(path)
    assert [(answer.heading, answer.meaning) for answer in read_confirmation(path)] == [("咋样", "not_read")]


def test_readings_are_no_questions(write_xlsx: Callable[..., Path]) -> None:
    load = reading(write_xlsx(STROLLS))
    assert load.readings
    assert {(q.part, q.form, q.heading) for q in load.questions}.isdisjoint(
        (q.part, q.form, q.heading) for q in load.readings
    )


def test_a_word_that_was_confirmed_to_be_a_wish_is_asked_no_more(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx([["楼号", "单元", "房号", "意见"], ["5", "1", "101", "嘎嘎闹心"], ["5", "1", "102", "同意"]])
    (word,) = asked(reading(path), WORD)
    load = reading(path, word.answered("left_alone"))
    assert list(load.tables["holds"]["room"]) == ["101"]
    assert asked(load, WORD) == []


def test_where_a_sheet_is_counts_for_next_months_file_too(write_xlsx: Callable[..., Path]) -> None:
    rows = [["单元", "房号", "产权人", "意见"], ["1", "101", "测试甲", "同意"], ["1", "102", "测试乙", "同意"]]
    october = write_xlsx(rows, name="摸底10月.xlsx")
    (building,) = [question for question in asked(reading(october), PLACE) if question.field == "building"]
    answer = building.answered("7")
    november = write_xlsx(rows, name="摸底2026年11月.xlsx")
    elsewhere = write_xlsx(rows, name="另一本.xlsx")
    assert set(reading(november, answer).tables["stances"]["building"]) == {"7"}
    assert list(reading(elsewhere, answer).tables["stances"]["building"]) == []


def test_a_sheet_of_doors_and_rooms_without_a_building_is_asked_about(write_xlsx: Callable[..., Path]) -> None:
    rows = [["咱本子", None, None], ["啥时候", "哪家", "啥话"]]
    rows += [["嗯", f"{door}单元{n}02", "哼哈二将"] for n in range(1, 4) for door in ("一", "二")]
    assert asked(reading(write_xlsx(rows)), TABLE)


def test_pages_that_ask_come_before_those_that_only_show_what_was_read(
    write_xlsx: Callable[..., Path], tmp_path: Path
) -> None:
    odd = [["楼号", "单元", "房号", "意见"], ["5", "1", "101", "嘎嘎中"], ["5", "1", "102", "同意"]]
    load = reading(write_xlsx({"走访": STROLLS, "意见": odd}))
    assert {question.part for question in load.questions} == {WORD}
    path = tmp_path / "确认.xlsx"
    write_confirmation(load.questions, path, "zh", load.readings)
    assert load_workbook(path).sheetnames[:3] == ["词", "表", "列"]


def test_the_result_of_a_visit_may_be_confirmed_to_be_a_word_on_the_works_too(write_xlsx: Callable[..., Path]) -> None:
    rows = [*STROLLS, ["2026-10-09", "5-1-601", "测试甲", "嘎嘎变卦，嫌贵"]]
    path = write_xlsx(rows)
    (word,) = asked(reading(path), WORD)
    assert "reversed" in word.second_labels("zh").values()
    load = reading(path, word.answered("hardened", "reversed"))
    stances, visits = load.tables["stances"], load.tables["visits"]
    assert list(visits[visits["room"] == "601"]["result"]) == ["hardened"]
    told = stances[["room", "giver", "stance", "reasons", "date"]].to_numpy().tolist()
    assert told == [["601", "owner", "reversed", "cost", "2026-10-09"]]
    assert asked(load, WORD) == []


def test_no_refusal_on_a_visit_is_confirmed_to_be_a_consent() -> None:
    text = text_of_answers([Answer(WORD, "", "结果", "还是不同意", "visit_result=unchanged|verbal")])
    with pytest.raises(InputError, match="protects"):
        answers_of_text(text, "confirmed.csv")


TIES = [["提名人", "提名人住址", "被提名人", "被提名人住址", "关系"]]
TIES += [
    [name, f"1-1-{floor}01", "测试乙", "1-1-602", kind]
    for floor, (name, kind) in enumerate((("赵样例", "棋友"), ("钱样例", None), ("孙样例", None)), start=1)
]


def test_what_a_blank_kind_of_tie_means_is_asked_once_for_its_sheet(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(TIES)
    (kind,) = asked(reading(path), PLACE)
    assert (kind.field, kind.proposed, kind.count) == ("kind", "nominated", 2)
    load = reading(path, kind.answered("nominated"))
    assert sorted(load.tables["ties"]["kind"]) == ["activity_mate", "nominated", "nominated"]
    assert asked(load, PLACE) == []


def test_a_blank_kind_of_tie_never_closes_a_pair() -> None:
    question = Question(PLACE, "a.xlsx", word="kind", field="kind")
    assert closing_kinds().isdisjoint(question.labels("zh").values())
    with pytest.raises(InputError):
        answers_of_text(text_of_answers([Answer(PLACE, "a.xlsx", "", "kind", "kin")]), "confirmed.csv")


def test_a_survey_keeps_its_days_when_one_of_its_columns_is_confirmed(write_xlsx: Callable[..., Path]) -> None:
    rows = [[*row, day] for row, day in zip(REMARKED, ("日期", *("2026-09-19",) * 4), strict=True)]
    path = write_xlsx(rows)
    (remarks,) = asked(reading(path), COLUMN)
    stances = reading(path, remarks.answered("reasons")).tables["stances"]
    assert set(stances["date"]) == {"2026-09-19"}
