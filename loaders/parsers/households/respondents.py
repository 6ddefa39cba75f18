"""Who answered for a household, and what that person is to the flat: by relation, by 身份, or by name."""

from __future__ import annotations

import re

from socialgraph.loaders.parsers.lines import Context, Line
from socialgraph.loaders.values.names import NAME
from socialgraph.loaders.values.same_person import is_themself, without_lives_here

_LEAST_NAMED, _LEAST_SHARE_OF_NAMES = 4, 0.8  # of a column that says by name who answered: hardly anybody twice
_AND_NAME = re.compile(
    r"^(?:(?P<who>房东|房主|业主|户主|产权人|租户|租客|房客)[\u3400-\u9fff]{2,3}|[\u3400-\u9fff]{2,4}(?P<self>本人))$"
)
_OPTION = re.compile(r"^[A-Ha-h]\s*[.、．:：)）]\s*|[(（](?:含|包括)[^()（）]*[)）]$")  # A.业主（含同住家人）
_I_AM = re.compile(r"^我(?:就)?是(?P<who>[^,，(（]+?)(?:[,，(（].*)?$")  # 我是租户，租别人家房子住


def relation_written(line: Line) -> str:
    """The relation as it is written, without the letter of its option, what that includes, and the person's name."""
    text = without_lives_here(_OPTION.sub("", line.row.text("respondent_relation").strip()))
    said = _I_AM.match(text)
    if said:
        return said["who"]
    named = _AND_NAME.match(text)
    if named and not line.context.words.code("resident_role", text):  # 租户禹草帽, 海镜框本人
        return named["who"] or named["self"]
    return text


def relation_of(line: Line) -> str:
    """What the person is to the flat: by relation, or by a column 身份 that says 业主 or 租户."""
    relation = relation_written(line) or _lives_here_by_name(line)
    if relation or not line.context.has("roles"):
        return relation
    identity = line.row.text("roles")
    return identity if identity and line.context.words.code("resident_role", identity) else ""


def _lives_here_by_name(line: Line) -> str:
    """A relative under 表态人, with a bracket that says that they live there: 儿子（住这）; else ""."""
    text = line.row.text("respondent_name").strip()
    relation = without_lives_here(text)
    is_family = relation != text and line.context.words.code("resident_role", relation) == "family"
    return relation if is_family else ""


def names_respondents(context: Context) -> bool:
    """Whether the column of who answered (谁说的) holds names: no row of it says what anybody is to the flat."""
    texts = [text for row in context.sheet.rows if (text := row.text("respondent_relation").strip())]
    if (
        len(texts) < _LEAST_NAMED
        or len(set(texts)) < _LEAST_SHARE_OF_NAMES * len(texts)
        or any(map(is_themself, texts))
    ):
        return False
    return all(re.fullmatch(NAME, text) and not context.words.code("resident_role", text) for text in texts)
