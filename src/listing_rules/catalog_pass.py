"""What only the whole catalog can tell: the same thing on two products, and who must wait for the next uploads.

Products pass in the catalog's order, each with its report and its keys. Of two products with the same key the later
one is told, with the place of the first. Products that connectors leave alone (drafts) bring no keys. Those that
TikTok Shop would take (`synced`, `in_review`) use up the shop's uploads, and the ones after that must wait; products
that would fail are to be mended first and use up nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from listing_rules.checks import Hit
from listing_rules.engine import Checker, Key
from listing_rules.report import ProductRef, Report
from listing_rules.seen import Seen
from listing_rules.shopify.subject import Readable

__all__ = ["TAKES_AN_UPLOAD", "CatalogPass", "place_in_catalog", "place_of", "repeated", "waiting"]

TAKES_AN_UPLOAD = frozenset({"synced", "in_review"})


class CatalogPass:
    """Feed it every product of one catalog, in order, and use what it gives back. Memory does not grow."""

    def __init__(self, checker: Checker, seen: Seen | None = None, taken: int = 0) -> None:
        """`seen` and `taken`, the uploads used up so far, are those of a pass that this one goes on with."""
        self._checker = checker
        self._seen = seen or Seen()
        self._quota = next((one.rule.id for one in checker.compiled if one.rule.kind == "quota"), None)
        self._left = checker.shop.uploads_left
        self.taken = taken

    def add(self, report: Report, keys: Sequence[Key], product: Callable[[], Readable]) -> Report:
        """The report, with a failure more for each thing that another product holds, and where it must wait.

        `product` is asked for where something is found: not every caller has it at hand.
        """
        if report.forecast == "not_synced":
            return report
        return self.told(report, self.meet([key.hash for key in keys], place_in_catalog(report)), product)

    def meet(self, hashes: Sequence[int], place: str) -> Mapping[int, str]:
        """Those of a product's keys that others hold, by their hashes, with the place of the first."""
        return self._seen.meet(hashes, place) if hashes else {}

    def told(self, report: Report, first: Mapping[int, str], product: Callable[[], Readable]) -> Report:
        """The report with what `meet` found. It is asked for of every product where there are `counted` uploads."""
        if first:
            hits: dict[str, list[Hit]] = defaultdict(list)
            for key in self._checker.keys_of(product()):
                if key.hash in first:
                    hits[key.rule].append(repeated(key, first[key.hash]))
            report = self._checker.add_hits(product(), report, hits)
        return self._in_line(report, product)

    @property
    def counted(self) -> bool:
        return self._quota is not None and self._left is not None

    def _in_line(self, report: Report, product: Callable[[], Readable]) -> Report:
        if self._quota is None or self._left is None or report.forecast not in TAKES_AN_UPLOAD:
            return report
        self.taken += 1
        if self.taken <= self._left:
            return report
        wait = waiting(self._left, self.taken, self._checker.shop.uploads_per_day)
        return self._checker.add_hits(product(), report, {self._quota: [wait]})


def waiting(left: int, position: int, daily: int | None) -> Hit:
    """What stops a product beyond those that the shop may still upload, and when its turn comes if that is known."""
    when = ""
    if daily:
        days = -((left - position) // daily)
        when = f" At {daily} a day its turn comes in {days} {'day' if days == 1 else 'days'}."
    return Hit("", left, words={"limit": left, "position": position, "when": when})


def repeated(key: Key, first: str) -> Hit:
    """What another product holds already; `first` is its place."""
    return Hit(key.at, key.value, key.value, {"repeated": key.value, "first": first})


def place_in_catalog(report: Report) -> str:
    """The same where the report says where it stands."""
    source = report.source
    return place_of(report.product, *((source.file, source.line) if source else ()))


def place_of(product: ProductRef, *parts: object) -> str:
    """How a product is named to somebody who looks for it; `parts` say where it stands."""
    name = f'"{product.title or product.handle or product.id or "(no title)"}"'
    place = ":".join(str(part) for part in parts if part is not None)
    return f"{name} ({place})" if place else name
