"""JSON text to Python values: exact numbers, no duplicate keys, no lone surrogates, bounded size and depth."""

from __future__ import annotations

import json
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
        value = _DECODER.decode(data)
        if _may_repeat_a_key(data, _ENCODER.encode(value)):
            _refuse_repeated_keys(data)
    except RecursionError:
        raise PayloadError(_TOO_DEEP) from None
    except (msgspec.MsgspecError, UnicodeError, InvalidOperation, OverflowError) as error:
        raise PayloadError(f"not valid JSON: {_reason(error)}") from None
    return value


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return "the text is not UTF-8"
    return str(error).removeprefix("JSON is malformed: ")[:200] or "a number is out of range"


def _may_repeat_a_key(source: bytes, encoded: bytes) -> bool:
    """Compare the colons before and after decoding.

    A colon is a key separator or part of a text; both survive decoding and encoding, except that an escaped
    colon appears and that all but one of the entries with the same key are lost.
    """
    if source == encoded:
        return False
    if source.count(b":") != encoded.count(b":"):
        return True
    return b"\\u003" in source and (b"\\u003a" in source or b"\\u003A" in source)


def _refuse_repeated_keys(source: bytes) -> None:
    json.loads(source, object_pairs_hook=_unique, parse_int=str, parse_float=str)


def _unique(pairs: list[tuple[str, object]]) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise PayloadError(f"key {key[:60]!r} stands twice in one object: which of its values holds is not defined")
        seen.add(key)


def check_plain(value: object) -> None:
    """Refuse what could not have come from JSON: lone surrogates, cycles, objects of other kinds."""
    try:
        _ENCODER.encode(value)
    except RecursionError:
        raise PayloadError(_TOO_DEEP) from None
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise PayloadError(f"the payload is not made of JSON values: {_reason(error)}") from None
