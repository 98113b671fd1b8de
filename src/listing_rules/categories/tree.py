"""One market's category tree: a dated snapshot, or TikTok's own Get Categories answer for a shop.

A snapshot says what it knows and no more: whether a category is a leaf is None where only newer data could tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from listing_rules.errors import ShopError

__all__ = ["Category", "CategoryTree"]

_TOP = ("", "0", None)
_MAX_LEVEL = 12


class Category(Struct, frozen=True):
    """`parent` is None at the top, and where a snapshot does not know it. `leaf` is None where it cannot tell."""

    id: str
    name: str
    parent: str | None
    leaf: bool | None
    permissions: frozenset[str] = frozenset()


class CategoryTree:
    """Frozen, but for what it remembers. `authoritative` trees hold every category of the shop; `source` names where
    the tree comes from."""

    def __init__(self, categories: Iterable[Category], *, source: str, authoritative: bool) -> None:
        self.source = source
        self.authoritative = authoritative
        self._categories = {category.id: category for category in categories}
        self._level1: dict[str, Category | None] = {}

    @classmethod
    def from_get_categories(cls, answer: Mapping[str, Any]) -> CategoryTree:
        """TikTok's answer as it came, with or without its envelope. ShopError where it is none."""
        body = answer.get("data", answer)
        rows = body.get("categories") if isinstance(body, Mapping) else None
        if answer.get("code") or not isinstance(rows, list):
            said = answer.get("message") or f"the keys {', '.join(sorted(map(str, answer)))[:100]}"
            raise ShopError(
                f"categories: found {said}; TikTok's Get Categories answer with data.categories was expected"
            )
        try:
            categories = [_from_answer(row) for row in rows]
        except (KeyError, TypeError, AttributeError):
            raise ShopError(
                "categories: each needs id, parent_id, local_name and is_leaf, as Get Categories gives"
            ) from None
        return cls(categories, source="the shop's own Get Categories answer", authoritative=True)

    def __iter__(self) -> Any:
        return iter(self._categories.values())

    def __getitem__(self, category_id: str) -> Category:
        return self._categories[category_id]

    def get(self, category_id: str) -> Category | None:
        """The category with this id."""
        return self._categories.get(category_id)

    def line(self, category_id: str) -> tuple[str, ...]:
        """The category and all above it, as far as the tree knows, from the bottom up."""
        line: list[str] = []
        category = self._categories.get(category_id)
        while category is not None and len(line) < _MAX_LEVEL:
            line.append(category.id)
            category = self._categories.get(category.parent or "")
        return tuple(line)

    def path(self, category_id: str) -> str | None:
        """ "A > B > C", as far up as the tree knows."""
        return " > ".join(self._categories[one].name for one in reversed(self.line(category_id))) or None

    def level1(self, category_id: str) -> Category | None:
        """The top category it stands under; None where the tree does not know that."""
        if category_id not in self._categories:
            return None
        if category_id not in self._level1:
            top = self._categories[self.line(category_id)[-1]]
            self._level1[category_id] = top if top.id in self.tops else None
        return self._level1[category_id]

    @cached_property
    def tops(self) -> frozenset[str]:
        """The ids of the top categories: those that have something below them and nothing above."""
        parents = {category.parent for category in self}
        return frozenset(category.id for category in self if category.parent is None and category.id in parents)

    def by_path(self, path: str) -> Category | None:
        """The category at "A > B > C", without regard to case; a single name finds a top category first."""
        return self._paths.get(tuple(part.strip().casefold() for part in path.split(">")))

    @cached_property
    def _paths(self) -> Mapping[tuple[str, ...], Category]:
        found: dict[tuple[str, ...], Category] = {}
        for category in sorted(self, key=lambda one: one.id not in self.tops):
            names = (self._categories[one].name.casefold() for one in reversed(self.line(category.id)))
            found.setdefault(tuple(names), category)
        return found

    def permissions(self, category_id: str) -> frozenset[str]:
        """The category's permission statuses (AVAILABLE, INVITE_ONLY ...), none where they are not known."""
        category = self.get(category_id)
        return category.permissions if category else frozenset()


def _from_answer(row: Mapping[str, Any]) -> Category:
    parent = row.get("parent_id")
    return Category(
        id=str(row["id"]),
        name=str(row["local_name"]),
        parent=None if parent in _TOP else str(parent),
        leaf=bool(row["is_leaf"]),
        permissions=frozenset(map(str, row.get("permission_statuses") or ())),
    )
