"""The flats that a text names before a wish to be left alone: who asks, in a round of several or in a helper's row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from socialgraph.loaders.values.mentions import Mention, places_in, rooms_in
from socialgraph.loaders.values.words.protective import asks_to_be_left_alone

_LISTED = re.compile(r"(?:室|号|户)?\s*[、和与及跟/]\s*")  # between flats of which the same is said


def asking_flats(text: str) -> list[Mention]:
    """The flats of a text whose part, up to the next flat, is a wish; all where the wish is spread over parts.

    Examples
    --------
    >>> [(m.building, m.room) for m in asking_flats("201签了。5#603不用再包,本人说过别登门；401约周末")]
    [('5', '603')]
    >>> [m.room for m in asking_flats("3-1-201同意，3-1-202、3-1-203都说别再来了")]
    ['202', '203']
    """
    rooms = rooms_in(text)
    ends = [*(mention.start for mention in rooms[1:]), len(text)]
    asks = [asks_to_be_left_alone(text[mention.end : end]) for mention, end in zip(rooms, ends, strict=False)]
    for place in reversed(range(len(rooms) - 1)):  # 202、203都说别来
        asks[place] |= asks[place + 1] and bool(_LISTED.fullmatch(text[rooms[place].end : rooms[place + 1].start]))
    asking = [_placed(mention, rooms[: place + 1], text) for place, mention in enumerate(rooms) if asks[place]]
    return asking or [_placed(mention, rooms[: place + 1], text) for place, mention in enumerate(rooms)]


def filled(mention: Mention, places: Iterable[Mention]) -> Mention:
    """With the building and door of the first of the places that names them."""
    for place in places:
        if mention.building and (mention.door or mention.room):
            break
        if place.building or (place.door and not mention.door):
            door = mention.door or ("" if mention.building else place.door)
            compound = mention.compound or ("" if mention.building else place.compound)
            building = mention.building or place.building
            mention = replace(mention, building=building, door=door, compound=compound)
    return mention


def _placed(mention: Mention, so_far: Iterable[Mention], text: str) -> Mention:
    """A bare room stands where the place before it in the text does: 4-2-501、502."""
    before = [*(m for m in places_in(text) if m.start < mention.start), *so_far]
    return filled(mention, sorted(before, key=lambda m: -m.start))
