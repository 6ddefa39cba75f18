"""A table that is two kinds at once: opinions beside who went and what came of it, a log beside what was offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from socialgraph.loaders.layout.blocks import Block
from socialgraph.loaders.layout.header_rows import Heading
from socialgraph.loaders.layout.kinds import recognise
from socialgraph.loaders.layout.weighing.column_evidence import meaning, weights
from socialgraph.loaders.layout.weighing.column_model import SURE
from socialgraph.loaders.layout.weighing.verdict import Verdict
from socialgraph.loaders.values.words.heading_keys import heading_key, heading_stems, kind_headings
from socialgraph.loaders.values.words.pipes import STANCES_AND_SIGNED

_BOTH = 2
_OFFER = re.compile(
    r"^(?:给了?|许了?|承诺|我方|拟|解决|化解|应对|处理|帮扶|对应|啥子|什么|[/、])*(?:办法|措施|对策|承诺)(?:[/、](?:办法|措施|承诺))?$"
)
_ANSWER = re.compile(
    r"答复|回复|回话|答话|(?:咋个?|怎么|点)(?:说|答|讲)|是否(?:接受|认可|同意)|接[不受]|认可|肯不肯|要不要|反馈|回应"
)
_OF_WORKS = re.compile(r"换|改造|更新|管|签|走访|入户")
_MADE_CONTACT = re.compile(r"^(?:联系人|经办人?|经手人?|责任人|负责人)$")
_HOLDS_OF_HOUSEHOLD = frozenset(
    ("phone", "phone_alt", "owner_name", "head_name", "tenant_name", "occupancy", "reasons")
)
_OFFERED = re.compile(r"办法|措施|对策|方案|怎么解决|答应给|许了|我方(?:提出|条件|承诺)|我们提出")
_ABOUT_WORKS = re.compile(r"换|改造|更新|管|签|协议|征询")
_ALSO: dict[str, tuple[str, tuple[str, ...]]] = {
    "survey": ("visits", ("visitors", "result", "mode")),
    "visits": ("measures", ("measure", "concern", "accepted")),
}


def opinions_first(block: Block, verdicts: list[Verdict]) -> list[Verdict]:
    """The survey before the visit log, where one table is both and columns of opinions are no results of visits.

    The log then counts no more as another kind: what it has more is read beside the opinions.
    """
    if len(verdicts) < _BOTH or {verdict.kind for verdict in verdicts[:_BOTH]} != {"visits", "survey"}:
        return verdicts
    log, survey = sorted(verdicts[:_BOTH], key=lambda verdict: verdict.kind == "survey")
    named = {heading.column for heading in block.header.headings if _heads_opinions(heading)}
    named |= {column for column in survey.sure if survey.learned.get(column, 0.0) >= SURE}
    opinions = [column for column in survey.sure & named if survey.fields[column].startswith("stance")]
    results = [column for column in log.sure if log.fields[column] == "result"]
    if not (log.complete and survey.complete and opinions and results) or set(opinions) & set(results):
        return verdicts
    apart = replace(
        survey, parts=[*survey.parts, ("visits", weights()["least_margin"] + max(0.0, log.sum - survey.sum))]
    )
    return [apart, log, *verdicts[_BOTH:]]


def words_first(block: Block, verdicts: list[Verdict]) -> list[Verdict]:
    """The survey before the list of offers, where the table has a column of words on the works that no offer takes.

    What was offered, and what was answered to that, is read beside the words.
    """
    by_kind = {verdict.kind: verdict for verdict in verdicts}
    offers, survey = by_kind.get("measures"), by_kind.get("survey")
    if offers is None or survey is None or not survey.complete or verdicts[0] not in (offers, survey):
        return verdicts
    named = {heading.column for heading in block.header.headings if _heads_opinions(heading)}
    if not (survey.sure & named) - offers.sure:
        return verdicts
    ahead = max(0.0, weights()["far_better"] + offers.sum - survey.sum)
    apart = replace(survey, parts=[*survey.parts, ("words", ahead)])
    return [apart, *(verdict for verdict in verdicts if verdict is not survey)]


def offers_first(verdicts: list[Verdict]) -> list[Verdict]:
    """The list of offers before the visit log, where what the log takes for a result is whether they are accepted.

    And before a kind that lacks what it needs, where concern, offer and answer all stand in it for certain.
    """
    if verdicts and not verdicts[0].complete:
        return _whole_offers_first(verdicts)
    if len(verdicts) < _BOTH or [verdict.kind for verdict in verdicts[:_BOTH]] != ["visits", "measures"]:
        return verdicts
    log, offers = verdicts[:_BOTH]
    answers = [column for column in offers.sure if offers.fields[column] == "accepted"]
    fields = {offers.fields[column] for column in offers.sure}
    if not {"concern", "measure"} <= fields or [log.fields.get(column) for column in answers] != ["result"]:
        return verdicts
    ahead = weights()["least_margin"] + log.sum - offers.sum
    return [replace(offers, parts=[*offers.parts, ("accepted", ahead)]), log, *verdicts[_BOTH:]]


def _whole_offers_first(verdicts: list[Verdict]) -> list[Verdict]:
    offers = next((verdict for verdict in verdicts if verdict.kind == "measures" and verdict.complete), None)
    fields = {offers.fields[column] for column in offers.sure} if offers is not None else set()
    if offers is None or not {"concern", "measure", "accepted"} <= fields:
        return verdicts
    return [offers, *(verdict for verdict in verdicts if verdict is not offers)]


def words_and_offers_first(block: Block, verdicts: list[Verdict]) -> list[Verdict]:
    """Of kinds that one table is at once, the one whose columns the other reads beside them first."""
    return offers_first(opinions_first(block, words_first(block, verdicts)))


def with_offers_beside(block: Block) -> Block:
    """A table with what was offered and, right behind it, what the household answered.

    办法 | 答复: the answer is to the offer, neither a word on the works nor what came of a visit.
    """
    headings = block.header.headings
    if block.kind:
        return block
    for offer, answer in pairwise(headings):
        key = heading_key(answer.lower)
        if not (_OFFER.match(heading_key(offer.lower)) and _ANSWER.search(key)) or _OF_WORKS.search(key):
            continue
        means = {offer.column: "measure", answer.column: "accepted"}
        changed = tuple(replace(h, fields=(means[h.column],)) if h.column in means else h for h in headings)
        return replace(block, header=replace(block.header, headings=changed))
    return block


def with_contacts_made(block: Block) -> Block:
    """A log of whom somebody rang or called on, and what the household answered.

    日期 | 联系人 | 方式 | 住户答复: beside the way it was done, 联系人 is who did it and the answer what came of it.
    Beside a phone number or what else a list of households has, 联系人 is of the household, and its answer its word.
    """
    headings = block.header.headings
    fields = {name for heading in headings for name in heading.fields}
    who = [h for h in headings if _MADE_CONTACT.match(heading_key(h.lower))]
    how = [h for h in headings if "mode" in (*h.fields, *kind_headings()["visits"].get(heading_key(h.lower), ()))]
    day = [h for h in headings if {"date", "survey_date"} & {*h.fields} or heading_key(h.lower).endswith("日期")]
    said = [h for h in headings if _ANSWER.search(heading_key(h.lower)) and not _OF_WORKS.search(heading_key(h.lower))]
    if block.kind or block.settled or fields & (_HOLDS_OF_HOUSEHOLD | {"visitors", "result", "measure"}):
        return block
    if [len(columns) for columns in (who, how, day, said)] != [1, 1, 1, 1]:
        return block
    means = {who[0].column: "visitors", how[0].column: "mode", day[0].column: "date", said[0].column: "result"}
    changed = tuple(replace(h, fields=(means[h.column],)) if h.column in means else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed))


def as_offers(block: Block) -> Block:
    """A list of what households are offered: what they answer is no word on the pipes, but whether they accept it.

    办法 | 他肯不肯 beside a household is such a list; with a heading that asks about the works themselves it is none.
    """
    headings = block.header.headings
    known = recognise({name for heading in headings for name in heading.fields})
    offers = [heading for heading in headings if not heading.fields and _OFFERED.search(heading.lower)]
    stances = [heading for heading in headings if any(name in STANCES_AND_SIGNED for name in heading.fields)]
    is_survey = (block.kind or (known.name if known is not None else "")) == "survey"
    if block.settled or not is_survey or len(offers) != 1 or len(stances) != 1 or _ABOUT_WORKS.search(stances[0].text):
        return block
    means = {offers[0].column: "measure", stances[0].column: "accepted"}
    means |= {heading.column: "concern" for heading in headings if heading.fields == ("reasons",)}
    changed = tuple(replace(h, fields=(means[h.column],)) if h.column in means else h for h in headings)
    return replace(block, header=replace(block.header, headings=changed), kind="measures", weighed=True)


def _heads_opinions(heading: Heading) -> bool:
    own = kind_headings()["survey"].get(heading_key(heading.lower), ())
    return any(name.startswith("stance") for name in (*heading.fields, *own))


def _heads_offers(heading: Heading) -> bool:
    key = heading_key(heading.lower)
    stems = heading_stems()["measures"]["measure"]
    return "measure" in kind_headings()["measures"].get(key, ()) or any(stem in key for stem in stems)


def with_second_kind(block: Block, kind: str, verdicts: Sequence[Verdict]) -> Block:
    """What a sheet also is: a survey that says who went and what came of it, a visit log with what was offered.

    Columns that its first kind leaves over get the fields of the second one, where that is complete by itself.
    """
    if kind not in _ALSO:
        return block
    second, fields = _ALSO[kind]
    also = next((verdict for verdict in verdicts if verdict.kind == second and verdict.complete), None)
    if also is None or not any(also.fields[column] == fields[0] for column in also.sure):
        return block
    if second == "measures" and not any(
        _heads_offers(heading) for heading in block.header.headings if also.fields.get(heading.column) == fields[0]
    ):
        return block  # 谈了什么 beside the result is what was said, and no offer
    taken = {name for heading in block.header.headings for name in heading.fields}
    headings = tuple(
        replace(heading, fields=(name,))
        if not heading.fields
        and heading.column in also.sure
        and (name := also.fields[heading.column]) in fields
        and name not in taken
        else replace(heading, fields=tuple(meaning(kind, name) for name in heading.fields))
        for heading in block.header.headings
    )
    return replace(block, header=replace(block.header, headings=headings), kind=kind, weighed=True)
