"""`--baseline` and `--write-baseline`: what they do to the reports of a run, and what is told at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import compress
from pathlib import Path
from typing import Protocol

import click

from listing_rules.baseline import all_known, baseline_lines, read_baseline, undecided, without_known
from listing_rules.errors import ListingRulesError
from listing_rules.formats import Tally
from listing_rules.formats.visible import visible
from listing_rules.known import Entry, Fate, Known, entries_of, product_key, rules_of_catalog
from listing_rules.output import opened_output
from listing_rules.report import Report
from listing_rules.ruleset import RuleSet

__all__ = ["BaselineRun", "baseline_run", "by_rule"]

_SHOWN = 20
_RULES_SHOWN = 10
_FATES: Mapping[Fate, str] = {Fate.GONE: "gone", Fate.NOT_MET: "product not met", Fate.UNDECIDED: "not decided"}
_COUNTED: Mapping[Fate, str] = {
    Fate.GONE: "are stale, the failure is gone",
    Fate.NOT_MET: "are stale, unless this run left their products out",
    Fate.UNDECIDED: "could not be decided this time",
}


class BaselineRun(Protocol):
    """What a baseline does to a run; nothing, where it is not `there`."""

    there: bool

    def applied(self, report: Report) -> Report:
        """The report, with what is known set apart."""

    def finish(self, tally: Tally) -> bool:
        """Say what became of it, after a run that came to its end; true where that makes the run fail."""


def baseline_run(use: Path | None, write: Path | None, *, strict: bool, market: str, rules: RuleSet) -> BaselineRun:
    """As the options say. A baseline that cannot be read ends the run before it starts."""
    if use and write:
        raise click.UsageError("--baseline uses a baseline, --write-baseline writes one; give one of the two")
    if strict and not use:
        raise click.UsageError("--strict-baseline goes with --baseline FILE")
    if write:
        return _Write(write, _read(write, market) if write.exists() else None, market, rules)
    return _Use(use, _read(use, market), rules, strict=strict) if use else _Without()


def _read(path: Path, market: str) -> Known:
    try:
        with path.open("rb") as file:
            return read_baseline(file, market)
    except ListingRulesError as error:
        raise ListingRulesError(f"{path}: {error}") from None
    except FileNotFoundError:
        raise ListingRulesError(f"{path}: there is no such baseline; --write-baseline {path} writes it") from None


class _Without:
    there = False

    def applied(self, report: Report) -> Report:
        return report

    def finish(self, tally: Tally) -> bool:
        return False


class _Use:
    there = True

    def __init__(self, path: Path, known: Known, rules: RuleSet, *, strict: bool) -> None:
        self._path = path
        self._known = known
        self._of_catalog = rules_of_catalog(rules)
        self._strict = strict

    def applied(self, report: Report) -> Report:
        return without_known(report, self._known, self._of_catalog)

    def finish(self, tally: Tally) -> bool:
        counts = {fate: sum(self._known.counts(fate).values()) for fate in Fate}
        stale = counts[Fate.GONE] + counts[Fate.NOT_MET]
        _say(f"{self._path}: {counts[Fate.STILL_THERE]:,} known failures are still there{_rest(counts)}")
        self._list(Fate.GONE, counts)
        if self._strict:
            self._list(Fate.NOT_MET, counts)
        if stale:
            _say(f"  --write-baseline {self._path} takes stale entries out; run it over the whole catalog")
        return self._strict and stale > 0

    def _list(self, fate: Fate, counts: Mapping[Fate, int]) -> None:
        _list(_FATES[fate], self._known.of_fate(fate, _SHOWN), counts[fate])


def _rest(counts: Mapping[Fate, int]) -> str:
    return "".join(f"; {counts[fate]:,} {what}" for fate, what in _COUNTED.items() if counts[fate])


class _Write:
    there = True

    def __init__(self, path: Path, before: Known | None, market: str, rules: RuleSet) -> None:
        self._path = path
        self._before = before
        self._market = market
        self._rules = rules
        self._of_catalog = rules_of_catalog(rules)
        self._now = Known()
        self._new: Counter[str] = Counter()
        self._examples: list[Entry] = []

    def applied(self, report: Report) -> Report:
        self._note(report)
        return all_known(report)

    def _note(self, report: Report) -> None:
        entries = entries_of(report.product, report.failures, self._of_catalog)
        for entry in entries:
            self._now.add(entry)
        if self._before is not None:
            old = self._before.look_up(product_key(report.product), entries, undecided(report))
            new = list(compress(entries, (not one for one in old)))
            self._new.update(entry.rule for entry in new)
            self._examples += new[: _SHOWN - len(self._examples)]

    def finish(self, tally: Tally) -> bool:
        with opened_output(self._path) as file:
            file.writelines(baseline_lines(self._now, self._market, self._rules.version))
        counts = self._now.counts()
        _say(f"{self._path}: {sum(counts.values()):,} failures are written down as known{by_rule(counts)}")
        self._say_changes()
        mandatory = {name: n for name, n in counts.items() if (rule := self._rules.get(name)) and rule.mandatory}
        if mandatory:
            _say(f"! {sum(mandatory.values()):,} of them break mandatory rules{by_rule(mandatory)}")
        if tally.unreadable:
            _say(f"! {tally.unreadable:,} products could not be read; what is wrong with them is not in it")
        if self._before is None:
            _say(f"  Keep it in version control; with --baseline {self._path} only what is new counts")
        return False

    def _say_changes(self) -> None:
        if self._before is None:
            return
        _say(f"  {sum(self._new.values()):,} of them were not in it before{by_rule(self._new)}")
        _list("new", self._examples, sum(self._new.values()))
        for fate, what in _FATES.items():
            lost = self._before.counts(fate)
            if lost:
                _say(f"  {sum(lost.values()):,} are no longer in it ({what}){by_rule(lost)}")


def _list(what: str, entries: Iterable[Entry], count: int) -> None:
    for entry in entries:
        name = visible(entry.title or entry.product or "(no title)")
        _say(f"    {what}: {visible(entry.rule)}  {name}")
    if count > _SHOWN:
        _say(f"    and {count - _SHOWN:,} more")


def by_rule(counts: Mapping[str, int]) -> str:
    """`: zero-price 12, no-weight 3`, the most first; nothing where nothing was counted."""
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    named = [f"{visible(rule)} {count:,}" for rule, count in rows[:_RULES_SHOWN]]
    others = [f"{len(rows) - _RULES_SHOWN} other rules"] if len(rows) > _RULES_SHOWN else []
    return f": {', '.join(named + others)}" if rows else ""


def _say(text: str) -> None:
    click.echo(text, err=True)
