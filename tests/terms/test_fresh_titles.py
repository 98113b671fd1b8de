"""Titles written before the tables were measured on them: what is sold is told, what is harmless is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from listing_rules.cli import cli
from listing_rules.rules import load_rules
from listing_rules.surfaces import Surfaces

TITLES = yaml.safe_load((Path(__file__).parent / "fresh_titles.yaml").read_text(encoding="utf-8"))
TABLE = load_rules().tables.terms


def titles(listed: Any) -> Iterator[tuple[str, str]]:
    for group in listed.values() if isinstance(listed, dict) else [listed]:
        for one in group:
            yield next(iter(one.items())) if isinstance(one, dict) else ("US", one)


def outcomes(market: str, title: str) -> set[str]:
    return {finding.outcome for finding in TABLE.find(Surfaces(title=title), market)}


@pytest.mark.parametrize(("market", "title"), sorted(titles(TITLES["goods"])))
def test_what_is_not_sold_is_told(market: str, title: str) -> None:
    assert outcomes(market, title) & {"prohibited", "unsupported"}


@pytest.mark.parametrize(("market", "title"), sorted(titles(TITLES["gated"])))
def test_what_needs_an_approval_is_told_as_that(market: str, title: str) -> None:
    assert outcomes(market, title) == {"restricted"}


@pytest.mark.parametrize(("market", "title"), sorted(titles(TITLES["harmless"])))
def test_what_is_harmless_is_left_alone(market: str, title: str) -> None:
    assert outcomes(market, title) == set()


def test_a_person_is_told_what_matched_and_why() -> None:
    said = CliRunner().invoke(cli, ["explain", "--text", "Cigar Box Guitar, with a Bottle of Merlot"]).output
    assert "prohibited in US: alcohol (likely)" in said
    assert '"Merlot"' in said


def test_a_restricted_group_tells_what_to_provide() -> None:
    (finding,) = TABLE.find(Surfaces(title="Salmon Dog Treats"), "US")
    assert finding.asks is not None
    assert finding.asks.gate == "pet-food"
    assert finding.asks.provide == ("proof of FDA registration or cGMP certificate",)
