"""Learns from labelled titles which words speak for which level-1 category, in plain Python.

Multinomial logistic regression over words, neighbours and pieces of words; every text leaves out a random fifth of
them in every round, which keeps the weights honest. The same titles and seed give the same model, byte for byte.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import add
from typing import NamedTuple

from listing_rules.categories.model import NEUTRAL, ModelCategory, share_of
from listing_rules.categories.words import pieces, words_of

__all__ = ["Labelled", "Weights", "as_text", "features", "learn", "lives", "misfit_below"]

_SEED = 20261124
_ROUNDS = 6
_RATE = 3.0
_LEFT_OUT = 0.25
_SEEN_AT_LEAST = 2
_TOO_SMALL = 0.004
_FURTHEST = 45  # steps from the neutral character that are still printable
_CLIPPED_FROM = 0.9995


class Labelled(NamedTuple):
    """A text, the column of the category it stands under, and how much it counts (a live title: 1)."""

    text: str
    column: int
    counts: float = 1.0


class Weights(NamedTuple):
    """One row a feature, one number a category."""

    rows: dict[str, list[float]]
    bias: list[float]


def features(text: str) -> list[str]:
    """Everything in the text that a model may weigh."""
    words = words_of(text)
    found = [f"{one} {other}" for one, other in pairwise(words)]
    for word in words:
        found.extend(pieces(word))
    return found


def learn(examples: Iterable[Labelled], columns: int, keep: int, seed: int = _SEED) -> Weights:
    """The weights of the `keep` most telling features, learned again without the others."""
    texts = [(features(one.text), one) for one in examples]
    seen = Counter(feature for found, _ in texts for feature in set(found))
    weights = Weights({one: [0.0] * columns for one, count in seen.items() if count >= _SEEN_AT_LEAST}, [0.0] * columns)
    _teach(weights, texts, seed)
    felt: Counter[str] = Counter()
    for found, one in texts:
        felt.update(dict.fromkeys(found, one.counts))
    telling = sorted(weights.rows, key=lambda one: (-max(map(abs, weights.rows[one])) * math.sqrt(felt[one]), one))
    kept = Weights({one: weights.rows[one] for one in telling[:keep]}, weights.bias)
    _teach(kept, texts, seed, rounds=4, rate=0.3)
    return kept


def _teach(
    weights: Weights, texts: Sequence[tuple[list[str], Labelled]], seed: int, rounds: int = 0, rate: float = 0.0
) -> None:
    rounds, rate = rounds or _ROUNDS, rate or _RATE
    chance = random.Random(seed)  # noqa: S311 (a seed, so that the model is the same again)
    moved = dict.fromkeys(weights.rows, 0.1)
    known = [([one for one in found if one in weights.rows], labelled) for found, labelled in texts]
    for turn in range(rounds):
        chance.shuffle(known)
        for found, labelled in known:
            left = [one for one in found if chance.random() >= _LEFT_OUT]
            if left:
                _step(weights, left, labelled, moved, rate * (1 - turn / rounds))


def _step(weights: Weights, found: list[str], labelled: Labelled, moved: dict[str, float], rate: float) -> None:
    share = share_of(len(found))
    gaps = _chances(weights, found, share)
    gaps[labelled.column] -= 1
    wrong = [(column, gap * labelled.counts * share) for column, gap in enumerate(gaps) if abs(gap) > _TOO_SMALL]
    force = sum(gap * gap for _, gap in wrong)
    for column, gap in wrong:
        weights.bias[column] -= 0.01 * rate * gap
    for feature in found:
        moved[feature] += force
        row, pace = weights.rows[feature], rate * 0.1 / math.sqrt(moved[feature])
        for column, gap in wrong:
            row[column] -= pace * gap


def _chances(weights: Weights, found: Sequence[str], share: float) -> list[float]:
    total = [0.0] * len(weights.bias)
    for feature in found:
        total = list(map(add, total, weights.rows[feature]))
    scores = [bias + share * one for bias, one in zip(weights.bias, total, strict=True)]
    top = max(scores)
    powers = [math.exp(one - top) for one in scores]
    whole = sum(powers)
    return [one / whole for one in powers]


def lives(columns: int, held_out: Iterable[tuple[int, Sequence[float]]]) -> list[list[float]]:
    """Of held-out titles that read like one category, what share lives under each; given are (column, chances)."""
    found = [[1e-6] * columns for _ in range(columns)]
    for column, given in held_out:
        for row, chance in zip(found, given, strict=True):
            row[column] += chance
    return [[one / sum(row) for one in row] for row in found]


def misfit_below(live: Iterable[float], wrongly: float = 1 / 200) -> float:
    """The chance below which no more than this share of live listings stand; `live` is what held-out titles got."""
    ordered = sorted(live)
    return ordered[int(len(ordered) * wrongly)]


def as_text(
    weights: Weights,
    categories: Sequence[ModelCategory],
    misfit: float,
    notes: Sequence[str] = (),
    lived: Sequence[Sequence[float]] = (),
) -> str:
    """The model as the text that `WordModel.parse` reads."""
    sizes = sorted(abs(one) for row in weights.rows.values() for one in row)
    unit = (sizes[int(len(sizes) * _CLIPPED_FROM)] / _FURTHEST) or 1.0
    lines = [f"# {note}" for note in notes]
    lines += [f"@category\t{one.id}\t{one.name}\t{one.titles}" for one in categories]
    lines += [f"@set\tmisfit_below\t{misfit:.6f}", f"@set\tunit\t{unit:.6f}"]
    for one, row in zip(categories, lived, strict=False):
        lines.append(f"@lives {one.id}\t" + " ".join(str(max(1, round(share * 1e5))) for share in row))
    lines.append("@bias\t" + _cells(weights.bias, unit * 10))
    lines += [f"{feature}\t{_cells(weights.rows[feature], unit)}" for feature in sorted(weights.rows)]
    return "\n".join(lines) + "\n"


def _cells(row: Sequence[float], unit: float) -> str:
    steps = (max(-_FURTHEST, min(_FURTHEST, round(one / unit))) for one in row)
    return "".join(chr(NEUTRAL + step) for step in steps)
