"""Sentences of the loaders in Chinese and English: why a cell can't be used, what to do, and notes of a report."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from socialgraph.messages import Lang


@dataclass(frozen=True)
class Note:
    """A sentence of the report, kept as code and figures until the language is known; it quotes no cell."""

    code: str
    values: dict[str, object] = field(default_factory=dict)

    def text(self, lang: Lang) -> str:
        """The sentence in one language."""
        return _sentences("note")[self.code][lang].format(**self.values)


def note(code: str, **values: object) -> Note:
    """A note of the report by its code in `data/wording.csv`."""
    return Note(code, values)


def problem(reason: str, lang: Lang) -> str:
    """Why a cell can't be used, as a sentence."""
    return _sentences("problem").get(reason, {"zh": reason, "en": reason})[lang]


def remedy(reason: str, lang: Lang, nearest: str = "") -> str:
    """What would make it usable; `nearest` is the known word that it resembles."""
    sentence = _sentences("remedy").get(reason, {"zh": "", "en": ""})[lang]
    if not nearest:
        return sentence
    hint = {"zh": f"（最接近的写法：{nearest}）", "en": f" (nearest known word: {nearest})"}[lang]
    return sentence + hint


def label(code: str, lang: Lang) -> str:
    """A heading or button of the loaders' own workbooks."""
    return _sentences("label")[code][lang]


@cache
def _sentences(kind: str) -> dict[str, dict[Lang, str]]:
    text = files("socialgraph.loaders").joinpath("data/wording.csv").read_text(encoding="utf-8")
    return {
        row["code"]: {"zh": row["zh"], "en": row["en"]}
        for row in csv.DictReader(text.splitlines())
        if row["kind"] == kind
    }
