"""What the page holds, as compact JSON: arrays by position, and texts that stand often only once.

`page/catalog.js` reads it, and names the positions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import IO, Any

from listing_rules.explaining import in_general
from listing_rules.formats.findings import left_out
from listing_rules.report import CERTAINTIES, FORECASTS, SEVERITIES, Failure, Place, Report
from listing_rules.ruleset import RuleSet

__all__ = ["Encoder", "Spooled", "in_script", "shown"]

_MAX_PLACES = 20
_MAX_TEXT = 2000
_MAX_VALUE = 120
# What turns text around or cannot be seen at all. Joiners and marks stay: scripts and emoji need them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def shown(text: object) -> str:
    """Text of a payload for the page, where nothing in it reorders its surroundings."""
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", str(text)[:_MAX_TEXT])


def in_script(value: object) -> str:
    """JSON that ends no script element and opens no comment, whatever stands in it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_MARKUP)


class Spooled:
    """Rows that wait outside memory."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.count = 0

    def add(self, row: Sequence[Any]) -> None:
        self._file.write(in_script(row) + "\n")
        self.count += 1

    def write(self, out: IO[str], limit: int, opening: str = "") -> None:
        """The first rows, with commas between them and `opening` before the first."""
        self._file.seek(0)
        for number, line in zip(range(limit), self._file, strict=False):
            out.write(("," if number else opening) + line)


class Encoder:
    """Reports as rows, and the tables that the rows point into."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._numbers: dict[str, int] = {}
        self._table: list[dict[str, Any]] = []
        self._texts: dict[str, int] = {"": 0}

    def product(self, number: int, report: Report) -> list[Any]:
        product = report.product
        failures = [self._failure(failure, left_out(report, failure)) for failure in report.failures]
        failures += [self._failure(failure, known=True) for failure in report.known]
        return [
            number,
            FORECASTS.index(report.forecast),
            shown(product.title or ""),
            failures,
            *self.source(report),
            shown(product.handle or ""),
            shown(product.id or ""),
            self._text(product.vendor),
            self._text(product.product_type),
            self._text(report.market),
            _address(product.image),
        ]

    def source(self, report: Report) -> tuple[int, int]:
        """The number of the file's name, and the line; zeros where it came from none."""
        source = report.source
        return (self._text(source.file), source.line or 0) if source else (0, 0)

    def _failure(self, failure: Failure, more: str = "", *, known: bool = False) -> list[Any]:
        places: Iterable[Failure | Place] = (failure, *failure.also_at[:_MAX_PLACES])
        return [
            self._rule(failure),
            SEVERITIES.index(failure.severity),
            self._text(failure.reason + more),
            self._text(failure.fix),
            [_place(place) for place in places],
            max(len(failure.also_at) - _MAX_PLACES, 0),
            CERTAINTIES.index(failure.certainty),
            int(known),
        ]

    def _rule(self, failure: Failure) -> int:
        number = self._numbers.get(failure.rule)
        if number is None:
            number = self._numbers[failure.rule] = len(self._table)
            self._table.append(self._about(failure))
        return number

    def _about(self, failure: Failure) -> dict[str, Any]:
        """What the page tells of a rule. It may be one that the rule set does not hold: from another run."""
        title, fix = in_general(self._rules, failure.rule) or (failure.rule, failure.fix)
        rule = self._rules.get(failure.rule)
        return {
            "id": failure.rule,
            "title": title,
            "fix": fix,
            "stage": failure.stage,
            "action": failure.action,
            "codes": failure.platform_codes,
            "docs": failure.docs,
            "messages": rule.messages if rule else (),
            "sources": [[one.get("url"), one["kind"], one["fact"]] for one in rule.sources] if rule else [],
            "leftAlone": bool(rule and rule.not_synced),
            "mandatory": bool(rule and rule.mandatory),
        }

    def _text(self, text: str | None) -> int:
        """The number of a text that is kept once; 0 where there is none."""
        return self._texts.setdefault(shown(text), len(self._texts)) if text else 0

    def tables(self) -> dict[str, Any]:
        return {"rules": self._table, "texts": list(self._texts)}


def _place(place: Failure | Place) -> list[str]:
    """Where it stands, in the merchant's own words where there are any, and what stands there."""
    where = shown(place.source_label or place.source_at or place.at)
    return [where] if place.value is None else [where, shown(place.value)[:_MAX_VALUE]]


def _address(image: str | None) -> str:
    """The image's address, where it is one of the web."""
    return shown(image) if image and image.startswith(("https://", "http://")) else ""
