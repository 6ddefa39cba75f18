"""The audit log: any change, gap or cut is found at its first line."""

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialgraph.errors import InputError
from socialgraph.messages import note
from socialgraph.privacy.audit import AuditLog, Verification
from socialgraph.privacy.keys import Keys
from socialgraph.privacy.texts import FreeTexts

ENTRIES = 5


@pytest.fixture
def log(tmp_path: Path, keys: Keys) -> AuditLog:
    log = AuditLog(tmp_path, keys)
    for number in range(ENTRIES):
        log.append("load", counts={"households": number}, files=[Path("office") / "台账.xlsx"])
    return log


def lines_of(log: AuditLog) -> list[bytes]:
    return log.path.read_bytes().splitlines(keepends=True)


def test_an_untouched_log_is_in_order(log: AuditLog) -> None:
    assert log.verify() == Verification(ENTRIES)


def test_a_log_never_written_is_in_order(tmp_path: Path, keys: Keys) -> None:
    assert AuditLog(tmp_path, keys).verify() == Verification(0)


def test_an_entry_says_when_who_what_and_how_much_and_of_a_file_only_its_name(
    log: AuditLog, tmp_path: Path, keys: Keys
) -> None:
    entry = log.entries()[3]
    assert (entry["event"], entry["counts"]) == ("load", {"households": 3})
    assert "台账" not in log.path.read_text(encoding="utf-8")
    assert [FreeTexts(tmp_path, keys).text(file) for file in entry["files"]] == ["台账.xlsx"]
    assert entry["at"].endswith("+00:00")
    assert "user" in entry


@pytest.mark.parametrize("number", range(1, ENTRIES + 1))
def test_a_changed_line_is_named(log: AuditLog, number: int) -> None:
    lines = lines_of(log)
    lines[number - 1] = lines[number - 1].replace(b'"load"', b'"read"')
    log.path.write_bytes(b"".join(lines))
    assert log.verify() == Verification(ENTRIES, number, note("audit.changed"))


@pytest.mark.parametrize("number", range(1, ENTRIES))
def test_a_removed_line_is_named(log: AuditLog, number: int) -> None:
    lines = lines_of(log)
    del lines[number - 1]
    log.path.write_bytes(b"".join(lines))
    assert log.verify() == Verification(ENTRIES - 1, number, note("audit.missing"))


@pytest.mark.parametrize("kept", range(ENTRIES))
def test_a_cut_end_is_noticed(log: AuditLog, kept: int) -> None:
    log.path.write_bytes(b"".join(lines_of(log)[:kept]))
    assert log.verify() == Verification(kept, kept + 1, note("audit.cut_off"))


def test_a_cut_end_is_still_noticed_after_more_was_written(log: AuditLog) -> None:
    log.path.write_bytes(b"".join(lines_of(log)[:2]))
    log.append("load")
    assert log.verify() == Verification(3, 3, note("audit.missing"))


def test_a_removed_log_is_noticed(log: AuditLog) -> None:
    log.path.unlink()
    assert log.verify().line == 1


def test_a_cut_hidden_by_removing_the_head_is_noticed_before_and_after_the_next_line(log: AuditLog) -> None:
    log.path.write_bytes(b"".join(lines_of(log)[:2]))
    (log.path.parent / "audit.head").unlink()
    assert "missing" in str(log.verify().problem)
    log.append("load")
    assert log.verify().line == 3


def test_a_log_rewritten_without_the_key_is_noticed(log: AuditLog, tmp_path: Path) -> None:
    for name in ("audit.jsonl", "audit.head"):
        (tmp_path / name).unlink()
    forged = AuditLog(tmp_path, None)
    forged.append("load")
    assert forged.verify() == Verification(1)
    assert log.verify().problem is not None


def test_a_log_rewritten_with_another_key_is_noticed(log: AuditLog, tmp_path: Path) -> None:
    for name in ("audit.jsonl", "audit.head"):
        (tmp_path / name).unlink()
    AuditLog(tmp_path, Keys.create()).append("load")
    assert log.verify().problem is not None


def test_after_a_new_key_the_old_lines_are_still_held_fast(log: AuditLog, tmp_path: Path) -> None:
    renewed = AuditLog(tmp_path, Keys.create())
    renewed.append("new_key")
    assert renewed.verify() == Verification(ENTRIES + 1)
    lines = lines_of(log)
    lines[1] = lines[1].replace(b'"load"', b'"read"')
    log.path.write_bytes(b"".join(lines))
    assert renewed.verify().line == 2


def test_an_entry_that_a_crash_broke_off_is_mended_by_the_next(log: AuditLog) -> None:
    with log.path.open("ab") as file:
        file.write(b'{"line": 6, "at": "20')
    assert log.verify() == Verification(ENTRIES + 1, ENTRIES + 1, note("audit.unfinished"))
    log.append("load")
    assert log.verify() == Verification(ENTRIES + 1)


def test_an_entry_cut_in_its_middle_is_not_mended(log: AuditLog) -> None:
    log.path.write_bytes(log.path.read_bytes()[:-40])
    log.append("load")
    assert log.verify().line == ENTRIES


def test_a_crash_between_line_and_head_loses_nothing(log: AuditLog) -> None:
    head = log.path.parent / "audit.head"
    before = head.read_bytes()
    log.append("load")
    head.write_bytes(before)
    assert log.verify() == Verification(ENTRIES + 1)
    log.append("load")
    assert log.verify() == Verification(ENTRIES + 2)


def test_a_full_disk_says_so(log: AuditLog, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(InputError, match="No space left"):
        log.append("load")


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_the_log_is_its_owners_only(log: AuditLog) -> None:
    assert log.path.stat().st_mode & 0o777 == 0o600


def _append_ten(folder: Path, key_id: str) -> None:
    log = AuditLog(folder, Keys.load(key_id))
    for _ in range(10):
        log.append("load")


def test_two_processes_that_write_at_once_make_one_chain(tmp_path: Path, keys: Keys) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_ten, args=(tmp_path, keys.key_id)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert AuditLog(tmp_path, keys).verify() == Verification(20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.data())
def test_no_single_edit_of_the_log_stays_unseen(log: AuditLog, data: st.DataObject) -> None:
    whole = log.path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytes([data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))])
    edited = whole[:place] + data.draw(st.sampled_from([b"", changed])) + whole[place + 1 :]
    log.path.write_bytes(edited)
    verification = log.verify()
    log.path.write_bytes(whole)
    untouched = [json.loads(line) for line in whole.splitlines()]
    try:
        same = [json.loads(line) for line in edited.splitlines()] == untouched
    except ValueError:
        same = False
    assert same or verification.problem is not None


def begun(log: AuditLog, *files: str) -> str:
    """An act whose process was killed; when it began."""
    line = log.append("load", stage="begun", files=files)
    return next(entry["at"] for entry in log.entries() if entry["line"] == line)


def finished(log: AuditLog, *files: str, full: bool = False) -> None:
    with log.act("load", files) as act:
        act.files, act.counts = [*files], {"full": int(full)}


def test_an_act_without_an_outcome_is_broken_off_until_its_files_are_done(log: AuditLog) -> None:
    began = begun(log, "走访.xlsx", "台账.xlsx")
    assert log.broken_off("load") == began
    finished(log, "台账.xlsx")
    assert log.broken_off("load") == began
    finished(log, "走访.xlsx")
    assert log.broken_off("load") == ""


def test_an_act_of_everything_makes_up_for_one_that_was_broken_off(log: AuditLog) -> None:
    begun(log, "走访.xlsx")
    finished(log, "台账.xlsx", full=True)
    assert log.broken_off("load") == ""


def test_an_act_that_failed_with_a_message_is_not_broken_off(log: AuditLog) -> None:
    with pytest.raises(ValueError, match="x"), log.act("load", ["走访.xlsx"]):
        raise ValueError("x")
    assert log.broken_off("load") == ""
