"""Which words of a title name a thing that is sold, and which only tell something about it.

"Wine Glass" sells a glass, "Red Wine 750ml" wine; "Decanter for Whiskey" is a decanter, "Gift Set with a Bottle of
Merlot" holds a bottle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from listing_rules.terms.words import BREAK

__all__ = ["Phrase", "phrases_of", "turns_away"]


class Phrase(Struct, frozen=True):
    """A stretch of words that names one thing: its first word, the one after the thing's name, and its end.

    `added`: it names what comes with the thing before it. `joined`: it goes on from the one before ("salt and pepper
    mill"). `first`: it opens the title.
    """

    start: int
    thing_end: int
    end: int
    added: bool = False
    joined: bool = False
    first: bool = False


# After these a title tells what the thing is for, from, like or coloured in; the thing itself stands before.
_TURNS_AWAY = frozenset(
    "for from by in on like inspired themed to vs without not no para por pour für aus im ohne sin sans senza per"
    " voor zonder untuk cho tanpa sem sa compatible fits against".split()
)
# An "on" after these turns to nothing: it belongs to the word ("Press On Nails", "Roll-On Perfume").
_TAKES_ON = frozenset("press clip slip snap stick pull iron strap screw bolt roll tie carry".split())
_JOINTS = {
    **dict.fromkeys("and & und y e et dan und và or en".split(), "join"),
    **dict.fromkeys("with w plus mit con avec com dengan kèm of met".split(), "add"),  # another thing that is sold too
    **dict.fromkeys(_TURNS_AWAY, "turn"),
    BREAK: "break",
}
"""What parts the phrases of a title, and how the one after it goes on."""
# What follows the name of the thing without being another thing: sizes, counts, containers, strengths.
_TRAILING = re.compile(
    r"\d.*|x\d*|(?:single|double|two|three|four|six|eight|ten|twelve|dozen)|ml|cl|l|ltr|oz|ounces?|fl|floz|g|gr|gm|grams?|mg|mcg|kg|lb|lbs|ct|pcs?|pieces?|pk|packs?|packets?|pieces?|sets?|kits?|box|boxes|cases?"
    r"|cartons?|cans?|tray|pouch|bags?|sachets?|tubs?|tubes?|blend|bulk|wholesale|assorted"
    r"|bottles?|pints?|gal|gallons?|jars?|tins?|kegs?|lit(?:re|er)s?|vol|abv|proof|%|alc|size|king|large|small|mini|big|lot|gift|gifts|us|uk|eu|usa|usd|eur|gbp|dollars?|euros?|pounds?"
    r"|flaschen?|dosen?|stück|stk|packung|beutel|inch(?:es)?|in|cm|mm|m|ft|feet|yards?|v|w|ah|mah|wh|years?|yrs?|yo|old|aged|edition|reserve|count|variety|new|starter|assortment|bundle|refill(?:able)?|s|brut|dry|sec|trocken"
)
# What weighed goods come in; without a weight before it, it is the thing: "Waldhonig 500 g Glas", "Bier Glas".
_HOLDS_WEIGHT = frozenset("glas glass jar cup pot becher eimer".split())
_WEIGHTS = frozenset("g gr kg lb lbs".split())
_FEW = 3


def phrases_of(words: list[str]) -> list[Phrase]:
    """The stretches of words that name a thing that is sold; what a title turns away to is left out."""
    phrases: list[Phrase] = []
    away = False
    for opened_by, start, end in _stretches(words):
        # A list after "for" ("for Whiskey, Wine and Brandy") is still what the thing is for.
        listed = opened_by == "join" or (opened_by == "break" and end - start <= _FEW)
        away = opened_by == "turn" or (away and listed)
        if not away:
            thing_end = _without_trailing(words, start, end)
            phrases.append(Phrase(start, thing_end, end, opened_by == "add", opened_by == "join", not phrases))
    return phrases


def turns_away(word: str) -> bool:
    """Whether a title tells after this word what the thing is for, from, like or without."""
    return word in _TURNS_AWAY and word != "sa"  # Vietnamese satay is "sa tế"


def _stretches(words: list[str]) -> Iterator[tuple[str, int, int]]:
    opened_by, start = "start", 0
    for index, word in enumerate(words):
        joint = _JOINTS.get(word)
        if joint and index and not _belongs_to(words[index - 1], word):
            if index > start:
                yield opened_by, start, index
            if index > start or opened_by != "turn":  # "compatible with" turns away too
                opened_by = joint
            start = index + 1
    if start < len(words):
        yield opened_by, start, len(words)


def _belongs_to(before: str, word: str) -> bool:
    """ "5 in", "Press On"."""
    return before[0].isdigit() if word == "in" else word == "on" and before in _TAKES_ON


def _without_trailing(words: list[str], start: int, end: int) -> int:
    while end > start + 1 and (_TRAILING.fullmatch(words[end - 1]) or _holds_weight(words[end - 2 : end])):
        end -= 1
    return end


def _holds_weight(last: list[str]) -> bool:
    """ "500 g Glas", and "10 cup" of a rice cooker."""
    return last[-1] in _HOLDS_WEIGHT and (last[0] in _WEIGHTS or (last[-1] == "cup" and last[0].isdigit()))
