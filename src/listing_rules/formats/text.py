"""What a merchant reads in a terminal: the verdict first, what to do about it, and a summary at the end.

One product is told in full. Of many, those with the same cause are told together, so that four thousand products
without a price are as easy to read as one.
"""

from __future__ import annotations

import textwrap
from typing import IO, TypeAlias

import click

from listing_rules.explaining import in_general
from listing_rules.formats.base import Run, Tally
from listing_rules.formats.findings import name_of
from listing_rules.formats.visible import visible
from listing_rules.formats.words import VERDICTS, counted, placed
from listing_rules.report import SEVERITIES, Failure, Report, TurnedOff

__all__ = ["Text"]

_SIGNS = {
    "sync_failed": ("✗", "red"),
    "review_failed": ("✗", "red"),
    "in_review": ("…", "yellow"),
    "not_synced": ("–", "blue"),
    "synced": ("✓", "green"),
}
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}
_PRODUCTS_SHOWN = 5
_WIDTH = 100
_Told: TypeAlias = tuple[Report, Failure, str]
"""A failure that is told as an example of its cause, and where it stands."""


class Text:
    """A verbose run also tells what is only advice."""

    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._rules = run.rules
        self._verbose = run.verbose
        self._first: Report | None = None
        self._places = run.places
        self._groups: dict[str, list[_Told]] = {}
        self._unreadable: list[Report] = []

    def add(self, report: Report) -> None:
        self._first = self._first or report
        if report.unreadable is not None:
            if len(self._unreadable) < _PRODUCTS_SHOWN:
                self._unreadable.append(report)
            return
        for failure in report.failures:
            group = self._groups.setdefault(failure.rule, [])
            if len(group) < _PRODUCTS_SHOWN:
                group.append((report, failure, self._where(report, failure)))

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        if tally.checked == 1 and not tally.unreadable and self._first:
            self._one(self._first, tally)
        else:
            self._many(tally)
        self._summary(tally, partial)

    def _one(self, report: Report, tally: Tally) -> None:
        told = [failure for failure in report.failures if self._is_told(failure, report)]
        undecided = f"  · {_rules(tally)} undecided (--verbose says why)" if tally.missing else ""
        self._line(f"{_verdict(report.forecast)}  {name_of(report)}{_dim(undecided)}")
        for failure in told:
            self._line("")
            self._paragraph(failure.reason, 2, _mark(failure))
            self._paragraph(f"Fix: {failure.fix}", 4)
            where = "" if failure.source_at is None else self._where(report, failure)
            self._line(_dim(f"    {where}{_place(failure)}{_rule(failure)}".rstrip()))

        if report.truncated:
            self._paragraph(f"and {report.truncated:,} more failures, which are not told (bounds.failures)", 2)

    def _many(self, tally: Tally) -> None:
        if self._groups or self._unreadable:
            self._line(click.style(counted(tally), bold=True))
            self._line("")
        for rule, group in sorted(self._groups.items(), key=lambda item: _worst_first(item[1][0][1], tally)):
            failure = group[0][1]
            if self._is_told(failure, group[0][0]):
                self._group(rule, group, tally.rules[rule])
        for report in self._unreadable:
            self._paragraph(f"{_line_of(report)}cannot be read: {report.unreadable}", 0, click.style("!", fg="red"))
        if tally.unreadable > len(self._unreadable):
            self._line(f"  and {tally.unreadable - len(self._unreadable)} more that cannot be read")
        if self._unreadable:
            self._line("")

    def _is_told(self, failure: Failure, report: Report) -> bool:
        """Advice stays quiet unless asked for; why a product is not synced is its verdict and always told."""
        return self._verbose or failure.severity != "info" or report.forecast == "not_synced"

    def _where(self, report: Report, failure: Failure) -> str:
        """`catalog.jsonl:3:556`, as editors and terminals know to go to. Looked up while the file is being read."""
        source, spot = report.source, self._places.of(report, failure.source_at)
        if source is None or spot is None:
            return _line_of(report)
        column = f":{spot.start.column}" if spot.start else ""
        return f"{visible(str(source.file))}:{spot.line}{column}  "

    def _group(self, rule: str, group: list[_Told], count: int) -> None:
        first = group[0][1]
        title, fix = in_general(self._rules, rule) or (rule, first.fix)
        fix = first.fix if count == 1 else fix
        products = "1 product" if count == 1 else f"{count:,} products"
        self._line(f"{_mark(first)} {click.style(title, bold=True)} {_dim(f'· {products} · {_rule(first)}')}")
        self._paragraph(f"Fix: {fix}", 4)
        for report, failure, where in group:
            self._paragraph(f"{name_of(report)}: {failure.reason}", 4, _dim("-"))
            self._line(_dim(f"      {where}{_place(failure)}".rstrip()))
        if count > len(group):
            self._line(f"    and {count - len(group):,} more")
        self._line("")

    def _summary(self, tally: Tally, partial: str | None) -> None:
        if tally.checked != 1 or tally.unreadable:
            self._line(counted(tally))
        if tally.rules and tally.checked != 1:
            rules = ", ".join(f"{rule} {count:,}" for rule, count in tally.rules.most_common())
            self._paragraph(f"By rule: {rules}", 0)
        if tally.truncated and tally.checked != 1:
            self._paragraph(f"Not told: {tally.truncated:,} failures of products with more than bounds.failures", 0)
        if tally.known:
            self._known(tally)
        if tally.missing and (tally.checked != 1 or self._verbose):
            self._undecided(tally)
        for off, count in tally.turned_off.items():
            self._paragraph(_turned_off(off, count, tally), 0, click.style("!", fg="yellow") if off.mandatory else "")
        if partial:
            self._paragraph(f"Partial: {partial}", 0)

    def _known(self, tally: Tally) -> None:
        """What a baseline holds back, and, louder, what of it nobody may hold back silently."""
        new = "" if tally.rules else "Nothing new. "
        rules = ", ".join(f"{rule} {count:,}" for rule, count in tally.known.most_common())
        self._paragraph(f"{new}{tally.known.total():,} in the baseline are not told again: {rules}", 0)
        for name, count in tally.known.most_common():
            rule = self._rules.get(name)
            if rule is not None and rule.mandatory:
                self._paragraph(f"Of those, mandatory: {name} {count:,}", 0, click.style("!", fg="yellow"))

    def _undecided(self, tally: Tally) -> None:
        facts = ", ".join(sorted(tally.missing))
        more = "" if self._verbose else " (--verbose says how)"
        self._paragraph(f"{_rules(tally)} could not be decided everywhere, for want of: {facts}{more}", 0)
        if self._verbose:
            for need, (_, why) in sorted(tally.missing.items()):
                self._paragraph(f"{need}: {why}", 2, _dim("-"))

    def _paragraph(self, text: str, indent: int, mark: str = "") -> None:
        """Wrapped text; a mark hangs to the left of it."""
        margin = " " * indent + ("  " if mark else "")
        lines = textwrap.wrap(
            visible(text), _WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False
        ) or [margin]
        if mark:
            lines[0] = f"{' ' * indent}{mark} {lines[0].lstrip()}"
        self._out.write("\n".join(lines) + "\n")

    def _line(self, text: str) -> None:
        self._out.write(text + "\n")


def _rules(tally: Tally) -> str:
    """How many rules could not be decided for some product."""
    count = len({rule for found, _ in tally.missing.values() for rule in found})
    return "1 rule" if count == 1 else f"{count} rules"


def _turned_off(off: TurnedOff, count: int, tally: Tally) -> str:
    until = f" until {off.until}" if off.until else ""
    where = "" if count == tally.checked else f" for {count:,} of {tally.checked:,} products"
    return f"Turned off{where}{until}: {'mandatory ' if off.mandatory else ''}{off.rule} ({off.because})"


def _worst_first(failure: Failure, tally: Tally) -> tuple[int, int, str]:
    return SEVERITIES.index(failure.severity), -tally.rules[failure.rule], failure.rule


def _verdict(forecast: str) -> str:
    sign, colour = _SIGNS[forecast]
    return click.style(f"{sign} {VERDICTS[forecast]}", fg=colour, bold=True)


def _mark(failure: Failure) -> str:
    sign = {"error": "✗", "warning": "!", "info": "i"}[failure.severity]
    return click.style(sign, fg=_COLOURS[failure.severity])


def _dim(text: str) -> str:
    return click.style(text, dim=True)


def _line_of(report: Report) -> str:
    place = placed(report.source)
    return f"{place}  " if place else ""


def _place(failure: Failure) -> str:
    place = visible(failure.source_label or failure.source_at or "")
    more = f" and {len(failure.also_at)} more" if failure.also_at else ""
    return f"{place}{more}  " if place else ""


def _rule(failure: Failure) -> str:
    likely = "" if failure.certainty == "certain" else f", {failure.certainty}"
    return f"{failure.rule}{likely}"
