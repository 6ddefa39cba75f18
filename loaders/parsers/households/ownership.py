"""How a flat is owned: as its row says it, or as the title of a list of lessees says of them all (直管公房承租台账)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath

from socialgraph.loaders.parsers.lines import Line
from socialgraph.loaders.tables.holders import PLAIN_PUBLIC
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.pipes import STANCE_FIELDS
from socialgraph.loaders.values.words.speech.sayings import likely_meaning

_OF_UNIT = re.compile("[\u3400-\u9fff]厂|矿务|矿区|职工|家属[院区楼]|宿舍")
_TITLED = re.compile(
    r"(?P<direct>直管(?:公房|房|公产|住房)?|房管[所局站](?:管理|管)?的?公房)|(?P<unit>(?:单位|系统|企业|厂)?自管(?:公)?[房产]|(?:单位|系统|厂)公[房产]|单位产)"
    r"|(?P<plain>(?<![原曾已售购])公(?:有住)?[房产])|(?P<other>私[房产]|商品房|房改|已[售购]|央产|军产|校产|院产|产权[房人]|业主|房主)"
)
_NAMED_AS = {"direct": "public_direct", "plain": "public_direct", "unit": "public_unit"}
_OWNERS = ("owner_name", "holder_name", "head_name")
_OF_HEAD = re.compile(r"户主的?(?:意见|表态|态度|意愿)")


def ownership_of(line: Line) -> str:
    """As the dossier says it, a likely meaning of words that no dictionary knows (企业产（纺机厂）) included."""
    text, legend = line.row.text("ownership_type"), line.context.legend("ownership_type")
    known = line.context.words.code("ownership_type", text, legend) or likely_meaning("ownership_type", text)
    return known or _of_title(line)


def asks_the_head(line: Line) -> bool:
    """Whether the opinions are the 户主's by their heading (户主意见): beside a named tenant that is the owner."""
    sheet = line.context.sheet
    headings = (sheet.block_title, *(sheet.fields.get(name, "") for name in STANCE_FIELDS))
    return any(map(_OF_HEAD.search, headings))


def ownership_written(line: Line) -> str:
    """The same for the dossier, where a word that nobody knows is a finding.

    公房 and no more in what a factory built for its people is the unit's; elsewhere the housing office's.
    """
    ownership = line.code("ownership_type", "ownership_type") or _of_title(line)
    if ownership != "public_direct" or squeeze(line.row.text("ownership_type")) not in PLAIN_PUBLIC:
        return ownership
    return "public_unit" if any(map(_OF_UNIT.search, _named(line))) else ownership


def _named(line: Line) -> tuple[str, ...]:
    sheet = line.context.sheet
    return (sheet.file, sheet.sheet, sheet.title, sheet.block_title, line.row.text("compound"))


def _of_title(line: Line) -> str:
    """That of all rows of a list of lessees, where the nearest of its titles says one and no row says its own."""
    sheet = line.context.sheet
    if "ownership_type" in sheet.fields or not line.context.has("public_lessee_name") or line.context.has(*_OWNERS):
        return ""
    return titled_ownership(
        (sheet.block_title, *reversed(sheet.title.split("\n")), sheet.sheet, PurePath(sheet.file).stem)
    )


@lru_cache(maxsize=256)
def titled_ownership(titles: tuple[str, ...]) -> str:
    """The public ownership that the first of the titles names that names any; "" where it names several, or others.

    >>> titled_ownership(("", "直管公房承租台账")), titled_ownership(("单位自管公房（原三厂）", "直管公房台账"))
    ('public_direct', 'public_unit')
    >>> titled_ownership(("公房、私房住户登记",)), titled_ownership(("3号楼住户", "换管意见"))
    ('', '')
    """
    for title in titles:
        kinds = {str(match.lastgroup) for match in _TITLED.finditer(squeeze(title))}
        kinds -= {"plain"} if kinds & set(_NAMED_AS) - {"plain"} else set()
        if kinds:
            return _NAMED_AS.get(kinds.pop(), "") if len(kinds) == 1 else ""
    return ""
