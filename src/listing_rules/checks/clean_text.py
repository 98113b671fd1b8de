"""When texts surely break no rule of the kind `text`: said of many at once, and of bytes where that is faster.

Short texts (title, option names and values, SKUs) of which the same is asked are looked at together, in lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from listing_rules.checks.screen import Column, Screen

__all__ = ["nothing_far", "quiet"]

_RUN = 10
_EQUAL = bytes(_RUN - 1)
_CDN = "https://cdn.shopify.com/"
_ADDRESS = re.compile(r"(?:https?:)?//[^\s/]", re.IGNORECASE)
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\r"))
_SYMBOLS = bytes(byte for byte in range(128) if not chr(byte).isalnum() and byte != ord("\n"))
# In UTF-8 all beyond U+25FF, where emoji and Chinese are; letters with accents, quotes and bullets come before.
_FAR = re.compile(rb"[\xe2-\xf4](?:(?<!\xe2)|[\x98-\xbf])")
_DECORATIONS = ("!!!", "$$$", "~~", "@@", "***")
_LONG = frozenset({"description"})


def _data(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def nothing_far(text: str) -> bool:
    """Whether no letter of the text is as far up as Chinese and emoji are."""
    return text.isascii() or _FAR.search(_data(text)) is None


def _no_controls(text: str) -> bool:
    data = _data(text)
    return len(data.translate(None, _CONTROLS)) == len(data)


def _no_decorations(text: str) -> bool:
    return text.isascii() and not any([signs in text for signs in _DECORATIONS])  # noqa: C419 - faster


def _no_symbols_alone(text: str) -> bool:
    """A line of symbols alone is empty without them."""
    return not text or (text.isascii() and b"\n\n" not in b"\n%b\n" % _data(text).translate(None, _SYMBOLS))


def _no_repeats(text: str) -> bool:
    """Whether no ten bytes in a row are equal: each with the one before it cancels out. Letters that are not ASCII are
    several bytes, which differ among themselves."""
    if len(text) < _RUN:
        return True
    if not text.isascii():
        return False
    data = _data(text)
    number = int.from_bytes(data, "big")
    return _EQUAL not in (number ^ (number >> 8)).to_bytes(len(data), "big")


_CLEAN: Mapping[str, Callable[[str], bool]] = {
    "html_escapes": lambda text: "&" not in text,
    "emoji": nothing_far,
    "chinese": nothing_far,
    "control": _no_controls,
    "decorations": _no_decorations,
    "disguise": str.isascii,
    "only_symbols": _no_symbols_alone,
    "repeats": _no_repeats,
}


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    column = screen.column(params["at"])
    return " and ".join([*_without(params.get("without", ()), column, screen), *_lengths(params, column, screen)])


def _without(faults: list[str], column: Column, screen: Screen) -> list[str]:
    parts = [_no_spaces(column)] if "spaces" in faults else []
    parts += [_addresses(column, screen)] if "no_address" in faults else []
    tests = list(dict.fromkeys(_CLEAN[name] for name in faults if name in _CLEAN))
    if column.path in _LONG:
        return parts + [f"{screen.constant(test)}({column.joined})" for test in tests]
    return parts + [screen.together(screen.constant(test), column) for test in tests]


def _no_spaces(column: Column) -> str:
    """Of all white space only " " is printable."""
    return f'" " not in (run := "".join(filter(None, {column.texts}))) and run.isprintable()'


def _addresses(column: Column, screen: Screen) -> str:
    """Every line begins with Shopify's own address, as most do, or each is an address."""
    lines = column.joined
    usual = f'{lines}.startswith("{_CDN}") and {lines}.count("\\n{_CDN}") == {lines}.count("\\n")'
    return f"(({usual}) or all(map({screen.constant(_ADDRESS.match)}, filter(None, {column.texts}))))"


def _lengths(params: Mapping[str, Any], column: Column, screen: Screen) -> list[str]:
    parts = []
    if "at_most" in params:
        parts.append(column.within(screen.constant(params["at_most"])))
    if "at_least" in params:
        fewest = screen.constant(params["at_least"])
        parts.append(f"all([len(text.strip()) >= {fewest} or not text.strip() for text in {column.texts} if text])")
    return parts
