"""HTML tables, with which many systems fill a file they call .xls; `rowspan` and `colspan` are real merges."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

from socialgraph.errors import InputError
from socialgraph.loaders.encodings import decode_text, without_declaration
from socialgraph.loaders.files.grids import Grid, MergedRange, finish, value_text
from socialgraph.loaders.files.limits import MAX_COLUMNS, MAX_HTML_BYTES, MAX_ROWS, Budget
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.files.xml_parts import damaged, whole_number

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEX = re.compile(r"background(?:-color)?\s*:\s*#?([0-9a-fA-F]{6})\b")
_STRUCK = re.compile(r"text-decoration[^;]*line-through")
_HIDDEN = re.compile(r"display\s*:\s*none")


def looks_like_html(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a page."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<div", b"<style")
    ) or (start.startswith((b"<?xml", b"<!--", b"<")) and (b"<table" in start or b"<html" in start))


def read_html(data: bytes, budget: Budget) -> list[Grid]:
    """Every outermost table of a page that has rows; the row number is that of the `tr`.

    Raises
    ------
    InputError
        If the page is too large, is no page, or has no table.
    """
    if len(data) > MAX_HTML_BYTES:
        raise InputError("file.large_page", file=budget.file, megabytes=MAX_HTML_BYTES // 1024**2)
    stated = _CHARSET.search(data[:4096])
    text, encoding = decode_text(data, budget.file, stated=stated[1].decode("ascii") if stated else "")
    # as UTF-8 bytes: lxml refuses text that states an encoding of its own
    page = without_declaration(text.replace("\0", "")).encode("utf-8")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        root = lxml_html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise damaged(budget.file) from error
    tables = [table for table in root.iter("table") if next(table.iterancestors("table"), None) is None]
    grids = [finish(_grid(table, encoding, budget), budget) for table in tables]
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        raise InputError("file.page_without_table", file=budget.file)
    return filled


def _grid(table: lxml_html.HtmlElement, encoding: str, budget: Budget) -> Grid:
    grid = Grid(encoding=encoding)
    taken: dict[int, set[int]] = {}  # columns that a rowspan from above covers, by row
    for number, row in enumerate(_rows(table), 1):
        if number > MAX_ROWS:
            raise InputError("file.many_rows", file=budget.file, most=MAX_ROWS)
        cells: dict[int, Cell] = {}
        covered = taken.pop(number, set())
        column = 0
        for item in row:
            if item.tag not in ("td", "th"):
                continue
            while column in covered:
                column += 1
            down, across = _span(item, "rowspan", MAX_ROWS), _span(item, "colspan", MAX_COLUMNS - column)
            if across < 1:
                break
            budget.take_cells(min(down, 65_536) * across)
            cell = _cell(item)
            if cell is not None:
                cells[column] = cell
            if down > 1 or across > 1:
                grid.merges.append(MergedRange(number, column, number + down - 1, column + across - 1))
                for below in range(number + 1, number + min(down, 65_536)):
                    taken.setdefault(below, set()).update(range(column, column + across))
            column += across
        if cells:
            grid.rows[number] = cells
        if _HIDDEN.search(row.get("style", "").lower()):
            grid.hidden_rows.add(number)
    return grid


def _rows(table: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """Its own `tr`, not those of tables inside its cells."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _span(item: lxml_html.HtmlElement, name: str, most: int) -> int:
    return min(max(whole_number(item.get(name), 1), 1), most)


def _cell(item: lxml_html.HtmlElement) -> Cell | None:
    for line_break in item.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    written = "".join(item.itertext())
    text = value_text("\n".join(line.strip() for line in written.replace("\r", "").split("\n") if line.strip()))
    style = item.get("style", "").lower()
    fill = _fill(item.get("bgcolor", ""), style)
    struck = bool(_STRUCK.search(style)) or bool(text and item.find(".//s") is not None)
    if not text and not fill:
        return None
    return Cell(text, text or None, struck=struck or item.find(".//del") is not None, fill=fill)


def _fill(colour: str, style: str) -> str:
    match = _HEX.search(style)
    rgb = (match[1] if match else colour.lstrip("#")).upper()
    return rgb if re.fullmatch(r"[0-9A-F]{6}", rgb) and rgb != "FFFFFF" else ""
