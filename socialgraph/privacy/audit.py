"""The audit log: who did what, when and to how much, in lines of which none can be changed unseen.

Each line holds the hash of the line before it, and its own hash sealed with the key (HMAC): nobody without the key
can write a last line that `verify` takes, and the last line holds all others fast. How long the log is stands,
sealed too, in a second file, so that lines cut off at the end are missed. No line holds a resident's name or phone.
"""

from __future__ import annotations

import getpass
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePath

from socialgraph.errors import InputError
from socialgraph.files.locks import locked
from socialgraph.files.private import PRIVATE_FILE_MODE, write_private
from socialgraph.messages import Note, note, reason_of
from socialgraph.privacy.audit_chain import (
    START,
    Entry,
    is_sealed_head,
    parsed,
    problem_of_link,
    sealed_entry,
    sealed_head,
    written,
)
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.texts import FreeTexts

FILE_NAME = "audit.jsonl"
HEAD_NAME = "audit.head"
HEAD_MISSING = "audit_head_missing"
DETAILS = ("reason", "run_id", "export_id", "scope", "confirmed_by", "field", "word")
BEGUN, DONE, FAILED = "begun", "done", "failed"
_PRINTED_DIGITS = 8
_PRINTED = re.compile(r"(\d{1,9})-([0-9a-f]{8,64})")


@dataclass(frozen=True)
class Verification:
    """What `AuditLog.verify` found: entries in the log, and the first line with a problem (0 and None: none)."""

    entries: int
    line: int = 0
    problem: Note | None = None


@dataclass(frozen=True)
class Head:
    """How long the log is, and the hash of its last line: what the graph remembers, and what lists print.

    Whoever removes the log, or puts an older copy in its place, has to change these as well.
    """

    entries: int
    hash: str

    def __str__(self) -> str:
        return f"{self.entries}-{self.hash[:_PRINTED_DIGITS]}"

    @classmethod
    def printed(cls, text: str) -> Head:
        """The head as a list prints it, such as `23-1a2b3c4d`.

        Raises
        ------
        InputError
            If it is none.
        """
        match = _PRINTED.fullmatch(text.strip().lower())
        if match is None:
            raise InputError("audit.no_printed_state")
        return cls(int(match[1]), match[2])


@dataclass
class Act:
    """What `AuditLog.act` writes when the act ends: to be filled while it goes on."""

    line: int
    counts: dict[str, int] = field(default_factory=dict)
    files: list[str | PurePath] = field(default_factory=list)
    details: dict[str, str] = field(default_factory=dict)


class AuditLog:
    """`audit.jsonl` of a project's working folder. Without keys its lines are chained, but not sealed."""

    def __init__(self, working_folder: Path, keys: Keys | None) -> None:
        self.path = working_folder / FILE_NAME
        self._head_path = working_folder / HEAD_NAME
        self._lock = working_folder / f"{FILE_NAME}.lock"
        self._keys = keys

    @contextmanager
    def act(self, event: str, files: Iterable[str | PurePath] = (), **details: str) -> Iterator[Act]:
        """Write the intent before the `with` block and its outcome after it, also where it failed or was stopped.

        An intent without an outcome says that the process was killed: what it meant to do may have been done.
        """
        act = Act(self.append(event, stage=BEGUN, files=files, details=details))
        try:
            yield act
        except BaseException:
            with suppress(InputError):  # what went wrong counts, not that a full disk refuses this line too
                self.append(event, stage=FAILED, of=act.line)
            raise
        self.append(event, stage=DONE, of=act.line, counts=act.counts, files=act.files, details=act.details)

    def append(
        self,
        event: str,
        *,
        counts: Mapping[str, int] | None = None,
        files: Iterable[str | PurePath] = (),
        details: Mapping[str, str] | None = None,
        stage: str = "",
        of: int = 0,
    ) -> int:
        """Add a line and return its number when it is on the disk.

        Parameters
        ----------
        event : the command or what it did, e.g. "load", "vault_read", "export".
        counts : how many of what, e.g. {"households": 252}.
        files : files read or written; references to their base names are kept, which may name anybody.
        details : further words under the names of `DETAILS`; never a resident's name.
        stage, of : of an act with intent and outcome: which of them this is, and the line of its intent.

        Raises
        ------
        InputError
            If the line cannot be written: then what it would record must not be done.
        """
        unknown = sorted(set(details or {}) - set(DETAILS))
        if unknown:
            raise TypeError(f"no details of an audit entry: {unknown}")
        body = {
            "event": event,
            "counts": {name: int(count) for name, count in (counts or {}).items()},
            "files": self._references(files),
            **({"stage": stage} if stage else {}),
            **({"of": of} if of else {}),
            **(details or {}),
        }
        try:
            with locked(self._lock):
                self._mend_broken_line()
                lines, head = self._lines(), self._head()
                if head is None:
                    if lines:  # somebody took the head away, perhaps to hide that lines were cut off: say so for good
                        self._write({"event": HEAD_MISSING, "counts": {}, "files": []}, lines, head)
                    else:
                        self._write_head(0, START)
                    lines, head = self._lines(), self._head()
                return self._write(body, lines, head)
        except OSError as error:
            raise InputError("audit.unwritable", folder=self.path.parent, reason=reason_of(error)) from error

    def entries(self) -> list[Entry]:
        """The log's entries as they stand, unverified; lines that are none are left out."""
        return [entry for line in self._lines() if (entry := parsed(line)) is not None]

    def broken_off(self, event: str) -> str:
        """When the first act of a kind began that has no outcome and whose files no later act ended with; "" if none.

        One of everything there is (`full` among its counts) makes up for all before it.
        """
        mark = f'"event": "{event}"'.encode()
        acts = [entry for line in self._lines() if mark in line and (entry := parsed(line)) is not None]
        ended = {entry["of"] for entry in acts if entry.get("of")}
        open_acts: list[tuple[str, set[str]]] = []
        for entry in acts:
            if entry.get("stage") == DONE:
                whole = bool(entry["counts"].get("full"))
                left = [(began, files - {*entry["files"]}) for began, files in open_acts if files]
                open_acts = [] if whole else [(began, files) for began, files in left if files]
            elif entry.get("stage") == BEGUN and entry["line"] not in ended:
                open_acts.append((entry["at"], {*entry["files"]}))
        return open_acts[0][0] if open_acts else ""

    def head(self) -> Head:
        """Length and last hash as the log stands."""
        entries = self.entries()
        return Head(entries[-1]["line"], entries[-1]["hash"]) if entries else Head(0, START)

    def verify(self, known: Sequence[Head] = ()) -> Verification:
        """Check every line, that none is missing at the end, and that the log goes on from each of `known`.

        Without keys the chain alone is checked, which shows slips but no careful forgery.

        Parameters
        ----------
        known : earlier states of this log, from the graph or a printed list.
        """
        chain = self._chain()
        if chain.problem:
            return chain
        for head in sorted(known, key=lambda head: head.entries):
            if problem := self._problem_with(head):
                return Verification(chain.entries, *problem)
        return chain

    def _references(self, files: Iterable[str | PurePath]) -> list[str]:
        """What the log holds of files: references to their names; without a key only what kind of file each is."""
        names = [_as_text(PurePath(file).name) for file in files]
        if self._keys is None:
            return [PurePath(name).suffix for name in names]
        texts = FreeTexts(self.path.parent, self._keys)
        references = [texts.reference(name) for name in names]
        texts.keep()
        return references

    def _problem_with(self, head: Head) -> tuple[int, Note] | None:
        """What is wrong where the log does not contain the earlier state `head` of itself."""
        lines = self._lines()
        if head.entries > len(lines):
            if not lines:
                return 1, note("audit.log_removed")
            return len(lines) + 1, note("audit.older_copy")
        entry = parsed(lines[head.entries - 1], "hash") if head.entries else None
        if entry is not None and not str(entry["hash"]).startswith(head.hash):
            return head.entries, note("audit.log_replaced")
        return None

    def _chain(self) -> Verification:
        lines, previous = self._lines(), START
        for number, line in enumerate(lines, start=1):
            problem = problem_of_link(line, number, previous, self._keys)
            entry = parsed(line) or {}
            if problem and number == len(lines) and self._ends_broken_off():
                problem = note("audit.unfinished")
            elif not problem and entry.get("event") == HEAD_MISSING:
                problem = note("audit.head_taken_away")
            if problem:
                return Verification(len(lines), number, problem)
            previous = entry["hash"]
        return Verification(len(lines), *self._problem_at_the_end(lines))

    def _problem_at_the_end(self, lines: list[bytes]) -> tuple[int, Note | None]:
        head, last = self._head(), len(lines)
        if head is None:
            lost = note("audit.head_missing")
            return (last, lost) if lines else (0, None)
        if head["count"] > last:
            return last + 1, note("audit.cut_off")
        known = (parsed(lines[head["count"] - 1]) or {}).get("hash") if head["count"] else START
        if head["hash"] != known or (self._keys and not is_sealed_head(head, self._keys)):
            return last, note("audit.head_changed")
        if self._keys and lines and (parsed(lines[-1]) or {})["key_id"] != self._keys.key_id:
            return last, note("audit.other_key")
        return 0, None

    def _lines(self) -> list[bytes]:
        content = self.path.read_bytes() if self.path.exists() else b""
        return content.removesuffix(b"\n").split(b"\n") if content else []

    def _head(self) -> Entry | None:
        """The record of the log's length; None where it is missing or was made unreadable."""
        if not self._head_path.exists():
            return None
        head = parsed(self._head_path.read_bytes(), "count", "hash", "key_id", "seal")
        is_whole = head is not None and type(head["count"]) is int and head["count"] >= 0
        return head if is_whole and head is not None and isinstance(head["hash"], str) else None

    def _write(self, body: Entry, lines: list[bytes], head: Entry | None) -> int:
        count, previous = (
            len(lines),
            (parsed(lines[-1], "hash") or {"hash": START})["hash"] if lines else START,
        )
        if head is not None and head["count"] >= count:
            # if lines were cut off, go on from where the log had been, so that the gap shows
            count, previous = head["count"], head["hash"]
        stamp = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "user": _user()}
        entry = sealed_entry(stamp | body, count + 1, previous, self._keys)
        self._append_line(written(entry))
        self._write_head(count + 1, entry["hash"])
        return count + 1

    def _ends_broken_off(self) -> bool:
        return not self.path.read_bytes().endswith(b"\n")

    def _mend_broken_line(self) -> None:
        if not self.path.exists() or not self.path.stat().st_size or not self._ends_broken_off():
            return
        content, head = self.path.read_bytes(), self._head()
        if head is not None and head["count"] <= content.count(b"\n"):
            # a crash broke this entry off, so that what it would record was not done
            os.truncate(self.path, content.rfind(b"\n") + 1)
        else:  # part of a finished entry was cut off: it stays for `verify` to find
            self._append_line(b"\n")

    def _append_line(self, line: bytes) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(self.path, flags, PRIVATE_FILE_MODE)
        with os.fdopen(handle, "ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def _write_head(self, count: int, last_hash: str) -> None:
        write_private(self._head_path, written(sealed_head(count, last_hash, self._keys)))


def _as_text(name: str) -> str:
    """A file's name; bytes that are no text (a name under another code page) become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in some containers
        return ""
