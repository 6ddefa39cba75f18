"""Household plans (一户一策): a concern and what is offered for it."""

from __future__ import annotations

import re

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, read_lines
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.text import without_id_numbers
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

_SAYS = re.compile(r"\w")  # …… says nothing
_NO_OFFER = re.compile(
    r"^(?:尊重.{0,6}|)(?:不提|不再提|不想|想不出|没有?|无|暂无)(?:什么|任何|好)?(?:方案|办法|法子|措施|对策)"
)


def parse_measures(context: Context) -> Parsed:
    """A row of measures for every line that names a concern or an offer."""

    def read(line: Line) -> None:
        add_concern(line, line.address(), always=True)

    return read_lines(context, read)


def add_concern(line: Line, household: tuple[Address, str], *, always: bool = False) -> None:
    """The concern (codes of the reasons), the offer as written, and whether it was accepted."""
    concern = "|".join(line.codes("concern", "refusal_reason")) or _reasons_beside(line)
    measure = without_id_numbers(line.text("measure").strip())
    if not _SAYS.search(measure) or _NO_OFFER.search(measure) or asks_to_be_left_alone(measure):
        measure = ""  # 尊重，不提方案: that nothing is offered
    accepted = line.boolean("accepted")
    if always and not (concern or measure or accepted):
        return
    if concern == "no_reason" and not measure:
        concern = ""
    if always or concern or measure:
        line.add("measures", {"concern": concern, "measure": measure, "accepted": accepted}, household=household)


def _reasons_beside(line: Line) -> str:
    """Of a row that tells why besides what was offered: the offer is for these reasons."""
    if not (line.context.has("reasons") and line.context.has("measure")) or not line.row.text("measure"):
        return ""
    return "|".join(line.context.words.many("refusal_reason", line.row.text("reasons"), {}).codes)
