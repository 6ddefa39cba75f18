"""How good an office's sheets are read by some answers, measured against its truth: what a colleague compares."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from strangers_scoring import (
    COMPARED,
    Score,
    TextRow,
    compare_stops,
    compare_tables,
    is_one_home,
    left_alone,
    result_rows,
    unique_rows,
)

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, ReadOptions, read_paths
from socialgraph.loaders.opening import Grids
from socialgraph.loaders.values.words.confirmed import (
    LEFT_ALONE,
    NOT_OURS,
    NOT_READ,
    NOTHING,
    Answer,
    Confirmed,
    parts_of_meaning,
)

# weights of a wrong row, a stop, a household held that asked for nothing, all values of a row; a right row has 1
WRONG, _STOP, _HELD, _VALUE = 3.0, 5.0, 1.0, 0.5
_UNKNOWN = 0.1  # of a word that a column holds and that no vocabulary of its field knows: it may be another field
_READ_LESS = frozenset((NOT_OURS, NOT_READ, NOTHING, LEFT_ALONE))


@dataclass(frozen=True, order=True)
class Worth:
    """How good a reading is: `all` that speaks for it and against it, and what is right alone."""

    all: float
    right: float

    def beats(self, other: Worth, meanings: Iterable[str]) -> bool:
        """Whether answers with these meanings are better than none: something more is right, or they read less.

        Nobody calls a column of remarks a compound because its rows, one of them wrong, are lost with it.
        """
        reads_less = all(parts_of_meaning(meaning)[1] in _READ_LESS or meaning in _READ_LESS for meaning in meanings)
        if self.right > other.right:
            return self.all > other.all
        return reads_less and self.all >= other.all + _HELD


class Worths:
    """What readings of an office's files are worth, each worked out once; `beside` are files read along with any."""

    def __init__(self, folder: Path, truth: Mapping[str, Sequence[TextRow]]) -> None:
        self.grids = Grids()
        self.beside: tuple[Path, ...] = ()
        self.wanted = {
            table: unique_rows(truth.get(table, []), key, columns) for table, (key, columns) in COMPARED.items()
        }
        self._folder = folder
        self._truth = truth
        self._copies: dict[tuple[Path, ...], Path] = {}
        self._known: dict[tuple[Path | Answer, ...], Worth] = {}
        self._room = tempfile.TemporaryDirectory()

    def of(self, files: Sequence[Path], answers: Sequence[Answer]) -> Worth:
        """How good the reading of some files is: rows and stops right, values right, less what is wrong."""
        together = list(dict.fromkeys((*files, *self.beside)))
        asked = (*together, *answers)
        if asked not in self._known:
            self._known[asked] = self._worth_of(self.read(together, answers))
        return self._known[asked]

    def _worth_of(self, reading: Reading | None) -> Worth:
        score = Score("")
        compare_tables(score, self._truth, reading, "", differences=False)
        compare_stops(score, self._truth.get("stops", []), reading, "", differences=False)
        stops = score.tables["stops"]["right"] if "stops" in score.tables else 0
        held = _HELD * self._held_for_nothing(reading)
        if reading is not None:
            held += _UNKNOWN * sum(finding.reason == "unknown_value" for finding in reading.findings)
        right = score.right + _STOP * stops + _VALUE * self._values(reading)
        return Worth(right - held - WRONG * score.wrong, right)

    def _held_for_nothing(self, reading: Reading | None) -> int:
        """How many households are left alone of which the truth knows no wish."""
        asked = [[row[part] for part in ("building", "door", "room")] for row in self._truth.get("stops", [])]
        held = set(left_alone(reading)) if reading is not None else set()
        return sum(not any(is_one_home(place, other) for place in asked) for other in held)

    def _values(self, reading: Reading | None) -> float:
        """Over all truth rows the share of stated values that some row of the result has."""
        total = 0.0
        for table, wanted in self.wanted.items():
            given = unique_rows(result_rows(reading, table), *COMPARED[table])
            for group, rows in wanted.items():
                for row in rows if group in given else ():
                    total += max(_alike(row, other) for other in given[group])
        return total

    def read(self, files: Sequence[Path], answers: Sequence[Answer]) -> Reading | None:
        """The reading of these files by these answers; None of no files, or where they can't be read together."""
        if not files:
            return None
        options = replace(ReadOptions(), confirmed=Confirmed(answers))
        try:
            return read_paths([self._copy(tuple(files))], options=options, grids=self.grids, ask=False)
        except InputError:
            return None

    def _copy(self, files: tuple[Path, ...]) -> Path:
        """A folder that holds these files only, where they lie in the office's own."""
        if files not in self._copies:
            folder = Path(self._room.name) / str(len(self._copies))
            for file in files:
                target = folder / file.relative_to(self._folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, target)
            self._copies[files] = folder
        return self._copies[files]


def _alike(truth: TextRow, row: TextRow) -> float:
    """Share of stated values that the row has, less those that it has otherwise."""
    stated = {name: value for name, value in truth.items() if value}
    right = sum(row[name] == value for name, value in stated.items())
    other = sum(bool(row[name]) and row[name] != value for name, value in stated.items())
    return (right - other) / max(len(stated), 1)
