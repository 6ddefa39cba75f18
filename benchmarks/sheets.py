"""Learn what columns and sheets are from `benchmarks/corpora/sheets.jsonl`; how well each hand is read by the others.

python benchmarks/sheets.py            the table: share of columns and sheets above bars, and of these right
python benchmarks/sheets.py --fields   the same field by field
python benchmarks/sheets.py --write    the weights that ship, `loaders/data/sheets.npz`
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from learnt_models import write_models
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from socialgraph.loaders.layout.evidence import NEEDS, used_fields
from socialgraph.loaders.layout.weighing.column_model import (
    KINDS,
    NO_FIELD,
    OTHER,
    heading_groups,
    measured_cells,
    measured_in_kind,
    measured_sheet,
    title_groups,
)
from socialgraph.loaders.layout.weighing.seen import seen
from socialgraph.loaders.layout.weighing.sheet_model import beside, of_sheet

_CALLED = {
    ("links", "member_name"): "name",
    ("links", "member_address"): "address_full",
    ("", "owner_phone"): "phone",
}
ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "benchmarks" / "corpora" / "sheets.jsonl"
WEIGHTS = ROOT / "loaders" / "data" / "sheets.npz"
BARS = (0.5, 0.7, 0.85, 0.95)
N_FOLDS = 4  # hands are held back a quarter at a time
_SECOND_C = {"field": 0.5, "kind": 2.0}

Learnt = tuple[TfidfVectorizer, LogisticRegression]


@dataclass
class Sheet:
    """A sheet of the corpus: groups and measured values of its columns and of itself, and what they are."""

    hand: str
    kind: str
    column_groups: list[list[str]]
    cells: list[np.ndarray]
    fields: list[str]
    groups: list[str]
    fold: int = 0


def main() -> None:
    """Print the table; with `--write`, the weights of all hands together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--fields", action="store_true")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    asked = parser.parse_args()
    sheets = read_sheets(asked.corpus)
    if asked.write:
        write_models(WEIGHTS, asked.corpus, learn_all(sheets))
    else:
        print_tables(sheets, by_field=asked.fields)


def read_sheets(corpus: Path) -> list[Sheet]:
    """The sheets of the corpus, hands in `N_FOLDS` folds."""
    sheets = [read_sheet(json.loads(line)) for line in corpus.read_text(encoding="utf-8").splitlines()]
    hands = sorted({sheet.hand for sheet in sheets})
    for sheet in sheets:
        sheet.fold = hands.index(sheet.hand) % N_FOLDS
    return sheets


def read_sheet(written: dict) -> Sheet:
    """One line of the corpus."""
    headings = [column["heading"] for column in written["columns"]]
    cells = [
        measured_cells(seen(at, "", column["heading"], (), column["samples"]))
        for at, column in enumerate(written["columns"])
    ]
    titles = [written["file"].rsplit(".", 1)[0], written["sheet"], written["title"]]
    return Sheet(
        written["hand"],
        written["kind"],
        [list(heading_groups(name, headings[at - 1] if at else "").elements()) for at, name in enumerate(headings)],
        cells,
        [code_of(column["field"], written["kind"]) for column in written["columns"]],
        list(title_groups(titles, headings).elements()),
    )


def code_of(name: str, kind: str) -> str:
    """The field as a sheet of the kind calls it; in one on another matter only what is nothing anywhere."""
    name = _CALLED.get((kind, name), _CALLED.get(("", name), name))
    return name if kind in NEEDS or name in NO_FIELD else OTHER


def learn_all(sheets: Sequence[Sheet]) -> dict[str, Learnt]:
    """All four models."""
    second = learn_together(sheets)
    return {"field": learn_fields(sheets), "kind": learn_kinds(sheets)} | {
        f"{name}_beside": (None, model) for name, model in second.items()
    }


def learn_fields(sheets: Sequence[Sheet]) -> Learnt:
    """The model of a column alone."""
    return _learn(
        [groups for sheet in sheets for groups in sheet.column_groups],
        np.concatenate([_measured_columns(sheet, sheet.kind) for sheet in sheets]),
        [name for sheet in sheets for name in sheet.fields],
    )


def learn_kinds(sheets: Sequence[Sheet]) -> Learnt:
    """The model of a sheet by titles, headings and cells."""
    return _learn(
        [sheet.groups for sheet in sheets],
        np.stack([measured_sheet(sheet.cells) for sheet in sheets]),
        [sheet.kind for sheet in sheets],
    )


def _learn(groups: Sequence[Sequence[str]], measured: np.ndarray, codes: Sequence[str]) -> Learnt:
    vectors = TfidfVectorizer(analyzer=lambda each: each, sublinear_tf=True, min_df=2)
    model = LogisticRegression(C=20, max_iter=300)
    model.fit(_matrix(vectors.fit_transform(groups), measured), codes)
    return vectors, model


def _matrix(groups: csr_matrix, measured: np.ndarray) -> csr_matrix:
    """Groups, then measured values."""
    return hstack([groups, csr_matrix(measured)]).tocsr()


def _measured_columns(sheet: Sheet, kind: str) -> np.ndarray:
    return np.stack([measured_in_kind(cells, kind) for cells in sheet.cells])


def learn_together(sheets: Sequence[Sheet]) -> dict[str, LogisticRegression]:
    """The models of columns beside each other and of sheets by their columns, from hands that the first never saw."""
    codes = sorted({name for sheet in sheets for name in sheet.fields})
    rows: dict[str, list[np.ndarray]] = defaultdict(list)
    meant: dict[str, list[str]] = defaultdict(list)
    for fold in sorted({sheet.fold for sheet in sheets}):
        others = [sheet for sheet in sheets if sheet.fold != fold]
        first = learn_fields(others), learn_kinds(others)
        for sheet in (sheet for sheet in sheets if sheet.fold == fold):
            columns, of_kind = _seen_first(sheet, *first, codes)
            rows["field"].append(beside(columns)[KINDS.index(sheet.kind)])
            rows["kind"].append(of_sheet(of_kind, columns, _no_field(codes))[None])
            meant["field"] += sheet.fields
            meant["kind"].append(sheet.kind)
    return {
        name: LogisticRegression(C=_SECOND_C[name], max_iter=400).fit(np.concatenate(rows[name]), meant[name])
        for name in rows
    }


def _no_field(codes: Sequence[str]) -> list[int]:
    return [at for at, name in enumerate(codes) if name in NO_FIELD]


def _seen_first(sheet: Sheet, fields: Learnt, kinds: Learnt, codes: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """(kinds, columns, fields) and (kinds,) chances of the first models."""
    vectors, model = fields
    groups = vectors.transform(sheet.column_groups)
    chances = np.zeros((len(KINDS), len(sheet.fields), len(codes)), np.float32)
    places = [codes.index(code) for code in model.classes_]
    for at, kind in enumerate(KINDS):
        chances[at][:, places] = model.predict_proba(_matrix(groups, _measured_columns(sheet, kind)))
    vectors, model = kinds
    measured = measured_sheet(sheet.cells)[None]
    (chances_of_kinds,) = model.predict_proba(_matrix(vectors.transform([sheet.groups]), measured))
    of_kind = dict(zip(model.classes_, chances_of_kinds, strict=True))
    return chances, np.array([of_kind.get(kind, 0.0) for kind in KINDS], np.float32)


@dataclass
class Answers:
    """What models say of columns or sheets of hands they never saw: the likeliest, its chance, what is true."""

    said: list[str]
    chances: list[float]
    true: list[str]

    def __iadd__(self, other: Answers) -> Answers:
        self.said += other.said
        self.chances += other.chances
        self.true += other.true
        return self


def held_out(sheets: Sequence[Sheet], fold: int) -> dict[str, Answers]:
    """The columns and sheets of a fold, read by models of the others; what a kind has no use for is `OTHER`."""
    known = [sheet for sheet in sheets if sheet.fold != fold]
    first, second = (learn_fields(known), learn_kinds(known)), learn_together(known)
    codes = sorted({name for sheet in known for name in sheet.fields})
    answers = {name: Answers([], [], []) for name in second}
    for sheet in (sheet for sheet in sheets if sheet.fold == fold):
        columns, of_kind = _seen_first(sheet, *first, codes)
        used = used_fields(sheet.kind) if sheet.kind in NEEDS else frozenset()
        for name, row, true in (
            ("field", beside(columns)[KINDS.index(sheet.kind)], sheet.fields),
            ("kind", of_sheet(of_kind, columns, _no_field(codes))[None], [sheet.kind]),
        ):
            chances = second[name].predict_proba(row)
            said = [str(second[name].classes_[at]) for at in chances.argmax(1)]
            if name == "field":
                said, true = ([code if code in used else OTHER for code in each] for each in (said, true))
            answers[name] += Answers(said, chances.max(1).tolist(), list(true))
    return answers


def print_tables(sheets: Sequence[Sheet], *, by_field: bool) -> None:
    """Every fold of hands read by a model of the others."""
    together = {name: Answers([], [], []) for name in ("field", "kind")}
    print(f"{'':6} {'hands':20} {'number':>7} {'right':>7}" + "".join(f"  above {bar:4}: right" for bar in BARS))
    for fold in range(N_FOLDS):
        hands = ", ".join(sorted({sheet.hand for sheet in sheets if sheet.fold == fold}))
        for name, answers in held_out(sheets, fold).items():
            together[name] += answers
            print_line(f"{name:6} {hands:20}", answers)
    for name, answers in together.items():
        print_line(f"{name:6} {'all':20}", answers)
    if by_field:
        told = together["field"]
        for code in sorted(set(told.said)):
            rows = [at for at, said in enumerate(told.said) if said == code]
            print_line(f"{code:27}", Answers(*([each[at] for at in rows] for each in vars(told).values())))


def print_line(name: str, answers: Answers) -> None:
    """How many are right, and above each bar the share and how many of it are right."""
    right, chances = np.array(answers.said) == np.array(answers.true), np.array(answers.chances)
    line = f"{name} {len(right):7} {right.mean():7.1%}"
    for bar in BARS:
        above = chances >= bar
        line += f"   {above.mean():6.1%} {right[above].mean() if above.any() else 0:6.1%}"
    print(line, flush=True)


if __name__ == "__main__":
    main()
