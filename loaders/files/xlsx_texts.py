"""Text in an xlsx: runs, phonetic readings, escapes, and the list of texts that cells share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class SharedText:
    """One shared text, and whether all of it is struck through."""

    text: str
    struck: bool


class RichText:
    """Text in runs: what it says without phonetic readings (rPh), and whether every run is struck through."""

    def __init__(self) -> None:
        self.wants_text = False
        self.pieces: list[str] = []
        self._struck: list[bool] = []
        self._in_phonetic = self._run_struck = False

    @property
    def struck(self) -> bool:
        """Whether all of it is struck through."""
        return bool(self._struck) and all(self._struck)

    def clear(self) -> None:
        """Begin another text."""
        self.pieces, self._struck, self._run_struck = [], [], False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "t":
            self.wants_text = not self._in_phonetic
            if self.wants_text:
                self._struck.append(self._run_struck)
        elif name == "r":
            self._run_struck = False
        elif name == "strike":
            self._run_struck = attributes.get("val") not in ("0", "false")
        elif name == "rPh":
            self._in_phonetic = True

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t":
            self.wants_text = False
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, text: str) -> None:
        """Text of a run."""
        self.pieces.append(text)


class SharedTexts(RichText):
    """The texts that cells point to by number."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[SharedText] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "si":
            self.clear()
        else:
            super().start(name, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "si":
            self.texts.append(SharedText(clean_text("".join(self.pieces)), self.struck))
        else:
            super().end(name)


def clean_text(text: str) -> str:
    """NFC, with Excel's escapes resolved."""
    if "_x" in text:
        text = _ESCAPE.sub(_unescaped, text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text


def _unescaped(match: re.Match[str]) -> str:
    """`_x000D_` is how Excel writes what XML cannot hold; half of a surrogate pair stays as written."""
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code < 0xE000 or not code else chr(code)
