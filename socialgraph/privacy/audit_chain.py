"""One link of the audit log's chain: how an entry is hashed and sealed, and how a link is checked."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from socialgraph.messages import Note, note
from socialgraph.privacy.keys import Keys

Entry = dict[str, Any]
START = "0" * 64  # what the first line follows


def sealed_entry(body: Entry, number: int, previous: str, keys: Keys | None) -> Entry:
    """`body` as line `number` after the line whose hash is `previous`."""
    entry = {"line": number, **body, "key_id": keys.key_id if keys else "", "previous": previous}
    entry["hash"] = _hash(entry)
    entry["seal"] = _seal(entry["hash"], keys)
    return entry


def sealed_head(count: int, last_hash: str, keys: Keys | None) -> Entry:
    """How long the log is and how it ends."""
    head: Entry = {"count": count, "hash": last_hash, "key_id": keys.key_id if keys else ""}
    head["seal"] = _seal(f"head {count} {last_hash}", keys)
    return head


def parsed(line: bytes, *needed: str) -> Entry | None:
    """The object of a line, or None where it is none or lacks what is `needed`."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and all(name in entry for name in needed) else None


def written(entry: Entry) -> bytes:
    """The line of an entry."""
    return json.dumps(entry, ensure_ascii=False).encode("utf-8") + b"\n"


def problem_of_link(line: bytes, number: int, previous: str, keys: Keys | None) -> Note | None:
    """What is wrong with line `number`, which should follow `previous`; None if nothing is."""
    entry = parsed(line, "line", "previous", "hash", "seal", "key_id")
    if entry is None:
        return note("audit.changed")
    if entry["line"] != number:
        return note("audit.missing")
    content = {name: value for name, value in entry.items() if name not in ("hash", "seal")}
    ours = keys is not None and entry["key_id"] == keys.key_id
    if entry["hash"] != _hash(content) or (ours and not _same(entry["seal"], _seal(entry["hash"], keys))):
        return note("audit.changed")
    return None if entry["previous"] == previous else note("audit.out_of_order")


def is_sealed_head(head: Entry, keys: Keys) -> bool:
    """Whether this head was written with these keys."""
    return _same(head["seal"], _seal(f"head {head['count']} {head['hash']}", keys)) and head["key_id"] == keys.key_id


def _hash(content: Entry) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def _seal(text: str, keys: Keys | None) -> str:
    return hmac.new(keys.audit, text.encode("utf-8"), hashlib.sha256).hexdigest() if keys else ""


def _same(given: object, right: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode("utf-8"), right.encode("utf-8"))
