"""Who came: the visitors of a visit, as a sheet or a returned list writes them.

`name` is known by name only; `name(5-2-301)` is the person of that name in that household; `@EXPORTID/ROW` is the
volunteer of that row of an exported list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from socialgraph.schema.addresses import household_key, label

_SEPARATOR = re.compile(r"\|(?![^(（]*[)）])")  # a merged room in brackets, (2-2-302|303), is no separator
_ASSIGNED = re.compile(r"'?@(?P<export_id>[^/|]+)/(?P<row_no>\d+)")
_AT_HOME = re.compile(r"(?P<name>[^(（]*)[(（](?P<address>[^)）]+)[)）]")
_ADDRESS = re.compile(r"(?:(?P<compound>\S+) )?(?P<building>[^\s-]+)-(?:(?P<door>[^\s-]+)-)?(?P<room>\S*\d\S*)")


@dataclass(frozen=True)
class Visitor:
    """One visitor: by name (and household, where given), or by the row of an exported list."""

    name: str = ""
    household: str = ""
    export_id: str = ""
    row_no: int = 0


class HouseholdLabels:
    """Finds a household's key by its label, as lists print it."""

    def __init__(self, households: Iterable[str]) -> None:
        self._keys: dict[tuple[str, str], str] = {}
        for key in households:
            self._keys[key.partition(":")[0], label(key)] = key

    def key(self, text: str, compound: str) -> str:
        """The key of the household labelled `text` in `compound`; of one not seen before by the form of labels.

        Empty where `text` is no label of a flat.
        """
        known = self._keys.get((compound, text))
        parts = _ADDRESS.fullmatch(text)
        if known or parts is None:
            return known or ""
        compound = parts["compound"] or compound
        known = self._keys.get((compound, text.rpartition(" ")[2]))
        return known or household_key(compound, parts["building"], parts["door"] or "", parts["room"])


def parse_visitors(cell: str, compound: str, labels: HouseholdLabels) -> list[Visitor]:
    """The visitors of one cell, in its order, each once."""
    visitors = []
    for written in _SEPARATOR.split(cell):
        text = written.strip()
        if assigned := _ASSIGNED.fullmatch(text):
            visitors.append(Visitor(export_id=assigned["export_id"], row_no=int(assigned["row_no"])))
        elif (home := _AT_HOME.fullmatch(text)) and (household := labels.key(home["address"].strip(), compound)):
            visitors.append(Visitor(name=home["name"].strip(), household=household))
        elif text:
            visitors.append(Visitor(name=text))
    return list(dict.fromkeys(visitors))


def assigned_people(assignments: Iterable[Sequence[str]]) -> dict[tuple[str, int], str]:
    """The volunteer's pseudonym by (export id, row number), from rows of export id, row number, person."""
    return {(str(export_id), int(row_no)): str(person) for export_id, row_no, person in assignments}
