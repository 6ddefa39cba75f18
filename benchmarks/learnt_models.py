"""What `sayings.py` and `sheets.py` have learnt, in the file of weights that ships."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from socialgraph.loaders.values.words.speech.group_model import GroupModel


def write_models(
    file: Path, source: Path, learnt: Mapping[str, tuple[TfidfVectorizer | None, LogisticRegression]]
) -> None:
    """One file for all models, those without groups too; the hash says of which examples they are."""
    arrays = {"source": np.array(hashlib.sha256(source.read_bytes()).hexdigest())}
    for name, (vectors, model) in learnt.items():
        groups = vectors.get_feature_names_out().tolist() if vectors is not None else []
        place = {group: at for at, group in enumerate(groups)}
        idf = vectors.idf_ if vectors is not None else np.zeros(0)
        shipped = GroupModel(place, idf, model.coef_.T, model.intercept_, tuple(model.classes_))
        arrays |= shipped.to_arrays(name)
    np.savez_compressed(file, **arrays)
    print(f"{file.stat().st_size / 1024:.0f} KB")
