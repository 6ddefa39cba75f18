"""From a heading as an office writes it to our field names: exact look-up after normalising, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from rapidfuzz import fuzz, process

from socialgraph.loaders.values.words.heading_grammar import names_owner_or_resident
from socialgraph.loaders.values.words.heading_keys import MAX_HEADING_CHARACTERS, normalised, without_inner_bracket

# Dropped where they are read: their values reach no row, log or quarantine (safeguard 2).
FORBIDDEN_FIELDS = frozenset(
    (
        "id_card",
        "ethnicity",
        "marital_status",
        "education",
        "employer",
        "hukou_address",
        "party_join_date",
        "party_full_date",
        "birth_date",
        "age",
        "gender",
        "remarks",
    )
)
RUNNING_NUMBER = "seq_no"
_NEAR_MISS_SCORE = 65  # one wrong character of three
_SIGNS = re.compile(r"[\W_]+")
_RULES_BEGIN = re.compile(r"[(\[【{〔<《]")
# one column for whoever holds the flat: 承租人（房改的写房主）, 承租人（私房为产权人）
_HOLDER = re.compile(
    r"^(?:公房)?(?:承租人|租赁人|租户)(?:姓名|名字)?\((?=[^()]*(?:房改|私|商品|买|已购|已售|产权房|自有))[^()]*"
    r"(?:房主|产权人|业主|户主|房东|买主|本人)[^()]*\)$"
)
_OWNER_WORD = r"(?:业主|房主|户主|产权人|房东|屋主|权属人|所有权人)"
_LESSEE_WORD = r"(?:(?:直管|自管)?公(?:房|租房|产)?(?:填|写|为|是|则为?|的)?)?(?:承租人|承租户|租赁人)"
_OR = r"(?:姓名|名字)?[/、或|,和及者]*(?:姓名|名字)?"  # 业主(公房承租人) is the owner's column, with a note
_OR_RIGHT = r"承租人?[/、或]产权人?|产权人?[/、或]承租人?"  # 户主（承租/产权）
_OWNER_OR_LESSEE = rf"{_OWNER_WORD}{_OR}{_LESSEE_WORD}|{_LESSEE_WORD}{_OR}{_OWNER_WORD}"
_EITHER = re.compile(  # 业主/公房承租人, 承租人（房主）, 户主（产权人/承租人）: whoever holds the flat
    rf"^(?:{_OWNER_OR_LESSEE}|{_LESSEE_WORD}\({_OWNER_WORD})(?:姓名|名字|名)?\)?(?:姓名|名字)?$"
    rf"|^(?:住户|户主|户名|户|姓名)(?:姓名|名称)?\((?:{_OWNER_OR_LESSEE}|{_OR_RIGHT})\)$"
)
# 困难（老病小）, 家庭情况（老弱病残）: the bracket lists needs
_NEEDS = re.compile(r"^[^()]{2,8}\((?=[^()]*[老孤])(?=[^()]*[病残小幼孕弱])[老弱病残孕小幼孤独寡困、/,]{3,}[等)]")
_SAME_WORDS = (
    # whoever holds the flat speaks for it: 承租人/业主意见, 产权人或承租人态度
    (re.compile(r"^(?:公房)?承租[人户][/、,或和及与]?\(?(?=(?:业主|产权人|房主|户主)\)?(?:意见|态度|意愿))"), ""),
    (re.compile(r"^(业主|产权人|房主|户主)[/、,或和及与]?\(?(?:公房)?承租[人户]\)?(?=意见|态度|意愿)"), r"\1"),
    (re.compile("厕所|洗手间"), "卫生间"),
    (re.compile("^(?:产权人|房主|房东|屋主)(?=意见|态度|意愿)"), "业主"),
)
_GROUP_SUFFIX = re.compile(r"(?:基本)?(?:信息|情况|资料|概况|登记|信息栏|一栏)$")  # of a group: 业主信息
_LATIN = re.compile(r"[A-Z][A-Z.'&]*")


def _readings(text: str) -> Iterable[str]:
    """What a heading may be looked up as, fullest first: its own rules may follow a bracket or a line break."""
    wide = without_inner_bracket(text)
    first_line = wide.strip().partition("\n")[0]
    for reading in (wide, first_line):
        yield normalised(reading)
        match = _RULES_BEGIN.search(reading.strip(), 1)
        if match:
            yield normalised(reading.strip()[: match.start()])


@dataclass
class HeadingDictionary:
    """Variants of headings and what two-tier headings mean."""

    variants: dict[str, tuple[str, ...]]  # normalised heading -> the fields it may mean
    tiers: dict[tuple[str, str], str]  # (field of the upper cell, field of the lower cell) -> field
    names: dict[str, str] = field(default_factory=dict)  # normalised heading -> as listed, for suggestions
    answers: Mapping[str, Set[str]] = field(default_factory=dict)  # field -> words that may head a column of ticks
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def look_up(self, text: str) -> tuple[str, ...]:
        """The fields that a heading may mean; () where the dictionary does not have it."""
        if not text or len(text) > MAX_HEADING_CHARACTERS:
            return ()
        fields = self._known.get(text)
        if fields is None:
            fields = self._find(text)
            if len(self._known) < 50_000:
                self._known[text] = fields
        return fields

    def _find(self, text: str) -> tuple[str, ...]:
        whole = normalised(text)
        if whole in self.variants:
            return self.variants[whole]
        if _HOLDER.match(whole) or _EITHER.match(whole):
            return ("holder_name",)
        if names_owner_or_resident(_SIGNS.sub("", whole)):
            return ("head_name",)
        if _NEEDS.match(whole):
            return ("flags",)
        for word, banned in self._personal_words:  # 产权人\n身份证号 is a number of a card, not an owner
            if whole.removesuffix(")").endswith(word):
                return (banned,)
        by_part = next((hit for reading in _readings(text) if (hit := self.variants.get(reading))), ())
        meaning = by_part or self._prefixed(whole) or self._unnumbered(whole) or self._without_translation(whole)
        return meaning or self._in_other_words(whole)

    def _in_other_words(self, whole: str) -> tuple[str, ...]:
        """厕所下水 is 卫生间下水, 产权人意见 is 业主意见."""
        other = whole
        for word, same in _SAME_WORDS:
            other = word.sub(same, other)
        if other == whole:
            return ()
        return next((hit for reading in _readings(other) if (hit := self.variants.get(reading))), ())

    def _without_translation(self, whole: str) -> tuple[str, ...]:
        """楼号 Building, 单元/Unit: the Chinese heading beside its English translation."""
        chinese = _LATIN.sub("", whole).strip("/-_|()[],.:、")
        if chinese == whole:
            return ()
        return self.variants.get(normalised(chinese), ())

    def look_up_tiers(self, upper: str, lower: str) -> tuple[str, ...]:
        """The fields of a lower heading under an upper one, e.g. 信任的人 over 住址 is `alter_address`."""
        below = self.look_up(lower)
        above = self.look_up(upper) or self._group(upper)
        joined = [self.tiers[pair] for pair in product(above, below) if pair in self.tiers]
        if joined and all(name.endswith("_name") for name in joined):
            return tuple(dict.fromkeys(joined))  # 承租人信息 over 姓名 stays as ambiguous as 承租人
        return tuple(joined[:1]) or self.variants.get(normalised(upper + lower), ()) or below

    def answer_field(self, upper: str, lower: str) -> str:
        """The field of a group whose columns are headed by answers (改造意见 over 不同意), else ""."""
        word = normalised(lower)
        fields = self.look_up(upper) or self._group(upper)
        return next((name for name in fields if word in self.answers.get(name, ())), "")

    def _group(self, upper: str) -> tuple[str, ...]:
        """业主信息 as the upper cell of a group of columns is 业主."""
        whole = normalised(upper)
        base = _GROUP_SUFFIX.sub("", whole)
        return self.variants.get(base, ()) if base and base != whole else ()

    def nearest(self, text: str) -> str:
        """The listed heading that an unknown one resembles most, "" where none does; a suggestion only."""
        reading = next(iter(_readings(text)))
        if len(reading) < 2 or len(text) > MAX_HEADING_CHARACTERS:
            return ""
        match = process.extractOne(reading, self.variants.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_MISS_SCORE)
        return self.names.get(match[0], match[0]) if match else ""

    @cached_property
    def _personal_words(self) -> list[tuple[str, str]]:
        """Variants of forbidden fields that end a longer heading; 备注 and 说明 are left out, they explain."""
        return [
            (word, fields[0])
            for word, fields in self.variants.items()
            if fields[0] in FORBIDDEN_FIELDS - {"remarks"} and len(word) >= 2
        ]

    @cached_property
    def _upper_words(self) -> list[tuple[str, str]]:
        """Words that may begin a joined heading (提名人 of 提名人楼号), longest first."""
        uppers = {upper for upper, _ in self.tiers}
        words = [(word, name) for word, fields in self.variants.items() for name in fields if name in uppers]
        return sorted(words, key=lambda entry: (-len(entry[0]), entry))

    def _unnumbered(self, reading: str) -> tuple[str, ...]:
        """信任的人2 is 信任的人, once more."""
        base = reading.rstrip("0123456789")
        if not base or base == reading or len(reading) - len(base) > 2:
            return ()
        return self.variants.get(base, ()) or self._prefixed(base)

    def _prefixed(self, reading: str) -> tuple[str, ...]:
        for word, upper in self._upper_words:
            if len(word) >= 2 and reading.startswith(word) and len(reading) > len(word):
                for lower in self.variants.get(reading[len(word) :].lstrip("0123456789的-"), ()):
                    if (upper, lower) in self.tiers:
                        return (self.tiers[upper, lower],)
        return ()
