"""Learn what sayings mean from `loaders/data/sayings.csv`, and print how well each hand is read by all the others.

python benchmarks/sayings.py           the table: share of sayings above the bar, and of these right
python benchmarks/sayings.py --write   the weights that ship, `loaders/data/sayings.npz`
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
from learnt_models import write_models
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from socialgraph.loaders.values.words.speech.sayings import BARS, NOTHING, groups_of

# fields whose sayings may mean something in the other one too
_NEAR = {
    "stance": ("visit_result", "refusal_reason", "willing", "accepted", "survey_outcome", "work_status"),
    "visit_result": ("stance", "refusal_reason", "accepted", "willing"),
    "refusal_reason": (
        "stance",
        "visit_result",
        "household_flag",
        "ownership_type",
        "occupancy",
        "accepted",
        "tie_type",
    ),
    "occupancy": ("stance", "household_flag", "refusal_reason", "visit_result"),
    "household_flag": ("refusal_reason", "occupancy"),
    "ownership_type": ("refusal_reason",),
    "tie_type": ("survey_outcome", "refusal_reason"),
    "willing": ("stance", "accepted", "visit_result", "survey_outcome"),
}
_EVERY = 2
DATA = Path(__file__).resolve().parents[1] / "loaders" / "data"
Rows = list[dict[str, str]]


def main() -> None:
    """Print the table; with `--write`, the weights of all hands together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    rows = read_rows()
    if write:
        write_weights(rows)
    else:
        print_table(rows)


def read_rows() -> dict[str, Rows]:
    """The sayings by field."""
    by_field: dict[str, Rows] = defaultdict(list)
    with (DATA / "sayings.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            by_field[row["field"]].append(row)
    return {name: rows + _none_of(name, by_field) for name, rows in by_field.items() if name in BARS}


def _none_of(name: str, by_field: dict[str, Rows]) -> Rows:
    """What is said of other things: of how a flat is lived in, where a stance is asked."""
    return [
        row | {"field": name, "code": NOTHING}
        for other, rows in by_field.items()
        if other != name and other not in _NEAR.get(name, ())
        for row in rows[::_EVERY]
    ]


def learn(rows: Rows) -> tuple[TfidfVectorizer, LogisticRegression]:
    """The model of one field."""
    vectors = TfidfVectorizer(analyzer=lambda text: list(groups_of(text)), sublinear_tf=True)
    model = LogisticRegression(C=30, max_iter=3000, class_weight="balanced")
    model.fit(vectors.fit_transform([row["text"] for row in rows]), [row["code"] for row in rows])
    return vectors, model


def print_table(by_field: dict[str, Rows]) -> None:
    """Every hand read by a model of the others."""
    print(f"{'field':16} {'hand':5} {'sayings':>7} {'right':>7} {'above the bar':>14} {'of these right':>15}")
    for name, rows in sorted(by_field.items()):
        for hand in sorted({row["hand"] for row in rows}):
            held_out = [row for row in rows if row["hand"] == hand]
            vectors, model = learn([row for row in rows if row["hand"] != hand])
            chances = model.predict_proba(vectors.transform([row["text"] for row in held_out]))
            best = model.classes_[chances.argmax(1)]
            right = best == np.array([row["code"] for row in held_out])
            above = chances.max(1) >= BARS[name]
            figures = f"{right.mean():7.1%} {above.mean():14.1%} {right[above].mean():15.1%}"
            print(f"{name:16} {hand:5} {len(held_out):7} {figures}")


def write_weights(by_field: dict[str, Rows]) -> None:
    """One file for all fields."""
    learnt = {name: learn(rows) for name, rows in sorted(by_field.items())}
    write_models(DATA / "sayings.npz", DATA / "sayings.csv", learnt)


if __name__ == "__main__":
    main()
