"""What was known on a day: dated rows by their date, undated ones from their first load, retired ones until then."""

from __future__ import annotations

import datetime as dt

from stack_history import flats, history, home, word

from socialgraph.models.completion.history import History
from socialgraph.models.completion.outcomes import states_on
from socialgraph.schema.policy import DEFAULT_POLICY


def words_known(record: History, on: str) -> list[str]:
    """The stances known on a day."""
    town = record.known_on(dt.date.fromisoformat(on))
    return [town.codes.stances[code] for code in town.stances.stance]


def test_a_dated_word_counts_from_its_date() -> None:
    record = history(flats=flats("A", "101"), stances=[word("101", "signed", "2026-08-05")])
    assert (words_known(record, "2026-08-04"), words_known(record, "2026-08-05")) == ([], ["signed"])


def test_an_undated_word_counts_from_its_first_load() -> None:
    rows = [word("101", "signed", "", first_on="2026-09-01")]
    record = history(flats=flats("A", "101"), stances=rows)
    assert (words_known(record, "2026-08-31"), words_known(record, "2026-09-01")) == ([], ["signed"])


def test_an_undated_word_without_a_day_of_load_counts_from_the_last_load(today: dt.date) -> None:
    record = history(flats=flats("A", "101"), stances=[word("101", "signed", "")])
    assert (words_known(record, "2026-11-24"), words_known(record, today.isoformat())) == ([], ["signed"])


def test_a_retired_word_is_seen_until_its_retirement_and_its_successor_from_then() -> None:
    rows = [
        word("101", "refused", "2026-08-01", first_on="2026-08-02", retired_on="2026-10-01"),
        word("101", "signed", "2026-08-01", first_on="2026-10-01", retired_on="", rank="2"),
    ]
    record = history(flats=flats("A", "101"), stances=rows)
    assert (words_known(record, "2026-09-01"), words_known(record, "2026-10-01")) == (["refused"], ["signed"])


def test_a_stop_set_later_did_not_stand_before() -> None:
    stops = [{"household": home("101"), "stop": "do_not_contact", "stopped_on": "2026-10-01"}]
    record = history(flats=flats("A", "101"), stops=stops)
    stopped = [record.known_on(dt.date(2026, month, 1)).households.stopped.tolist() for month in (9, 10)]
    assert stopped == [[False], [True]]


def test_a_dossier_gives_nothing_before_its_first_load() -> None:
    record = history(
        flats=flats("A", "101"),
        dossiers=[{"household": home("101"), "room": "101", "building": "1", "first_on": "2026-09-01"}],
    )
    assert [len(record.known_on(dt.date(2026, month, 1)).tables["dossiers"]) for month in (8, 9)] == [0, 1]


def test_a_stack_ready_by_undated_words_alone_has_no_outcome(today: dt.date) -> None:
    record = history(flats=flats("A", "101"), stances=[word("101", "signed", "")])
    states = states_on(record, record.known_on(today).stacks.key, today, DEFAULT_POLICY)
    assert (states.is_finished.tolist(), states.has_outcome.tolist()) == ([True], [False])
