"""What the styles of an xlsx say about a cell: is its number a date, is it struck through, how is it filled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.styles.numbers import is_date_format

from socialgraph.loaders.files.xml_parts import Package, attribute, children, descendants, local_name, whole_number

# Built-in date formats; 27-36 and 50-58 are those of Chinese Excel, whose codes the file does not spell out.
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NO_FILL = frozenset(("", "FFFFFF"))  # white is what an unfilled cell looks like
_CODE_FORMAT = re.compile(
    r'^(?:"(?P<quoted>[A-Za-z][\w#/.-]*)"|(?P<escaped>\\[A-Za-z](?:\\.)*))(?P<digits>0+|#|General)$'
)
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What of a style carries meaning in an office's sheet."""

    is_date: bool = False
    struck: bool = False
    fill: str = ""
    prefix: str = ""  # what the number format writes before a whole number, where it makes a code of it: KL-
    digits: int = 1  # to which the number is filled up then: 01

    @property
    def shows(self) -> bool:
        """Whether an empty cell of this style says something."""
        return bool(self.fill) or self.struck


PLAIN = CellStyle()


def read_styles(package: Package, part: str) -> list[CellStyle]:
    """The styles of a workbook by the index that cells give (`s`)."""
    root = package.tree(part)
    if root is None:
        return []
    theme = _theme_colours(package)
    codes = {
        whole_number(attribute(item, "numFmtId")): attribute(item, "formatCode") for item in descendants(root, "numFmt")
    }
    fonts = [_is_struck(font) for group in children(root, "fonts") for font in children(group, "font")]
    fills = [_fill_colour(fill, theme) for group in children(root, "fills") for fill in children(group, "fill")]
    styles = []
    for group in children(root, "cellXfs"):
        for xf in children(group, "xf"):
            number_format = whole_number(attribute(xf, "numFmtId"))
            font, fill = whole_number(attribute(xf, "fontId")), whole_number(attribute(xf, "fillId"))
            styles.append(
                CellStyle(
                    is_date=_is_date(number_format, codes),
                    struck=font < len(fonts) and fonts[font],
                    fill=fills[fill] if fill < len(fills) else "",
                    prefix=code_prefix(codes.get(number_format, ""))[0],
                    digits=code_prefix(codes.get(number_format, ""))[1],
                )
            )
    return styles


def code_prefix(code: str) -> tuple[str, int]:
    """`KL-` and digits of `"KL-"00`: a number shown so is a code; a unit behind it (0"单元") repeats the heading.

    >>> code_prefix('"KL-"00'), code_prefix('0"号楼"'), code_prefix('"¥"0.00')
    (('KL-', 2), ('', 1), ('', 1))
    """
    match = _CODE_FORMAT.match(code.split(";")[0])
    if not match:
        return "", 1
    return match["quoted"] or match["escaped"].replace("\\", ""), max(1, match["digits"].count("0"))


def _is_date(number_format: int, codes: dict[int, str]) -> bool:
    if number_format in codes:
        return bool(is_date_format(codes[number_format]))
    return number_format in _DATE_FORMATS


def _is_struck(font: etree._Element) -> bool:
    return any(attribute(mark, "val") not in ("0", "false") for mark in children(font, "strike"))


def _fill_colour(fill: etree._Element, theme: list[str]) -> str:
    for pattern in children(fill, "patternFill"):
        if attribute(pattern, "patternType") in ("", "none", "gray125"):
            continue
        for colour in children(pattern, "fgColor"):
            rgb = _colour(colour, theme)
            return "" if rgb in _NO_FILL else rgb
    return ""


def _colour(colour: etree._Element, theme: list[str]) -> str:
    rgb, indexed, themed = (attribute(colour, name) for name in ("rgb", "indexed", "theme"))
    if rgb:
        return rgb[-6:].upper()
    if indexed:
        place = whole_number(indexed, len(COLOR_INDEX))
        return str(COLOR_INDEX[place])[-6:] if place < len(COLOR_INDEX) else ""  # 64, 65: the system's own
    place = whole_number(themed, len(theme))
    return _tinted(theme[place], attribute(colour, "tint")) if place < len(theme) else ""


def _tinted(rgb: str, tint: str) -> str:
    """A theme colour made lighter (tint > 0) or darker, channel by channel: near enough to name the colour."""
    try:
        share = max(-1.0, min(1.0, float(tint or 0)))
        channels = [int(rgb[place : place + 2], 16) for place in (0, 2, 4)]
    except ValueError:
        return rgb
    moved = [c + (255 - c) * share if share > 0 else c * (1 + share) for c in channels]
    return "".join(f"{round(c):02X}" for c in moved)


def _theme_colours(package: Package) -> list[str]:
    root = package.tree("xl/theme/theme1.xml")
    scheme = next(descendants(root, "clrScheme"), None) if root is not None else None
    if scheme is None:
        return []
    by_name: dict[str, str] = {}
    for entry in scheme:
        for colour in entry:
            by_name[local_name(entry)] = (attribute(colour, "lastClr") or attribute(colour, "val"))[-6:].upper()
    return [by_name.get(name, "") for name in _THEME_ORDER]
