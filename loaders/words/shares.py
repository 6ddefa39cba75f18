"""Which vocabulary the cells of a column speak: for each, the share of cells that are words of it and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from socialgraph.loaders.values.text import pieces, squeeze
from socialgraph.loaders.words.heading_keys import data_table
from socialgraph.loaders.words.lexicon import Words

_SPEAKS = re.compile(r"[\u3400-\u9fff]")  # 1, Y and √ are words of every vocabulary, hence of none
_SHIPPED = Words()


def _one(name: str) -> Callable[[str], bool]:
    return lambda text: bool(_SHIPPED.code(name, text))


def _several(name: str) -> Callable[[str], bool]:
    def speaks(text: str) -> bool:
        found = _SHIPPED.many(name, text)
        return bool(found.codes) and not found.unknown

    return speaks


def _stance(text: str) -> bool:
    stance_cell = _SHIPPED.stance_cell(text)
    return stance_cell is not None and bool(stance_cell.stances)


_READ: dict[str, Callable[[str], bool]] = {
    "stance": _stance,
    **{name: _several(name) for name in ("refusal_reason", "household_flag", "role_tag")},
    **{
        name: _one(name)
        for name in (
            *("ownership_type", "occupancy", "visit_result", "visit_mode", "tie_type", "tie_strength"),
            *("works_status", "pipe_kind", "boolean", "resident_role"),
        )
    },
}
VOCABULARIES = tuple(_READ)
_TITLES = "(?:师傅|大爷|大妈|阿姨|叔|姐|哥|主任|书记|科长|老师|工|总|队|嫂|奶奶|爷爷)"


@lru_cache(maxsize=4096)
def _speaks(name: str, text: str) -> bool:
    return _READ[name](text)


def word_shares(texts: Sequence[str]) -> dict[str, float]:
    """For every vocabulary the share of the filled cells that are its words, in [0, 1]; all 0 where no cell speaks.

    A cell of digits or signs alone counts as one that is no word, whatever a vocabulary says of it.
    """
    filled = [text for text in texts if squeeze(text)]
    if not filled:
        return dict.fromkeys(_READ, 0.0)
    return {
        name: sum(bool(_SPEAKS.search(text)) and _speaks(name, text) for text in filled) / len(filled) for name in _READ
    }


def person_share(texts: Sequence[str]) -> float:
    """The share of the filled cells that name one or several people, in [0, 1]: a surname first, or 老钟, 王主任."""
    filled = [text for text in texts if squeeze(text)]
    if not filled:
        return 0.0
    return sum(all(map(_person().match, pieces(text))) for text in filled) / len(filled)


@lru_cache(maxsize=1)
def _person() -> re.Pattern[str]:
    surnames = data_table("surnames.csv")[0]["surnames"]
    called = rf"[{surnames}][\u3400-\u9fff]?{_TITLES}|[老小阿][{surnames}]"
    return re.compile(rf"^(?:[{surnames}][\u3400-\u9fff]{{1,2}}|{called})(?:\([^)]*\))?$")
