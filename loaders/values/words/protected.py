"""Words and codes of a safeguard: an office's own dictionary can add to them and take nothing from them.

A word is in the class of its meaning: a stop, a closed pair, a yes to contact … A word of a protected class keeps it:
it can't be given a meaning of another class, and no other class's word can be led into a weaker one.
"""

from __future__ import annotations

from collections.abc import Mapping

from socialgraph.loaders.values.text import pieces, squeeze
from socialgraph.loaders.values.words.gone import says_household_gone
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone, simplified
from socialgraph.loaders.values.words.sentences import sentence_code
from socialgraph.registry import closing_kinds
from socialgraph.schema.constants import REFUSALS

# codes that protect somebody, by field of the vocabulary; those of tie_type are in the registry of kinds
_PROTECTING_CODES: Mapping[str, frozenset[str]] = {
    "visit_result": frozenset({"asked_to_stop"}),
    "stance": frozenset({*REFUSALS, "respected_refusal"}),
    "boolean": frozenset(),
}
_TOLD_IN_SENTENCES = ("tie_type", "visit_result")


def protecting_codes(field: str) -> frozenset[str]:
    """The codes of a field that protect somebody.

    >>> "kin" in protecting_codes("tie_type"), protecting_codes("visit_result")
    (True, frozenset({'asked_to_stop'}))
    """
    return closing_kinds() if field == "tie_type" else _PROTECTING_CODES.get(field, frozenset())


def weakens_a_safeguard(field: str, code: str, variant: str, shipped: Mapping[str, str]) -> bool:
    """Whether taking `variant` for `code` would take a word of protection away.

    Parameters
    ----------
    field, code, variant : str
        Field of the vocabulary, the code, the new way of writing.
    shipped : mapping
        The shipped ways of writing of this field, each with its code.
    """
    protecting = protecting_codes(field)
    if code in protecting:
        return False
    variant = simplified(variant)
    word = squeeze(variant)
    known = {squeeze(way): meant for way, meant in shipped.items() if way}
    if known.get(word, code) != code and (known[word] in protecting or field in ("boolean", "stance", "visit_result")):
        return True  # 亲戚 as acquaintance, 否 as true
    if variant.strip().lower() in protecting or (
        field in _TOLD_IN_SENTENCES and sentence_code(field, variant) in protecting
    ):
        return True  # the code itself; 姐夫 and 吵过架, that no list of words has
    if asks_to_be_left_alone(variant) or (field == "boolean" and code == "false" and says_household_gone(variant)):
        return True
    return any(_names(part, known, protecting) for part in {word, *map(squeeze, pieces(variant))})


def _names(text: str, known: Mapping[str, str], protecting: frozenset[str]) -> bool:
    """Whether a text holds a word of protection: 远房亲戚, 小区的房东."""
    return any(meant in protecting and len(way) > 1 and way in text for way, meant in known.items())


def same_class(field: str, text: str, suggestion: str, shipped: Mapping[str, str]) -> bool:
    """Whether a suggested word protects as the text does: a guess never leads out of a safeguard, nor into one."""
    known = {squeeze(way): meant for way, meant in shipped.items() if way}
    protecting = protecting_codes(field)

    def protects(words: str) -> bool:
        return asks_to_be_left_alone(words) or _names(squeeze(words), known, protecting)

    return protects(text) == protects(suggestion)
