"""A synthetic town as canonical tables."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from socialgraph.arrays.types import Ints, Texts
from socialgraph.demo.history import CONSENTS, InventedHistory
from socialgraph.demo.layout import Layout
from socialgraph.demo.names import STAFF
from socialgraph.demo.network import TIE_KINDS, Network
from socialgraph.demo.offers import offers_for
from socialgraph.demo.residents import Residents
from socialgraph.schema.tables import TABLES

DemoTables = dict[str, pd.DataFrame]
_MOST_DAYS = 1000


class TableWriter:
    """Turns the drawn arrays into canonical tables of text (columns of `TABLES`, then `compound`)."""

    def __init__(
        self,
        layout: Layout,
        residents: Residents,
        network: Network,
        history: InventedHistory,
        today: dt.date,
        rng: np.random.Generator,
    ) -> None:
        self.layout, self.residents, self.network, self.history, self.rng = layout, residents, network, history, rng
        self._days = np.array(
            [(today - dt.timedelta(days=back)).isoformat() for back in range(_MOST_DAYS)], dtype=object
        )
        self.offer, self.accepted = offers_for(residents.concern, rng)

    def tables(self) -> DemoTables:
        """Every canonical table; those the process has nothing for are empty."""
        made = {
            "flats": self._flats(),
            "dossiers": self._dossiers(),
            "stances": self._stances(),
            "people": self._people(),
            "ties": self._ties(),
            "links": self._links(),
            "visits": self._visits(),
            "measures": self._measures(),
            "surveys": self._surveys(),
            "activities": self._activities(),
            "works": self._works(),
        }
        return {name: _ordered(made.get(name, pd.DataFrame()), name) for name in TABLES}

    def address(self, who: Ints, prefix: str = "", *, compound: bool = True) -> dict[str, Texts]:
        """Address columns of these flats."""
        layout = self.layout
        parts = {prefix + "building": layout.building[who], prefix + "door": layout.door[who]}
        parts[prefix + "room"] = layout.room[who]
        return {**parts, "compound": layout.compound[who]} if compound else parts

    def _day(self, days_ago: Ints) -> Texts:
        return self._days[days_ago]

    def visitor(self, who: Ints) -> Texts:
        """`name(5-2-301)`: a person of the town, not a namesake."""
        layout = self.layout
        door = np.where(layout.door[who] == "", "", layout.door[who] + "-")
        return np.asarray(
            self.residents.resident[who] + "(" + layout.building[who] + "-" + door + layout.room[who] + ")",
            dtype=object,
        )

    def _flats(self) -> pd.DataFrame:
        layout = self.layout
        kind = np.where(layout.is_shop, "shop", "dwelling")
        return pd.DataFrame(
            {
                **self.address(np.arange(layout.n)),
                "floor": np.array([str(floor) for floor in range(17)], dtype=object)[layout.floor],
                "stack": layout.stack_code,
                "stack_source": layout.stack_source,
                "kind": kind.astype(object),
            }
        )

    def _dossiers(self) -> pd.DataFrame:
        residents = self.residents
        flagged = residents.flags != ""
        surveyed = self._day(residents.surveyed_days_ago)
        changed = self.history.persuaded_by > -2
        latest = np.where(changed, self._day(self.history.persuaded_days_ago), surveyed)
        return pd.DataFrame(
            {
                **self.address(np.arange(self.layout.n)),
                "owner_name": residents.owner,
                "public_lessee_name": residents.lessee,
                "tenant_name": residents.tenant,
                "phone": residents.phone,
                "ownership_type": residents.ownership,
                "occupancy": residents.occupancy,
                "renovation_level": residents.renovation,
                "flags": residents.flags,
                "flags_consent_on": np.where(flagged, surveyed, ""),
                "do_not_contact": np.where(residents.do_not_contact, "true", ""),
                "do_not_contact_on": np.where(residents.do_not_contact, surveyed, ""),
                "survey_date": latest,
            }
        )

    def _stances(self) -> pd.DataFrame:
        residents, history = self.residents, self.history
        everyone = np.arange(self.layout.n)
        spoke = np.flatnonzero(residents.occupant_word != "")
        changed = np.flatnonzero(history.persuaded_by > -2)
        who = np.concatenate([everyone, spoke, changed])
        stance = np.concatenate(
            [residents.first_word, residents.occupant_word[spoke], np.full(changed.size, "verbal", dtype=object)]
        )
        ago = np.concatenate(
            [residents.surveyed_days_ago, residents.surveyed_days_ago[spoke], history.persuaded_days_ago[changed]]
        )
        giver = np.repeat(
            np.array(["owner", "occupant", "owner"], dtype=object), [everyone.size, spoke.size, changed.size]
        )
        with_reason = (giver == "owner") & ~np.isin(
            stance, (*CONSENTS, "no_objection", "unreached", "declined_contact")
        )
        return pd.DataFrame(
            {
                **self.address(who),
                "giver": giver,
                "stance": stance,
                "reasons": np.where(with_reason, residents.concern[who], ""),
                "date": self._day(ago),
            }
        )

    def _people(self) -> pd.DataFrame:
        network = self.network
        who = np.flatnonzero(network.is_captain | network.is_volunteer | network.is_party_member)
        named = [
            ("building_captain", network.is_building_captain),
            ("door_captain", network.is_captain & ~network.is_building_captain),
            ("party_member", network.is_party_member),
            ("volunteer", network.is_volunteer),
        ]
        roles = np.full(who.size, "", dtype=object)
        for role, has in named:
            has = has[who]
            roles[has] = np.where(roles[has] == "", role, roles[has] + "|" + role)
        captain = network.is_captain[who]
        door = self.layout.door[who]
        scope = self.layout.building[who] + np.where(door == "", "", "/" + door)
        branch = np.array(["示例第一党支部", "示例第二党支部"], dtype=object)[self.layout.form[who] % 2]
        willing = network.willing[who]
        return pd.DataFrame(
            {
                "name": self.residents.resident[who],
                "roles": roles,
                **self.address(who),
                "branch": np.where(network.is_party_member[who], branch, ""),
                "scope": np.where(captain, scope, ""),
                "willing": np.array(["false", "true", ""], dtype=object)[willing],
                "willing_on": np.where(willing == 1, self._day(network.willing_days_ago[who]), ""),
                "capacity": np.where(willing == 1, network.capacity[who].astype(str), ""),
            }
        )

    def _ties(self) -> pd.DataFrame:
        network, names = self.network, self.residents.resident
        return pd.DataFrame(
            {
                "ego_name": names[network.ego],
                **self.address(network.ego, "ego_"),
                "alter_name": names[network.alter],
                **self.address(network.alter, "alter_", compound=False),
                "kind": np.array(TIE_KINDS, dtype=object)[network.kind],
                "strength": np.array(["", "1", "2", "3"], dtype=object)[network.closeness],
                "observed_on": self._day(network.days_ago),
                "known": np.array(["false", "true", ""], dtype=object)[network.known],
            }
        )

    def _links(self) -> pd.DataFrame:
        members = np.flatnonzero(self.network.is_party_member)
        linked = self.layout.near_start[members] + (
            self.rng.random(members.size) * self.layout.near_size[members]
        ).astype(np.int64)
        keep = linked != members
        members, linked = members[keep], linked[keep]
        member = self.address(members, "member_", compound=False)
        return pd.DataFrame({"member_name": self.residents.resident[members], **member, **self.address(linked)})

    def _visits(self) -> pd.DataFrame:
        history = self.history
        captain = np.maximum(history.visitor, 0)
        staff = np.array(STAFF, dtype=object)[np.maximum(-1 - history.visitor, 0)]
        return pd.DataFrame(
            {
                "date": self._day(history.days_ago),
                **self.address(history.visited),
                "visitors": np.where(history.visitor < 0, staff, self.visitor(captain)),
                "mode": history.mode,
                "result": history.result,
            }
        )

    def _measures(self) -> pd.DataFrame:
        residents, n = self.residents, self.layout.n
        objected = ~np.isin(residents.first_word, (*CONSENTS, "unreached", "declined_contact", "respected_refusal"))
        shut_out = residents.rented & (residents.occupant_word != "verbal")
        asked = ((objected | shut_out) & (self.rng.random(n) < 0.85)) | (self.rng.random(n) < 0.05)
        who = np.flatnonzero(asked & ~residents.do_not_contact)
        accepted = np.where(self.history.persuaded_by[who] > -2, "true", self.accepted[who])
        return pd.DataFrame(
            {
                **self.address(who),
                "concern": residents.concern[who],
                "measure": self.offer[who],
                "accepted": accepted,
            }
        )

    def _surveys(self) -> pd.DataFrame:
        n, network = self.layout.n, self.network
        named = np.zeros(n, dtype=bool)
        named[network.ego] = True
        draw = self.rng.random(n)
        quiet = np.where(draw < 0.4, "named_nobody", np.where(draw < 0.5, "wants_nobody", ""))
        outcome = np.where(named, "named", quiet).astype(object)
        who = np.flatnonzero((outcome != "") & ~self.layout.is_shop)
        return pd.DataFrame(
            {
                **self.address(who),
                "respondent": self.residents.resident[who],
                "asked_on": self._day(self.residents.surveyed_days_ago[who]),
                "outcome": outcome[who],
            }
        )

    def _activities(self) -> pd.DataFrame:
        """One evening a group, a few of its members signed in."""
        came = np.flatnonzero((self.network.group >= 0) & (self.rng.random(self.layout.n) < 0.35))
        group = self.network.group[came]
        number = group % np.maximum(1, group.max(initial=0) + 1)
        return pd.DataFrame(
            {
                "name": self.residents.resident[came],
                **self.address(came),
                "activity": np.array(["示例活动"], dtype=object)[0] + (number + 1).astype(str).astype(object),
                "date": self._day(20 + group % 90),
            }
        )

    def _works(self) -> pd.DataFrame:
        layout, history = self.layout, self.history
        stacks, first = np.unique(layout.stack, return_index=True)
        listed = history.stack_status[stacks] != ""
        stacks, first = stacks[listed], first[listed]
        status = history.stack_status[stacks]
        return pd.DataFrame(
            {
                "compound": layout.compound[first],
                "building": layout.building[first],
                "stack": layout.stack_code[first],
                "status": status,
                "done_on": np.where(status == "done", self._day(history.stack_done_days_ago[stacks]), ""),
            }
        )


def _ordered(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The canonical columns in their order, `compound` last where it is not one of them; empty text where missing."""
    columns = TABLES[name].column_names
    if "compound" not in columns:
        columns = [*columns, "compound"]
    return pd.DataFrame({column: frame.get(column, pd.Series([""] * len(frame), dtype=object)) for column in columns})
