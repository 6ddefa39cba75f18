"""People by pseudonym: the same person wherever flat and name agree, and never by name alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from socialgraph.privacy.columns import merge_rows, unique_rows
from socialgraph.privacy.keys import Keys, keyed_text
from socialgraph.schema.addresses import flats_of_room, household_keys, parts_of_key

PREFIX = "p_"


class PersonPseudonyms:
    """Gives pseudonyms, and remembers whose they are: `names` (pseudonym → name) and `table()`."""

    def __init__(self, keys: Keys) -> None:
        self._key = keys.pseudonyms
        self._given: dict[tuple[str, ...], str] = {}
        self._met: list[pd.DataFrame] = []
        self.names: dict[str, str] = {}
        self._uncertain: dict[str, str] = {}  # names of ends of closed pairs: for `twin`, not for the vault

    def at_home(self, household: str, name: str) -> str:
        """The person of that name in that household; without a name, its one unnamed person."""
        return self._pseudonym((household, name), name)

    def pseudonym_at(self, household: str, name: str) -> str:
        """The pseudonym of that name in that household, without remembering whose it is."""
        return PREFIX + keyed_text(self._key, household, name)

    def ends_at(self, households: Sequence[str], names: Sequence[str], sources: Sequence[str]) -> list[str]:
        """The pseudonyms of ends of closed pairs that have a name and a household; "" for others.

        Whose they are is not remembered, but the graph can tell that one is somebody whom other sheets write otherwise.
        """
        people = [
            self.pseudonym_at(home, name) if home and name else "" for home, name in zip(households, names, strict=True)
        ]
        self._uncertain |= dict(zip(people, names, strict=True))
        self.meet(people, households, sources)
        return people

    def by_name_only(self, name: str, *where: str) -> str:
        """A person without a household, e.g. a visitor: the same only as one of that name met in the same `where`."""
        return self._pseudonym(("", *where, name), name) if name else ""

    def of_rows(
        self, table: pd.DataFrame, name: str, prefix: str = "", *, apart: str, apart_by: Sequence[str] = ()
    ) -> NDArray[np.object_]:
        """The pseudonym of each row's person, from its column `name` and the address columns with `prefix`.

        A row without an address is a person by name only, of the kind `apart` and of the same values of
        `apart_by`; with neither address nor name, nobody (empty).
        """
        if table.empty:
            return np.array([], dtype=object)
        address = ["compound", *(prefix + part for part in ("building", "door", "room"))]
        codes, unique = unique_rows(table, [*address, name, *apart_by])
        households = household_keys(unique, prefix).tolist()
        contexts = unique[["compound", *apart_by]].itertuples(index=False, name=None)
        pseudonyms = [
            self.at_home(household, person) if household else self.by_name_only(person, apart, *context)
            for household, person, context in zip(households, unique[name].tolist(), contexts, strict=True)
        ]
        of_code = np.array(pseudonyms, dtype=object)
        self.meet(of_code[codes], np.array(households, dtype=object)[codes], table["sources"])
        return of_code[codes]

    def deciders(self, table: pd.DataFrame, role: str) -> NDArray[np.object_]:
        """The pseudonyms of a dossier's `{role}_name`, several joined by | as their names are; empty for none."""
        codes, unique = unique_rows(table, ["household", f"{role}_name"])
        rows = list(unique.itertuples(index=False, name=None))
        people = [[self.at_home(home, name) for name in dict.fromkeys(cell.split("|")) if name] for home, cell in rows]
        for place in range(max(map(len, people), default=0)):
            each = np.array([row[place] if place < len(row) else "" for row in people], dtype=object)[codes]
            self.meet(each, table["household"], table["sources"])
        return np.array(["|".join(row) for row in people], dtype=object)[codes]

    def meet(self, persons: Iterable[str], households: Iterable[str], sources: Iterable[str]) -> None:
        """Remember that these people, one a row, stand in these sources."""
        met = pd.DataFrame({"person": persons, "household": households, "sources": sources})
        met = met[(met["person"] != "").to_numpy()].reset_index(drop=True)
        self._met.append(unique_rows(met, ["person", "household", "sources"])[1])

    def table(self) -> pd.DataFrame:
        """Everybody met: person, household, twin, sources; one row a person."""
        if not self._met:
            return pd.DataFrame({"person": [], "household": [], "twin": [], "sources": []}, dtype=str)
        table = merge_rows(pd.concat(self._met, ignore_index=True), ["person"])
        twins = [self._twin(*row) for row in zip(table["person"], table["household"], strict=True)]
        return table.assign(twin=np.array(twins, dtype=object))

    def _twin(self, person: str, household: str) -> str:
        """What a person has in common with who is met in the same flat written without its compound or its door."""
        if not household:
            return ""
        _, building, _, room = parts_of_key(household)
        return keyed_text(
            self._key,
            "twin",
            building,
            flats_of_room(room)[0],
            self.names.get(person) or self._uncertain.get(person, ""),
        )

    def _pseudonym(self, parts: tuple[str, ...], name: str) -> str:
        known = self._given.get(parts)
        if known is None:
            known = self._given[parts] = PREFIX + keyed_text(self._key, *parts)
            if name:
                self.names[known] = name
        return known
