"""Who stands for a list: a person by name, not a dash."""

from __future__ import annotations

from socialgraph.errors import InputError

_FEWEST_LETTERS = 2  # the shortest Chinese name: a surname and one character


def must_be_a_name(confirmed_by: str, refusal: InputError | None = None) -> None:
    """Refuse what names nobody: blanks, dashes, digits, characters without width.

    Raises
    ------
    InputError
        `refusal` (of a list, where not given), if `confirmed_by` has fewer than two letters.
    """
    if sum(character.isalpha() for character in confirmed_by) < _FEWEST_LETTERS or not confirmed_by.isprintable():
        raise refusal or InputError("export.unconfirmed")
