"""Tables for people: the columns that are needed first, headings and codes in words, within the width of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from socialgraph.errors import InputError
from socialgraph.messages import Lang
from socialgraph.outputs.render import cell_text, records
from socialgraph.outputs.widths import display_width, padded, wrapped
from socialgraph.outputs.words import codes_in_words, family_words, page_words
from socialgraph.shipped import shipped_table

ALL = "all"
EVERY = "*"  # a table without a choice of columns: there are not many
ANY = "any"  # a column of whatever table, where the table has no words of its own for it
LEAST_WIDTH = 6
CHANCE, SHARE, SEVERAL, EITHER = "chance", "share", "+", "/"
LIKELY, OPEN = 0.6, 0.3
_GAP = "  "


def screen_columns(frame: pd.DataFrame, table: str) -> list[str]:
    """The columns that a screen shows where nobody chooses; all of a table that no row of the data names."""
    named = [row["column"] for row in shipped_table("screen_tables") if row["table"] == table]
    shown = [name for name in named if name in frame.columns]
    return shown if shown and EVERY not in named else [str(name) for name in frame.columns]


def chosen_columns(frame: pd.DataFrame, table: str, choice: str) -> list[str]:
    """The columns of `--columns`: "" the usual ones, `all`, or names joined by commas.

    Raises
    ------
    InputError
        If a name is no column of the table.
    """
    if not choice:
        return screen_columns(frame, table)
    every = [str(name) for name in frame.columns]
    if choice == ALL:
        return every
    wanted = [name.strip() for name in choice.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in every]
    if unknown or not wanted:
        raise InputError("option.unknown_columns", unknown=", ".join(unknown), known=", ".join(every))
    return wanted


def in_words(frame: pd.DataFrame, table: str, lang: Lang) -> tuple[list[str], list[list[str]], list[bool]]:
    """Headings, cells and which columns are figures, as they are read in a language."""
    columns = {
        row["column"]: row for of in (ANY, table) for row in shipped_table("screen_tables") if row["table"] == of
    }
    names = [str(name) for name in frame.columns]
    headings = [columns[name][lang] if name in columns else name for name in names]
    fields = [columns[name]["words"] if name in columns else "" for name in names]
    cells = [
        [_word(value, field, lang) for value, field in zip(row.values(), fields, strict=True)] for row in records(frame)
    ]
    figures = [pd.api.types.is_numeric_dtype(frame[name]) and frame[name].dtype != bool for name in names]
    return headings, cells, figures


def _word(value: Any, field: str, lang: Lang) -> str:
    """A cell in words, as chance or share, or by families of codes.

    Of families joined with `+` a code is told wherever it stands in a text; else the cell is codes and nothing else.
    """
    text = cell_text(value, decimals=3).replace("\n", " ")
    if not field or not text:
        return text
    if field == CHANCE:
        return f"{float(value):.2f} {chance_word(float(value), lang)}"
    if field == SHARE:
        return f"{float(value):.0%}"
    if SEVERAL in field:
        return codes_in_words(text, tuple(field.split(SEVERAL)), lang)
    families = [family_words(family, lang) for family in reversed(field.split(EITHER))]
    words = {code: word for family in families for code, word in family.items()}
    comma = page_words("glue", lang)["list"]
    return comma.join(words.get(part, part) for part in text.split("|"))


def chance_word(q: float, lang: Lang) -> str:
    """A chance in words: a low one is never just a small number."""
    word = "likely" if q >= LIKELY else "open" if q >= OPEN else "unlikely"
    return page_words(CHANCE, lang)[word]


def plain_table(headings: Sequence[str], cells: Sequence[Sequence[str]], figures: Sequence[bool], width: int) -> str:
    """The table as lines of at most `width` columns where that can be; long texts are wrapped in their own column."""
    widths = fitting_widths(headings, cells, width)
    lines = [*_lines(headings, widths, figures), _GAP.join("-" * size for size in widths)]
    for row in cells:
        lines += _lines(row, widths, figures)
    return "\n".join(lines)


def fitting_widths(headings: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """Columns' widths: as wide as what they hold; then the widest give way until all fits.

    Columns give way down to their longest word first: a word is broken only where nothing else helps.
    """
    columns = list(zip(headings, *cells, strict=True))
    widths = [max(map(display_width, column)) for column in columns]
    longest = [max((display_width(word) for text in column for word in text.split()), default=0) for column in columns]
    room = width - len(_GAP) * (len(widths) - 1)
    for least in (longest, [LEAST_WIDTH] * len(widths)):
        spare = [max(size - low, 0) for size, low in zip(widths, least, strict=True)]
        while sum(widths) > room and any(spare):
            widest = max(range(len(widths)), key=lambda place: (spare[place] > 0, widths[place]))
            widths[widest] -= 1
            spare[widest] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], figures: Sequence[bool]) -> list[str]:
    parts = [wrapped(text, size) for text, size in zip(row, widths, strict=True)]
    height = max(map(len, parts), default=1)
    return [
        _GAP.join(
            padded(part[line] if line < len(part) else "", size, right=right)
            for part, size, right in zip(parts, widths, figures, strict=True)
        ).rstrip()
        for line in range(height)
    ]


def story(parts: pd.DataFrame) -> pd.DataFrame:
    """The ten lines of an explanation that a person reads first; `part` keeps its name, words come later.

    That it is left alone and why, keys, the newest words, the offer, reach and class, the best two people with their
    chance, the next step.
    """
    name = parts["part"].astype(str)
    true = ["stopped", "consent missing", "access missing"]
    kept = [parts[name.isin(true) & parts["value"].eq(True) | name.eq("left alone because")]]
    kept += [parts[name.str.startswith("word of") & parts["value"].astype(str).ne("")].tail(2)]
    kept += [parts[name.str.startswith("offer for") | name.isin(["concern", "offer"])].head(1)]
    kept += [parts[name.isin(["reach", "class"])]]
    kept += [parts[name.str.startswith("q ")].head(2), parts[name.eq("suggestion")].head(1)]
    kept += [parts[name.eq("next step")]]
    return pd.concat(kept).head(10)


_PART = ("part", "more", "concern", "pipe", "tie")
_VALUES = {
    "class": ("class",),
    "survey": ("survey",),
    "next step": ("step",),
    "left alone because": ("stop",),
    "stack": ("missing", "source"),
}
_VALUE = ("stance", "concern", "source", "code")


def story_words(parts: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Parts and codes of a story, or of all that lies behind it, in words."""

    def value(of: str, figure: Any) -> Any:
        if of.startswith("q ") and isinstance(figure, float):
            return f"{figure:.2f} {chance_word(figure, lang)}"
        if isinstance(figure, bool):
            return page_words("yes_no", lang)[str(figure).lower()]
        families = next((families for name, families in _VALUES.items() if of.startswith(name)), _VALUE)
        return codes_in_words(figure, families, lang) if isinstance(figure, str) else figure

    return parts.assign(
        part=[codes_in_words(str(text), _PART, lang) for text in parts["part"]],
        value=[value(of, figure) for of, figure in zip(parts["part"], parts["value"], strict=True)],
        source=[codes_in_words(str(text), ("source", "when", "more", "table"), lang) for text in parts["source"]],
        missing=[codes_in_words(str(text), ("reason", "source"), lang) for text in parts["missing"]],
    )
