"""Key files: found, made, shared between projects, refused when open to others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from socialgraph.errors import KeyMissingError
from socialgraph.privacy.keys import KEYS_VARIABLE, Keys, keys_folder

posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


def subkeys(keys: Keys) -> list[bytes]:
    return [keys.pseudonyms, keys.digests, keys.vault, keys.audit]


def test_a_key_loaded_again_is_the_same_key(keys: Keys) -> None:
    assert subkeys(Keys.load(keys.key_id)) == subkeys(keys)


def test_each_purpose_has_a_subkey_of_its_own(keys: Keys) -> None:
    assert len(set(subkeys(keys))) == 4


def test_two_projects_of_one_office_share_the_oldest_key(keys_folder: Path) -> None:
    first = Keys.ensure()
    Keys.create()
    assert Keys.ensure().key_id == first.key_id


def test_a_new_key_is_another_key(keys: Keys) -> None:
    assert not set(subkeys(Keys.create())) & set(subkeys(keys))


@posix_only
def test_key_file_and_folder_are_their_owners_only(keys: Keys, keys_folder: Path) -> None:
    file = keys_folder / f"{keys.key_id}.key"
    assert (file.stat().st_mode & 0o777, keys_folder.stat().st_mode & 0o777) == (0o600, 0o700)


@posix_only
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_open_to_others_is_refused(keys: Keys, keys_folder: Path, mode: int) -> None:
    (keys_folder / f"{keys.key_id}.key").chmod(mode)
    with pytest.raises(KeyMissingError, match="chmod 600"):
        Keys.load(keys.key_id)


def test_a_missing_key_names_backup_and_new_key(keys_folder: Path) -> None:
    with pytest.raises(KeyMissingError, match=r"backup.*init --new-key"):
        Keys.ensure("0123456789ab")


@pytest.mark.parametrize("key_id", ["../0123456789ab", "/etc/passwd"])
def test_a_key_id_is_no_path(keys: Keys, key_id: str) -> None:
    with pytest.raises(KeyMissingError):
        Keys.load(key_id)


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"created_at": "x", "secret": "!"}', "\u94a5"])
def test_a_damaged_key_file_is_named(keys: Keys, keys_folder: Path, content: str) -> None:
    (keys_folder / f"{keys.key_id}.key").write_text(content, encoding="utf-8")
    with pytest.raises(KeyMissingError, match="damaged"):
        Keys.load(keys.key_id)


def test_a_key_file_of_another_key_is_damaged(keys: Keys, keys_folder: Path) -> None:
    other = Keys.create()
    (keys_folder / f"{other.key_id}.key").replace(keys_folder / f"{keys.key_id}.key")
    with pytest.raises(KeyMissingError, match="damaged"):
        Keys.load(keys.key_id)


def test_keys_lie_in_the_users_configuration_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEYS_VARIABLE, raising=False)
    for variable in ("XDG_CONFIG_HOME", "APPDATA", "HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    assert tmp_path in keys_folder().parents
    assert keys_folder().parts[-2:] == ("socialgraph", "keys")


def test_the_key_for_tables_in_memory_is_always_the_same() -> None:
    assert Keys.unkeyed().pseudonyms == Keys.unkeyed().pseudonyms


def test_a_printed_key_shows_no_secret(keys: Keys) -> None:
    assert repr(keys) == f"Keys({keys.key_id!r})"
