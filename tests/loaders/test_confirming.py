"""What is asked about a sheet, and what an answer changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, ReadOptions, opening, read_paths
from socialgraph.loaders.files.xlsx import read_xlsx
from socialgraph.loaders.report.confirming.choices import field_labels, kind_labels, word_labels
from socialgraph.loaders.report.confirming.question import Question
from socialgraph.loaders.report.confirming.questions import MOST_ASKED
from socialgraph.loaders.report.confirming.returned import is_confirmation, read_confirmation
from socialgraph.loaders.report.confirming.workbook import OPTIONS_SHEET, write_confirmation
from socialgraph.loaders.values.words.confirmed import (
    COLUMN,
    PLACE,
    TABLE,
    WORD,
    Answer,
    Confirmed,
    answers_of_text,
    form_of,
    form_text,
    merged,
    text_of_answers,
)
from socialgraph.registry import closing_kinds

STRANGE = [
    ["咱楼串门记", None, None, None],
    ["门牌", "哪天", "碰着谁", "下文"],
    ["5-1-101", "2026-10-01", "小测", "有门儿"],
    ["5-1-102", "2026-10-02", "小测", "纹丝没动"],
    ["5-1-201", "2026-10-03", "小测", "火冒三丈"],
]
PLAIN = [
    ["楼号", "单元", "房号", "意见", "咋住的"],
    ["5", "1", "101", "得劲", "自住"],
    ["5", "1", "102", "得劲", "出租"],
]


def reading(path: Path, *answers: Answer) -> Reading:
    return read_paths([path], options=ReadOptions(confirmed=Confirmed(answers)))


def asked(load: Reading, part: str) -> list[Question]:
    return [question for question in load.questions if question.part == part]


def test_an_unknown_word_is_asked_once_with_its_count(write_xlsx: Callable[..., Path]) -> None:
    (word,) = asked(reading(write_xlsx(PLAIN)), WORD)
    assert (word.shown, word.count, word.field) == ("得劲", 2, "stance")


def test_a_confirmed_word_is_read_everywhere_under_its_heading(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(PLAIN)
    (word,) = asked(reading(path), WORD)
    load = reading(path, word.answered("verbal"))
    assert list(load.tables["stances"]["stance"]) == ["verbal", "verbal"]
    assert asked(load, WORD) == []


def test_a_confirmed_column_is_read_and_asked_no_more(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(PLAIN)
    (column,) = asked(reading(path), COLUMN)
    assert column.shown == "咋住的"
    load = reading(path, column.answered("occupancy"))
    assert list(load.tables["dossiers"]["occupancy"]) == ["owner_occupied", "rented"]
    assert asked(load, COLUMN) == []


def test_a_column_that_is_not_to_be_read_is_asked_no_more(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(PLAIN)
    (column,) = asked(reading(path), COLUMN)
    assert asked(reading(path, column.answered("not_read")), COLUMN) == []


def test_a_table_that_has_nothing_to_do_with_the_pipes_is_asked_no_more(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx({"意见": PLAIN, "串门": STRANGE})
    (table,) = asked(reading(path), TABLE)
    assert asked(reading(path, table.answered("not_ours")), TABLE) == []


def test_next_months_sheet_of_a_confirmed_form_reads_by_itself(write_xlsx: Callable[..., Path]) -> None:
    load = reading(write_xlsx(STRANGE))
    (table,) = asked(load, TABLE)
    answers = [table.answered("visits")]
    answers += [
        Answer(COLUMN, table.form, key, meaning=name)
        for key, name in (("哪天", "date"), ("碰着谁", "visitors"), ("下文", "result"))
    ]
    november = [[None, *row[1:]] if place == 0 else list(row) for place, row in enumerate(STRANGE)]
    november[2] = ["5-1-301", "2026-11-07", "小测", "答应了"]
    visits = reading(write_xlsx(november, name="十一月.xlsx"), *answers).tables["visits"]
    assert ("301", "2026-11-07", "agreed") in list(
        visits[["room", "date", "result"]].itertuples(index=False, name=None)
    )


def test_a_sheet_without_its_building_is_asked_where_it_is(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx([["房号", "产权人", "意见"], ["101", "测试甲", "同意"], ["102", "测试乙", "同意"]])
    places = asked(reading(path), PLACE)
    assert [question.field for question in places] == ["building", "door"]
    load = reading(path, places[0].answered("7"), places[1].answered("2"))
    homes = load.tables["stances"][["building", "door", "room"]]
    assert list(homes.itertuples(index=False, name=None)) == [("7", "2", "101"), ("7", "2", "102")]


def test_a_protective_word_is_offered_nothing_harmless(write_xlsx: Callable[..., Path]) -> None:
    rows = [["楼号", "单元", "房号", "意见"], ["5", "1", "101", "莫再登门扰我"]]
    words = asked(reading(write_xlsx(rows)), WORD)
    assert all(
        set(word_labels(word.vocabulary, "zh", harmless=word.harmless).values()) == {"left_alone"} for word in words
    )


@pytest.mark.parametrize("code", ["verbal", "nothing", "hesitant"])
def test_no_answer_makes_a_wish_to_be_left_alone_harmless(code: str) -> None:
    text = text_of_answers([Answer(WORD, "", "意见", "以后不要再来了", f"stance={code}")])
    with pytest.raises(InputError, match="protects"):
        answers_of_text(text, "confirmed.csv")


def test_no_answer_opens_a_column_that_is_never_read() -> None:
    text = text_of_answers([Answer(COLUMN, "房号|身份证号", "身份证号", meaning="phone")])
    with pytest.raises(InputError, match="never read"):
        answers_of_text(text, "confirmed.csv")


def test_samples_show_no_name_and_no_number(write_xlsx: Callable[..., Path]) -> None:
    rows = [["楼号", "单元", "房号", "意见", "咋称呼", "找他打"]]
    rows += [["5", "1", f"{n}01", "同意", "测试甲乙"[: 2 + n % 2], f"1390000{n:04d}"] for n in range(1, 6)]
    samples = " ".join(sample for q in asked(reading(write_xlsx(rows)), COLUMN) for sample in q.samples)
    assert "测试" not in samples
    assert "1390000" not in samples


def test_the_workbook_comes_back_as_the_answers_that_were_chosen(
    write_xlsx: Callable[..., Path], tmp_path: Path
) -> None:
    questions = reading(write_xlsx(PLAIN)).questions
    path = tmp_path / "确认.xlsx"
    write_confirmation(questions, path, "zh")
    assert is_confirmation(path)
    assert load_workbook(path)[OPTIONS_SHEET].sheet_state == "hidden"
    choose(path, {"列": "居住情况", "词": "同意（没签字）"})
    answers = read_confirmation(path)
    assert {(answer.part, answer.meaning) for answer in answers} == {(COLUMN, "occupancy"), (WORD, "stance=verbal")}


def choose(path: Path, by_sheet: dict[str, str]) -> None:
    """Write an answer into the yellow cell of every row of a page."""
    book = load_workbook(path)
    for title, answer in by_sheet.items():
        page = book[title]
        column = next(cell.column for cell in page[3] if cell.fill.fgColor.rgb == "00FFF2CC")
        for row in range(3, page.max_row + 1):
            page.cell(row, column).value = answer
    book.save(path)


def test_what_is_none_of_the_answers_is_one_sentence_with_its_row(
    write_xlsx: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "确认.xlsx"
    write_confirmation(reading(write_xlsx(PLAIN)).questions, path, "zh")
    choose(path, {"词": "大概同意"})
    with pytest.raises(InputError, match="词 3"):
        read_confirmation(path)


def test_blank_answers_leave_the_question_open(write_xlsx: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "确认.xlsx"
    write_confirmation(reading(write_xlsx(PLAIN)).questions, path, "zh")
    choose(path, {"列": "", "词": ""})
    assert read_confirmation(path) == []


def test_a_given_office_is_asked_nothing_but_words(xinfeng: Path) -> None:
    questions = read_paths([xinfeng]).questions
    assert {question.part for question in questions} <= {WORD}
    assert len(questions) <= MOST_ASKED


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_answer_has_a_name_of_its_own(lang: str) -> None:
    for labels in (kind_labels(lang), field_labels(lang), word_labels("stance", lang, harmless=True)):
        assert len(labels) == len(set(labels.values()))


parts = st.sampled_from([TABLE, COLUMN, WORD, PLACE])
texts = st.text(alphabet="楼号房态度意见abc,\"' ", max_size=6).map(str.strip)
answers = st.lists(st.builds(Answer, parts, texts, texts, texts, st.just("not_read")), max_size=8)


@given(answers)
def test_answers_are_kept_as_they_were_given(given_answers: Sequence[Answer]) -> None:
    plain = [answer for answer in given_answers if answer.part != WORD]
    assert answers_of_text(text_of_answers(plain), "confirmed.csv") == plain


@given(answers, answers)
def test_of_two_answers_to_one_question_the_later_counts(first: list[Answer], second: list[Answer]) -> None:
    together = merged(first, second)
    assert {answer.question: answer for answer in together} == {a.question: a for a in [*first, *second]}
    assert len({answer.question for answer in together}) == len(together)


@given(st.lists(st.sampled_from(["房号", "态度", "日期", "姓名", "电话", "11.3", "提名2"]), min_size=1))
def test_a_form_is_the_same_in_any_order(headings: list[str]) -> None:
    assert form_text(form_of(headings)) == form_text(form_of(reversed(headings)))


def test_a_word_under_several_headings_of_one_meaning_is_asked_once(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["楼号", "单元", "房号", "上水意见", "下水意见"],
        ["5", "1", "101", "得劲", "得劲"],
        ["5", "1", "102", "得劲", "同意"],
    ]
    path = write_xlsx(rows)
    (word,) = asked(reading(path), WORD)
    assert word.count == 3
    load = reading(path, word.answered("verbal"))
    assert set(load.tables["stances"]["stance"]) == {"verbal"}
    assert asked(load, WORD) == []


def test_a_word_may_say_a_stance_and_its_reason(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx([["楼号", "单元", "房号", "意见"], ["5", "1", "101", "嘎嘎乱呢呗"], ["5", "1", "102", "同意"]])
    (word,) = asked(reading(path), WORD)
    stances = reading(path, word.answered("refused", "noise_dust_water")).tables["stances"]
    assert ("refused", "noise_dust_water") in set(zip(stances["stance"], stances["reasons"], strict=True))


def test_a_word_of_a_list_may_say_two_things(write_xlsx: Callable[..., Path]) -> None:
    rows = [["楼号", "单元", "房号", "产权人", "意见", "不同意原因"], ["5", "1", "101", "测试甲", "不同意", "嘎嘎乱"]]
    path = write_xlsx(rows)
    (word,) = asked(reading(path), WORD)
    load = reading(path, word.answered("cost", "noise_dust_water"))
    assert list(load.tables["stances"]["reasons"]) == ["cost|noise_dust_water"]


def test_blanks_that_mean_what_stands_above_are_confirmed_once(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["楼号", "单元", "房号", "意见"],
        ["5", "1", "101", "同意"],
        [None, None, "102", "同意"],
        [None, None, "201", "同意"],
    ]
    path = write_xlsx(rows)
    places = [question for question in asked(reading(path), PLACE) if question.field == "building"]
    assert [question.proposed for question in places] == ["as_above"]
    load = reading(path, *(q.answered("as_above") for q in asked(reading(path), PLACE)))
    assert set(load.tables["stances"]["building"]) == {"5"}


def test_a_year_that_a_sheet_leaves_out_is_asked_for_and_read(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["楼号", "单元", "房号", "意见", "摸排日期"],
        ["5", "1", "101", "同意", "10月3日"],
        ["5", "1", "102", "同意", "10.21"],
    ]
    path = write_xlsx(rows)
    (year,) = asked(reading(path), PLACE)
    assert (year.field, year.count) == ("year", 2)
    load = reading(path, year.answered("2026"))
    assert sorted(load.tables["stances"]["date"]) == ["2026-10-03", "2026-10-21"]


def test_a_form_is_asked_once_for_all_its_sheets(write_xlsx: Callable[..., Path]) -> None:
    load = reading(write_xlsx({"1号楼": PLAIN, "2号楼": PLAIN}))
    (column,) = asked(load, COLUMN)
    assert (len(column.files), column.count) == (2, 4)


def test_fields_of_the_kind_of_table_are_offered_first() -> None:
    labels = list(field_labels("zh", "visits").values())
    assert set(labels) == set(field_labels("zh").values())
    assert labels.index("result") < labels.index("not_read") < labels.index("owner_name")


def test_files_are_opened_once_for_both_looks(write_xlsx: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path, opened = write_xlsx(STRANGE), []
    monkeypatch.setattr(opening, "read_xlsx", lambda *given: opened.append(given[0]) or read_xlsx(*given))
    assert asked(reading(path), TABLE)
    assert opened == [path]


def test_a_survey_without_dates_takes_the_day_of_its_files_name_once_confirmed(write_xlsx: Callable[..., Path]) -> None:
    table = [["房号", "单元", "楼号", "意见"], ["101", "1", "5", "同意"], ["102", "1", "5", "同意"]]
    path = write_xlsx(dict.fromkeys(("甲", "乙"), table), name="换管情况2026年9月.xlsx")
    (day,) = asked(reading(path), PLACE)
    assert (day.field, day.proposed, len(day.files)) == ("date", "2026-09", 2)
    load = reading(path, day.answered(day.proposed))
    assert set(load.tables["stances"]["date"]) == {"2026-09"}
    assert asked(load, PLACE) == []


def test_whose_a_name_is_in_a_survey_is_asked(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx([["楼号", "单元", "房号", "姓名", "意见"], ["5", "1", "101", "测试甲", "同意"]])
    (column,) = asked(reading(path), COLUMN)
    assert column.proposed == "holder_name"
    load = reading(path, column.answered("tenant_name"))
    assert list(load.tables["dossiers"]["tenant_name"]) == ["测试甲"]


def test_a_closing_word_is_offered_closing_meanings_only(write_xlsx: Callable[..., Path]) -> None:
    rows = [["提名人", "提名人住址", "被提名人", "被提名人住址", "关系"]]
    rows += [["测试甲", "1-1-101", "测试乙", "1-1-102", "房东,表姑"]]
    (word,) = [question for question in asked(reading(write_xlsx(rows)), WORD) if question.field == "kind"]
    assert set(word.labels("zh").values()) <= closing_kinds() | {"left_alone"}
    assert "kin" in word.labels("zh").values()


def test_a_year_left_out_by_several_files_is_asked_once(write_xlsx: Callable[..., Path], tmp_path: Path) -> None:
    rows = [
        ["楼号", "单元", "房号", "意见", "摸排日期"],
        ["5", "1", "101", "同意", "10月3日"],
        ["5", "1", "102", "同意", "10.21"],
    ]
    dated = [["楼号", "单元", "房号", "意见", "摸排日期"], ["5", "1", "201", "同意", "2026-10-01"]]
    for name, table in (("a.xlsx", rows), ("b.xlsx", rows), ("c.xlsx", dated)):
        write_xlsx(table, name=name)
    load = read_paths([tmp_path])
    (year,) = asked(load, PLACE)
    assert (year.proposed, len(year.files)) == ("2026", 2)
    answers = answers_of_text(text_of_answers([year.answered("2026")]), "confirmed.csv")
    again = read_paths([tmp_path], options=ReadOptions(confirmed=Confirmed(answers)))
    assert asked(again, PLACE) == []


def test_a_place_that_is_written_in_the_workbook_comes_back(write_xlsx: Callable[..., Path], tmp_path: Path) -> None:
    questions = reading(write_xlsx([["房号", "产权人", "意见"], ["101", "测试甲", "同意"]])).questions
    path = tmp_path / "确认.xlsx"
    write_confirmation(questions, path, "zh")
    choose(path, {"地点": "2"})
    assert {(a.word, a.meaning) for a in read_confirmation(path) if a.part == PLACE} == {
        ("building", "2"),
        ("door", "2"),
    }


def test_a_column_is_confirmed_where_the_evidence_says_the_kind(write_xlsx: Callable[..., Path]) -> None:
    rows = [["走访记录", None, None, None, None], ["哪天", "哪家", "谁去的", "咋样", "哪一路"]]
    rows += [[f"2026-10-0{n}", f"5-1-{n}01", "测试甲", "答应了", "敲门" if n < 3 else "老办法"] for n in range(1, 6)]
    path = write_xlsx(rows)
    load = reading(path)
    assert [report.kind for report in load.reports] == ["visits"]
    (column,) = [question for question in asked(load, COLUMN) if question.shown == "哪一路"]
    again = reading(path, column.answered("mode"))
    assert set(again.tables["visits"]["mode"]) == {"home", ""}
    assert asked(again, COLUMN) == []


def test_codes_of_risers_under_the_heading_of_a_running_number_are_read_without_a_question(
    write_xlsx: Callable[..., Path],
) -> None:
    rows = [["楼号", "单元", "管子", "编号", "从下到上经过"]]
    rows += [["1", "1", "给水", "JL11-1", "101、201、301"], ["1", "1", "给水", "JL11-2", "102、202、302"]]
    rows += [["1", "2", "给水", "JL12-1", "101、201、301"], ["1", "2", "给水", "JL12-2", "102、202、302"]]
    load = reading(write_xlsx(rows))
    assert asked(load, TABLE) == []
    flats = load.tables["flats"]
    assert len(flats) == 12
    assert set(flats["stack"]) == {"JL11-1", "JL11-2", "JL12-1", "JL12-2"}


def test_what_was_said_the_second_time_is_a_second_row_with_its_own_day(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ["房号", "户主", "态度", "表态日期", "再问一回", "再问的日子"],
        ["3-1-101", "王甲", "不同意", "2026-09-02", "已签", "2026-10-09"],
        ["3-1-201", "李乙", "已签", "2026-09-03", "", ""],
    ]
    path = write_xlsx(rows)
    columns = {"再问一回": "stance_again", "再问的日子": "date_again"}
    answers = [
        question.answered(columns[question.shown])
        for question in asked(reading(path), COLUMN)
        if question.shown in columns
    ]
    stances = reading(path, *answers).tables["stances"]
    assert sorted(zip(stances["room"], stances["stance"], stances["date"], strict=True)) == [
        ("101", "refused", "2026-09-02"),
        ("101", "signed", "2026-10-09"),
        ("201", "signed", "2026-09-03"),
    ]


TRUSTED = [
    ["楼号", "单元", "房号", "产权人", "产权性质", "意见", "调查日期", "您信得过谁"],
    ["5", "1", "101", "测试甲", "私产", "同意", "2026-10-01", "测试乙(5-1-102)"],
    ["5", "1", "102", "测试乙", "私产", "同意", "2026-10-01", "没有"],
    ["5", "1", "201", "测试丙", "私产", "同意", "2026-10-01", "测试乙"],
    ["5", "1", "202", "测试丁", "私产", "同意", "2026-10-01", "以后别再上门，测试甲(5-1-101)"],
    ["5", "1", "301", "测试戊", "私产", "同意", "2026-10-01", "不用找人来劝我"],
]


def trusted(path: Path) -> Reading:
    (column,) = [question for question in asked(reading(path), COLUMN) if question.shown == "您信得过谁"]
    assert "alter_name" in list(column.labels("zh").values())[:40]
    return reading(path, column.answered("alter_name"))


def test_whom_a_survey_names_as_trusted_is_a_tie_once_its_column_is_confirmed(write_xlsx: Callable[..., Path]) -> None:
    tables = trusted(write_xlsx(TRUSTED)).tables
    said = ["ego_name", "ego_room", "alter_name", "alter_room", "kind", "observed_on"]
    assert tables["ties"][said].to_numpy().tolist() == [
        ["测试甲", "101", "测试乙", "102", "nominated", "2026-10-01"],
    ]
    assert dict(zip(tables["surveys"]["room"], tables["surveys"]["outcome"], strict=True)) == {
        "102": "named_nobody",
        "301": "wants_nobody",
    }


def test_a_trusted_neighbour_without_an_address_is_a_finding_and_loses_no_row(write_xlsx: Callable[..., Path]) -> None:
    load = trusted(write_xlsx(TRUSTED))
    found = [(finding.value, finding.reason) for finding in load.findings if finding.reason == "name_only"]
    assert (found, len(load.tables["dossiers"])) == ([("测试乙", "name_only")], 5)


def test_a_wish_under_a_column_of_trusted_people_stays_a_wish(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx(TRUSTED)
    before, after = reading(path).tables["holds"], trusted(path).tables["holds"]
    assert list(after["room"]) == list(before["room"]) == ["202", "301"]


def test_names_under_a_column_that_seems_to_hold_something_else_are_not_asked_as_words(
    write_xlsx: Callable[..., Path],
) -> None:
    rows = [
        ["5", "1", f"{floor}0{flat}", "同意", name]
        for (floor, flat), name in zip(
            ((floor, flat) for floor in range(1, 4) for flat in (1, 2)),
            ("王测试", "李测试", "张测试", "赵测试", "刘测试", "腾给亲戚"),
            strict=True,
        )
    ]
    path = write_xlsx([["楼号", "单元", "房号", "意见", "居住情况"], *rows])
    assert [question.shown for question in asked(reading(path), WORD)] == ["腾给亲戚"]


def test_a_wish_in_a_column_that_another_was_confirmed_in_place_of_stays_a_wish(
    write_xlsx: Callable[..., Path],
) -> None:
    rows = [
        ["日期", "地址", "和谁", "怎么联系", "脸", "心得"],
        ["2026-10-28", "6-2-502", "小测", "微信", "🙂", "说在考虑"],
        ["2026-10-29", "6-1-402", "小测", "上门", "🎉", "签字了"],
        ["2026-10-30", "6-2-301", "小测", "上门", "🙅", "以后别再上门，微信也删了我"],
        ["2026-10-31", "6-1-301", "小测", "上门", "😐", "按铃没人"],
    ]
    path = write_xlsx(rows, name="敲门本.xlsx")
    before = reading(path)
    (face,) = [question for question in asked(before, COLUMN) if question.shown == "脸"]
    after = reading(path, face.answered("result"))
    visits, holds = before.tables["visits"], after.tables["holds"]
    asked_to_stop = visits[visits["result"] == "asked_to_stop"]
    for protecting in (asked_to_stop, holds):
        assert list(zip(protecting["building"], protecting["door"], protecting["room"], strict=True)) == [
            ("6", "2", "301")
        ]
