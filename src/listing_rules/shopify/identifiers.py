"""Which identifier code type a barcode is, by its digits.

Formats: Create Product 202309, skus[].identifier_code (GTIN 14 digits; EAN 8 or 13; UPC 12; ISBN 13, or 9 + X;
JAN 8 or 13).
"""

from __future__ import annotations

__all__ = ["identifier_type"]

_TYPE_BY_LENGTH = {8: "EAN", 12: "UPC", 13: "EAN", 14: "GTIN"}
_BOOKLAND = ("978", "979")
_JAPAN = ("45", "49")


def identifier_type(code: str) -> str | None:
    """GTIN, EAN, UPC, ISBN or JAN; None where the digits do not tell."""
    digits = code.replace("-", "").replace(" ", "")
    if len(digits) == 10 and digits[:9].isdigit() and digits[9] in "xX":
        return "ISBN"
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) == 13 and digits.startswith(_BOOKLAND):
        return "ISBN"
    if len(digits) in (8, 13) and digits.startswith(_JAPAN):
        return "JAN"
    return _TYPE_BY_LENGTH.get(len(digits))
