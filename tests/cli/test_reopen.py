"""A stop is lifted by the household's own word and by nothing else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

HEAD = "楼号,单元,房号,串号,产权人,联系电话,居住状态,是否同意改造,不同意原因,摸排日期"
STOP = "日期,楼号,单元,房号,走访人,结果\n2026-11-02,5,2,301,小李,不要再来\n"
TODAY = str(dt.datetime.now(ZoneInfo("Asia/Shanghai")).date())  # a project's own day, whatever the machine's is
ROSTER = "姓名,楼号,单元,房号,身份,是否愿意参与,登记日期,可联系户数\n孟乙,5,2,201,志愿者,是,2026-11-20,3\n"


@pytest.fixture
def stopped(office: Any, fixtures: Path, tmp_path: Path) -> Any:
    """An office whose 5-2-301 asked to be left alone."""
    office.load(fixtures / "cases" / "n10")
    for name, text in (("roster2.csv", ROSTER), ("走访.csv", STOP)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        office.load(tmp_path / name)
    return office


def unresolved(office: Any) -> set[str]:
    """The households that may be spoken to."""
    return {row["flat"] for row in office.json("isolated")}


def survey(path: Path, name: str, stance: str, day: str) -> Path:
    """A survey of 5-2-301 alone, of the same name as the one that was loaded first."""
    path.mkdir(exist_ok=True)
    file = path / "survey.csv"
    file.write_text(f"{HEAD}\n5,2,301,KL-1,{name},13900000008,自住,{stance},费用,{day}\n", encoding="utf-8")
    return file


def test_reopening_lets_the_household_be_spoken_to_again(stopped: Any, tmp_path: Path) -> None:
    assert unresolved(stopped) == set()
    stopped.run("rights", "reopen", "5-2-301", "--confirmed-by", "测试书记")
    assert unresolved(stopped) == {"5-2-301"}
    stopped.load(tmp_path / "走访.csv")  # the old word again
    assert unresolved(stopped) == {"5-2-301"}
    assert "rights_reopen" in (stopped.folder / ".socialgraph" / "audit.jsonl").read_text(encoding="utf-8")


def test_after_reopening_another_wish_to_be_left_alone_stops_again(stopped: Any, tmp_path: Path) -> None:
    stopped.run("rights", "reopen", "5-2-301", "--confirmed-by", "测试书记")
    again = tmp_path / "again.csv"
    again.write_text("楼号,单元,房号,产权人,免打扰\n5,2,301,孟丁,是\n", encoding="utf-8")
    stopped.load(again)
    assert unresolved(stopped) == set()


def test_a_mark_written_anew_into_the_survey_stops_again_once(stopped: Any, tmp_path: Path) -> None:
    marked = tmp_path / "marked.csv"
    for mark, spoken_to in (("", {"5-2-301"}), ("是", set())):
        row = f"5,2,301,KL-1,孟丁,13900000008,自住,不同意,费用,2026-11-10,{mark}\n"
        marked.write_text(f"{HEAD},免打扰\n{row}", encoding="utf-8")
        if not mark:
            stopped.run("rights", "reopen", "5-2-301", "--confirmed-by", "测试书记")
        stopped.load(marked)
        assert unresolved(stopped) == spoken_to
    stopped.run("rights", "reopen", "5-2-301", "--confirmed-by", "测试书记")
    stopped.load(marked)
    assert unresolved(stopped) == {"5-2-301"}


def test_a_wish_on_the_day_of_reopening_stops_again_and_the_one_it_lifted_does_not(
    stopped: Any, tmp_path: Path
) -> None:
    today = tmp_path / "today.csv"
    today.write_text(STOP.replace("2026-11-02", TODAY), encoding="utf-8")
    stopped.load(today)
    stopped.run("rights", "reopen", "5-2-301", "--confirmed-by", "测试书记")
    stopped.load(today)
    assert unresolved(stopped) == {"5-2-301"}
    stopped.run("note", "5-2-301", "--stop")
    assert unresolved(stopped) == set()


@pytest.mark.parametrize("day", ["", TODAY, "昨天晚上"])
def test_the_same_log_may_ask_again_in_another_row_after_reopening(stopped: Any, tmp_path: Path, day: str) -> None:
    stopped.run("rights", "reopen", "5-2-301", "--confirmed-by", "测试书记")
    log = tmp_path / "走访.csv"
    stopped.load(log)
    assert unresolved(stopped) == {"5-2-301"}
    log.write_text(f"{STOP}{day},5,2,301,小李,不要再来\n", encoding="utf-8")
    stopped.load(log)
    assert unresolved(stopped) == set()
    stopped.run("rights", "reopen", "5-2-301", "--confirmed-by", "测试书记")
    stopped.load(log)
    assert unresolved(stopped) == {"5-2-301"}


def test_nobody_reopens_without_a_name_or_where_there_is_no_stop(stopped: Any) -> None:
    stopped.run("rights", "reopen", "5-2-301", "--confirmed-by", " ", code=1)
    stopped.run("rights", "reopen", "5-2-101", "--confirmed-by", "测试书记", code=1)
    stopped.run("rights", "reopen", "9-9-999", "--confirmed-by", "测试书记", code=1)


def test_where_only_a_cell_holds_the_household_reopening_says_to_mend_it(stopped: Any, tmp_path: Path) -> None:
    remark = tmp_path / "remark.csv"
    remark.write_text("楼号,单元,房号,产权人,联系电话,备注\n5,2,201,孟乙,,以后别再为这事来了\n", encoding="utf-8")
    stopped.load(remark)
    message = stopped.run("rights", "reopen", "5-2-201", "--confirmed-by", "测试书记", code=1).stderr
    assert "改正该单元格" in message or "Mend that cell" in message


def test_other_names_lift_nothing_but_are_said_and_a_new_household_begins_anew(stopped: Any, tmp_path: Path) -> None:
    message = stopped.run("load", survey(tmp_path / "later", "周一", "", "2026-11-10")).stderr
    assert "5-2-301" in message
    assert unresolved(stopped) == set()
    stopped.run("rights", "reopen", "5-2-301", "--new-household", "--confirmed-by", "测试书记")
    assert unresolved(stopped) == {"5-2-301"}
    assert not any(str(row["value"]).startswith("refused") for row in stopped.json("explain", "5-2-301"))
