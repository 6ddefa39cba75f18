"""What a remark beside a row says of the row itself: that somebody doubts it, or that the flat is a shop.

Remarks are not kept; these are two bits of them, without which a row would be read as something that it is not.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DOUBT = re.compile(
    r"(?:抄|写|记|填|登|串)错了?(?:吧|了?吗|行|户|楼|家)*\s*[?？]"
    r"|没有?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:楼|层|单元|门|号楼|栋|幢)[呀啊的吧吗了]*\s*[,，;；]?\s*(?:(?:抄|写|记)错)?.{0,4}[?？]"
    r"|不在.{1,10}上\s*[?？]"
    r"|(?:房号|室号|门牌|楼号|户号|地址).{0,4}(?:待核|核实|有误|不对)"
)
_SHOP = re.compile(
    r"^租给(?:人|别人|人家)?(?:剪头|理发|卖|开.{0,4}店)|"
    r"^商\b|^商[\s　,，:：]|底商|门面|店面|门脸|商铺|沿街(?:商|店|铺)"
    r"|^(?:开|做|是)?(?:个|了)?(?:小卖部|小卖店|理发店|麻将馆|棋牌室|便利店|快递点|快递驿站|菜店|超市|裁缝铺|缝纫店|诊所"
    r"|饭馆|小吃店|修车铺|五金店|烟酒店)"
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
def says_shop(text: str) -> bool:
    """Whether a remark says that the flat is a shop: 临街门面, 开小卖部的; never 在楼下小卖部碰到.

    >>> says_shop("临街门面，卖烟酒"), says_shop("商 快递点"), says_shop("楼下门面吵")
    (True, True, False)
    """
    return bool(_SHOP.search(text.strip())) and not _ELSEWHERE.search(text)
