"""Sign-in sheets of shared activities: who was at which event."""

from __future__ import annotations

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.values.text import without_id_numbers


def parse_activities(context: Context) -> Parsed:
    """One row a person and event; a name without an address names nobody."""

    def read(line: Line) -> None:
        name = line.name("name")
        household = line.address(required=False)
        if line.row.text("activity"):  # else the sheet may be of another matter
            household = line.context.people.at_home(name, household)
        if household[0].room is None:
            raise RowLostError("address_full", "name_only")
        event = {
            "name": name,
            "activity": without_id_numbers(line.text("activity").strip()),
            "date": line.date("date"),
        }
        line.add("activities", event, household=household)

    return read_lines(context, read)
