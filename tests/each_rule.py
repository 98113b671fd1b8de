"""Every bundled rule, as the parameter of a test."""

from __future__ import annotations

import pytest

from listing_rules.api import bundled_rules
from listing_rules.rule import Rule

__all__ = ["EACH_RULE", "marks_of"]

FIRST_OF_ITS_KIND = {rule.kind: rule.id for rule in reversed(bundled_rules().rules)}


def marks_of(rule: Rule) -> list[pytest.MarkDecorator]:
    """Measuring what a test runs through takes longer than running it, and rules of a kind run through the same."""
    return [] if FIRST_OF_ITS_KIND[rule.kind] == rule.id else [pytest.mark.no_cover]


EACH_RULE = pytest.mark.parametrize(
    "rule", [pytest.param(rule, id=rule.id, marks=marks_of(rule)) for rule in bundled_rules().rules]
)
