"""Errors that a user can repair: a code of `messages` that says where, what, and what to do."""

from __future__ import annotations

from socialgraph.messages import Lang, text


class SocialgraphError(Exception):
    """The work failed for a reason the user can act on; the command line prints it and exits with 1.

    What is said is one sentence for a clerk. It never quotes a name, a phone number or a cell of the user's.

    Parameters
    ----------
    code : str
        A row of `data/messages_en.csv` and `data/messages_zh.csv`.
    **values
        What fills the holes of that row; a `Note` is said in the same language, anything else stays as it is.

    Examples
    --------
    >>> error = InputError("file.missing", path="a.xlsx")
    >>> str(error)
    'There is no file a.xlsx: check the spelling.'
    >>> error.text("zh")
    '没有 a.xlsx 这个文件：请检查写法。'
    """

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return self.text("en")

    def text(self, lang: Lang) -> str:
        """The sentence in one language."""
        return text(self.code, lang, **self.values)


class InputError(SocialgraphError):
    """A file, an option or a value is not usable."""


class ProjectError(SocialgraphError):
    """The project folder or its `socialgraph.toml` is missing or incomplete."""


class KeyMissingError(SocialgraphError):
    """The key file that names and phones were sealed with is not there."""


class StoreError(SocialgraphError):
    """The graph can't be opened, read or written."""
