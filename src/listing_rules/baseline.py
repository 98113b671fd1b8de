"""A baseline: failures that a team knows of already, so that only new ones count.

The file is JSONL: a first line that says what it is, then one failure a line, sorted, so that version control shows
what came and went. It is read and written line by line.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import chain, compress

import msgspec
from msgspec import Struct

from listing_rules.errors import ListingRulesError
from listing_rules.known import Entry, Known, entries_of, product_key
from listing_rules.report import Report

__all__ = ["all_known", "baseline_lines", "nothing_known", "read_baseline", "undecided", "without_known"]

_FORM = 1
_MERGE_CONFLICT = re.compile(rb"<{7} |={7}\s|>{7} ")


class _Header(Struct, frozen=True):
    listing_rules_baseline: int
    market: str
    rules_version: str


_HEADER = msgspec.json.Decoder(_Header)
_ENTRY = msgspec.json.Decoder(Entry)


def read_baseline(lines: Iterable[bytes], market: str) -> Known:
    """What a baseline holds. ListingRulesError, naming the line, where it is damaged, none, or another market's."""
    known = Known()
    numbered = enumerate(lines, 1)
    _check_header(next(numbered, (1, b""))[1], market)
    for number, line in numbered:
        try:
            known.add(_ENTRY.decode(line))
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise ListingRulesError(f"line {number} {_damage(line, error)}") from None
    return known


def _check_header(line: bytes, market: str) -> None:
    try:
        header = _HEADER.decode(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise ListingRulesError("is no baseline; 'listing-rules check --write-baseline FILE' writes one") from None
    if header.listing_rules_baseline != _FORM:
        raise ListingRulesError(
            f"is a baseline of form {header.listing_rules_baseline}; this release of listing-rules reads form {_FORM}"
        )
    if header.market != market:
        raise ListingRulesError(f"was written for the market {header.market}; this run is for {market}")


def _damage(line: bytes, error: Exception) -> str:
    if _MERGE_CONFLICT.match(line):
        return "is an unsettled merge; keep the lines of both sides and delete the marks"
    if not line.strip():
        return "is empty"
    return f"is damaged ({error}); take the file from version control, or delete it and write it anew"


def baseline_lines(known: Known, market: str, rules_version: str) -> Iterator[str]:
    """The lines of a baseline, each with its line break."""
    header = _Header(listing_rules_baseline=_FORM, market=market, rules_version=rules_version)
    for value in chain((header,), known.all()):
        yield msgspec.json.encode(value).decode() + "\n"


def without_known(report: Report, known: Known, of_catalog: Container[str]) -> Report:
    """The report with the failures that are known set apart. `of_catalog` are rules of the catalog as a whole."""
    entries = entries_of(report.product, report.failures, of_catalog)
    found = known.look_up(product_key(report.product), entries, undecided(report))
    if not any(found):
        return report
    kept = tuple(compress(report.failures, (not one for one in found)))
    return report.model_copy(update={"failures": kept, "known": tuple(compress(report.failures, found))})


def all_known(report: Report) -> Report:
    """The report with every failure set apart as known."""
    return report.model_copy(update={"failures": (), "known": report.failures}) if report.failures else report


def nothing_known(report: Report) -> Report:
    """The report as it was before any failure was set apart; what was known stands first."""
    if not report.known:
        return report
    return report.model_copy(update={"failures": report.known + report.failures, "known": ()})


def undecided(report: Report) -> frozenset[str]:
    """The rules that say nothing of this product: a fact was missing, or somebody turned them off."""
    return frozenset(one.rule for one in report.skipped) | frozenset(one.rule for one in report.turned_off)
