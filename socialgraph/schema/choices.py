"""Choices that options, settings and functions share, each list once: light enough for every `--help`."""

from __future__ import annotations

from typing import Literal, get_args

Consent = Literal["agreed", "signed"]
Engine = Literal["embedded", "neo4j"]
Format = Literal["table", "csv", "json"]
Grouping = Literal["building", "compound"]
Method = Literal["best", "greedy", "linear"]
Weights = Literal["assumed", "fitted"]

CONSENTS: tuple[Consent, ...] = get_args(Consent)
ENGINES: tuple[Engine, ...] = get_args(Engine)
FORMATS: tuple[Format, ...] = get_args(Format)
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
METHODS: tuple[Method, ...] = get_args(Method)
WEIGHTS: tuple[Weights, ...] = get_args(Weights)
