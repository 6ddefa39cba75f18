"""Whole options of a form on the works: a yes and what goes with it, or on which condition."""

from __future__ import annotations

import re

_OPTIONS = (  # whole options of a form: a yes and what goes with it, or on which condition
    (
        "verbal",
        re.compile(r"^同意(?:更换|改造|换管?)?[,，](?!.*(?:但|不|没|除非|先|前提|条件|如果|要是|只|得|必须)).{4,20}$"),
    ),
    (
        "conditional",
        re.compile(r"^同意(?:更换|改造|换管?)?[,，]但(?:是)?(?:要|得|需|必须|希望|前提)(?!.*(?:不同意|反悔)).{2,30}$"),
    ),
    (
        "no_objection",
        re.compile(r"^(?:没(?:啥|什么|有)?|无)意见[,，](?:咋|怎么|如何)[^,，不没]{0,3}都(?:行|可以|中|好)$"),
    ),
    ("declined_contact", re.compile(r"^(?:这个?|此)?事儿?(?:我们?|俺)?(?:不想|不愿意?)谈$")),
)


def option_code(text: str) -> str:
    """The stance of an option, "" where a text is none.

    >>> option_code("同意更换,但要先把费用说清楚"), option_code("同意更换,不过我不签")
    ('conditional', '')
    """
    return next((code for code, pattern in _OPTIONS if pattern.match(text)), "")
