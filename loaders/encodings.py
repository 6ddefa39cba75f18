"""Which encoding a text file is in: tried strictly, in an order that cannot take one for another."""

from __future__ import annotations

import codecs
import re

from socialgraph.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STATED = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}


def decode_text(data: bytes, file: str, *, stated: str = "") -> tuple[str, str]:
    """Text and the name of its encoding, e.g. `("楼号,…", "gb18030")`; byte order marks are taken off.

    UTF-8 comes before GB18030, because nearly every UTF-8 text is also legal GB18030 and the other way round
    almost none is. `stated` is what the file itself says (a page's `charset`), tried before GB18030.

    Raises
    ------
    InputError
        If no encoding fits strictly; nothing is ever replaced.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name, file), f"{name} with BOM" if name == "utf-8" else name
    if name := _utf16_without_mark(data):
        return _strict(data, name, file), name
    for name in dict.fromkeys(("utf-8", _STATED.get(stated.lower(), stated.lower()), "gb18030")):
        try:
            if name:
                return data.decode(name).lstrip("\ufeff"), name
        except (UnicodeDecodeError, LookupError):
            continue
    raise InputError("file.unknown_encoding", file=file)


def _strict(data: bytes, name: str, file: str) -> str:
    try:
        return data.decode(name).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise InputError("file.wrong_encoding", file=file, name=name) from error


def _utf16_without_mark(data: bytes) -> str:
    """Ascii separators of a UTF-16 text leave NUL in every second byte; UTF-8 and GB18030 have none."""
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if not odd + even:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def without_declaration(text: str) -> str:
    """XML without its first line, which may state an encoding that the text is no longer in.

    >>> without_declaration('<?xml version="1.0" encoding="gbk"?><a/>')
    '<a/>'
    """
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
