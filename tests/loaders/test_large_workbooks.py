"""One workbook that holds a whole office: other matters among ours, chains, minutes, and words in half sentences."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.values.words.lexicon import Words
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

DATA = Path(__file__).parents[2] / "loaders" / "data"
Sheets = Callable[..., Path]
OPINIONS = [["2-1-101", "试甲", "同意"], ["2-1-102", "试乙", "不同意"], ["2-1-201", "试丙", "同意"]]


def rows(reading: Reading, table: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in reading.tables[table][list(columns)].itertuples(index=False)]


@pytest.mark.parametrize(
    ("name", "title"),
    [("加装电梯投票", "2号楼意见（与换管无关）"), ("电梯", "2号楼1门意见表"), ("表三", "加装电梯意见，不是换管的")],
)
def test_a_sheet_of_another_matter_stays_one_in_a_workbook_of_risers(write_xlsx: Sheets, name: str, title: str) -> None:
    survey = [["立管改造征求意见"], ["门牌", "姓名", "意见"], *OPINIONS]
    votes = [[title], ["门牌", "姓名", "意见"], *([room, who, "不同意"] for room, who, _ in OPINIONS)]
    reading = read_paths([write_xlsx({"意见": survey, name: votes}, name="立管改造总表.xlsx")])
    assert [row[0] for row in rows(reading, "stances", "stance")] == ["verbal", "refused", "verbal"]


def test_a_sheet_of_risers_stays_one_in_a_workbook_of_other_matters(write_xlsx: Sheets) -> None:
    survey = [["立管改造征求意见"], ["门牌", "姓名", "意见"], *OPINIONS]
    reading = read_paths([write_xlsx({"换管意见": survey}, name="停车位、电梯等各种表.xlsx")])
    assert len(reading.tables["stances"]) == 3


def test_a_chain_about_two_kinds_of_pipe_is_about_both_and_a_tenant_says_who_he_is(tmp_path: Path) -> None:
    chain = tmp_path / "接龙.txt"
    lines = [
        "换管子群 接龙",
        "换下水管、给水管，愿意的接一下",
        *(
            "1. 1-1-201 试算盘 同意",
            "2. 1-1-401 试蒲扇 同意",
            "3. 1-1-601 试陀螺 租客，我没意见",
            "4. 1-1-302 试汤勺 支持",
        ),
    ]
    chain.write_text("\n".join(lines), encoding="utf-8")
    reading = read_paths([chain])
    assert set(rows(reading, "stances", "room", "pipe_kind", "giver", "stance")) == {
        ("201", "", "owner", "verbal"),
        ("401", "", "owner", "verbal"),
        ("601", "", "occupant", "no_objection"),
        ("302", "", "owner", "verbal"),
    }
    assert ("601", "", "试陀螺") in rows(reading, "dossiers", "room", "owner_name", "tenant_name")


def test_who_signed_below_the_minutes_came_to_that_meeting(write_xlsx: Sheets) -> None:
    minutes = [
        ["立管改造楼栋议事会记录"],
        ["时间：2026年4月20日晚7点"],
        ["签到："],
        ["姓名", "门牌", "签名"],
        *([who, room, "√"] for room, who, _ in OPINIONS),
    ]
    reading = read_paths([write_xlsx(minutes)])
    assert set(rows(reading, "activities", "activity", "date")) == {("立管改造楼栋议事会", "2026-04-20")}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("甩开302做完", "bypassed"),
        ("撇开501换完了", "bypassed"),
        ("除302外都换完", None),
        ("换完，就差302", None),
        ("602没进屋，今年不做", "not_doing"),
        ("换完", "done"),
    ],
)
def test_works_that_left_somebody_out_are_not_simply_done(text: str, status: str | None) -> None:
    assert Words().code("works_status", text) == status


def test_whoever_came_along_is_no_reason_of_the_household() -> None:
    cell = Words().stance_cell("101老人陪去讲的，说再商量商量")
    assert cell is not None
    assert (dict(cell.stances), cell.reasons) == ({"": "hesitant"}, ())


@pytest.mark.parametrize(
    "wish",
    [
        *(
            "莫安排人去敲门",
            "往后莫再来讲",
            "别再来说了",
            "不想叫人来",
            "莫再为这事喊他",
            "莫让人来了",
            "莫天天往我屋里跑",
        ),
        "402自己带话：换管的事定了就定了，往后莫再来讲",
    ],
)
def test_wishes_of_the_middle_yangtze_are_heard(wish: str) -> None:
    assert asks_to_be_left_alone(wish)


@pytest.mark.parametrize(
    "remark",
    ["莫师傅来过", "要来讲清楚再签", "对他来讲不要紧", "下周再来讲", "莫让水漏到楼下", "莫非要来人", "没人喊他"],
)
def test_and_what_only_looks_like_them_is_not(remark: str) -> None:
    assert not asks_to_be_left_alone(remark)


def test_ticks_stand_under_answers_that_break_over_two_lines(write_xlsx: Sheets) -> None:
    head = ["单元", "室", "同意\n（已签字）", "口头同意", "没意见\n随便", "有条件", "不同意", "日期"]
    ticked = [["1单元", 101 + 100 * place, *("√" if at == place else None for at in range(5))] for place in range(5)]
    reading = read_paths([write_xlsx({"3栋": [["3栋立管改造征求意见（2026年3月，打√）"], head, *ticked]})])
    assert [row[0] for row in rows(reading, "stances", "stance")] == [
        *("signed", "verbal", "no_objection", "conditional", "refused")
    ]


def test_a_sign_says_the_stance_and_the_words_behind_it_the_reason_of_that_pipe(write_xlsx: Sheets) -> None:
    sheet = [
        ["二轮意见 √已签字 ○口头 △有条件 ×不同意 ？考虑 /不涉及"],
        ["门牌", "给水", "厨房下水", "卫生间下水"],
        ["1-1-101", "√", "△瓷砖要照原样补", "×怕停水"],
        ["1-1-102", "○", "/", "？要考高中"],
        ["1-1-201", "", "×同意", "×莫再来了"],
    ]
    reading = read_paths([write_xlsx(sheet)])
    assert set(rows(reading, "stances", "room", "pipe_kind", "stance", "reasons")) == {
        ("101", "supply", "signed", ""),
        ("101", "sewage_kitchen", "conditional", ""),  # where one pipe is refused, reasons are those of the refusal
        ("101", "sewage_bath", "refused", "noise_dust_water"),
        ("102", "supply", "verbal", ""),
        ("102", "sewage_kitchen", "not_applicable", ""),
        ("102", "sewage_bath", "hesitant", "exam"),
    }
    assert ("201",) in rows(reading, "holds", "room")


def test_a_place_before_a_colon_stands_before_every_room_behind_it(write_xlsx: Sheets) -> None:
    heading = ["联户人", "住址", "联系哪几户", "户数"]
    shared = [
        ["聂冬至", "1栋1单元101", "1栋1单元：301、302、601", 3],
        ["勾银杏", "1栋2单元102", "1栋2单元：101", 1],
        ["阚毛笔", "2栋1单元402", "2栋1单元：302、501", 2],
        ["靳书签", "2栋1单元502", "2栋1单元：301、401", 2],
        ["郜蓑衣", "3栋1单元501", "3栋1单元：201、202", 2],
    ]
    reading = read_paths([write_xlsx({"联户": [["党员骨干联户分工"], heading, *shared]})])
    links = rows(reading, "links", "member_name", "building", "door", "room")
    assert {link for link in links if link[0] == "聂冬至"} == {
        ("聂冬至", "1", "1", "301"),
        ("聂冬至", "1", "1", "302"),
        ("聂冬至", "1", "1", "601"),
    }
    assert len(links) == 10


@pytest.mark.parametrize("table", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_no_pattern_of_a_table_is_cut_off_at_its_comma(table: Path) -> None:
    with table.open(encoding="utf-8-sig", newline="") as stream:
        widths = {len(row) for row in csv.reader(stream) if row}
    assert len(widths) == 1


OFFERS = [
    ("1-1-302", "怕瓷砖补不好", "施工队先打样一块，同花色由社区配", "接受"),
    ("1-1-402", "怕停水", "停水前一天通知，送两桶水", "等回话"),
    ("1-2-202", "要误工费", "改到周末做，不耽误上班", "没接受"),
    ("1-2-301", "怕出钱", "公示栏贴补贴文件，个人不出钱", "接受"),
    ("1-2-402", "怕质量差", "带去看3栋1单元样板", "接受"),
]


def test_the_only_sentences_beside_concerns_and_answers_are_what_was_offered(write_xlsx: Sheets) -> None:
    head = ["门牌", "顾虑", "社区拟办", "户主回话"]
    reading = read_paths([write_xlsx({"化解措施": [["重点户化解措施"], head, *map(list, OFFERS)]})])
    assert [row[0] for row in rows(reading, "measures", "measure")] == [offer[2] for offer in OFFERS]
    assert [row[0] for row in rows(reading, "measures", "accepted")] == ["true", "", "false", "true", "true"]


def test_a_flat_above_all_that_the_register_knows_is_a_finding(write_xlsx: Sheets) -> None:
    register = [["2栋房屋台账"], ["门牌", "产权人", "居住情况"]]
    homes = [f"2-1-{floor}0{side}" for floor in range(1, 8) for side in (1, 2)]
    register += [[home, f"试{place}", "自住"] for place, home in enumerate(homes, 1)]
    head = ["门牌", "顾虑", "措施", "是否接受"]
    offers = [["一户一策"], head, *(["2-1-302", *offer[1:]] for offer in OFFERS[:1]), ["2-1-802", *OFFERS[1][1:]]]
    reading = read_paths([write_xlsx({"台账": register, "一户一策": offers})])
    assert [row[0] for row in rows(reading, "measures", "room")] == ["302"]
    assert "stray_address" in list(reading.quarantine["reason"])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("为漏水吵过，见面不说话", "conflict"),
        ("为过道堆东西扯过皮", "conflict"),
        ("以前是他的科长", "employer_superior"),
        ("自己说只信601", "nominated"),
        ("换着带毛毛", "help_exchange"),
        ("一起打麻将，后来吵过", None),
        ("欠过早点铺的钱，已还清", None),
    ],
)
def test_what_two_people_are_to_each_other_in_half_a_sentence(words: str, kind: str | None) -> None:
    assert Words().code("tie_type", words) == kind


HOMES = ("3-2-501", "1-1-602", "2-1-201", "2-1-302", "3-1-402")
NAMES = ("聂簸箕", "郇石榴", "逄花轿", "勾胡琴", "靳斗笠")


@pytest.mark.parametrize(
    ("name", "title", "head"),
    [
        ("不再打扰", "请大家注意：下面几户本人说了别再找，走访不要排", ["门牌", "姓名", "原话", "哪天说的"]),
        ("免打扰名单", "", ["门牌", "姓名", "哪天说的"]),
        ("名单", "以下住户谢绝来访", ["门牌", "产权人", "意见"]),
        ("表三", "勿访户", ["门牌", "姓名"]),
    ],
)
def test_whoever_stands_in_a_list_of_those_left_alone_is_held_and_visits_nobody(
    write_xlsx: Sheets, name: str, title: str, head: list[str]
) -> None:
    cells = {"原话": "做完再说", "哪天说的": "2026-03-15", "意见": "不同意"}
    listed = [[home, who, *(cells[text] for text in head[2:])] for home, who in zip(HOMES, NAMES, strict=True)]
    survey = [["门牌", "产权人", "意见"], ["5-1-101", "妫白露", "同意"]]
    reading = read_paths([write_xlsx({"摸底": survey, name: [*([[title]] if title else []), head, *listed]})])
    held = {"-".join(home) for home in rows(reading, "holds", "building", "door", "room")}
    assert held == set(HOMES)
    assert reading.tables["visits"].empty


@pytest.mark.parametrize("title", ["换管摸底（周末中午请勿打扰住户）", "走访注意事项：不要打扰老人", "停水通知名单"])
def test_a_title_that_only_gives_advice_holds_nobody(write_xlsx: Sheets, title: str) -> None:
    survey = [
        [title],
        ["门牌", "产权人", "意见"],
        *([home, who, "同意"] for home, who in zip(HOMES, NAMES, strict=True)),
    ]
    assert read_paths([write_xlsx(survey)]).tables["holds"].empty


def test_what_came_of_a_visit_stands_under_the_result_and_not_under_what_was_said(write_xlsx: Sheets) -> None:
    head = ["序号", "日期", "门牌", "走访人", "方式", "见到谁", "情况", "结果"]
    said = ["不同意", "再考虑", "没意见", "口头答应了，字没签", "不同意"]
    met = [
        [place, f"2026.3.{place + 10}", home, "缪瓷瓶", "上门", "产权人", word, "还是老话"]
        for place, (home, word) in enumerate(zip(HOMES, said, strict=True), 1)
    ]
    reading = read_paths(
        [write_xlsx({"3月": [["立管改造走访台账（2026年3月）"], head, *met]}, name="走访台账2026.xlsx")]
    )
    assert set(rows(reading, "visits", "visitors", "mode", "result")) == {("缪瓷瓶", "home", "unchanged")}
    assert len(reading.tables["visits"]) == 5
