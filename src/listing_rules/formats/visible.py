"""Text from a payload for people's eyes: nothing in it moves the cursor, changes colours or turns the line around."""

from __future__ import annotations

import re

__all__ = ["in_json", "visible"]

# Control characters, invisible ones, bidirectional overrides and isolates, lone surrogates, line separators.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# What the logs of GitHub Actions, Azure Pipelines and TeamCity take for commands, wherever a line may be broken.
_COMMAND = re.compile(r"(?<!\S):(?=:[A-Za-z])|#(?=#(?:vso|teamcity)?\[)")


def visible(text: str) -> str:
    """The text with such characters written as escapes, and nothing in it that a build log would obey."""
    return _COMMAND.sub(_escape, _UNSEEN.sub(_escape, text))


def in_json(text: str) -> str:
    """JSON with such characters in JSON's own escapes: the same value, which a terminal can show on one line."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return {9: " ", 10: " ", 13: " "}.get(code) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")
