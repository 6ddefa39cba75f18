"""Where the passphrase of a key comes from: the environment, else whoever sits at the terminal."""

from __future__ import annotations

import os
from collections.abc import Callable

VARIABLE = "SOCIALGRAPH_PASSPHRASE"
NEW_VARIABLE = "SOCIALGRAPH_NEW_PASSPHRASE"
_asking: list[Callable[[], str]] = []


def ask_with(ask: Callable[[], str] | None) -> None:
    """How to ask where the environment holds none; None where nobody is there to answer."""
    _asking[:] = [] if ask is None else [ask]


def given_passphrase() -> str:
    """The passphrase, empty where there is none and nobody to ask."""
    given = os.environ.get(VARIABLE, "")
    return given or (_asking[0]() if _asking else "")
