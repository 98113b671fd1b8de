"""Write an output in memory, as `check` writes it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO

import listing_rules as lr
from listing_rules.examples import base_product
from listing_rules.formats import FORMATS, Run, Tally
from listing_rules.formats.base import FailOn
from listing_rules.locating import Places
from listing_rules.output import spool
from listing_rules.report import Failure, Report, Source
from listing_rules.rules import load_rules

__all__ = ["NASTY", "RULES", "SHOP", "Written", "failure", "product", "report", "write"]

RULES = load_rules()
SHOP = lr.Shop(market="US")

NASTY = [
    *("\x1b[31mred\x1b[0m", "\u202eevil\u202c", "a\r\nb", "\x00nul", "\ufffe\uffff", "%0A%25", "'; DROP--"),
    *("::error::x", "::set-output name=a::b", "##[error]x", "##vso[task.setvariable]x", "##teamcity[x]"),
    *("=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1", "=HYPERLINK(\"x\")"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "<!-- x -->", "&lt;", "&#x1b;"),
    *("[click](https://example.invalid)", "![x](https://example.invalid/x.png)", "**bold**", "`code`", "| a | b |"),
    *("@octocat", "#1", "GH-1", "https://example.invalid/", "www.example.invalid", "~~gone~~", "$x$", "- item"),
]  # fmt: skip


def product(**patch: Any) -> dict[str, Any]:
    return base_product(RULES, "US", patch)


def failure(**values: Any) -> Failure:
    standing = {
        "rule": "zero-price",
        "area": "price",
        "stage": "sync_failed",
        "severity": "error",
        "certainty": "certain",
        "reason": "The price is 0.",
        "fix": "Set one.",
        "action": "update_and_resync",
        "at": "/skus/0/price/amount",
        "source_at": "/variants/0/price",
        "fingerprint": "0123456789abcdef0123",
    }
    return Failure(**{**standing, **values})


def report(
    *failures: Failure, file: str | None = "catalog.jsonl", line: int | None = 1, title: str = "A mug", **values: Any
) -> Report:
    checked = lr.check(product(title=title), shop=SHOP)
    forecast = "sync_failed" if failures else "synced"
    return checked.model_copy(
        update={"failures": failures, "source": Source(file=file, line=line), "forecast": forecast, **values}
    )


class Written:
    """What an output wrote, and what it told the person who started the run."""

    def __init__(self, text: str, said: list[str]) -> None:
        self.text = text
        self.said = said


def write(
    name: str,
    reports: Iterable[Report],
    *,
    files: dict[str, bytes] | None = None,
    partial: str | None = None,
    fail_on: FailOn = "error",
    rules: lr.RuleSet = RULES,
) -> Written:
    def opened(file: str) -> Callable[[], AbstractContextManager[BinaryIO]] | None:
        return (lambda: io.BytesIO(files[file])) if files and file in files else None

    out, said, tally = io.StringIO(), list[str](), Tally()
    run = Run(
        rules=rules,
        places=Places(opened),
        name_file=lambda file: Path(file).as_posix(),
        say=said.append,
        spool=spool,
        fail_on=fail_on,
    )
    writer = FORMATS[name](out, run)
    for one in reports:
        tally.add(one)
        writer.add(one)
    writer.finish(tally, partial=partial)
    return Written(out.getvalue(), said)
