"""A diary of visits: days, who went, to which flat, how, and what was said, in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialgraph.loaders import Reading, read_paths

SITE = (
    "测试院换管驻场日志",
    "记录人:聂冬至 2026年3月",
    "2026年3月6日 星期五 晴",
    "1、管子到货86根,卸在车棚北侧。",
    "2、聂冬至、勾银杏到3#-1-301入户,苏某说去年才装的,不同意动。",
    "3、勾银杏电话联系3#-2-501,口头同意,改天来签。",
    "2026年3月9日 星期一 多云",
    "1、同勾银杏去3#-1-402敲门,没人。",
    "2、我上门3#-2-301,隔着门说不谈,以后别来敲门了。",
    "2026年3月10日 小雨",
    "1、3#-1-201来电话问几号开工。",
    "2、勾银杏上门3#-1-201,当场签了字。",
)


def read_diary(folder: Path, lines: tuple[str, ...]) -> Reading:
    file = folder / "日志.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read_paths([file])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_diary(tmp_path_factory.mktemp("diary"), SITE)


def visits(reading: Reading) -> dict[tuple[str, str], tuple[str, ...]]:
    frame = reading.tables["visits"]
    return {
        (str(row.date), f"{row.building}-{row.door}-{row.room}"): (str(row.visitors), str(row.mode), str(row.result))
        for row in frame.itertuples(index=False)
    }


def test_each_line_that_tells_of_one_flat_is_a_visit_of_its_day(site: Reading) -> None:
    assert set(visits(site)) == {
        *(("2026-03-06", flat) for flat in ("3-1-301", "3-2-501")),
        *(("2026-03-09", flat) for flat in ("3-1-402", "3-2-301")),
        ("2026-03-10", "3-1-201"),
    }


def test_who_went_is_named_before_the_flat(site: Reading) -> None:
    assert visits(site)["2026-03-06", "3-1-301"][0] == "聂冬至|勾银杏"


def test_whoever_went_with_somebody_is_the_writer(site: Reading) -> None:
    assert visits(site)["2026-03-09", "3-1-402"][0] == "聂冬至|勾银杏"


def test_the_line_says_how(site: Reading) -> None:
    said = visits(site)
    assert [said[key][1] for key in (("2026-03-06", "3-2-501"), ("2026-03-10", "3-1-201"))] == ["phone", "home"]


def test_nobody_was_there_where_nobody_opened(site: Reading) -> None:
    assert visits(site)["2026-03-09", "3-1-402"][2] == "no_contact"


def test_a_wish_behind_other_words_is_what_came_of_the_visit(site: Reading) -> None:
    assert visits(site)["2026-03-09", "3-2-301"][2] == "asked_to_stop"


def test_a_threat_is_not_taken_for_the_wish_itself(tmp_path: Path) -> None:
    lines = (*SITE, "3、聂冬至上门3#-1-501,火了,说再提就去投诉。")
    assert visits(read_diary(tmp_path, lines))["2026-03-10", "3-1-501"][2] != "asked_to_stop"


def test_a_call_from_the_household_is_no_visit(site: Reading) -> None:
    assert visits(site)["2026-03-10", "3-1-201"] == ("勾银杏", "home", "agreed")


def test_what_was_said_is_the_word_of_that_day(site: Reading) -> None:
    stances = site.tables["stances"]
    signed = stances[(stances["room"] == "201") & (stances["stance"] == "signed")]
    assert list(signed["date"]) == ["2026-03-10"]


def test_the_people_above_the_lines_of_a_day_went_to_all_of_them(tmp_path: Path) -> None:
    lines = (
        "走访记事本 2026年 换管",
        "4月9日(周四)上午 入户:聂冬至、勾银杏",
        "3-1-302 苏某在家。还是那话,不换。",
        "3-1-502 没人应门。",
        "4月10日(周五) 打电话:勾银杏",
        "3-2-502 接了,口头答应了,回来补字。",
        "4月11日(周六)",
        "在家歇着。",
    )
    said = visits(read_diary(tmp_path, lines))
    assert (said["2026-04-09", "3-1-502"][:2], said["2026-04-10", "3-2-502"][:2]) == (
        ("聂冬至|勾银杏", "home"),
        ("勾银杏", "phone"),
    )


def test_a_line_that_tells_of_two_flats_is_left_unread(tmp_path: Path) -> None:
    lines = (*SITE, "3、聂冬至上门3#-1-501和3#-1-502,一家签了,一家不签。")
    assert not {key for key in visits(read_diary(tmp_path, lines)) if key[1] in ("3-1-501", "3-1-502")}


def test_a_diary_of_the_lift_is_no_diary_of_the_pipes(tmp_path: Path) -> None:
    lines = ("加装电梯意见走访日志", *SITE[1:])
    assert not len(read_diary(tmp_path, lines).tables["visits"])


def test_who_went_may_stand_behind_the_flat(tmp_path: Path) -> None:
    lines = (
        "2024年9月入户记录",
        "9月4日",
        "1-1-401聂某:勾银杏、逄扳手上门。同意换,字还没签。",
        "1-2-202昝某:勾银杏打电话。没人接。",
        "9月10日",
        "2-1-502殳某:亓皮带上门。还是不换。",
        "9月12日",
    )
    said = visits(read_diary(tmp_path, lines))
    assert [said[key][:2] for key in sorted(said)] == [
        ("勾银杏|逄扳手", "home"),
        ("勾银杏", "phone"),
        ("亓皮带", "home"),
    ]


def test_a_second_wish_in_a_line_holds_its_flats_beside_the_visit_that_is_read(tmp_path: Path) -> None:
    lines = list(SITE)
    lines[8] = "2、我上门3#-2-301,隔着门说以后别来敲门了。3#-2-401、3#-2-402也说今后不要再来。"
    holds = read_diary(tmp_path, tuple(lines)).tables["holds"]
    assert {("2", "301"), ("2", "401"), ("2", "402")} <= set(zip(holds["door"], holds["room"], strict=True))
