"""The identity vault: names and phones, sealed in one file beside the graph that holds only pseudonyms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from socialgraph.files.locks import locked
from socialgraph.privacy.audit import AuditLog
from socialgraph.privacy.corrections import correction_key
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.sealing.sealed_file import SealedFile
from socialgraph.schema.addresses import label
from socialgraph.schema.tables import united

FILE_NAME = "vault.enc"


@dataclass(frozen=True)
class Identities:
    """What the vault holds: name by pseudonym, phones (several joined by |) by household key, what was corrected.

    Further phones are those of a household that another sheet replaced, and those of rosters by pseudonym: they are
    compared, never shown in a list.
    Mends are what was written into quarantine workbooks (fields of `loaders.options.Mend`): personal free text. Sides
    are what files say of the sides of a landing, readings which files ask others or tell them, by file name.
    """

    names: dict[str, str]
    phones: dict[str, str]
    corrections: dict[str, str] = field(default_factory=dict)
    mends: list[dict[str, Any]] = field(default_factory=list)
    sides: dict[str, Any] = field(default_factory=dict)
    readings: dict[str, Any] = field(default_factory=dict)
    further_phones: dict[str, str] = field(default_factory=dict)

    def phones_ever(self, *owners: str) -> list[str]:
        """All phones of these households and people, replaced ones too: each once, sorted."""
        cells = [cell for owner in owners for cell in (self.phones.get(owner, ""), self.further_phones.get(owner, ""))]
        return sorted({phone for cell in cells for phone in cell.split("|")} - {""})


class Vault:
    """`vault.enc` in a project's working folder: AES-256-GCM under the key's vault subkey, mode 600.

    A change replaces the file at once: after a crash the old file or the new one is there, whole.
    """

    def __init__(self, working_folder: Path, keys: Keys) -> None:
        self.path = working_folder / FILE_NAME
        self._file = SealedFile(self.path, keys, "vault")
        self._lock = working_folder / f"{FILE_NAME}.lock"

    def read(self, reason: str, audit: AuditLog) -> Identities:
        """Open the vault for `reason` (the command), which the audit log records first; empty where none was written.

        Raises
        ------
        KeyMissingError
            If it was sealed with another key.
        InputError
            If it is damaged.
        """
        identities = self._open()
        counts = {"names": len(identities.names), "phones": len(identities.phones)}
        audit.append("vault_read", counts=counts, details={"reason": reason})
        return identities

    def update(
        self, names: Mapping[str, str], phones: Mapping[str, str], phones_of_people: Mapping[str, str] | None = None
    ) -> Identities:
        """Add these names and phones; a phone or name known already is replaced, none is removed. All it holds then.

        A phone that a sheet replaces stays a further one of its household; one that the household corrected does not.
        """
        with locked(self._lock):
            known = self._open()
            all_known = replace(
                known,
                names=known.names | dict(names),
                phones=known.phones | dict(phones),
                further_phones=_further(known, phones, phones_of_people or {}),
            )
            self._seal(all_known)
        return all_known

    def forget(self, persons: Iterable[str] = (), households: Iterable[str] = ()) -> int:
        """Remove these people's names and these households' phones; how many entries went."""
        with locked(self._lock):
            known = self._open()
            gone = set(persons), set(households)
            names = {person: name for person, name in known.names.items() if person not in gone[0]}
            phones = {household: phone for household, phone in known.phones.items() if household not in gone[1]}
            kept = {key: value for key, value in known.corrections.items() if key.partition("\x1f")[0] not in gone[1]}
            further = {owner: p for owner, p in known.further_phones.items() if owner not in gone[0] | gone[1]}
            removed = len(known.names) + len(known.phones) - len(names) - len(phones)
            mends = _mends_of_others(known, *gone)
            left = replace(known, names=names, phones=phones, corrections=kept, mends=mends, further_phones=further)
            if left != known:
                self._seal(left)
        return removed

    def corrections(self) -> dict[str, str]:
        """What households corrected; it names nobody, so that reading it is no reading of the vault."""
        return self._open().corrections

    def correct(self, owner: str, field_name: str, value: str) -> None:
        """Keep what a household, or a person by pseudonym, corrected: it counts at every later load."""
        with locked(self._lock):
            known = self._open()
            key = correction_key(owner, field_name)
            self._seal(replace(known, corrections=known.corrections | {key: value}))

    def mends(self) -> list[dict[str, Any]]:
        """The mended cells in force: read by `load`, whose act is in the log."""
        return self._open().mends

    def keep_mends(self, mends: list[dict[str, Any]]) -> None:
        """Keep these mends and no others."""
        with locked(self._lock):
            known = self._open()
            if known.mends != mends:
                self._seal(replace(known, mends=mends))

    def sides(self) -> dict[str, Any]:
        """What files loaded so far say of the sides of a landing, by file name."""
        return self._open().sides

    def keep_sides(self, sides: Mapping[str, Any]) -> bool:
        """Keep what these files say, in place of what they said before; whether anything is known now that was not."""
        with locked(self._lock):
            known = self._open()
            kept_sides = {name: side for name, side in {**known.sides, **sides}.items() if side}
            if kept_sides == known.sides:
                return False
            self._seal(replace(known, sides=kept_sides))
        return any(side != known.sides.get(name) for name, side in kept_sides.items())

    def readings(self) -> dict[str, Any]:
        """Which files loaded so far ask others for something or tell them, where they lie and how they were read."""
        return self._open().readings

    def keep_readings(self, readings: Mapping[str, Any]) -> None:
        """Keep this of these files, in place of what was known before."""
        with locked(self._lock):
            known = self._open()
            if any(known.readings.get(name) != reading for name, reading in readings.items()):
                kept = {name: reading for name, reading in {**known.readings, **readings}.items() if reading}
                self._seal(replace(known, readings=kept))

    def seal_again(self) -> None:
        """Seal what it holds with the key that its folder names now."""
        with locked(self._lock):
            content = self._file.read()
            if content is not None:
                self._file.write(content)

    def _seal(self, identities: Identities) -> None:
        self._file.write(vars(identities))

    def _open(self) -> Identities:
        content = self._file.read()
        return Identities({}, {}) if content is None else Identities(**content)


def _further(known: Identities, phones: Mapping[str, str], of_people: Mapping[str, str]) -> dict[str, str]:
    """The further phones after these: replaced by a sheet, told by a roster; none of a household that corrected its."""
    further = dict(known.further_phones)
    for household, told in phones.items():
        if correction_key(household, "phone") in known.corrections:
            further.pop(household, None)
        elif known.phones.get(household, told) != told:
            others = set(known.phones_ever(household)) - set(told.split("|"))
            further[household] = "|".join(sorted(others))
    for person, told in of_people.items():
        further[person] = united([*known.phones_ever(person), told])
    return {owner: cell for owner, cell in further.items() if cell}


def _mends_of_others(known: Identities, persons: set[str], households: set[str]) -> list[dict[str, Any]]:
    """The mends that are neither in a row of these households nor hold a name or phone of theirs."""
    homes = {label(household) for household in households}
    texts = {known.names[person] for person in persons if person in known.names}
    texts |= set(known.phones_ever(*households, *persons))
    return [
        mend
        for mend in known.mends
        if homes.isdisjoint(mend["homes"]) and not any(text in mend["text"] for text in texts)
    ]
