"""Dates as offices write them, kept as precise as they are: 2026-08-01, 2026-08 or 2026."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from socialgraph.loaders.values.numerals import arabic
from socialgraph.loaders.values.text import tidy
from socialgraph.schema.excel_days import day_of_serial

_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_YEAR_WORDS = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "大前年": -3}
_CLOCK = r"(?:\d{1,2}(?:[:点时]\d{0,2}(?:[:分]\d{0,2})?(?:\.\d+)?秒?)?)?"
_TAIL = rf"(?:[ T]?(?:上午|下午|晚上|早上|中午|晚|夜)?{_CLOCK}(?:星期.|周.)?Z?)?"
_DAY = re.compile(rf"^(?P<y>\d{{4}}|\d{{2}}(?=年))[-/.年 ](?P<m>\d{{1,2}})[-/.月 ](?P<d>\d{{1,2}})[日号]?{_TAIL}$")
_MONTH = re.compile(r"^(?P<y>\d{4}|\d{2}(?=年))[-/.年 ](?P<m>\d{1,2})(?:月)?(?:份|初|中|底|末|上旬|中旬|下旬)?$")
_YEAR = re.compile(r"^(?P<y>\d{4}|\d{2}(?=年))年?(?:度|初|底|上半年|下半年)?$")
_DATE_IN_TITLE = re.compile(
    r"(?<!\d)20\d\d(?:\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*\d{1,2}[日号]?|月(?:份|底|初|中旬|上旬|下旬)?)?|[01]\d[0-3]\d|[01]\d)(?!\d)"
)
_RELATIVE = re.compile(rf"^(?P<word>{'|'.join(sorted(_YEAR_WORDS, key=len, reverse=True))})(?P<rest>.*)$")


@lru_cache(maxsize=65536)
def parse_date(text: str, reference: str = "") -> str | None:
    """The date in a cell, "" for an empty one, None where it is none (impossible, vague or without a year).

    `reference` (an ISO date, usually the survey date of the row) is what 去年 and 今年 count from.
    """
    plain = tidy(text)
    if not plain:
        return ""
    if re.fullmatch(r"\d+(?:\.0+)?", plain):
        return _digits(plain.split(".")[0])
    if match := re.fullmatch(r"(\d{5})\.\d+", plain):
        return _digits(match[1])  # a serial with a time of day
    plain = arabic(plain, before="[年月日号]") if re.search("[年月]", plain) else plain
    if match := _RELATIVE.match(plain):
        if not reference[:4].isdigit():
            return None
        year = int(reference[:4]) + _YEAR_WORDS[match["word"]]
        return parse_date(f"{year}年{match['rest']}")
    for pattern in (_DAY, _MONTH, _YEAR):
        if match := pattern.match(plain):
            parts = match.groupdict()
            return _checked(_full_year(parts["y"]), parts.get("m"), parts.get("d"))
    return None


def _digits(digits: str) -> str | None:
    """20250710, 202507, 2025, or a spreadsheet's day number (46267)."""
    if len(digits) == 8:
        return _checked(int(digits[:4]), digits[4:6], digits[6:])
    if len(digits) == 6:
        return _checked(int(digits[:4]), digits[4:], None)
    if len(digits) == 5:
        day = day_of_serial(int(digits))
        return day.isoformat() if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
    return _checked(int(digits), None, None) if len(digits) == 4 else None


def _full_year(text: str) -> int:
    """26年 is 2026, 98年 is 1998."""
    year = int(text)
    if len(text) == 4:
        return year
    return 2000 + year if year < 70 else 1900 + year


def _checked(year: int, month: str | None, day: str | None) -> str | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if month is None:
        return f"{year:04d}"
    try:
        date = datetime.date(year, int(month), int(day) if day else 1)
    except ValueError:
        return None
    return date.isoformat() if day else f"{date:%Y-%m}"


_NO_YEAR = re.compile(
    r"^(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})?[日号]?(?:\s*\(?(?:周|星期|礼拜).\)?)?(?:\s*(?:上午|下午|晚上|早上|中午|傍晚|晚|夜))?"
    r"(?:\s*\d{1,2}[:点时]\d{0,2}分?(?::\d{2})?)?(?:月?(?:初|中|底|末|份|上旬|中旬|下旬))?$"
)
_SHORT_YEAR = re.compile(r"^(?P<y>\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})$")
_WITH_TAIL = re.compile(
    r"^(?P<day>(?:\d{4}|\d{2}(?=年))[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?)\s*\(?(?:周|星期|礼拜)?[一二三四五六日天]?\)?(?:上午|下午|晚上|早上|中午|傍晚|晚|夜)?(?:\s*\d{1,2}[:点]\d{2}(?::\d{2})?)?$"
)
_YEAR_IN_TITLE = re.compile(r"(?<!\d)(20\d{2})(?!\d{5,})")
_CHINESE_YEAR = re.compile(r"二[〇零○]([〇零○一二三四五六七八九])([〇零○一二三四五六七八九])年?")
_DASH = re.compile("[—–－~～]+")
_DIGITS = "〇一二三四五六七八九"


@lru_cache(maxsize=65536)
def parse_date_in_year(text: str, year: int) -> str | None:
    """The date of a cell that leaves out its year, as the sheet says it (10月15日晚, 10.21, 9月底); None for others.

    >>> parse_date_in_year("10.21", 2026), parse_date_in_year("九月底", 2026), parse_date_in_year("26-10-12", 2026)
    ('2026-10-21', '2026-09', '2026-10-12')
    """
    plain = tidy(text)
    if match := _WITH_TAIL.match(plain):
        return parse_date(match["day"])
    if match := _SHORT_YEAR.match(plain):
        return _checked(2000 + int(match["y"]), match["m"], match["d"]) if int(match["y"]) == year % 100 else None
    plain = arabic(plain, before="[月日号]") if re.search("[月]", plain) else plain
    match = _NO_YEAR.match(plain)
    if match is None or (match["d"] is None and "月" not in plain):
        return None
    return _checked(year, match["m"], match["d"])


_DAY_BESIDE_WORDS = re.compile(
    r"(?<![\d/.\-])(?:1[0-2]|0?[1-9])(?:/|月)(?:3[01]|[12]\d|0?[1-9])[日号]?(?![\d/.\-]|元|块|平|个|户|%)"
    r"|(?:(?<=[\u3400-\u9fff√✓✔☑○△,，;；。 )）])|(?<=(?<!\d)[×✗✘]))"
    r"(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d|0?[1-9])[日号]?(?=$|[,，;；。)）])"
    r"|(?<=[(（])(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d|0?[1-9])[日号]?(?=[问说讲谈答填签登报](?:的|了|过|好|定)?[)）])"
    r"|(?:十[一二]?|[一二三四五六七八九])月[一二三四五六七八九十廿]{1,3}[日号]"
)


@lru_cache(maxsize=65536)
def day_beside_words(text: str, year: int) -> str:
    """The one day without a year that a saying names, "" where it names none or several.

    >>> day_beside_words("肯 签了9/8", 2026), day_beside_words("9月3日签了", 2026), day_beside_words("10月签", 2026)
    ('2026-09-08', '2026-09-03', '')
    >>> day_beside_words("九月三日签讫", 2026), day_beside_words("十二月二十日晚签", 2026)
    ('2026-09-03', '2026-12-20')
    >>> day_beside_words("随便，没意见10.25", 2026), day_beside_words("√9.5", 2026), day_beside_words("宽1.5米", 2026)
    ('2026-10-25', '2026-09-05', '')
    >>> day_beside_words("肯（9.5问的）", 2026), day_beside_words("肯（1.5米）", 2026)
    ('2026-09-05', '')
    """
    days = set(_DAY_BESIDE_WORDS.findall(tidy(text)))
    return (parse_date_in_year(days.pop(), year) or "") if year and len(days) == 1 else ""


def without_day(text: str) -> str:
    """A saying without the days that it names: 签了9/8 → 签了."""
    return _DAY_BESIDE_WORDS.sub("", tidy(text)).strip()


_DAY_ONLY = re.compile(
    r"^(?P<d>3[01]|[12]\d|0?[1-9])[日号](?:\s*\(?(?:周|星期|礼拜).\)?)?(?:\s*(?:上午|下午|晚上|早上|中午|傍晚|晚|夜))?$"
)
_MONTH_NAME = re.compile(r"^(1[0-2]|0?[1-9])月(?:份)?$")


@lru_cache(maxsize=65536)
def parse_day_in_month(text: str, month: str) -> str | None:
    """The date of a cell that gives only a day (8日, 25号晚), in the month of the sheet; None for others.

    >>> [parse_day_in_month(text, "2026-10") for text in ("8日", "二十五号", "8")]
    ['2026-10-08', '2026-10-25', None]
    """
    if match := _DAY_ONLY.match(arabic(tidy(text), before="[日号]")):
        return _checked(int(month[:4]), month[5:7], match["d"])
    return None


def month_named(text: str, year: int) -> str:
    """The month that a sheet's name is: 6月, of the office's year; "" where it is none.

    >>> month_named("6月", 2026), month_named("6月走访", 2026)
    ('2026-06', '')
    """
    match = _MONTH_NAME.match(arabic(tidy(text), before="月"))
    return f"{year}-{int(match[1]):02d}" if match and year else ""


def dates_in(text: str) -> list[str]:
    """The days or months that a title or a file's name gives, in order.

    >>> dates_in("1门 2026.9.20问"), dates_in("入户意见登记表（2026年9月）"), dates_in("签到_20261019")
    (['2026-09-20'], ['2026-09'], ['2026-10-19'])
    """
    dates = (parse_date(re.sub(r"\s", "", match.group())) for match in _DATE_IN_TITLE.finditer(text))
    return [date for date in dates if date]


def years_in(text: str) -> list[int]:
    """The years that a title or a file's name gives, in order: 2026年10月, 20260912, 二〇二六年."""
    years = [int(match[1]) for match in _YEAR_IN_TITLE.finditer(text)]
    for match in _CHINESE_YEAR.finditer(text):
        digits = [0 if part in "零○" else _DIGITS.index(part) for part in match.groups()]
        years.append(2000 + 10 * digits[0] + digits[1])
    return years


_DAYS_IN_TITLE = re.compile(
    r"(?:(?P<y>20\d{2})\s*[-/.年]\s*|(?<![\d./-]))(?P<m>1[0-2]|0?[1-9])\s*(?P<mark>[-/.月])\s*"
    r"(?:(?P<d>3[01]|[12]\d|0?[1-9])(?![\d月])\s*[日号]?)?(?P<tail>\s*(?:[-—~～至到、]\s*\d{1,2}(?:\s*[日月号]|[./]\d|(?!\d))|起|开始|以前|之前|前|计划|份?[到至]))?"
)
_SPAN = re.compile(
    r"(?P<y>20\d\d)[.年/-](?P<m>\d{1,2})[.月/-](?P<d>\d{1,2})日?\s*[-—–~～至到]+\s*"
    r"(?:(?P<to_y>20\d\d)[.年/-])?(?P<to_m>\d{1,2})[.月/-](?P<to_d>\d{1,2})(?!\d)"
)
_BARE_MONTH = re.compile(
    r"(?<!\d)(20\d{2})[.年/-](1[0-2]|0?[1-9])(?![\d.月/-]|月?\s*(?:起|开始|以?前|之前|计划|至|到))"
)
_COMPACT_DAY = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")


@lru_cache(maxsize=4096)
def date_of_title(text: str, year: int = 0) -> str:
    """The one day or month that a title or a file's name gives for all rows below it; "" where none or several.

    A span within one month is that month; what begins on a day (11月起) or is planned is no date of the rows.

    >>> date_of_title("入户意见（2026年9月底）"), date_of_title("2026年9月6日—8日"), date_of_title("2026.11起")
    ('2026-09', '2026-09', '')
    """
    plain = _DASH.sub("-", tidy(arabic(text, before="[年月日号]")))
    dates = {f"{y}-{m}-{d}" for y, m, d in _COMPACT_DAY.findall(plain)}
    dates |= {f"{y}-{int(m):02d}" for y, m in _BARE_MONTH.findall(plain)}
    for match in _DAYS_IN_TITLE.finditer(_COMPACT_DAY.sub(" ", plain)):
        written = int(match["y"]) if match["y"] else year
        if match["mark"] != "月" and not (match["y"] and match["d"]):
            continue
        tail = (match["tail"] or "").strip()
        if not written or (tail and not re.fullmatch(r"[-至到、]\s*\d{1,2}\s*[日号]?", tail)):
            return ""
        date = _checked(written, match["m"], None if tail else match["d"])
        if date is None:
            return ""
        dates.add(date)
    if len(dates) == 1:
        return next(iter(dates))
    months = {date[:7] for date in dates}
    return next(iter(months)) if len(months) == 1 else ""


def end_of_span(text: str) -> str:
    """The last day of the one span of days with a year that a title states; "" where none or several.

    >>> end_of_span("周期:2025.5.26-6.1"), end_of_span("2025年12月29日至1月4日"), end_of_span("2025年5月")
    ('2025-06-01', '2026-01-04', '')
    """
    ends = set()
    for match in _SPAN.finditer(tidy(text)):
        year, month = int(match["y"]), int(match["m"])
        next_year = match["to_y"] is None and int(match["to_m"]) < month
        ends.add(_checked(int(match["to_y"] or year) + next_year, match["to_m"], match["to_d"]))
    return next(iter(ends)) or "" if len(ends) == 1 else ""


def looks_dated(text: str) -> bool:
    """Whether a text is a date, with or without its year."""
    if re.fullmatch(r"\d{1,6}", text):
        return False
    return bool(parse_date(text)) or parse_date_in_year(text, 2026) is not None


def older_first(date: str) -> tuple[int, str]:
    """Sort key: an undated word is older than any dated one; a month or year counts as its first day."""
    return (0, "") if not date else (1, (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10])
