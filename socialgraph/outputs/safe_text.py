"""Phones on their way out."""

from __future__ import annotations


def masked_phone(phone: str) -> str:
    """`13900001234` → `139****1234`; several phones (joined by |) each by itself."""
    return "、".join(part[:3] + "****" + part[-4:] if len(part) >= 8 else "****" for part in phone.split("|") if part)
