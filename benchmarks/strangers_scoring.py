"""One office's reading against its truth: rows right, partly used, named, lost, wrong."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from strangers_named import is_named

from socialgraph.loaders import Reading

TextRow = Mapping[str, str]

_PLACE = ("building", "door", "room")
# table -> (columns that make rows comparable, columns whose value is compared)
COMPARED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "flats": (_PLACE, ("floor", "stack", "pipe_kind", "kind")),
    "dossiers": (
        _PLACE,
        (
            *("owner_name", "public_lessee_name", "tenant_name", "occupant_name", "phone"),
            *("ownership_type", "occupancy", "flags"),
        ),
    ),
    "stances": (_PLACE, ("pipe_kind", "giver", "stance", "reasons", "date")),
    "people": (("name",), ("roles", *_PLACE, "scope", "willing", "willing_on", "capacity")),
    "ties": (
        ("ego_name", "ego_building", "ego_door", "ego_room", "alter_name"),
        ("alter_building", "alter_door", "alter_room", "kind", "strength", "observed_on"),
    ),
    "links": (("member_name",), ("member_building", "member_door", "member_room", *_PLACE)),
    "visits": (_PLACE, ("date", "visitors", "mode", "result")),
    "measures": (_PLACE, ("concern", "measure", "accepted")),
    "surveys": (_PLACE, ("outcome",)),
    "activities": (("name",), (*_PLACE, "activity", "date")),
    "works": (("building", "stack"), ("pipe_kind", "status", "done_on")),
}
# where the truth states nothing, a value here contradicts nothing
_SOFT = frozenset(
    ("floor", "kind", "date", "mode", "observed_on", "willing_on", "done_on", "strength", "concern", "capacity")
)
_SETS = frozenset(("flags", "reasons", "roles", "scope", "visitors", "phone", "concern"))
_JOINED = re.compile(r"[|;]")  # some writers of truth join with one, some with the other
_NOTHING = frozenset(("unknown", "no_reason", "none"))


@dataclass
class Score:
    """Counts of one office, or of all."""

    office: str
    truth: int = 0
    right: int = 0
    partly: int = 0
    named: int = 0
    lost: int = 0
    wrong: int = 0
    used: int = 0
    decisions: int = 0
    proposed: int = 0
    well_proposed: int = 0
    overruled: int = 0
    seconds: float = 0.0
    error: str = ""
    tables: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, table: str, **counts: int) -> None:
        """Count for a table and in all."""
        of_table = self.tables.setdefault(table, {})
        for name, count in counts.items():
            setattr(self, name, getattr(self, name) + count)
            of_table[name] = of_table.get(name, 0) + count


def compare_tables(
    score: Score, truth: Mapping[str, Sequence[TextRow]], reading: Reading | None, named: str, *, differences: bool
) -> None:
    for table in COMPARED:
        rows = result_rows(reading, table)
        if table == "measures":
            rows = _without_bare_concerns(rows, truth.get("stances", []))
        _compare(score, table, truth.get(table, []), rows, named, differences=differences)


def _without_bare_concerns(rows: list[dict[str, str]], stances: Sequence[TextRow]) -> list[dict[str, str]]:
    """Offers, and concerns without one unless they only repeat a reason that the truth has of the household."""
    reasons = {(_place_of(row), reason) for row in stances for reason in _JOINED.split(row["reasons"])}
    return [
        row
        for row in rows
        if row["measure"]
        or row["accepted"]
        or any((_place_of(row), code) not in reasons for code in _JOINED.split(row["concern"]))
    ]


def truth_of(office: Path) -> dict[str, list[dict[str, str]]]:
    """The tables of an office's truth, without what its writer was not sure of.

    The lessee of a public flat speaks as its owner, whatever the writer calls it: so our definitions have it. Who
    speaks beside the lessee, of the same pipe on the same day, is another.
    """
    truth = {path.stem: _rows(path) for path in sorted((office / "truth").glob("*.csv")) if path.stem != "unsure"}
    lessees = {
        (row.get("compound", ""), *_place_of(row))
        for row in truth.get("dossiers", [])
        if row["public_lessee_name"] and not row["tenant_name"]
    }
    stances = truth.get("stances", [])
    owners = [row for row in stances if row["giver"] == "owner"]
    both = {_of_word(row) for row in owners} | {(*_of_word(row)[:-2], "", row["date"]) for row in owners}
    for row in stances:
        if (row.get("compound", ""), *_place_of(row)) in lessees and _of_word(row) not in both:
            row["giver"] = "owner"
    return truth


def _of_word(row: TextRow) -> tuple[str, ...]:
    return (row.get("compound", ""), *_place_of(row), row["pipe_kind"], row["date"])


def _place_of(row: TextRow) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in _PLACE)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(stream)]


def result_rows(reading: Reading | None, table: str) -> list[dict[str, str]]:
    """A table of a reading as records of text; riser numbers only as a sheet gives them."""
    if reading is None or not len(reading.tables[table]):
        return []
    frame = reading.tables[table]
    names = list(map(str, frame.columns))
    rows = [
        dict(zip(names, map(str, values), strict=True))
        for values in zip(*(frame[name].tolist() for name in frame.columns), strict=True)
    ]
    if table == "flats":
        for row in rows:
            if row.get("stack_source", "") != "sheet":
                row["stack"] = row["pipe_kind"] = ""
    return rows


_OFFICE = re.compile(
    r"(?<![^|])(?:社区|网格员|街道|居委会?|物业|志愿者|党员)(?=[\u3400-\u9fff]{2})"
)  # 网格员小松 is 小松


@lru_cache(maxsize=65536)
def _norm(column: str, value: str) -> str:
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value or ""))
    if column == "visitors":
        plain = _OFFICE.sub("", plain)
    if column == "activity":
        plain = plain.removesuffix("活动") or plain
    if column in _SETS:
        return "|".join(sorted(filter(None, set(_JOINED.split(plain)) - _NOTHING)))
    return "" if plain in _NOTHING else plain


def _compare(
    score: Score,
    table: str,
    truth: Sequence[TextRow],
    result: Sequence[TextRow],
    named: str,
    *,
    differences: bool,
) -> None:
    key, columns = COMPARED[table]
    wanted = unique_rows(truth, key, columns)
    given = unique_rows(result, key, columns)
    if table == "dossiers":
        _heads_as_stated(wanted, given)
    if table == "activities":
        _activities_as_named(wanted, given)
    for group in sorted({*wanted, *given}):
        lacking = list(wanted.get(group, []))
        left = list(given.get(group, []))
        exact: list[dict[str, str]] = []
        for row in list(left):
            match = next((known for known in lacking if _says(known, row)), None)
            if match is not None:
                lacking.remove(match)
                left.remove(row)
                exact.append(match)
        partly = 0
        wrong: list[dict[str, str]] = []
        for row in left:
            part = next((known for known in lacking if _is_part(row, known)), None)
            if part is not None:
                lacking.remove(part)
                partly += 1
                _show(differences, table, "partly", group, part, row)
            elif not any(_is_part(row, known) for known in [*exact, *wanted.get(group, [])]) and any(row.values()):
                wrong.append(row)
                _show(differences, table, "WRONG", group, row)
        mentioned = [row for row in lacking if is_named(group, row, named)]
        for row in lacking:
            _show(differences, table, "named" if row in mentioned else "LOST", group, row)
        score.add(
            table,
            truth=len(wanted.get(group, [])),
            right=len(exact),
            partly=partly,
            named=len(mentioned),
            lost=len(lacking) - len(mentioned),
            wrong=len(wrong),
            used=len(given.get(group, [])),
        )


_HOUSEHOLDS = dict[tuple[str, ...], list[dict[str, str]]]
_HOLDERS = ("owner_name", "public_lessee_name", "tenant_name")


def _heads_as_stated(wanted: _HOUSEHOLDS, given: _HOUSEHOLDS) -> None:
    """A 户主 of a let or public flat is the occupant by our definitions; a colleague may call them its lessee.

    An occupant who is the owner or lessee adds nothing, and may be named or left out.
    """
    for rows in (*wanted.values(), *given.values()):
        for row in rows:
            if row["occupant_name"] in {row[name] for name in _HOLDERS}:
                row["occupant_name"] = ""
    for group, rows in given.items():
        for row in rows:
            for known in wanted.get(group, ()):
                head = row["occupant_name"]
                same = next((name for name in _HOLDERS if head and known[name] == head), "")
                if same and not known["occupant_name"] and not row[same]:
                    row[same], row["occupant_name"] = head, ""


def _activities_as_named(wanted: _HOUSEHOLDS, given: _HOUSEHOLDS) -> None:
    """A colleague may leave out of a title whose activity it is: 楼门长碰头会, of 南里楼门长碰头会."""
    for group, rows in given.items():
        for row in rows:
            for known in wanted.get(group, ()):
                longer = {row["activity"], known["activity"]}
                short = min(longer, key=len)
                if short and row["date"] == known["date"] and all(short in name for name in longer):
                    row["activity"] = known["activity"]


def unique_rows(
    rows: Sequence[TextRow], key: Iterable[str], columns: Sequence[str]
) -> dict[tuple[str, ...], list[dict[str, str]]]:
    by_key: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        group = tuple(_norm(name, row.get(name, "")) for name in key)
        values = {name: _norm(name, row.get(name, "")) for name in columns}
        if values not in by_key[group]:
            by_key[group].append(values)
    return by_key


def _says(truth: TextRow, row: TextRow) -> bool:
    """Whether the row has all that the truth states, and nothing else of weight."""
    return all(row[name] == stated or (not stated and name in _SOFT) for name, stated in truth.items())


def _is_part(row: TextRow, truth: TextRow) -> bool:
    """Whether the row says nothing that the truth does not say."""
    for name, value in row.items():
        stated = truth[name]
        if value == stated or not value or (not stated and name in _SOFT):
            continue
        if name in _SETS and stated and set(value.split("|")) < set(stated.split("|")):
            continue
        return False
    return True


def _show(differences: bool, table: str, what: str, group: tuple[str, ...], *rows: TextRow) -> None:
    if differences:
        texts = " <- ".join(",".join(f"{k}={v}" for k, v in row.items() if v) for row in rows)
        print(f"      {table} {what}: {'-'.join(group)}: {texts}")


def compare_stops(
    score: Score, truth: Sequence[TextRow], reading: Reading | None, named: str, *, differences: bool
) -> None:
    stopped = set(left_alone(reading)) if reading else set()
    for place in dict.fromkeys(tuple(row[name] for name in _PLACE) for row in truth):
        right = any(is_one_home(place, other) for other in stopped)
        is_named = not right and place[2] in named
        if not right:
            _show(differences, "stops", "not held", place)
        score.add("stops", truth=1, right=int(right), named=int(is_named), lost=int(not right and not is_named))


def is_one_home(place: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two places, each building, door and room (or several, joined), are of one household."""
    return tuple(other[:2]) == tuple(place[:2]) and not set(place[2].split("|")).isdisjoint(other[2].split("|"))


def left_alone(reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Building, door and room of every household that no list would name."""
    for table, column, value in (
        ("dossiers", "do_not_contact", "true"),
        ("visits", "result", "asked_to_stop"),
        ("stances", "stance", "respected_refusal"),
        ("holds", "", ""),
    ):
        for row in result_rows(reading, table):
            if not column or row[column] == value:
                yield row["building"], row["door"], row["room"]


def compare_quarantine(score: Score, truth: Sequence[TextRow], reading: Reading | None) -> None:
    rows_set_aside = set()
    if reading is not None:
        rows_set_aside = {(Path(row["file"]).name, row["row"]) for row in reading.quarantine.to_dict("records")}
    for row in truth:
        right = (Path(row["file"].replace("\\", "/")).name, row["row"]) in rows_set_aside
        score.add("quarantine", truth=1, right=int(right), named=int(not right))


def compare_others(score: Score, truth: Sequence[TextRow], reading: Reading | None) -> None:
    """A file or sheet that is none of our business is right when nothing was taken from it."""
    taken: set[str] = set()
    if reading is not None:
        for frame in reading.tables.values():
            taken |= {source for sources in frame["sources"] for source in str(sources).split("\n")}
    for row in truth:
        file, _, sheet = re.sub(r"\\", "/", row["file"]).partition(".")
        suffix, _, sheet = sheet.partition("/")
        name = f"{file.rpartition('/')[2]}.{suffix}"
        used = any(
            source.partition("::")[0] == name and (not sheet or source.partition("::")[2] == sheet) for source in taken
        )
        right = reading is not None and not used
        score.add("other_files", truth=1, right=int(right), wrong=int(used), lost=int(reading is None))
