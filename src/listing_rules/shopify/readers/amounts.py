"""Amounts and quantities, from what a payload holds to an exact number, or to the text as it stands.

Nothing is rounded and nothing is guessed: what is not clearly a number stays text, so that a rule can say so.
All work is linear in a text of at most 40 characters.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Literal

from msgspec import UNSET

from listing_rules.shopify.product import Known, Money

__all__ = ["Mark", "amount", "cents", "decimal_mark", "file_amount", "quantity", "whole"]

Mark = Literal[".", ","]
"""What parts whole units from cents in a file: told by its unambiguous prices."""

_LONGEST = 40
_LARGEST_EXPONENT = 20
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_SPACED = re.compile(r"-?[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?")
_SPACES = str.maketrans("", "", " \u00a0\u202f")
_ONE_COMMA = re.compile(r"-?[0-9]*,[0-9]+")
_CENTS = re.compile(r"[0-9]([.,])[0-9]{1,2}")


def amount(value: object) -> Known[Money]:
    """The amount in a JSON value: a number or a number in text ("19.90", 19.9); other text stays as it is."""
    if isinstance(value, str):
        if len(value) < 20 and value.isascii() and value.replace(".", "", 1).isdigit():
            return Decimal(value)
        return _number(value.strip()) if value else None
    if value is None or value is UNSET:
        return value
    if isinstance(value, Decimal):
        return _number(str(value))
    return Decimal(value) if type(value) is int and -(10**_LONGEST) < value < 10**_LONGEST else _number(repr(value))


def _number(text: str) -> Money:
    if len(text) > _LONGEST or not text.isascii() or "_" in text:
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return Decimal(f"{number:f}") if number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT else text


def cents(value: object) -> Known[Money]:
    """The amount in major units of a whole number of cents; anything else stays text."""
    number = amount(value)
    if not isinstance(number, Decimal):
        return number
    return number.scaleb(-2) if number == number.to_integral_value() else str(number)


def quantity(value: object) -> Known[int | str]:
    """A whole number ("12", 12, 12.0); what is not a whole number stays text."""
    if type(value) is int or value is None or value is UNSET:
        return value
    number = amount(value)
    if isinstance(number, Decimal):
        return int(number) if number == number.to_integral_value() else str(number)
    return number


def whole(value: object) -> Known[int]:
    """A position or a size in pixels. What is no whole number is not known."""
    if type(value) is int:
        return value
    number = quantity(value)
    return UNSET if isinstance(number, str) else number


def decimal_mark(text: str) -> Mark | None:
    """The decimal mark of one price cell, or None where the cell does not tell ("12", "1,234")."""
    found = _CENTS.search(text, max(0, len(text) - 4))
    if found is None or found.end() != len(text) or text.count(found[1]) > 1:
        return None
    return "," if found[1] == "," else "."


def file_amount(text: str, mark: Mark | None) -> Money:
    """The amount in a spreadsheet cell that people may have written: "$1,234.50", "1.234,50", "1 234,50", "12,5".

    `mark` is the decimal mark of the other prices of the file. "1,234" is thousands where the others use dots;
    without that it may be either and stays text.
    """
    plain = text.strip().removeprefix("'").removeprefix("$").strip()
    if len(plain) > _LONGEST:
        return text
    if _SPACED.fullmatch(plain) is not None:
        plain = plain.translate(_SPACES)
    number = _number(_with_dot(plain, mark))
    return number if isinstance(number, Decimal) else text.strip()


def _with_dot(text: str, mark: Mark | None) -> str:
    if "," not in text and not (mark == "," and "." in text):
        return text
    if _GROUPED.fullmatch(text) is not None:
        return _ungrouped(text, mark)
    return text.replace(",", ".") if _ONE_COMMA.fullmatch(text) else text


def _ungrouped(text: str, mark: Mark | None) -> str:
    """Take out the thousands separators of a number that may have them."""
    marks = [char for char in text if char in ".,"]
    if marks[0] != marks[-1]:
        return text.replace(marks[0], "").replace(",", ".")
    if text.lstrip("-").startswith("0"):
        return text.replace(",", ".")
    if len(marks) > 1 or (mark is not None and mark != marks[0]):
        return text.replace(marks[0], "")
    return text
