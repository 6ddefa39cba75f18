"""A graph in which an earlier version wrote offers, branches, scopes, activities and names of files as they were."""

from __future__ import annotations

import contextlib

import pandas as pd
import pytest
from earlier_layouts import FIRST_LAYOUT, SECOND_LAYOUT, THIRD_LAYOUT, put_back

from socialgraph.privacy.keys import Keys
from socialgraph.privacy.texts import FreeTexts
from socialgraph.store import open_store
from socialgraph.store.bolt import Bolt

BOOK = "样例甲的走访.xlsx::样例甲13900000016"
OFFER, BRANCH, SCOPE, ACTIVITY = "请样例甲送水", "样例甲支部", "样例甲家一带", "样例甲生日"
PLAIN = ("样例甲", "13900000016")
EVERY_VALUE = """MATCH (n) UNWIND keys(n) AS k RETURN toString(n.id) AS at, k AS key, n[k] AS value
                 UNION MATCH ()-[r]->() UNWIND keys(r) AS k RETURN type(r) AS at, k AS key, r[k] AS value"""


@pytest.fixture
def words(town):
    """The invented town with somebody's name in every column of the office's own words, and in the file's name."""
    town = {name: frame.assign(sources=BOOK) for name, frame in town.items()}
    town["measures"] = pd.concat([town["measures"].assign(measure=text) for text in (OFFER, "none_possible", "")])
    town["people"] = town["people"].assign(
        branch=BRANCH, scope=SCOPE, willing="true", willing_on="2026-08-01", opted_in_on="2026-08-01"
    )
    town["activities"] = town["activities"].assign(activity=ACTIVITY)
    town["assignments"] = town["assignments"].assign(measure=OFFER)
    return town


@contextlib.contextmanager
def sealing(engine):
    """The store of an engine as a command opens it: with the key for free text."""
    texts = FreeTexts(engine.settings.folder, Keys.unkeyed())
    with open_store(engine.settings, texts) as store:
        yield store


@pytest.fixture(params=[THIRD_LAYOUT], ids=["third"])
def layout(request):
    """How an earlier program left a graph."""
    return request.param


@pytest.fixture
def old(engine, words, query, layout):
    """The engine with the town in plain text, one record with an earlier version of it, and a saved result."""
    with engine.open() as store:
        earlier = words["people"].assign(scope="样例甲从前的家")
        store.write(words | {"people": earlier}, sources={BOOK})
        store.write(words, sources={BOOK})
        store.write_results("suggest", pd.DataFrame({"flat": ["5-2-301"], "measure": [OFFER]}), "r1")
        put_back(store, query, layout)
        assert in_plain_text(store, query) > 20
    return engine


def in_plain_text(store, query):
    """How many values of the graph say a name or number in words."""
    return sum(any(word in str(row) for word in PLAIN) for row in query(store, EVERY_VALUE))


@pytest.mark.parametrize("layout", [FIRST_LAYOUT, SECOND_LAYOUT, THIRD_LAYOUT], ids=["first", "second", "third"])
def test_the_next_load_seals_every_text_and_finds_every_row_again(old, words, query):
    with sealing(old) as store:
        changes = store.write(words, sources={BOOK})
        assert in_plain_text(store, query) == 0
        assert query(store, "MATCH (r:Run) WHERE r.layout < 5 RETURN r.id") == set()
        assert query(store, "MATCH (m:Measure) RETURN count(m)") == {(3,)}
        read = store.read(["measures", "people", "activities", "assignments"])
    assert [change for change in changes if change.new or change.changed or change.retired] == []
    assert sorted(read["measures"]["measure"]) == ["", "none_possible", OFFER]
    assert (read["people"]["branch"][0], read["people"]["scope"][0]) == (BRANCH, SCOPE)
    assert (read["activities"]["activity"][0], read["assignments"]["measure"][0]) == (ACTIVITY, OFFER)


def test_a_preview_of_that_load_announces_no_change(old, words, query):
    with sealing(old) as store:
        changes = store.write(words, sources={BOOK}, dry_run=True)
        assert in_plain_text(store, query) > 20
    assert [change for change in changes if change.new or change.changed or change.retired] == []


def test_what_was_on_record_before_is_sealed_too_and_can_be_read(old, words, query):
    with sealing(old) as store:
        store.write(words, sources={BOOK})
        former = store.read_history()["people"].query("retired_run != ''")
    assert former["scope"].tolist() == ["样例甲从前的家"]


@pytest.mark.parametrize("engine", ["embedded"], indirect=True)  # the files of a server are its operator's
def test_no_file_of_the_embedded_graph_holds_a_text_any_more(old, words):
    files = old.settings.working_folder
    written = [word.encode() for word in PLAIN]
    assert naming(files, written)
    with sealing(old) as store:
        store.write(words, sources={BOOK})
    assert naming(files, written) == []


def naming(folder, written):
    """The files that hold one of these words."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(word in path.read_bytes() for word in written)]


def test_stopped_anywhere_the_next_load_goes_on(old, words, query, monkeypatch):
    """Every batch in turn is the last one that is written."""
    write, left = Bolt.write, [0]

    def stopping(self, calls):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return write(self, calls)

    stops = 0
    for batches in range(1, 60, 4):
        left[0] = batches
        with monkeypatch.context() as patched, sealing(old) as store:
            patched.setattr(Bolt, "write", stopping)
            try:
                store.write(words, sources={BOOK})
            except KeyboardInterrupt:
                stops += 1
                continue
        break
    with sealing(old) as store:
        changes = store.write(words, sources={BOOK})
        assert in_plain_text(store, query) == 0
    assert stops > 3
    assert [change for change in changes if change.new or change.changed or change.retired] == []


def test_without_the_key_the_graph_can_still_be_written_and_is_sealed_once_the_key_is_back(old, words, query):
    with open_store(old.settings, FreeTexts(old.settings.folder, None)) as store:
        assert store.erase_person("p_c")
        assert in_plain_text(store, query) > 20
    with sealing(old) as store:
        store.write({"measures": words["measures"]}, sources={BOOK})
        assert in_plain_text(store, query) == 0
