"""What was seen of a rule, and what of it counts: the facets, and the gaps among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from listing_rules.shop import MARKETS
from listing_rules.testing.coverage.sides import SIDES

__all__ = ["FACETS", "RuleCoverage"]

FACETS = ("fires", "silent", "markets", "stage", "limits", "shapes", "skipped")


class RuleCoverage(Struct, kw_only=True):
    """What the examples of one rule, and a catalog where one was given, have shown of it.

    `fires`, `silent` and `skipped` count products. `markets` are those in which it fired, `undecided` those for which
    no source states its limit, `limits` the sides of each limit that were tried, `shapes` what each shape of the same
    product made of it (`fires`, `silent`, `skipped`). `catalog` is how many of its products broke the rule, or None.
    """

    rule: str
    title: str
    area: str
    file: str
    stage: str
    holds_in: tuple[str, ...]
    needs: tuple[str, ...]
    fires: int = 0
    silent: int = 0
    skipped: int = 0
    stages: set[str] = field(default_factory=set)
    markets: set[str] = field(default_factory=set)
    undecided: set[str] = field(default_factory=set)
    limits: dict[str, set[str]] = field(default_factory=dict)
    shapes: dict[str, str] = field(default_factory=dict)
    catalog: int | None = None

    def facets(self) -> Iterator[tuple[str, str, bool]]:
        """Each facet of the rule: its kind, what it is, and whether it was seen."""
        yield "fires", "fires", self.fires > 0
        yield "silent", "stays silent", self.silent > 0
        for market in self.holds_in:
            if market not in self.undecided:
                yield "markets", f"fires in {market}", market in self.markets
        yield "stage", f"stops at {self.stage}", self.stage in self.stages
        for limit, sides in self.limits.items():
            yield from (("limits", f"{side} {limit}", side in sides) for side in SIDES)
        for shape, seen in self.shapes.items():
            yield "shapes", f"speaks of {shape}", seen != "silent"
        if self.needs:
            yield "skipped", f"is skipped without {', '.join(self.needs)}", self.skipped > 0

    def gaps(self) -> list[str]:
        """What was never seen."""
        return [what for _, what, seen in self.facets() if not seen]

    def share(self) -> float:
        """The facets that were seen, from 0 to 1."""
        seen = [seen for _, _, seen in self.facets()]
        return sum(seen) / len(seen)

    def seen_of(self, kind: str) -> tuple[int, int]:
        """How many of this kind's facets were seen, and how many there are."""
        seen = [seen for one, _, seen in self.facets() if one == kind]
        return sum(seen), len(seen)

    def as_json(self) -> dict[str, Any]:
        """Everything, in an order that stays the same."""
        return {
            "rule": self.rule,
            "title": self.title,
            "area": self.area,
            "file": self.file,
            "coverage": round(self.share(), 4),
            "gaps": self.gaps(),
            "fires": self.fires,
            "silent": self.silent,
            "skipped": self.skipped,
            "stage": {"told": self.stage, "seen": sorted(self.stages)},
            "markets": {
                market: "undecided" if market in self.undecided else "fires" if market in self.markets else "never"
                for market in MARKETS
                if market in self.holds_in
            },
            "limits": {limit: [side for side in SIDES if side in sides] for limit, sides in self.limits.items()},
            "shapes": self.shapes,
            "catalog": self.catalog,
        }
