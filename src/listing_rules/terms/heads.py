"""Which words of a title name a thing that is sold, and which only tell something about it.

"Wine Glass" sells a glass, "Red Wine 750ml" wine; "Decanter for Whiskey" is a decanter, "Gift Set with a Bottle of
Merlot" holds a bottle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from listing_rules.terms.words import Word

__all__ = ["Phrase", "breaks_of", "phrases_of"]


class Phrase(Struct, frozen=True):
    """A stretch of words that names one thing: its first word, the one after the thing's name, and its end."""

    start: int
    thing_end: int
    end: int


# After these a title tells what the thing is for, from, like or coloured in; the thing itself stands before.
_TURNS_AWAY = frozenset(
    "for from by in like inspired themed to vs without non not no para por pour für aus im ohne sin sans senza per"
    " untuk cho tanpa sem".split()
)
# After these comes another thing that is sold too.
_ADDS = frozenset("with plus + mit con avec com dengan kèm of".split())
_JOINS = frozenset("and & und y e et dan und và or".split())
_BREAK = re.compile(r"[,;|(){}\[\]•/!?+]|:(?!\d)|\s[-–—~]+\s")
# What follows the name of the thing without being another thing: sizes, counts, containers, strengths.
_TRAILING = re.compile(
    r"\d.*|x\d+|(?:single|double|two|three|four|six|eight|ten|twelve|dozen)|ml|cl|l|oz|fl|floz|g|kg|lb|lbs|ct|pcs?|pk|packs?|packets?|sets?|kits?|box|cases?|cartons?|cans?"
    r"|bottles?|pints?|jars?|tins?|kegs?|lit(?:re|er)s?|vol|abv|proof|%|alc|size|king|large|small|mini|lot|gift"
    r"|inch(?:es)?|in|cm|mm|m|ft|feet|yards?|v|w|ah|mah|years?|yrs?|old|aged|edition|reserve|count|variety|new|starter|assortment|bundle|refill(?:able)?|s|x"
)


def breaks_of(text: str, words: list[Word]) -> frozenset[int]:
    """The words before which a comma, dash or bracket stands: no term or excuse reaches across."""
    return frozenset(
        index for index in range(1, len(words)) if _BREAK.search(text, words[index - 1].end, words[index].start)
    )


def phrases_of(words: list[Word], breaks: frozenset[int]) -> list[Phrase]:
    """The stretches of words that name a thing that is sold; what a title turns away to is left out."""
    phrases = []
    away = False
    for opened_by, start, end in _stretches(words, breaks):
        # A list after "for" ("for Whiskey, Wine and Brandy") is still what the thing is for.
        listed = opened_by == "join" or (opened_by == "break" and end - start <= 3)
        away = opened_by == "turn" or (away and listed)
        if not away:
            phrases.append(Phrase(start, _without_trailing(words, start, end), end))
    return phrases


def _stretches(words: list[Word], breaks: frozenset[int]) -> Iterator[tuple[str, int, int]]:
    opened_by, start = "start", 0
    for index, word in enumerate(words):
        joint = _joint(word.text)
        if joint or index in breaks:
            if index > start:
                yield opened_by, start, index
            opened_by, start = (joint, index + 1) if joint else ("break", index)
    if start < len(words):
        yield opened_by, start, len(words)


def _joint(word: str) -> str | None:
    if word in _TURNS_AWAY:
        return "turn"
    if word in _ADDS:
        return "add"
    return "join" if word in _JOINS else None


def _without_trailing(words: list[Word], start: int, end: int) -> int:
    while end > start + 1 and _TRAILING.fullmatch(words[end - 1].text):
        end -= 1
    return end
