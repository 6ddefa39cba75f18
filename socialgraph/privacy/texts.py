"""The office's own words (offers, branches, scopes, activities, names of files and sheets), sealed beside the graph.

Such a text may name anybody. The graph, the snapshot and the log hold a keyed reference to it (`t_` and 16 hexadecimal
digits), the text lies in `texts.enc`. What comes back out for screens and lists has the names on record and every long
number hidden; the words as they were written are kept for the residents' right to see them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from socialgraph.errors import KeyMissingError
from socialgraph.files.locks import locked
from socialgraph.privacy.keys import Keys, keyed_text
from socialgraph.privacy.sealing.sealed_file import SealedFile
from socialgraph.privacy.wording import without_people
from socialgraph.schema.records import FREE_TEXTS

FILE_NAME = "texts.enc"
RESULT_TEXTS = ("measure",)
_REFERENCE = re.compile(r"t_[0-9a-f]{16}")
# an address such as 5, 甲5, 5-2 or 5/2 says nothing of anybody
_CODE = re.compile(r"[甲乙丙丁东西南北]?\d{1,4}(?:[/-]\d{1,4})*")
_PARTS, _SOURCE_PARTS = re.compile(r"(\|)"), re.compile(r"(\n|::)")


class FreeTexts:
    """`texts.enc` of a project's working folder: reference → the text as written, and as it may be shown.

    Without keys what is there stays closed: references come out as they are, and nothing can be sealed.
    """

    def __init__(self, working_folder: Path, keys: Keys | None) -> None:
        self._lock = working_folder / f"{FILE_NAME}.lock"
        self._keys = keys
        self._file = SealedFile(working_folder / FILE_NAME, keys, "texts") if keys else None
        self._written: dict[str, str] | None = None
        self._shown: dict[str, str] = {}
        self._reference_of: dict[str, str] = {}
        self._new: dict[str, str] = {}
        self._hidden: frozenset[str] = frozenset()

    @property
    def has_key(self) -> bool:
        """Whether anything can be sealed and opened."""
        return self._keys is not None

    def sealed(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Records with references in place of free text; `keep` has to follow before they are written anywhere."""
        return self._changed(frame, FREE_TEXTS.get(table, ()), self.reference)

    def opened(self, table: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Records with the text that may be shown in place of references."""
        return self._changed(frame, FREE_TEXTS.get(table, ()), self.text)

    def sealed_results(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A table of results with references in place of free text."""
        return self._changed(frame, RESULT_TEXTS, self.reference)

    def sealed_cell(self, cell: str) -> str:
        """A free text, or several joined by |, as references."""
        return _each_part(cell, _PARTS, self.reference)

    def sealed_source(self, source: str) -> str:
        """A `file::sheet`, or several joined by a line feed, as references."""
        return _each_part(source, _SOURCE_PARTS, self.reference)

    def opened_source(self, source: str) -> str:
        """The `file::sheet` of references, several of them in order of their names."""
        opened = _each_part(source, _SOURCE_PARTS, self.text)
        return "\n".join(sorted(opened.split("\n"))) if "\n" in opened else opened

    def reference(self, text: str) -> str:
        """The reference of a text, or of a shown form of it; nothing, codes and references stay as they are.

        Raises
        ------
        KeyMissingError
            If there is no key to make it with.
        """
        if not text or _CODE.fullmatch(text) or _REFERENCE.fullmatch(text):
            return text
        if self._keys is None:
            raise KeyMissingError("key.not_named")
        known = self._known()
        if (reference := self._reference_of.get(text)) is not None:
            return reference
        made = f"t_{keyed_text(self._keys.digests, 'text', text)}"
        self._reference_of[text] = made
        if made not in known:
            self._new[made] = known[made] = text
            self._shown[made] = without_people(text, self._hidden)
        return made

    def text(self, reference: str) -> str:
        """What may be shown of the text behind a reference, or of a text itself; codes as they are."""
        if not _REFERENCE.fullmatch(reference):  # a graph of an earlier layout holds the texts themselves
            return reference if _CODE.fullmatch(reference) else without_people(reference, self._hidden)
        self._known()
        return self._shown.get(reference, reference)

    def keep(self) -> None:
        """Write what is new; done before a reference is written anywhere."""
        if self._new:
            self._rewrite(
                lambda known: known | {key: _entry(text, self._shown[key]) for key, text in self._new.items()}
            )
            self._new = {}

    def hide(self, names: Collection[str]) -> None:
        """Hide these people's names wherever a text is shown from now on."""
        self._hidden = hidden = frozenset(names)
        self._rewrite(
            lambda known: {
                key: _entry(entry[0], without_people(entry[-1], hidden))
                for key, entry in {**known, **{key: [text] for key, text in self._new.items()}}.items()
            }
        )
        self._new, self._written = {}, None

    def forget(self, secrets: Iterable[str]) -> int:
        """Keep only the shown form of texts that hold one of these; how many there were. Nothing is left to show."""
        gone = frozenset(secret for secret in secrets if len(secret) > 1)
        holding = [key for key, text in self._known().items() if any(secret in text for secret in gone)]
        if holding:
            self._rewrite(
                lambda known: known | {key: [without_people(known[key][-1], gone)] for key in holding if key in known}
            )
            self._written = None
        return len(holding)

    def seal_again(self) -> None:
        """Seal what it holds with the key that its folder names now."""
        if self._file is None:
            raise KeyMissingError("key.not_named")
        with locked(self._lock):
            content = self._file.read()
            if content is not None:
                self._file.write(content)

    def as_written(self) -> dict[str, str]:
        """Every text by its reference, as it was written; for the one whom it is about."""
        return dict(self._known())

    def _known(self) -> dict[str, str]:
        if self._written is None:
            stored: dict[str, list[str]] = (self._file.read() if self._file else None) or {}
            self._written = {key: entry[0] for key, entry in stored.items()}
            self._shown = {key: entry[-1] for key, entry in stored.items()}
            often = Counter(self._shown.values())
            # a text that was hidden in part comes back under the reference that it had
            self._reference_of = {text: key for key, text in self._shown.items() if often[text] == 1}
            self._reference_of |= {text: key for key, text in self._written.items()}
        return self._written

    def _rewrite(self, change: Callable[[dict[str, list[str]]], dict[str, list[str]]]) -> None:
        if self._file is None:
            raise KeyMissingError("key.not_named")
        with locked(self._lock):  # another command may have added to it since it was read
            before = self._file.read() or {}
            after = change(before)
            if after != before:
                self._file.write(after)

    def _changed(self, frame: pd.DataFrame, columns: Iterable[str], change: Callable[[str], str]) -> pd.DataFrame:
        changed = {
            column: _each_cell(frame[column], lambda cell: _each_part(cell, _PARTS, change))
            for column in columns
            if column in frame
        }
        if "sources" in frame:
            of_source = self.sealed_source if change == self.reference else self.opened_source
            changed["sources"] = _each_cell(frame["sources"], of_source)
        return frame.assign(**changed) if changed else frame


def _entry(text: str, shown: str) -> list[str]:
    return [text] if shown == text else [text, shown]


def _each_part(cell: str, separator: re.Pattern[str], change: Callable[[str], str]) -> str:
    return "".join(part if separator.fullmatch(part) else change(part) for part in separator.split(cell))


def _each_cell(column: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """The column with every text changed; what is no text (missing, say) stays."""
    codes, cells = pd.factorize(column, use_na_sentinel=True)
    changed = [change(cell) if isinstance(cell, str) else cell for cell in cells]
    values = np.array([*changed, None], dtype=object)[codes]
    if (codes >= 0).all():
        return pd.Series(values, index=column.index, dtype="str" if len(changed) else column.dtype)
    return pd.Series(values, index=column.index, dtype=object)
