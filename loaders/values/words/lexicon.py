"""The office's words turned into codes: longest match first, negations never skipped, nothing guessed.

`data/vocab.csv` (and the project's own dictionary) holds the words. A text is understood only when **all** of it is:
what a match leaves over must be a harmless filler, else the text is unknown and the nearest known word is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from socialgraph.loaders.values.dates import without_day
from socialgraph.loaders.values.text import pieces, squeeze
from socialgraph.loaders.values.words.bracketed import word_before_bracket
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.dictionary import shipped_words, vocabulary_variants
from socialgraph.loaders.values.words.pipes import SEWAGE_PIPES, pipe_of_word, pipe_words
from socialgraph.loaders.values.words.protected import same_class
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone
from socialgraph.loaders.values.words.sentences import sentence_code, sentence_codes, whole_phrase_code, without_echo
from socialgraph.loaders.values.words.stance_clauses import is_signed, option_code, read_clauses

_FILLERS = re.compile(
    r"上下水|管线|管道|改造|施工|更换|换|房子|房屋|均|本户|住户|居民|业主|全家|我家|家里|家中|意见|情况|目前|现在|表示|已经|坚决|坚持|非常|完全|全部|都"
    r"|本人|签字|[,.;:!、。/|()\[\]\"'+&的了户]|√|×"
)
_CONDITION = re.compile(
    r"^(?P<word>同意|可以|愿意|支持|基本同意|原则同意|原则上同意)[,.;、。(]?"
    r"(?:改造|改)?[,.;、。]?(?:但是|但|不过|只要|如果|前提|条件是|除非|须|必须|要求|只是|得先|需要|需|要先|要)"
)
_WOULD_SIGN = re.compile(  # 同意，愿意签字: agrees to sign, and has not signed yet
    r"^(?:(?:同意|支持|赞成|可以)(?:的|了)?[,，、;；。]?(?:并|也|而且|且)?)?(?:愿意?|可以|肯|能够?|会|答应|随时(?:可以?|能)?|到时(?:候)?)(?:来|去)?"
    r"签(?:字|名|署|约|订)?(?:同意书|协议书?|意向书|协议)?$"
)
_ONLY_UNSIGNED = re.compile(  # no condition, only not on paper yet: 同意但没空签
    r"^(?:口头)?(?:同意|可以|愿意|答应|支持)(?:了)?,?但(?:是)?(?:字)?(?:还)?(?:没|未)(?:有)?(?:空|来得及|时间)?(?:来)?签(?:字)?$"
)
_FIRST_WORDS = re.compile(r"[，,；;。（(]")
_YES = frozenset(("signed", "verbal"))
_CROSSED = re.compile(r"^\s*[×✗✘╳☒]\s*\w")
_CONDITION_FIRST = re.compile(r"^(?:只要|如果|要是|除非|等|先)\S+?(?:就|才|再|则)(?:同意|可以|愿意|签字?|改)$")
_RESPECTED = re.compile(  # the office has settled it: a stop of its own kind
    r"尊重[^,;。]{0,8}(?:意见|意愿|选择|决定|想法)[,;。]?(?:就|已|今后|以后)?不再?(?:做工作|动员|劝|追|上门|谈)了?$"
    r"|^不(?:换|做|同意|参加|改|动|签)了?[,，;。(（]+[^,;。()（）]{0,10}尊重(?!我|咱|俺|自己|社区|组织)(?<![望请求]尊重)[^;。()（）]{0,16}[)）]?$"
    r"|尊重(?:本人|人家|他|她|其|伊|佢|户主|业主|房主|屋主|住户|老人)[^,;。]{0,6}[,;。]?(?:就)?不(?:换|做|动|参加)了?$"
)
_TICKS = {"✓": "√", "✔": "√", "☑": "√", "V": "√", "✗": "×", "✘": "×", "X": "×", "╳": "×", "☒": "×"}
Own = tuple[Path | None, int]  # a project's dictionary and when it was changed


class Lexicon:
    """The words of one field: `exact` a word alone, `scan` words inside a longer text."""

    def __init__(self, name: str, codes: Mapping[str, str]) -> None:
        self.name = name
        self.codes = dict(codes)
        longest_first = sorted((w for w in codes if len(w) > 1), key=len, reverse=True)
        self._scanner = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def exact(self, text: str) -> str | None:
        """The code of a text that is a word of this field, else None."""
        word = squeeze(text)
        code = self.codes.get(word)
        if code is None:
            code = self.codes.get(_TICKS.get(word, word.strip(",.;、。:!()")))
        return code

    def scan(self, text: str) -> tuple[list[str], str]:
        """The codes of all words in the text, in order, and what is left of it without them."""
        if self._scanner is None:
            return [], squeeze(text)
        codes: list[str] = []

        def take(match: re.Match[str]) -> str:
            codes.append(self.codes[match.group(0)])
            return ","

        return codes, self._scanner.sub(take, squeeze(text))

    def nearest(self, text: str) -> str:
        """The known word most like the text, "" if none is like it."""
        match = process.extractOne(squeeze(text), self.codes.keys(), scorer=fuzz.ratio, score_cutoff=40)
        return str(match[0]) if match else ""


@dataclass(frozen=True)
class ListedCodes:
    """What a cell that may list several values says: codes in order, and pieces that no dictionary knows."""

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class StanceCell:
    """A stance cell, read: stance by pipe ("" = all pipes), reasons named in the same cell."""

    stances: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """All vocabularies of one reading: the package's, then the project's own."""

    own: Own = (None, 0)

    @classmethod
    def of(cls, dictionary: Path | None) -> Words:
        """The words with a project's dictionary; read again when that file has changed."""
        if dictionary is None or not dictionary.is_file():
            return cls()
        return cls((dictionary, dictionary.stat().st_mtime_ns))

    def __getitem__(self, name: str) -> Lexicon:
        return _vocabularies(self.own)[name]

    def code(self, name: str, text: str, legend: Mapping[str, str] | None = None) -> str | None:
        """The one code of a cell; "" for an empty cell, None for an unknown word."""
        return _code(self.own, name, each_with_legend(text, legend))

    def many(self, name: str, text: str, legend: Mapping[str, str] | None = None) -> ListedCodes:
        """The codes of a cell that may list several, split at 、,;/ and blanks."""
        return _many(self.own, name, each_with_legend(text, legend))

    def suggestion(self, name: str, text: str) -> str:
        """The nearest known word, "" where it protects otherwise than the text: never 邻居 for 邻居、亲戚."""
        nearest = self[name].nearest(text)
        return nearest if nearest and same_class(name, text, nearest, shipped_words(name)) else ""

    def stance_cell(self, text: str, legend: Mapping[str, str] | None = None) -> StanceCell | None:
        """A stance cell; None for an unknown text. `○` and `△` mean something only in a legend."""
        meaning = each_with_legend(text, legend)
        cell = _stance_cell(self.own, meaning)
        if cell is None and meaning != text:  # △ = 有条件，看别人、看情况: the first words define it
            cell = _stance_cell(self.own, _FIRST_WORDS.split(meaning)[0])
        crossed = cell is not None and _CROSSED.match(text) and not _YES.isdisjoint(cell.stances.values())
        return None if crossed else cell  # ×同意 says two things


def with_legend(text: str, legend: Mapping[str, str] | None) -> str:
    """The text, or what the sheet's own legend says that it stands for."""
    if not legend or not text:
        return text
    key = squeeze(text)
    for symbol, meaning in legend.items():
        if squeeze(symbol) in (key, _TICKS.get(key, key)) or _TICKS.get(squeeze(symbol)) == _TICKS.get(key, key):
            return meaning
    return text


def each_with_legend(text: str, legend: Mapping[str, str] | None) -> str:
    """As `with_legend`, for a cell that lists several signs (1、3) or names a day beside one (√9.5).

    >>> each_with_legend("中意；怕吵", {"中意": "同意"}), each_with_legend("√9.5", {"√": "签了"})
    ('同意、怕吵', '签了')
    >>> each_with_legend("厨房× 厕所√", {"×": "不同意", "√": "签了"})
    '厨房不同意、厕所签了'
    """
    whole = with_legend(text, legend)
    if not legend or whole != text:
        return whole
    parts = pieces(text)
    meant = [_pipe_with_sign(part, legend) or with_legend(part, legend) for part in parts]
    if len(parts) > 1 and meant != parts:
        return "、".join(meant)
    undated = without_day(text)
    of_undated = with_legend(undated, legend)
    return of_undated if undated and undated != text and of_undated != undated else text


def _pipe_with_sign(part: str, legend: Mapping[str, str]) -> str:
    """厕所√ as 厕所签了; "" where no sign of the legend stands behind a pipe's name."""
    return part[:-1] + legend[part[-1:]] if part[-1:] in legend and re.fullmatch(pipe_words(), part[:-1]) else ""


@lru_cache(maxsize=8)
def _vocabularies(own: Own) -> dict[str, Lexicon]:
    lexicons = {}
    for name, variants in vocabulary_variants(own[0]).items():
        codes = {squeeze(variant): code for variant, code in variants.items() if variant}
        for code in set(codes.values()):
            codes.setdefault(squeeze(code), code)
        lexicons[name] = Lexicon(name, codes)
    return lexicons


@lru_cache(maxsize=65536)
def _code(own: Own, name: str, text: str) -> str | None:
    vocabulary = _vocabularies(own)[name]
    if not squeeze(text):
        return ""
    if (code := vocabulary.exact(text)) is not None:
        return code
    codes, rest = vocabulary.scan(text)
    if len(set(codes)) == 1 and not _FILLERS.sub("", rest):
        return codes[0]
    standard = in_standard_words(text)
    return sentence_code(name, standard) if standard == text else _code(own, name, standard)


_WEARY = frozenset(("怕折腾", "怕累"))


@lru_cache(maxsize=65536)
def _many(own: Own, name: str, text: str) -> ListedCodes:
    vocabulary = _vocabularies(own)[name]
    if not squeeze(text):
        return ListedCodes()
    if (code := vocabulary.exact(text)) is not None:
        return ListedCodes((code,))
    if squeeze(text) == "N/A":
        return ListedCodes((), (text,))
    codes: list[str] = []
    unknown: list[str] = []
    a_wish = asks_to_be_left_alone(text)  # what else such a cell says is no reason that anybody should answer
    for piece in _pieces_of(vocabulary, text):
        code = vocabulary.exact(piece) or vocabulary.exact(word_before_bracket(piece))
        if code is not None:
            if not (piece in _WEARY and "elderly_or_ill" in codes):  # 心脏不好,怕折腾 is one reason
                codes.append(code)
            continue
        codes_of_piece, rest = vocabulary.scan(piece)
        denied = "none" in codes_of_piece and len(set(codes_of_piece)) > 1  # 没有病人
        if codes_of_piece and not denied and not _FILLERS.sub("", re.sub("[和及与有]", "", rest)):
            codes += codes_of_piece
        elif (
            not a_wish
            and not denied
            and (reasons := _sentence_codes(name, piece))
            and (len(reasons) == 1 or name == "household_flag")
            and "none" not in reasons
        ):  # two reasons in one sentence are for a person to read
            codes += [code for code in reasons if code != "elderly" or "elderly_alone" not in reasons]
        elif (standard := in_standard_words(piece)) != piece and not (meant := _many(own, name, standard)).unknown:
            codes += meant.codes
        else:
            unknown.append(piece)
    unique = tuple(dict.fromkeys(codes))
    empty = {"none", "no_reason"}
    return ListedCodes(tuple(c for c in unique if c not in empty) or unique, tuple(unknown))


def _sentence_codes(name: str, piece: str) -> Sequence[str]:
    codes = sentence_codes(name, piece)
    return without_echo(codes, piece) if name == "refusal_reason" else codes


def _pieces_of(vocabulary: Lexicon, text: str) -> list[str]:
    """Split at list separators first; at blanks only where that leaves no known word in two."""
    split: list[str] = []
    for piece in pieces(text, blanks=False):
        split += [piece] if vocabulary.exact(piece) is not None else pieces(piece)
    return split


@lru_cache(maxsize=65536)
def _stance_cell(own: Own, text: str) -> StanceCell | None:
    words = _vocabularies(own)
    squeezed = squeeze(text)
    if not squeezed:
        return StanceCell()
    if (standard := in_standard_words(text)) != text and words["stance"].exact(text) is None:
        return _stance_cell(own, standard)
    text = {"TRUE": "是", "FALSE": "否"}.get(squeezed, text)  # a ticked or unticked cell
    if (code := words["stance"].exact(text)) is not None:
        return StanceCell({"": code})
    if _RESPECTED.search(squeezed):
        return StanceCell({"": "respected_refusal"})
    by_pipe = _by_pipe(own, squeezed)
    if by_pipe is not None:
        return by_pipe
    if _WOULD_SIGN.match(squeezed):
        return StanceCell({"": "verbal"})
    if is_signed(squeezed):
        return StanceCell({"": "signed"})
    if _ONLY_UNSIGNED.match(squeezed):
        return StanceCell({"": "verbal"})
    if _CONDITION.match(squeezed) or _CONDITION_FIRST.match(squeezed):
        return StanceCell({"": "conditional"})
    if option := option_code(squeezed):
        return StanceCell({"": option})
    stances, rest = words["stance"].scan(text)
    reasons, rest = words["refusal_reason"].scan(rest) if stances else ([], rest)
    code = _strongest(stances)
    if code is None or _FILLERS.sub("", re.sub("因为|由于|原因是|原因|怕|,", "", rest)).replace("改", ""):
        phrase = whole_phrase_code("stance", text) or _before_bracket(own, text)
        if phrase:
            return StanceCell({"": phrase})
        clauses = read_clauses(text)
        if clauses is None and (same := _word_of_all_parts(own, text)):
            return StanceCell({"": same})
        if clauses is None or (clauses.stance in _YES and not clauses.is_short):
            return None  # a yes that stands in a sentence is for a person to read
        return StanceCell({"": clauses.stance}, clauses.reasons)
    return StanceCell({"": code}, tuple(dict.fromkeys(reasons)))


def _word_of_all_parts(own: Own, text: str) -> str:
    """The one stance that every part of a text is a word for: 随大流，别人换他就换; "" where a part says else."""
    parts = [part for part in re.split("[,，;；。]", text) if part.strip()]
    if len(parts) < 2:
        return ""
    cells = [_stance_cell(own, part) for part in parts]
    stances = {tuple(cell.stances.values()) if cell is not None and not cell.reasons else () for cell in cells}
    words = stances.pop() if len(stances) == 1 else ()
    return words[0] if len(words) == 1 else ""


def _before_bracket(own: Own, text: str) -> str:
    """The stance before a remark in brackets; a yes only where the remark takes nothing back."""
    word = word_before_bracket(text, whatever=True)
    code = _vocabularies(own)["stance"].exact(word) or (_word_of_all_parts(own, word) if word and word != text else "")
    return code if code not in _YES or word_before_bracket(text) else ""


def _strongest(stances: list[str]) -> str | None:
    """One stance of several words that go together: 同意,已签字 is signed. Contradictions are unknown."""
    kinds = set(stances)
    if not kinds:
        return None
    for together, code in (
        ({"signed", "verbal"}, "signed"),
        ({"verbal", "conditional"}, "conditional"),
        ({"hesitant", "conditional"}, "conditional"),
        ({"signed", "verbal", "reversed", "refused"}, "reversed"),
        ({"refused", "declined_contact"}, "declined_contact"),
    ):
        if kinds <= together and (code in kinds):
            return code
    return stances[0] if len(kinds) == 1 else None


def _by_pipe(own: Own, text: str) -> StanceCell | None:
    """同意上水不同意下水, 上水同意、下水不同意, 只改厨房: one stance a pipe; None where no pipe is named."""
    if not re.search(pipe_words(), text.replace("上下水", "")):
        return None
    whole = _pipe_clause(own, text)
    if whole is not None:
        return whole
    clauses = [_pipe_clause(own, clause) for clause in pieces(text, blanks=False)]
    stances: dict[str, str] = {}
    for clause in clauses:
        if clause is None or any(stances.get(pipe, stance) != stance for pipe, stance in clause.stances.items()):
            return None
        stances.update(clause.stances)
    return StanceCell(stances)


def _pipe_clause(own: Own, text: str) -> StanceCell | None:
    """One clause that names pipes and stances and nothing else."""
    marked = text.replace("上下水", "")
    pattern = _pipe_pattern(own)
    stance_words = _vocabularies(own)["stance"].codes
    tokens: list[tuple[str, str]] = []  # (pipe or stance, code)
    for match in pattern.finditer(marked):
        kind, value = match.lastgroup or "", match.group(0)
        if kind == "pipe":
            tokens.append((kind, pipe_of_word(value)))
        else:
            tokens.append(("stance", "verbal" if kind == "only" else stance_words[value]))
    rest = _FILLERS.sub("", re.sub("[和及与,立管改]", "", pattern.sub("", marked)))
    return None if rest or len(tokens) < 2 else _paired(tokens)


@lru_cache(maxsize=8)
def _pipe_pattern(own: Own) -> re.Pattern[str]:
    stances = sorted((word for word in _vocabularies(own)["stance"].codes if len(word) > 1), key=len, reverse=True)
    only = "只改|仅改|只同意改?|仅同意改?"
    return re.compile(f"(?P<pipe>{pipe_words()})|(?P<only>{only})|(?P<stance>{'|'.join(map(re.escape, stances))})")


def _paired(tokens: list[tuple[str, str]]) -> StanceCell | None:
    """Each pipe with its stance: all stances stand before their pipes, or all behind them."""
    stances: dict[str, str] = {}
    if tokens[0][0] == tokens[-1][0]:
        return None
    current: list[str] = []
    ordered = tokens if tokens[0][0] == "stance" else list(reversed(tokens))
    stance = ""
    for kind, value in ordered:
        if kind == "stance":
            stance = value
            continue
        current = list(SEWAGE_PIPES) if value == "sewage" else [value]
        for pipe in current:
            if stances.get(pipe, stance) != stance:
                return None
            stances[pipe] = stance
    return StanceCell(stances)
