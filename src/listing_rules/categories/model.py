"""Which level-1 category the words of a product speak for: a table of small weights, read from one text file.

A row is a feature (a word, two neighbours, or a piece of a word) and one printable character for each category:
"O" is 0, later letters speak for the category, earlier ones against it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from struct import Struct as Layout
from typing import Any

from msgspec import Struct

from listing_rules.categories.words import pieces

__all__ = ["NEUTRAL", "ModelCategory", "Reading", "WordModel", "share_of"]

NEUTRAL = ord("O")
_MOST_FEATURES = 440  # their characters must add up to less than 2 ** 16
_REMEMBERED = 8192
_LIVES = "@lives "
_LIVED = 0.6
_CATEGORY = re.compile(r"^@category\t([^\t\n]+)\t([^\t\n]+)\t(\d+)$", re.MULTILINE)
_SETTING = re.compile(r"^@set\t([^\t\n]+)\t([^\t\n]+)$", re.MULTILINE)
_ROW = re.compile(r"^([^\t\n]+)\t([^\t\n]+)$", re.MULTILINE)


class ModelCategory(Struct, frozen=True):
    """A level-1 category that the model knows, and how many titles under it were its teachers."""

    id: str
    name: str
    titles: int


class Reading(Struct, frozen=True):
    """The chance of every level-1 category by id, the best first, and on how many features it stands."""

    chances: Mapping[str, float]
    features: int

    @property
    def best(self) -> str:
        return next(iter(self.chances))


class WordModel:
    """Frozen. `misfit_below`: the standing below which a claimed category is called a misfit."""

    def __init__(self, categories: Sequence[ModelCategory], settings: Mapping[str, float], rows: Mapping[str, str]):
        self.categories = {one.id: one for one in categories}
        self.misfit_below = settings["misfit_below"]
        self._unit = settings["unit"]
        self._bias = [self._unit * 10 * (ord(cell) - NEUTRAL) for cell in rows["@bias"]]
        self._rows = rows
        self._lives = {one.id: _numbers(rows.get(_LIVES + one.id)) for one in categories}
        self._layout = Layout(f"<{len(categories) + 1}H")
        self._of_word = lru_cache(_REMEMBERED)(self._add_up)

    @classmethod
    def parse(cls, data: bytes) -> WordModel:
        """The model in the text that `listing_rules.categories.training` writes."""
        text = data.decode()
        categories = [ModelCategory(one, name, int(titles)) for one, name, titles in _CATEGORY.findall(text)]
        settings = {name: float(value) for name, value in _SETTING.findall(text)}
        return cls(categories, settings, dict(_ROW.findall(text)))

    def read(self, words: Sequence[str]) -> Reading | None:
        """What these words speak for; None where the model knows none of them."""
        total = 0
        for feature in _neighbours(words):
            if feature in self._rows:
                total += _packed(self._rows[feature])
        for word in words:
            if total & 0xFFFF > _MOST_FEATURES:
                break
            total += self._of_word(word)
        count, *sums = self._layout.unpack(total.to_bytes(self._layout.size, "little"))
        return Reading(self._chances(sums, count), count) if count else None

    def standing(self, reading: Reading, category: str) -> float:
        """The chance of a category, raised where listings that read like this one are known to live under it."""
        chance, column = reading.chances[category], list(self.categories).index(category)
        lived = sum(other * self._lives[one][column] for one, other in reading.chances.items() if self._lives[one])
        return float(chance ** (1 - _LIVED) * lived**_LIVED) if lived else chance

    def deciding(self, words: Sequence[str], category: str, other: str, limit: int = 3) -> tuple[str, ...]:
        """The words that speak most for the one category and against the other."""
        order = list(self.categories)
        good, bad = order.index(category) + 1, order.index(other) + 1
        gains = {}
        for word in words:
            cells = self._cells(self._of_word(word))
            gains[word] = cells[good] - cells[bad]
        return tuple(sorted((word for word in words if gains[word] > 0), key=lambda word: -gains[word])[:limit])

    def _cells(self, packed: int) -> tuple[Any, ...]:
        return self._layout.unpack(packed.to_bytes(self._layout.size, "little"))

    def _add_up(self, word: str) -> int:
        rows = self._rows
        return sum(_packed(rows[piece]) for piece in pieces(word) if piece in rows)

    def _chances(self, sums: Sequence[int], count: int) -> dict[str, float]:
        share = share_of(count) * self._unit
        scores = [bias + share * (one - NEUTRAL * count) for bias, one in zip(self._bias, sums, strict=True)]
        top = max(scores)
        powers = [math.exp(one - top) for one in scores]
        whole = sum(powers)
        chances = zip(self.categories, powers, strict=True)
        return {one: power / whole for one, power in sorted(chances, key=lambda pair: -pair[1])}


def share_of(count: int) -> float:
    """What one of `count` features weighs."""
    return 4 / math.sqrt(count)


def _numbers(shares: str | None) -> list[float]:
    """Shares in hundred thousandths."""
    return [int(share) / 1e5 for share in shares.split(" ")] if shares else []


def _neighbours(words: Sequence[str]) -> Iterable[str]:
    return map(" ".join, pairwise(words))


def _packed(cells: str) -> int:
    """A row as one large number, sixteen bits a category, the lowest a 1 that counts: rows add up in one addition."""
    return int.from_bytes(("\x01" + cells).encode("utf-16-le"), "little")
