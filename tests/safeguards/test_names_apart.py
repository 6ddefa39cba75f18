"""Safeguard: after a load the project folder holds names and phones nowhere but sealed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from socialgraph.cli import main
from socialgraph.office.residents.plain_files import contents
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.vault import Identities, Vault
from socialgraph.project.settings import Project

pytestmark = pytest.mark.slow

SHEETS = {
    "dossiers.csv": "building,door,room,owner_name,phone\n"
    "5,2,301,欧阳样例甲,13900000013\n5,2,302,司徒样例乙,13900000014\n",
    "ties.csv": "ego_name,ego_building,ego_door,ego_room,alter_name,alter_building,alter_door,alter_room,kind\n"
    "欧阳样例甲,5,2,301,司徒样例乙,5,2,302,confidant\n",
    "visits.csv": "date,building,door,room,visitors,mode,result\n2026-08-01,5,2,301,上官样例丙,home,softened\n",
}
# the same, and others, in the office's own words: an offer, a branch, a scope, an activity, names of files and sheets
IN_WORDS = ("诸葛样例丁", "13900000015")
WORDS = {
    "measures.csv": "building,door,room,concern,measure,accepted\n"
    "5,2,301,noise_dust_water,请诸葛样例丁13900000015送水,true\n",
    "people.csv": "name,roles,building,door,room,branch,scope,willing,willing_on\n"
    "司徒样例乙,volunteer,5,2,302,诸葛样例丁支部13900000015,诸葛样例丁家,true,2026-11-01\n",
    "activities.csv": "name,building,door,room,activity,date\n"
    "司徒样例乙,5,2,302,诸葛样例丁生日13900000015,2026-10-01\n",
    "flats.csv": "building,door,room,floor,stack,stack_source\n5,2,301,3,1,drawing\n5,2,302,3,1,drawing\n",
}
SECRETS = ("欧阳样例甲", "司徒样例乙", "上官样例丙", "13900000013", "13900000014")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project into which the sheets were loaded; the sheets themselves lie elsewhere."""
    sheets, folder = tmp_path / "sheets", tmp_path / "project"
    sheets.mkdir()
    for name, text in SHEETS.items():
        (sheets / name).write_text(text, encoding="utf-8")
    purpose = ["--handler", "甲", "--purpose", "乙", "--legal-basis", "丙", "--assessment", "丁"]
    rest = ["--retention-end", "2099-12-31", "--grievance", "戊", "--project", str(folder)]
    for command in (["init", *purpose, *rest], ["load", str(sheets), "--project", str(folder)]):
        result = CliRunner().invoke(main, command, catch_exceptions=False)
        assert result.exit_code == 0, result.output
    return Project.open(folder)


def test_names_and_phones_stand_in_no_file_of_the_project_and_are_in_its_vault(project: Project) -> None:
    files = [path for path in project.folder.rglob("*") if path.is_file()]
    written = [
        secret.encode(encoding) for secret in SECRETS for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
    ]
    guilty = {path.name for path in files if any(word in path.read_bytes() for word in written)}
    assert (len(files) > 5, guilty) == (True, set())
    keys, folder = Keys.load(project.key_id), project.working_folder()
    identities = Vault(folder, keys).read("test", AuditLog(folder, keys))
    assert isinstance(identities, Identities)
    assert {*identities.names.values(), *identities.phones.values()} == set(SECRETS)
    # the scan sees what is not sealed: the pseudonyms of the same people
    contents = [path.read_bytes() for path in files]
    assert [person for person in identities.names if not any(person.encode() in content for content in contents)] == []
    assert [entry["event"] for entry in AuditLog(folder, keys).entries()][-2:] == ["load", "vault_read"]


def test_free_text_and_names_of_files_stand_in_no_file_of_the_project_and_on_no_screen(
    project: Project, tmp_path: Path
) -> None:
    sheets = tmp_path / "诸葛样例丁的表"
    sheets.mkdir()
    for name, text in WORDS.items():
        (sheets / name).write_text(text, encoding="utf-8")
    book = Workbook()
    book.active.title = "诸葛样例丁13900000015"
    for row in (["楼号", "单元", "房号", "业主姓名"], ["5", "2", "302", "诸葛样例丁"]):
        book.active.append(row)
    book.save(sheets / "诸葛样例丁13900000015.xlsx")
    outputs = []
    commands = ["load SHEETS", "diagnose --save", "diagnose --checks", "isolated --save", "suggest --save",
                "assign --save", "plan", "explain 5-2-301", "capital", "audit show", "audit register", "report",
                "export --confirmed-by 测试书记"]  # fmt: skip
    for command in commands:
        words = [str(sheets) if word == "SHEETS" else word for word in command.split()]
        result = CliRunner().invoke(main, [*words, "--project", str(project.folder), "--lang", "en"])
        assert result.exit_code == 0, result.output
        outputs += [] if words[0] == "load" else [result.output]  # `load` tells its user which files it was given
    files = [path for path in project.folder.rglob("*") if path.is_file()]
    written = [word.encode(code) for word in IN_WORDS for code in ("utf-8", "gb18030", "utf-16-le", "utf-16-be")]
    assert [path.name for path in files if any(word in content for content in contents(path) for word in written)] == []
    assert [word for word in IN_WORDS if any(word in text for text in outputs)] == []
    assert any("送水" in text for text in outputs), "the offer is shown, with names and numbers hidden"
    shown = CliRunner().invoke(main, ["rights", "show", "5-2-301", "--project", str(project.folder)])
    assert "送水" in shown.output
