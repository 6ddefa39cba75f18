"""House managers: riser codes of words, later rounds in a column, lists under numbered headings, a phone log."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.layout.columns.riser_columns import looks_like_stacks
from socialgraph.loaders.parsers.visitors import in_full
from socialgraph.loaders.parsers.visits import writer_of
from socialgraph.loaders.values.words.dictionary import heading_dictionary
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.outcomes import survey_outcome
from socialgraph.loaders.values.words.speech.asides import says_tenant_spoke
from socialgraph.town.whole_register.strays import stray_flats

Sheets = Callable[..., Path]
Rows = Sequence[Sequence[str]]
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def values(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, reading.tables[table][list(columns)].fillna("").astype(str).to_numpy().tolist()))


def read_document(folder: Path, *parts: str | Rows) -> Reading:
    body = "".join(_paragraph(part) if isinstance(part, str) else _table(part) for part in parts)
    with zipfile.ZipFile(folder / "名册.docx", "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')
    return read_paths([folder / "名册.docx"])


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _table(rows: Rows) -> str:
    lines = ("".join(f"<w:tc>{_paragraph(text)}</w:tc>" for text in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


LEDGER = [
    ["5号楼换管台账（2025年）"],
    ["门", "房号", "户主", "厨立管", "厕立管", "意见", "问的日子", "5月复问"],
    ["1门", "101", "席一", "厨1左", "厕1左", "不同意", "3.4", "再想想"],
    ["1门", "102", "席二", "厨1右", "厕1右", "已签", "3.4", ""],
    ["1门", "201", "席三", "厨1左", "厕1左", "再想想", "3.5", "已签"],
    ["1门", "202", "席四", "单排", "厕1右", "再想想", "3.5", "口头同意"],
    ["1门", "301", "席五", "厨1左", "厕1左", "已签", "3.6", ""],
]


@pytest.fixture
def ledger(write_xlsx: Sheets) -> Reading:
    return read_paths([write_xlsx(LEDGER)])


def test_codes_of_a_pipe_s_word_a_number_and_a_side_are_risers_and_no_opinions(ledger: Reading) -> None:
    flats = values(ledger, "flats", "room", "stack", "pipe_kind")
    assert ("101", "厨1左", "sewage_kitchen") in flats
    assert ("101", "厕1左", "sewage_bath") in flats


def test_a_word_without_a_number_among_riser_codes_is_no_riser(ledger: Reading) -> None:
    assert [row for row in values(ledger, "flats", "room", "stack") if row[0] == "202" and row[1]] == [("202", "厕1右")]


def test_beside_columns_of_riser_codes_the_column_of_opinions_stays_one(ledger: Reading) -> None:
    assert ("102", "owner", "signed", "2025-03-04") in values(ledger, "stances", "room", "giver", "stance", "date")


def test_a_column_of_later_words_is_a_round_of_its_month(ledger: Reading) -> None:
    later = [row for row in values(ledger, "stances", "date", "room", "giver", "stance") if row[0] == "2025-05"]
    assert later == [
        ("2025-05", "101", "owner", "hesitant"),
        ("2025-05", "201", "owner", "signed"),
        ("2025-05", "202", "owner", "verbal"),
    ]


def test_the_first_word_stays_beside_the_later_one(ledger: Reading) -> None:
    assert ("101", "refused", "2025-03-04") in values(ledger, "stances", "room", "stance", "date")


def test_what_was_done_in_some_month_is_no_later_word(write_xlsx: Sheets) -> None:
    rows = [row[:-1] for row in LEDGER]
    rows[1].append("5月复查水表")
    rows = [
        *rows[:2],
        *([*row, mark] for row, mark in zip(rows[2:], ("正常", "换过", "正常", "", "正常"), strict=True)),
    ]
    days = {row[0] for row in values(read_paths([write_xlsx(rows)]), "stances", "date")}
    assert "2025-05" not in days


def test_days_and_words_of_consent_are_no_riser_codes() -> None:
    assert looks_like_stacks(["厨1左", "厕2右"])
    assert not looks_like_stacks(["厨3月签", "厕3月5日"])


def test_a_writer_s_office_before_the_name_is_no_part_of_it() -> None:
    assert writer_of("走访日志 2025年3月(记录:社工席柳条)") == "席柳条"


def test_a_master_of_a_surname_is_the_one_colleague_who_has_it() -> None:
    assert in_full("席师傅", ["席柳条", "席师傅"]) == "席柳条"


def test_a_master_of_a_surname_that_two_have_stays_as_written() -> None:
    assert in_full("席师傅", ["席柳条", "席门闩"]) == "席师傅"


MEMBERS = [
    ["姓名", "住址", "愿不愿上门", "哪天报的名", "能包几户"],
    ["席一", "5号楼1门101", "愿意", "3月5日", "4户"],
    ["席二", "5号楼1门102", "腿脚不行,不去", "", ""],
    ["席三", "5号楼1门201", "愿意", "3月6日", "2户"],
    ["席四", "5号楼1门202", "", "", ""],
]
LOOKED_AFTER = [
    ["联系人", "哪个门", "哪几户"],
    ["席一", "5号楼2门", "101、102"],
    ["席二", "5号楼2门", "202、301"],
    ["席三", "5号楼3门", "201、202"],
    ["席四", "5号楼3门", "102、301"],
]


@pytest.fixture
def register(tmp_path: Path) -> Reading:
    return read_document(
        tmp_path,
        "第三支部 党员、门长、联系户（2025年）",
        "2025年3月整理",
        "一、党员",
        MEMBERS,
        "二、联系户",
        LOOKED_AFTER,
    )


def test_a_numbered_heading_right_above_a_list_says_who_is_on_it(register: Reading) -> None:
    assert set(values(register, "people", "name", "roles")) == {
        (name, "party_member") for name in ("席一", "席二", "席三", "席四")
    }


def test_whoever_is_ready_to_go_gives_no_word_on_the_works(register: Reading) -> None:
    assert values(register, "stances", "room") == []
    assert ("席一", "true", "2025-03-05", "4") in values(
        register, "people", "name", "willing", "willing_on", "capacity"
    )


def test_rooms_stand_behind_the_door_that_a_column_before_them_names(register: Reading) -> None:
    links = values(register, "links", "member_name", "building", "door", "room")
    assert links[:3] == [("席一", "5", "2", "101"), ("席一", "5", "2", "102"), ("席三", "5", "3", "201")]
    assert len(links) == 8


QUARRELS = ((1, "席柳条", "邬门闩"), (2, "席瓦罐", "邬草帽"), (3, "席铁勺", "邬油灯"))


def test_a_sheet_of_quarrels_needs_no_word_for_each(write_xlsx: Sheets) -> None:
    rows = [["哪户", "跟哪户", "为嘛", "记的日子"]]
    rows += [[f"5-1-{n}01 {one}", f"5-1-{n}02 {other}", "楼道堆东西", "2025.4.9"] for n, one, other in QUARRELS]
    path = write_xlsx({"有过节": rows})
    assert {row[0] for row in values(read_paths([path]), "ties", "kind")} == {"conflict"}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("没写人", "named_nobody"),
        ("空着没填名", "named_nobody"),
        ("不给填", "declined"),
        ("把表退回来了,不填", "declined"),
        ("不用谁来,有通知我自己看", "wants_nobody"),
        ("谁都别来,让我清静清静", "wants_nobody"),
    ],
)
def test_a_sheet_handed_back_without_a_name_says_so(answer: str, outcome: str) -> None:
    assert survey_outcome(answer) == outcome


@pytest.mark.parametrize("heading", ["户主(承租/产权)", "户主（产权或承租）"])
def test_head_in_brackets_by_rent_or_title_is_whoever_holds_the_flat(heading: str) -> None:
    assert heading_dictionary().look_up(heading) == ("holder_name",)


def test_what_a_tenant_said_is_told_by_a_remark() -> None:
    assert says_tenant_spoke("租户说的")
    assert says_tenant_spoke("租户席某某说的")


def test_what_somebody_heard_of_a_tenant_is_no_word_of_the_tenant() -> None:
    assert not says_tenant_spoke("房东听租户说的")


def _door(rooms: Sequence[str]) -> dict[tuple[str, str, str], set[str]]:
    return {("", "5", "2"): set(rooms)}


WHOLE = [f"{storey}0{side}" for storey in range(1, 5) for side in (1, 2)]


def test_a_flat_storeys_above_a_small_whole_door_is_a_slip() -> None:
    flats = _door([*WHOLE, "702"])
    assert stray_flats(flats, {}, flats) == {(("", "5", "2"), "702")}


def test_a_flat_one_storey_above_a_small_whole_door_may_be_there() -> None:
    flats = _door([*WHOLE, "502"])
    assert stray_flats(flats, {}, flats) == set()


def test_a_door_with_gaps_may_have_a_flat_far_above() -> None:
    flats = _door([*WHOLE[:3], "702"])
    assert stray_flats(flats, {}, flats) == set()


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("停水耽误买卖", ("compensation",)),
        ("停业几天的生意损失", ("compensation",)),
        ("前年刚装修,砸不起", ("new_fitout",)),
        ("心脏不好,怕折腾", ("elderly_or_ill",)),
        ("怕折腾", ("noise_dust_water",)),
        ("屋顶一直没修", ("unrelated_grievance",)),
    ],
)
def test_why_somebody_hesitates_is_read_whole(said: str, codes: tuple[str, ...]) -> None:
    assert Words().many("refusal_reason", said).codes == codes


PHONED = (
    "电话记录  席柳条  2025年",
    "4/2  5-1-101 邬门闩 没接",
    "4/3  5-1-102 邬瓦罐 打来的,说别再打电话也别来人",
    "4/9  5-1-201 邬铁勺的闺女 打过去,没接",
    "4/11 5-1-202 邬草帽 问哪天停水,说定了通知他",
)


@pytest.fixture
def phoned(tmp_path: Path) -> Reading:
    (tmp_path / "电话.txt").write_text("\n".join(PHONED), encoding="utf-8")
    return read_paths([tmp_path / "电话.txt"])


def test_in_a_phone_log_its_keeper_rang_the_flats(phoned: Reading) -> None:
    assert values(phoned, "visits", "date", "room", "visitors", "mode", "result") == [
        ("2025-04-02", "101", "席柳条", "phone", "no_contact"),
        ("2025-04-09", "201", "席柳条", "phone", "no_contact"),
        ("2025-04-11", "202", "席柳条", "phone", ""),
    ]


def test_a_wish_that_somebody_rings_up_to_say_is_held_without_a_visit(phoned: Reading) -> None:
    assert ("102",) in values(phoned, "holds", "room")
