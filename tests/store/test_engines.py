"""Opening, closing and failing: one clear line each, the owner's files, nothing on the screen."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import time

import case_records
import pytest

from socialgraph.errors import StoreError
from socialgraph.store import StoreSettings, open_store


def one_clear_line(error):
    message = str(error.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert len(message) < 250
    return message


def opening(settings):
    with pytest.raises(StoreError) as error, open_store(settings):
        pass
    return one_clear_line(error)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_server_that_does_not_answer_is_said_within_seconds(tmp_path):
    started = time.monotonic()
    message = opening(StoreSettings(tmp_path, "neo4j", f"bolt://127.0.0.1:{free_port()}", "neo4j", "x"))
    assert "does not answer" in message
    assert time.monotonic() - started < 15  # the driver's own default is 30 s of retries


@pytest.mark.parametrize("uri", ["", "127.0.0.1:7687", "http://127.0.0.1:7474", "bolt://[", "bolt://127.0.0.1:x"])
def test_an_address_of_another_form_is_said(tmp_path, uri):
    assert "bolt://127.0.0.1:7687" in opening(StoreSettings(tmp_path, "neo4j", uri, "neo4j", "x"))


def test_a_password_in_the_address_is_not_repeated(tmp_path):
    message = opening(StoreSettings(tmp_path, "neo4j", f"bolt://me:secret@127.0.0.1:{free_port()}", "neo4j", "x"))
    assert "secret" not in message


def test_a_wrong_password_is_said(neo4j_running, tmp_path):
    settings = StoreSettings(tmp_path, "neo4j", neo4j_running.uri, "neo4j", "not it")
    assert "refused user or password" in opening(settings)


def test_a_database_that_is_not_there_is_said(neo4j_running, tmp_path):
    settings = StoreSettings(tmp_path, "neo4j", neo4j_running.uri, "neo4j", neo4j_running.password, "nowhere")
    assert "no database named nowhere" in opening(settings)


@pytest.mark.parametrize("agent", ["Neo4j/4.4.40", "Neo4j/3.5.0", "Memgraph/2.0", ""])
def test_a_server_older_than_neo4j_5_is_refused(agent):
    from socialgraph.store.bolt import check_version

    with pytest.raises(StoreError, match="Neo4j 5"):
        check_version(agent, "The Neo4j server")


@pytest.mark.parametrize("agent", ["Neo4j/5.26.12", "Neo4j/2026.08.1", "Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)"])
def test_neo4j_5_and_newer_are_taken(agent):
    from socialgraph.store.bolt import check_version

    check_version(agent, "The Neo4j server")


def test_a_server_stopped_during_a_load_ends_it_in_one_line_and_the_next_load_goes_on(tmp_path, fixtures):
    import neo4j_server

    if neo4j_server.why_not():
        pytest.skip(neo4j_server.why_not())
    records, sources = case_records.records_of(fixtures / "cases" / "g09_sixty_rows.csv")
    with neo4j_server.running(tmp_path / "home") as server:
        settings = StoreSettings(tmp_path, "neo4j", server.uri, server.user, server.password)

        def stop(table, done, total):
            if table == "stances" and done == 20:
                server.process.kill()
                server.process.wait()

        with pytest.raises(StoreError) as error, open_store(settings) as store:
            store.write(records, sources=sources, batch_size=10, progress=stop)
        one_clear_line(error)
        server.start_again()
        with open_store(settings) as store:
            assert store.last_run().state == "unfinished"
            store.write(records, sources=sources, batch_size=10)
            assert len(store.read()["stances"]) == 60
            assert store.last_run().state == "finished"


def test_a_second_load_is_refused_and_writes_nothing(engine, town):
    """The second load comes while the first is between two batches."""
    processes = []

    def second(table, done, total):
        if not processes:
            command = [sys.executable, case_records.__file__, case_records.settings_to_json(engine.settings)]
            file = str(case_file)
            processes.append(subprocess.run([*command, file, "10", "0"], capture_output=True, text=True, timeout=100))

    case_file = case_records.Path(__file__).parents[1] / "fixtures" / "cases" / "g07_load_a.csv"
    with engine.open() as store:
        store.write(town, sources={"a.xlsx::1"}, progress=second)
        assert len(store.runs()) == 1
    assert processes[0].returncode == 1
    assert "nother load is running" in processes[0].stderr
    assert engine.query("MATCH (f:Flat) RETURN count(f)") == {(3,)}


def test_another_project_folder_on_the_same_server_is_refused_too(neo4j_empty, tmp_path, town):
    server = neo4j_empty
    one, two = (StoreSettings(tmp_path / n, "neo4j", server.uri, server.user, server.password) for n in ("1", "2"))
    errors = []

    def second(table, done, total):
        if not errors:
            with open_store(two) as other, pytest.raises(StoreError, match="Another load") as error:
                other.write(town, sources={"a.xlsx::1"})
            errors.append(error)

    with open_store(one) as store:
        store.write(town, sources={"a.xlsx::1"}, progress=second)
        assert errors
    with open_store(two) as store:  # given back at the end
        store.write(town, sources={"a.xlsx::1"})


def test_a_load_whose_lease_was_taken_over_writes_no_further_batch(neo4j_empty, tmp_path, town):
    server = neo4j_empty
    settings = StoreSettings(tmp_path, "neo4j", server.uri, server.user, server.password)

    with open_store(settings) as store, store._driver_session() as session:

        def taken_over(table, done, total):
            session.run("MATCH (l:Lock) SET l.token = 'another'").consume()

        with pytest.raises(StoreError, match="took over"):
            store.write(town, sources={"a.xlsx::1"}, progress=taken_over)
        assert store.read()["dossiers"].empty
        session.run("MATCH (l:Lock) DETACH DELETE l").consume()


def test_the_embedded_graph_is_the_owners_alone(tmp_path, town):
    settings = StoreSettings(tmp_path)
    with open_store(settings) as store:
        store.write(town, sources={"a.xlsx::1"})
        made = list(settings.working_folder.rglob("*"))
        assert made
        assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert stat.S_IMODE(settings.working_folder.stat().st_mode) == 0o700


def test_opening_leaves_the_umask_as_it_was(tmp_path):
    before = os.umask(0o022)
    try:
        with open_store(StoreSettings(tmp_path)):
            pass
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def test_the_embedded_engine_says_nothing_and_ends_with_its_process(tmp_path, fixtures):
    command = [sys.executable, case_records.__file__, case_records.settings_to_json(StoreSettings(tmp_path))]
    ran = subprocess.run(
        [*command, str(fixtures / "cases" / "g07_load_a.csv"), "10", "0"], capture_output=True, text=True, timeout=100
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_the_embedded_engine_listens_on_loopback_only(tmp_path):
    if not os.path.exists("/proc/net/tcp"):
        pytest.skip("needs /proc")
    before = listening()
    with open_store(StoreSettings(tmp_path)):
        new = listening() - before
    assert len(new) == 2  # Bolt and its own HTTP, which can't be switched off
    assert all(address in ("0100007F", "0000000000000000FFFF00000100007F") for address, _ in new)


def listening():
    """Addresses and ports this process listens on."""
    files = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
    own = {os.readlink(file) for file in files if os.path.islink(file)}
    addresses = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table) as lines:
            for line in list(lines)[1:]:
                parts = line.split()
                if parts[3] == "0A" and f"socket:[{parts[9]}]" in own:
                    addresses.add(tuple(parts[1].split(":")))
    return addresses


def test_a_folder_that_is_a_file_is_said(tmp_path):
    (tmp_path / ".socialgraph").write_text("not a folder")
    assert "can't be written" in opening(StoreSettings(tmp_path))


_FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.path.insert(0, sys.argv[3])
import case_records
from pathlib import Path
from socialgraph.errors import StoreError
from socialgraph.store import open_store
settings = case_records.settings_from_json(sys.argv[1])
records, sources = case_records.records_of(Path(sys.argv[2]))
def full(table, done, total):
    if table == "dossiers":
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
try:
    with open_store(settings) as store:
        store.write(records, sources=sources, batch_size=10, progress=full)
except StoreError as error:
    print(error, file=sys.stderr)
    sys.exit(1)
"""


def test_a_full_disk_ends_the_load_in_one_line_and_the_next_load_repairs(tmp_path, fixtures):
    """A limit on the size of files stands for a full disk."""
    settings = StoreSettings(tmp_path)
    file = fixtures / "cases" / "g09_sixty_rows.csv"
    helpers = str(case_records.Path(case_records.__file__).parent)
    command = [sys.executable, "-c", _FULL_DISK, case_records.settings_to_json(settings), str(file), helpers]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert ran.returncode == 1, ran.stderr
    assert ran.stderr.count("\n") == 1
    assert "disk" in ran.stderr
    case_records.load(settings, file)
    with open_store(settings) as store:
        assert store.last_run().state == "finished"
        assert len(store.read()["stances"]) == 60
