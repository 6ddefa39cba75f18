"""Reading offices that strangers wrote: what of their truth is read right, wrongly, in part or not at all.

    python benchmarks/strangers.py [OFFICES] [--only NAME,NAME] [--tables] [--differences] [--confirm] [--json FILE]

OFFICES is a folder with one folder an office: `workbooks/` as its clerk keeps them and `truth/*.csv`, what a careful
colleague reads out of them (`tests/fixtures/strangers` by default). A truth row is

- *right* when a row of the result has its key and every value that it states, and no other value where it states none;
- *partly* used when a row of the result has a part of its values and nothing that contradicts;
- *named* when it was not used, but a finding, a question or an unread file, sheet or column that is listed holds it;
- *lost* when it is none of these.

*wrong* counts rows of the result that contradict the truth or of which the truth knows nothing. Compared leniently:
order in a `|`-cell; the width of brackets and digits; a visitor's office before the name; 活动 behind an activity's
name; `unknown` and blank; riser numbers derived where no file gives one; columns that no table of the product has;
whether a 户主 is called occupant or lessee; an activity with or without whose it is;
of stops only that the household is left alone, by whatever safeguard.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from strangers_confirmed import Colleague
from strangers_named import named_text
from strangers_scoring import (
    Score,
    compare_others,
    compare_quarantine,
    compare_stops,
    compare_tables,
    truth_of,
)

from socialgraph.errors import InputError
from socialgraph.loaders import Reading, ReadOptions, read_paths
from socialgraph.loaders.values.words.confirmed import Confirmed

OFFICES = Path(__file__).parents[1] / "tests" / "fixtures" / "strangers"


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
        may_show = asked.differences and "measure" not in office.parts
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
    tail = ""
    if score.decisions:
        tail = f" decisions {score.decisions} ({score.well_proposed} of {score.proposed} proposals right)"
        tail += f" overruled {score.overruled}"
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
        total.proposed += score.proposed
        total.well_proposed += score.well_proposed
        total.overruled += score.overruled
        total.seconds += score.seconds
    return total


def score_office(office: Path, *, differences: bool = False, confirm: bool = False) -> Score:
    """Read an office's workbooks and compare with its truth; with `confirm` after one round of answers."""
    score = Score(office.name)
    truth = truth_of(office)
    options = ReadOptions()
    if confirm:
        asked = Colleague(office, truth).answers()
        score.decisions, score.proposed, score.well_proposed = asked.decisions, asked.proposed, asked.well_proposed
        score.overruled = asked.overruled
        options = replace(options, confirmed=Confirmed(asked.answers))
    began = time.perf_counter()
    reading: Reading | None = None
    try:
        reading = read_paths([office / "workbooks"], options=options)
    except InputError:
        score.error = "stopped with an error"
    score.seconds = time.perf_counter() - began
    named = named_text(office / "workbooks", reading)
    compare_tables(score, truth, reading, named, differences=differences)
    compare_stops(score, truth.get("stops", []), reading, named, differences=differences)
    compare_quarantine(score, truth.get("quarantine", []), reading)
    compare_others(score, truth.get("other_files", []), reading)
    return score


if __name__ == "__main__":
    main()
