"""Key files: one secret a file, from which every pseudonym, digest, seal and audit hash is derived.

A key lies in the user's configuration folder (or where `$SOCIALGRAPH_KEYS` says), never in the project folder:
who copies a project cannot read its names. The projects of one office share a key, so that the same resident has
the same pseudonym in each of them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from socialgraph.errors import KeyMissingError
from socialgraph.files.private import is_open_to_others, make_private_folder, write_private
from socialgraph.messages import reason_of

KEYS_VARIABLE = "SOCIALGRAPH_KEYS"
_SECRET_BYTES = 32
_PURPOSES = ("pseudonyms", "digests", "vault", "audit", "snapshot")


class Keys:
    """One secret and the subkeys derived from it (HKDF-SHA256, RFC 5869), each for one purpose.

    Attributes
    ----------
    key_id : names the key file; a digest of the secret, so that a file can be checked against its name.
    pseudonyms, digests, vault, audit, snapshot : subkeys of 32 bytes.
    """

    def __init__(self, secret: bytes, key_id: str | None = None) -> None:
        self.key_id = key_id or _id_of(secret)
        subkeys = {purpose: _derive(secret, purpose) for purpose in _PURPOSES}
        self.pseudonyms, self.digests = subkeys["pseudonyms"], subkeys["digests"]
        self.vault, self.audit, self.snapshot = subkeys["vault"], subkeys["audit"], subkeys["snapshot"]

    def __repr__(self) -> str:
        return f"Keys({self.key_id!r})"  # a traceback or a log line must not hold the secret

    @classmethod
    def ensure(cls, key_id: str | None = None) -> Keys:
        """Load `key_id`; without one, the oldest key of the keys folder, or a new key where there is none.

        Raises
        ------
        KeyMissingError
            If `key_id` is not there, damaged, or readable by others.
        """
        if key_id:
            return cls.load(key_id)
        if not _key_files():
            cls.create()
        # read again: of two first commands started together both go on with the same, older key
        return cls.load(_oldest())

    @classmethod
    def usual(cls) -> Keys:
        """The key that this user's projects have; where there is none, `unkeyed`. Makes no file."""
        return cls.load(_oldest()) if _key_files() else cls.unkeyed()

    @classmethod
    def create(cls) -> Keys:
        """Make a new key file (`init --new-key`). It needs a backup: nothing else opens the vault."""
        secret = secrets.token_bytes(_SECRET_BYTES)
        keys = cls(secret)
        content = {
            "key_id": keys.key_id,
            "created_at": datetime.now(UTC).isoformat(timespec="microseconds"),
            "secret": base64.b64encode(secret).decode("ascii"),
        }
        folder = make_private_folder(keys_folder())
        write_private(folder / f"{keys.key_id}.key", (json.dumps(content, indent=1) + "\n").encode("ascii"))
        return keys

    @classmethod
    def load(cls, key_id: str) -> Keys:
        """Read the key file of `key_id`.

        Raises
        ------
        KeyMissingError
            If it is not there, damaged, or readable by others.
        """
        if not key_id:
            raise KeyMissingError("key.not_named")
        path = keys_folder() / f"{key_id}.key"
        if Path(key_id).name != key_id or not path.is_file():
            raise KeyMissingError("key.missing", key=key_id, folder=keys_folder())
        _, secret = _read(path)
        if _id_of(secret) != key_id:
            raise _damaged(path)
        return cls(secret)

    @classmethod
    def unkeyed(cls) -> Keys:
        """A fixed key that everybody knows, for tables in memory: its pseudonyms are NOT private."""
        return cls(hashlib.sha256(b"socialgraph: public key of Town.from_tables").digest(), "unkeyed")


def _oldest() -> str:
    return min((_read(path)[0], path.stem) for path in _key_files())[1]


def keys_folder() -> Path:
    """Where key files lie: `$SOCIALGRAPH_KEYS`, else `socialgraph/keys` of the user's configuration."""
    chosen = os.environ.get(KEYS_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    if os.name == "nt":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "socialgraph" / "keys"


def keyed_text(key: bytes, *parts: str) -> str:
    """The first 64 bits of HMAC-SHA256 of `parts`, as 16 hexadecimal digits."""
    return hmac.digest(key, "\x1f".join(parts).encode("utf-8"), "sha256")[:8].hex()


def _derive(secret: bytes, purpose: str) -> bytes:
    info = f"socialgraph/1/{purpose}".encode("ascii")
    return HKDF(algorithm=SHA256(), length=_SECRET_BYTES, salt=None, info=info).derive(secret)


def _id_of(secret: bytes) -> str:
    return _derive(secret, "key id").hex()[:12]


def _key_files() -> list[Path]:
    return sorted(keys_folder().glob("*.key"))


def _read(path: Path) -> tuple[str, bytes]:
    """When the key was made, and its secret."""
    if is_open_to_others(path):
        raise KeyMissingError("key.readable_by_others", path=path)
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        created_at, secret = str(content["created_at"]), base64.b64decode(content["secret"], validate=True)
    except OSError as error:
        raise KeyMissingError("key.unreadable", path=path, reason=reason_of(error)) from error
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise _damaged(path) from error
    if len(secret) != _SECRET_BYTES:
        raise _damaged(path)
    return created_at, secret


def _damaged(path: Path) -> KeyMissingError:
    return KeyMissingError("key.damaged", path=path)
