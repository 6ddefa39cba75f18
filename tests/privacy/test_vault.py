"""The vault: sealed, whole after any crash, opened only with its key and never unseen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from socialgraph.errors import InputError, KeyMissingError
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.vault import Identities, Vault

NAMES = {"p_1": "甲一", "p_2": "甲二"}
PHONES = {":5:2:301": "13900000013|13900000014"}


@pytest.fixture
def audit(tmp_path: Path, keys: Keys) -> AuditLog:
    return AuditLog(tmp_path, keys)


@pytest.fixture
def vault(tmp_path: Path, keys: Keys) -> Vault:
    vault = Vault(tmp_path, keys)
    vault.update(NAMES, PHONES)
    return vault


def test_what_was_put_in_comes_out(vault: Vault, audit: AuditLog) -> None:
    assert vault.read("export", audit) == Identities(NAMES, PHONES)


def test_an_unwritten_vault_is_empty(tmp_path: Path, keys: Keys, audit: AuditLog) -> None:
    assert Vault(tmp_path, keys).read("export", audit) == Identities({}, {})


def test_each_reading_is_audited_with_its_reason_and_counts(vault: Vault, audit: AuditLog) -> None:
    vault.read("export", audit)
    entry = audit.entries()[-1]
    assert (entry["event"], entry["reason"], entry["counts"]) == (
        "vault_read",
        "export",
        {"names": 2, "phones": 1},
    )


def test_a_vault_is_not_given_out_when_the_reading_cannot_be_audited(vault: Vault, audit: AuditLog) -> None:
    audit.path.mkdir()
    with pytest.raises(InputError, match="audit"):
        vault.read("export", audit)


def test_names_and_phones_stand_nowhere_in_the_file(vault: Vault) -> None:
    content = vault.path.read_bytes()
    assert [word for word in (*NAMES.values(), *PHONES.values(), *NAMES) if word.encode() in content] == []


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_the_file_is_its_owners_only(vault: Vault) -> None:
    assert vault.path.stat().st_mode & 0o777 == 0o600


def test_an_update_replaces_and_adds_and_removes_nothing(vault: Vault, audit: AuditLog) -> None:
    vault.update({"p_2": "甲三"}, {":5:2:302": "13900000015"})
    assert vault.read("load", audit) == Identities({"p_1": "甲一", "p_2": "甲三"}, PHONES | {":5:2:302": "13900000015"})


def test_the_forgotten_are_gone(vault: Vault, audit: AuditLog) -> None:
    assert vault.forget(["p_1", "p_unknown"], [":5:2:301"]) == 2
    assert vault.read("rights", audit) == Identities({"p_2": "甲二"}, {})


def test_another_key_does_not_open_it(vault: Vault, tmp_path: Path, audit: AuditLog) -> None:
    with pytest.raises(KeyMissingError, match="backup"):
        Vault(tmp_path, Keys.create()).read("export", audit)


def test_another_key_writes_nothing_over_it(vault: Vault, tmp_path: Path, audit: AuditLog) -> None:
    with pytest.raises(KeyMissingError):
        Vault(tmp_path, Keys.create()).update({"p_9": "甲九"}, {})
    assert vault.read("export", audit) == Identities(NAMES, PHONES)


def test_any_changed_byte_is_noticed(vault: Vault, audit: AuditLog) -> None:
    whole = vault.path.read_bytes()
    for place in range(len(whole)):
        vault.path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises((InputError, KeyMissingError)):
            vault.read("export", audit)


def test_any_cut_is_noticed(vault: Vault, audit: AuditLog) -> None:
    whole = vault.path.read_bytes()
    for length in range(len(whole)):
        vault.path.write_bytes(whole[:length])
        with pytest.raises(InputError, match="damaged"):
            vault.read("export", audit)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_while_writing_leaves_the_old_vault(
    vault: Vault, audit: AuditLog, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(os, step, power_cut)
        with pytest.raises(KeyboardInterrupt):
            vault.update({"p_9": "甲九"}, {})
    assert vault.read("export", audit) == Identities(NAMES, PHONES)
    assert [path for path in vault.path.parent.iterdir() if path.suffix == ".part"] == []


def test_equal_contents_are_sealed_differently_each_time(vault: Vault) -> None:
    before = vault.path.read_bytes()
    vault.update({}, {})
    assert vault.path.read_bytes() != before
