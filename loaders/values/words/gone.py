"""Whether a text says that its subject has died, moved away or given up an office, and is no longer to be asked.

A clause says so where a word of it (去世, 搬走, 卸任) has no other subject (老伴, 儿子, 前任), and is not denied
(没搬走), only planned (打算搬走), corrected (误记) or undone (又搬回来). `data/gone_words.csv` has the words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from socialgraph.loaders.values.words.heading_keys import data_table
from socialgraph.loaders.values.words.protective import CLAUSES, digits_alike, fold

_BEFORE = 8  # characters before the word in which it may be denied


def says_person_gone(text: str) -> bool:
    """Whether a cell beside a person of a roster says that this person is dead, gone, out of office or unwilling.

    Examples
    --------
    >>> says_person_gone("已去世"), says_person_gone("老伴已去世，本人身体好")
    (True, False)
    """
    return _says(digits_alike(text), ("died", "moved", "resigned"))


def says_household_gone(text: str) -> bool:
    """Whether a cell of a household's row says that its owner, lessee, tenant or head has died or moved away.

    Examples
    --------
    >>> says_household_gone("租户已搬走"), says_household_gone("儿子搬走了")
    (True, False)
    """
    return _says(digits_alike(text), ("died", "moved"))


@lru_cache(maxsize=65536)
def _says(text: str, kinds: tuple[str, ...]) -> bool:
    folded = fold(text)
    if _words("undone").search(folded):
        return False
    clauses = [clause for clause in CLAUSES.split(folded) if clause]
    others = ""  # a subject named alone goes on to the next clause: 老伴,去年去世
    for clause in clauses:
        for kind in kinds:
            for word in _words(kind).finditer(clause):
                before = others + clause[: word.start()]
                if not _is_of_another(before) or _words("own_subject").search(clause[: word.start()]):
                    near = clause[max(0, word.start() - _BEFORE) : word.start()]
                    if not _words("denied").search(near) and not _words("goes_on").match(clause[word.end() :]):
                        return True
        others = clause if _words("other_subject").fullmatch(clause) else ""
    return False


def _is_of_another(before: str) -> bool:
    """Whether somebody else is the subject: 老伴去世, but not who reports it: 家属告知人不在了."""
    named = _words("other_subject").finditer(before)
    return any(not _words("says").match(before, match.end()) for match in named)


@cache
def _words(kind: str) -> re.Pattern[str]:
    """All patterns of one kind as one."""
    return re.compile("|".join(f"(?:{row['pattern']})" for row in data_table("gone_words.csv") if row["kind"] == kind))
