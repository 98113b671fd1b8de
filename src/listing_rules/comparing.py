"""Two runs over one catalog, told apart by fingerprint: what is new, what is gone, what stayed.

A run is what `check --format jsonl` or `--format json` wrote, read line by line. What the later run could not decide,
or whose product it did not meet, is not called fixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec
from msgspec import Struct, field

from listing_rules.errors import ListingRulesError
from listing_rules.known import Entry, Fate, Known, entries_of, product_key, rules_of_catalog
from listing_rules.report import SEVERITIES, Severity
from listing_rules.ruleset import RuleSet

__all__ = ["Comparison", "ReadReport", "RunSummary", "compare_runs", "reports_of"]

_EXAMPLES = 20


class _Product(Struct, frozen=True):
    id: str | None
    handle: str | None
    title: str | None


class _Failure(Struct, frozen=True):
    rule: str
    severity: Severity
    reason: str
    fingerprint: str
    value: Any = None
    variants: tuple[str, ...] = ()


class _Rule(Struct, frozen=True):
    rule: str


class _Source(Struct, frozen=True):
    file: str | None
    line: int | None


class ReadReport(Struct, frozen=True):
    """Of a report what a comparison needs."""

    product: _Product
    market: str
    rules_version: str
    forecast: str
    failures: tuple[_Failure, ...]
    skipped: tuple[_Rule, ...] = ()
    turned_off: tuple[_Rule, ...] = ()
    known: tuple[_Failure, ...] = ()
    source: _Source | None = None
    unreadable: str | None = None


class _Document(Struct, frozen=True):
    reports: tuple[ReadReport, ...]


_REPORT = msgspec.json.Decoder(ReadReport)
_DOCUMENT = msgspec.json.Decoder(_Document)


def reports_of(lines: Iterable[bytes]) -> Iterator[ReadReport]:
    """The reports of a run. ListingRulesError, naming the line, where there is something else."""
    numbered = enumerate(lines, 1)
    for number, line in numbered:
        text = line.strip().rstrip(b",")
        if number == 1 and text.endswith(b'"reports": ['):
            continue
        if number == 1 and text == b"{":
            yield from _whole(b"".join((line, *(line for _, line in numbered))))
            return
        if text.startswith(b'], "summary": '):
            return
        if text:
            yield _report(text, number)


def _report(text: bytes, number: int) -> ReadReport:
    try:
        return _REPORT.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise ListingRulesError(f"line {number}: {error}; {_EXPECTED}") from None


def _whole(document: bytes) -> tuple[ReadReport, ...]:
    """A document that somebody has laid out anew."""
    try:
        return _DOCUMENT.decode(document).reports
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise ListingRulesError(f"{error}; {_EXPECTED}") from None


_EXPECTED = "what 'check --format jsonl' or '--format json' writes was expected"


class RunSummary(Struct):
    """What a run was of."""

    products: int = 0
    unreadable: int = 0
    markets: dict[str, int] = field(default_factory=dict)
    rules_versions: dict[str, int] = field(default_factory=dict)
    forecasts: dict[str, int] = field(default_factory=dict)

    def add(self, report: ReadReport) -> None:
        if report.unreadable is not None:
            self.unreadable += 1
            return
        self.products += 1
        for counts, name in (
            (self.markets, report.market),
            (self.rules_versions, report.rules_version),
            (self.forecasts, report.forecast),
        ):
            counts[name] = counts.get(name, 0) + 1


class Example(Struct, frozen=True):
    """A new failure, to be shown."""

    report: ReadReport
    failure: _Failure


class Comparison(Struct, frozen=True):
    """Counts by rule; `fresh` holds every new failure, `examples` a few of the worst."""

    before: RunSummary
    now: RunSummary
    new: Counter[str]
    fixed: Counter[str]
    unchanged: Counter[str]
    undecided: Counter[str]
    not_met: Counter[str]
    severities: Counter[Severity]
    examples: list[Example]
    fresh: Known
    known: Known

    def at_or_above(self, severity: Severity) -> int:
        """How many new failures are of this severity or worse."""
        return sum(self.severities[one] for one in SEVERITIES[: SEVERITIES.index(severity) + 1])

    def rules(self) -> list[str]:
        """The rules that either run speaks of, those with most new failures first."""
        counts = (self.new, self.fixed, self.unchanged, self.undecided, self.not_met)
        return sorted(set().union(*counts), key=lambda rule: (-self.new[rule], -self.fixed[rule], rule))

    def fixed_entries(self) -> Iterator[Entry]:
        return self.known.of_fate(Fate.GONE)


def compare_runs(before: Iterable[ReadReport], now: Iterable[ReadReport], rules: RuleSet) -> Comparison:
    """What became of the failures of the run before. Failures that a baseline held in either run count like others."""
    of_catalog = rules_of_catalog(rules)
    known, was, is_now = Known(), RunSummary(), RunSummary()
    for report in before:
        was.add(report)
        for entry in entries_of(report.product, (*report.failures, *report.known), of_catalog):
            known.add(entry)
    new, unchanged, severities = Counter[str](), Counter[str](), Counter[Severity]()
    examples: dict[Severity, list[Example]] = {severity: [] for severity in SEVERITIES}
    fresh = Known()
    for report in now:
        is_now.add(report)
        for failure, entry, old in _looked_up(report, known, of_catalog):
            (unchanged if old else new)[entry.rule] += 1
            if not old:
                fresh.add(entry)
                severities[entry.severity] += 1
                if len(examples[entry.severity]) < _EXAMPLES:
                    examples[entry.severity].append(Example(report, failure))
    fixed, undecided, not_met = (Counter(known.counts(fate)) for fate in (Fate.GONE, Fate.UNDECIDED, Fate.NOT_MET))
    return Comparison(
        before=was,
        now=is_now,
        new=new,
        fixed=fixed,
        unchanged=unchanged,
        undecided=undecided,
        not_met=not_met,
        severities=severities,
        examples=[*chain.from_iterable(examples.values())][:_EXAMPLES],
        fresh=fresh,
        known=known,
    )


def _looked_up(report: ReadReport, known: Known, of_catalog: frozenset[str]) -> Iterator[tuple[_Failure, Entry, bool]]:
    if report.unreadable is not None:
        return
    failures = (*report.failures, *report.known)
    entries = entries_of(report.product, failures, of_catalog)
    undecided = {one.rule for one in (*report.skipped, *report.turned_off)}
    yield from zip(failures, entries, known.look_up(product_key(report.product), entries, undecided), strict=True)
