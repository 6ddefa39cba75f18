"""Names and numbers that are plainly invented: 王例七, 1390000xxxx."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田"
    "董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
)
_MIDDLES = "例样虚拟仿演试设"
_LASTS = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"

STAFF = ("书记示例", "主任示例", "社工示例甲", "社工示例乙")


def name_pool() -> NDArray[np.object_]:
    """Every name the generator may give; namesakes occur, as in life."""
    return np.array([s + m + last for s in _SURNAMES for m in _MIDDLES for last in _LASTS], dtype=object)


def phone_pool() -> NDArray[np.object_]:
    """Ten thousand numbers of a block that is nobody's."""
    return np.array([f"1390000{number:04d}" for number in range(10_000)], dtype=object)
