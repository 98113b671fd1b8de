"""From labelled titles to the table that `WordModel` reads: what teaches it, and what its own mistakes tell about it.

Every title is also read by a model that has not seen it. That tells where listings that read like one category
really live, and how badly live listings stand under their own: no more of them than asked for may be called misfits.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from listing_rules.categories.fit import CONDITION
from listing_rules.categories.model import LETTERS, LIVE_SHARES, Reading, WordModel
from listing_rules.categories.tables import CategoryTables
from listing_rules.categories.training import Labelled, Weights, learn
from listing_rules.categories.tree import Category, CategoryTree
from listing_rules.categories.words import words_of

__all__ = [
    "FOLDS",
    "Judged",
    "Lesson",
    "Trained",
    "as_text",
    "counts",
    "held_out",
    "lesson",
    "lives_of",
    "tops_by_name",
    "train",
]

FOLDS = 5
_KEEP = 28_000
_STEPS = 45  # what the largest weight is
_TOO_FEW_STEPS = 2
_NAMES_COUNT, _PHRASES_COUNT = 0.15, 0.3
_BARELY = 1e-6

Map: TypeAlias = Callable[..., Iterator[Weights]]


class Lesson(NamedTuple):
    """`titles` are held out fold by fold; `others` always teach."""

    categories: list[Category]
    titles: list[Labelled]
    others: list[Labelled]


class Judged(NamedTuple):
    """A title, and what a model says of it that has not seen it."""

    title: Labelled
    reading: Reading


class Trained(NamedTuple):
    """The table as text, and what share of titles that it had not seen were told right, first and among five."""

    text: str
    titles: int
    categories: int
    first: float
    fifth: float


def tops_by_name(tree: CategoryTree) -> dict[str, Category]:
    """The level-1 categories by id and by name without regard to case."""
    tops = [one for one in tree if one.id in tree.tops]
    return {one.name.casefold(): one for one in tops} | {one.id: one for one in tops}


def lesson(
    titles: Sequence[tuple[str, Category]], tables: CategoryTables, extra: Sequence[tuple[str, str, float]] = ()
) -> Lesson:
    """Titles with their level-1 category; the names of the tree and the bundled phrases teach beside them.

    `extra` are more texts that are never held out: text, level-1 name, and how much it counts.
    """
    tree = tables.tree("US")
    named = tops_by_name(tree)
    told = [(text, name, _PHRASES_COUNT) for name, text in tables.phrases] + list(extra)
    beside = [(text, named[name.casefold()], counts) for text, name, counts in told if name.casefold() in named]
    used = {top.id: top for top in [*(top for _, top in titles), *(top for _, top, _ in beside)]}
    tops = sorted(used.values(), key=lambda top: top.name)
    column = {top.id: place for place, top in enumerate(tops)}
    beside += [(text, top, _NAMES_COUNT) for text, top in _names(tree) if top.id in column]
    return Lesson(
        tops,
        [Labelled(text, column[top.id]) for text, top in titles],
        [Labelled(text, column[top.id], counts) for text, top, counts in beside],
    )


def _names(tree: CategoryTree) -> Iterator[tuple[str, Category]]:
    for one in tree:
        top = tree.level1(one.id)
        if top:
            path = (tree.path(one.id) or "").split(" > ")
            yield " ".join(path[1:] or path), top


def train(found: Lesson, notes: Sequence[str] = (), run: Map = map) -> Trained:
    """The whole table. `run` is `map`, or that of an executor with several processes."""
    lessons = [*_folds(found), [*found.titles, *found.others]]
    *folds, whole = run(_learnt, lessons, [len(found.categories)] * len(lessons))
    judged = [one for number, weights in enumerate(folds) for one in _judged(found, weights, number)]
    lives = lives_of(len(found.categories), judged)
    model = WordModel.parse(as_text(found, whole, lives=lives).encode())
    live = sorted(_standing(model, one) for one in judged)
    text = as_text(found, whole, notes, lives, [live[int(len(live) * share)] for share in LIVE_SHARES])
    return Trained(text, len(found.titles), len({one.column for one in found.titles}), *map(_right(judged), (1, 5)))


def _right(judged: Sequence[Judged]) -> Callable[[int], float]:
    """What share of titles have their own category among the best so many."""
    better = [sum(chance > one.reading.chances[one.title.column] for chance in one.reading.chances) for one in judged]
    return lambda best: sum(one < best for one in better) / len(better)


def held_out(found: Lesson, run: Map = map) -> list[list[Judged]]:
    """Fold by fold, the titles and what a model says of them that has not seen them."""
    folds = run(_learnt, _folds(found), [len(found.categories)] * FOLDS)
    return [_judged(found, weights, number) for number, weights in enumerate(folds)]


def _learnt(examples: Sequence[Labelled], columns: int) -> Weights:
    return learn(examples, columns, _KEEP)


def _shuffled(found: Lesson) -> list[Labelled]:
    order = list(found.titles)
    random.Random(1).shuffle(order)  # noqa: S311 (a seed, so that the folds are the same again)
    return order


def _folds(found: Lesson) -> list[list[Labelled]]:
    order = _shuffled(found)
    return [
        [*(one for place, one in enumerate(order) if place % FOLDS != fold), *found.others] for fold in range(FOLDS)
    ]


def _judged(found: Lesson, weights: Weights, fold: int) -> list[Judged]:
    model = WordModel.parse(as_text(found, weights).encode())
    read = ((one, model.read(words_of(one.text))) for one in _shuffled(found)[fold::FOLDS])
    return [Judged(one, reading) for one, reading in read if reading]


def _standing(model: WordModel, one: Judged) -> float:
    """How it stands under the category it lives in; 1 where that is never refuted."""
    category = model.categories[one.title.column]
    return 1.0 if category.name in CONDITION else model.standing(one.reading, category.id)


def lives_of(columns: int, judged: Sequence[Judged]) -> list[list[float]]:
    """Of held-out titles that read like one category, what share lives under each."""
    found = [[_BARELY] * columns for _ in range(columns)]
    for one in judged:
        for row, chance in zip(found, one.reading.chances, strict=True):
            row[one.title.column] += chance
    return [[one / sum(row) for one in row] for row in found]


def as_text(
    found: Lesson,
    weights: Weights,
    notes: Sequence[str] = (),
    lives: Sequence[Sequence[float]] = (),
    live: Sequence[float] = (),
) -> str:
    """The model as the text that `WordModel.parse` reads."""
    size = len(found.categories)
    unit = max((abs(one) for row in weights.rows.values() for one in row), default=1.0) / _STEPS or 1.0
    lines = [f"# {note}" for note in notes]
    for place, top in enumerate(found.categories):
        titles = sum(one.column == place for one in found.titles)
        shares = " ".join(str(max(1, round(share * 1e5))) for share in (lives[place] if lives else [0.0] * size))
        lines.append(f"@category\t{LETTERS[place]}\t{top.id}\t{top.name}\t{titles}\t{shares}")
    lines.append(f"@set\tunit\t{unit:.6f}")
    lines += ["@set\tlive\t" + " ".join(f"{one:.7f}" for one in live)] if live else []
    lines.append("@bias\t" + " ".join(f"{one:.4f}" for one in weights.bias))
    rows = ((feature, _cells(weights.rows[feature], unit)) for feature in sorted(weights.rows))
    lines += [f"{feature}\t{cells}" for feature, cells in rows if cells]
    return "\n".join(lines) + "\n"


def _cells(row: Sequence[float], unit: float) -> str:
    steps = ((letter, round(one / unit)) for letter, one in zip(LETTERS, row, strict=False))
    return " ".join(f"{letter}{step}" for letter, step in steps if abs(step) >= _TOO_FEW_STEPS)


def counts(found: Lesson) -> Mapping[str, int]:
    """How many titles taught each level-1 category, by name."""
    return {top.name: sum(one.column == place for one in found.titles) for place, top in enumerate(found.categories)}
