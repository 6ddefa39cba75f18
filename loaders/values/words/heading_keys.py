"""Headings as they are looked up, and by kind of sheet (`data/kind_headings.csv`).

情况 is the result of a visit log, and the status of works.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from socialgraph.shipped import shipped_table

ANY = "*"
MAX_HEADING_CHARACTERS = 120
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DECORATION = re.compile(
    r"^(?:[*★☆※●#]+|[\[(【](?:必填|选填|非必填|必选|可选|条件|重要)[^\])】]{0,4}[\])】]|\d{1,2}[.、)]|\(\d{1,2}\)|[一二三四五六七八九十]{1,3}、)+|[*:、.]+$"
)
_INNER_BRACKET = re.compile(r"(?<=\w)[(\[【{〔<《][^()\[\]【】{}〔〕<>《》]*[)\]】}〕>》](?=[·•・/、—-]?[^\W\d])")
_NUMBER = re.compile(r"^(?:手工|填写)?[:：]?\d{1,2}[、.．]\s*|^[A-DQ]\d{1,2}[-_.、．:：]?(?=[\u3400-\u9fff])")
_HOW_TO_ANSWER = re.compile(  # of an online form: 您的身份是？（必填）
    r"(?:[(（\[【](?:必填|选填|非必填|必答|选答|单选题?|多选题?|可多选|自动)[)）\]】]\s*)+$"
)
_WORDLESS = re.compile(r"[^\w]+")


def normalised(text: str) -> str:
    """A heading without width, blanks, line breaks, stars and numbering: `* 联系\\n电话：` -> `联系电话`."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    return _DECORATION.sub("", plain)


def shown(text: str) -> str:
    """A heading as reports name it: as written, without line breaks and blanks."""
    return _BLANKS.sub("", text)


def without_inner_bracket(text: str) -> str:
    """A heading without a remark in its middle: what stands behind the bracket still says what the column is.

    >>> without_inner_bracket("产权人(公房为承租人)意见"), without_inner_bracket("联系电话(手机)")
    ('产权人意见', '联系电话(手机)')
    """
    return _INNER_BRACKET.sub("", unicodedata.normalize("NFKC", text))


def heading_key(text: str) -> str:
    """A heading without numbering, units, brackets' signs and punctuation: `9、您家的意见是?` -> `您家的意见是`."""
    plain = _HOW_TO_ANSWER.sub("", text.strip())
    return _WORDLESS.sub("", _NUMBER.sub("", normalised(without_inner_bracket(plain))))


@lru_cache(maxsize=1)
def kind_headings() -> dict[str, dict[str, tuple[str, ...]]]:
    """Kind -> heading key -> its fields in that kind."""
    by_kind: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in data_table("kind_headings.csv"):
        of_kind = by_kind.setdefault(row["kind"], {})
        for variant in row["headings"].split("|"):
            key = heading_key(variant)
            of_kind[key] = (*of_kind.get(key, ()), row["field"])
    return by_kind


@lru_cache(maxsize=1)
def heading_keys() -> frozenset[str]:
    """Every key that names a field in some kind of sheet."""
    return frozenset(key for of_kind in kind_headings().values() for key in of_kind)


@lru_cache(maxsize=1)
def heading_stems() -> dict[str, dict[str, tuple[str, ...]]]:
    """Kind -> field -> parts of headings by which columns of this field are often named (`data/heading_stems.csv`)."""
    by_kind: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in data_table("heading_stems.csv"):
        by_kind.setdefault(row["kind"], {})[row["field"]] = tuple(row["stems"].split("|"))
    return by_kind


@lru_cache(maxsize=1)
def field_vocabularies() -> dict[str, str]:
    """Every field that a column may be confirmed to be -> the vocabulary of its words, "" where they are of none."""
    return {row["field"]: row["vocabulary"] for row in data_table("confirmable.csv")}


def data_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a csv file in `data/`."""
    return shipped_table(name.removesuffix(".csv"), "socialgraph.loaders")
