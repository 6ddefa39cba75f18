"""A file of JSON that nobody reads or changes without its key: AES-256-GCM, replaced whole or not at all."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from socialgraph.errors import InputError, KeyMissingError
from socialgraph.files.private import write_private
from socialgraph.messages import reason_of
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.sealing.vault_keys import VaultKey, current_key, is_known, key_named

_NONCE_BYTES = 12


class SealedFile:
    """One sealed file. Its head, a word saying what it is and the id of the key, is sealed with it.

    Parameters
    ----------
    path : of the file.
    keys : it is sealed with their vault subkey, or since a rotation with the key that the folder names.
    kind : the word, such as "vault".
    """

    def __init__(self, path: Path, keys: Keys, kind: str) -> None:
        self.path = path
        self._keys = keys
        self._magic = f"socialgraph {kind} 1\n".encode("ascii")

    def write(self, content: Any) -> None:
        """Replace the file by `content`: after a crash the old file or the new one is there, whole.

        Raises
        ------
        InputError
            If it cannot be written; the old file is untouched.
        """
        packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode("utf-8"))
        key = current_key(self.path.parent, self._keys)
        nonce, head = os.urandom(_NONCE_BYTES), self._head(key)
        write_private(self.path, head + nonce + AESGCM(key.secret).encrypt(nonce, packed, head))

    def read(self) -> Any:
        """The content; None where the file was never written.

        Raises
        ------
        KeyMissingError
            If it was sealed with another key.
        InputError
            If it is damaged or cannot be read.
        """
        try:
            whole = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise InputError("vault.unreadable", file=self.path, reason=reason_of(error)) from error
        key_id, newline, sealed = whole.removeprefix(self._magic).partition(b"\n")
        if not whole.startswith(self._magic) or not newline:
            raise self._damaged()
        key = self._key_of(key_id)
        try:
            packed = AESGCM(key.secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self._head(key))
        except (InvalidTag, ValueError) as error:
            raise self._damaged() from error
        return json.loads(zlib.decompress(packed))

    def _key_of(self, key_id: bytes) -> VaultKey:
        """The key that the head names; a rotation that was killed leaves files of the old and of the new one."""
        if key_id == self._keys.key_id.encode("ascii"):
            return key_named(self._keys.key_id, self._keys)
        if not key_id.isalnum() or not is_known(key_id.decode("ascii")):
            raise KeyMissingError("vault.other_key", file=self.path, key=self._keys.key_id)
        return key_named(key_id.decode("ascii"), self._keys)

    def _head(self, key: VaultKey) -> bytes:
        return self._magic + key.key_id.encode("ascii") + b"\n"

    def _damaged(self) -> InputError:
        return InputError("vault.damaged", file=self.path)
