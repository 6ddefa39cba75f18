"""A fresh key for the vault: the old one opens nothing any more, nothing is lost whenever it is killed, passphrases."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from socialgraph.cli import main
from socialgraph.errors import KeyMissingError
from socialgraph.office.keeping import rotate
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.sealing import vault_keys
from socialgraph.privacy.texts import FreeTexts
from socialgraph.privacy.vault import Identities, Vault
from socialgraph.project.settings import Project, write_project

NAMES, PHONES = {"p_1": "甲一样"}, {":5:2:301": "13900000013"}
HELD = Identities(NAMES, PHONES)


@pytest.fixture
def project(tmp_path: Path, keys: Keys) -> Project:
    project = write_project(
        tmp_path / "office", handler="甲", purpose="乙", legal_basis="丙", assessment="丁", grievance="戊",
        retention_end=dt.date(2099, 1, 1), lang="en", key_id=keys.key_id,
    )  # fmt: skip
    Vault(project.working_folder(), keys).update(NAMES, PHONES)
    texts = FreeTexts(project.working_folder(), keys)
    texts.reference("请甲一样送水")
    texts.keep()
    return project


def vault_content(project: Project) -> tuple[Identities, set[str]]:
    """What vault and texts give, opened as a later command does."""
    vault_keys._opened.clear()  # as another process, which has opened none
    keys, folder = Keys.load(project.key_id), project.working_folder()
    return Vault(folder, keys).read("test", AuditLog(folder, keys)), {*FreeTexts(folder, keys).as_written().values()}


def run(project: Project, *words: str, **env: str) -> Result:
    return CliRunner(env=env).invoke(main, ["key", *words, "--project", str(project.folder), "--lang", "en"])


def test_after_a_rotation_everything_is_there_and_the_old_key_opens_nothing(
    project: Project, keys: Keys, keys_folder: Path
) -> None:
    before = (project.working_folder() / "vault.enc").read_bytes()
    assert run(project, "rotate").exit_code == 0
    assert vault_content(project)[0] == HELD
    assert (project.working_folder() / "vault.enc").read_bytes() != before
    for path in keys_folder.glob("*.vaultkey"):
        path.unlink()
    with pytest.raises(KeyMissingError):
        vault_content(project)


def test_a_second_rotation_deletes_the_key_of_the_first(project: Project, keys_folder: Path) -> None:
    run(project, "rotate")
    (first,) = keys_folder.glob("*.vaultkey")
    run(project, "rotate")
    (second,) = keys_folder.glob("*.vaultkey")
    assert first != second
    assert vault_content(project) == (HELD, {"请甲一样送水"})


def test_another_projects_key_is_not_deleted(project: Project, keys_folder: Path) -> None:
    other = vault_keys.create_key("ZZZZ")
    run(project, "rotate")
    run(project, "rotate")
    assert (keys_folder / f"{other.key_id}.vaultkey").exists()


@pytest.mark.parametrize("step", ["use_from_now_on", "Vault", "FreeTexts", "remove_others"])
def test_killed_at_any_point_nothing_is_lost(project: Project, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def killed(*_: object, **__: object) -> None:
        raise SystemExit(137)

    rotate.rotate_key(project)
    with monkeypatch.context() as patched:
        patched.setattr(rotate, step, killed)
        with pytest.raises(SystemExit):
            rotate.rotate_key(project)
    assert vault_content(project) == (HELD, {"请甲一样送水"})
    rotate.rotate_key(project)
    assert vault_content(project) == (HELD, {"请甲一样送水"})


def test_what_is_written_after_a_rotation_is_sealed_with_the_new_key(project: Project, keys: Keys) -> None:
    done = rotate.rotate_key(project)
    Vault(project.working_folder(), keys).update({"p_2": "甲二样"}, {})
    assert done.key_id.encode() in (project.working_folder() / "vault.enc").read_bytes()
    assert vault_content(project)[0].names == NAMES | {"p_2": "甲二样"}


def test_with_a_passphrase_the_file_alone_opens_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(project, "rotate", "--passphrase", SOCIALGRAPH_NEW_PASSPHRASE="correct horse").exit_code == 0
    with pytest.raises(KeyMissingError, match="SOCIALGRAPH_PASSPHRASE"):
        vault_content(project)
    monkeypatch.setenv("SOCIALGRAPH_PASSPHRASE", "wrong horse")
    with pytest.raises(KeyMissingError, match="not the passphrase"):
        vault_content(project)
    monkeypatch.setenv("SOCIALGRAPH_PASSPHRASE", "correct horse")
    assert vault_content(project) == (HELD, {"请甲一样送水"})


def test_the_passphrase_stands_in_no_file(project: Project, tmp_path: Path) -> None:
    run(project, "rotate", "--passphrase", SOCIALGRAPH_NEW_PASSPHRASE="correct horse")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"correct horse" in path.read_bytes()] == []


def test_without_the_present_passphrase_there_is_no_rotation(project: Project, keys_folder: Path) -> None:
    run(project, "rotate", "--passphrase", SOCIALGRAPH_NEW_PASSPHRASE="correct horse")
    vault_keys._opened.clear()  # as another process, which has opened none
    before = sorted(path.name for path in keys_folder.iterdir())
    assert run(project, "rotate").exit_code == 1
    assert sorted(path.name for path in keys_folder.iterdir()) == before


def test_a_damaged_key_file_is_told_and_damages_nothing(project: Project, keys_folder: Path) -> None:
    rotate.rotate_key(project)
    (path,) = keys_folder.glob("*.vaultkey")
    shutil.copy(path, path.with_suffix(".backup"))
    path.write_text("{", encoding="ascii")
    path.chmod(0o600)
    with pytest.raises(KeyMissingError, match="damaged"):
        vault_content(project)
    path.with_suffix(".backup").replace(path)
    assert vault_content(project)[0] == HELD
