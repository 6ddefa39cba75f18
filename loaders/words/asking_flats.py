"""The flats that a text names before a wish to be left alone: who asks, in a round of several or in a helper's row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from socialgraph.loaders.values.mentions import Mention, places_in, rooms_in
from socialgraph.loaders.words.protective import asks_to_be_left_alone


def asking_flats(text: str) -> list[Mention]:
    """The flats of a text whose part, up to the next flat, is a wish; all where the wish is spread over parts.

    Examples
    --------
    >>> [(m.building, m.room) for m in asking_flats("201签了。5#603不用再包,本人说过别登门；401约周末")]
    [('5', '603')]
    """
    rooms = rooms_in(text)
    ends = [*(mention.start for mention in rooms[1:]), len(text)]
    asking = [
        _placed(mention, rooms[: place + 1], text)
        for place, (mention, end) in enumerate(zip(rooms, ends, strict=False))
        if asks_to_be_left_alone(text[mention.end : end])
    ]
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
