"""Safeguard: after a load the project folder holds names and phones nowhere but sealed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from socialgraph.cli import main
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
