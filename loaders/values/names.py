"""Names of people: as written, without padding; damaged characters and marks like (已故) are noticed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from socialgraph.loaders.values.text import INVISIBLE, NOTHING, tidy, without_id_numbers

NAME = r"[\u3400-\u9fff·]{2,4}"  # how a person's name looks beside something else, in a cell of no column of names
_GONE_WORDS = "已故|已去世|去世|已亡|已死亡|死亡|病故|亡故|已搬走|已搬离|搬走|已迁出|迁出|已搬家|搬家|已迁走|迁走"
_GONE = re.compile(rf"[(\[]\s*(?:{_GONE_WORDS}|故|亡)\s*[)\]]|(?:{_GONE_WORDS})$")
GONE_MARK = re.compile(_GONE_WORDS)
_ROLE_MARK = re.compile(
    r"\((?:产权人|业主|房主|房东|户主|本人|租户|租客|店主|经营者|承租|承租人|公房承租人|代|代签|配偶|妻|夫|子|女|父|母|党员|楼长|楼门长|组长"
    r"|(?:业主|户主|房主|他|她|佢)?(?:的|个)?(?:大|小|二|老)?(?:儿子|女儿|[仔囡]|个?女|儿|爸爸?|妈妈?|阿[爸妈爷嫲婆公]|父亲|母亲|爷爷|奶奶|外公|外婆|老伴"
    r"|老公|老婆|爱人|丈夫|妻子|媳妇|儿媳|女婿|孙[子女]?|哥哥?|弟弟?|姐姐?|妹妹?|侄[子女]?|外甥女?|姑姑?|姨妈?|舅舅?|叔叔?|家属|亲戚|保姆))\)$"
)
_TITLE_PREFIX = re.compile(r"^(?:姓名|业主|户主|产权人)[::]\s*")
_DAMAGED = re.compile(r"[?\ufffd\u25a1\u25a0\u3013\ue000-\uf8ff\U000f0000-\U0010ffff]")
_A_NUMBER_OF_PEOPLE = re.compile(r"(?:\d+|[两三四五六七八九十几]+)个?人\)?$|^合租户?$")  # 合租户(5人) is nobody's name
_SHOP_MARK = re.compile(
    r"(?<=[\u3400-\u9fff]{2})\([\u3400-\u9fff]{1,4}(?:店|馆|铺|行|坊|厅|超市|门面)\)$"
)  # 某某（粉店）
_AND_OTHERS = re.compile(
    r"(?<=[\u3400-\u9fff]{2})等(?:\d{1,2}|[一二两三四五六七八九十]{1,2})?个?人$"
)  # 衷毛线等4人 names one of them
_SAID = re.compile(  # a sentence in place of a name: 姐弟俩打官司呢
    r"^(?=.{5,}$)[\u3400-\u9fff,，、。;；()]*(?:官司|纠纷|没过户|过户中|待定|不清楚|不知道|搞不清|争着|联系不上|自己开|开着?(?:小|理发|麻将|棋牌|快递|便利|饭|菜|五金|修)|[呢吗吧啦]$)[\u3400-\u9fff,，、。;；()]*$"
)
_NO_NAME = re.compile(  # what stands in place of one: （房东不住这）, 空置, 待查
    r"^\(?(?:(?:房东|房主|业主|户主|屋主|租户|租客|房客|产权人|承租人|本人)(?:现|一直|常年|长期|都|已|还)?(?:不|没|未|在外|去了|住在|住外)[^,，()]*"
    r"|空置|空房|空着|空关|无人住?|没人住?|没得人住?|待[查定核补]|未知|不明|不详|保密|外地人|出租房?|租给.{1,4}|租出去了?)\)?$"
)
_IN_BRACKETS = re.compile(r"^\(([\u3400-\u9fff·]{2,5})\)$")
INTERPUNCT = re.compile(r"(?<=[\u3400-\u9fff])\s*[·•・‧．⋅∙･.]\s*(?=[\u3400-\u9fff])")
_SEPARATORS = re.compile(r"[、,，;；/|\n]+")
_PLACE_IN_NAME = re.compile(r"^(?P<name>[^(（\[【]+?)\s*[(（\[【](?P<address>[^)）\]】]*\d[^)）\]】]*)[)）\]】]$")


@dataclass(frozen=True)
class Name:
    """`text`: the name, several joined by `|`; `gone`: marked as dead or moved away; `damaged`: a character is lost."""

    text: str = ""
    gone: bool = False
    damaged: bool = False


def _half_width_ascii(text: str) -> str:
    """Full-width Latin, digits and brackets made half-width; NFKC would also swap some Chinese characters."""
    return "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" or c == "\u3000" else c for c in text)


@lru_cache(maxsize=65536)
def parse_name(text: str) -> Name:
    """The name in a cell. Spaces are padding; a dash or 无 is no name; nan, None and null are names."""
    if tidy(text) in NOTHING:
        return Name()
    visible = INTERPUNCT.sub("·", INVISIBLE.sub("", without_id_numbers(text)))
    plain = _TITLE_PREFIX.sub("", _half_width_ascii(unicodedata.normalize("NFC", visible)).strip())
    gone = bool(_GONE.search(plain))
    plain = _AND_OTHERS.sub("", _SHOP_MARK.sub("", _ROLE_MARK.sub("", _GONE.sub("", plain)))).strip()
    if _A_NUMBER_OF_PEOPLE.search(plain) or _SAID.search(plain) or _NO_NAME.match(plain):
        return Name(gone=gone)
    if (bracketed := _IN_BRACKETS.match(plain)) is not None:
        plain = bracketed[1]
    people = [re.sub(r"[\s·•]*$|^\s+", "", part) for part in _SEPARATORS.split(plain)]
    people = [re.sub(r"\s+", "", p) if not re.fullmatch(r"[A-Za-z .'-]+", p) else p for p in people if p]
    joined = "|".join(person for person in (part.replace("***", "") for part in people) if person)
    if people and not joined:
        return Name(gone=gone, damaged=True)  # nothing but a number that is no name
    if _DAMAGED.search(joined):
        return Name(gone=gone, damaged=True)
    return Name(joined, gone=gone)


def name_and_address(text: str) -> tuple[str, str]:
    """`张伟(1-2-402)` → 张伟 and 1-2-402; without brackets the whole text is the name."""
    plain = text.strip()
    match = _PLACE_IN_NAME.match(plain)
    return (match["name"].strip(), match["address"].strip()) if match else (plain, "")
