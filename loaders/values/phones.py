"""Phone numbers: 11 digits, several in a cell, repaired only where nothing has to be guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from socialgraph.loaders.values.text import tidy

_SEPARATORS = re.compile(r"[、,;/|\n\r]+|或|和")
_DECORATION = re.compile(r"^(?:\+?86-?|0086-?)(?=1\d{2})|[\s.()-]")
_REMARK = re.compile(r"\([^)\d]*\)|^[^\d+(]+|[^\d)]+$")
_MOBILE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1\d{10})(?!\d)")


@dataclass(frozen=True)
class Phones:
    """`numbers`: 11 digits each, in the order of the cell; `rejected`: what could not be read, as written."""

    numbers: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def parse_phones(text: str) -> Phones:
    """The numbers of a cell. `1.38E+10` has lost its last digits and is rejected; `13800000000.0` has not."""
    numbers: list[str] = []
    rejected: list[str] = []
    for piece in filter(None, (part.strip() for part in _SEPARATORS.split(tidy(text)))):
        numbers_of_piece = _piece(piece)
        if numbers_of_piece:
            numbers += [number for number in numbers_of_piece if number not in numbers]
        else:
            rejected.append(piece)
    return Phones(tuple(numbers), tuple(rejected))


def _piece(piece: str) -> list[str]:
    if re.fullmatch(r"[\d.]+(?:[eE]\+?\d+)?", piece) and ("." in piece or "e" in piece.lower()):
        whole = _integral(piece)
        if whole is not None:
            return [whole]
    digits = _DECORATION.sub("", _REMARK.sub("", piece))
    digits = re.sub(r"^(?:\+?86|0086)(?=1\d{10}$)", "", digits)
    if re.fullmatch(r"\d{11}", digits):
        return [digits]
    several = _MOBILE.findall(re.sub(r"(?<=\d)-(?=\d)", "", piece))
    return several if several and not re.search(r"\d", _MOBILE.sub("", piece)) else []


def _integral(text: str) -> str | None:
    """A number that a spreadsheet made a float, if all its 11 digits are still there."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    significant = len(re.split(r"[eE]", text)[0].replace(".", ""))
    if number != number.to_integral_value() or ("e" in text.lower() and significant < 11):
        return None
    whole = str(int(number))
    return whole if len(whole) == 11 else None


def without_personal_numbers(name: str) -> str:
    """A sheet's name as reports may show it: id and phone numbers in it are masked.

    >>> without_personal_numbers("张某13900000001")
    '张某***'
    """
    return _PERSONAL_NUMBER.sub("***", name)
