"""Household plans (一户一策): a concern and what is offered for it."""

from __future__ import annotations

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, read_lines
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.text import without_id_numbers


def parse_measures(context: Context) -> Parsed:
    """A row of measures for every line that names a concern or an offer."""

    def read(line: Line) -> None:
        add_concern(line, line.address(), always=True)

    return read_lines(context, read)


def add_concern(line: Line, household: tuple[Address, str], *, always: bool = False) -> None:
    """The concern (codes of the reasons), the offer as written, and whether it was accepted."""
    concern = "|".join(line.codes("concern", "refusal_reason"))
    measure = without_id_numbers(line.text("measure").strip())
    accepted = line.boolean("accepted")
    if concern == "no_reason" and not measure:
        concern = ""
    if always or concern or measure:
        line.add("measures", {"concern": concern, "measure": measure, "accepted": accepted}, household=household)
