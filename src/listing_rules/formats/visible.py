"""Text from a payload for people's eyes: nothing in it moves the cursor, changes colours or turns the line around."""

from __future__ import annotations

import re

__all__ = ["visible"]

# Control characters, invisible ones, bidirectional overrides and isolates, lone surrogates, line separators.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text with such characters written as escapes."""
    return _UNSEEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return {9: " ", 10: " ", 13: " "}.get(code) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")
