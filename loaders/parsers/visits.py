"""Visit logs (走访记录): when, where, who went, how, and what came of it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath

from socialgraph.loaders.layout.columns.free_text import reasons_in
from socialgraph.loaders.layout.columns.said import SAID
from socialgraph.loaders.layout.weighing.readings import is_person
from socialgraph.loaders.parsers.lines import Context, Line, Parsed, RowLostError, read_lines
from socialgraph.loaders.parsers.measures import add_concern
from socialgraph.loaders.parsers.rounds import flats_of_round
from socialgraph.loaders.parsers.visitors import in_full, visitors_of
from socialgraph.loaders.values.addresses import Address
from socialgraph.loaders.values.words.lexicon import Words, with_legend
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone, is_plain_stop
from socialgraph.loaders.values.words.speech.asides import begins_with_a_plan
from socialgraph.loaders.values.words.speech.of_visits import signed_by_another, tells_of_words, told_of_visit
from socialgraph.loaders.values.words.stance_clauses import NEEDS_NO_REASON

_MYSELF = frozenset(("我", "本人", "自己", "余", "俺"))
_WRITER = re.compile(
    r"(?<![\u3400-\u9fff])我\s*[=＝]\s*(?P<after>[\u3400-\u9fff]{2,4})|(?P<before>[\u3400-\u9fff]{2,4})\s*[=＝]\s*我(?![\u3400-\u9fff])"
)
_OFFICE = (
    "(?:社区|街道|居委会?|物业|楼[栋组])?"
    "(?:社工|网格员|工作人员|干事|专干|书记|主任|委员|协管员|管理员|志愿者|[楼门][栋组]?长|组长|经理|管家)"
)
_RECORDER = re.compile(
    rf"(?:记录|填表|登记|填写|整理)[人者]?\s*[:：]\s*(?:{_OFFICE}\s*)?(?P<after>[\u3400-\u9fff]{{2,4}})(?![\u3400-\u9fff])(?!\s*[、,，和])"
    r"|(?:[(（]|\s)(?P<before>[\u3400-\u9fff]{2,3})(?:记录?|填表?|整理)(?:[)）]|(?=\s*[(（]?[“\"「]?我))"
)
_WAYS = {
    "home": re.compile("入户|上门|家访|登门|串门|敲门|跑楼"),
    "phone": re.compile("电话|电访|致电|去电"),
    "wechat": re.compile("微信|短信|视频"),
    "meeting": re.compile("约谈|座谈|会上|开会"),
    "notice": re.compile("贴条|留条|贴通知|张贴"),
}
_BEGINS = {
    "phone": re.compile(r"(?:给.{1,6})?(?:打了?个?电话|电话[里上]|又?打[,，、]|又打电话)"),
    "wechat": re.compile("微信[里上]"),
}
_TO_HOMES = re.compile("[去到上跑][了]?(?:谁|哪|的)?[一]?[家户]")  # 去谁家, 到哪户
_OTHER_WAYS = (*(words for code, words in _WAYS.items() if code != "home"), re.compile("小会|通知|微信|电话"))
_SHORT = re.compile(r"[\"“「'‘](?P<short>[\u3400-\u9fff]{1,2})[\"”」'’]\s*[=＝]\s*(?P<name>[\u3400-\u9fff]{2,4})")
_DO_NOT = re.compile(r"别|不要|不用再|[甭莫勿毋]|唔[好使]|到此为止|打住|[这就]儿?算了")
_ANOTHER_FLAT = re.compile(r"(?<![\d.])\d{3,4}(?![\d年元块号])")
_APPOINTS = re.compile(r"预约|约时间|排期")
_A_SURNAME = re.compile(r"^(?!我$|余$|俺$)[\u3400-\u9fff]$")


def parse_visits(context: Context) -> Parsed:
    """A visit without a readable date is kept: a wish not to be visited again must not be lost with it."""

    def read(line: Line) -> None:
        for row in flats_of_round(line.row) or (line.row,):
            read_flat(line if row is line.row else Line(context, row))

    def read_flat(line: Line) -> None:
        household = line.address()
        if begins_with_a_plan(line.row.text("result")) or line.is_marked("planned"):
            raise RowLostError("result", "planned")
        add_visit(line, household, line.date("date"))
        if context.has("measure"):
            add_concern(line, household)

    return read_lines(context, read)


def add_visit(line: Line, household: tuple[Address, str], date: str) -> None:
    """The visit of a line, of a log or of a survey that says who went and what came of it."""
    visit = {
        "date": date,
        "visitors": "|".join(_named(line, visitors_of(line.text("visitors")))),
        "mode": line.code("mode", "visit_mode") if line.context.has("mode") else _mode_told(line),
        "result": "asked_to_stop" if _asks_to_stop(line.row.text("result")) else line.code("result", "visit_result"),
    }
    line.add("visits", visit, household=household)
    if not _add_word_confirmed(line, household, date):
        _add_word_told(line, household, visit)


def _asks_to_stop(text: str) -> bool:
    """Whether a result is the wish itself, or a sentence that says it of this home and that no word else reads.

    再来就报警 holds the household as well; whether it asks or only grows harder, the sentence doesn't say.
    """
    if is_plain_stop(text):
        return True
    asks = _DO_NOT.search(text) and not _ANOTHER_FLAT.search(text) and asks_to_be_left_alone(text)
    return bool(asks) and not Words().code("visit_result", text)


def _add_word_told(line: Line, household: tuple[Address, str], visit: dict[str, str]) -> None:
    """What the household said that day, where the row tells the talk; of a survey its own columns say it."""
    if _APPOINTS.search(f"{line.context.sheet.sheet} {line.context.sheet.title}"):
        return  # 可以 is of the day of the appointment
    if line.context.sheet.kind != "visits" or not visit["date"] or not visit["result"] or line.is_marked("left_alone"):
        return
    result = line.row.text("result")
    talk = line.row.text(SAID)
    stated = told_of_visit(visit["result"], talk)
    if stated is None and visit["result"] == "agreed" and tells_of_words(result) and not signed_by_another(talk):
        stated = told_of_visit("agreed", result)
    if stated is None:
        return
    for pipe in stated.pipes or ("",):
        word = {"pipe_kind": pipe, "giver": stated.giver, "stance": stated.stance, "reasons": "|".join(stated.reasons)}
        line.add("stances", {**word, "date": visit["date"]}, household=household)


def _add_word_confirmed(line: Line, household: tuple[Address, str], date: str) -> bool:
    """The household's word on the works of that day, if the office confirmed that the result of the visit is one."""
    text = line.row.text("result")
    stance = line.context.options.confirmed.stance_on_visit(text)
    if not stance:
        return False
    because = "" if stance in NEEDS_NO_REASON else "|".join(reasons_in(text))
    pipe = line.context.sheet.pipe
    values = {"pipe_kind": pipe, "giver": "owner", "stance": stance, "reasons": because, "date": date}
    line.add("stances", values, household=household)
    return True


def _mode_told(line: Line) -> str:
    """How, where no column says it: as the title does (电话回访登记) or 去谁家, unless the result names another way."""
    sheet = line.context.sheet
    for title in (sheet.block_title, sheet.sheet, sheet.title, PurePath(sheet.file).stem):
        modes = {code for code, words in _WAYS.items() if words.search(title)}
        if modes:
            ways = {code for code, words in _WAYS.items() if words.search(line.row.text("result"))}
            return modes.pop() if len(modes) == 1 and ways <= modes else ""
    return _way_to_home(line.row.text("result")) if _TO_HOMES.search(sheet.fields.get("address_full", "")) else ""


def _way_to_home(result: str) -> str:
    """How, under 去谁家: at home, or as the result begins (打电话，没人接); "" where it names another way later on."""
    first = [code for code, words in _BEGINS.items() if words.match(result.strip())]
    return first[0] if first else "" if any(words.search(result) for words in _OTHER_WAYS) else "home"


def _named(line: Line, visitors: list[str]) -> list[str]:
    """Staff numbers of the sheet's own list are the people that it names, 我 is who the title says; else as written."""
    legend = line.context.legend("visitors")
    title = f"{line.context.sheet.block_title}\n{line.context.sheet.title}"
    short, colleagues = short_names(title), line.context.workbook.colleagues
    writer = writer_of(title) or _whose_page(line.context.sheet.sheet, colleagues)
    named = [
        writer if writer and visitor in _MYSELF else short.get(visitor) or with_legend(visitor, legend)
        for visitor in visitors
    ]
    named = [in_full(name, colleagues) for name in named]
    if "visitors" in line.context.sheet.confirmed:
        return list(dict.fromkeys(named))  # the office says that these are people, as it calls them
    if any(_A_SURNAME.match(name) for name in named):  # 宗 may be anybody of that name
        line.find("visitors", "unknown_value")
    return [name for name in dict.fromkeys(named) if not _A_SURNAME.match(name)]


def _whose_page(sheet: str, colleagues: frozenset[str]) -> str:
    """Who keeps the log of a page that is called by a colleague's short name: 小敬; "" where it is not."""
    name = in_full(sheet, colleagues)
    return name if name != sheet else ""


@lru_cache(maxsize=256)
def short_names(title: str) -> dict[str, str]:
    """What a log's title says that its short names stand for.

    >>> short_names("祁站长记。“祁”=祁半夏,“宗”=宗小禾。都是登门")
    {'祁': '祁半夏', '宗': '宗小禾'}
    """
    return {match["short"]: match["name"] for match in _SHORT.finditer(title)}


@lru_cache(maxsize=256)
def writer_of(title: str) -> str:
    """Who 我 is in a log, where its title says so; else "".

    >>> writer_of("走访流水 2026年10月 我=路鹅黄"), writer_of("走访流水 2026年10月")
    ('路鹅黄', '')
    >>> writer_of("走访日志 记录人：佟线板"), writer_of("走访日志（佟线板记）"), writer_of("填表：粟纸鸢、招雨伞")
    ('佟线板', '佟线板', '')
    >>> writer_of("走访日志（记录：社工佟线板）"), writer_of("入户记录   佟线板记(“我”就是我)")
    ('佟线板', '佟线板')
    """
    named = {match["after"] or match["before"] for match in _WRITER.finditer(title)}
    named = named or {
        name for match in _RECORDER.finditer(title) if is_person(name := match["after"] or match["before"])
    }
    return named.pop() if len(named) == 1 else ""
