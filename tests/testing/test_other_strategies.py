"""Rule files, candidates, and what Hypothesis finds by type."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path, PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.api import bundled_rules
from listing_rules.examples import run_examples
from listing_rules.rulefile import load_rule
from listing_rules.ruleset import RuleSet
from listing_rules.testing.strategies import RuleFile, listing_candidates, rule_files, shops
from listing_rules.yamlfile import parse_yaml


def layered(file: RuleFile) -> RuleSet:
    """This rule and those that its examples lean on, with the bundled tables: loading all again would take a second."""
    path = PurePath(file.path)
    rule = load_rule(parse_yaml(file.text, file.path), path.parent.name, path.stem)
    others = (one for one in bundled_rules().rules if one.id in rule.yields_to or one.not_synced)
    return replace(bundled_rules(), rules=(*others, rule))


@given(file=rule_files())
@settings(max_examples=20)
def test_the_examples_of_a_rule_file_hold(file: RuleFile) -> None:
    results = list(run_examples(layered(file), frozenset({PurePath(file.path).stem})))
    assert results
    assert [f"{one.example} in {one.market}: {one.problem}" for one in results if one.problem] == []


@given(file=rule_files())
@settings(max_examples=3)
def test_a_rule_file_loads_from_its_folder(file: RuleFile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.path
        path.parent.mkdir()
        path.write_text(file.text, encoding="utf-8")
        assert lr.load_rules(folder).get(path.stem)


@given(rule_files(kind="number"))
def test_a_kind_can_be_asked_for(file: RuleFile) -> None:
    assert "\n  number:" in file.text


@given(data=st.data(), shop=shops(market="MY"))
def test_a_candidate_is_of_the_shop_that_was_asked_for(data: st.DataObject, shop: lr.Shop) -> None:
    candidate = data.draw(listing_candidates(shop=shop))
    assert {sku.list_price for sku in candidate.skus} == {None}  # Malaysia takes none
    assert candidate.to_api()["skus"] is not None


@given(candidate=..., shop=...)
def test_hypothesis_knows_our_types(candidate: lr.ListingCandidate, shop: lr.Shop) -> None:
    assert isinstance(candidate, lr.ListingCandidate)
    assert isinstance(shop, lr.Shop)


ASK = """
{first}
{second}
from hypothesis import Phase, find, settings, strategies as st
for kind in (lr.Shop, lr.ListingCandidate):
    print(type(find(st.from_type(kind), bool, settings=settings(database=None, phases=[Phase.generate]))).__name__)
"""


@pytest.mark.parametrize("order", [("import hypothesis", "{}"), ("{}", "import hypothesis")])
@pytest.mark.parametrize("ours", ["import listing_rules as lr", "import listing_rules as lr; lr.Shop"])
def test_whichever_is_imported_first(order: tuple[str, str], ours: str) -> None:
    first, second = (line.format(ours) for line in order)
    assert run(ASK.format(first=first, second=second)) == "Shop\nListingCandidate"


def test_who_imports_hypothesis_alone_waits_for_nothing_of_ours() -> None:
    ours = "sorted(name for name in sys.modules if name.startswith('listing_rules'))"
    assert run(f"import hypothesis, sys; print(*{ours})") == (
        "listing_rules listing_rules._version listing_rules.testing listing_rules.testing.registering"
    )


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()
