"""Check a whole catalog: stream it, on one core or several, and give the reports in the catalog's order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from listing_rules.api import bundled_rules, checker_for
from listing_rules.catalog_pass import CatalogPass
from listing_rules.errors import ListingRulesError
from listing_rules.inputs import CatalogSource, Inputs, files_of
from listing_rules.report import Report
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.workers import check_here, check_in_workers

__all__ = ["CatalogSource", "check_catalog", "check_inputs", "files_of"]


def check_catalog(
    source: CatalogSource,
    *,
    shop: Shop,
    rules: RuleSet | None = None,
    jobs: int = 1,
    as_of: date | None = None,
    shape: str | None = None,
) -> Iterator[Report]:
    """A report for every product, in the catalog's order.

    `source` is a file, folder or glob, an open binary file, or any iterable of payloads. What cannot be read comes as
    a report with `unreadable` set and does not stop the run. `jobs` is the number of processes. Rules about the whole
    catalog, such as the shop's uploads, take the products in order.
    """
    inputs = Inputs([source], shape)
    return check_inputs(inputs, shop=shop, rules=rules or bundled_rules(), jobs=jobs, as_of=as_of)


def check_inputs(
    inputs: Inputs, *, shop: Shop, rules: RuleSet, jobs: int = 1, as_of: date | None = None
) -> Iterator[Report]:
    """The same for several sources that together are one catalog."""
    if jobs < 1:
        raise ListingRulesError(f"jobs is {jobs}; at least 1 was expected")
    checker = checker_for(rules, shop, as_of)
    pieces = iter(inputs)
    checked = check_here(pieces, checker) if jobs == 1 else check_in_workers(pieces, rules, shop, as_of, jobs)
    catalog = CatalogPass(checker)
    return (catalog.add(*one) for piece in checked for one in piece)
