"""`identifier`: a barcode is one of the codes that TikTok Shop takes.

Formats: Create Product 202309, skus[].identifier_code. Check digits: GS1 General Specifications, and ISO 2108 for ISBN.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.paths import Path

__all__ = ["SCHEMA", "WORDS", "build", "has_valid_check_digit", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "finds": {"enum": ["no_type", "wrong_check_digit"], "description": "What is wrong with the code."},
    },
    "required": ["finds"],
    "additionalProperties": False,
}
WORDS = frozenset({"type"})

_CODES = Path.parse("skus[*].identifier_code")
_ISBN_10 = 10


def build(params: Mapping[str, Any], context: Context) -> Check:
    broken = _LOOKS[params["finds"]]

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        column = facts.column(_CODES)
        if all(code is None for code in column):
            return ()
        return _hits(facts, broken)

    return check


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    codes = screen.column("skus[*].identifier_code", unknown="barcode")
    return (
        f"not any({codes}) or not any([code and {screen.constant(_LOOKS[params['finds']])}(code) for code in {codes}])"
    )


def _hits(facts: Facts, broken: Any) -> Iterator[Hit | Unknown]:
    for at, code in facts.places(_CODES):
        if code is UNSET:
            yield Unknown("barcode")
        elif code is not None and broken(code):
            yield Hit(f"{at}/code", code["code"], words={"type": code.get("type", "")})


def has_valid_check_digit(code: str) -> bool:
    """Whether the last digit is the one that the others give: GTIN-8, 12, 13 or 14, ISBN-10 or 13."""
    digits = code.replace("-", "").replace(" ", "")
    if len(digits) == _ISBN_10:
        values = [10 if digit in "xX" else int(digit) for digit in digits]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    weighed = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(weighed) % 10 == 0


_LOOKS = {
    "no_type": lambda code: "type" not in code,
    "wrong_check_digit": lambda code: "type" in code and not has_valid_check_digit(code["code"]),
}
