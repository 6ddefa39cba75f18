"""Which cells of a row ask that somebody be left alone, or say that somebody is gone.

A cell that the shipped vocabulary reads whole keeps that meaning (拒访, 产权人去世); an office's own words can't take a
protective sentence out of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from socialgraph.loaders.files.sheets import Row
from socialgraph.loaders.values.mentions import Mention
from socialgraph.loaders.values.names import GONE_MARK
from socialgraph.loaders.values.words.asking_flats import asking_flats
from socialgraph.loaders.values.words.gone import says_household_gone, says_person_gone
from socialgraph.loaders.values.words.lexicon import Words, each_with_legend
from socialgraph.loaders.values.words.outcomes import survey_outcome
from socialgraph.loaders.values.words.protective import (
    asks_to_be_left_alone,
    fold,
    is_clear_no,
    without_denied_wishes,
)
from socialgraph.loaders.values.words.sentences import sentence_code
from socialgraph.loaders.values.words.speech.sayings import likely_meaning
from socialgraph.schema.list_words import list_codes

Legends = Callable[[str], Mapping[str, str]]  # field -> what signs mean in its column
_SHIPPED = Words()
_VOCABULARY = {
    "result": "visit_result",
    "mode": "visit_mode",
    "reasons": "refusal_reason",
    "concern": "refusal_reason",
    "occupancy": "occupancy",
    "ownership_type": "ownership_type",
    "renovation_level": "renovation_level",
    "flags": "household_flag",
    "kind": "tie_type",
    "roles": "role_tag",
    "status": "works_status",
    "willing": "boolean",
    "known": "boolean",
    "accepted": "boolean",
}
_STANCES = ("stance", "signed", "access_granted", "willing")
_NOT_WORDS = frozenset(
    (
        *("building", "door", "room", "floor", "address_full", "ego_address", "alter_address"),
        *("list_row", "stack", "compound", "linked_households", "capacity", "scope", "branch"),
    )
)
_OF_PERSON = frozenset(("branch", "capacity"))  # speak of nobody but the person of a roster's row
_TAKES_BACK = re.compile("了|已|退|辞")  # 暂时不参加了 takes an offer back; a plain no answers what was asked
_PHONES = frozenset(("phone", "phone_alt"))  # looked at where words stand beside the number
_CHOICES = {"result": "result", "stance": "stance", "access_granted": "access"}  # drop-downs of the secretary's list
_CROSSED_BOX = "☒"  # the tick of a form made with a word processor, elsewhere a no: nobody can tell
# in no name or number
_PLAIN_WISH = re.compile("勿|扰|擾|联系|聯繫|上门|上門|敲门|敲門|电话|電話|不要|别再|別再|别来|別來")
_NOT_WILLING = re.compile("不(?:太|大)?(?:愿意?|想|肯)")
_PUT_OFF = re.compile(
    r"^[^不别勿莫休没无免谢拒甭唔冇毋]*再(?:联系|来|打|说|谈|去|约|聊)[^不别勿莫休没无免谢拒甭唔冇毋]*$"
)
_LONGEST_NAME = 5  # characters of a name; longer texts under a name are looked at


def left_alone_cells(row: Row, legends: Legends) -> list[str]:
    """Fields, and headings of columns that are left out, whose text is a wish to be left alone."""
    headings = [
        name
        for name in row.cells
        if _is_looked_at(row, name) and name != "do_not_contact" and _is_wish(row, legends, name)
    ]
    return headings + [mark.heading for mark in row.marks if mark.kind == "left_alone"]


def flats_asking(row: Row, legends: Legends) -> list[Mention]:
    """The flats that the row's own wishes name: 402家不让再敲门 in a helper's row, 402说别再来 in a round's."""
    cells = [row.text(name) for name in left_alone_cells(row, legends) if name in row.cells]
    named = [mention for text in cells for mention in asking_flats(text)]
    return named + [mention for mark in row.marks if mark.kind == "left_alone" for mention in mark.flats]


def people_gone(row: Row, legends: Legends, *, person: bool) -> list[str]:
    """Fields and left-out headings that say so: of the one person of a roster's row, or of a household's decider."""
    says = says_person_gone if person else says_household_gone
    headings = [
        name
        for name in row.cells
        if (_is_looked_at(row, name) or (person and name in _OF_PERSON))
        and not name.endswith("name")
        and name not in _PHONES  # a number that is out of use is nobody gone
        and (says(_text(row, legends, name)) or (person and bool(GONE_MARK.search(row.text(name)))))
        and not _is_read_whole(row, legends, name)
    ]
    wanted = ("person_gone", "household_gone") if person else ("household_gone",)
    return headings + [mark.heading for mark in row.marks if mark.kind in wanted]


def answer_to_no_contact(row: Row, legends: Legends) -> str:
    """`stop`, `no`, or `unclear` of a cell under 免打扰 (a date, a note); "" where it is empty."""
    text = row.text("do_not_contact").strip()
    if not text:
        return "unclear" if row.text("do_not_contact_on").strip() else ""
    meant = _text(row, legends, "do_not_contact")
    code = _SHIPPED.code("boolean", meant)
    if code == "true" or asks_to_be_left_alone(meant):
        return "stop"
    cell = _SHIPPED.stance_cell(meant)
    if cell is not None and "declined_contact" in cell.stances.values():
        return "stop"
    is_no = is_clear_no(meant) and meant.strip() != _CROSSED_BOX
    return "no" if is_no else "unclear"


def stop_named(row: Row, legends: Legends, words: Words) -> bool:
    """Whether a result or a stance is a stop for certain, whatever else is wrong with the row."""
    result = row.text("result")
    if result and words.code("visit_result", result, legends("result")) == "asked_to_stop":
        return True
    for name in row.cells:
        if name.startswith("stance") and (text := row.text(name)):
            stance = words.stance_cell(text, legends(name))
            if stance is not None and "respected_refusal" in stance.stances.values():
                return True
    return False


def _is_looked_at(row: Row, name: str) -> bool:
    if name.startswith("origin_"):
        return False
    text = row.text(name)
    if name in _NOT_WORDS or name.endswith(("_building", "_door", "_room")):
        return bool(_PLAIN_WISH.search(text))  # 402（勿扰）
    if name in _PHONES and all(character < "\u4e00" for character in text):
        return False
    is_name = name.endswith("name") and not (name == "alter_name" and survey_outcome(text))  # 不用来 names nobody
    return bool(text) and not (is_name and len(text.strip()) <= _LONGEST_NAME and not _PLAIN_WISH.search(text))


def _text(row: Row, legends: Legends, name: str) -> str:
    return each_with_legend(row.text(name), legends(name))


def _is_wish(row: Row, legends: Legends, name: str) -> bool:
    text = _text(row, legends, name)
    asks = asks_to_be_left_alone(text) or (name == "result" and _is_likely_a_stop(text))
    return asks and not _is_read_whole(row, legends, name)


def _is_likely_a_stop(result: str) -> bool:
    """Whether a result is like what people say who want no more visits, and no putting off, nor 没让我们别去."""
    if likely_meaning("visit_result", result) != "asked_to_stop" or _PUT_OFF.search(result):
        return False
    rest = without_denied_wishes(result)
    return rest == fold(result) or likely_meaning("visit_result", rest) == "asked_to_stop"


def _is_read_whole(row: Row, legends: Legends, name: str) -> bool:
    """Whether the shipped vocabulary, or a choice of our own list, is every word of the cell."""
    text = _text(row, legends, name)
    if name in _CHOICES and text.strip() in list_codes(_CHOICES[name]):
        return True
    if name == "outcome":
        return bool(survey_outcome(text))
    if name == "willing" and _TAKES_BACK.search(text) and says_person_gone(text):
        return False
    if name.startswith(_STANCES) and (stance := _SHIPPED.stance_cell(text)) is not None:
        return "conditional" not in stance.stances.values()  # 同意，但请勿再上门: the condition is a wish
    if name == "willing" and _NOT_WILLING.match(text.strip()) and sentence_code("willing", text) == "false":
        return not says_household_gone(text)  # 不愿意，腿脚不行 answers what was asked; nobody unwilling is
    vocabulary = _VOCABULARY.get(name, "")
    if not vocabulary:
        return False
    if vocabulary in ("refusal_reason", "household_flag", "role_tag"):
        many = _SHIPPED.many(vocabulary, text)
        return bool(many.codes) and not many.unknown
    return bool(_SHIPPED.code(vocabulary, text))
