"""Which level-1 category the words of a product speak for: a table of small whole numbers, read from one text file.

A row is a feature (a word, two neighbours, or a piece of a word) and what it weighs: a letter for the category and
a number of steps, positive where it speaks for the category. What a row does not name it does not change.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from operator import itemgetter, mul
from string import ascii_letters
from struct import Struct as Layout
from typing import TypeAlias

from msgspec import Struct

from listing_rules.categories.words import pieces
from listing_rules.lookup import Lookup

__all__ = ["LETTERS", "LIVE_SHARES", "ModelCategory", "Reading", "Sums", "WordModel", "share_of"]

LETTERS = ascii_letters
LIVE_SHARES = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
_MOST_FEATURES = 400  # their steps must add up to less than 2 ** 15
_MOST_STEPS = 80
_LIVED = 0.6
_LEFT = 0.3
_DOUBT = 1e-4
_FAINT = 1e-12
_CATEGORY = re.compile(r"^@category\t([A-Za-z])\t([^\t\n]+)\t([^\t\n]+)\t(\d+)\t([\d ]+)$", re.MULTILINE)
_CELL = re.compile(r"[A-Za-z]-?\d{1,4}")
_SETTING = re.compile(r"^@set\t([a-z_]+)\t([^\t\n]+)$", re.MULTILINE)
_ROW = re.compile(r"^([^@#\t\n][^\t\n]*)\t([^\t\n]+)$", re.MULTILINE)
_BIAS = re.compile(r"^@bias\t(.+)$", re.MULTILINE)


Sums: TypeAlias = tuple[int, ...]


class ModelCategory(Struct, frozen=True):
    """A level-1 category that the model knows, and how many titles under it were its teachers.

    `lives` says where listings that read like this category live: a share for each category, in the model's order.
    """

    id: str
    name: str
    titles: int
    lives: tuple[float, ...]


class Reading(Struct, frozen=True):
    """The chance of every category in the model's order; on how many features and known words it stands."""

    chances: tuple[float, ...]
    features: int
    known: int


class WordModel:
    """Frozen, but for what it remembers. `live` holds, for each of LIVE_SHARES, the standing that this share of live
    listings stays below under the category that it lives in."""

    def __init__(
        self,
        categories: Sequence[ModelCategory],
        rows: Mapping[str, str],
        bias: Sequence[float],
        unit: float,
        live: Sequence[float] = (),
    ) -> None:
        self.categories = tuple(categories)
        self.column = {one.id: place for place, one in enumerate(self.categories)}
        self.live = tuple(live)
        self._rows, self._bias, self._unit = rows, tuple(bias), unit
        self._lived = tuple(zip(*(one.lives for one in self.categories), strict=True))
        lanes = len(self.categories) + 2  # the lowest two count features and known words
        self._layout = Layout(f"<{lanes}H")
        self._middle = sum(1 << (16 * lane + 15) for lane in range(2, lanes))
        self._of_word = Lookup(self._word)
        self._of_pair = Lookup(self._feature)

    @classmethod
    def parse(cls, data: bytes) -> WordModel:
        """The model in the text that `listing_rules.categories.teaching` writes. ValueError where it is none."""
        text = data.decode()
        found = sorted(_CATEGORY.findall(text), key=lambda one: LETTERS.index(one[0]))
        categories = [
            ModelCategory(category, name, int(titles), tuple(int(share) / 1e5 for share in lives.split()))
            for _, category, name, titles, lives in found
        ]
        settings = dict(_SETTING.findall(text))
        bias = [float(one) for line in _BIAS.findall(text) for one in line.split()]
        sizes = {len(bias), *(len(one.lives) for one in categories)}
        if not categories or "unit" not in settings or sizes != {len(categories)}:
            raise ValueError("is no whole table of words")
        live = [float(one) for one in settings.get("live", "").split()]
        return cls(categories, dict(_ROW.findall(text)), bias, float(settings["unit"]), live)

    def check(self) -> None:
        """ValueError where a row is broken: for tables that are not our own; it reads every row."""
        letters = LETTERS[: len(self.categories)]
        for feature, cells in self._rows.items():
            for cell in cells.split(" "):
                if not _CELL.fullmatch(cell) or cell[0] not in letters:
                    raise ValueError(
                        f"says {cell!r} in the row {feature!r}; a category's letter and steps were expected"
                    )

    def favours(self, sums: Sums, category: str) -> bool:
        """Whether the words speak for no category more than for this one: quicker than reading them."""
        return sums[self.column[category] + 2] == max(sums[2:])

    def read(self, words: Sequence[str]) -> Reading | None:
        """What these words speak for; None where the model knows none of them."""
        return self.reading(self.sums(words))

    def reading(self, sums: Sums) -> Reading | None:
        """What words with these sums speak for; None where the model knows none of them."""
        features, known, *steps = sums
        if not features:
            return None
        share = share_of(features) * self._unit
        scores = [bias + share * (one - 32768) for bias, one in zip(self._bias, steps, strict=True)]
        top = max(scores)
        powers = [math.exp(one - top) for one in scores]
        whole = 1 / sum(powers)
        return Reading(tuple([one * whole for one in powers]), features, known)

    def best(self, reading: Reading) -> ModelCategory:
        """The category with the highest chance."""
        return self.categories[reading.chances.index(max(reading.chances))]

    def standing(self, reading: Reading, category: str) -> float:
        """How well a category stands, from 0 to 1: its chance, raised where listings that read like this one also live
        under it, and measured against what the best category leaves to all others."""
        column = self.column[category]
        chance = max(reading.chances[column], _FAINT)
        lived = sum(map(mul, reading.chances, self._lived[column])) or chance
        left = (_DOUBT / (1 - max(reading.chances) + _DOUBT)) ** _LEFT
        return min(1.0, float(chance ** (1 - _LIVED) * lived**_LIVED * left))

    def live_share(self, standing: float) -> float:
        """The share of live listings that stand worse than this under the category they live in, from 0 to 1."""
        if not self.live:
            return 1.0
        place = bisect_right(self.live, standing)
        low, high = ((0.0, *self.live)[place], (*self.live, 1.0)[place])
        least, most = ((0.0, *LIVE_SHARES)[place], (*LIVE_SHARES, 1.0)[place])
        return least + (most - least) * (standing - low) / (high - low) if high > low else least

    def deciding(self, words: Sequence[str], category: str, other: str, limit: int = 3) -> tuple[str, ...]:
        """The words that speak most for the one category and against the other."""
        good, bad = self.column[category] + 2, self.column[other] + 2
        gains = {}
        for word in filter(_says_something, words):
            lanes = self._unpacked(self._of_word[word])
            gains[word] = lanes[good] - lanes[bad]
        return tuple(sorted((word for word, gain in gains.items() if gain > 0), key=lambda word: -gains[word])[:limit])

    def sums(self, words: Sequence[str]) -> Sums:
        """All that the words' rows say, added up: how many features they have and how many words are known, then a sum
        for each category, from 32,768."""
        parts = list(map(self._of_word.__getitem__, words))
        total = sum(parts)
        for word, other in pairwise(words):
            if other in self._followers.get(word, ()):
                total += self._of_pair[f"{word} {other}"]
        if total & 0xFFFF > _MOST_FEATURES:
            total = next(one for one in reversed(list(accumulate(parts))) if one & 0xFFFF <= _MOST_FEATURES)
        return self._unpacked(total)

    @cached_property
    def _followers(self) -> Mapping[str, frozenset[str]]:
        """The words that have a row together with the one before them."""
        pairs = sorted(feature.split(" ") for feature in self._rows if " " in feature)
        return {word: frozenset(other for _, other in listed) for word, listed in groupby(pairs, itemgetter(0))}

    def _unpacked(self, total: int) -> tuple[int, ...]:
        return self._layout.unpack((total + self._middle).to_bytes(self._layout.size, "little"))

    def _word(self, word: str) -> int:
        found = sum(map(self._feature, pieces(word)))
        return found + (1 << 16) if f"<{word}>" in self._rows else found

    def _feature(self, feature: str) -> int:
        """A row as one large number: sixteen bits a category, the lowest a 1 that counts. Adding numbers adds rows."""
        cells = self._rows.get(feature)
        if cells is None:
            return 0
        return 1 + sum(_steps(cell[1:]) << 16 * (LETTERS.index(cell[0]) + 2) for cell in cells.split(" ") if cell)


def _says_something(word: str) -> bool:
    """To a person: numbers and letters by themselves do not."""
    return len(word) > 2 and not word.isdigit()


def _steps(text: str) -> int:
    return max(-_MOST_STEPS, min(_MOST_STEPS, int(text)))


def share_of(count: int) -> float:
    """What one of `count` features weighs."""
    return 4 / math.sqrt(count)
