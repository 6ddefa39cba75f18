"""Linear models over groups of characters (tf-idf), as sayings and headings of sheets are compared with known ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from socialgraph.arrays.types import HalfFloats


@dataclass(frozen=True)
class GroupModel:
    """Weights of a logistic regression: groups of characters and measured values x meanings."""

    place: dict[str, int]  # group -> its row of `weights`
    idf: HalfFloats
    weights: HalfFloats  # the rows below those of the groups are of the measured values
    bias: HalfFloats
    codes: tuple[str, ...]

    @classmethod
    def from_arrays(cls, table: Mapping[str, NDArray[np.generic]], name: str) -> GroupModel:
        """The model `name` of an opened file of weights."""
        return cls(
            place={str(group): at for at, group in enumerate(table[f"{name}.groups"].tolist())},
            idf=table[f"{name}.idf"].astype(np.float32),
            weights=table[f"{name}.weights"].astype(np.float32),
            bias=table[f"{name}.bias"].astype(np.float32),
            codes=tuple(str(code) for code in table[f"{name}.codes"].tolist()),
        )

    def to_arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """What `from_arrays` reads, in half precision."""
        return {
            f"{name}.groups": np.array(list(self.place), dtype="U"),
            f"{name}.idf": self.idf.astype(np.float16),
            f"{name}.weights": self.weights.astype(np.float16),
            f"{name}.bias": self.bias.astype(np.float32),
            f"{name}.codes": np.array(self.codes, dtype="U"),
        }

    def chances(self, counts: Mapping[str, float], measured: HalfFloats | None = None) -> dict[str, float]:
        """The chance of each meaning, in [0, 1], together 1."""
        return self.softmax(self.scores(counts, measured))

    def scores(self, counts: Mapping[str, float], measured: HalfFloats | None = None) -> HalfFloats:
        """Log-odds by how often each group stands there (log, tf-idf) and by the first of the measured values."""
        scores = self.bias.copy()
        known = [(self.place[group], 1 + math.log(count)) for group, count in counts.items() if group in self.place]
        if known:
            places = np.array([place for place, _ in known])
            values = np.array([value for _, value in known], np.float32) * self.idf[places]
            scores += (values / np.linalg.norm(values)) @ self.weights[places]
        if measured is not None:
            scores += measured @ self.weights[len(self.place) : len(self.place) + len(measured)]
        return scores

    def softmax(self, scores: HalfFloats) -> dict[str, float]:
        """The chance of each meaning from their log-odds."""
        chances = np.exp(scores - scores.max())
        return dict(zip(self.codes, (chances / chances.sum()).tolist(), strict=True))

    def share_known(self, groups: Iterable[str]) -> float:
        """The share of some groups that the model has seen; 0 of none."""
        asked = list(groups)
        return sum(group in self.place for group in asked) / len(asked) if asked else 0.0


def read_models(file: str) -> dict[str, GroupModel]:
    """The models of a file of weights in `data/`, by name."""
    with as_file(files("socialgraph.loaders").joinpath("data", file)) as path, np.load(path) as table:
        names = sorted({name.partition(".")[0] for name in table.files if "." in name})
        return {name: GroupModel.from_arrays(table, name) for name in names}


def groups_of_text(text: str, longest: int) -> list[str]:
    """All groups of one to `longest` characters that stand side by side.

    >>> groups_of_text("换管", 2)
    ['换', '管', '换管']
    """
    return [text[at : at + length] for length in range(1, longest + 1) for at in range(len(text) - length + 1)]
