"""Check a whole catalog: stream it, on one core or several, and give the reports in the catalog's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from listing_rules.api import bundled_rules, checker_for
from listing_rules.blocks import Block, Line, checked
from listing_rules.catalog_pass import CatalogPass
from listing_rules.engine import Checker
from listing_rules.errors import ListingRulesError
from listing_rules.inputs import CatalogSource, Inputs, Located, files_of
from listing_rules.report import Report
from listing_rules.ruleset import RuleSet
from listing_rules.seen import Seen
from listing_rules.shop import Shop
from listing_rules.workers import check_in_workers

__all__ = ["CatalogSource", "Course", "check_blocks", "check_catalog", "check_inputs", "files_of"]


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


class Course:
    """How a run goes: from the first piece to the last, keeping nothing. Another course may go on where a run ended.

    `pieces` were done before and `taken` uploads used up; `seen` is what those pieces held. `line` is how reports are
    to be written on lines, where that is asked for.
    """

    pieces = 0
    taken = 0
    seen: Seen | None = None
    line: Line | None = None

    def begin(self) -> None:
        """A block is begun."""

    def end(self, pieces: int, taken: int) -> None:
        """All its reports were taken. What this raises ends the run."""


def check_inputs(
    inputs: Iterable[Located], *, shop: Shop, rules: RuleSet, jobs: int = 1, as_of: date | None = None
) -> Iterator[Report]:
    """The same for several sources that together are one catalog."""
    return (
        one for block in check_blocks(inputs, shop=shop, rules=rules, jobs=jobs, as_of=as_of) for one in block.reports
    )


def check_blocks(
    inputs: Iterable[Located],
    *,
    shop: Shop,
    rules: RuleSet,
    jobs: int = 1,
    as_of: date | None = None,
    course: Course | None = None,
) -> Iterator[Block]:
    """The same by the block."""
    if jobs < 1:
        raise ListingRulesError(f"jobs is {jobs}; at least 1 was expected")
    checker = checker_for(rules, shop, as_of)
    pieces, course = iter(inputs), course or Course()
    if jobs == 1:
        blocks: Iterable[Block] = (checked(piece, checker) for piece in pieces)
    else:
        blocks = check_in_workers(pieces, partial(Checker, rules, shop, as_of), jobs, course.line)
    return _completed(blocks, CatalogPass(checker, course.seen, course.taken), course)


def _completed(blocks: Iterable[Block], catalog: CatalogPass, course: Course) -> Iterator[Block]:
    done = course.pieces
    for block in blocks:
        course.begin()
        for number, (hashes, place) in enumerate(zip(block.hashes, block.places, strict=True)):
            first = catalog.meet(hashes, place)
            if first or catalog.counted:
                block.change(number, catalog.told(block.reports[number], first, partial(block.product, number)))
        yield block
        done += block.pieces
        course.end(done, catalog.taken)
