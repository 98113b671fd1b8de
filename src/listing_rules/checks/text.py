"""`text`: a text is neither too long nor too short and holds nothing that TikTok Shop refuses.

Length counts characters as people do in TikTok Shop's forms (Unicode code points). Empty text breaks nothing here (see
`required`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import LIMIT, UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.clean_text import quiet
from listing_rules.paths import Path, place

__all__ = ["FAULTS", "SCHEMA", "WORDS", "build", "quiet"]

_EMOJI = (
    "\U0001f1e6-\U0001f1ff\U0001f300-\U0001f5ff\U0001f600-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb"
    "\U0001f900-\U0001f9ff\U0001fa70-\U0001faff\u2600-\u2604\u260e\u2614\u2615\u263a\u2648-\u2653\u267b\u267f\u2693"
    "\u26a0\u26a1\u26bd\u26be\u26c4\u26c5\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2702\u2705\u2708-\u270d\u2728"
    "\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
)

_ESCAPE = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_ANY_EMOJI = re.compile(f"[{_EMOJI}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SYMBOLS = re.compile(r"[\W_]+")
_REPEATS = re.compile(r"([^\s])\1{9}")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_SPACE = re.compile(r"\s")
_ADDRESS = re.compile(r"\s*(?:https?:)?//[^\s/]", re.IGNORECASE)
_RUN = 10
# Letters that look like others or do not show at all, inside a word of Latin letters.
_DISGUISE = re.compile("[A-Za-z][\u200b-\u200d\u2060\ufeff\u0400-\u04ff][A-Za-z]")
_DECORATION = re.compile(
    "[\u2605\u2606\u2713\u2714\u2665\u25c6\u25a0\u25cf\u25ba\u25b6\u3010\u3011\u300a\u300b]|!!!|\\$\\$\\$|~~|@@|\\*\\*\\*"
)

# What each fault is called in a sentence, and how it is found: a cheap look first, since most texts have none.
FAULTS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "html_escapes": ("HTML escape characters", lambda text: "&" in text and _ESCAPE.search(text)),
    "emoji": ("emoji", lambda text: not text.isascii() and _ANY_EMOJI.search(text)),
    "control": ("control characters", lambda text: not text.isprintable() and _CONTROL.search(text)),
    "only_symbols": ("nothing but symbols", _SYMBOLS.fullmatch),
    "repeats": ("more than nine equal characters in a row", lambda text: len(text) >= _RUN and _REPEATS.search(text)),
    "chinese": ("Chinese characters", lambda text: not text.isascii() and _HAN.search(text)),
    "spaces": ("spaces", _SPACE.search),
    "disguise": ("letters in disguise", lambda text: not text.isascii() and _DISGUISE.search(text)),
    "decorations": ("signs for decoration", _DECORATION.search),
    "no_address": ("no web address", lambda text: not _ADDRESS.match(text)),
}

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": place("The texts.", "text"),
        "at_least": {**LIMIT, "description": "The fewest characters."},
        "at_most": {**LIMIT, "description": "The most characters."},
        "without": {
            "type": "array",
            "items": {"enum": sorted(FAULTS)},
            "minItems": 1,
            "uniqueItems": True,
            "description": "What it must not hold.",
        },
    },
    "required": ["at"],
    "minProperties": 2,
    "additionalProperties": False,
}
WORDS = frozenset({"limit", "length", "fault"})

_MAX_SHOWN = 60
_Find = Callable[[str], Mapping[str, Any] | None]


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["at"])
    finds = [find for make, name in _MAKERS if name in params for find in make(params[name])]

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        for text in set(facts.column(path)):
            if text is UNSET:
                return _broken(facts, path, finds)
            if isinstance(text, str):
                for find in finds:
                    if find(text):
                        return _broken(facts, path, finds)
        return ()

    return check


def _broken(facts: Facts, path: Path, finds: list[_Find]) -> Iterator[Hit | Unknown]:
    for at, text in facts.places(path):
        if text is UNSET:
            yield Unknown(path.text)
        elif isinstance(text, str):
            words = next((words for find in finds if (words := find(text))), None)
            if words is not None:
                shown = text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
                yield Hit(at, shown, cause=str(words.get("fault", "")), words=words)


def _shorter(limit: int) -> Iterator[_Find]:
    yield lambda text: {"limit": limit, "length": len(text)} if 0 < len(text.strip()) < limit else None


def _longer(limit: int) -> Iterator[_Find]:
    yield lambda text: {"limit": limit, "length": len(text)} if len(text) > limit else None


def _holding(names: list[str]) -> Iterator[_Find]:
    faults = [FAULTS[name] for name in names]

    def find(text: str) -> Mapping[str, Any] | None:
        for words, look in faults:
            if look(text):
                return {"fault": words}
        return None

    yield find


_MAKERS: tuple[tuple[Callable[[Any], Iterator[_Find]], str], ...] = (
    (_shorter, "at_least"),
    (_longer, "at_most"),
    (_holding, "without"),
)
