"""One self-contained page for the person who edits products. It loads nothing, and nothing of a payload is markup.

Its parts are the files in `page/`, put together here. The products lie in it as JSON; the scripts draw only what is
looked at. The policy in its head lets these scripts and styles run and no others.
"""

from __future__ import annotations

import base64
import hashlib
import pkgutil
import re
from contextlib import ExitStack
from functools import cache
from html import escape
from typing import IO, Any

from listing_rules.formats.base import Run, Tally
from listing_rules.formats.html_rows import Encoder, Spooled, in_script, shown
from listing_rules.report import FORECASTS, Report

__all__ = ["MAX_PRODUCTS", "Page"]

MAX_PRODUCTS = 100_000
_MAX_UNREADABLE = 100
_MAX_WAYS = 4
_PART = re.compile(r"\{\{([a-z.]+)\}\}")


class Page:
    """Products wait in a spool, those with something to tell apart from the others, which may be left out."""

    def __init__(self, out: IO[str], run: Run) -> None:
        self._out = out
        self._run = run
        self._encoder = Encoder(run.rules)
        self._needs: dict[str, _Need] = {}
        self._unreadable: list[list[Any]] = []
        self._markets: dict[str, None] = {}
        self._met = 0
        self._spools = ExitStack()
        self._told, self._quiet = (Spooled(self._spools.enter_context(run.spool())) for _ in range(2))

    def add(self, report: Report) -> None:
        self._met += 1
        self._markets[report.market] = None
        if report.unreadable is not None:
            if len(self._unreadable) < _MAX_UNREADABLE:
                self._unreadable.append([*self._encoder.source(report), shown(report.unreadable)])
            return
        self._note_skipped(report)
        rows = self._told if report.failures or report.known else self._quiet
        if rows.count < MAX_PRODUCTS:
            rows.add(self._encoder.product(self._met, report))

    def _note_skipped(self, report: Report) -> None:
        for skipped in report.skipped:
            for name in skipped.needs:
                need = self._needs.get(name) or self._needs.setdefault(name, _Need())
                need.add(skipped.rule, skipped.why, self._met)

    def finish(self, tally: Tally, *, partial: str | None = None) -> None:
        kept = min(self._told.count + self._quiet.count, MAX_PRODUCTS)
        if tally.checked > kept:
            self._run.say(f"html: the page holds {kept:,} of {tally.checked:,} products, those with failures first")
        about = f"{_count(tally.checked, 'product')} · {', '.join(self._markets) or 'no market'}"
        parts = {"title": f"TikTok Shop forecast · {about}", "summary": about, "policy": _policy()}
        for number, part in enumerate(_PART.split(_file("page.html"))):
            if number % 2 and part == "data":
                self._write_data(self._head(tally, partial), kept)
            else:
                self._out.write(escape(parts[part]) if part in parts else _file(part) if number % 2 else part)
        self._spools.close()

    def _head(self, tally: Tally, partial: str | None) -> dict[str, Any]:
        return {
            "checked": tally.checked,
            "unreadable": tally.unreadable,
            "partial": partial and shown(partial),
            "version": self._run.rules.version,
            "forecasts": [tally.forecasts[name] for name in FORECASTS],
            "needs": [[name, *need.told()] for name, need in sorted(self._needs.items())],
            "off": [[off.rule, off.because, off.until, off.mandatory, n] for off, n in tally.turned_off.items()],
            "broken": self._unreadable,
        }

    def _write_data(self, head: dict[str, Any], kept: int) -> None:
        """Rows whose number tells where in the catalog they stood."""
        opening = in_script({**head, **self._encoder.tables()}).removesuffix("}")
        self._out.write(f'{opening},"products":[\n')
        told = min(self._told.count, kept)
        self._told.write(self._out, told)
        self._quiet.write(self._out, kept - told, opening="," if told else "")
        self._out.write("]}")


class _Need:
    """A fact that was missing: which rules it leaves undecided, for how many products, and how to supply it."""

    def __init__(self) -> None:
        self._rules: set[str] = set()
        self._ways: dict[str, None] = {}
        self._products = 0
        self._last = 0

    def add(self, rule: str, why: str, product: int) -> None:
        self._rules.add(rule)
        if len(self._ways) < _MAX_WAYS:
            self._ways[why] = None
        if product != self._last:
            self._products += 1
            self._last = product

    def told(self) -> tuple[int, list[str], list[str]]:
        return self._products, sorted(self._rules), [shown(way) for way in self._ways]


@cache
def _file(name: str) -> str:
    data = pkgutil.get_data("listing_rules.formats", f"page/{name}")
    return (data or b"").decode()


@cache
def _policy() -> str:
    """Our own scripts and styles by their hashes, pictures from anywhere, and nothing else."""
    names = re.findall(r"<script>\{\{(.+?)\}\}", _file("page.html"))
    scripts, styles = (" ".join(_hash(_file(name)) for name in group) for group in (names, ["page.css"]))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src https: http:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
