"""What a resident corrected: kept in the vault and put over whatever a sheet says, at every later load."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from socialgraph.privacy.keys import Keys, keyed_text

_SEPARATOR = "\x1f"


def correction_key(household: str, field: str) -> str:
    """What a correction is kept under in the vault."""
    return household + _SEPARATOR + field


def corrected(
    dossiers: pd.DataFrame, phones: Mapping[str, str], corrections: Mapping[str, str], keys: Keys
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Dossier records, and phones by household, with every correction in the place of what the sheets say."""
    dossiers, phones = dossiers.copy(), dict(phones)
    for key, value in corrections.items():
        household, _, field = key.partition(_SEPARATOR)
        at = (dossiers["household"] == household).to_numpy()
        if not at.any():
            continue
        if field == "phone":
            phones[household] = value
            dossiers.loc[at, "phone_digest"] = keyed_text(keys.digests, household, value)
        else:
            dossiers.loc[at, field] = value
    return dossiers, phones
