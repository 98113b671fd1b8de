"""What strangers can send, and what has to hold of the answer whatever they send.

Each target takes bytes. It gives back nothing where all is well and raises where something is wrong: any exception but
a ListingRulesError, an answer that is much longer than what was asked. That it comes to an end is watched from outside.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import listing_rules as lr
from listing_rules.api import bundled_rules
from listing_rules.blocks import check_record
from listing_rules.engine import Checker
from listing_rules.errors import ListingRulesError, PayloadError
from listing_rules.examples import base_product
from listing_rules.explaining import causes
from listing_rules.formats import FORMATS, Run, Tally
from listing_rules.inputs import Inputs
from listing_rules.locating import Places
from listing_rules.marketlimits import read_markets
from listing_rules.output import spool
from listing_rules.overlay import with_changes
from listing_rules.report import Report, Source
from listing_rules.rulefile import load_rule
from listing_rules.ruleset import RuleSet
from listing_rules.shopify import read_product
from listing_rules.terms.matcher import load_terms
from listing_rules.terms.phrasing import Finder, pattern_problem
from listing_rules.yamlfile import Document, parse_yaml

__all__ = ["TARGETS"]

RULES = bundled_rules()
SHOPS = [lr.Shop(market="US", currency="USD"), lr.Shop(market="DE"), lr.Shop(market="JP", currency="JPY")]
CHECKERS = [Checker(RULES, shop) for shop in SHOPS]
PRODUCT = read_product(base_product(RULES, "US", {}))
_FREE, _PER_BYTE = 2**20, 1_000


def _bounded(text: str, data: bytes) -> None:
    """An answer may be a page of its own, and beyond that so many characters for each byte."""
    assert len(text) <= _FREE + _PER_BYTE * len(data), f"{len(text)} characters came of {len(data)} bytes"


def _reports(data: bytes) -> list[Report]:
    """What a catalog of these bytes gives; the market follows from their number."""
    checker = CHECKERS[len(data) % len(CHECKERS)]
    records = (one for located in Inputs([io.BytesIO(data)]) for one in located.piece.records())
    return [check_record(checker, record, "catalog.jsonl")[0] for record in records]


def payload(data: bytes) -> None:
    """One product in any shape, as bytes and as text."""
    with suppress(ListingRulesError):
        lr.check(data, shop=SHOPS[len(data) % len(SHOPS)])
    with suppress(ListingRulesError):
        lr.to_candidate(data.decode("utf-8", "surrogateescape"), shop=SHOPS[0]).to_api()


def catalog(data: bytes) -> None:
    """Many products, perhaps packed, and their reports there and back."""
    with suppress(PayloadError):
        for report in _reports(data):
            text = report.model_dump_json()
            assert Report.model_validate_json(text).model_dump_json() == text
            _bounded(text, data)


def outputs(data: bytes) -> None:
    """Every output of whatever was found, under a file's name that was sent too."""
    name, _, rest = data.partition(b"\n")
    file = name.decode("utf-8", "replace").replace("\0", "") or "catalog.jsonl"
    with suppress(PayloadError):
        reports = [one.model_copy(update={"source": Source(file=file, line=1)}) for one in _reports(rest)]
        for kind in FORMATS:
            _bounded(_written(kind, reports, rest), data)


def _written(kind: str, reports: list[Report], data: bytes) -> str:
    out, tally = io.StringIO(), Tally()
    places = Places(lambda _: lambda: io.BytesIO(data))
    run = Run(rules=RULES, places=places, name_file=lambda it: Path(it).as_posix(), say=lambda _: None, spool=spool)
    writer = FORMATS[kind](out, run)
    for one in reports:
        tally.add(one)
        writer.add(one)
    writer.finish(tally, partial=None)
    out.getvalue().encode()
    return out.getvalue()


def rule(data: bytes) -> None:
    """A rule file, loaded and run; the same bytes as changes, limits and terms."""
    with suppress(ListingRulesError):
        document = parse_yaml(data.decode("utf-8", "replace"), "my-rule.yaml")
        for use in (_run, _change, read_markets, _terms):
            with suppress(ListingRulesError):
                use(document)


def _run(document: Document) -> None:
    mine = load_rule(document, "price", "my-rule")
    report = Checker(RuleSet(rules=(mine,), tables=RULES.tables), SHOPS[0]).check(PRODUCT)
    report.model_dump_json()


def _change(document: Document) -> None:
    with_changes({one.id: one for one in RULES.rules}, document)


def _terms(document: Document) -> None:
    load_terms([(document.file, document.value)])


def message(data: bytes) -> None:
    """Something to explain: text, or an answer in JSON."""
    text = data.decode("utf-8", "replace")
    _bounded("".join(one.reason + one.fix for one in lr.explain(text)), data)
    causes(RULES, text)


def phrase(data: bytes) -> None:
    """A phrase or pattern of a rule file, then the text that it is looked for in."""
    sought, _, text = data.decode("utf-8", "replace").partition("\n")
    if 2 <= len(sought) <= 1500 and pattern_problem(sought) is None:
        assert all(0 <= start <= end <= len(text) for start, end in Finder((sought,)).spans(text))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (payload, catalog, outputs, rule, message, phrase)
}
