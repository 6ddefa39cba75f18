"""Learn what columns and sheets are from `benchmarks/corpora/sheets.jsonl`; how well each hand is read by the others.

python benchmarks/sheets.py           the table: share of columns and sheets above bars, and of these right
python benchmarks/sheets.py --write   the weights that ship, `loaders/data/sheets.npz`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from learnt_models import write_models
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from socialgraph.loaders.layout.evidence import NEEDS, used_fields
from socialgraph.loaders.layout.weighing.column_model import (
    OTHER,
    heading_groups,
    measured_cells,
    measured_in_kind,
    measured_sheet,
    title_groups,
)
from socialgraph.loaders.layout.weighing.seen import seen

_CALLED = {
    ("links", "member_name"): "name",
    ("links", "member_address"): "address_full",
    ("", "owner_phone"): "phone",
}
ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "benchmarks" / "corpora" / "sheets.jsonl"
WEIGHTS = ROOT / "loaders" / "data" / "sheets.npz"
BARS = (0.5, 0.7, 0.85, 0.95)


@dataclass
class Example:
    """A column or a sheet: its groups, its measured values and what it is."""

    hand: str
    groups: list[str]
    measured: np.ndarray
    code: str


def main() -> None:
    """Print the table; with `--write`, the weights of all hands together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    asked = parser.parse_args()
    examples = read_examples(asked.corpus)
    if asked.write:
        write_models(WEIGHTS, asked.corpus, {name: learn(each) for name, each in examples.items()})
    else:
        print_table(examples)


def read_examples(corpus: Path) -> dict[str, list[Example]]:
    """Columns (`field`) and sheets (`kind`) of the corpus."""
    columns, sheets = [], []
    for line in corpus.read_text(encoding="utf-8").splitlines():
        sheet = json.loads(line)
        headings = [column["heading"] for column in sheet["columns"]]
        cells = [
            measured_cells(seen(at, "", column["heading"], (), column["samples"]))
            for at, column in enumerate(sheet["columns"])
        ]
        for at, column in enumerate(sheet["columns"]):
            groups = heading_groups(headings[at], headings[at - 1] if at else "")
            measured = measured_in_kind(cells[at], sheet["kind"])
            code = code_of(column["field"], sheet["kind"])
            columns.append(Example(sheet["hand"], list(groups.elements()), measured, code))
        titles = [sheet["file"].rsplit(".", 1)[0], sheet["sheet"], sheet["title"]]
        groups = title_groups(titles, headings)
        sheets.append(Example(sheet["hand"], list(groups.elements()), measured_sheet(cells), sheet["kind"]))
    return {"field": columns, "kind": sheets}


def code_of(name: str, kind: str) -> str:
    """The field as the kind of sheet has a use for it, else `OTHER`."""
    name = _CALLED.get((kind, name), _CALLED.get(("", name), name))
    return name if kind in NEEDS and name in used_fields(kind) else OTHER


def learn(examples: list[Example]) -> tuple[TfidfVectorizer, LogisticRegression]:
    """The model of one question."""
    vectors = TfidfVectorizer(analyzer=lambda groups: groups, sublinear_tf=True, min_df=2)
    vectors.fit([example.groups for example in examples])
    model = LogisticRegression(C=20, max_iter=2000)
    model.fit(matrix_of(vectors, examples), [example.code for example in examples])
    return vectors, model


def matrix_of(vectors: TfidfVectorizer, examples: Iterable[Example]) -> csr_matrix:
    """Groups, then measured values."""
    examples = list(examples)
    groups = vectors.transform([example.groups for example in examples])
    return hstack([groups, csr_matrix(np.stack([example.measured for example in examples]))]).tocsr()


def print_table(by_question: dict[str, list[Example]]) -> None:
    """Every hand read by a model of the others."""
    print(f"{'':6} {'hand':5} {'number':>7} {'right':>7}" + "".join(f"  above {bar:4}: share right" for bar in BARS))
    for name, examples in by_question.items():
        for hand in sorted({example.hand for example in examples}):
            held_out = [example for example in examples if example.hand == hand]
            vectors, model = learn([example for example in examples if example.hand != hand])
            chances = model.predict_proba(matrix_of(vectors, held_out))
            right = model.classes_[chances.argmax(1)] == np.array([example.code for example in held_out])
            line = f"{name:6} {hand:5} {len(held_out):7} {right.mean():7.1%}"
            for bar in BARS:
                above = chances.max(1) >= bar
                line += f"            {above.mean():6.1%} {right[above].mean():6.1%}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
