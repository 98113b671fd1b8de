"""A catalog by the block: reports of pieces that follow one another, with all that is made of each report by itself.

Where several processes check, the first one gets whole blocks. What it does for each product is what every product
waits for, so it looks into a block only for a product that the rest of the catalog has something to say about.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from msgspec import Struct

from listing_rules.catalog_pass import place_in_catalog
from listing_rules.engine import Checker, Key
from listing_rules.errors import PayloadError
from listing_rules.inputs import Located
from listing_rules.report import ProductRef, Report, Source, built
from listing_rules.shopify import Piece, Record
from listing_rules.shopify.subject import Readable
from listing_rules.tally import Tally

__all__ = ["Block", "Line", "Sent", "check_record", "checked", "packed", "records_of", "unpacked"]

Line: TypeAlias = Callable[[Report], str]
"""How a report is written on a line."""


class Sent(Struct, frozen=True):
    """What a worker found in a block, one of each for each product. `counts` are the products of each piece."""

    counts: list[int]
    hashes: list[tuple[int, ...]]
    places: list[str]
    reports: bytes
    tally: Tally
    lines: list[str] | None


class Block:
    """The `reports` on `pieces` that follow one another, and how to come by each product again.

    `hashes` are of what the whole catalog is asked about, `places` how each product is named to others. `tally` counts
    the reports and `lines` has them written; each is None where it is still to be made of them.
    """

    def __init__(self, pieces: int, product: Callable[[int], Readable]) -> None:
        self.pieces = pieces
        self.product = product
        self.hashes: Sequence[tuple[int, ...]] = ()
        self.places: Sequence[str] = ()
        self.tally: Tally | None = None
        self.lines: list[str] | None = None
        self._line: Line | None = None
        self._packed = b""

    @cached_property
    def reports(self) -> list[Report]:
        return list(pickle.loads(self._packed))  # noqa: S301 - from a worker of ours

    def change(self, number: int, report: Report) -> None:
        """Another report on the product of this number."""
        if report is self.reports[number]:
            return
        self.reports[number] = report
        self.tally = None
        if self.lines is not None and self._line is not None:
            self.lines[number] = self._line(report)


def checked(located: Located, checker: Checker) -> Block:
    """What is found in one piece."""
    records = list(records_of(located.piece, checker))
    found = [check_record(checker, record, located.file) for record in records]
    block = Block(1, lambda number: _product_of(records[number]))
    block.reports = [report for report, _ in found]
    block.hashes = [_hashes(keys) for _, keys in found]
    block.places = [place_in_catalog(report) for report in block.reports]
    return block


def packed(pieces: Sequence[Located], checker: Checker, line: Line | None) -> Sent:
    """What is found in some pieces, to be sent."""
    blocks = [checked(located, checker) for located in pieces]
    reports = [report for block in blocks for report in block.reports]
    tally = Tally()
    for report in reports:
        tally.add(report)
    return Sent(
        counts=[len(block.reports) for block in blocks],
        hashes=[hashes for block in blocks for hashes in block.hashes],
        places=[place for block in blocks for place in block.places],
        reports=pickle.dumps(reports, pickle.HIGHEST_PROTOCOL),
        tally=tally,
        lines=None if line is None else [line(report) for report in reports],
    )


def unpacked(pieces: Sequence[Located], sent: Sent, line: Line | None) -> Block:
    """The same where it came to."""

    def product(number: int) -> Readable:
        for located, count in zip(pieces, sent.counts, strict=True):
            if number < count:
                return _product_of(next(islice(located.piece.records(), number, None)))
            number -= count
        raise IndexError(number)

    block = Block(len(pieces), product)
    block.hashes, block.places, block.tally, block.lines = sent.hashes, sent.places, sent.tally, sent.lines
    block._packed, block._line = sent.reports, line
    return block


def _hashes(keys: Sequence[Key]) -> tuple[int, ...]:
    """The keys themselves are made again where one of them is met twice."""
    return tuple([key.hash for key in keys])


def records_of(piece: Piece, checker: Checker) -> Iterator[Record]:
    """What the piece holds; its text alone where that is beyond the shop's bounds."""
    try:
        checker.bounds.hold_text(getattr(piece, "data", None) or getattr(piece, "payload", None))
    except PayloadError as error:
        return iter((Record(getattr(piece, "number", None), error=str(error)),))
    return piece.records()


def _product_of(record: Record) -> Readable:
    if record.product is None:
        raise PayloadError(record.error or "the product cannot be read")
    return record.product


def check_record(checker: Checker, record: Record, file: str | None) -> tuple[Report, tuple[Key, ...]]:
    """The verdict on a product of a catalog, and its keys; a report of its own for what cannot be read."""
    source = built(Source, file=file, line=record.line)
    if record.product is None:
        return _unreadable(checker, source, record.error), ()
    try:
        return checker.check_in_catalog(record.product, source)
    except PayloadError as error:  # beyond the shop's bounds
        return _unreadable(checker, source, str(error)), ()


def _unreadable(checker: Checker, source: Source, why: str | None) -> Report:
    return built(
        Report,
        product=ProductRef(id=None, handle=None, title=None),
        source=source,
        market=checker.shop.market,
        rules_version=checker.rules.version,
        rules_hash=checker.rules.content_hash,
        forecast="not_synced",
        complete=False,
        failures=(),
        skipped=(),
        turned_off=(),
        known=(),
        unreadable=why,
        truncated=0,
    )
