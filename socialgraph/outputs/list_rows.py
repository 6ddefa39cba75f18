"""The rows of a secretary's list: what an assignment says, in words, with names already out of the vault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterable, Mapping
from functools import cache

import pandas as pd

from socialgraph.errors import InputError
from socialgraph.messages import Lang, text
from socialgraph.outputs.safe_text import masked_phone
from socialgraph.privacy.wording import without_banned, without_people
from socialgraph.reach.concerns import NOT_YET_HEARD, SEPARATOR, shareable_concerns
from socialgraph.schema.addresses import SEPARATOR as ADDRESS_SEPARATOR
from socialgraph.schema.addresses import label, natural_order
from socialgraph.schema.list_states import LIST_DAYS, OPEN, PRIMARY
from socialgraph.schema.list_words import list_words
from socialgraph.schema.records import RECORDS
from socialgraph.shipped import shipped_table

LIST_COLUMNS = [
    "row_no",
    "person",
    "volunteer",
    "household",
    "compound",
    "building",
    "door",
    "room",
    "contact",
    "phone",
    "missing_key",
    "concern",
    "measure",
    "role",
    "not_before",
]
_NEUTRAL = "neutral"  # a code of the measures in list_words.csv
# two-character surnames; any other Chinese name's surname is its first character
_LONG_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛司徒东方皇甫尉迟公孙慕容令狐长孙宇文夏侯端木南宫西门独孤轩辕呼延闻人澹台赫连申屠太史",
    )
)
_RENTED = frozenset({"rented", "shared_rental"})
# whom to ask for a key, the likeliest first
_HOLDERS = {"consent": ("owner", "public_lessee"), "access": ("occupant", "owner", "public_lessee")}
_HOLDERS_RENTED = {"consent": ("owner", "public_lessee"), "access": ("tenant", "occupant")}


def next_export_id(today: dt.date, existing: Iterable[str], project: str) -> str:
    """The next number of a project's lists of today: `L20261125-K3FM-01`, `-02`, … after every id in `existing`.

    Its project's code stands in it, so that two projects never give one number to two lists.
    """
    pattern = re.compile(rf"L{today:%Y%m%d}-(?:[A-Z0-9]{{4}}-)?(\d+)")
    taken = [int(match.group(1)) for match in map(pattern.fullmatch, existing) if match]
    return f"L{today:%Y%m%d}-{project}-{max(taken, default=0) + 1:02d}"


def surname(name: str) -> str:
    """`欧阳测试` → `欧阳`, `王测试` → `王`, `Ann Sample` → `Sample`, nothing of nothing."""
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return name.split()[-1]
    return name[:2] if name[:2] in _LONG_SURNAMES and len(name) > 2 else name[:1]


def shown_concerns(concern: str) -> list[str]:
    """Of concerns joined by |, those that a list may show (`data/concerns.csv`, and `not_yet_heard`)."""
    allowed = {*shareable_concerns(), NOT_YET_HEARD}
    return [code for code in concern.split(SEPARATOR) if code in allowed]


def neutral_offer(measures: str) -> str:
    """Of offers joined by |, those that would give a private concern away become one neutral word."""
    shown = [_NEUTRAL if _private_offers().search(offer) else offer for offer in measures.split(SEPARATOR)]
    return SEPARATOR.join(dict.fromkeys(shown))


@cache
def _private_offers() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in shipped_table("private_offers")))


def build_rows(
    assignment: pd.DataFrame,
    town_frames: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    phones: Mapping[str, str] | None = None,
    *,
    lang: Lang = "zh",
    phone_purpose: str = "",
    roles: tuple[str, ...] = (PRIMARY,),
) -> pd.DataFrame:
    """The conversations to have, one row each, sorted by volunteer and address and numbered from 1.

    Parameters
    ----------
    assignment : the result of `assign`: flat (household label), intermediary (pseudonym), role, missing_key
        (`consent`, `access` or both joined by |), concern, measure, not_before. Rows without an intermediary (nobody
        suitable, the summary) are left out, and so are roles other than `roles`: a backup is asked only when the
        first one declines, so that no household is visited by two.
    town_frames : records as the store gives them; `dossiers` says who holds a key.
    names : pseudonym → name; only volunteers' names and key holders' surnames are taken.
    phones : household key → phone; without it the list has no phone column. Masked unless `phone_purpose` says
        what the whole number is needed for.

    Raises
    ------
    InputError
        If a label of the assignment is no household of the records.
    """
    listed = assignment[assignment["intermediary"].fillna("").ne("") & assignment["role"].isin(roles)]
    dossiers = {row["household"]: row for row in town_frames["dossiers"].to_dict("records")}
    keys = _keys_by_label(town_frames)
    home = dict(zip(town_frames["people"]["person"], town_frames["people"]["household"], strict=True))
    known_names = frozenset(names.values())
    rows = []
    for row in listed.to_dict("records"):
        household = _household(str(row["flat"]), keys)
        dossier = dossiers.get(household, {})
        compound, building, door, room = household.split(ADDRESS_SEPARATOR)
        missing = [key for key in str(row["missing_key"]).replace(",", "|").split("|") if key]
        rows.append(
            {
                "person": row["intermediary"],
                "volunteer": names.get(row["intermediary"], row["intermediary"]),
                "household": household,
                "compound": compound,
                "building": building,
                "door": door,
                "room": room,
                "contact": _contact(missing, dossier, names, lang),
                "phone": _phone(phones, household, phone_purpose),
                "missing_key": "|".join(missing),
                "concern": "|".join(shown_concerns(str(row["concern"] or ""))),
                "measure": without_banned(without_people(neutral_offer(str(row["measure"] or "")), known_names)),
                "role": row["role"],
                "not_before": str(row["not_before"] or ""),
            }
        )
    rows.sort(
        key=lambda r: (
            not home.get(r["person"]),
            natural_order(home.get(r["person"], "")),
            r["person"],
            natural_order(r["household"]),
        )
    )
    _tell_namesakes_apart(rows, home)
    numbered = [{"row_no": number, **row} for number, row in enumerate(rows, start=1)]
    return pd.DataFrame(numbered, columns=LIST_COLUMNS)


def from_day_on(rows: pd.DataFrame, first: dt.date) -> pd.DataFrame:
    """Rows none of which is permitted before a day (the evening's quiet has begun, say)."""
    days = rows["not_before"]
    return rows.assign(not_before=days.where((days >= first.isoformat()) | (days == ""), first.isoformat()))


def assignment_records(
    rows: pd.DataFrame, export_id: str, exported_on: dt.date, expires_on: dt.date | None = None
) -> pd.DataFrame:
    """The exported rows as records of `assignments`, state `open`, to be stored; they expire after 30 days."""
    expires_on = expires_on or exported_on + dt.timedelta(days=LIST_DAYS)
    frame = rows[["household", "person", "role", "missing_key", "concern", "measure", "not_before"]].copy()
    frame["export_id"] = export_id
    frame["row_no"] = rows["row_no"].astype(str)
    frame["exported_on"] = exported_on.isoformat()
    frame["expires_on"] = expires_on.isoformat()
    frame["state"] = OPEN
    return frame[list(RECORDS["assignments"].columns)].reset_index(drop=True)


def _keys_by_label(frames: Mapping[str, pd.DataFrame]) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = {}
    households = {*frames["dossiers"]["household"], *frames["flats"]["flat"], *frames["measures"]["household"]}
    if "stances" in frames:
        households.update(frames["stances"]["household"])
    for household in households:
        for spelling in (household, label(household), label(household, with_compound=True)):
            keys.setdefault(spelling, set()).add(household)
    return keys


def _household(text: str, keys: Mapping[str, set[str]]) -> str:
    households = keys.get(text, set())
    if len(households) != 1:
        if households:
            raise InputError("export.several_households", flat=text)
        raise InputError("export.no_household", flat=text)
    return next(iter(households))


def _contact(missing: list[str], dossier: Mapping[Hashable, str], names: Mapping[str, str], lang: Lang) -> str:
    """Surname and part of whoever holds each missing key, e.g. `王（业主）、李（租户）`."""
    rented = dossier.get("occupancy", "") in _RENTED or bool(dossier.get("tenant", ""))
    holders = _HOLDERS_RENTED if rented else _HOLDERS
    parts: list[str] = []
    for key in missing:
        part = next((p for p in holders[key] if dossier.get(p, "")), holders[key][0])
        people = dossier.get(part, "").split("|")
        family = "、".join(dict.fromkeys(filter(None, (surname(names.get(person, "")) for person in people))))
        word = list_words("holder", lang)[part]
        holder = text("list.holder", lang, family=family, part=word) if family else word
        if holder not in parts:
            parts.append(holder)
    return text("list.comma", lang).join(parts)


def _phone(phones: Mapping[str, str] | None, household: str, purpose: str) -> str:
    phone = (phones or {}).get(household, "")
    return phone.replace("|", "、") if purpose else masked_phone(phone)


def _tell_namesakes_apart(rows: list[dict[str, str]], home: Mapping[str, str]) -> None:
    """Two volunteers of one name get their address behind it: a sheet must not hand one's list to the other."""
    bearers: dict[str, set[str]] = {}
    for row in rows:
        bearers.setdefault(row["volunteer"], set()).add(row["person"])
    for row in rows:
        if len(bearers[row["volunteer"]]) > 1 and home.get(row["person"]):
            row["volunteer"] += f"（{label(home[row['person']])}）"
