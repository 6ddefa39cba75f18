"""The residents' rights, done: what is held on somebody is shown, put right, withdrawn or erased, and logged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from socialgraph.errors import InputError
from socialgraph.loaders.values.words.dictionary import vocabulary_variants
from socialgraph.office.residents.plain_files import remove_ours, theirs_naming
from socialgraph.office.session import audit_log, free_texts, opened_store, snapshot_path
from socialgraph.office.snapshot import remove_snapshot
from socialgraph.privacy.corrections import WITHDRAWN_ON, corrected, correction_key
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.rights import (
    Subject,
    household_subject,
    known_identity,
    left_after_erasure,
    on_record,
    opt_in_withdrawn,
    person_subject,
)
from socialgraph.privacy.vault import Vault
from socialgraph.schema.addresses import label
from socialgraph.schema.records import RECORDS
from socialgraph.store.disk.guarding import remove_copy

if TYPE_CHECKING:
    from pathlib import Path

    from socialgraph.privacy.audit import AuditLog
    from socialgraph.privacy.vault import Identities
    from socialgraph.project.settings import Project
    from socialgraph.store import Store

SHOWN_COLUMNS = ["table", "row", "field", "value", "sources"]
ANOTHER_PERSON = "(another person)"
_PSEUDONYM = "p_"
_VOCABULARY = {"flags": "household_flag"}
_PHONE = re.compile(r"[0-9][0-9 -]{5,18}(\|[0-9][0-9 -]{5,18})*")


@dataclass(frozen=True)
class Erased:
    """What an erasure did: records and identities gone, files of ours deleted, files of the office that still name."""

    records: int
    identities: int
    deleted: tuple[Path, ...]
    still_naming: tuple[Path, ...]


@dataclass
class _Opened:
    """A project opened for one right of one subject."""

    store: Store
    audit: AuditLog
    vault: Vault
    records: Mapping[str, pd.DataFrame]
    identities: Identities
    subject: Subject


def show(project: Project, flat: str, name: str = "") -> pd.DataFrame:
    """All that is held on a household, or on one person of it, a field a row; others stay unnamed.

    What was on record before and counts only for earlier dates is shown too, with `until`, the day it ended; and what
    one sheet says otherwise than the record that several sheets give.

    Parameters
    ----------
    flat : the household's label; empty for a person known by name only.
    name : the person; empty for the household and everybody in it.

    Returns
    -------
    DataFrame with the columns `SHOWN_COLUMNS`.

    Raises
    ------
    InputError
        If no household, or nobody, is meant, or more than one.
    """
    with _opened(project, "rights_show", flat, name) as opened:
        names = opened.identities.names
        own = known_identity(opened.identities, opened.subject)
        past, sayings = _past(opened.store), opened.store.read_sayings()
    rows = [["identity", number, "name", text, ""] for number, text in enumerate(own.names.values(), start=1)]
    rows += [["identity", 1, "phone", phone, ""] for phone in (*own.phones.values(), *own.further_phones.values())]
    every = {
        name: pd.concat([frame, *(t[name] for t in (past, sayings) if name in t)], ignore_index=True).fillna("")
        for name, frame in opened.records.items()
    }
    for table, frame in on_record(every, opened.subject).items():
        for number, row in enumerate(frame.to_dict("records"), start=1):
            rows += [
                [table, number, str(field), _in_words(str(value), opened.subject, names), str(row["sources"])]
                for field, value in row.items()
                if value != "" and field in (*RECORDS[table].columns, "until") and field != "phone_digest"
            ]
    return pd.DataFrame(rows, columns=SHOWN_COLUMNS)


def _past(store: Store) -> dict[str, pd.DataFrame]:
    """What was on record and is no more, with the day on which it ended as `until`."""
    return {
        name: frame.loc[frame["retired_run"] != ""].rename(columns={"retired_on": "until"})
        for name, frame in store.read_history().items()
        if "retired_run" in frame
    }


def withdraw_opt_in(project: Project, flat: str, name: str) -> int:
    """The person helps no longer, from today on, whatever rosters said before; how many roster rows said otherwise.

    Raises
    ------
    InputError
        If nobody, or more than one person, is meant, or the person is on no roster.
    """
    with _opened(project, "rights_withdraw", flat, name) as opened:
        today = project.today().isoformat()
        rows = opt_in_withdrawn(opened.records, opened.subject, today)
        for person in sorted(opened.subject.persons):
            opened.vault.correct(person, WITHDRAWN_ON, today)
        opened.store.write({"people": rows.assign(sources="")}, sources=set())
    remove_snapshot(snapshot_path(project))
    return len(rows)


def withdraw_flags(project: Project, flat: str) -> int:
    """The household consents no longer to its flags being held: they go for good; how many dossiers had any."""
    with _opened(project, "rights_withdraw", flat) as opened:
        dossiers = opened.records["dossiers"]
        rows = dossiers[dossiers["household"].isin(opened.subject.households) & ~dossiers["flags"].isin(["", "none"])]
        for household in sorted(opened.subject.households):
            opened.vault.correct(household, "flags", "none")
        if len(rows):
            opened.store.write({"dossiers": rows.assign(flags="none", sources="")}, sources=set())
        for household in sorted(opened.subject.households):
            opened.store.forget_former(household, "flags")
    remove_snapshot(snapshot_path(project))
    return len(rows)


def correct(project: Project, flat: str, field: str, value: str) -> None:
    """Put right a field of the household's dossier, now and at every later load of the sheets that say otherwise.

    Parameters
    ----------
    field : one of `schema.correctable.FIELDS`.
    value : a phone number, or codes of the field's vocabulary joined by |.

    Raises
    ------
    InputError
        If no household has that label, it has no dossier, or the value is none of that field.
    """
    if field != "phone":
        known = {*vocabulary_variants()[_VOCABULARY.get(field, field)].values(), "none"}
        if not value or set(value.split("|")) - known:
            raise InputError("rights.no_value", field=field, known=", ".join(sorted(known)))
    elif not _PHONE.fullmatch(value):
        raise InputError("rights.no_phone")
    with _opened(project, "rights_correct", flat) as opened:
        households = sorted(opened.subject.households)
        rows = opened.records["dossiers"]
        rows = rows[rows["household"].isin(households)]
        if rows.empty:
            raise InputError("rights.no_dossier", flat=flat)
        for household in households:
            opened.vault.correct(household, field, value)
        change = {correction_key(household, field): value for household in households}
        rows, phones = corrected(rows, {}, change, Keys.load(project.key_id))
        opened.vault.update({}, phones)
        opened.store.write({"dossiers": rows.assign(sources="")}, sources=set())
    remove_snapshot(snapshot_path(project))


def erase(project: Project, flat: str, name: str = "") -> Erased:
    """Remove a household, or one person: graph, ties, results, vault, snapshot, our plain files, lists given out.

    A wish to be left alone stays at the address, with its day and without its source: only reopening lifts it.
    The log keeps that somebody was erased, and not who. The office's own workbooks are not touched; those in the
    project's folder that still name them are returned.

    Raises
    ------
    InputError
        If no household, or nobody, is meant, or something is left afterwards.
    """
    with _opened(project, "rights_erase", flat, name) as opened:
        subject, known = opened.subject, known_identity(opened.identities, opened.subject)
        n_rows = sum(map(len, on_record(opened.records, subject).values()))
        for household in sorted(subject.households):
            opened.store.erase_household(household)
        for person in sorted(subject.persons):
            opened.store.erase_person(person)
        kept = {name: rows.assign(sources="") for name, rows in _wishes_of(opened.records, subject).items()}
        if kept:
            opened.store.write(kept, sources=set())
        identities = opened.vault.forget(subject.persons, subject.households)
        remove_snapshot(snapshot_path(project))
        remove_copy(project.working_folder())  # of a load that was killed
        history = {name: rows for name, rows in opened.store.read_history().items() if name not in kept}
        left = left_after_erasure(history, opened.vault.read("rights_erase", opened.audit), subject)
        if left:
            raise InputError("rights.left", tables=", ".join(sorted(left)))
    secrets = [*known.names.values(), *known.phones_ever(*known.phones, *known.further_phones)]
    free_texts(project).forget(secrets)
    deleted = remove_ours(project, secrets, label(subject.household) if subject.household else "")
    return Erased(n_rows, identities, deleted, theirs_naming(project, secrets))


def _wishes_of(records: Mapping[str, pd.DataFrame], subject: Subject) -> dict[str, pd.DataFrame]:
    """Stops and holds of an address alone: what protects whoever lives there, and names nobody."""
    found = {name: records[name][records[name]["household"].isin(subject.households)] for name in ("stops", "holds")}
    found["holds"] = found["holds"][found["holds"]["person"] == ""]
    return {name: rows for name, rows in found.items() if len(rows)}


@contextmanager
def _opened(project: Project, event: str, flat: str, name: str = "") -> Iterator[_Opened]:
    """Graph and vault, with intent and outcome in the log: neither says of whom."""
    audit, keys = audit_log(project), Keys.load(project.key_id)
    with opened_store(project) as store, audit.act(event) as act:
        records = store.read(tuple(RECORDS))
        vault = Vault(project.working_folder(), keys)
        identities = vault.read(event, audit)
        subject = person_subject(records, identities, name, flat) if name else household_subject(records, flat)
        act.counts = {"persons": len(subject.persons), "households": int(bool(subject.household))}
        yield _Opened(store, audit, vault, records, identities, subject)
        head = audit.head()
        store.anchor_audit(project.code(), head.entries, head.hash)


def _in_words(value: str, subject: Subject, names: Mapping[str, str]) -> str:
    """Pseudonyms as the subject's own names, anybody else as another person."""
    if not value.startswith(_PSEUDONYM):
        return value
    people = [names.get(part, part) if part in subject.persons else ANOTHER_PERSON for part in value.split("|")]
    return ", ".join(people)
