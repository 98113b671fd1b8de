"""Rules that a shop file turns off: with a reason, perhaps until a day, and never silently."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import listing_rules as lr
from listing_rules.examples import base_product, base_shop
from listing_rules.rules import load_rules

RULES = load_rules()


def shop(*turn_off: dict[str, Any]) -> lr.Shop:
    facts = base_shop(RULES, "US", {}).model_dump(exclude_none=True)
    return lr.Shop(**{**facts, "turn_off": list(turn_off)})


def check(waiver: dict[str, Any], as_of: date | None = None, **patch: Any) -> lr.Report:
    payload = copy.deepcopy(base_product(RULES, "US", {"handle": "a-mug", **patch}))
    return lr.check(payload, shop=shop(waiver), rules=RULES, as_of=as_of)


NO_DESCRIPTION = {"rule": "missing-description", "because": "it comes from elsewhere"}


def test_a_rule_that_the_shop_turns_off_is_silent_and_listed() -> None:
    report = check(NO_DESCRIPTION, body_html="")
    assert (report.failures, report.forecast) == ((), "synced")
    (off,) = report.turned_off
    assert (off.rule, off.because, off.until, off.mandatory) == (*NO_DESCRIPTION.values(), None, False)


def test_it_is_on_again_on_the_day_named_and_says_so() -> None:
    waiver = {**NO_DESCRIPTION, "until": "2026-12-01"}
    assert check(waiver, date(2026, 11, 30), body_html="").failures == ()
    (failure,) = check(waiver, date(2026, 12, 1), body_html="").failures
    assert 'turned off until 2026-12-01 ("it comes from elsewhere") and is on again' in failure.reason


def test_it_can_be_turned_off_for_some_products_only() -> None:
    waiver = {**NO_DESCRIPTION, "products": ["a-mug", 7]}
    assert check(waiver, body_html="").failures == ()
    assert check(waiver, body_html="", id=7, handle="other").failures == ()
    assert [one.rule for one in check(waiver, body_html="", handle="a-vase").failures] == ["missing-description"]


def test_a_mandatory_rule_is_never_turned_off_silently() -> None:
    waiver = {"rule": "alcohol-tobacco-vapes", "because": "we sell antiques"}
    (off,) = check(waiver, title="Blue Murano glass ashtray from Italy").turned_off
    assert (off.rule, off.mandatory) == ("alcohol-tobacco-vapes", True)


@pytest.mark.parametrize(
    ("waiver", "problem"),
    [
        ({"rule": "missing-description"}, "turn_off.0.because: Field required"),
        ({**NO_DESCRIPTION, "because": ""}, "turn_off.0.because"),
        ({**NO_DESCRIPTION, "until": "2026-02-30"}, "turn_off.0.until"),
        ({**NO_DESCRIPTION, "until": "soon"}, "turn_off.0.until"),
        ({**NO_DESCRIPTION, "products": []}, "turn_off.0.products"),
        ({**NO_DESCRIPTION, "reason": "x"}, "turn_off.0.reason"),
        ({**NO_DESCRIPTION, "rule": "mising-description"}, "turn_off.0.rule: .*did you mean 'missing-description'"),
    ],
)
def test_what_cannot_be_followed_is_named(waiver: dict[str, Any], problem: str) -> None:
    with pytest.raises(lr.ShopError, match=problem):
        check(waiver)


def test_it_is_read_from_a_file_and_travels(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(
        "market: US\nturn_off:\n  - {rule: no-weight, because: the connector sends one, until: 2027-03-01}\n"
    )
    loaded = lr.Shop.load(file)
    assert loaded.turn_off
    assert (loaded.turn_off[0].rule, loaded.turn_off[0].until) == ("no-weight", "2027-03-01")
    assert pickle.loads(pickle.dumps(loaded)) == loaded  # noqa: S301
    assert hash(loaded)
