"""`repeated_words`: a text says the same word again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.fold import fold
from listing_rules.paths import Path, place

__all__ = ["SCHEMA", "WORDS", "build", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": place("The text.", "text", single=True),
        "at_most": {"type": "integer", "minimum": 1, "description": "How often a word may stand in it."},
    },
    "required": ["at", "at_most"],
    "additionalProperties": False,
}
WORDS = frozenset({"word", "times", "limit"})

_LETTERS = bytes(byte if chr(byte).isalpha() and byte < 128 else 32 for byte in range(256))
_WORD = re.compile(r"[^\W\d_]{3,}")  # "a", "of" and numbers repeat in good titles too


def build(params: Mapping[str, Any], context: Context) -> Check:
    path, limit = Path.parse(params["at"]), params["at_most"]

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        text = facts.column(path)[0]
        if text is UNSET:
            return (Unknown(path.text),)
        words = _WORD.findall(text) if type(text) is str else ()
        if len(words) <= limit:
            return ()
        word, times = Counter(map(fold, words)).most_common(1)[0]
        at = facts.places(path)[0][0]
        return (Hit(at, word, words={"word": word, "times": times, "limit": limit}),) if times > limit else ()

    return check


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    """Among as many words as there are, one can stand so often only if that many are not the first of their kind."""
    text = screen.column(params["at"])
    words = f"{text.data}.lower().translate({screen.constant(_LETTERS)}).split()"
    return f"({text.ascii} and len(words := {words}) - len(set(words)) < {screen.constant(params['at_most'])})"
