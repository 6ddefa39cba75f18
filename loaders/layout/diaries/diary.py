"""A diary of visits: days, and below or behind each who went to which flat, how, and what came of it, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.evidence import other_matter
from socialgraph.loaders.layout.forms.text_lines import line_text
from socialgraph.loaders.layout.forms.unfolded import Unfolded, text_cell
from socialgraph.loaders.layout.weighing.readings import is_person
from socialgraph.loaders.values.mentions import Mention, places_in, rooms_in
from socialgraph.loaders.values.text import tidy
from socialgraph.loaders.values.words.dialects import in_standard_words
from socialgraph.loaders.values.words.speech.asides import begins_with_a_plan
from socialgraph.schema.addresses import other_reading

_HEADINGS = ("日期", "走访人", "地址", "方式", "结果", "谈话情况")
DAY = re.compile(
    r"^[\s\-—–=■●★◆【\[(]*(?P<day>20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?"
    r"|\d{1,2}[./]\d{1,2}(?=[\s(（,，:：周星上下晚]|$))(?![-\d])[】\])]*"
)
_OF_DAY = re.compile(
    r"^[\s,，:：、.]*(?:[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|晴|阴|多云|[毛小中大雷阵细落暴]*雨|[小中大]?雪|回南天|[大微]?风|转"
    r"|上午|下午|晚上|早上|中午|傍晚|夜晚|晚饭后|[早晚午]|\d{1,2}[:：]\d\d)"
)
_NUMBER = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）、.．](?!\d)|[①-⑳])\s*")
_SENTENCE = re.compile(r"(?<=[。！!；;])(?=[^”’」』\"']{2})")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]")
_WAYS = {
    "贴条": re.compile(r"[贴塞留插](?:了|咗)?(?:一?[张份个])?(?:条|字条|纸条|通知|告知)|[贴塞留](?:了|咗)一[张份]"),
    "电话": re.compile(r"(?<!来)电话|打给|打过去|致电|去电|通话|拨"),
    "微信": re.compile(r"微信|短信|视频|语音"),
    "会上": re.compile(r"会上|碰头|活动室|座谈|议事会|住户会|说明会|散会|开会|协调会"),
    "上门": re.compile(
        r"入户|上门|家访|登门|敲门|拍门|走访|探访|进门|按铃|(?:[到去上找进访看]|回访)(?:了|过|咗|埋)?(?=[\s、,，\u3400-\u9fff]{0,6}$)"
    ),
}
_TO_US = re.compile(
    r"来电|打来|来了?(?:电话|短信|微信)|打电话[到给]我|回[信电]|发来|捎话|带话|找到我|来社区|来居委|来站"
)
_GO = re.compile(
    r"入户走访|电话回访|电话联系|微信联系|打电话|打咗电话|微信|短信|视频|电话|入户|上门|家访|登门|敲门|拍门|走访|探访|回访|联系|通话|致电|拨通"
    r"|我们[两三]个|[一两三]个人|爬[到上]|下来|问候|跟住|顺路|顺道|又一?次|再次|再|又|先|一起|一道|一块儿?|两人|三人|俩人|二人|今天|今日|晚上|夜晚|上午|下午|早上|中午|傍晚|第[一二三]次"
    r"|带我|陪我|跟|同|和|与|到|去|上|往|找|进|访|问|给|俾|看|了|咗|过|埋|搵|:|："
)
_I = re.compile(r"^(?:我|本人|自己)$")
_WITH_ME = re.compile(r"^(?:[^\u3400-\u9fff]*|.{0,6}我)(?:同|跟|和|与)(?!住)|[陪带]我")
_WHO_AND_HOW = re.compile(r"^(?P<head>[^。,，;；:：]{4,20})[。,，;；:：]\s*(?P<words>\S.*)$")
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_TIME = re.compile(r"[考完前后时]$")
_AND = re.compile(r"[、,，/\s]+")
ALONE = re.compile(r"就是我|就我|都[是系]我|都[是系]自己|没写.{0,8}我|唔?冇?讲边个.{0,6}自己")
_WRITER = re.compile(
    r"(?:记录人|记录|记的人|填写人|走访人|整理|记)\s*[:：]\s*(?P<a>[\u3400-\u9fff]{2,4})|[“\"]?(?:我|本人)[”\"]?[即就都]?[系是为](?:我?本人|我)?(?P<b>[\u3400-\u9fff]{2,4})"
    r"|(?<![\u3400-\u9fff])(?P<c>[\u3400-\u9fff]{2,4}?)(?:记|写|填)(?![\u3400-\u9fff])"
)
_OFFICE = re.compile(r"^(?:网格员|社工|专干|楼栋长|楼长|组长|书记|主任|管家|管房员|网格长)(?=[\u3400-\u9fff]{2,4}$)")
_BY_PHONE = re.compile(
    r"^(?:换管|改造|立管)?(?:电话|通话|去电)(?:联系|沟通|回访|访问)?(?:记录|登记|流水|台账|本)(?![\u3400-\u9fff])"
)
_NAMED = re.compile(r"^\s*(?P<name>[\u3400-\u9fff]{2,4}?)(?:家|屋企|屋头|家里|度|那里)?(?=[\s,，:：;；。(（]|$)")
_LEAST_DAYS, _LEAST_VISITS, _MOST_TITLES = 3, 3, 6
_LONGEST = 200


@dataclass
class Page:
    """What the lines above say of the next ones."""

    writer: str = ""
    alone: bool = False  # whoever is not named as having gone is the writer
    day: str = ""
    way: str = ""
    people: list[str] = field(default_factory=list)
    building: str = ""
    usual_way: str = ""  # 电话记录: how everybody on this page was talked with, where a line says nothing else


def paragraphs_form(sheet: Grid) -> Unfolded | None:
    """As `diary_form`, of paragraphs only: no row has more than one cell."""
    return None if any(len(cells) > 1 for cells in sheet.rows.values()) else diary_form(sheet)


def diary_form(sheet: Grid) -> Unfolded | None:
    """A line a visit that a diary tells; None for what is no diary, or of another matter."""
    texts = {number: tidy(line_text(cells)) for number, cells in sheet.rows.items()}
    days = [number for number, text in texts.items() if DAY.match(text)]
    if len(days) < _LEAST_DAYS:
        return None
    titles = [text for number, text in texts.items() if number < days[0]][:_MOST_TITLES]
    if other_matter("\n".join([sheet.name, *titles])) > 0:
        return None
    by_phone = any(map(_BY_PHONE.match, titles))
    writer = writer_in(titles)
    page = Page(writer, by_phone or any(map(ALONE.search, titles)), usual_way="电话" if by_phone else "")
    unfolded = Unfolded(_HEADINGS, titles=(*titles, "走访记录"))
    for number, text in texts.items():
        if number < days[0]:
            continue
        for line in _visits(text, page):
            unfolded.lines.append((number, line))
            unfolded.used.add(number)
    return unfolded if len(unfolded.lines) >= _LEAST_VISITS else None


def writer_in(titles: list[str]) -> str:
    named = {
        name
        for title in titles
        for match in _WRITER.finditer(title)
        if (name := match["a"] or match["b"] or match["c"]) and is_person(name)
    }
    parts = (_OFFICE.sub("", part) for title in titles for part in re.split(r"[\s,，。()（）:：]+", title))
    named = named or {part for part in parts if is_person(part)}
    return named.pop() if len(named) == 1 else ""


def _visits(text: str, page: Page) -> Iterator[tuple[Cell | None, ...]]:
    """The visits of one line, the day and the people that it gives to the lines below being kept in `page`."""
    match = DAY.match(text)
    rest = text
    if match is not None:
        page.day, page.way, page.people, page.building = re.sub(r"\s", "", match["day"]), "", [], ""
        rest = text[match.end() :]
        while (of_day := _OF_DAY.match(rest)) is not None:
            rest = rest[of_day.end() :]
        rest = rest.strip(" 　,，:：、|")
        if not rooms_in(rest) and len(rest) <= 30:
            page.way, page.people = way_named(rest), people_named(rest, page) or []
            return
    for entry in _entries(_NUMBER.sub("", rest)):
        if (line := _visit(entry, page)) is not None:
            yield line


def _entries(text: str) -> Iterator[tuple[str, Mention]]:
    """The sentences about one flat each, with the place that the first of them names."""
    said, mention = "", None
    for sentence in _SENTENCE.split(text):
        plain = _BRACKET.sub(lambda match: " " * len(match.group()), sentence)
        whole = [place for place in places_in(plain) if place.building and _is_flat(place)]
        others = [place for place in rooms_in(sentence) if place not in whole]
        if len(whole) == 1:
            if mention is not None:
                yield said, mention
            said, mention = sentence, whole[0]
        elif whole:
            if mention is not None:
                yield said, mention
            said, mention = "", None
        elif mention is not None and not others:
            said += sentence
    if mention is not None:
        yield said, mention


def _is_flat(place: Mention) -> bool:
    """Whether a place has a room, or may have: 甲5-2 is door 2 of 甲5, or 502 of 甲."""
    return bool(place.room) or other_reading(place.building, place.door, "") is not None


def _visit(entry: tuple[str, Mention], page: Page) -> tuple[Cell | None, ...] | None:
    text, place = entry
    before, words = text[: place.start], text[place.end :]
    if len(text) > _LONGEST or not page.day or begins_with_a_plan(text):
        return None
    if (named := _NAMED.match(words)) and is_person(named["name"]):
        words = words[named.end() :]
    words = words.strip(" 　,，:：。")
    if not before and not page.usual_way:
        before, words = _who_and_how(words)
    way = "贴条" if _WAYS["贴条"].search(words) else way_named(before) or way_named(words[:12]) or page.way
    way = way or page.usual_way
    if not way or not words or _TO_US.search(text):
        return None
    people = who_went(before, page)
    if not people:  # a note of what somebody heard may be of no visit at all
        return None
    return tuple(map(text_cell, (page.day, "、".join(people), text[place.start : place.end], way, words, words)))


def _who_and_how(words: str) -> tuple[str, str]:
    """Who went and how, where that stands before a comma, and what came of it: 1-1-401某某:甲、乙上门。"""
    match = _WHO_AND_HOW.match(words)
    return (match["head"], match["words"]) if match and way_named(match["head"]) else ("", words)


def way_named(text: str) -> str:
    """How somebody was talked with; "" where the text names no way."""
    plain = in_standard_words(text)
    return next((way for way, words in _WAYS.items() if words.search(plain)), "")


def who_went(text: str, page: Page, *, alone: bool = False) -> list[str]:
    """As `people_named`, else whom the page names, else its writer, where that is who went if nothing is said."""
    named = people_named(text, page, alone=alone)
    if named == [] and not page.people and page.alone and page.writer:
        return [page.writer]
    return named or page.people


def people_named(text: str, page: Page, *, alone: bool = False) -> list[str] | None:
    """Who went, as written before the place; None where more than verbs and names stands there.

    `alone`: nothing but names can stand there, so that a rare surname is one too.
    """
    names = [page.writer] if page.writer and _WITH_ME.search(text) else []
    for part in _AND.split(_GO.sub(" ", text)):
        if _I.match(part) and page.writer:
            names.append(page.writer)
        elif (is_person(part) or (alone and _NAME.fullmatch(part))) and not _TIME.search(part):
            names.append(part)
        elif part.strip("。;；"):
            return None
    return list(dict.fromkeys(names))
