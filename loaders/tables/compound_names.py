"""Names of compounds in the titles, sheet names and file names of household lists, and what an office makes of them.

铆厂院2号楼摸底, 苇塘坊 住户信息, 云栀苑/1号楼/一单元: a word that ends as compounds do, before a number, before what
the list is, or alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from socialgraph.loaders.values.addresses import compound_of
from socialgraph.schema.addresses import compound_stem

_ENDINGS = "家属院|家属区|家属楼|宿舍|新村|小区|花园|公寓|大院|山庄|里|坊|苑|园|院|弄"
_NAME = re.compile(rf"^(?P<name>(?:[东西南北前后新老]|[\u3400-\u9fff]{{2,6}}?)(?:{_ENDINGS}))(?P<rest>.*)$")
# what follows the name in the title of a list; anything else may belong to a longer word
_LISTS = re.compile(
    r"^(?:的?(?:摸底|住户|花名册|名册|底册|底账|台账|户册|户情|户档|一户一档|档案|入户|意见|征询|征求|立管|换|水管|管网|管道|上下水|老旧|改造|更新"
    r"|登记|情况|调查|问|信息|基本|统计|汇总|一览|普查|居民|业主)|[甲乙丙丁]$)"
)
_GENERIC = re.compile(
    r"^(?:[各本全我你他她这那哪]|[一二三四五六七八九十两几](?:个|座|处|院|里)|小区|新村|大院|宿舍|公寓|花园)|[楼号栋幢层户家屋邻手夜心这那哪所城区街村]里$"
    r"|(?:医|法|学|设计|研究|检察|养老|福利|卫生|敬老|幼儿|戏剧|电影|美容|病|庭)院$|(?:校|公|幼儿|陵|动物|植物)园$|社区"
)
_ENDS = re.compile(rf"(?:{_ENDINGS}|湾|城|庭|府|轩|阁|郡|岸)")
_MAY_BE_NAMED = re.compile(rf"[\u3400-\u9fff]{{1,8}}{_ENDS.pattern}|(?<!\d)\d{{1,4}}号?(?:院|弄)")
_LONGEST_TITLE = 60  # characters; a longer one is a text
_WORDS = re.compile(r"[\u3400-\u9fff]+")


def compounds_named(text: str) -> tuple[str, ...]:
    """The compounds that a title or the name of a sheet or file names.

    >>> compounds_named("铆厂院2号楼摸底（2024年3月）"), compounds_named("七号楼邻里簿")
    (('铆厂院',), ())
    >>> compounds_named("2026换管 网格3（豆腐桥新村+二糖厂宿舍）")
    ('豆腐桥新村', '二糖厂宿舍')
    """
    names: dict[str, str] = {}
    for words in _WORDS.findall(text):
        match = _NAME.match(compound_of(words))
        if match and not _GENERIC.search(match["name"]) and (not match["rest"] or _LISTS.match(match["rest"])):
            names.setdefault(compound_stem(match["name"]), match["name"])
    return tuple(names.values())


def names_in_titles(texts: Iterable[str]) -> list[list[str]]:
    """What of each text may hold a compound's name: whatever ends as such names do; the register tells what it holds.

    >>> names_in_titles(["新风里居委会走访登记", "走访记录", "豆腐桥新村邻里信任", "孟家里", "12号院"])
    [['新风里'], [], ['豆腐桥新村'], [], ['12号院']]
    """
    return [_names_in(text) if len(text) <= _LONGEST_TITLE else [] for text in texts]


def _names_in(text: str) -> list[str]:
    names = []
    for part in _MAY_BE_NAMED.findall(text):
        ends = [match.end() for match in _ENDS.finditer(part)]
        whole = [part[:end] for end in ends if not _GENERIC.search(part[:end])]
        names += whole[-1:]
    return names
