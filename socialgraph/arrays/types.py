"""Kinds of arrays, named once."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bools: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = NDArray[np.datetime64]
Floats: TypeAlias = NDArray[np.float64]
HalfFloats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]
Nodes: TypeAlias = NDArray[np.int32]
"""Indices of people, households, flats …; -1 is none."""
SmallInts: TypeAlias = NDArray[np.int8]
"""Codes of a short list."""
Texts: TypeAlias = NDArray[np.object_]
