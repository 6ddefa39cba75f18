"""Who lives in a flat, named in a cell of how it is lived in: 租给张伟了, 闺女李梅一家住着, 租客王强, 王强(租客)."""

from __future__ import annotations

import re
from functools import lru_cache

from socialgraph.loaders.values.text import squeeze

_TENANT_IN_PLACE = re.compile(r"^(?:租户|租客|房客)(?P<name>[\u3400-\u9fff]{2,4})$")
_COLUMNS_OF_NAMES = frozenset(("tenant_name", "occupant_name"))
_NAME = r"(?P<name>[\u3400-\u9fff]{2,4}?)"
_LIVES = r"(?:现在?|一直|长期)?(?:住着|在住|住|租着|租住|承租)(?:了|呢)?"
_AFTER = rf"(?:[（(][^（）()]*[)）])?(?:了|的|(?:一家|夫妻|两口子?|小两口|全家|他们)?(?:{_LIVES})?)?"
_END = r"(?=$|[，,。；;、/（(\s])"
_LET = re.compile(
    r"^(?:已|房子|现)?(?:长期)?(?:出租给|转租给|租给|借给|租赁给|租客|租户|房客|承租人|租住人)(?:是|叫|姓名)?[:：]?(?:了)?\s*"
    rf"{_NAME}{_AFTER}{_END}"
)
_LET_TO = re.compile(rf"^(?:已?出租|租|转租)[:：]\s*{_NAME}{_AFTER}{_END}")  # 租:甄橙子
_TENANT_BEHIND = re.compile(r"^(?P<name>[\u3400-\u9fff]{2,4})[（(](?:租客|租户|房客|租|租住|租的)[)）]$")
_KIN_WORDS = (
    "(?:大|小|二|三)?(?:儿子|女儿|闺女|囡|媳妇|儿媳妇?|女婿|外甥女?|侄子|侄女|侄儿|外孙女?|孙子|孙女|[大二三小幺老]儿|[大二三小幺]女|妈|爸|爹|娘|老汉儿?|弟弟|妹妹|哥哥|姐姐|[表堂][弟妹哥姐]"
    "|姑娘|丫头|伢|崽|仔|细妹|父亲|母亲|老父亲|老母亲|爸爸|妈妈|岳父|岳母|亲戚)"
)
# 三个人合租，牵头的叫米水桶; 沙纸箱他们四个; 巫招牌开的理发店
_LEADER = re.compile(rf"(?:牵头|领头|带头|承头|打头|主租|租房)的(?:人)?(?:叫|是){_NAME}{_END}")
_AND_OTHERS = re.compile(rf"^{_NAME}(?:他们|她们)(?:[两三四五六七八几俩仨]个?(?:人|口子?)?)?$")
_KEEPS = re.compile(rf"^{_NAME}(?:开|租|办)的(?:[\u3400-\u9fff]{{0,3}}(?:店|铺|馆|摊|部|超市|诊所|厂|行|房))$")
_KIN = re.compile(rf"^(?:给|由|现由|借给|是)?(?:其|他|她)?{_KIN_WORDS}[:：]?\s*{_NAME}{_AFTER}{_END}")
_KIN_BEHIND = re.compile(rf"^(?P<name>[\u3400-\u9fff]{{2,4}})[（(]{_KIN_WORDS}[)）]$")
_KIN_LIVES = re.compile(rf"^(?:由|给|现由)?(?:其|他|她)?{_KIN_WORDS}(?:一家)?(?:现?在?住着?|居住)[（(]{_NAME}[)）]$")
_LET_OR_KIN = re.compile(rf"租出|出租|{_KIN_WORDS}")
_GOES_ON = re.compile(rf"租[客户]|房客|{_KIN_WORDS}")  # 公房，承租人某某 names no tenant
_CLAUSE = re.compile(r"[,，；;]")
# what may follow such a word and is no name
_NO_NAME = re.compile(
    r"[住租空关给在了的没不一别外某人家户谁哪几两三四五六七八九十]|工人|学生|同事|亲戚|朋友|本人|自己|单位|公司|店|老[板师]|[屋家]里"
)


@lru_cache(maxsize=65536)
def resident_in(text: str, of_column: str = "") -> tuple[str, str]:
    """The column of a household's names and the name that a cell gives; ("", "") where it names nobody.

    Of a column of names, `of_column`, who rents with others or keeps the shop is one of that column.

    >>> resident_in("租:甄橙子"), resident_in("姑娘苑小寒")
    (('tenant_name', '甄橙子'), ('occupant_name', '苑小寒'))
    >>> resident_in("租给甄橙子了"), resident_in("闺女苑芦花一家住着"), resident_in("女儿一家住")
    (('tenant_name', '甄橙子'), ('occupant_name', '苑芦花'), ('', ''))
    >>> resident_in("女儿住（苑芦花）")
    ('occupant_name', '苑芦花')
    >>> resident_in("租出去，租客甄橙子"), resident_in("女儿屋里住，女儿苑芦花")
    (('tenant_name', '甄橙子'), ('occupant_name', '苑芦花'))
    """
    plain = text.strip()
    if of_column in _COLUMNS_OF_NAMES and (among := name_among(plain)):
        return of_column, among
    first, *later = _CLAUSE.split(plain)
    clauses = [first, *(clause for clause in later if _GOES_ON.match(clause) and _LET_OR_KIN.search(first))]
    return next((found for clause in clauses if (found := _named_in(clause))[0]), ("", ""))


def _named_in(plain: str) -> tuple[str, str]:
    for column, patterns in (
        ("occupant_name", (_KIN, _KIN_BEHIND, _KIN_LIVES)),
        ("tenant_name", (_LET, _LET_TO, _TENANT_BEHIND)),
    ):
        for pattern in patterns:
            if (match := pattern.match(plain)) is not None and not _NO_NAME.search(match["name"]):
                return column, match["name"]
    return "", ""


def settle_tenant(names: dict[str, str], heading_of_lessee: str, is_let: bool, is_familys: bool) -> None:
    """Move, in place, the name of a private flat's 承租人 to its tenant, and of the holder's family to its occupant.

    Both stand in columns that hold something else for other flats: the lessees of public ones, or whoever lives there.
    """
    is_of_public = re.search("公房|直管", heading_of_lessee)
    if is_let and names["owner_name"] and not names["tenant_name"] and not is_of_public:
        names["tenant_name"], names["public_lessee_name"] = names["public_lessee_name"], ""
    holder = names["owner_name"] or names["public_lessee_name"] or names.get("holder_name", "")
    if is_familys and names["tenant_name"] and holder and not names["occupant_name"]:
        names["occupant_name"], names["tenant_name"] = names["tenant_name"], ""


def name_among(text: str) -> str:
    """The name in a cell of a column of tenants that says more than a name: who rents with others, or keeps the shop.

    >>> name_among("三个小年轻合租，牵头的叫米水桶"), name_among("沙纸箱他们四个"), name_among("巫招牌开的理发店")
    ('米水桶', '沙纸箱', '巫招牌')
    >>> name_among("三个小年轻合租"), name_among("外地人开的店")
    ('', '')
    """
    plain = text.strip()
    matches = (_LEADER.search(plain), _AND_OTHERS.match(plain), _KEEPS.match(plain))
    return next((match["name"] for match in matches if match and not _NO_NAME.search(match["name"])), "")


def tenant_in_place(text: str) -> str:
    """The tenant who stands, as such, in a column of owners; "" where none does.

    >>> tenant_in_place("租户温胶鞋"), tenant_in_place("雷针线")
    ('温胶鞋', '')
    """
    match = _TENANT_IN_PLACE.match(squeeze(text))
    return match["name"] if match else ""
