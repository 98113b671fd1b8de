"""What is generated is fresh, and the scenarios say what they said."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from jsonschema import Draft202012Validator

from each_rule import EACH_RULE
from listing_rules.api import bundled_rules
from listing_rules.rule import Rule

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = sorted((ROOT / "examples" / "scenarios").iterdir())


@pytest.fixture(scope="module")
def publish() -> ModuleType:
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    spec = importlib.util.spec_from_file_location("publish", ROOT / "scripts" / "publish.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.undo()
    return module


@pytest.mark.slow
def test_nothing_that_is_generated_is_stale(publish: ModuleType) -> None:
    stale = [
        str(file.relative_to(ROOT))
        for file, text in publish.published()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    assert stale == []  # python scripts/publish.py writes them


@EACH_RULE
def test_the_page_of_a_rule_shows_what_is_said(publish: ModuleType, rule: Rule) -> None:
    page = ROOT / "docs" / "rules" / f"{rule.id}.md"
    assert publish.rule_page(bundled_rules(), rule) == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", sorted((ROOT / "docs" / "schemas").glob("*.json")), ids=lambda file: file.name)
def test_a_published_schema_is_a_schema(file: Path) -> None:
    Draft202012Validator.check_schema(json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda folder: folder.name)
def test_a_scenario_says_what_it_is_named_after(scenario: Path) -> None:
    told = (scenario / "expected.txt").read_text(encoding="utf-8")
    assert (SAYS[scenario.name]) in told


SAYS = {
    "category-invite-only": "category-invite-only",
    "category-not-a-leaf": "category-not-a-leaf",
    "dangerous-goods": "dangerous-goods-need-sds",
    "duplicated-value": '"White", "white"',
    "duplicated-variant": "duplicate-variant",
    "no-category": "no-category",
    "not-prohibited-look-alikes": "4 products: 4 synced",
    "not-synced": "4 products: 4 not synced",
    "price-above-the-market": "up to 7600 USD",
    "price-below-the-market": "from 100 IDR",
    "price-not-a-number": '"on request"',
    "price-only-some-variants-free": 'variant "Your Text Here"',
    "prohibited-alcohol": "Review failed",
    "prohibited-e-cigarette": "e-cigarettes or vaping goods",
    "prohibited-tobacco": "tobacco or smoking goods",
    "stuck-in-review": "Stuck in review",
    "upload-limit-reached": "number 3 in line",
    "wrong-currency": "TikTok Shop US takes USD only",
    "wrong-product-category": "category-misfit",
    "zero-price": "prices above 0 only",
}
