"""What was known stays known: the office as it was on record on a day, whatever was loaded since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from socialgraph.project.settings import Project
from socialgraph.store import runs

FIRST, BETWEEN, SECOND, NOW = (dt.date(2026, 3, day) for day in (2, 6, 11, 30))
COMMANDS = ("diagnose", "isolated", "suggest", "assign", "plan", "capital")
HEAD = "楼号,单元,房号,串号,产权人,联系电话,居住状态,是否同意改造,不同意原因,摸排日期\n"
REGISTER = "楼号,单元,房号,串号\n" + "".join(f"5,2,{floor}01,KL-1\n" for floor in range(1, 5))
BEFORE = {
    "register": REGISTER,
    "survey": HEAD
    + """5,2,101,KL-1,孟甲,13900000001,自住,同意已签,,2026-02-08
5,2,201,KL-1,孟乙,13900000002,自住,同意已签,,2026-02-08
5,2,301,KL-1,孟丙,13900000003,自住,不同意,怕噪音,2026-02-08
5,2,401,KL-1,孟丁,13900000004,自住,犹豫,,
""",
    "roster": """姓名,楼号,单元,房号,身份,是否愿意参与,登记日期,可联系户数
孟甲,5,2,101,志愿者,是,2026-01-20,3
孟乙,5,2,201,志愿者,是,2026-01-20,3
""",
    "ties": """提名人,被提名人,关系类型,熟悉程度,登记日期,是否知情
孟丙(5-2-301),孟乙(5-2-201),互相帮忙,很熟,2026-02-08,是
孟丙(5-2-301),孟甲(5-2-101),互相帮忙,一般,2026-02-08,是
""",
    "visits": "日期,楼号,单元,房号,走访人,结果\n2026-02-20,5,2,301,孟乙,松口\n",
    "works": "楼号,串号,施工状态,完工日期\n5,KL-1,未开工,\n",
    "measures": "楼号,单元,房号,核心关切,对应措施,是否接受\n5,2,301,怕噪音,错峰施工,\n",
}
AFTER = {
    "register": REGISTER,
    # a later word, a changed dossier, an undated word in place of another
    "survey": HEAD
    + """5,2,101,KL-1,孟甲,13900000001,自住,反悔,,2026-03-08
5,2,201,KL-1,孟乙,13900000009,出租,同意已签,,2026-02-08
5,2,301,KL-1,孟丙,13900000003,自住,同意已签,,2026-03-09
5,2,401,KL-1,孟丁,13900000004,自住,同意已签,,
""",
    # a renewed opt-in, and one taken back
    "roster": """姓名,楼号,单元,房号,身份,是否愿意参与,登记日期,可联系户数
孟甲,5,2,101,志愿者,是,2026-03-09,3
孟乙,5,2,201,志愿者,否,2026-03-09,3
""",
    # a tie gone, one of another strength
    "ties": """提名人,被提名人,关系类型,熟悉程度,登记日期,是否知情
孟丙(5-2-301),孟甲(5-2-101),互相帮忙,很熟,2026-02-08,是
""",
    # another result of the same visit
    "visits": "日期,楼号,单元,房号,走访人,结果\n2026-02-20,5,2,301,孟乙,没人\n",
    "works": "楼号,串号,施工状态,完工日期\n5,KL-1,已完工,2026-03-10\n",
    "measures": "楼号,单元,房号,核心关切,对应措施,是否接受\n5,2,301,怕噪音,隔音罩,是\n",
}

Clock = Callable[[dt.date], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the day, for loads and for commands."""

    def set_day(day: dt.date) -> None:
        noon = dt.datetime(day.year, day.month, day.day, 4, tzinfo=dt.UTC)
        times = iter(noon + dt.timedelta(seconds=k) for k in range(10_000))
        monkeypatch.setattr(runs, "utc_now", lambda: next(times))
        monkeypatch.setattr(Project, "today", lambda self: day)

    return set_day


def load(office: Any, folder: Path, files: dict[str, str], *names: str) -> None:
    """Load these files, all or some, under the same names as ever."""
    folder.mkdir(exist_ok=True)
    for name in names or files:
        (folder / f"{name}.csv").write_text(files[name], encoding="utf-8")
    office.run("load", *(folder / f"{name}.csv" for name in names or files))


def known(office: Any, as_of: dt.date) -> dict[str, bytes]:
    """What every command prints of a day."""
    at = ("--as-of", as_of.isoformat(), "--format", "json")
    printed = {command: office.run(command, *at).stdout_bytes for command in COMMANDS}
    return printed | {"explain": office.run("explain", "5-2-301", *at).stdout_bytes}


def test_a_second_load_changes_nothing_of_what_was_known_before_it(
    any_office: Any, clock: Clock, tmp_path: Path
) -> None:
    clock(FIRST)
    load(any_office, tmp_path / "sheets", BEFORE)
    clock(NOW)
    before = {day: known(any_office, day) for day in (dt.date(2026, 2, 15), BETWEEN)}
    clock(SECOND)
    load(any_office, tmp_path / "sheets", AFTER)
    clock(NOW)
    assert {day: known(any_office, day) for day in before} == before
    assert known(any_office, SECOND)["diagnose"] != before[BETWEEN]["diagnose"]


def test_a_later_word_in_the_same_file_and_on_the_same_day_leaves_the_earlier_one_known(
    office: Any, tmp_path: Path
) -> None:
    load(office, tmp_path / "sheets", BEFORE, "register", "survey", "roster")
    then = office.run("diagnose", "--as-of", BETWEEN.isoformat(), "--format", "json").stdout_bytes
    load(office, tmp_path / "sheets", AFTER, "survey")
    assert office.run("diagnose", "--as-of", BETWEEN.isoformat(), "--format", "json").stdout_bytes == then


def test_a_renewed_opt_in_does_not_erase_the_earlier_one(office: Any, tmp_path: Path) -> None:
    load(office, tmp_path / "sheets", BEFORE)
    asked = [row["intermediary"] for row in office.json("suggest", "--as-of", BETWEEN.isoformat())]
    load(office, tmp_path / "sheets", AFTER, "roster")
    assert any(asked)
    assert [row["intermediary"] for row in office.json("suggest", "--as-of", BETWEEN.isoformat())] == asked


def test_a_word_on_helping_of_another_roster_counts_from_its_own_date(office: Any, tmp_path: Path) -> None:
    load(office, tmp_path / "sheets", BEFORE)
    load(office, tmp_path / "sheets", {"another": BEFORE["roster"].replace("是,2026-01-20", "否,2026-03-05")})
    suggests = {
        day: any(row["intermediary"] for row in office.json("suggest", "--as-of", day))
        for day in ("2026-03-04", "2026-03-06")
    }
    assert suggests == {"2026-03-04": True, "2026-03-06": False}
