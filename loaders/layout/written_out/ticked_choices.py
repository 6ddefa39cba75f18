"""A cell that prints all its choices, the one that counts ticked: ☑房改房 □公房 □商品房, 自住（√）出租（ ）."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from socialgraph.loaders.files.sheets import Row

_TICK, _EMPTY = "☑☒✅✓✔√■⊠Vv", "□☐▢◻"
_BOX_FIRST = re.compile(rf"([{_TICK}{_EMPTY}])\s*([^{_TICK}{_EMPTY}]+)")
_BOX_LAST = re.compile(rf"([^{_TICK}{_EMPTY}]+?)\s*([{_TICK}{_EMPTY}])")
_IN_BRACKETS = re.compile(rf"([^()（）]+?)\s*[(（]\s*([{_TICK}]?)\s*[)）]")
_PRINTED = re.compile(rf"[{_EMPTY}]|[(（]\s*[{_TICK}]?\s*[)）]")
_MORE = re.compile(r"[\s,，。;；:：!！]")  # somebody wrote behind the choices: nothing of it is left out
_APART = " \t\n\u3000、，,;；/"


def ticked(text: str) -> str | None:
    """The choices that are ticked, joined by 、, "" where none is; None where the text is no list of choices.

    Examples
    --------
    >>> ticked("☑房改房  □公房(厂)  □商品房"), ticked("自住□ 出租☑ 空着□"), ticked("有（√）无（  ）")
    ('房改房', '出租', '有')
    >>> ticked("□老人 □低保"), ticked("☑老人 ☑低保 □残疾"), ticked("√同意 ×不同意"), ticked("同意")
    ('', '老人、低保', None, None)
    >>> ticked("☑同意 □不同意 别再来")
    """
    bare = text.strip()
    choices = _choices(bare)
    if len(choices) < 2 or any(_MORE.search(word) for word, _ in choices):
        return None
    return "、".join(word for word, is_ticked in choices if is_ticked)


def _choices(bare: str) -> list[tuple[str, bool]]:
    """Each choice and whether it is ticked; nothing unless a box is there that is not ticked."""
    if any(box in bare for box in _EMPTY):
        if bare[:1] in _TICK + _EMPTY:
            return [(word.strip(_APART), box in _TICK) for box, word in _BOX_FIRST.findall(bare) if word.strip(_APART)]
        return [(word.strip(_APART), box in _TICK) for word, box in _BOX_LAST.findall(bare) if word.strip(_APART)]
    found = _IN_BRACKETS.findall(bare)
    if found and not all(tick for _, tick in found) and not _IN_BRACKETS.sub("", bare).strip(_APART):
        return [(word.strip(_APART), bool(tick)) for word, tick in found if word.strip(_APART)]
    return []


def keep_ticked(rows: Iterable[Row]) -> None:
    """In place: of every cell that prints its choices what is ticked."""
    for row in rows:
        for name, cell in row.cells.items():
            chosen = ticked(cell.text) if _PRINTED.search(cell.text) else None
            if chosen is not None:
                row.cells[name] = replace(cell, text=chosen, raw=chosen)
