"""`spelled_alike`: two option values of one attribute that TikTok Shop reads as the same.

A value that stands in many SKUs is no duplicate; two spellings of it are. With `cut`, the spellings differ but
agree in as many characters as TikTok Shop keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.fold import fold
from listing_rules.paths import PATH_PATTERN, Path

__all__ = ["SCHEMA", "WORDS", "build"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "rows": {"type": "string", "pattern": PATH_PATTERN, "description": "The objects, such as sales attributes."},
        "key": {"type": "string", "description": "The field whose spellings are compared."},
        "under": {"type": "string", "description": "Only rows that agree in this field are compared."},
        "cut": {"type": "integer", "minimum": 1, "description": "Compare this many characters only."},
    },
    "required": ["rows", "key", "under"],
    "additionalProperties": False,
}
WORDS = frozenset({"spellings", "under"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["rows"])
    return _SpelledAlike(path, params["key"], params["under"], params.get("cut"))


class _SpelledAlike:
    def __init__(self, path: Path, key: str, under: str, cut: int | None) -> None:
        self.path = path
        self.key = key
        self.under = under
        self.cut = cut

    def __call__(self, facts: Facts) -> Iterator[Hit | Unknown]:
        rows = facts.column(self.path)
        if UNSET in rows:
            yield Unknown(self.path.text)
            return
        for name, spellings in self._spellings(rows).items():
            for same in self._groups(spellings):
                yield from self._hits(facts, name, same)

    def _spellings(self, rows: list[Any]) -> dict[str, Counter[str]]:
        """How often each value stands under each attribute."""
        found: dict[str, Counter[str]] = {}
        for row in rows:
            value = row[self.key]
            if value is not None:
                found.setdefault(row[self.under], Counter())[value] += 1
        return found

    def _groups(self, spellings: Counter[str]) -> Iterator[list[str]]:
        """Spellings that are the same once folded; with `cut`, that are the same only once cut. The commonest first."""
        if len(spellings) < 2:
            return
        groups: dict[str, dict[str, str]] = {}
        for spelling, _ in spellings.most_common():
            folded = fold(spelling)
            key = folded if self.cut is None else folded[: self.cut].rstrip()
            # Spellings that are equal when whole are one here, or the cut would tell them a second time.
            groups.setdefault(key, {}).setdefault(folded if self.cut else spelling, spelling)
        yield from (list(group.values()) for group in groups.values() if len(group) > 1)

    def _hits(self, facts: Facts, name: str, same: list[str]) -> Iterator[Hit]:
        """The commonest spelling stays; the others are to change, wherever they stand."""
        words = {"spellings": same, "under": name}
        cause = f"{name}\0{fold(same[0])[: self.cut]}"
        for at, row in facts.places(self.path):
            if row[self.under] == name and row[self.key] in same[1:]:
                yield Hit(f"{at}/{self.key}", row[self.key], cause=cause, words=words)
