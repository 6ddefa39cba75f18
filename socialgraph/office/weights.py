"""The weights of the score: fitted to past conversations by `train`, and used where the project's file says so."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from socialgraph.errors import InputError
from socialgraph.messages import Note, note
from socialgraph.project.weights import read_weights

if TYPE_CHECKING:
    from socialgraph.models.completion.history import History
    from socialgraph.project.settings import Project

SEED = 0
Say = Callable[[Note], None]


def fit_conversations(project: Project, history: History, as_of: dt.date, folder: Path, say: Say) -> None:
    """Fit the weights of the score to past conversations, where there are enough, and write them beside the model."""
    from socialgraph.models.conversations.card import conversation_card, save_conversation_card
    from socialgraph.models.conversations.talks import talks
    from socialgraph.models.conversations.weights import fit_weights

    cases = talks(history, until=as_of, policy=project.policy)
    found = fit_weights(cases, np.random.default_rng(SEED))
    save_conversation_card(conversation_card(found, cases, fitted_on=as_of.isoformat()), folder)
    if found.gain is None:
        say(note("forecast.few_conversations", count=found.n))
    else:
        low, high = f"{found.gain.low:.3f}", f"{found.gain.high:.3f}"
        say(note("forecast.conversations", count=found.n, gain=f"{found.gain.value:.3f}", low=low, high=high))


def choose_weights(project: Project, weights: Literal["assumed", "fitted"]) -> Project:
    """Write into the project's file which weights `suggest`, `assign` and every other analysis use from now on.

    Raises
    ------
    InputError
        If fitted ones are wanted and there are none: too few conversations.
    """
    if weights == "fitted" and read_weights(project.working_folder()) is None:
        raise InputError("forecast.no_fitted_weights")
    return project.changed(policy=dataclasses.replace(project.policy, weights=weights))
