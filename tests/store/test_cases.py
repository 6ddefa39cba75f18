"""G06 to G09: problems that users of other tools reported, on both engines."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys

import case_records
import pytest

from socialgraph.errors import StoreError
from socialgraph.store import open_store

_WAIT_SECONDS = 120
_COUNTS = """
MATCH (f:Flat) WITH count(f) AS flats MATCH (h:Household) WITH flats, count(h) AS households
OPTIONAL MATCH (s:Stance) RETURN flats, households, count(s)
"""


def _in_a_process(settings, file, batch_size, kill_after=0):
    command = [sys.executable, case_records.__file__, case_records.settings_to_json(settings), str(file)]
    return subprocess.run([*command, str(batch_size), str(kill_after)], capture_output=True, text=True, timeout=120)


def test_g06_rows_without_a_key_part_write_no_half_named_node(engine, fixtures):
    records, sources = case_records.records_of(fixtures / "cases" / "g06_missing_door.csv")
    with engine.open() as store:
        store.write(records, sources=sources)
        assert len(store.read()["flats"]) == 3
    assert engine.query("MATCH (n) WHERE n.id IS NULL OR n.id = '' OR n.id ENDS WITH '::' RETURN n.id") == set()


def test_g08_values_come_back_as_the_file_says(engine, fixtures, make, query):
    import datetime
    import json

    import numpy
    import pandas

    from socialgraph.store import UnstorableValueError

    makers = {"numpy": numpy, "pandas": pandas, "datetime": datetime}
    for case in json.loads((fixtures / "cases" / "g08_values.json").read_text(encoding="utf-8")):
        value = eval(case["make"], makers)  # the file is ours
        frame = make("dossiers", {"household": ":5:2:301"})
        frame["occupancy"] = pandas.Series([value], dtype=object)
        with engine.open() as store:
            if case["stored"] in ("QUARANTINE", "REFUSE"):
                with pytest.raises(UnstorableValueError, match="occupancy"):
                    store.write({"dossiers": frame}, sources={"a.xlsx::1"})
                continue
            store.write({"dossiers": frame}, sources={"a.xlsx::1"})
            ((stored, present),) = query(store, "MATCH (h:Household) RETURN h.occupancy, h.occupancy IS NOT NULL")
            again = store.write({"dossiers": frame}, sources={"a.xlsx::1"})
        expected = case["stored"]
        assert present == (expected != "ABSENT"), case
        assert (list(stored) if isinstance(stored, tuple) else stored) == (None if not present else expected), case
        assert not isinstance(expected, bool) or stored is expected
        assert next(change for change in again if change.table == "dossiers").unchanged == 1


def _load_when_told(settings_json, file, start, answers):
    settings = case_records.settings_from_json(settings_json)
    case_records.records_of(file)
    start.wait(_WAIT_SECONDS)
    try:
        case_records.load(settings, file)
        answers.put((file.name, ""))
    except StoreError as error:
        answers.put((file.name, str(error)))


@pytest.mark.slow
def test_g07_two_loads_started_together_lose_nothing(engine, fixtures):
    files = [fixtures / "cases" / "g07_load_a.csv", fixtures / "cases" / "g07_load_b.csv"]
    spawn = multiprocessing.get_context("spawn")
    start, answers = spawn.Barrier(2), spawn.Queue()
    settings = case_records.settings_to_json(engine.settings)
    workers = [spawn.Process(target=_load_when_told, args=(settings, file, start, answers)) for file in files]
    for worker in workers:
        worker.start()
    answer_of = dict(answers.get(timeout=_WAIT_SECONDS) for _ in workers)
    for worker in workers:
        worker.join(_WAIT_SECONDS)
    refused = [file for file in files if answer_of[file.name]]
    assert all("nother load is running" in answer_of[file.name] for file in refused)
    with engine.open() as store:
        assert len(store.runs()) == 2 - len(refused)  # a refused load wrote nothing, not even its run
    for file in refused:
        case_records.load(engine.settings, file)
    both = "MATCH (:Stance)-[:STANCE_OF]->(h:Household)-[:NEEDS]->(:Measure) WHERE h.phone_digest IS NOT NULL "
    assert engine.query(both + "AND h.owner IS NOT NULL RETURN count(DISTINCT h)") == {(60,)}
    assert engine.query(_COUNTS) == {(60, 60, 60)}


@pytest.mark.slow
def test_g07_twenty_times(tmp_path, fixtures):
    """Two threads' worth of contention is not enough: two processes, twenty fresh projects, embedded engine."""
    from socialgraph.store import StoreSettings

    files = [fixtures / "cases" / "g07_load_a.csv", fixtures / "cases" / "g07_load_b.csv"]
    spawn = multiprocessing.get_context("spawn")
    folders = [tmp_path / str(turn) for turn in range(20)]
    start, answers = spawn.Barrier(2), spawn.Queue()
    workers = [spawn.Process(target=_load_each, args=(folders, file, start, answers)) for file in files]
    for worker in workers:
        worker.start()
    outcomes = [answers.get(timeout=_WAIT_SECONDS) for _ in range(40)]
    for worker in workers:
        worker.join(_WAIT_SECONDS)
    for folder in folders:
        answers_here = {name: answer for where, name, answer in outcomes if where == str(folder)}
        settings = StoreSettings(folder)
        for file in files:
            if answers_here[file.name]:
                assert "nother load is running" in answers_here[file.name]
                case_records.load(settings, file)
        with open_store(settings) as store:
            read = store.read()
        assert [len(read[name]) for name in ("flats", "dossiers", "stances", "measures")] == [60, 60, 60, 60]
        assert (read["dossiers"][["owner", "phone_digest"]] != "").all(axis=None)


def _load_each(folders, file, start, answers):
    from socialgraph.store import StoreSettings

    for folder in folders:
        start.wait(_WAIT_SECONDS)
        try:
            case_records.load(StoreSettings(folder), file)
            answers.put((str(folder), file.name, ""))
        except StoreError as error:
            answers.put((str(folder), file.name, str(error)))


def test_g09_a_load_killed_in_the_middle_is_marked_and_repaired(engine, fixtures):
    file = fixtures / "cases" / "g09_sixty_rows.csv"
    killed = _in_a_process(engine.settings, file, batch_size=10, kill_after=20)
    assert killed.returncode == -9
    with engine.open() as store:
        last = store.last_run()
        assert last.state == "unfinished"
        assert last.unfinished == (last.run_id,)
        assert len(store.read()["stances"]) == 20
    again = _in_a_process(engine.settings, file, batch_size=10)
    assert again.returncode == 0, again.stderr
    assert engine.query(_COUNTS) == {(60, 60, 60)}
    with engine.open() as store:
        assert store.last_run().state == "finished"
        assert [run.state for run in store.runs()] == ["repaired", "finished"]


def test_g09_a_load_interrupted_by_the_user_keeps_whole_batches(engine, fixtures):
    records, sources = case_records.records_of(fixtures / "cases" / "g09_sixty_rows.csv")

    def interrupted(table, done, total):
        if table == "stances" and done == 30:
            raise KeyboardInterrupt

    with engine.open() as store:
        with pytest.raises(KeyboardInterrupt):
            store.write(records, sources=sources, batch_size=10, progress=interrupted)
        assert len(store.read()["stances"]) == 30
        assert store.last_run().state == "unfinished"
        changes = {change.table: change for change in store.write(records, sources=sources, batch_size=10)}
        assert store.last_run().state == "finished"
    assert (changes["stances"].new, changes["stances"].unchanged) == (30, 30)
    assert engine.query(_COUNTS) == {(60, 60, 60)}


def test_a_load_of_other_files_does_not_repair_an_unfinished_one(engine, fixtures, make):
    records, sources = case_records.records_of(fixtures / "cases" / "g09_sixty_rows.csv")

    def interrupted(table, done, total):
        raise KeyboardInterrupt

    with engine.open() as store:
        with pytest.raises(KeyboardInterrupt):
            store.write(records, sources=sources, batch_size=10, progress=interrupted)
        broken = store.last_run().run_id
        store.write({"dossiers": make("dossiers", {"household": ":1:1:101"})}, sources={"b.xlsx::1"})
        assert store.last_run().unfinished == (broken,)
        assert store.last_run().state == "unfinished"
        store.write(records, sources=sources)
        assert store.last_run().unfinished == ()


def test_a_transaction_that_takes_too_long_ends_the_load_and_keeps_whole_batches(neo4j_empty, tmp_path, fixtures):
    """Another client holds the node of the 35th household: batch 4 waits for it until its time is over."""
    import neo4j

    from socialgraph.store import StoreSettings

    server = neo4j_empty
    settings = StoreSettings(tmp_path, "neo4j", server.uri, server.user, server.password)
    records, sources = case_records.records_of(fixtures / "cases" / "g09_sixty_rows.csv")
    blocked = records["stances"]["household"].iloc[34]
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session() as session,
        open_store(settings) as store,
    ):
        store.write({name: records[name] for name in ("flats", "dossiers", "persons")}, sources=sources)
        blocking = session.begin_transaction()
        blocking.run("MATCH (h:Household {id: $key}) SET h.held = true", key=blocked).consume()
        store._bolt.transaction_seconds = 2.0
        with pytest.raises(StoreError, match="longer than"):
            store.write(records, sources=sources, batch_size=10)
        blocking.rollback()
        assert len(store.read()["stances"]) == 30
        assert store.last_run().state == "unfinished"
        store._bolt.transaction_seconds = 120.0
        store.write(records, sources=sources, batch_size=10)
        assert len(store.read()["stances"]) == 60
        assert store.last_run().state == "finished"
