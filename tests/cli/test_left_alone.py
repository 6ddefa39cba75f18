"""Who asked to be left alone is in no list, wherever the row's address falls short, and whenever it is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

SURVEY_HEAD = "楼号,单元,房号,串号,产权人,居住状态,是否同意改造,不同意原因,摸排日期"
SURVEY = [
    f"5,{door},{room},KL-{door},孟{name}{door},自住,{word},2026-10-08"
    for door in (1, 2)
    for room, name, word in (
        ("101", "甲", "同意已签,"),
        ("201", "乙", "同意已签,"),
        ("301", "丙", "不同意,怕噪音"),
        ("401|402", "丁", "不同意,怕噪音"),
    )
]
ROSTER = [
    "姓名,楼号,单元,房号,身份,是否愿意参与,登记日期,可联系户数",
    *(f"孟乙{door},5,{door},201,志愿者,是,2026-11-20,9" for door in (1, 2)),
]
TIES_HEAD = "提名人,被提名人,关系类型,熟悉程度,登记日期,是否知情"
TIES = [
    TIES_HEAD,
    *(
        f"孟{name}{door}(5-{door}-{room}),孟乙{door}(5-{door}-201),互相帮忙,很熟,2026-10-08,是"
        for door in (1, 2)
        for room, name in (("301", "丙"), ("401", "丁"))
    ),
]
MEASURES = [
    "楼号,单元,房号,核心关切,对应措施",
    *(f"5,{door},{room},怕噪音,错峰施工" for door in (1, 2) for room in ("301", "401")),
]
EVERYBODY = {"5-1-301", "5-1-401|402", "5-2-301", "5-2-401|402"}


def written(folder: Path, **texts: list[str]) -> list[Path]:
    """A CSV file of lines for each name."""
    folder.mkdir(exist_ok=True)
    for name, lines in texts.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    survey = [SURVEY_HEAD, *SURVEY]
    return written(tmp_path / "in", survey=survey, roster=ROSTER, ties=TIES, measures=MEASURES)


def listed(office: Any) -> set[str]:
    """The flats that any command proposes to talk with."""
    rows = [row for command in ("suggest", "assign") for row in office.json(command) if row.get("intermediary")]
    return {row["flat"] for row in rows} | {row["flat"] for row in office.json("isolated")}


VISIT = "2026-11-02,{},孟乙,不要再来"
STOPS = {
    "no door": ("楼号,房号", "5,301", {"5-1-401|402", "5-2-401|402"}),
    "another compound": ("小区,楼号,单元,房号", "新枫里,5,2,301", EVERYBODY - {"5-2-301"}),
    "part of a merged flat": ("楼号,单元,房号", "5,2,402", EVERYBODY - {"5-2-401|402"}),
    "a room of nobody": ("楼号,单元,房号", "5,2,901", EVERYBODY - {"5-2-301", "5-2-401|402"}),
    "a door of nobody": ("楼号,单元,房号", "5,7,901", set()),
    "one cell": ("住址", "5号楼2单元301", EVERYBODY - {"5-2-301"}),
    "no room": ("楼号,单元,房号", "5,2,", EVERYBODY - {"5-2-301", "5-2-401|402"}),
}


@pytest.mark.parametrize("name", STOPS)
@pytest.mark.parametrize("after", [True, False])
def test_a_stop_holds_whom_it_may_mean_loaded_after_the_survey_or_with_it(
    office: Any, files: list[Path], tmp_path: Path, name: str, after: bool
) -> None:
    head, address, open_flats = STOPS[name]
    (visits,) = written(tmp_path / "in", visits=[f"日期,{head},走访人,结果", VISIT.format(address)])
    if after:
        office.load(*files)
        assert listed(office) == EVERYBODY
        office.run("load", visits)
    else:
        office.run("load", *files, visits)
    assert listed(office) == open_flats


def test_a_stop_of_a_building_of_nobody_stands_before_every_list(
    office: Any, files: list[Path], tmp_path: Path
) -> None:
    (visits,) = written(tmp_path / "in", visits=["日期,楼号,单元,房号,走访人,结果", VISIT.format(",,")])
    office.load(*files)
    assert office.run("load", visits).stderr.startswith("有 1 行")
    office.run("assign", code=1)
    office.run("export", "--confirmed-by", "测试书记", code=1)


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize(
    ("ego", "open_flats"),
    [
        ("孟丙2(5-2-301)", EVERYBODY - {"5-2-301"}),
        ("孟丙2(5-2-901)", {"5-1-301", "5-1-401|402"}),
        ("孟丙2(5号楼301)", {"5-1-301", "5-1-401|402", "5-2-401|402"}),
    ],
)
def test_an_inadmissible_tie_closes_what_it_may_mean(
    office: Any, files: list[Path], tmp_path: Path, ego: str, open_flats: set[str], after: bool
) -> None:
    (kin,) = written(tmp_path / "in", kin=[TIES_HEAD, f"{ego},孟乙2(5-2-201),邻居、亲戚,很熟,2026-10-08,是"])
    office.load(*(files if after else ()) or [*files, kin])
    if after:
        office.run("load", kin)
    assert {row["flat"] for row in office.json("suggest") if row["intermediary"]} == open_flats


def test_who_wants_nobody_is_left_alone_by_every_command_and_who_named_nobody_is_asked_no_more(
    office: Any, files: list[Path], tmp_path: Path
) -> None:
    ties = [TIES[0], *(line for line in TIES[1:] if "丙" not in line)]
    asked = ["5,1,301,孟丙1,2026-11-01,wants_nobody", "5,2,301,孟丙2,2026-11-01,named_nobody"]
    written(tmp_path / "in", ties=ties, surveys=["building,door,room,respondent,asked_on,outcome", *asked])
    office.load(tmp_path / "in")
    surveys = {row["flat"]: (row["survey"], row["step"]) for row in office.json("isolated")}
    assert surveys["5-1-301"] == ("wants_nobody", "leave_alone")
    assert surveys["5-2-301"][0] == "named_nobody"
    reasons = {row["flat"]: row["reason"] for row in office.json("suggest")}
    assert reasons["5-1-301"] == "wants_nobody"
    steps = {row["flat"]: row["step"] for row in office.json("plan") if row["flat"]}
    assert steps["5-1-301"] == "leave_alone"
    assert steps["5-2-301"] not in ("ask_survey", "conversation")
    assert {row["flat"]: row["reason"] for row in office.json("assign") if row["flat"]}["5-1-301"] == "wants_nobody"
    office.run("export", "--confirmed-by", "测试书记")
    (given,) = (office.folder / "lists").glob("*.xlsx")
    cells = [cell.value for sheet in openpyxl.load_workbook(given) for row in sheet for cell in row if cell.value]
    assert not [text for text in cells if "孟丙1" in str(text) or str(text) in ("5-1-301", "1-301")]


@pytest.mark.parametrize(
    ("policy", "state", "flats"),
    [
        ("strict", "blocked", {"5-2-401|402"}),
        ("bypass", "blocked", {"5-2-401|402"}),
        ("contiguous_from_bottom", "ready", set()),
    ],
)
def test_every_command_hears_the_policy_of_stacks(
    office: Any, files: list[Path], tmp_path: Path, policy: str, state: str, flats: set[str]
) -> None:
    """Above the flat of door 2 that asked to be left alone stands another that has not agreed."""
    (visits,) = written(tmp_path / "in", visits=["日期,楼号,单元,房号,走访人,结果", VISIT.format("5,2,301")])
    toml = office.folder / "socialgraph.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace('stack = "strict"', f'stack = "{policy}"'), encoding="utf-8"
    )
    office.load(*files, visits)
    states = {row["stack"]: row["state"] for row in office.json("diagnose")}
    assert states["KL-2"] == state
    for command in ("isolated", "suggest", "assign", "plan"):
        assert {row["flat"] for row in office.json(command) if (row["flat"] or "").startswith("5-2")} == flats


def test_what_an_office_adds_to_its_dictionary_is_logged(office: Any) -> None:
    office.run("dictionary", "add", "visit_result=agreed", "点头应下")
    assert [row["event"] for row in office.json("audit", "show")] == ["dictionary"]


@pytest.mark.parametrize("canonical", [True, False])
def test_a_tie_to_oneself_is_shown_nowhere(office: Any, files: list[Path], tmp_path: Path, canonical: bool) -> None:
    ends = [f"{end}_{part}" for end in ("ego", "alter") for part in ("name", "building", "door", "room")]
    head = ",".join([*ends, "kind", "strength", "observed_on", "known"])
    own = [head, "孟丙2,5,2,301,孟丙2,5,2,301,help_exchange,3,2026-10-08,true"]
    if not canonical:
        own = [TIES_HEAD, "孟丙2(5-2-301),孟丙2(5-2-301),互相帮忙,很熟,2026-10-08,是"]
    (selves,) = written(tmp_path / "in", selves=own)
    office.load(*files)
    before = {command: office.json(command) for command in ("isolated", "suggest", "capital", "diagnose")}
    office.run("load", selves)
    assert {command: office.json(command) for command in before} == before


def test_a_stop_by_a_number_that_no_file_of_the_load_knows_stands_before_every_list_until_one_does(
    office: Any, files: list[Path], tmp_path: Path
) -> None:
    numbered = [f"H00{place},{line}" for place, line in enumerate(SURVEY, 1)]
    (with_numbers,) = written(tmp_path / "in", numbered=[f"户编号,{SURVEY_HEAD}", *numbered])
    visits = ["日期,户编号,走访人,结果", "2026-11-02,H003,孟乙,不要再来", "2026-11-02,H004,孟乙,松口"]
    (by_number,) = written(tmp_path / "in", visits=visits)
    office.run("load", by_number)
    office.load(*files)
    office.run("assign", code=1)
    office.load(with_numbers)  # the visits are read again with it
    assert listed(office) == EVERYBODY - {"5-1-301"}
