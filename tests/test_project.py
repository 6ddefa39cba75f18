"""The project file: what it takes, what it refuses and how it says so."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialgraph.errors import InputError, ProjectError
from socialgraph.project.file import FILE_NAME, toml_text
from socialgraph.project.settings import NumberingSettings, Project, StoreChoice, write_project
from socialgraph.schema.policy import Policy
from socialgraph.store import StoreSettings

PURPOSE: dict[str, Any] = {
    "handler": "示例街道办事处",
    "purpose": "老旧管线更新的入户沟通",
    "legal_basis": "个人信息保护法第十三条第一款第三项",
    "assessment": "PIA-2026-001",
    "retention_end": date(2099, 12, 31),
    "grievance": "社区服务站，12345",
}


def refused(folder: Path, text: str) -> str:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError) as raised:
        Project.open(folder)
    return str(raised.value)


def test_a_written_project_opens_with_every_field(tmp_path: Path) -> None:
    written = write_project(
        tmp_path / "new",
        **PURPOSE,
        name="新风里",
        lang="en",
        policy=Policy(consent="signed", stack="bypass", timezone="Asia/Urumqi", contacts_per_30_days=1),
        store=StoreChoice("neo4j", "bolt://127.0.0.1:7687", "neo4j", "town", "TOWN_PASSWORD"),
        key_id="0123456789ab",
        numbering={"新风里": NumberingSettings(3, (4, 14)), 'a"b\\.c': NumberingSettings({"5": 2, "甲5": 3})},
    )
    assert Project.open(tmp_path / "new") == written
    assert dataclasses.asdict(written) | PURPOSE == dataclasses.asdict(written)
    assert written.numbering["新风里"] == NumberingSettings(3, (4, 14))


def test_a_missing_project_says_init(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="socialgraph init"):
        Project.open(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[project]\nname = "a"\nlang = zh', "line 3"),
        ("[purposes]\nhandler = 'a'", "[purposes]"),
        ("[purpose]\nhandle = 'a'", "handle"),
        ("[purpose]\nhandler = 3", "[purpose] handler"),
        ("[purpose]\nretention_end = 'next year'", "2027-12-31"),
        ("[project]\nlang = 'fr'", "zh, en"),
        ("[policy]\nconsent = 'all'", "agreed, signed"),
        ("[policy]\ndays_between_contacts = -1", "days_between_contacts"),
        ("[policy]\ncontacts_per_30_days = true", "contacts_per_30_days"),
        ("[policy]\ntimezone = 'Mars/Base'", "timezone"),
        ("[store]\nkind = 'sqlite'", "embedded, neo4j"),
        ("[store]\npassword_variable = 'not a name'", "password_variable"),
        ("[numbering.'新风里']\nskipped_floors = ['4']", "skipped_floors"),
        ("[numbering]\nflats_per_floor = 3", "a table"),
        ("[numbering.'新风里']\nflats_per_floor = {'5' = 'two'}", "by building"),
        ("[policy]\ncontacts_per_30_days = 0", "at least 1"),
        ("purpose = 'a'", "a table"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    assert named in refused(tmp_path, text)


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    message = refused(tmp_path, "[store]\npassword = 'hunter2'")
    assert "password_variable" in message
    assert "hunter2" not in message


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes("[project]\nname = '新风里'".encode("gb18030"))
    with pytest.raises(ProjectError, match="UTF-8"):
        Project.open(tmp_path)


def test_a_file_saved_by_notepad_opens(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("[project]\r\nname = '新风里'\r\n", encoding="utf-8-sig", newline="")
    assert Project.open(tmp_path).name == "新风里"


@pytest.mark.parametrize("field", PURPOSE)
def test_exactly_the_missing_purpose_field_is_named(tmp_path: Path, field: str) -> None:
    project = write_project(tmp_path, **{name: value for name, value in PURPOSE.items() if name != field})
    with pytest.raises(ProjectError, match=rf"\[purpose\]: {field};"):
        project.require_purpose()


def test_a_purpose_of_blanks_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="handler"):
        write_project(tmp_path, **PURPOSE | {"handler": "  "}).require_purpose()


def test_a_complete_purpose_lets_work_go_on(tmp_path: Path) -> None:
    write_project(tmp_path, **PURPOSE).require_purpose()


def test_the_last_day_of_retention_is_still_allowed(tmp_path: Path) -> None:
    project = write_project(tmp_path, **PURPOSE)
    project.changed(retention_end=project.today()).require_purpose()


def test_after_the_retention_nothing_goes_on(tmp_path: Path) -> None:
    project = write_project(tmp_path, **PURPOSE)
    ended = project.changed(retention_end=project.today() - timedelta(days=1))
    with pytest.raises(ProjectError, match="retention_end"):
        ended.require_purpose()


def test_a_project_is_not_overwritten_unless_asked(tmp_path: Path) -> None:
    write_project(tmp_path, name="old")
    with pytest.raises(ProjectError, match="exists already"):
        write_project(tmp_path, name="new")
    assert write_project(tmp_path, name="new", overwrite=True).name == "new"


def test_a_value_that_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="password_variable"):
        write_project(tmp_path, store=StoreChoice(password_variable="not a name"))
    assert not (tmp_path / FILE_NAME).exists()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = write_project(tmp_path, name="old")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(InputError, match="No space left"):
        project.changed(name="new")
    assert Project.open(tmp_path).name == "old"
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_changing_one_field_keeps_the_others(tmp_path: Path) -> None:
    project = write_project(tmp_path, **PURPOSE, numbering={"新风里": NumberingSettings(2)})
    assert project.changed(key_id="abc") == dataclasses.replace(project, key_id="abc")


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_the_working_folder_is_its_owners_only(tmp_path: Path) -> None:
    (tmp_path / ".socialgraph").mkdir(mode=0o755)
    assert write_project(tmp_path).working_folder().stat().st_mode & 0o777 == 0o700


def test_one_number_of_flats_a_floor_holds_for_every_building(tmp_path: Path) -> None:
    numbering = write_project(tmp_path, numbering={"新风里": NumberingSettings(3, (4,))}).room_numbering()
    assert numbering["flats_per_floor"].get("5", 0) == 3
    assert numbering["skipped_floors"] == {4}


def test_flats_a_floor_may_differ_by_building(tmp_path: Path) -> None:
    numbering = write_project(tmp_path, numbering={"新风里": NumberingSettings({"5": 2})}).room_numbering()
    assert (numbering["flats_per_floor"].get("5", 0), numbering["flats_per_floor"].get("6", 0)) == (2, 0)


def test_compounds_numbered_differently_are_loaded_one_by_one(tmp_path: Path) -> None:
    project = write_project(tmp_path, numbering={"东里": NumberingSettings(2), "西里": NumberingSettings(3)})
    with pytest.raises(ProjectError, match="differently"):
        project.room_numbering()


def test_the_store_lies_in_the_project_folder(tmp_path: Path) -> None:
    settings = StoreSettings(**write_project(tmp_path).store_settings())
    assert settings.working_folder == write_project(tmp_path, overwrite=True).working_folder()


def test_the_embedded_engine_needs_no_password(tmp_path: Path) -> None:
    settings = write_project(tmp_path).store_settings()
    assert (settings["kind"], settings["password"]) == ("embedded", "")


def test_the_password_comes_from_the_named_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choice = StoreChoice("neo4j", "bolt://127.0.0.1:7687", "neo4j", password_variable="TOWN_PASSWORD")
    project = write_project(tmp_path, store=choice)
    monkeypatch.setenv("TOWN_PASSWORD", "s3cret")
    assert project.store_settings()["password"] == "s3cret"
    assert "s3cret" not in (tmp_path / FILE_NAME).read_text(encoding="utf-8")


def test_an_unset_password_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOWN_PASSWORD", raising=False)
    choice = StoreChoice("neo4j", "bolt://127.0.0.1:7687", "neo4j", password_variable="TOWN_PASSWORD")
    with pytest.raises(ProjectError, match="TOWN_PASSWORD"):
        write_project(tmp_path, store=choice).store_settings()


def test_a_server_without_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="uri, user"):
        write_project(tmp_path, store=StoreChoice("neo4j")).store_settings()


@given(st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), st.text() | st.integers() | st.dates()))
def test_whatever_is_written_is_read_back(values: dict[str, object]) -> None:
    assert tomllib.loads(toml_text({"purpose": values})) == {"purpose": values}


def test_what_an_analyst_noted_in_the_file_outlives_a_change_by_a_command(tmp_path: Path) -> None:
    project = write_project(tmp_path, handler="示范街道")
    file = tmp_path / FILE_NAME
    file.write_text(file.read_text(encoding="utf-8").replace("[policy]", "# 会议纪要第3号\n[policy]"), encoding="utf-8")
    project.changed(key_id="k2")
    text = file.read_text(encoding="utf-8")
    assert ("# 会议纪要第3号" in text, 'id = "k2"' in text) == (True, True)
