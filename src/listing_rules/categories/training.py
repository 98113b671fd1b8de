"""Learns from labelled titles which words speak for which level-1 category, in plain Python.

Multinomial logistic regression over words, neighbours and pieces of words; every text leaves out a random half of
them in every round, which keeps the weights honest. The same titles and seeds give the same weights.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from listing_rules.categories.model import share_of
from listing_rules.categories.words import features_of

__all__ = ["Labelled", "Weights", "learn"]

SEEDS = (20261124, 20261125)
_ROUNDS = 12
_RATE = 0.3
_BIAS_RATE = 0.006
_LEFT_OUT = 0.5
_SEEN_AT_LEAST = 2
_TOO_SMALL = 0.004


class Labelled(NamedTuple):
    """A text, the column of the category it stands under, and how much it counts (a live title: 1)."""

    text: str
    column: int
    counts: float = 1.0


class Weights(NamedTuple):
    """One row a feature, one number a category."""

    rows: dict[str, list[float]]
    bias: list[float]


class _Known(NamedTuple):
    """A text as the numbers of its features."""

    features: list[int]
    column: int
    counts: float


def learn(examples: Sequence[Labelled], columns: int, keep: int, seeds: Sequence[int] = SEEDS) -> Weights:
    """The weights of the `keep` most telling features: the mean of what each seed learns."""
    texts = [features_of(one.text) for one in examples]
    seen = Counter(feature for found in texts for feature in set(found))
    number = {one: place for place, one in enumerate(one for one, count in seen.items() if count >= _SEEN_AT_LEAST)}
    known = [
        _Known([number[feature] for feature in found if feature in number], one.column, one.counts)
        for found, one in zip(texts, examples, strict=True)
    ]
    runs = [_Learner(len(number), columns, seed).taught(known) for seed in seeds]
    rows = [[sum(column) / len(runs) for column in zip(*same, strict=True)] for same in zip(*(r.rows for r in runs))]  # noqa: B905 (one length)
    bias = [sum(column) / len(runs) for column in zip(*(run.bias for run in runs), strict=True)]
    felt = _felt(known, len(number))
    telling = sorted(number, key=lambda one: (-max(map(abs, rows[number[one]])) * math.sqrt(felt[number[one]]), one))
    return Weights({one: rows[number[one]] for one in telling[:keep]}, bias)


def _felt(known: Sequence[_Known], size: int) -> list[float]:
    """How much each feature's texts count together."""
    felt = [0.0] * size
    for one in known:
        for feature in one.features:
            felt[feature] += one.counts
    return felt


class _Learner:
    """One run over the texts. `moved` slows a feature down the more it has been moved (Adagrad)."""

    def __init__(self, size: int, columns: int, seed: int) -> None:
        self.rows = [[0.0] * columns for _ in range(size)]
        self.bias = [0.0] * columns
        self._moved = [0.1] * size
        self._chance = random.Random(seed)  # noqa: S311 (a seed, so that the model is the same again)

    def taught(self, known: Sequence[_Known]) -> _Learner:
        order, draw = list(known), self._chance.random
        for turn in range(_ROUNDS):
            self._chance.shuffle(order)
            rate = 1 - turn / _ROUNDS
            for one in order:
                left = [feature for feature in one.features if draw() >= _LEFT_OUT]
                if left:
                    self._step(left, one, rate)
        return self

    def _step(self, left: list[int], one: _Known, rate: float) -> None:
        rows, share = self.rows, share_of(len(left))
        gaps = softmax(self.bias, share, [rows[feature] for feature in left])
        gaps[one.column] -= 1
        scale = one.counts * share
        wrong = [(column, gap * scale) for column, gap in enumerate(gaps) if not -_TOO_SMALL < gap < _TOO_SMALL]
        force = sum(gap * gap for _, gap in wrong)
        for column, gap in wrong:
            self.bias[column] -= _BIAS_RATE * rate * gap / share
        for feature in left:
            self._moved[feature] += force
            row, pace = rows[feature], rate * _RATE / math.sqrt(self._moved[feature])
            for column, gap in wrong:
                row[column] -= pace * gap


def softmax(bias: Sequence[float], share: float, rows: Sequence[Sequence[float]]) -> list[float]:
    """The chances of the categories, from the rows of the features that were found."""
    scores = [one + share * total for one, total in zip(bias, map(sum, zip(*rows, strict=True)), strict=True)]
    top = max(scores)
    powers = [math.exp(one - top) for one in scores]
    whole = 1 / sum(powers)
    return list(map(mul, powers, [whole] * len(powers)))
