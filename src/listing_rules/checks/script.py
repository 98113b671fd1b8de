"""`script`: a text is mostly in letters that the market does not read.

Latin letters are read everywhere. Chinese ones are not looked at: TikTok Shop refuses each of them (see `text`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.paths import Path, place

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"at": place("The text.", "text")},
    "required": ["at"],
    "additionalProperties": False,
}
WORDS = frozenset({"script"})

_SCRIPTS: Mapping[str, tuple[str, frozenset[str]]] = {
    "Cyrillic": ("\u0400-\u052f", frozenset()),
    "Greek": ("\u0370-\u03ff\u1f00-\u1fff", frozenset()),
    "Arabic": ("\u0600-\u06ff\u0750-\u077f", frozenset()),
    "Hebrew": ("\u0590-\u05ff", frozenset()),
    "Indic": ("\u0900-\u0dff", frozenset()),
    "Thai": ("\u0e00-\u0e7f", frozenset({"TH"})),
    "Korean": ("\u1100-\u11ff\uac00-\ud7af", frozenset()),
    "Japanese": ("\u3040-\u30ff", frozenset({"JP"})),
}
"""What stands for a script, and the markets that read it."""

_LETTER = re.compile(r"[^\W\d_]")


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["at"])
    foreign = {
        name: re.compile(f"[{letters}]")
        for name, (letters, markets) in _SCRIPTS.items()
        if context.shop.market not in markets
    }

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        texts = facts.column(path)
        if all(type(text) is str and text.isascii() for text in texts):
            return ()
        return tuple(_found(facts, path, foreign))

    return check


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    return screen.column(params["at"]).ascii


def _found(facts: Facts, path: Path, foreign: Mapping[str, re.Pattern[str]]) -> Iterator[Hit | Unknown]:
    for at, text in facts.places(path):
        if text is UNSET:
            yield Unknown(path.text)
        elif type(text) is str and (name := _mostly(text, foreign)):
            yield Hit(at, text, name, {"script": name})


def _mostly(text: str, foreign: Mapping[str, re.Pattern[str]]) -> str | None:
    """The script of more than half of the letters."""
    if text.isascii():
        return None
    half = len(_LETTER.findall(text)) / 2
    return next((name for name, letters in foreign.items() if len(letters.findall(text)) > half), None)
