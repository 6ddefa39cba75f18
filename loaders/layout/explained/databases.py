"""Tables of a database kept as sheets: headings, codes and ids that other pages explain are written out, in place.

What a person would look up in the codebook and in the list of households stands in the cells afterwards, so that all
the rest of the program reads such a sheet as any other. Headings in Chinese and numbers of dossiers that the dictionary
knows are left to what reads them (`code_lists.py`, `linked_sheets.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.layout.explained.codebooks import Codebook, meanings, read_codebook, short_label
from socialgraph.loaders.layout.explained.ids import Ids, write_out_ids
from socialgraph.loaders.layout.explained.latin_headings import IDENTIFIER, in_chinese, is_day
from socialgraph.loaders.layout.explained.record_tables import CodedTable, table_of
from socialgraph.loaders.values.words.heading_keys import field_vocabularies, heading_key, heading_keys
from socialgraph.loaders.values.words.headings import HeadingDictionary
from socialgraph.loaders.values.words.lexicon import Words

_SEVERAL = re.compile(r"\s*[,，;；、/|+]\s*")
_IN_BRACKET = re.compile(r"[(（](?P<name>[A-Z][A-Za-z0-9_]*)[)）]$")  # 主要顾虑码(B2)
_OF_DAYS = re.compile("[日天时]")
_MOSTLY = 0.8
_LEAST_LATIN = 3  # a letter or two among Chinese headings are an office's own signs: WC, JL


@dataclass
class _File:
    name: str
    tables: list[CodedTable] = field(default_factory=list)
    pages: list[Grid] = field(default_factory=list)
    book: Codebook = field(default_factory=Codebook)


def write_out_databases(grids: Mapping[str, Sequence[Grid]], dictionary: HeadingDictionary) -> None:
    """Write out, in place, what the files (name -> grids) explain of each other's headings, codes and ids."""
    files = [_read(name, sheets) for name, sheets in grids.items()]
    tables = [table for file in files for table in file.tables]
    if not tables:
        return
    whole = Codebook()
    for file in files:
        whole.merge(file.book)
    for file in files:
        for table in file.tables:
            _write_out(table, file, whole, dictionary)
    ids = Ids.of(tables, dictionary)
    if ids:
        write_out_ids(ids, tables)


def _read(name: str, grids: Iterable[Grid]) -> _File:
    file = _File(name)
    for grid in grids:
        if read_codebook(grid, file.book):
            continue
        table = table_of(grid, PurePath(name).stem)
        if table is not None:
            file.tables.append(table)
    return file


def _write_out(table: CodedTable, file: _File, whole: Codebook, dictionary: HeadingDictionary) -> None:
    is_database = sum(1 for heading in table.headings.values() if IDENTIFIER.match(heading)) >= _LEAST_LATIN
    named = Counter(short_label(variable.label) for variable in file.book.variables.values() if variable.label)
    for column, heading in table.headings.items():
        if not IDENTIFIER.match(heading):
            if (about := _IN_BRACKET.search(heading)) and whole.of(about["name"]):
                _write_codes(table, column, _codes_of(table, column, about["name"], file, whole))
            continue
        known = _is_known(heading, dictionary)
        if not known or file.book.of(heading, table.name) is None:  # else the file's own lists are read elsewhere
            _write_codes(table, column, _codes_of(table, column, heading, file, whole))
        if known or not is_database:
            continue
        said = file.book.of(heading, table.name)
        label = short_label(said.label) if said else ""
        if named[label] > 1 or "/" in label or _lists_values(table, column, said.label if said else ""):
            label = ""
        elsewhere = whole.of(heading, table.name)
        choices = [label, in_chinese(heading), short_label(elsewhere.label) if elsewhere and not said else ""]
        if is_day(heading) and not any(_OF_DAYS.search(other) for other in table.headings.values()):
            choices.append("日期")
        chosen = next((text for text in choices if text and _is_known(text, dictionary)), "")
        table.rename(column, chosen or next(filter(None, choices), ""))
    if IDENTIFIER.match(table.grid.name) and (name := in_chinese(table.grid.name)):
        table.grid.name = name


def _is_known(text: str, dictionary: HeadingDictionary) -> bool:
    return bool(dictionary.look_up(text)) or heading_key(text) in heading_keys()


def _lists_values(table: CodedTable, column: int, label: str) -> bool:
    """Whether a description only lists the values: 住宅/门市."""
    values = set(_SEVERAL.split(label))
    return len(values) > 1 and bool(values & set(table.texts(column)))


def _codes_of(table: CodedTable, column: int, heading: str, file: _File, whole: Codebook) -> dict[str, str]:
    """The list of codes that a column uses: its own file's first, then any file's, then one that names no column."""
    said = [book.of(heading, table.name) for book in (file.book, whole)]
    lists = [variable.codes for variable in said if variable is not None and variable.codes]
    lists += [codes for codes in whole.unnamed if not any(map(str.isdigit, codes))] if not lists else []
    texts = [part for text in table.texts(column) for part in _SEVERAL.split(text) if part]
    for codes in lists:
        if texts and sum(part in codes for part in texts) >= _MOSTLY * len(texts):
            return _in_words(codes)
    return {}


def _in_words(codes: Mapping[str, str]) -> dict[str, str]:
    """Codes with their meanings as far as one vocabulary knows words for them: 没见着人/没接 -> 没见着人.

    A meaning that lists several words is one, so that its parts are not read as several answers.
    """
    choices = {code: _choices(meaning) for code, meaning in meanings(codes)}
    words = Words()

    def known(name: str) -> dict[str, str]:
        first = {c: next((t for t in texts if words[name].exact(t) is not None), "") for c, texts in choices.items()}
        return {code: text for code, text in first.items() if text}

    name, best = max(((n, known(n)) for n in sorted({*field_vocabularies().values()} - {""})), key=lambda e: len(e[1]))
    whole = 0 if name == "stance" or not best else -1  # a stance is read as a sentence
    return {code: best.get(code, texts[whole]) for code, texts in choices.items()}


def _choices(meaning: str) -> tuple[str, ...]:
    pieces = _SEVERAL.split(meaning)
    return (meaning, pieces[0], "和".join(piece for piece in pieces if piece))


def _write_codes(table: CodedTable, column: int, codes: Mapping[str, str]) -> None:
    if not codes:
        return
    for cells in table.rows():
        cell = cells.get(column)
        if cell is None or not cell.text.strip():
            continue
        parts = _SEVERAL.split(cell.text.strip())
        if all(part in codes for part in parts):
            text = "、".join(codes[part] for part in parts)
            cells[column] = replace(cell, text=text, raw=text)
