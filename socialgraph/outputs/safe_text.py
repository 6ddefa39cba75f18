"""Free text on its way out: no phone, no id number, no third person's name."""

from __future__ import annotations

import re
from collections.abc import Collection

_LONG_DIGITS = re.compile(r"\d[\d\s-]{5,}[\dXx]")
_LONGEST_NAME = 12
_HIDDEN_NAME = "某某"


def without_people(text: str, names: Collection[str]) -> str:
    """`text` with every name of `names` (two characters or more) and every long number hidden."""
    text = _LONG_DIGITS.sub("****", text)
    start = 0
    while start < len(text):
        for length in range(min(_LONGEST_NAME, len(text) - start), 1, -1):
            if text[start : start + length] in names:
                text = text[:start] + _HIDDEN_NAME + text[start + length :]
                start += len(_HIDDEN_NAME) - 1
                break
        start += 1
    return text


def masked_phone(phone: str) -> str:
    """`13900001234` → `139****1234`; several phones (joined by |) each by itself."""
    return "、".join(part[:3] + "****" + part[-4:] if len(part) >= 8 else "****" for part in phone.split("|") if part)
