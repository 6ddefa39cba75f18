"""Safeguard: a resident sees, corrects, takes back and erases what is held; afterwards no file of ours holds them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from socialgraph.office.residents import rights
from socialgraph.office.residents.plain_files import contents
from socialgraph.office.session import audit_log, opened_store
from socialgraph.privacy.corrections import without_withdrawn
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.vault import Vault

NAME, PHONE = "户201", "13900000201"


def everything_written(folder: Path) -> bytes:
    return b"\n".join(content for path in sorted(folder.rglob("*")) if path.is_file() for content in contents(path))


def records(office: Any) -> dict[str, pd.DataFrame]:
    with opened_store(office.project) as store:
        return store.read()


def phones(office: Any) -> dict[str, str]:
    vault = Vault(office.project.working_folder(), Keys.load(office.project.key_id))
    return vault.read("test", audit_log(office.project)).phones


def test_show_tells_all_tables_and_the_own_name_but_nobody_else_s(office: Any) -> None:
    shown = rights.show(office.project, "1-201")
    assert {"identity", "dossiers", "stances", "persons", "ties", "measures"} <= set(shown["table"])
    assert {NAME, PHONE} <= set(shown["value"])
    assert not [value for value in shown["value"] if value.startswith("p_")]
    assert {"户101", "户301"}.isdisjoint(shown["value"])


def test_erase_leaves_no_name_and_no_phone_in_any_file(office: Any) -> None:
    office.run("export", "--confirmed-by", "Secretary", "--phones-for", "test")
    office.run("suggest")
    assert NAME[1:].encode() in everything_written(office.project.folder)
    assert PHONE.encode() in everything_written(office.project.folder)  # on the list: whole phones were asked for
    result = office.run("rights", "erase", "1-201", "--yes")
    assert result.exit_code == 0, result.output
    written = everything_written(office.project.folder)
    assert [secret for secret in (NAME, PHONE) if secret.encode() in written] == []
    shown = {
        table
        for table, frame in records(office).items()
        if "household" in frame and ":1::201" in set(frame["household"])
    }
    assert shown == set()


def test_the_log_says_that_somebody_was_erased_and_not_who(office: Any) -> None:
    office.run("rights", "erase", "1-201", "--yes")
    entries = audit_log(office.project).entries()
    assert [entry["stage"] for entry in entries if entry["event"] == "rights_erase"] == ["begun", "done"]
    assert all("201" not in str({**entry, "hash": "", "previous": "", "seal": ""}) for entry in entries)
    assert office.run("audit", "verify").exit_code == 0


def test_erase_asks_first(office: Any) -> None:
    assert office.run("rights", "erase", "1-201").exit_code == 1
    assert PHONE in phones(office).values()


def test_files_of_the_office_that_still_name_the_person_are_told(office: Any) -> None:
    (office.project.folder / "old.csv").write_text(f"姓名\n{NAME}\n", encoding="gb18030")
    done = rights.erase(office.project, "1-201")
    assert [path.name for path in done.still_naming] == ["old.csv"]


def test_erasing_one_person_leaves_the_household(office: Any) -> None:
    rights.erase(office.project, "1-201", NAME)
    assert ":1::201" in set(records(office)["dossiers"]["household"])
    assert NAME not in set(rights.show(office.project, "1-201")["value"])


def test_a_correction_outlasts_the_sheet_that_says_otherwise(office: Any, tmp_path: Path) -> None:
    rights.correct(office.project, "1-201", "occupancy", "rented")
    rights.correct(office.project, "1-201", "phone", "13900009999")
    assert office.run("load", tmp_path / "tables").exit_code == 0
    dossiers = records(office)["dossiers"].set_index("household")
    assert dossiers.loc[":1::201", "occupancy"] == "rented"
    assert phones(office)[":1::201"] == "13900009999"


@pytest.mark.parametrize(("field", "value"), [("occupancy", "palace"), ("phone", "x"), ("flags", "")])
def test_a_value_that_is_none_is_refused(office: Any, field: str, value: str) -> None:
    assert office.run("rights", "correct", "1-201", field, value).exit_code == 1


def test_flags_withdrawn_stay_away_at_the_next_load(office: Any, tmp_path: Path) -> None:
    row = {"building": "1", "room": "201", "owner_name": NAME, "flags": "elderly", "flags_consent_on": "2026-09-01"}
    pd.DataFrame([row]).to_csv(tmp_path / "dossiers.csv", index=False)
    assert office.run("load", tmp_path / "dossiers.csv").exit_code == 0
    assert "elderly" in set(records(office)["dossiers"]["flags"])
    assert office.run("rights", "withdraw", "1-201", "--flags").exit_code == 0
    office.run("load", tmp_path / "dossiers.csv")
    assert "elderly" not in set(records(office)["dossiers"]["flags"])


def test_who_takes_the_offer_to_help_back_is_suggested_no_more(office: Any) -> None:
    before = office.run("suggest", "--format", "csv").output
    assert rights.withdraw_opt_in(office.project, "1-101", "户101") == 1
    after = office.run("suggest", "--format", "csv").output
    assert "1-101" in before
    assert "1-101" not in after


def test_an_offer_taken_back_is_not_made_again_by_the_roster_that_said_it(office: Any, tmp_path: Path) -> None:
    assert rights.withdraw_opt_in(office.project, "1-101", "户101") == 1
    office.run("load", tmp_path / "tables")
    assert "1-101" not in office.run("suggest", "--format", "csv").output


def test_an_offer_made_anew_after_one_was_taken_back_counts() -> None:
    days = {"willing": "true", "willing_on": ["2026-10-02", "2026-10-03"], "opted_out_on": ""}
    people = without_withdrawn(pd.DataFrame({"person": ["p_a", "p_a"], **days}), {"p_a\x1fopted_out_on": "2026-10-02"})
    assert people["willing"].tolist() == ["false", "true"]
    assert people["opted_out_on"].tolist() == ["2026-10-02", "2026-10-02"]


def test_an_erased_household_is_still_left_alone(office: Any, tmp_path: Path) -> None:
    office.run("note", "1-201", "--stop")
    assert office.run("rights", "erase", "1-201", "--yes").exit_code == 0
    office.run("load", tmp_path / "tables")
    assert "1-201" not in office.run("isolated", "--format", "csv").output


def test_a_stop_noted_holds_at_once_and_only_the_household_lifts_it(office: Any, tmp_path: Path) -> None:
    assert "1-201" in office.run("isolated", "--format", "csv").output
    assert office.run("note", "1-201", "--stop").exit_code == 0
    assert "1-201" not in office.run("isolated", "--format", "csv").output
    office.run("load", tmp_path / "tables")
    assert "1-201" not in office.run("isolated", "--format", "csv").output
    assert office.run("rights", "reopen", "1-201", "--confirmed-by", "Secretary").exit_code == 0
    assert "1-201" in office.run("isolated", "--format", "csv").output


def test_a_word_noted_stands_beside_those_of_the_same_day(office: Any) -> None:
    day = ["--on", "2026-10-02"]
    assert office.run("note", "1-201", "--stance", "verbal", *day).exit_code == 0
    words = records(office)["stances"]
    mine = words[(words["household"] == ":1::201") & (words["date"] == "2026-10-02")]
    assert sorted(mine["stance"]) == ["refused", "verbal"]


def test_no_word_of_tomorrow_is_noted(office: Any) -> None:
    tomorrow = office.project.today() + dt.timedelta(1)
    assert office.run("note", "1-201", "--stop", "--on", tomorrow.isoformat()).exit_code == 1


def test_what_was_on_record_before_is_shown_until_it_is_erased(office: Any, tmp_path: Path) -> None:
    survey = "楼号,房号,产权人,是否同意改造,摸排日期\n1,201,户201,{word},2026-10-03\n"
    for word in ("犹豫", "同意已签"):
        (tmp_path / "again.csv").write_text(survey.format(word=word), encoding="utf-8")
        assert office.run("load", tmp_path / "again.csv").exit_code == 0
    rows_shown = rights.show(office.project, "1-201").to_dict("records")
    ended = {row["row"] for row in rows_shown if row["table"] == "stances" and row["field"] == "until"}
    values = {row["value"] for row in rows_shown if row["table"] == "stances" and row["row"] in ended}
    assert "hesitant" in values


def test_what_one_sheet_says_otherwise_than_another_is_shown_and_erased_too(office: Any, tmp_path: Path) -> None:
    for name, word, phone in (("one.csv", "出租", "13900000208"), ("two.csv", "空置", "13900000209")):
        text = f"楼号,房号,产权人,联系电话,居住状态,摸排日期\n1,201,户201,{phone},{word},2026-10-03\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert office.run("load", tmp_path / name).exit_code == 0
    shown = rights.show(office.project, "1-201")
    assert {"rented", "vacant", "13900000208"} <= set("|".join(shown["value"]).split("|"))
    rights.erase(office.project, "1-201")
    assert b"13900000208" not in everything_written(office.project.folder)
    with opened_store(office.project) as store:
        assert all(
            ":1::201" not in set(frame["household"]) for frame in store.read_sayings().values() if "household" in frame
        )
