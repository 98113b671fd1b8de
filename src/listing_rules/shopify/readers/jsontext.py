"""JSON text to Python values: exact numbers, no lone surrogates, bounded size and depth.

Where a key stands twice in one object the last one holds, as for every connector that reads the same text.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import msgspec

from listing_rules.errors import PayloadError

__all__ = ["MAX_DOCUMENT", "check_plain", "decode"]

MAX_DOCUMENT = 128 * 2**20
"""The most bytes that one JSON document, or one line of a JSONL file, may have."""

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_TOO_DEEP = "the JSON is nested too deeply to be a product"


def decode(data: bytes | memoryview) -> object:
    """The value of one JSON document. Raises PayloadError with the reason and the byte where reading stopped."""
    data = bytes(data)
    if len(data) > MAX_DOCUMENT:
        raise PayloadError(f"the document has {len(data)} bytes; at most {MAX_DOCUMENT} are read as one JSON document")
    try:
        return _DECODER.decode(data)
    except RecursionError:
        raise PayloadError(_TOO_DEEP) from None
    except (msgspec.MsgspecError, UnicodeError, InvalidOperation, OverflowError) as error:
        raise PayloadError(f"not valid JSON: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return "the text is not UTF-8"
    if isinstance(error, ArithmeticError):
        return "a number is out of range"
    return str(error).removeprefix("JSON is malformed: ")[:200]


def check_plain(value: object) -> None:
    """Refuse what could not have come from JSON: lone surrogates, cycles, objects of other kinds."""
    try:
        _ENCODER.encode(value)
    except RecursionError:
        raise PayloadError(_TOO_DEEP) from None
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise PayloadError(f"the payload is not made of JSON values: {_reason(error)}") from None
