"""Chinese numerals: 五, 十二, 廿一, 一百零三, 二〇二六, 三〇一, 两."""

from __future__ import annotations

import re

_DIGITS = {
    **dict.fromkeys("〇零○Ｏ", 0),
    **dict.fromkeys("一壹", 1),
    **dict.fromkeys("二两贰", 2),
    **dict.fromkeys("三叁", 3),
    **dict.fromkeys("四肆", 4),
    **dict.fromkeys("五伍", 5),
    **dict.fromkeys("六陆", 6),
    **dict.fromkeys("七柒", 7),
    **dict.fromkeys("八捌", 8),
    **dict.fromkeys("九玖", 9),
}
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
_HUNDREDS = {"百": 100, "佰": 100}
NUMERAL_CHARACTERS = "".join(_DIGITS) + "".join(_TENS) + "".join(_HUNDREDS)
_RUN = re.compile(f"[{NUMERAL_CHARACTERS}]+")


def chinese_number(text: str) -> int | None:
    """The number a run of Chinese numerals stands for, None where it is none.

    Digit by digit (二〇二六 = 2026, 三〇一 = 301) or by tens and hundreds (十二 = 12, 廿一 = 21, 一百零三 = 103).
    """
    if not text or any(c not in NUMERAL_CHARACTERS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _HUNDREDS:
            total += (1 if digit is None else digit) * 100
            digit = None
        else:
            total += _TENS[c] if digit is None or _TENS[c] > 10 else digit * 10
            digit = None
    return total + (digit or 0)


def arabic(text: str, *, before: str = "") -> str:
    """The text with its runs of Chinese numerals as digits; with `before`, only runs that such a word follows."""
    pattern = re.compile(f"([{NUMERAL_CHARACTERS}]+)(?={before})") if before else _RUN

    def digits(match: re.Match[str]) -> str:
        number = chinese_number(match.group(0))
        return match.group(0) if number is None else str(number)

    return pattern.sub(digits, text)
