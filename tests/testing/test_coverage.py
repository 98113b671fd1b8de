"""What is said to be covered was seen, and what was not seen is a gap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from listing_rules.api import bundled_rules
from listing_rules.cli import cli
from listing_rules.testing.coverage import RuleCoverage, cover_rules, share_of
from too_dear import RULE, written


def covered(folder: Path, text: str) -> RuleCoverage:
    (one,) = cover_rules(written(folder, text), frozenset({"too-dear"}))
    return one


def test_good_examples_show_everything(tmp_path: Path) -> None:
    one = covered(tmp_path, RULE)
    assert one.gaps() == []
    assert one.share() == 1
    assert one.markets == {"US", "GB"}
    assert one.limits == {"at_most 50": {"below", "on", "above"}}
    assert set(one.shapes.values()) == {"fires"}


@pytest.mark.parametrize(
    ("old", "new", "gap"),
    [
        ('price: "50"}', 'price: "49"}', "on at_most 50"),
        ("name: dear, markets: [US, GB]", "name: dear, markets: [US]", "fires in GB"),
        (", skips: true", ", passes: true, markets: [DE]", "is skipped without currency"),
        ('"50.01"', '"50"', "fires"),
        ('"50.01"', '"50"', "above at_most 50"),
        ('"50.01"', '"50"', "stops at sync_failed"),
    ],
)
def test_what_was_not_seen_is_a_gap(tmp_path: Path, old: str, new: str, gap: str) -> None:
    assert old in RULE
    assert gap in covered(tmp_path, RULE.replace(old, new)).gaps()


@pytest.mark.parametrize(
    ("check", "sides"),
    [
        ("more_than: 20", {"below", "on"}),
        ("at_least: 20", {"below", "on"}),
        ("less_than: 20", {"below", "on"}),
        ("at_most: 20", {"below", "on"}),
        ("at_most: 19.99", {"on", "above"}),
        ("at_least: 21", {"below"}),
    ],
)
def test_the_side_of_a_limit_is_that_of_the_value(tmp_path: Path, check: str, sides: set[str]) -> None:
    text = RULE.replace("at_most: 50", check).replace("[US, GB]", "[US]").replace('"50.01"', '"20"')
    text = text.replace('{variants: [{price: "50"}]}', "{}").replace('price: "9"', 'price: "19.99"')
    assert set().union(*covered(tmp_path, text).limits.values()) == sides


def test_a_product_in_a_market_where_the_rule_does_not_hold_shows_nothing_of_its_limit(tmp_path: Path) -> None:
    assert 'name: elsewhere, markets: [DE], given: {variants: [{price: "51"}]}' in RULE
    assert "above at_most 50" in covered(tmp_path, RULE.replace('"50.01"', '"50"')).gaps()


def test_a_limit_of_the_markets_counts_in_each_of_them() -> None:
    (one,) = cover_rules(bundled_rules(), frozenset({"price-above-market-maximum"}))
    assert one.undecided == {"JP"}
    assert one.gaps() == []
    assert len(one.limits) == 15


@pytest.mark.parametrize("rule", ["zero-price", "title-too-short", "too-many-skus", "no-weight", "bait-variant"])
def test_the_examples_of_bundled_rules_leave_no_gap(rule: str) -> None:
    (one,) = cover_rules(bundled_rules(), frozenset({rule}))
    assert one.gaps() == []


def run(*arguments: Any) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["coverage", *map(str, arguments)], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.return_value, result.output


def test_the_command_tells_gaps_and_fails_under(tmp_path: Path) -> None:
    covered(tmp_path, RULE.replace('price: "50"}', 'price: "49"}'))
    status, said = run("--rules", tmp_path, "--fail-under", 100)
    assert status == 1
    assert "too-dear.yaml: never seen: on at_most 50" in said
    assert "Rule coverage: 94.4% (1 rules)" in said
    assert "the coverage is 94.4%, under 100%" in said
    assert run("--rules", tmp_path, "--fail-under", 94)[0] == 0


def test_a_catalog_shows_which_rules_real_products_break(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    covered(rules, RULE)
    catalog = tmp_path / "catalog.csv"
    catalog.write_text("Handle,Title,Variant Price\na,A mug,60\nb,A cup,70\nc,A bowl,9\n")
    shop = tmp_path / "shop.yaml"
    shop.write_text("market: US\ncurrency: USD\n")
    status, said = run("--rules", rules, "--catalog", catalog, "--shop", shop, "--format", "json")
    assert status == 0
    found = json.loads(said)
    assert found["catalog"] == {"products": 3, "never_seen": []}
    assert found["rules"][0]["catalog"] == 2
    assert found["rules"][0]["limits"] == {"at_most 50": ["below", "on", "above"]}


def test_the_page_has_its_gaps_on_top_and_escapes_everything(tmp_path: Path) -> None:
    covered(tmp_path, RULE.replace('price: "50"}', 'price: "49"}'))
    page = tmp_path / "coverage.html"
    run("--rules", tmp_path, "--format", f"html={page}")
    text = page.read_text(encoding="utf-8")
    assert "Dearer than &lt;we&gt; want" in text
    assert "<we>" not in text
    assert text.index("never seen: on at_most 50") < text.index("Every rule")
    assert "Content-Security-Policy" in text


def test_nothing_at_all_is_covered_in_full() -> None:
    assert share_of([]) == 1
