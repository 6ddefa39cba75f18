"""What a remark beside a row says of the row itself: that somebody doubts it, that it is a plan, whose the flat is.

Remarks are not kept; these are bits of them, without which a row would be read as something that it is not.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DOUBT = re.compile(
    r"(?:抄|写|记|填|登|串)错了?(?:吧|了?吗|行|户|楼|家)*\s*[?？]"
    r"|没有?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:楼|层|单元|门|号楼|栋|幢)[呀啊的吧吗了]*\s*[,，;；]?\s*(?:(?:抄|写|记)错)?.{0,4}[?？]"
    r"|不在.{1,10}上\s*[?？]"
    r"|(?:房号|室号|门牌|楼号|户号|地址).{0,4}(?:待核|核实|有误|不对)"
    r"|^(?:房号|室号|门牌|楼号|户号|地址)\s*[?？]+$"
    r"|[搞弄闹分]不清楚?(?:这|那|到底|究竟)?是?(?:谁家|谁的|哪家|哪一?户)"
)
_SHOP = re.compile(
    r"^租给(?:人|别人|人家)?(?:剪头|理发|卖|开.{0,4}店)|"
    r"^商\b|^商[\s　,，:：]|底商|门面|店面|门脸|商铺|沿街(?:商|店|铺)"
    r"|^(?:开|做|是)?(?:个|了)?(?:小卖部|小卖店|理发店|麻将馆|棋牌室|便利店|快递点|快递驿站|菜店|超市|裁缝铺|缝纫店|诊所"
    r"|饭馆|小吃店|修车铺|五金店|烟酒店)"
)
_PLAN_WORDS = "计划|预计|预约|拟|打算|待去|约好"
_PLANNED = re.compile(rf"[(（【\[](?:{_PLAN_WORDS})[)）】\]]")
_PLAN = re.compile(rf"^[(（\[【]?(?:{_PLAN_WORDS})")
_NO_OWNER = re.compile(
    r"(?<!已购)(?<!售后)(?:公房|公家厝|公家的?房)[^,，。]{0,3}[,，、]?\s*承租人|争产"
    r"|(?:房主|业主|产权人?|户主)[^,，。]{0,3}(?:未定|不明|没定|有争议|未明)"
)
_SAID_SO = r"(?:本人)?(?:[说讲答回]|答复|回复)的(?=$|[,，。;；、\s])"
_TENANT_SPOKE = re.compile(
    r"(?:系|是|由|为)(?:租户|租客|房客|承租户)[^,，。;；]{0,6}(?:签|表态|答|填)|(?:租户|租客|房客)(?:代签|签的|表的态|答的|填的)"
    r"|(?<![听据和与跟是])(?:租户|租客|房客)[\u3400-\u9fff]{0,3}(?<![房东主业])说的(?:[,，。;；]|$)"
    rf"|^(?:租户|租客|房客|租房子?的){_SAID_SO}"
)
_FAMILY_SPOKE = re.compile(
    r"^(?:[大小]?(?:儿子|女儿|儿媳|女婿|媳妇|孙子|孙女|外孙|外孙女)|侄[儿子女]|侄娃子|外甥女?|弟弟|妹妹|哥哥|姐姐)"
    rf"{_SAID_SO}"
)
_FLAT = r"(?:\d{3,4}|负?\d{1,2}-\d{1,2})\s*(?:室|户|号|家)?"
_LEFT_OUT = re.compile(
    rf"(?:绕|跳|甩|跨|避|撇)(?:开|过|掉|下|了)?了?\s*(?:{_FLAT}|[那这一1]?[家户层]|他家|她家)"
    rf"|(?:旁通|绕行|绕管|跳户|甩户|甩项|留户)|{_FLAT}[^,，。;；]{{0,4}}(?:没有?换|未换|没有?接|没有?做|未做|没让进|未进户|保留旧管|留着旧管|绕|跳过|甩)"
)
_NOT_LEFT_OUT = re.compile(
    r"(?:不|拟|打算|准备|可能|也许|不行就|只能|计划|要不|别|没|未|是否|能否)[用必能想要得]?(?:先)?[绕跳甩跨避撇]|[?？]"
)
_ELSEWHERE = re.compile(r"楼下|隔壁|对面|旁边|前面|附近|门口|以前|原来|另有")


@lru_cache(maxsize=16384)
def doubts_its_row(text: str) -> bool:
    """Whether a remark doubts where its row belongs, so that it can't be read before somebody has looked.

    >>> doubts_its_row("301不在WL-2上？核"), doubts_its_row("没有5楼呀，抄错了？"), doubts_its_row("电话待核")
    (True, True, False)
    """
    return bool(_DOUBT.search(text))


@lru_cache(maxsize=16384)
def says_planned(text: str) -> bool:
    """Whether a remark says that what its row tells is only planned.

    >>> says_planned("（计划）带样品去"), says_planned("下次计划再谈")
    (True, False)
    """
    return bool(_PLANNED.match(text.strip()))


def begins_with_a_plan(text: str) -> bool:
    """Whether what came of a visit is only what somebody means to do.

    >>> begins_with_a_plan("约好周六上门"), begins_with_a_plan("谈过了，约好再谈")
    (True, False)
    """
    return bool(_PLAN.match(text))


@lru_cache(maxsize=16384)
def doubts_the_owner(text: str) -> bool:
    """Whether a remark says that who stands as owner is none, or that nobody knows yet.

    >>> doubts_the_owner("公房，承租人楚茶，自住"), doubts_the_owner("兄妹三人争产，房主之名未定")
    (True, True)
    """
    return bool(_NO_OWNER.search(text))


@lru_cache(maxsize=16384)
def says_tenant_spoke(text: str) -> bool:
    """Whether a remark says that the tenant signed or answered.

    >>> says_tenant_spoke("系租户签，房东还没联系上"), says_tenant_spoke("等租客签约")
    (True, False)
    >>> says_tenant_spoke("租户卢某某说的"), says_tenant_spoke("听租户说的")
    (True, False)
    """
    return bool(_TENANT_SPOKE.search(text))


@lru_cache(maxsize=16384)
def says_family_spoke(text: str) -> bool:
    """Whether a remark says that a relative answered for the household.

    >>> says_family_spoke("儿子说的，要先修好厨房"), says_family_spoke("听儿子说的那样办")
    (True, False)
    """
    return bool(_FAMILY_SPOKE.search(text.strip()))


@lru_cache(maxsize=16384)
def says_shop(text: str) -> bool:
    """Whether a remark says that the flat is a shop: 临街门面, 开小卖部的; never 在楼下小卖部碰到.

    >>> says_shop("临街门面，卖烟酒"), says_shop("商 快递点"), says_shop("楼下门面吵")
    (True, True, False)
    """
    return bool(_SHOP.search(text.strip())) and not _ELSEWHERE.search(text)


@lru_cache(maxsize=16384)
def leaves_somebody_out(text: str) -> bool:
    """Whether a remark beside finished works says that a flat was left out: 绕过3-2施工, 302没换.

    >>> leaves_somebody_out("绕过3-2施工"), leaves_somebody_out("302户没接，旧管保留"), leaves_somebody_out("拟绕开302")
    (True, True, False)
    """
    return bool(_LEFT_OUT.search(text)) and not _NOT_LEFT_OUT.search(text)
