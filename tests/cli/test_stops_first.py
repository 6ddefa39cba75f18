"""Nobody on a list who asked to be left alone: whatever was loaded when, killed, or loaded in between."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from socialgraph.errors import StoreError
from socialgraph.office import export
from socialgraph.office.session import opened_store
from socialgraph.project.settings import Project
from socialgraph.store.store import Store

_OTHER_NAME = {"301,KL-1,孟丁": "301,KL-1,孟戊", "孟丁(5-2-301)": "孟戊(5-2-301)"}


@pytest.fixture
def landlord(office: Any, fixtures: Path) -> Any:
    """Four flats; 5-2-301 refuses, and its owner may be the volunteer of 5-2-401."""
    office.load(fixtures / "cases" / "n10")
    return office


def file(folder: Path, name: str, *lines: str) -> Path:
    """A CSV file of these lines."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def volunteers(office: Any, flat: str) -> list[str]:
    """Who is suggested for a flat."""
    return [row["intermediary_flat"] for row in office.json("suggest") if row["flat"] == flat and row["intermediary"]]


def test_the_owner_is_never_asked_to_talk_with_himself(landlord: Any) -> None:
    assert volunteers(landlord, "5-2-301") == []


def test_perhaps_one_person_is_listed_to_be_confirmed(landlord: Any) -> None:
    (row,) = (row for row in landlord.json("diagnose", "--checks") if row["check"] == "perhaps_same_person")
    assert {row["flat"], row["other"]} == {"5-2-301", "5-2-401"}


def assigned(office: Any) -> list[str]:
    """The flats to which `assign` sends somebody."""
    return [row["flat"] for row in office.json("assign") if row["intermediary"]]


def test_no_assignment_sends_the_owner_to_himself_but_another_may_go(landlord: Any, tmp_path: Path) -> None:
    assert assigned(landlord) == []
    other_volunteer(landlord, tmp_path / "x")
    assert assigned(landlord) == ["5-2-301"]
    assert volunteers(landlord, "5-2-301") == ["5-2-201"]


def test_a_namesake_without_the_same_phone_is_another_person(office: Any, fixtures: Path, tmp_path: Path) -> None:
    load_with_survey(office, fixtures, tmp_path / "n10", {"301,KL-1,孟丁,13900000004": "301,KL-1,孟丁,13900000009"})
    assert volunteers(office, "5-2-301") == ["5-2-401"]


def test_a_volunteer_s_phone_that_only_the_roster_gives_is_compared_too(
    office: Any, fixtures: Path, tmp_path: Path
) -> None:
    written = {"401,KL-2,孟丁,13900000004": "401,KL-2,孟丁,", "可联系户数": "可联系户数,手机"}
    load_with_survey(office, fixtures, tmp_path / "n10", {**written, "2026-10-20,3": "2026-10-20,3,13900000004"})
    assert volunteers(office, "5-2-301") == []


def test_whose_phone_is_the_household_s_is_not_asked_to_talk_with_it_whatever_the_name(
    office: Any, fixtures: Path, tmp_path: Path
) -> None:
    load_with_survey(office, fixtures, tmp_path / "n10", _OTHER_NAME)
    assert volunteers(office, "5-2-301") == []


def test_a_phone_that_many_households_gave_is_nobody_s(office: Any, fixtures: Path, tmp_path: Path) -> None:
    one_phone = {"13900000001": "13900000004", "13900000002": "13900000004"}
    load_with_survey(office, fixtures, tmp_path / "n10", _OTHER_NAME | one_phone)
    assert volunteers(office, "5-2-301") == ["5-2-401"]


def load_with_survey(office: Any, fixtures: Path, folder: Path, written: dict[str, str]) -> None:
    """Load the case with these parts of its survey written otherwise."""
    for path in (fixtures / "cases" / "n10").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        for old, new in written.items():
            text = text.replace(old, new)
        file(folder, path.name, text.rstrip())
    office.load(folder)


@pytest.mark.parametrize("turned", [False, True])
def test_a_phone_that_another_sheet_replaced_is_compared_too(landlord: Any, tmp_path: Path, turned: bool) -> None:
    other = file(tmp_path / "x", "电话.csv", "楼号,单元,房号,产权人,联系电话", "5,2,301,孟丁,13900000009")
    landlord.load(other)
    if turned:
        landlord.load(Path(__file__).parents[1] / "fixtures" / "cases" / "n10" / "survey.csv")
    assert volunteers(landlord, "5-2-301") == []


@pytest.mark.parametrize("first", ["roster", "party"])
def test_whom_a_list_without_addresses_calls_dead_is_asked_nothing(landlord: Any, tmp_path: Path, first: str) -> None:
    party = file(tmp_path / "party", "党员.csv", "姓名,身份,备注", "孟 乙,党员,已去世", "孟己,党员,")
    if first == "party":
        landlord.load(party)
    other_volunteer(landlord, tmp_path / "x")
    if first == "roster":
        landlord.load(party)
    assert volunteers(landlord, "5-2-301") == []
    file(tmp_path / "party", "党员.csv", "姓名,身份,备注", "孟己,党员,")
    landlord.load(party)
    assert volunteers(landlord, "5-2-301") == ["5-2-201"]


def other_volunteer(office: Any, folder: Path) -> None:
    """孟乙 of 5-2-201, whom 5-2-301 trusts, helps too."""
    lines = ("姓名,楼号,单元,房号,身份,是否愿意参与,登记日期,可联系户数", "孟乙,5,2,201,志愿者,是,2026-11-20,3")
    office.load(file(folder, "more.csv", *lines))


def test_a_stop_loaded_after_the_list_voids_its_row_and_is_said(landlord: Any, tmp_path: Path) -> None:
    other_volunteer(landlord, tmp_path / "x")
    landlord.run("export", "--confirmed-by", "测试书记")
    visits = file(tmp_path / "x", "走访.csv", "日期,楼号,单元,房号,走访人,结果", "2026-11-21,5,2,301,小李,不要再来")
    message = landlord.run("load", visits).stderr
    assert "L2" in message
    assert "1" in message
    with opened_store(Project.open(landlord.folder)) as store:
        lists = store.read(["assignments"])["assignments"]
    assert set(lists["state"]) == {"void"}


def test_a_stop_that_means_nobody_known_stands_in_the_way_of_every_list(landlord: Any, tmp_path: Path) -> None:
    other_volunteer(landlord, tmp_path / "x")
    table = "compound,building,door,room,name,reason,held_on"
    path = file(tmp_path / "holds", "holds.csv", table, ",,,,,unresolved_stop,2026-11-20")
    landlord.run("load", path)
    for command in (["assign"], ["export", "--confirmed-by", "测试书记"]):
        assert "1" in landlord.run(*command, code=1).stderr
    file(tmp_path / "holds", "holds.csv", table, ",5,2,101,,unresolved_stop,2026-11-20")
    landlord.run("load", path)
    landlord.run("assign")


def test_a_stop_that_finds_no_household_is_the_first_line_of_the_report(landlord: Any, tmp_path: Path) -> None:
    visits = file(tmp_path / "x", "走访.csv", "日期,楼号,房号,走访人,结果", "2026-11-21,5,909,小李,不要再来")
    assert "不在房屋台账里" in landlord.run("load", visits).output.splitlines()[0]


def test_an_unfinished_load_stands_in_the_way_of_every_list(
    landlord: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_volunteer(landlord, tmp_path / "x")
    visits = file(tmp_path / "x", "走访.csv", "日期,楼号,单元,房号,走访人,结果", "2026-11-21,5,2,301,小李,不要再来")
    with monkeypatch.context() as killed:
        killed.setattr("socialgraph.store.writing.Writer._flats", _killed)
        landlord.run("load", visits, code=1)
    for command in (["assign"], ["export", "--confirmed-by", "测试书记"]):
        landlord.run(*command, code=1)
    with opened_store(Project.open(landlord.folder)) as store:
        assert store.read(["stops"])["stops"]["household"].tolist() == [":5:2:301"]  # written first
        assert store.read(["visits"])["visits"].empty


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


KILLED_AT = """
import os, signal, sys
from socialgraph.cli import main
from socialgraph.store.writing import Writer
Writer._flats = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
main(["load", *sys.argv[1:]])
"""


def killed(office: Any, folder: Path, script: str) -> Path:
    """The visits, with a stop of 5-2-301, whose load this script kills."""
    visits = file(folder / "x", "走访.csv", "日期,楼号,单元,房号,走访人,结果", "2026-11-21,5,2,301,小李,不要再来")
    words = [sys.executable, "-c", script, str(visits), "--project", str(office.folder)]
    assert subprocess.run(words, check=False, capture_output=True).returncode == -signal.SIGKILL
    return visits


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_load_killed_by_the_system_stands_in_the_way_of_every_list_until_the_next_load_repairs_it(
    landlord: Any, tmp_path: Path
) -> None:
    other_volunteer(landlord, tmp_path / "x")
    visits = killed(landlord, tmp_path, KILLED_AT)
    for command in (["assign"], ["export", "--confirmed-by", "测试书记"]):
        landlord.run(*command, code=1)
    landlord.load(visits)
    assert assigned(landlord) == []  # the one household that somebody could be sent to asked to be left alone
    with opened_store(Project.open(landlord.folder)) as store:
        assert len(store.read(["visits"])["visits"]) == 1


KILLED_BEFORE = """
import os, signal, sys
from socialgraph.cli import main
from socialgraph.office import load
load.read_paths = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
main(["load", *sys.argv[1:]])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_load_killed_before_it_wrote_anything_stands_in_the_way_until_the_same_files_are_loaded(
    landlord: Any, tmp_path: Path
) -> None:
    other_volunteer(landlord, tmp_path / "x")
    visits = killed(landlord, tmp_path, KILLED_BEFORE)
    landlord.run("assign", code=1)
    landlord.load(tmp_path / "x" / "more.csv")
    landlord.run("assign", code=1)
    landlord.load(visits)
    assert assigned(landlord) == []


def test_a_list_is_not_given_out_when_something_was_loaded_while_it_was_made(
    landlord: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_volunteer(landlord, tmp_path / "x")
    built = export.build_rows

    def load_meanwhile(*arguments: Any, **options: Any) -> Any:
        Store.write(stores[0], {}, sources=set())
        return built(*arguments, **options)

    stores: list[Store] = []
    read = Store.last_run
    monkeypatch.setattr(Store, "last_run", lambda self: (stores.append(self), read(self))[1])
    monkeypatch.setattr(export, "build_rows", load_meanwhile)
    with pytest.raises(StoreError):
        export.export_list(Project.open(landlord.folder), confirmed_by="测试书记")
    assert not list(landlord.folder.glob("lists/*"))


def test_another_name_in_a_flat_lifts_no_stop_and_is_said(office: Any, tmp_path: Path) -> None:
    head = "楼号,单元,房号,串号,产权人,联系电话,居住状态,是否同意改造,摸排日期,免打扰"
    asked = file(tmp_path / "s", "survey.csv", head, "5,2,301,KL-1,孟丙,13900000003,自住,不同意,2026-03-01,是")
    office.load(asked)
    file(tmp_path / "s", "survey.csv", head, "5,2,301,KL-1,柳新,13900000009,自住,不同意,2026-03-01,")
    message = office.run("load", asked).stderr
    assert "perhaps_new_household" in message
    assert [row["flat"] for row in office.json("isolated")] == []
    office.run("rights", "reopen", "5-2-301", "--new-household", "--confirmed-by", "测试")
    assert [row["flat"] for row in office.json("isolated")] == ["5-2-301"]


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize("command", ["load", "preview"])
def test_a_wish_of_nobody_known_is_the_first_line_and_says_what_to_do(
    office: Any, cli: Any, tmp_path: Path, command: str, form: str
) -> None:
    file(tmp_path / "in", "survey.csv", "楼号,单元,房号,产权人", "5,2,301,测试丙")
    file(tmp_path / "in", "diary.csv", "日期,内容", "2026-11-01,天气晴", "2026-11-02,王大爷说别再给他打电话了")
    where = ("--project", office.folder) if command == "load" else ("--out", tmp_path / "out")
    first, *others = cli(command, tmp_path / "in", *where, "--format", form, "--lang", "zh").stderr.splitlines()
    assert first == "diary.csv：有几行写着不愿被打扰，但看不出是哪一户：第 3 行。请弄清是谁，连同住址记入走访表。"
    assert not [line for line in others if "不愿被打扰" in line]
