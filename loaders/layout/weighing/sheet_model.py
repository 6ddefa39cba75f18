"""What the columns of one sheet are together, and the sheet: each column beside the others, no field twice.

A second logistic regression (stacking; Wolpert 1992) on what `column_model.py` says of each column alone: its own
chances, those of the columns on its left and right, and how likely another column of the sheet has each field. The
kind is asked again in the same way, by the fields that the columns most likely are. Both learn from chances of hands
that the first model has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from socialgraph.arrays.types import HalfFloats
from socialgraph.loaders.layout.weighing.column_model import KINDS, NO_FIELD, alone, kinds_alone, models, softmax
from socialgraph.loaders.layout.weighing.seen import Seen

_LEAST = 1e-6  # a chance below it is none
_LEAST_LEFT = 1e-3  # of a field that another column surely has
_SCALE, _MANY = 3.0, 10.0  # log-odds and numbers of columns, in units that weigh alike
_ONE_OF_KINDS = np.eye(len(KINDS), dtype=np.float32)


def beside(chances: HalfFloats) -> HalfFloats:
    """What is said of each column beside the others.

    Parameters
    ----------
    chances : (kinds, columns, fields), those of `alone`.

    Returns
    -------
    (kinds, columns, values)
    """
    chances = np.maximum(chances, _LEAST)
    n_columns = chances.shape[1]
    own = np.log(chances)
    others = _highest_of_others(chances)
    left_over = own + np.log(np.maximum(1 - others, _LEAST_LEFT))
    left_over -= np.log(np.exp(left_over).sum(axis=2, keepdims=True))
    nothing = np.zeros_like(chances[:, :1])
    before = np.concatenate([nothing, chances[:, :-1]], axis=1)
    after = np.concatenate([chances[:, 1:], nothing], axis=1)
    kinds = np.broadcast_to(_ONE_OF_KINDS[:, None], (len(KINDS), n_columns, len(KINDS)))
    place = np.zeros((len(KINDS), n_columns, 3), np.float32)
    place[:, 0, 0], place[:, -1, 1], place[:, :, 2] = 1, 1, n_columns / _MANY
    return np.concatenate([own / _SCALE, left_over / _SCALE, others, before, after, kinds, place], axis=2)


def _highest_of_others(chances: HalfFloats) -> HalfFloats:
    """Of every field, the highest chance that any other column of the sheet has it."""
    if chances.shape[1] == 1:
        return np.zeros_like(chances)
    ordered = np.sort(chances, axis=1)
    highest, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(chances == highest, second, highest)


def of_sheet(kinds: HalfFloats, chances: HalfFloats, no_field: Sequence[int]) -> HalfFloats:
    """What is said of a sheet by the fields that its columns most likely are.

    Parameters
    ----------
    kinds : (kinds,) chances by titles, headings and cells.
    chances : (kinds, columns, fields), those of `alone`.
    no_field : which of the fields are none that a sheet has a use for.

    Returns
    -------
    (values,)
    """
    kinds, chances = np.maximum(kinds, _LEAST), np.maximum(chances, _LEAST)
    likely = np.tensordot(kinds, chances, axes=1)
    useful = 1 - chances[:, :, list(no_field)].sum(axis=2)
    return np.concatenate(
        [
            np.log(kinds) / _SCALE,
            likely.max(axis=0),
            likely.sum(axis=0) / _SCALE,
            useful.mean(axis=1),
            useful.sum(axis=1) / _MANY,
        ]
    ).astype(np.float32)


def learn_together(columns: Sequence[Seen]) -> None:
    """Ask what each column of a sheet is beside the others, once: `field_chances` tells it."""
    if not columns or all(column.together is not None for column in columns):
        return
    model = models()["field_beside"]
    measured = beside(np.stack([alone(column) for column in columns], axis=1))
    chances = softmax(model.bias + measured @ model.weights)
    for at, column in enumerate(columns):
        column.together = chances[:, at]


def field_chances(column: Seen, kind: str) -> dict[str, float]:
    """The chance of each field of a column in a sheet of a kind, in [0, 1], together 1; `OTHER`: of none."""
    learn_together([] if column.together is not None else [column])
    assert column.together is not None
    return dict(zip(models()["field_beside"].codes, column.together[KINDS.index(kind)].tolist(), strict=True))


def kind_chances(columns: Sequence[Seen], titles: Sequence[str]) -> dict[str, float]:
    """The chance of each kind of sheet, in [0, 1], together 1."""
    model = models()["kind_beside"]
    no_field = [at for at, name in enumerate(models()["field"].codes) if name in NO_FIELD]
    measured = of_sheet(kinds_alone(columns, titles), np.stack([alone(column) for column in columns], axis=1), no_field)
    chances = softmax(model.bias + measured @ model.weights)
    return dict(zip(model.codes, chances.tolist(), strict=True))
