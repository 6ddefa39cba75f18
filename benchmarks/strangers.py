"""Reading offices that strangers wrote: what of their truth is read right, wrongly, in part or not at all.

    python benchmarks/strangers.py [OFFICES] [--only NAME,NAME] [--tables] [--differences] [--confirm] [--json FILE]

OFFICES is a folder with one folder an office: `workbooks/` as its clerk keeps them and `truth/*.csv`, what a careful
colleague reads out of them (`tests/fixtures/strangers` by default). A truth row is

- *right* when a row of the result has its key and every value that it states, and no other value where it states none;
- *partly* used when a row of the result has a part of its values and nothing that contradicts;
- *named* when it was not used, but a finding, a question or an unread file, sheet or column that is listed holds it;
- *lost* when it is none of these.

*wrong* counts rows of the result that contradict the truth or of which the truth knows nothing. Compared leniently:
order in a `|`-cell; a visitor's office before the name; `unknown` and blank; riser numbers derived where no file
gives one; columns that no table of the product has; whether a 户主 is called occupant or lessee; of stops only that the
household is left alone, by whatever safeguard.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import python_calamine
from strangers_confirmed import confirmed_answers

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, ReadOptions, read_paths
from socialgraph.loaders.words.confirmed import Answer, Confirmed

OFFICES = Path(__file__).parents[1] / "tests" / "fixtures" / "strangers"
Record = Mapping[str, str]

_PLACE = ("building", "door", "room")
# table -> (columns that make rows comparable, columns whose value is compared)
_COMPARED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
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
_NOTHING = frozenset(("unknown", "no_reason", "none"))
_DERIVED = frozenset(("unknown", "derived", "room_number", "assumed", ""))


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
    seconds: float = 0.0
    error: str = ""
    tables: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, table: str, **counts: int) -> None:
        """Count for a table and in all."""
        of_table = self.tables.setdefault(table, {})
        for name, count in counts.items():
            setattr(self, name, getattr(self, name) + count)
            of_table[name] = of_table.get(name, 0) + count


def main() -> None:
    """Score every office and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("offices", nargs="?", type=Path, default=OFFICES)
    parser.add_argument("--only", default="")
    parser.add_argument("--tables", action="store_true")
    parser.add_argument("--differences", action="store_true", help="print rows; never for offices that only measure")
    parser.add_argument("--confirm", action="store_true", help="answer one round of questions from the truth first")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    only = set(filter(None, asked.only.split(",")))
    scores = []
    for office in offices_in(asked.offices):
        if only and office.name not in only:
            continue
        may_show = asked.differences and "measure" not in office.parts and not re.fullmatch(r"m\d\d", office.name)
        scores.append(score_office(office, differences=may_show, confirm=asked.confirm))
        print(line_of(scores[-1]), flush=True)
        if asked.tables:
            print_tables(scores[-1])
    total = total_of(scores)
    print(line_of(total))
    if asked.tables:
        print_tables(total)
    if asked.json:
        asked.json.write_text(json.dumps([asdict(score) for score in [*scores, total]], ensure_ascii=False, indent=1))


def offices_in(folder: Path) -> list[Path]:
    """Folders with `workbooks` and `truth`, here or one folder down, by name."""
    return sorted(path.parent for path in folder.glob("**/truth") if (path.parent / "workbooks").is_dir())


def line_of(score: Score) -> str:
    """One line: shares of the truth's rows; wrong also against what was used."""
    share = {name: getattr(score, name) / max(score.truth, 1) for name in ("right", "partly", "named", "lost")}
    shares = " ".join(f"{name} {100 * value:5.1f} %" for name, value in share.items())
    wrong = f"wrong {score.wrong:4d} ({100 * score.wrong / max(score.used, 1):4.1f} % of {score.used} used)"
    tail = f" decisions {score.decisions}" if score.decisions else ""
    return f"{score.office:16s} truth {score.truth:5d} {shares} {wrong}{tail} {score.seconds:4.1f} s {score.error}"


def print_tables(score: Score) -> None:
    """A line a table."""
    for name, counts in score.tables.items():
        print("    ", f"{name:12s}", " ".join(f"{key} {counts.get(key, 0)}" for key in _COUNTS))


_COUNTS = ("truth", "right", "partly", "named", "lost", "wrong", "used")


def total_of(scores: Sequence[Score]) -> Score:
    """The sum of all."""
    total = Score("all")
    for score in scores:
        for name, counts in score.tables.items():
            total.add(name, **counts)
        total.decisions += score.decisions
        total.seconds += score.seconds
    return total


def score_office(office: Path, *, differences: bool = False, confirm: bool = False) -> Score:
    """Read an office's workbooks and compare with its truth; with `confirm` after one round of answers."""
    score = Score(office.name)
    truth = {path.stem: _rows(path) for path in sorted((office / "truth").glob("*.csv")) if path.stem != "unsure"}
    options = ReadOptions()
    if confirm:
        answers, score.decisions = _answers(office, truth)
        options = replace(options, confirmed=Confirmed(answers))
    began = time.perf_counter()
    reading: Reading | None = None
    try:
        reading = read_paths([office / "workbooks"], options=options)
    except InputError:
        score.error = "stopped with an error"
    score.seconds = time.perf_counter() - began
    named = _named_text(office / "workbooks", reading)
    _compare_tables(score, truth, reading, named, differences=differences)
    _compare_stops(score, truth.get("stops", []), reading, named, differences=differences)
    _compare_quarantine(score, truth.get("quarantine", []), reading)
    _compare_others(score, truth.get("other_files", []), reading)
    return score


def _compare_tables(
    score: Score, truth: Mapping[str, Sequence[Record]], reading: Reading | None, named: str, *, differences: bool
) -> None:
    for table in _COMPARED:
        _compare(score, table, truth.get(table, []), _result(reading, table), named, differences=differences)


_WRONG, _PARTLY, _STOP = 3.0, 0.3, 5.0  # weights of a row against one that is right, for who answers questions


def _answers(office: Path, truth: Mapping[str, Sequence[Record]]) -> tuple[list[Answer], int]:
    """One round of questions answered from the truth."""

    def judge(reading: Reading | None) -> float:
        score = Score(office.name)
        _compare_tables(score, truth, reading, "", differences=False)
        _compare_stops(score, truth.get("stops", []), reading, "", differences=False)
        stops = score.tables["stops"]["right"] if "stops" in score.tables else 0
        return score.right + _PARTLY * score.partly - _WRONG * score.wrong + _STOP * stops

    rows = [row for table in ("flats", "dossiers") for row in truth.get(table, [])]
    places = dict.fromkeys(row[part] for row in rows for part in ("building", "door") if row.get(part))
    return confirmed_answers(office / "workbooks", judge, tuple(places))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(stream)]


def _result(reading: Reading | None, table: str) -> list[dict[str, str]]:
    if reading is None:
        return []
    frame = reading.tables[table]
    rows = [{str(key): str(value) for key, value in row.items()} for row in frame.to_dict("records")]
    if table == "flats":
        for row in rows:
            if row.get("stack_source", "") != "sheet":
                row["stack"] = row["pipe_kind"] = ""
    return rows


_OFFICE = re.compile(
    r"(?<![^|])(?:社区|网格员|街道|居委会?|物业|志愿者|党员)(?=[\u3400-\u9fff]{2})"
)  # 网格员小松 is 小松


def _norm(column: str, value: str) -> str:
    plain = re.sub(r"\s+", "", value or "")
    if column == "visitors":
        plain = _OFFICE.sub("", plain)
    if column in _SETS:
        return "|".join(sorted(filter(None, set(plain.split("|")) - _NOTHING)))
    return "" if plain in _NOTHING else plain


def _compare(
    score: Score,
    table: str,
    truth: Sequence[Record],
    result: Sequence[Record],
    named: str,
    *,
    differences: bool,
) -> None:
    key, columns = _COMPARED[table]
    wanted = _distinct(truth, key, columns)
    given = _distinct(result, key, columns)
    if table == "dossiers":
        _heads_as_stated(wanted, given)
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
        mentioned = [row for row in lacking if _is_named(group, row, named)]
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
    """A 户主 of a let or public flat is the occupant by our definitions; a colleague may call them its lessee."""
    for group, rows in given.items():
        for row in rows:
            for known in wanted.get(group, ()):
                head = row["occupant_name"]
                same = next((name for name in _HOLDERS if head and known[name] == head), "")
                if same and not known["occupant_name"] and not row[same]:
                    row[same], row["occupant_name"] = head, ""


def _distinct(
    rows: Sequence[Record], key: Iterable[str], columns: Sequence[str]
) -> dict[tuple[str, ...], list[dict[str, str]]]:
    found: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        group = tuple(_norm(name, row.get(name, "")) for name in key)
        values = {name: _norm(name, row.get(name, "")) for name in columns}
        if values not in found[group]:
            found[group].append(values)
    return found


def _says(truth: Record, row: Record) -> bool:
    """Whether the row has all that the truth states, and nothing else of weight."""
    return all(row[name] == stated or (not stated and name in _SOFT) for name, stated in truth.items())


def _is_part(row: Record, truth: Record) -> bool:
    """Whether the row says nothing that the truth does not say."""
    for name, value in row.items():
        stated = truth[name]
        if value == stated or not value or (not stated and name in _SOFT):
            continue
        if name in _SETS and stated and set(value.split("|")) < set(stated.split("|")):
            continue
        return False
    return True


def _show(differences: bool, table: str, what: str, group: tuple[str, ...], *rows: Record) -> None:
    if differences:
        texts = " <- ".join(",".join(f"{k}={v}" for k, v in row.items() if v) for row in rows)
        print(f"      {table} {what}: {'-'.join(group)}: {texts}")


def _is_named(group: tuple[str, ...], row: Record, named: str) -> bool:
    """Whether the text of what was named holds this row's name, room or riser."""
    words = [part for part in (group[0] if len(group) in (1, 5) else group[-1]).split("|") if part]
    return any(word in named for word in words) and bool(words)


def _named_text(folder: Path, reading: Reading | None) -> str:
    """All text of findings' rows and of files of which something was listed as unread."""
    if reading is None:
        return ""
    parts = [cell.text for finding in reading.findings for cell in finding.place.row.cells.values()]
    parts += [finding.value for finding in reading.findings]
    unread = ("unknown", "not_read")
    listed = {Path(r.file).name for r in reading.reports if r.kind in unread or r.columns_dropped}
    for file in folder.rglob("*"):
        if file.is_file() and file.name in listed:
            parts += plain_texts(file)
    return "\n".join(parts)


def plain_texts(file: Path) -> Iterator[str]:
    """Every text of a file, whatever it is."""
    head = file.read_bytes()[:8]
    if file.suffix.lower() == ".docx":
        with zipfile.ZipFile(file) as archive:
            yield re.sub(r"<[^>]+>", " ", archive.read("word/document.xml").decode("utf-8", "replace"))
    elif head.startswith((b"PK", b"\xd0\xcf")):
        book = python_calamine.CalamineWorkbook.from_path(file)
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).to_python():
                yield from (str(int(cell)) if isinstance(cell, float) and cell % 1 == 0 else str(cell) for cell in row)
    else:
        content = file.read_bytes()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                yield content.decode(encoding)
                return
            except UnicodeDecodeError:
                continue


def _compare_stops(
    score: Score, truth: Sequence[Record], reading: Reading | None, named: str, *, differences: bool
) -> None:
    stopped = set(_left_alone(reading)) if reading else set()
    for place in dict.fromkeys(tuple(row[name] for name in _PLACE) for row in truth):
        rooms = set(place[2].split("|"))
        right = any(other[:2] == place[:2] and rooms & set(other[2].split("|")) for other in stopped)
        is_named = not right and place[2] in named
        if not right:
            _show(differences, "stops", "not held", place)
        score.add("stops", truth=1, right=int(right), named=int(is_named), lost=int(not right and not is_named))


def _left_alone(reading: Reading) -> Iterator[tuple[str, str, str]]:
    tables = reading.tables
    for table, column, value in (
        ("dossiers", "do_not_contact", "true"),
        ("visits", "result", "asked_to_stop"),
        ("stances", "stance", "respected_refusal"),
    ):
        frame = tables[table]
        for row in frame[frame[column] == value].to_dict("records"):
            yield str(row["building"]), str(row["door"]), str(row["room"])
    if "holds" in tables:
        for row in tables["holds"].to_dict("records"):
            yield str(row["building"]), str(row["door"]), str(row["room"])


def _compare_quarantine(score: Score, truth: Sequence[Record], reading: Reading | None) -> None:
    found = set()
    if reading is not None:
        found = {(Path(row["file"]).name, row["row"]) for row in reading.quarantine.to_dict("records")}
    for row in truth:
        right = (Path(row["file"].replace("\\", "/")).name, row["row"]) in found
        score.add("quarantine", truth=1, right=int(right), named=int(not right))


def _compare_others(score: Score, truth: Sequence[Record], reading: Reading | None) -> None:
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


if __name__ == "__main__":
    main()
