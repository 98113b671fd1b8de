"""The bundled category files, read when they are first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from listing_rules.categories.model import WordModel
from listing_rules.categories.tree import Category, CategoryTree
from listing_rules.taxonomy import PathTable

__all__ = ["CategoryTables", "load_tables"]

_SNAPSHOTS = {"US": "2026-08", "ID": "2026-06", "BR": "2026-06", "GB": "2023"}
_TREE = "tree.tsv"
_SHOPIFY = "shopify_level1.tsv"
_WORDS = "words.tsv"
_PHRASES = "phrases.tsv"


class CategoryTables:
    """The bundled tree by market, and which level-1 categories a Shopify category may stand under."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._trees: dict[str, CategoryTree] = {}

    def tree(self, market: str) -> CategoryTree:
        """The snapshot as far as it serves this market; ids and names agree across markets wherever both have them."""
        if market not in self._trees:
            date = _SNAPSHOTS.get(market, _SNAPSHOTS["US"])
            whose = market if market in _SNAPSHOTS else "US"
            source = f"the bundled {whose} category tree of {date}"
            categories = [_category(row, market, self._parents) for row in self._rows]
            self._trees[market] = CategoryTree(categories, source=source, authoritative=False)
        return self._trees[market]

    @cached_property
    def _rows(self) -> list[list[str]]:
        return _read(self._files[_TREE])

    @cached_property
    def _parents(self) -> frozenset[str]:
        return frozenset(row[2] for row in self._rows)

    @cached_property
    def _level1(self) -> PathTable[tuple[str, ...]]:
        """Level-1 names by Shopify category path."""
        rows = _read(self._files[_SHOPIFY])
        return PathTable({path: tuple(filter(None, "".join(names).split(" | "))) for path, *names in rows})

    @cached_property
    def words(self) -> WordModel | None:
        """The model that tells level-1 categories from words, where there is one."""
        return WordModel.parse(self._files[_WORDS]) if _WORDS in self._files else None

    @property
    def phrases(self) -> Iterator[tuple[str, str]]:
        """Level-1 names and what sellers call such goods, for teaching."""
        for name, phrases in _read(self._files.get(_PHRASES, b"")):
            yield from ((name, phrase) for phrase in phrases.split(", "))

    @cached_property
    def _english(self) -> Mapping[str, str]:
        return {row[0]: row[3] for row in self._rows if row[1] == "1"}

    def english(self, top: Category) -> str:
        """The English name of a level-1 category, whose own name may be in the shop's language."""
        return self._english.get(top.id, top.name)

    def allowed_level1(self, shopify_path: str) -> tuple[str, ...]:
        """The level-1 categories for a Shopify category, the usual one first; none where nothing is known."""
        return self._level1.nearest(shopify_path) or ()


def load_tables(files: Mapping[str, bytes]) -> CategoryTables:
    """The tables in these files, by file name; files of one content are prepared once."""
    return _tables(tuple(sorted(files.items())))


@lru_cache(maxsize=4)
def _tables(files: tuple[tuple[str, bytes], ...]) -> CategoryTables:
    return CategoryTables(dict(files))


def _read(data: bytes) -> list[list[str]]:
    return [line.split("\t") for line in data.decode().splitlines() if line and not line.startswith("#")]


def _category(row: list[str], market: str, parents: frozenset[str]) -> Category:
    """What has something below it is no leaf; whether the rest is one only newer data could tell."""
    category_id, _, parent, name, marks = row
    of_market = next((mark[2:] for mark in marks.split(" ") if mark.startswith(market)), "") if market in marks else ""
    return Category(
        id=category_id,
        name=name,
        parent=parent or None,
        leaf=False if category_id in parents else None,
        permissions=frozenset({"INVITE_ONLY"}) if "!" in of_market else frozenset(),
    )
