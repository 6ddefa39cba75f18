"""A sign-in sheet: the activity and its day stand in the title, or one column an activity with ticks below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from socialgraph.loaders.files.grids import Grid
from socialgraph.loaders.files.sheets import Cell
from socialgraph.loaders.layout.evidence import other_matter
from socialgraph.loaders.layout.forms.unfolded import Unfolded, text_cell
from socialgraph.loaders.layout.header_rows import Heading, own_cells
from socialgraph.loaders.layout.row_kinds import is_total
from socialgraph.loaders.layout.several_lists import one_below_another, side_by_side
from socialgraph.loaders.layout.weighing.readings import person_share
from socialgraph.loaders.values.dates import date_of_title, looks_dated, years_in
from socialgraph.loaders.values.profiles import shares
from socialgraph.loaders.values.text import squeeze
from socialgraph.loaders.values.words.confirmed import Confirmed, Settled, column_key, form_of
from socialgraph.loaders.values.words.heading_grammar import heading_sense
from socialgraph.loaders.values.words.heading_keys import ANY, heading_key, kind_headings

_OPINIONS = ("楼号", "单元", "房号", "地址", "意见", "日期")
_HEADINGS = ("姓名", "楼号", "单元", "房号", "地址", "活动名称", "活动日期")
_SIGNS_IN = re.compile(
    r"签到|到场|出席|参会|到会|(?<!双)报到(?!党员)|参加(?:人员|人)?名单|打卡|(?:^|(?<=[\s,，:：]))来的人(?=$|[\s(（])",
    re.M,
)
_OF_DATE = re.compile(
    r"[(（【]?\s*(?:时间[:：]\s*)?(?:(?:20\d{2}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|20\d{6}|20\d{2}\s*年(?:\d{1,2}月)?)"
    r"\s*(?:[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?)?\s*(?:上午|下午|晚上|早上|晚)?\s*(?:\d{1,2}[:：点时]\d{0,2}分?)?\s*[)）】]?"
)
_BRACKETS = re.compile(r"[(（【\[][^)）】\]]*(?:\d|地点|时间|活动室|会议室|居委|星期|周)[^)）】\]]*[)）】\]]")
_GAPS = re.compile(r"[\s　,，、;；|_]+")
_NO_NAME = re.compile(
    r"^(?:地点|时间|日期|主办|单位|填报|制表)|^(?:上午|下午|晚上)|^(?:20)?\d*年?[春夏秋冬]?季?$|^签到$"
    r"|\d[人位名户]$"  # 到会居民12人
)
_OF_SERVICE = re.compile(r"值班|值守|巡逻|巡查|考勤|执勤|服务时|志愿服务|排班|出勤|上岗")  # who worked, not who met
_MEETING = re.compile("广场舞|兴趣班")  # other matters elsewhere; people who sign in there have met
_LABELLED = re.compile(
    r"(?:活动名称|活动内容|活动主题|会议名称|会议内容|活动|主题|名称|内容|事由|议题)\s*[:：]\s*(?P<name>[^\s,，;；(（]{2,20})"
)
_LABEL = re.compile(
    r"(?:活动名称|活动内容|活动主题|会议名称|会议内容|活动|会议|主题|名称|内容|事由|议题|日期|时间|活动时间|活动日期|地点|活动地点)[:：]?"
)
_QUOTED = re.compile(r"[“\"「『](?P<name>[^“”\"「」『』\d]{2,20})[”\"」』](?=\S{0,4}(?:签到|参加|报名|到场))")
_OF_SHEET = re.compile(
    r"(?:活动)?(?:人员)?(?:签到|到场|出席|参会|到会|报到(?!党员)|参加|来的人)(?:人员)?(?:登记|情况)?(?:名单|表|册|簿|记录|统计|单)?"
    r"(?:[及和与暨、](?:大家|居民|现场)?(?:意见|发言|签名|建议)(?:征询|登记|收集)?(?:表|单|册|簿)?)?"
)
_OF_MINUTES = re.compile(r"(?<=会|议)(?:记录|纪要)(?:表|单|稿|簿)?$")
_OF_PLACE = re.compile(
    r"^(?:.{2,8}?(?:街道|社区|小区|新村|居委会|大院|花园|家园|号院|(?:苑|里|坊)(?=\d)))?(?:[甲乙丙丁]?\d{1,3}(?:号楼|栋|幢|#))?(?:\d单元)?"
)
_ABSENT = re.compile(
    r"^(?:[×✗✘xX缺否无\-/]|没来|未到|请假|缺席|没到|临时有事.*)+$|没来|未到|[请告病事]假|缺[席勤]|没到|(?:家属|家人|子女|儿子|女儿|老伴|爱人|邻居)?代(?:来|到|签|替|参加)?$"
)
_SIGNATURE = frozenset(
    ("签名", "签到", "签字", "到场", "到会", "打卡", "本人签名", "签到栏", "出席", "到了没", "来没来", "是否到场")
)
_SIGN_IN_COLUMN = frozenset(("签到", "到场", "到会", "打卡", "签到栏"))  # 签字 may be below an agreement
_TICK_IF_THERE = re.compile(
    r"^(?:是否|有没有|本人)?(?:来|到|签|出席|参加|参会)(?:了|过|场|会|到|字|名)?(?:没有?|吗|否|的|者|人)?[(（,，]?(?:请)?(?:打|画|划)?[√✓勾钩对]?号?[)）]?$"
)
_ITEMS = frozenset(("项目", "参加项目", "活动项目", "参与项目", "节目"))  # what somebody joined in of a larger event
_DOOR_AND_ROOM = re.compile(r"^\d{1,2}(?:单元|门|梯)-?\d{3,4}(?:室|号)?$")
_NAMES = frozenset(("name", "ego_name", "owner_name", "head_name", "visitors"))
_DAY = r"(?:20\d{2}[-/.年])?\d{1,2}[-/.月]\d{1,2}[日号]?"
_ONLY_DAY = re.compile(rf"^{_DAY}$|^第[一二三四五六七八九十\d]+[节次场期回课]\s*[(（]?{_DAY}[)）]?$")
_COUNTED = frozenset(("1", "1.0", "来", "到", "√", "✓", "✔", "迟到", "早退"))  # in the column of a day: was there
_NAMES_NONE = re.compile(r"^[(（][^()（）]*[)）]$|^\d+$")
_LEAST_NAME, _LEAST_DAYS = 4, 2
_TICKS, _MOST_TICKS = 0.8, 0.3
_SEARCHED, _LEAST_ROWS = 6, 3
_NO_EVENT = re.compile(r"备注|说明|电话|手机|序号|编号|年龄|性别|人数")


@dataclass(frozen=True)
class _Event:
    """A column of ticks (None: everybody listed came), the activity's name and day."""

    column: int | None
    name: str
    day: str


def sign_in_form(sheet: Grid, file: str = "", confirmed: Confirmed | None = None) -> Unfolded | None:
    """A line a person and activity; None where nothing in the title or the file's name says that people signed in.

    Of lists that stand side by side, or one below another, under the same headings, each is one. What the office has
    `confirmed` to be a list of those who came needs no such word.
    """
    confirmed = confirmed if confirmed is not None and confirmed.knows_tables else None
    header = _header(sheet)
    titled = one_below_another(sheet, header) if header is not None else []
    parts = titled or (side_by_side(sheet, header) if header is not None else [sheet])
    lists = [_of_one_list(part, PurePath(file).stem, confirmed, own_title=bool(titled)) for part in parts]
    if any(made is None for made in lists):
        return None
    first, *others = filter(None, lists)
    for other in others:
        first.lines += other.lines
        first.used = first.used | other.used if titled else first.used & other.used
    first.lines.sort(key=lambda line: line[0])
    return first if len(first.lines) >= _LEAST_ROWS else None


def _of_one_list(sheet: Grid, file: str, confirmed: Confirmed | None, *, own_title: bool = False) -> Unfolded | None:
    header, sure = _confirmed_header(sheet, confirmed) if confirmed is not None else (None, None)
    if header is None:
        header = _header(sheet)
    if header is None:
        return None
    titles = [text for row in sheet.rows if row < header for text in _labelled(own_cells(sheet.rows[row]))]
    title = "\n".join([*titles, sheet.name, *sheet.title_of_document()])
    headings = {column: cell.text.strip() for column, cell in own_cells(sheet.rows[header]).items()}
    signs_in = _SIGNS_IN.search(f"{title}\n{file}") or any(
        squeeze(text) in _SIGN_IN_COLUMN for text in headings.values()
    )
    if sure is None and (not signs_in or _OF_SERVICE.search(title) or other_matter(_MEETING.sub("", title))):
        return None
    second = _second_tier(sheet, header)
    rows = [number for number in sheet.rows if number > (second or header)]
    names = [column for column, text in headings.items() if _means(text) & _NAMES]
    if sure is not None:
        named = [column for column in headings if sure.fields.get(column_key(headings[column])) == "name"]
        names = named or names or [c for c in headings if person_share(_texts(sheet, rows, c)) >= _TICKS][:1]
    if len(names) != 1 or len(rows) < _LEAST_ROWS:
        return None
    places = _places(sheet, rows, headings, names[0])
    of_event, of_file = (titles[-1], f"{title}\n{file}") if own_title and titles else (title, file)
    events = _events(sheet, rows, headings, second, {names[0], *places.values()}, of_event, of_file)
    if not places or not events or not all(event.name and event.day for event in events):
        return None  # without the day, or a name, nothing says when who met whom
    unfolded = Unfolded(_HEADINGS, titles=tuple(titles[:1]), kind=sure.kind if sure is not None else "")
    opinion = _opinions(sheet, rows, headings, {names[0], *places.values()})
    opinions = Unfolded(_OPINIONS, titles=unfolded.titles)
    item = next((column for column, text in headings.items() if squeeze(text) in _ITEMS), None)
    for number in rows:
        cells = sheet.rows[number]
        name = cells[names[0]].text.strip() if names[0] in cells else ""
        if not name or is_total(name):
            continue
        unfolded.used.add(number)
        place = [cells.get(places[part]) if part in places else None for part in ("building", "door", "room", "whole")]
        remarks = " ".join(cell.text for column, cell in own_cells(cells).items() if column not in headings)
        if opinion is not None and opinion in cells and cells[opinion].text.strip() and len(events) == 1:
            opinions.lines.append((number, (*place, cells[opinion], text_cell(events[0].day))))
        for event in events:
            if _came(cells, event, headings, remarks):
                activity = event.name + (cells[item].text.strip() if item in cells else "")
                unfolded.lines.append((number, (text_cell(name), *place, text_cell(activity), text_cell(event.day))))
    unfolded.also = opinions if opinions.lines else None
    return unfolded if unfolded.lines else None


def _confirmed_header(sheet: Grid, confirmed: Confirmed) -> tuple[int | None, Settled | None]:
    """The row of headings of a list that the office confirmed to be of those who came to something, and its columns."""
    for number, cells in islice(sheet.rows.items(), _SEARCHED):
        own = own_cells(cells)
        settled = confirmed.of(form_of(cell.text for cell in own.values())) if len(own) > 1 else None
        if settled is not None and settled.kind == "activities":
            return number, settled
    return None, None


def _labelled(cells: dict[int, Cell]) -> list[str]:
    """The texts of a line above the list, a label with what stands beside it: 活动 | 包粽子 says 活动：包粽子."""
    texts = [cell.text.strip() for cell in cells.values() if cell.text.strip()]
    joined: list[str] = []
    for text in texts:
        if joined and _LABEL.fullmatch(joined[-1]) and not _LABEL.fullmatch(text):
            joined[-1] = f"{joined[-1].rstrip(':：')}：{text}"
        else:
            joined.append(text)
    return joined


def _opinions(sheet: Grid, rows: Sequence[int], headings: dict[int, str], taken: set[int]) -> int | None:
    """The one column of what those present think of the works; None where there is none, several, or only ticks."""
    named = [
        column for column, text in headings.items() if column not in taken and "stance" in _means(text, ("survey",))
    ]
    columns = [column for column in named if squeeze(headings[column]) not in _SIGNATURE]
    columns = [column for column in columns if shares(_texts(sheet, rows, column))["tick"] < _MOST_TICKS]
    return columns[0] if len(columns) == 1 else None


def _header(sheet: Grid) -> int | None:
    for number, cells in islice(sheet.rows.items(), _SEARCHED):
        own = own_cells(cells)
        if len(own) > 1 and any(_means(cell.text) & _NAMES for cell in own.values()):
            return number
    return None


def _means(text: str, kinds: Sequence[str] = ("activities", ANY)) -> set[str]:
    """The fields that a heading may mean in sheets of these kinds, of themselves lists of people."""
    key = heading_key(text)
    fields = {name for kind in kinds for name in kind_headings().get(kind, {}).get(key, ())}
    sense = heading_sense(key)
    return fields | ({sense.field} if sense is not None and sense.whole and sense.field else set())


def _second_tier(sheet: Grid, header: int) -> int | None:
    """The row below the header, where it holds only days under some of the headings."""
    below = next((number for number in sheet.rows if number > header), None)
    if below is None:
        return None
    texts = [cell.text.strip() for cell in own_cells(sheet.rows[below]).values()]
    return below if texts and all(looks_dated(text) for text in texts) else None


def _texts(sheet: Grid, rows: Sequence[int], column: int) -> list[str]:
    return [sheet.rows[number][column].text for number in rows if column in sheet.rows[number]]


def _places(sheet: Grid, rows: Sequence[int], headings: dict[int, str], name: int) -> dict[str, int]:
    """Which column holds the address, or its building, door and room."""
    columns = sorted({column for number in rows for column in own_cells(sheet.rows[number])} - {name})
    places: dict[str, int] = {}
    for column in columns:
        share, means = shares(_texts(sheet, rows, column)), _means(headings.get(column, ""))
        if share["address"] >= _TICKS or _are_doors_and_rooms(_texts(sheet, rows, column)):
            return {"whole": column, **{part: at for part, at in places.items() if part == "building"}}
        if "building" in means or (not headings.get(column) and share["small"] >= _TICKS and not places):
            places.setdefault("building", column)
        elif "door" in means:
            places.setdefault("door", column)
        elif share["room"] >= _TICKS or (means & {"room", "address_full"} and share["tick"] < _TICKS):
            places.setdefault("room", column)
    return places if "room" in places else {}


def _are_doors_and_rooms(texts: Sequence[str]) -> bool:
    filled = [squeeze(text) for text in texts if squeeze(text)]
    return bool(filled) and sum(1 for text in filled if _DOOR_AND_ROOM.match(text)) >= _TICKS * len(filled)


def _events(
    sheet: Grid,
    rows: Sequence[int],
    headings: dict[int, str],
    second: int | None,
    taken: set[int],
    title: str,
    file: str,
) -> list[_Event]:
    years = years_in(title) or years_in(file)
    of_sheet = activity_of(title) or activity_of(file)
    year = years[-1] if years and len(set(years)) == 1 else 0
    events = []
    signed: int | None = None
    dated = False
    for column, heading in headings.items():
        if column in taken or _NO_EVENT.search(heading):
            continue
        filled = [text for text in _texts(sheet, rows, column) if squeeze(text)]
        if squeeze(heading) in _SIGNATURE or _is_ticked_if_there(heading, filled):
            signed = column
            continue
        below = sheet.rows[second][column].text if second is not None and column in sheet.rows[second] else ""
        day = date_of_title(f"{heading} {below}", year) or date_of_title(_with_month(f"{heading} {below}"), year)
        only_day = bool(_ONLY_DAY.match(heading))
        dated |= only_day
        if filled and (day or below) and (shares(filled)["tick"] >= _TICKS or (only_day and _tells_who_came(filled))):
            own = of_sheet if only_day else activity_of(heading)
            whole = second is not None or own in of_sheet  # else whether 茶座 or 楼下茶座 is its name is a guess
            events.append(_Event(column, (of_sheet if own in of_sheet else own) if own and whole else "", day))
    if events or dated:  # columns of days that hold something else are no one event of the title's month
        return events
    return [_Event(signed, activity_of(title), date_of_title(title, year))]


def is_day_of_list(heading: str) -> bool:
    """Whether a column of a list of people is a day on which they came, or did not.

    >>> is_day_of_list("10.17"), is_day_of_list("第二节(2026/9/19)"), is_day_of_list("日期")
    (True, True, False)
    """
    return bool(_ONLY_DAY.match(heading.strip()))


def is_list_of_days(headings: Sequence[Heading]) -> bool:
    """Whether a list has a column a day, so that it may tell who came when."""
    return sum(1 for heading in headings if is_day_of_list(heading.text)) >= _LEAST_DAYS


def _tells_who_came(filled: Sequence[str]) -> bool:
    """Whether cells below a day say only who was there, who came late and who was not."""
    return all(text.strip() in _COUNTED or _ABSENT.search(text) for text in filled)


def _is_ticked_if_there(heading: str, filled: Sequence[str]) -> bool:
    """来了打√, 到场的打勾, 是否到场 over ticks: a blank below it was not there."""
    return bool(_TICK_IF_THERE.search(heading)) and bool(filled) and shares(filled)["tick"] >= _TICKS


def _with_month(text: str) -> str:
    """10.31 under a heading is a day of the year that the title names."""
    return re.sub(r"(?<![\d.])(\d{1,2})[./](\d{1,2})(?![\d.])", r"\1月\2日", text)


def activity_of(text: str) -> str:
    """The name of an activity in a title or heading: without the compound, the day, the place and the sheet's word.

    >>> activity_of("云栀苑1号楼 消防讲座签到 2026.10.19"), activity_of("10.17茶座"), activity_of("居民议事会签到表")
    ('消防讲座', '茶座', '居民议事会')
    >>> activity_of("楼栋议事会记录"), activity_of("3栋5栋协商会签到表")
    ('楼栋议事会', '3栋5栋协商会')
    """
    if labelled := _LABELLED.search(text):
        return labelled["name"]
    if quoted := _QUOTED.search(text):  # “端午包粽子”活动签到表
        return quoted["name"]
    lines = [line for line in text.split("\n") if "。" not in line]  # a sentence is no title
    for line in sorted(lines, key=lambda line: not _SIGNS_IN.search(line)):
        pieces = _GAPS.split(_OF_DATE.sub(" ", _BRACKETS.sub(" ", line)))
        named = [piece for piece in pieces if piece and not _NO_NAME.search(piece)]
        named = [piece for piece in named if _SIGNS_IN.search(piece) and activity_word(piece)] or named
        for piece in named:
            activity = activity_word(piece)
            if len(activity) > 1 and not _NAMES_NONE.match(activity):  # 活动签到(两个院合一起), 2024签到
                return activity
    return ""


def activity_word(piece: str) -> str:
    """A piece of a title without the compound before it and the word of the sheet behind it."""
    whole = _OF_MINUTES.sub("", _OF_SHEET.sub("", piece)).strip("_-—的")
    rest = _OF_PLACE.sub("", whole).strip("_-—的")
    if _OF_PLACE.sub("", rest) != rest:  # 3栋5栋协商会 is that of both
        return whole
    return rest if len(rest) >= _LEAST_NAME else whole  # 幸福里社区合唱团 has its name of the place


def _came(cells: dict[int, Cell], event: _Event, headings: dict[int, str], remarks: str) -> bool:
    if event.column is not None:
        text = cells[event.column].text.strip() if event.column in cells else ""
        return bool(text) and not _ABSENT.search(text)
    noted = " ".join(cells[column].text for column, heading in headings.items() if column in cells and "注" in heading)
    return not _ABSENT.search(f"{noted} {remarks}".strip() or "来")
