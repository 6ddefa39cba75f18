"""Files are written whole or not at all, for their owner only, whatever somebody planted in the folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from socialgraph.errors import InputError
from socialgraph.files.private import make_private_folder, private_file, remove_leftovers, write_private
from socialgraph.files.workbooks import save_workbook

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


@POSIX
def test_a_file_is_its_owners_only_also_where_a_wider_one_was_there(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"old")
    path.chmod(0o666)
    write_private(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)


@POSIX
def test_a_planted_link_is_replaced_and_never_written_through(tmp_path: Path) -> None:
    precious, path = tmp_path / "precious.txt", tmp_path / "list.xlsx"
    precious.write_bytes(b"precious")
    path.symlink_to(precious)
    write_private(path, b"list")
    assert (precious.read_bytes(), path.read_bytes(), path.is_symlink()) == (b"precious", b"list", False)


@POSIX
@pytest.mark.parametrize("planted", [".list.xlsx.partial", ".list.xlsx.part", "list.xlsx.part"])
def test_a_planted_part_file_is_neither_used_nor_touched(tmp_path: Path, planted: str) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_bytes(b"precious")
    (tmp_path / planted).symlink_to(precious)
    write_private(tmp_path / "list.xlsx", b"list")
    assert precious.read_bytes() == b"precious"
    assert (tmp_path / planted).is_symlink()


@POSIX
def test_a_file_that_somebody_puts_in_its_place_at_once_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def replaced_again(source: str, target: Path) -> None:
        replace(source, target)
        other = tmp_path / "other"
        other.write_bytes(b"theirs")
        replace(other, target)

    monkeypatch.setattr(os, "replace", replaced_again)
    with pytest.raises(InputError, match="somebody else"):
        write_private(tmp_path / "list.csv", b"ours")


def test_an_error_while_writing_keeps_the_old_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_private(path, b"old")

    def fill_the_disk() -> None:
        with private_file(path) as file:
            file.write(b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left"):
        fill_the_disk()
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("list.csv", b"old")]


@POSIX
def test_a_kill_while_writing_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    write_private(path, b"old")
    code = (
        "import os, signal, sys; from pathlib import Path; from socialgraph.files.private import private_file\n"
        "with private_file(Path(sys.argv[1])) as file:\n"
        "    file.write(b'half'); file.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    assert remove_leftovers(tmp_path) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["list.csv"]


@POSIX
def test_a_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    assert make_private_folder(folder).stat().st_mode & 0o777 == 0o700


def test_a_workbook_is_written_without_a_plain_copy_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "tmp"
    shared.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(shared))
    made: list[str] = []
    book = Workbook()
    book.active["A1"] = "张测试"
    book.create_sheet("second")["B2"] = 5
    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", lambda *_: made.append("plain"))
    save_workbook(book, tmp_path / "book.xlsx")
    assert made == []
    assert list(shared.iterdir()) == []
    read = load_workbook(tmp_path / "book.xlsx")
    assert (read.worksheets[0]["A1"].value, read["second"]["B2"].value) == ("张测试", 5)
