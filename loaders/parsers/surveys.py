"""Who was asked whom they trust, and what they answered: not asked and named nobody are different findings."""

from __future__ import annotations

from socialgraph.loaders.parsers.lines import Context, Line, Parsed, read_lines
from socialgraph.loaders.values.words.outcomes import survey_outcome


def parse_surveys(context: Context) -> Parsed:
    """One row a household that was asked."""

    def read(line: Line) -> None:
        household = line.address()
        text = line.text("outcome")
        outcome = survey_outcome(text)
        if text and not outcome:
            line.find("outcome", "unknown_value")
        respondent = line.name("respondent" if context.has("respondent") else "respondent_name")
        asked_on = line.date("asked_on" if context.has("asked_on") else "survey_date")
        if not (text or respondent or asked_on):
            return  # a row of the empty form: nobody was asked yet
        line.add("surveys", {"respondent": respondent, "asked_on": asked_on, "outcome": outcome}, household=household)

    return read_lines(context, read)
