"""All that is said to people, by code: one table a language holds the words, the code says which and with what values.

`raise InputError("file.damaged", file=name)`, `say("load.dry_run")`, `note("audit.changed")`: never a sentence in
Python. `data/messages_en.csv` and `data/messages_zh.csv` have a row `code,text` each; the text has the values' names as
holes (`{file}`, as `str.format` fills them). A value stays as it is in every language, unless it is a `Note` itself.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from socialgraph.shipped import shipped_table

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True)
class Note:
    """Something to say, as code and values until the language is known; it quotes no cell of the user's."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: Lang) -> str:
        """The sentence in one language."""
        return text(self.code, lang, **self.values)

    def __str__(self) -> str:
        return self.text("en")


def note(code: str, /, **values: object) -> Note:
    """A note by its code; `values` fill the holes of its text.

    Examples
    --------
    >>> note("project.line", line=3).text("zh")
    '第 3 行（line 3）'
    """
    return Note(code, values)


def text(code: str, lang: Lang, /, **values: object) -> str:
    """What `code` says in `lang`, with its holes filled.

    A code without a row is shown as it is: a slip in a table must not hide the error that was to be told.

    Examples
    --------
    >>> text("file.missing", "en", path="a.xlsx")
    'There is no file a.xlsx: check the spelling.'
    """
    words = texts(lang).get(code)
    if words is None:
        return code
    shown = {name: value.text(lang) if isinstance(value, Note) else value for name, value in values.items()}
    return words.format(**shown)


def word(code: str, lang: Lang, otherwise: str) -> str:
    """The word of `code` in `lang`; `otherwise` where nobody has written it: a code of a table, say, shown as it is.

    Examples
    --------
    >>> word("placeholder.directory", "zh", "DIRECTORY"), word("placeholder.nothing", "zh", "NOTHING")
    ('文件夹', 'NOTHING')
    """
    return texts(lang).get(code, otherwise)


@cache
def words(prefix: str, lang: Lang) -> Mapping[str, str]:
    """What follows `prefix` in a code → its text, of a family of words such as `list.column.`, in their order.

    Raises
    ------
    KeyError
        If no code begins so.
    """
    family = {code.removeprefix(prefix): sentence for code, sentence in texts(lang).items() if code.startswith(prefix)}
    if not family:
        raise KeyError(prefix)
    return family


@cache
def texts(lang: Lang) -> Mapping[str, str]:
    """Code → text of one language, in the order of its table."""
    return {row["code"]: row["text"] for row in shipped_table(f"messages_{lang}")}


def reason_of(error: OSError) -> Note | str:
    """Why the operating system refused: a note where `messages` know the reason, else the system's own words."""
    code = f"system.{errno.errorcode.get(error.errno or 0, '')}"
    return note(code) if code in texts("en") else error.strerror or type(error).__name__
