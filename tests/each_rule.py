"""Every bundled rule, as the parameter of a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from listing_rules.api import bundled_rules

__all__ = ["EACH_RULE"]


def _each() -> Iterator[Any]:
    """Measuring what a test runs through takes longer than running it, and rules of a kind run through the same."""
    seen: set[str] = set()
    for rule in bundled_rules().rules:
        marks = [pytest.mark.no_cover] if rule.kind in seen else []
        seen.add(rule.kind)
        yield pytest.param(rule, id=rule.id, marks=marks)


EACH_RULE = pytest.mark.parametrize("rule", list(_each()))
