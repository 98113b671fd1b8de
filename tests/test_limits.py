from __future__ import annotations

from datetime import date

import pytest

from listing_rules.limits import Limits, NoLimitError

TABLE = {
    "price": {"max": {"local": 5600, "cross_border": 134.5}, "min": 1},
    "images": [{"value": 9, "until": "2026-12-01"}, {"value": 12, "from": "2026-12-01"}],
    "allowed": ["A", "B"],
}


def limits(seller: str | None = None, day: date = date(2026, 11, 24)) -> Limits:
    return Limits("GB", seller, day, TABLE)


def test_a_literal_is_itself() -> None:
    assert limits().resolve(7) == 7


def test_a_reference_is_looked_up() -> None:
    assert limits().resolve({"market": "price.min"}) == 1
    assert limits().resolve({"market": "allowed"}) == ["A", "B"]


@pytest.mark.parametrize(("seller", "limit"), [(None, 5600), ("local", 5600), ("cross_border", 134.5)])
def test_sellers_may_differ(seller: str | None, limit: float) -> None:
    assert limits(seller).resolve({"market": "price.max"}) == limit


@pytest.mark.parametrize(("day", "limit"), [(date(2026, 11, 30), 9), (date(2026, 12, 1), 12), (date(2030, 1, 1), 12)])
def test_a_dated_limit_changes_on_its_day(day: date, limit: int) -> None:
    assert limits(day=day).resolve({"market": "images"}) == limit


@pytest.mark.parametrize("name", ["weight", "price.mid", "price.max.far", "images.x"])
def test_what_no_source_states_is_said(name: str) -> None:
    with pytest.raises(NoLimitError, match=f"no source states {name} for GB"):
        limits().resolve({"market": name})
