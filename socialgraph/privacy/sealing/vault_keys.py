"""The key that a project's vault is sealed with: the project's own, or since a rotation one in a file of its own.

A rotation makes a fresh secret, which nothing is derived from that was there before: a copy of the key file that
somebody took opens nothing that is sealed afterwards. With a passphrase the secret lies sealed in its file (scrypt,
RFC 7914), so that the file alone opens nothing either.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from socialgraph.errors import KeyMissingError
from socialgraph.files.private import is_open_to_others, make_private_folder, write_private
from socialgraph.messages import reason_of
from socialgraph.privacy.keys import Keys, keys_folder
from socialgraph.privacy.sealing.passphrase import VARIABLE, given_passphrase

MARKER = "vault.key"
_SUFFIX = ".vaultkey"
_SECRET_BYTES, _SALT_BYTES, _NONCE_BYTES = 32, 16, 12
_WORK = 2**15  # of scrypt: some 32 MB and a tenth of a second a try


@dataclass(frozen=True)
class VaultKey:
    """What a sealed file is opened with; its id stands in the head of the file."""

    key_id: str
    secret: bytes = field(repr=False)


_opened: dict[Path, VaultKey] = {}  # a passphrase is asked for once a command


def current_key(folder: Path, keys: Keys) -> VaultKey:
    """The key that the files of a working folder are sealed with from now on."""
    try:
        named = (folder / MARKER).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        named = ""
    return key_named(named or keys.key_id, keys)


def key_named(key_id: str, keys: Keys) -> VaultKey:
    """The key of that id.

    Raises
    ------
    KeyMissingError
        If its file is not there, damaged or readable by others, or its passphrase is missing or wrong.
    """
    if key_id == keys.key_id:
        return VaultKey(key_id, keys.vault)
    path = _path(key_id)
    if Path(key_id).name != key_id or not path.is_file():
        raise KeyMissingError("key.missing", key=key_id, folder=keys_folder())
    if path not in _opened:
        _opened[path] = _read(path, key_id)
    return _opened[path]


def create_key(project: str, passphrase: str = "") -> VaultKey:
    """Make a key for the project of that code; it needs a backup as the project's own key does."""
    key = VaultKey(secrets.token_hex(6), secrets.token_bytes(_SECRET_BYTES))
    content: dict[str, Any] = {
        "key_id": key.key_id,
        "project": project,
        "created_at": datetime.now(UTC).isoformat(timespec="microseconds"),
    }
    if passphrase:
        salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
        sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, key.secret, key.key_id.encode("ascii"))
        content |= {"salt": _text(salt), "sealed": _text(nonce + sealed)}
    else:
        content["secret"] = _text(key.secret)
    make_private_folder(keys_folder())
    write_private(_path(key.key_id), (json.dumps(content, indent=1) + "\n").encode("ascii"))
    _opened[_path(key.key_id)] = key
    return key


def use_from_now_on(folder: Path, key: VaultKey) -> None:
    """Name the key of a working folder."""
    write_private(folder / MARKER, key.key_id.encode("ascii"))


def remove_others(project: str, kept: str) -> int:
    """Delete this project's keys but the one of the id `kept`; how many there were. Nothing is sealed with them."""
    removed = 0
    for path in keys_folder().glob(f"*{_SUFFIX}"):
        if path.stem != kept and _content(path).get("project") == project:
            path.unlink(missing_ok=True)
            _opened.pop(path, None)
            removed += 1
    return removed


def is_known(key_id: str) -> bool:
    """Whether there is a key file of that id."""
    return Path(key_id).name == key_id and _path(key_id).is_file()


def _path(key_id: str) -> Path:
    return keys_folder() / f"{key_id}{_SUFFIX}"


def _content(path: Path) -> dict[str, Any]:
    """What a key file says; nothing where it is none."""
    try:
        content = json.loads(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _read(path: Path, key_id: str) -> VaultKey:
    if is_open_to_others(path):
        raise KeyMissingError("key.readable_by_others", path=path)
    try:
        path.read_bytes()
    except OSError as error:
        raise KeyMissingError("key.unreadable", path=path, reason=reason_of(error)) from error
    content = _content(path)
    try:
        if "sealed" not in content:
            return VaultKey(key_id, _bytes(content["secret"]))
        salt, sealed = _bytes(content["salt"]), _bytes(content["sealed"])
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise KeyMissingError("key.damaged", path=path) from error
    try:
        stretched = AESGCM(_stretched(_passphrase(), salt))
        secret = stretched.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], key_id.encode("ascii"))
    except InvalidTag as error:
        raise KeyMissingError("key.wrong_passphrase") from error
    return VaultKey(key_id, secret)


def _passphrase() -> str:
    given = given_passphrase()
    if not given:
        raise KeyMissingError("key.passphrase_needed", variable=VARIABLE)
    return given


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=_SECRET_BYTES, n=_WORK, r=8, p=1).derive(passphrase.encode("utf-8"))


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
