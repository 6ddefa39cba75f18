"""The statements of the graph, one file each: `statement("merge_stances")` is the text of `merge_stances.cypher`.

Every file runs unchanged on Neo4j 5 and on the embedded engine, and takes its values as parameters only. A label or
the type of a relationship can't be a parameter: a file that serves several has `__Label__` in their place, and
`statement("label_role[Volunteer]")` is its text for one of them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_FILLED_IN = re.compile(r"(\w+)\[([A-Za-z_]+(?:,[A-Za-z_]+)*)\]")
_BLANK = re.compile(r"__[A-Za-z]+__")


@cache
def statement(name: str) -> str:
    """The text of one statement; KeyError if there is no such file, or its blanks are not as many as the words given.

    Examples
    --------
    >>> "SET person:Volunteer" in statement("label_role[Volunteer]")
    True
    """
    filled_in = _FILLED_IN.fullmatch(name)
    if filled_in is None:
        return _file(name)
    text, words = _file(filled_in[1]), filled_in[2].split(",")
    blanks = list(dict.fromkeys(_BLANK.findall(text)))  # in the order of the header, which explains them
    if len(blanks) != len(words):
        raise KeyError(name)
    for blank, word in zip(blanks, words, strict=True):
        text = text.replace(blank, word)
    return text


@cache
def _file(name: str) -> str:
    try:
        return files(__name__).joinpath(f"{name}.cypher").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyError(name) from None


@cache
def schema_statements() -> tuple[str, ...]:
    """The constraints and indexes of `schema.cypher`, one statement each."""
    lines = [line for line in statement("schema").splitlines() if not line.startswith("//")]
    return tuple(part.strip() for part in "\n".join(lines).split(";") if part.strip())


def names() -> list[str]:
    """Every statement there is, sorted."""
    entries = (entry.name for entry in files(__name__).iterdir())
    return sorted(name.removesuffix(".cypher") for name in entries if name.endswith(".cypher"))
