"""Nobody who asks to be left alone reaches a list: holds, closed pairs, and stops of rows that are lost."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.loaders import Reading, read_paths
from socialgraph.loaders.options import ReadOptions
from socialgraph.loaders.values.words.gone import says_person_gone
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone, lists_wishes
from socialgraph.loaders.values.words.speech.sayings import likely_meaning

SIMPLIFIED = {
    row["simplified"]: row["traditional"]
    for row in csv.DictReader(
        (Path(__file__).parents[2] / "loaders" / "data" / "traditional.csv").read_text(encoding="utf-8").splitlines()
    )
}
ROSTER = "姓名,楼号,单元,房号,身份,是否愿意参与,登记日期"
Write = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Write:
    def write(*lines: str, name: str = "s.csv", options: ReadOptions | None = None) -> Reading:
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_paths([tmp_path], options=options or ReadOptions())

    return write


def hold_rows(reading: Reading) -> list[tuple[str, ...]]:
    table = reading.tables["holds"][["building", "door", "room", "name", "reason"]]
    return [tuple(row) for row in table.to_numpy().tolist()]


def rooms_held(reading: Reading) -> set[str]:
    return set(reading.tables["holds"]["room"])


def traditional(text: str) -> str:
    return "".join(SIMPLIFIED.get(character, character) for character in text)


WAS_SO = [
    ("当初不让进，如今仍不让", True),
    ("以前让进，现在照样不让进", True),
    ("起初不见，现在仍不见", True),
    ("一开始就不接待，现在肯定也不接待", True),
    ("以前不肯谈，现在可以谈别的，改造的事不要再来", True),
    ("叫你们的人不要来找我老公", True),
    ("别打我手机了，烦", True),
    ("以前不接待，现在可以谈", False),
    ("开始不肯见面，现已松口", False),
    ("原先不愿见面，后来想通了", False),
    ("别人家不让进，我家可以", False),
    ("以前不让进，这次让进了", False),
]


@pytest.mark.parametrize(("remark", "is_wish"), WAS_SO)
def test_what_is_so_now_counts_and_not_what_was_so_before(remark: str, is_wish: bool) -> None:
    assert asks_to_be_left_alone(remark) is is_wish


WISHES = st.tuples(
    st.sampled_from(["", "户主说", "老太太表示", "其子来电：", "她讲，", "经了解，", "再三强调"]),
    st.sampled_from(["", "请", "麻烦你们", "谢谢关心，", "烦死了，", "求求你们"]),
    st.sampled_from(["", "以后", "今后", "往后都", "千万"]),
    st.sampled_from(["不要", "别", "勿", "不要再", "别再", "不用再", "请勿", "不许", "莫再"]),
    st.sampled_from(["来", "上门", "打扰", "联系", "打电话", "敲门", "来找我", "上我家来", "烦我", "登门", "入户走访"]),
    st.sampled_from(["", "了", "了，谢谢", "！", "。这是本人意思", "，不同意"]),
    st.booleans(),
)


@given(WISHES)
def test_a_wish_in_any_wording_is_heard(parts: tuple[str, str, str, str, str, str, bool]) -> None:
    *words, old_characters = parts
    sentence = "".join(words)
    assert asks_to_be_left_alone(traditional(sentence) if old_characters else sentence), sentence


HARMLESS = st.one_of(
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(["", "户主说", "态度缓和，", "同意，"]),
            st.sampled_from(["约下周", "过两天", "改天", "等儿子回来", "下次", "欢迎", "可以", "周末"]),
            st.sampled_from(["再来", "再联系", "来", "上门", "再谈", "打电话"]),
            st.sampled_from(["", "。", "，谢谢"]),
        ),
    ),
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(["", "户主", "她"]),
            st.sampled_from(["没说", "没有说", "从没说过", "不是", "并没有要求"]),
            st.sampled_from(["不要", "别", "不要再"]),
            st.sampled_from(["来", "上门", "联系", "打电话"]),
        ),
    ),
    st.sampled_from(["老伴已去世", "怕漏水", "不要再拖了", "别家签了就签", "不用换马桶", "不同意", "没人在家", "无"]),
)


@given(HARMLESS, st.booleans())
def test_a_harmless_sentence_holds_nobody(sentence: str, old_characters: bool) -> None:
    assert not asks_to_be_left_alone(traditional(sentence) if old_characters else sentence), sentence


# Each wish and the near miss that holds the same words.
BESIDE = [
    ("以后少到我家来敲门", "垃圾少往我家门口堆"),
    ("嘱咐社区的人别跨他家门槛", "门槛别垫高，进出不便"),
    ("弃权，不想再听这件事", "想再听听这件事怎么办"),
    ("说过三遍了，不想再有人来说", "不想再有人来收两遍钱，一次收齐"),
    ("请各位志愿者绕行，不要按门铃", "门铃坏了，不要按门铃，请敲门"),
    ("两次都被请出来，说不要有第三次", "去年停了两次水，不要有第三次停水"),
    ("社区的人一概不许放进来", "不许把电动车放进来"),
    ("不上门、不来电、不发信", "不上门量尺寸怎么报价"),
    ("请勿靠近我家", "养狗，请勿靠近笼子"),
    ("别催，也别来", "热心，不用催"),
    ("请勿联系", "请物业联系，免去来回跑"),
    ("人在里面说：听清楚了，没下次", "这次没下次那么贵"),
    ("对我们讲各忙各的，互不打扰", "楼上楼下各换各的，互不影响"),
    ("让我们离远点", "管子离远点装"),
    ("不想邻里都来劝", "不想邻居分摊"),
    ("今后一切联系走律师", "合同请律师看过"),
    ("标记：静默户", "静音水管户型"),
    ("要求撤出联系群，不再收通知", "要求进群收通知"),
    ("请求免于打扰", "请求免于施工噪音"),
    ("说再发短信就换号", "说发短信就行"),
    ("改为不打扰", "改为不打孔"),
    ("别白跑了，我不会见你们", "白天没人，别白跑"),
    ("他说免开尊口", "先开个口子"),
    ("不安排回访，户主要求", "不安排夜间施工"),
    ("按本人要求移出走访名单", "名单里加上他"),
    ("谁再去找谁", "谁去找谁签字都行"),
    ("见到社区的不开门", "见到社区的通知了"),
    ("此户不得再入", "卧室不得再入污水管"),
    ("不愿再接居委的电话", "不愿再接软管"),
    ("楼下捎话说他家别再上门", "楼上那家说别上门，这家欢迎"),
    ("请勿电", "勿停水停电"),
    ("通知也别贴我家门上", "通知别贴电梯里，贴单元门上"),
    ("不同意改造，也不同意社区的人登门", "不同意上门量尺寸另收费"),
    ("对社区不予理睬", "不予补偿不签"),
    ("以后不再约", "不再约时间，周五直接来"),
    ("此事不要再议", "费用不再议，按这个办"),
    ("bu要再敲门", "PVC管要再粗一点"),
    ("俺家就免了", "俺家免了三个月租金"),
    ("天天被居委会催怕了", "被施工队催着搬东西"),
    ("老人不堪其扰", "楼上装修，不堪其扰"),
    ("按铃也不开门", "敲门也不开，估计没人"),
    ("他已把社区删了", "微信里删了旧图"),
    ("别再加我微信", "别加我家的费用"),
    ("从不与居委会来往", "与楼上不来往，社区协调"),
    ("思想工作不用再做", "工作别做太快，质量要紧"),
    ("去年不让来，今年欢迎，但别打电话", "去年不让来，今年欢迎"),
    ("今后不打扰", "不打扰，没关系"),
]


@pytest.mark.parametrize(("wish", "harmless"), BESIDE)
def test_a_wish_is_heard_and_what_only_has_its_words_is_not(wish: str, harmless: str) -> None:
    assert asks_to_be_left_alone(wish)
    assert not asks_to_be_left_alone(harmless)


def test_who_is_no_party_member_is_no_helper_gone_and_who_gets_no_more_households_is() -> None:
    assert not says_person_gone("不是党员")
    assert says_person_gone("不再是党员")
    assert says_person_gone("不要再给他派户")


def test_whoever_does_not_want_to_move_out_is_not_gone(read: Write) -> None:
    assert rooms_held(read("楼号,单元,房号,产权人,备注\n5,2,301,孟丙,不愿搬出去住\n5,2,401,孟丁,产权人已搬走\n")) == {
        "401"
    }


NO_STOPS = [
    "不用敲门，直接打她手机",
    "让我们别空手来，把补偿标准带上",
    "请别在中午来，下午三点后都行",
    "说不用带图纸来，看样板间就行",
]


@pytest.mark.parametrize("result", NO_STOPS)
def test_words_of_a_wish_that_is_none_are_no_stop_that_only_the_household_lifts(result: str, read: Write) -> None:
    reading = read(f"日期,楼号,单元,房号,走访人,结果\n2026-11-02,5,2,301,孟乙,{result}\n")
    assert "asked_to_stop" not in set(reading.tables["visits"]["result"])
    assert rooms_held(reading) == set()


def test_what_is_likely_to_be_a_wish_holds_until_the_cell_is_mended_and_stops_nobody_for_good(read: Write) -> None:
    likely = "请不要再拖了，赶快开工"  # by likeness to what people say
    assert likely_meaning("visit_result", likely) == "asked_to_stop"
    reading = read(f"日期,楼号,单元,房号,走访人,结果\n2026-11-02,5,2,301,孟乙,{likely}\n")
    assert set(reading.tables["visits"]["result"]) <= {""}
    assert rooms_held(reading) == {"301"}
    assert "protective_word" in set(reading.quarantine["reason"])


@pytest.mark.parametrize(
    ("result", "is_held"),
    [
        ("没有要求不再上门", False),
        ("他没让我们别去", False),
        ("没要求停止走访", False),
        ("请不要再拖了，赶快开工", True),  # is only like a wish, and denies none
        ("没让我们别去，请不要再拖了，赶快开工", True),
    ],
)
def test_a_result_that_says_that_nobody_asked_is_no_guess_at_a_wish(result: str, is_held: bool, read: Write) -> None:
    reading = read(f"日期,楼号,单元,房号,走访人,结果\n2026-11-02,5,2,301,孟乙,{result}\n")
    assert (rooms_held(reading) == {"301"}) == is_held


def test_a_dead_relative_who_is_no_decider_holds_nobody_who_agrees_on_a_visit(read: Write) -> None:
    reading = read("日期,楼号,单元,房号,走访人,结果\n2026-11-02,5,2,301,孟乙,父亲去年过世，同意改造\n")
    assert rooms_held(reading) == set()
    assert list(reading.tables["visits"]["result"]) == ["agreed"]


@pytest.mark.parametrize("column", ["备注", "不同意原因", "核心关切", "是否同意改造", "下一步打算", "走访结果", "说明"])
def test_a_wish_in_any_column_holds_the_household_and_is_a_finding(column: str, read: Write) -> None:
    reading = read(
        f"楼号,单元,房号,产权人,{column}", "5,2,301,测试甲,户主说以后不要再来了", "5,2,401,测试乙,约下周再来"
    )
    assert hold_rows(reading) == [("5", "2", "301", "", "protective_word")]
    assert "protective_word" in set(reading.quarantine["reason"])
    assert "不要再来" not in "".join(reading.quarantine.loc[reading.quarantine["column"] == "备注", "value"])


@pytest.mark.parametrize(
    ("phone", "is_held"),
    [
        ("13900000001（勿打）", True),
        ("13900000001 别打这个电话", True),
        ("13900000001（女儿）", False),
        ("1390000", False),
    ],
)
def test_a_wish_beside_a_phone_number_holds_the_household(phone: str, is_held: bool, read: Write) -> None:
    reading = read("楼号,单元,房号,产权人,联系电话", f"5,2,301,测试甲,{phone}")
    assert bool(hold_rows(reading)) == is_held


def test_a_wish_beside_a_household_that_a_member_was_given_holds_it(read: Write) -> None:
    reading = read("姓名,家庭住址,党员联系户,备注", "测试甲,5-2-201,5-2-301,该户请勿走访", name="党员联系户.csv")
    assert hold_rows(reading) == [("5", "2", "301", "", "protective_word")]


@pytest.mark.parametrize("heading", ["免打扰", "请勿打扰", "勿扰", "不再上门"])
@pytest.mark.parametrize("cell", ["2026-09-01", "√（本人电话要求）", "张姐登记", "是", "√"])
def test_a_filled_cell_under_such_a_heading_stops_or_holds(heading: str, cell: str, read: Write) -> None:
    reading = read(f"楼号,单元,房号,产权人,{heading}", f"5,2,301,测试甲,{cell}", "5,2,401,测试乙,否", "5,2,501,测试丙,")
    stops = reading.tables["dossiers"].query("do_not_contact == 'true'")["room"].tolist()
    assert stops + [home[2] for home in hold_rows(reading)] == ["301"]


def test_a_wish_of_a_diary_is_of_the_building_and_door_that_stand_behind_another_word(read: Write) -> None:
    told = "去201朱家，比上趟还凶，把我送出门。301签了"
    assert hold_rows(read(f'日期,地址,走访人,走访情况\n2026-10-09,"节后，3-1",齐甲,"{told}"\n')) == [
        ("3", "1", "201", "", "protective_word")
    ]


@pytest.mark.parametrize("result", ["拒访", "拒绝入户"])
def test_contact_declined_as_the_result_of_a_visit_holds_until_the_cell_is_mended(result: str, read: Write) -> None:
    reading = read(f"日期,楼号,单元,房号,走访人,结果\n2026-10-09,3,1,201,齐甲,{result}\n")
    assert rooms_held(reading) == {"201"}
    assert "protective_word" in set(reading.quarantine["reason"])


def test_a_row_without_its_door_or_building_keeps_its_stop(read: Write) -> None:
    read("楼号,单元,房号,产权人", "5,1,301,测试甲", "5,2,301,测试乙", "6,1,101,测试丙", name="a.csv")
    reading = read(
        "走访日期,楼号,单元,房号,走访人员,走访结果",
        "2026-11-01,5,,301,小仇,不要再来",
        "2026-11-01,,2,301,小仇,不要再来",
        "2026-11-01,5,2,三零乱,小仇,不要再来",
        name="visits.csv",
    )
    assert sorted(hold_rows(reading)) == [
        ("", "2", "301", "", "unresolved_stop"),
        ("5", "", "301", "", "unresolved_stop"),
        ("5", "2", "", "", "unresolved_stop"),
    ]


@pytest.mark.parametrize(
    "mark", ["已去世", "已搬走", "2026年11月过世", "离世", "卸任", "不再担任", "退出", "本人不愿再干"]
)
@pytest.mark.parametrize("column", ["备注", "状态"])
def test_a_roster_that_says_the_person_is_gone_holds_that_person(mark: str, column: str, read: Write) -> None:
    reading = read(
        f"姓名,楼号,单元,房号,身份,是否愿意参与,登记日期,{column}", f"测试甲,5,2,101,志愿者,是,2026-10-20,{mark}"
    )
    assert hold_rows(reading) == [("5", "2", "101", "测试甲", "person_gone")]
    assert "true" not in set(reading.tables["people"]["willing"])


@pytest.mark.parametrize("remark", ["老伴已去世，本人身体好", "儿子搬走了", "没搬走", "接替去世的老楼长"])
def test_the_end_of_somebody_else_holds_no_volunteer(remark: str, read: Write) -> None:
    reading = read(
        "姓名,楼号,单元,房号,身份,是否愿意参与,登记日期,备注", f"测试甲,5,2,101,志愿者,是,2026-10-20,{remark}"
    )
    assert hold_rows(reading) == []
    assert list(reading.tables["people"]["willing"]) == ["true"]


@pytest.mark.parametrize(
    ("remark", "is_held"), [("户主已去世", True), ("租户已搬走", True), ("已搬走", True), ("儿子搬走了", False)]
)
def test_a_household_is_held_when_its_decider_is_gone(remark: str, is_held: bool, read: Write) -> None:
    reading = read("楼号,单元,房号,产权人,备注", f"5,2,301,测试甲,{remark}")
    assert hold_rows(reading) == ([("5", "2", "301", "", "person_gone")] if is_held else [])


@pytest.mark.parametrize(
    ("word", "kind"), [("邻居、亲戚", "kin"), ("先生", ""), ("老乡", ""), ("同学、房东", "employer_superior")]
)
def test_a_tie_that_can_not_be_read_closes_its_pair(word: str, kind: str, read: Write) -> None:
    reading = read("提名人,被提名人,关系类型", f"测试甲(5-2-201),测试乙(5-2-101),{word}")
    pairs = reading.tables["closed_pairs"][["ego_name", "ego_room", "alter_name", "alter_room", "kind"]]
    assert pairs.to_numpy().tolist() == [["测试甲", "201", "测试乙", "101", kind]]
    assert reading.tables["ties"].empty


def test_an_inadmissible_tie_with_one_unknown_end_closes_what_it_may_mean(read: Write) -> None:
    reading = read("提名人,被提名人,关系类型", "测试甲(5-2-201),测试乙,亲戚", "测试甲(5-2-201),测试丙,互相帮忙")
    pairs = reading.tables["closed_pairs"]
    assert pairs[["ego_room", "alter_name", "alter_room", "kind"]].to_numpy().tolist() == [["201", "测试乙", "", "kin"]]


def test_a_flat_in_brackets_in_place_of_a_name_is_an_end_of_an_inadmissible_tie(read: Write) -> None:
    reading = read("提名人,被提名人,关系类型", "测试甲(5-2-201),(5-2-101),亲戚")
    pairs = reading.tables["closed_pairs"][["ego_name", "alter_name", "alter_door", "alter_room"]]
    assert pairs.to_numpy().tolist() == [["测试甲", "", "2", "101"]]


def test_who_is_somebodys_superior_by_a_bracket_closes_the_pair(read: Write) -> None:
    reading = read("提名人,被提名人,关系类型", "测试甲(5-2-201),测试乙(5-2-101),同事（他管我）")
    assert reading.tables["ties"].empty
    assert len(reading.tables["closed_pairs"]) == 1


def test_a_title_that_these_households_ask_for_it_holds_whoever_stands_below() -> None:
    assert lists_wishes("以下住户要求免打扰")
    assert not lists_wishes("以下住户要求提前联系")


def test_an_inadmissible_tie_of_which_the_other_does_not_know_is_kept(read: Write) -> None:
    reading = read("提名人,被提名人,关系类型,是否知情", "测试甲(5-2-201),测试乙(5-2-101),亲戚,否")
    assert reading.tables["ties"][["kind", "known"]].to_numpy().tolist() == [["kin", "false"]]


def test_what_is_dated_after_the_day_of_loading_is_a_finding_and_not_used(read: Write) -> None:
    today = ReadOptions(today=datetime.date(2026, 11, 25))
    read(
        "楼号,单元,房号,产权人,是否同意改造,摸排日期",
        "5,2,301,测试甲,同意,2026-12-01",
        "5,2,302,测试乙,同意,2026-11-25",
    )
    reading = read(
        "走访日期,楼号,单元,房号,走访人员,走访结果",
        "2026-12-02,5,2,301,小仇,同意",
        "2026-12-03,5,2,302,小仇,不要再来",
        name="visits.csv",
        options=today,
    )
    assert list(reading.tables["stances"]["room"]) == ["302"]
    assert reading.tables["visits"][["room", "date", "result"]].to_numpy().tolist() == [["302", "", "asked_to_stop"]]
    assert list(reading.quarantine["reason"]) == ["future_date"] * 3


def test_reading_only_what_is_shown_skips_no_stop(fixtures: Path, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    for row in (
        ["楼号", "单元", "房号", "产权人", "是否同意改造", "免打扰", "备注"],
        ["5", "2", "301", "测试甲", "同意", "", ""],
        ["5", "2", "302", "测试乙", "同意", "是", ""],
        ["5", "2", "303", "测试丙", "同意", "", "请勿再来打扰"],
    ):
        page.append(row)
    page.row_dimensions[3].hidden = page.row_dimensions[4].hidden = True
    book.save(tmp_path / "s.xlsx")
    reading = read_paths([tmp_path / "s.xlsx"], options=ReadOptions(visible_only=True))
    assert list(reading.tables["flats"]["room"]) == ["301"]
    assert list(reading.tables["stances"]["room"]) == ["301"]
    assert reading.tables["dossiers"].query("do_not_contact == 'true'")["room"].tolist() == ["302"]
    assert hold_rows(reading) == [("5", "2", "303", "", "protective_word")]


TIE_HEADINGS = "提名人,被提名人,关系类型,熟悉程度,登记日期,是否知情"


@pytest.mark.parametrize("kind", ["互相帮忙", "亲戚"])
def test_who_names_himself_has_no_tie_and_holds_nobody(kind: str, read: Write) -> None:
    reading = read(TIE_HEADINGS, f"测试甲(5-2-301),测试甲(5-2-301),{kind},很熟,2026-10-08,是", name="ties.csv")
    assert [len(reading.tables[name]) for name in ("ties", "holds")] == [0, 0]
    assert list(reading.quarantine["reason"]) == ["self_tie"]


@pytest.mark.parametrize(("room", "kind"), [("301", "help_exchange"), ("301|302", "conflict")])
def test_a_tie_to_oneself_in_canonical_input_is_set_aside(room: str, kind: str, tmp_path: Path) -> None:
    head = ",".join(f"{end}_{part}" for end in ("ego", "alter") for part in ("name", "building", "door", "room"))
    ties = [f"测试甲,5,2,301,测试甲,5,2,{room},{kind}", f"测试甲,5,2,301,测试甲,5,2,401,{kind}"]
    (tmp_path / "ties.csv").write_text("\n".join([f"{head},kind", *ties]), encoding="utf-8")
    reading = read_paths([tmp_path / "ties.csv"])
    assert list(reading.tables["ties"]["alter_room"]) == ["401"]
    assert reading.quarantine.query("reason == 'self_tie'")["row"].astype(str).tolist() == ["2"]
    (report,) = reading.reports
    assert (report.rows_read, report.used, report.quarantined) == (2, 1, 1)


def test_a_tie_to_oneself_in_a_part_of_the_own_merged_flat_is_set_aside(read: Write) -> None:
    reading = read(TIE_HEADINGS, "测试甲(5-2-301),测试甲(5-2-301|302),互相帮忙,很熟,2026-10-08,是", name="ties.csv")
    assert (len(reading.tables["ties"]), list(reading.quarantine["reason"])) == (0, ["self_tie"])


def test_of_several_named_in_one_cell_only_oneself_is_left_out(read: Write) -> None:
    named = '"测试甲(5-2-301)、测试乙(5-2-302)"'
    reading = read(TIE_HEADINGS, f"测试甲(5-2-301),{named},互相帮忙,很熟,2026-10-08,是", name="ties.csv")
    assert list(reading.tables["ties"]["alter_name"]) == ["测试乙"]
    assert list(reading.quarantine["reason"]) == ["self_tie"]


def test_a_tie_told_twice_is_one_and_told_both_ways_is_two(read: Write) -> None:
    there, back = ("测试甲(5-2-301),测试乙(5-2-302)", "测试乙(5-2-302),测试甲(5-2-301)")
    reading = read(TIE_HEADINGS, *(f"{ends},互相帮忙,很熟,2026-10-08,是" for ends in (there, back, there)))
    assert sorted(reading.tables["ties"]["ego_name"]) == ["测试乙", "测试甲"]


def test_every_observed_table_refuses_what_is_dated_after_the_day_of_loading(read: Write) -> None:
    sheets = {
        "ties": (TIE_HEADINGS, "测试甲(5-2-301),测试乙(5-2-302),互相帮忙,很熟,2026-12-08,是"),
        "works": ("楼号,串号,状态,完成日期", "5,KL-1,已完工,2026-12-20"),
        "surveys": ("楼号,单元,房号,受访人,问卷结果,调查日期", "5,2,301,测试甲,没有可信任的人,2026-12-20"),
        "people": ("姓名,楼号,单元,房号,身份,是否愿意参与,登记日期", "测试乙,5,2,302,志愿者,是,2026-12-20"),
        "activities": ("姓名,楼号,单元,房号,活动,日期", "测试乙,5,2,302,合唱,2026-12-20"),
    }
    for table, lines in sheets.items():
        reading = read(*lines, name=f"{table}.csv", options=ReadOptions(today=datetime.date(2026, 11, 26)))
    quarantined = reading.quarantine[["file", "reason"]].to_numpy().tolist()
    assert sorted(quarantined) == sorted([f"{table}.csv", "future_date"] for table in sheets)


HOMES = "楼号,单元,房号,串号,产权人,是否同意改造\n5,2,301,A,测试甲,同意\n5,2,302,A,测试乙,同意"


@pytest.mark.parametrize(
    ("alter", "expected"),
    [
        ("测试乙(5-2-302)", []),
        ("测试丙(5-2-909)", [("alter_address", "not_in_register", "")]),  # no such flat
        ("测试丙(9-1-101)", [("alter_address", "not_in_register", "")]),  # no such building
        ("测试已(5-2-302)", [("alter_name", "unknown_person", "测试乙")]),  # no such person there
    ],
)
def test_a_tie_to_nobody_in_the_register_is_a_finding_and_its_row_is_kept(
    alter: str, expected: list[tuple[str, ...]], read: Write, tmp_path: Path
) -> None:
    (tmp_path / "survey.csv").write_text(HOMES + "\n", encoding="utf-8")
    reading = read(TIE_HEADINGS, f"测试甲(5-2-301),{alter},互相帮忙,很熟,2026-10-08,是", name="ties.csv")
    assert [(row.field, row.reason, row.nearest) for row in reading.findings] == expected
    assert len(reading.tables["ties"]) == 1


def test_who_stands_in_a_roster_may_live_outside_the_register(read: Write, tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text(HOMES + "\n", encoding="utf-8")
    (tmp_path / "roster.csv").write_text(f"{ROSTER}\n测试丙,9,1,101,志愿者,是,2026-10-08\n", encoding="utf-8")
    reading = read(TIE_HEADINGS, "测试甲(5-2-301),测试丙(9-1-101),互相帮忙,很熟,2026-10-08,是", name="ties.csv")
    assert reading.quarantine.empty


@pytest.mark.parametrize(
    ("result", "is_held"), [("请下月再联系", False), ("请下午再联系", False), ("请勿再联系", True)]
)
def test_an_appointment_as_the_result_of_a_visit_holds_nobody(result: str, is_held: bool, read: Write) -> None:
    load = read("日期,楼号,单元,房号,走访人,结果", f"2026-11-02,5,2,301,小李,{result}")
    is_stopped = "asked_to_stop" in set(load.tables["visits"]["result"])
    assert (is_stopped or len(load.tables["holds"]) > 0) is is_held


@pytest.mark.parametrize(
    "wish",
    [
        *(
            "以后不要\n再来",
            "请勿\n上门",
            "以后别再 \n 打电话",
            "约下周再来，但她儿子说不要来",
            "约周五来，女儿又说别来",
        ),
        *(
            "不要再让邻居来劝",
            "请不要派邻居来",
            "不接受任何电话",
            "少来打扰",
            "不要把我列入名单",
            "走访无必要，勿再安排",
        ),
        *("不稀罕你们来", "杜绝上门", "不受訪"),
    ],
)
def test_a_line_break_an_appointment_or_a_neighbour_hides_no_wish(wish: str) -> None:
    assert asks_to_be_left_alone(wish)


@pytest.mark.parametrize(
    "text",
    ["同意。\n下周再来", "但他说下周再来", "邻居来劝过，他同意了", "免打扰：否", "不在免打扰名单", "不需要免打扰"],
)
def test_a_line_break_a_neighbour_or_a_clear_no_makes_no_wish(text: str) -> None:
    assert not asks_to_be_left_alone(text)


@pytest.mark.parametrize("result", ["老说法，别来", "以后不用来了"])
def test_a_result_that_stops_for_certain_asks_for_no_mend_that_could_not_lift_it(result: str, read: Write) -> None:
    load = read("日期,楼号,单元,房号,走访人,结果", f'2026-11-02,5,2,301,小李,"{result}"')
    assert load.tables["visits"]["result"].tolist() == ["asked_to_stop"]
    assert load.tables["holds"].empty
    assert load.quarantine.empty
