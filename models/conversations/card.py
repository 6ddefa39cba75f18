"""The card of the weights that conversations gave: Markdown and JSON, from the same plain values."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from socialgraph.models.completion.card import plain_rows
from socialgraph.models.conversations.talks import Talks
from socialgraph.models.conversations.weights import LEAST_TALKS, ConversationWeights

CARD_JSON, CARD_TEXT = "conversations.json", "conversations.md"
LIMITS = (
    "Learned from conversations that were held: whom a captain chose to visit is in it too. It says what went with a "
    "good end, not what caused it.",
    "Load is not known of the past: its weight stays assumed. Half-lives and what a request may travel over are never "
    "fitted.",
    "A weight whose interval holds the default says no more than the default.",
)


def conversation_card(weights: ConversationWeights, cases: Talks, *, fitted_on: str) -> dict[str, Any]:
    """The card as plain values; `suggest` and `assign` read the weights from it.

    Parameters
    ----------
    weights : the weights, and how good they are on buildings left out.
    cases : the conversations they were learned from.
    fitted_on : ISO date until which conversations counted.

    Returns
    -------
    dict
        Texts, numbers, lists and None only, so that JSON holds all of it. `gain` is None where nothing was fitted,
        `first_on` and `last_on` "" without conversations.

    References
    ----------
    Mitchell et al. (2019), Proc. FAT* '19, 220-229: model cards.
    """
    return {
        "conversations": weights.n,
        "good": int(cases.good.sum()),
        "buildings": len(np.unique(cases.building)),
        "first_on": str(cases.on.min()) if len(cases) else "",
        "last_on": str(cases.on.max()) if len(cases) else "",
        "fitted_on": fitted_on,
        "software": f"socialgraph {version('socialgraph')}",
        "gain": None if weights.gain is None else dataclasses.asdict(weights.gain),
        "parts": plain_rows(weights.parts),
        "kinds": plain_rows(weights.kinds),
        "metrics": plain_rows(weights.metrics),
        "calibration": plain_rows(weights.calibration),
        "cases_sha256": talks_hash(cases),
        "limits": list(LIMITS),
    }


def talks_hash(cases: Talks) -> str:
    """SHA-256 of the conversations: the same in the same order give the same.

    Parameters
    ----------
    cases : parts, evidence, outcomes, buildings and households count, and their order.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    digest = hashlib.sha256(cases.parts.to_csv(index=False).encode("utf-8"))
    for values in (cases.evidence, cases.good, cases.building, cases.household):
        digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def save_conversation_card(card: dict[str, Any], folder: Path) -> None:
    """Write the card into a folder, as JSON and as Markdown.

    Parameters
    ----------
    card : as `conversation_card` makes it.
    folder : where the models lie.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CARD_JSON).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / CARD_TEXT).write_text(conversation_card_text(card), encoding="utf-8")


def conversation_card_text(card: dict[str, Any]) -> str:
    """The card as Markdown.

    Parameters
    ----------
    card : as `conversation_card` makes it.

    Returns
    -------
    str
        Markdown, in English; names no person and no household.
    """
    gain = card["gain"]
    lines = [
        "# What past conversations say about the score: model card",
        "",
        f"{card['conversations']} conversations, {card['good']} of them ended agreed or softened, in "
        f"{card['buildings']} buildings, {card['first_on']} to {card['last_on']}; counted until {card['fitted_on']}. "
        f"{card['software']}. Cases SHA-256 `{card['cases_sha256']}`.",
        "",
        f"Fewer than {LEAST_TALKS}: nothing is fitted, every weight is the default, assumed."
        if gain is None
        else "Gain over the defaults on buildings left out, in log loss a conversation: "
        f"{_n(gain['value'])} ({_n(gain['low'])} to {_n(gain['high'])}). "
        + ("The fitted weights are better." if gain["low"] > 0 else "That they are better is not shown."),
        "",
        *_table("Parts of the score", card["parts"], ("part", "default", "weight", "low", "high", "source")),
        *_table("Kinds of tie", card["kinds"], ("kind", "cases", "default", "weight", "low", "high", "source")),
        *_table("How good, on buildings left out", card["metrics"], ("model", "metric", "value")),
        *_table("Calibration", card["calibration"], ("model", "cases", "mean_probability", "share")),
        "## Limits",
        "",
        *(f"- {limit}" for limit in card["limits"]),
        "",
    ]
    return "\n".join(lines)


def _table(title: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> list[str]:
    if not rows:
        return []
    head = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return [f"## {title}", "", *head, *("| " + " | ".join(_n(row[c]) for c in columns) + " |" for row in rows), ""]


def _n(value: float | str | None) -> str:
    return "" if value is None else value if isinstance(value, str) else f"{value:.4g}"
