"""`explain` and `calibrate`: what TikTok Shop said, and how it compares with what we said."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from listing_rules.api import calibrate, explain
from listing_rules.commands.wording import goods_in
from listing_rules.errors import ListingRulesError
from listing_rules.rules import load_rules

__all__ = ["calibration", "explanations"]


def explanations(
    *, said: tuple[str, ...], folders: tuple[Path, ...], text: str | None, market: str, as_json: bool
) -> int:
    if (text is None) == (not said):
        raise click.UsageError("either what TikTok Shop said, or --text with the words of a title, is expected")
    if text is not None:
        return goods_in(folders=folders, text=text, market=market, as_json=as_json)
    return _said(said, folders, as_json=as_json)


def _said(said: tuple[str, ...], folders: tuple[Path, ...], *, as_json: bool) -> int:
    text = sys.stdin.read() if said == ("-",) else " ".join(said)
    found = explain(text, rules=load_rules(*folders) if folders else None)
    if as_json:
        click.echo(json.dumps([one.model_dump(mode="json") for one in found], indent=2))
        return 0 if found else 1
    if not found:
        click.echo("No rule speaks of this, and none comes near it.", err=True)
        return 1
    if found[0].guess:
        click.echo("We do not know this text. The nearest that we know:\n")
    for one in found:
        perhaps = "Perhaps: " if one.guess and not found[0].guess else ""
        click.echo(f"{perhaps}{click.style(one.reason, bold=True)}\n  Fix: {one.fix}")
        codes = [f"TikTok {code}" for code in one.platform_codes]
        click.echo(f"  {' · '.join(filter(None, [one.stage, one.action, one.rule, *codes]))}\n")
    return 0


def calibration(*, predicted: Path, actual: Path, folders: tuple[Path, ...], as_json: bool) -> int:
    rules = load_rules(*folders) if folders else None
    found = calibrate(_json_lines(predicted), _json_lines(actual), rules=rules)
    click.echo(msgspec.json.format(msgspec.json.encode(found)).decode() if as_json else found.table(), nl=as_json)
    return 0


def _json_lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                if line.strip():
                    yield msgspec.json.decode(line)
            except (ValueError, msgspec.DecodeError, RecursionError) as error:
                raise ListingRulesError(f"{path}, line {number}: {error}; one JSON object was expected") from None
