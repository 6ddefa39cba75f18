"""What the tests of models share."""

from __future__ import annotations

import datetime as dt

import pytest
from stack_history import TODAY


@pytest.fixture
def today() -> dt.date:
    """The day of every test here."""
    return TODAY
