"""Broken, hostile and senseless files: one clear sentence, never a traceback, a hang or a full memory."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialgraph.errors import InputError
from socialgraph.loaders.files.limits import Budget
from socialgraph.loaders.files.xlsx import read_xlsx
from socialgraph.loaders.opening import open_sheets

TABLE = [["楼号", "单元", "房号", "户主"], ["5号楼", "2", "301", "甲"]]
SHEET = "xl/worksheets/sheet1.xml"


def open_bytes(data: bytes, name: str = "a.xlsx") -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return list(open_sheets(path))


def refusal(data: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(InputError) as caught:
        open_bytes(data, name)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(name)
    return message


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n \t\r\n", b"\x00" * 3000])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    assert "is empty" in refusal(data)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file .*没有\.xlsx"):
        open_sheets(tmp_path / "没有.xlsx")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_told_to_be_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("楼号", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be opened"):
        open_sheets(path)


@pytest.mark.parametrize("keep", [4, 60, 500, -30])
def test_a_cut_off_workbook_is_called_damaged(write_xlsx: Callable[..., Path], keep: int) -> None:
    assert "damaged or cut off" in refusal(write_xlsx(TABLE).read_bytes()[:keep])


def test_a_cut_off_old_workbook_is_called_damaged(xinfeng: Path) -> None:
    assert "damaged" in refusal((xinfeng / "2号楼台账.xls").read_bytes()[:3000], "a.xls")


def test_a_workbook_with_a_password_says_what_to_do() -> None:
    # an encrypted xlsx is an OLE file whose directory names the stream EncryptedPackage
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    assert "password" in refusal(data)


def test_a_zip_without_a_workbook_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert "without a workbook" in refusal(out.getvalue())


@pytest.mark.parametrize("start", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"Rar!\x1a\x07"])
def test_a_picture_a_pdf_or_an_archive_is_named_as_such(start: bytes) -> None:
    assert "picture, a PDF or an archive" in refusal(start + bytes(range(256)), "a.csv")


def test_bytes_in_no_encoding_are_not_guessed() -> None:
    assert "neither UTF-8 nor GB18030" in refusal("楼号,单元\n".encode() + b"\xff\xff\xfe\x80\n", "a.csv")


def test_deep_xml_is_refused(write_xlsx: Callable[..., Path], patch_part: Callable[..., Path]) -> None:
    deep = b"<worksheet>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</worksheet>"
    assert "damaged" in refusal(patch_part(write_xlsx(TABLE), SHEET, lambda _: deep).read_bytes())


def test_a_workbook_that_declares_entities_is_refused(
    write_xlsx: Callable[..., Path], patch_part: Callable[..., Path]
) -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert "damaged" in refusal(patch_part(write_xlsx(TABLE), SHEET, lambda _: bomb).read_bytes())


def test_unpacking_stops_at_its_limit(write_xlsx: Callable[..., Path], patch_part: Callable[..., Path]) -> None:
    path = patch_part(write_xlsx(TABLE), SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 10**6))
    with pytest.raises(InputError, match="unpacks to more than"):
        read_xlsx(path, Budget(path.name, max_bytes=500_000))


def test_filled_cells_stop_at_their_limit(write_xlsx: Callable[..., Path]) -> None:
    path = write_xlsx([*TABLE, ["", "", "302"]])
    with pytest.raises(InputError, match="filled cells"):
        read_xlsx(path, Budget(path.name, max_cells=8))


def test_one_cell_in_the_last_corner_and_a_merge_over_the_whole_sheet_cost_nothing(
    write_xlsx: Callable[..., Path], patch_part: Callable[..., Path]
) -> None:
    corner = (
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        b'<mergeCells><mergeCell ref="XFA1:XFC1048576"/></mergeCells>'
    )
    path = patch_part(write_xlsx(TABLE), SHEET, lambda xml: xml.replace(b"</sheetData>", corner))
    (sheet,) = open_sheets(path)
    assert [row.text("room") for row in sheet.rows] == ["301"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits of address space")
def test_a_zip_bomb_ends_in_one_sentence_within_half_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="1"/></sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        with archive.open(SHEET, "w", force_zip64=True) as part:
            part.write(b"<worksheet><sheetData>")
            for _ in range(1100):
                part.write(b" " * 1024**2)
    code = (
        "import sys, pathlib; from socialgraph.errors import InputError; "
        "from socialgraph.loaders.opening import open_sheets\n"
        "try: open_sheets(pathlib.Path(sys.argv[1]))\nexcept InputError as error: print(error)"
    )
    limit = 2 * 1024**3  # of address space, of which the libraries take half
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        timeout=300,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )
    assert (done.stderr, "unpacks to more than" in done.stdout) == ("", True)


def reads_or_refuses(data: bytes, name: str) -> None:
    """Sheets, or one sentence; anything else is a fault of ours."""
    with contextlib.suppress(InputError):
        open_bytes(data, name)


@given(st.binary(max_size=3000))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    reads_or_refuses(data, "a.xlsx")


@given(start=st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table>", b"\xff\xfe"]),
       data=st.binary(max_size=3000))  # fmt: skip
def test_random_bytes_behind_a_known_beginning_are_read_or_refused(start: bytes, data: bytes) -> None:
    reads_or_refuses(start + data, "a.xls")


@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=12))
def test_random_text_tables_are_read(grid: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in grid)
    reads_or_refuses(text.encode("utf-8", errors="surrogatepass"), "a.csv")


@pytest.mark.parametrize("name", ["一户一策.xls", "施工进度.xlsx"])
def test_a_scrambled_workbook_is_read_or_refused(xinfeng: Path, name: str) -> None:
    whole = (xinfeng / name).read_bytes()

    @settings(max_examples=150)
    @given(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=30), st.booleans())
    def scramble(changes: list[tuple[int, int]], cut: bool) -> None:
        data = bytearray(whole)
        for place, byte in changes:
            data[place] = byte
        reads_or_refuses(bytes(data[: changes[0][0]] if cut and changes else data), name)

    scramble()


def test_a_scrambled_part_of_a_workbook_is_read_or_refused(xinfeng: Path) -> None:
    """Inside the zip, where its checksum does not protect us."""
    with zipfile.ZipFile(xinfeng / "信任联系登记.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    @settings(max_examples=150)
    @given(st.data())
    def scramble(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(parts)))
        part = bytearray(parts[name])
        for place in data.draw(st.lists(st.integers(0, len(part) - 1), max_size=20)):
            part[place] = data.draw(st.sampled_from(list(b'<>/"=& 0AZaz\xff')))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for other, content in parts.items():
                archive.writestr(other, bytes(part) if other == name else content)
        reads_or_refuses(out.getvalue(), "a.xlsx")

    scramble()
