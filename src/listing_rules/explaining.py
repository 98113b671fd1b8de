"""From what TikTok Shop or a connector said to the rule that explains it. Needs no payload."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from listing_rules.fold import fold
from listing_rules.report import CERTAINTIES, SEVERITIES, Explanation
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet

__all__ = ["explain_with", "in_general"]

MAX_TEXT = 4000
MAX_GUESSES = 3
_NEAR_ENOUGH = 0.35

# What sellers see is a template with values filled in: quoted names, placeholders of every kind, numbers.
_FILLED_IN = re.compile(r""""[^"]*"|“[^”]*”|'[^']*'|`[^`]*`|\{+[^{}]*\}+|\[[^\[\]]*\]|%\d*\$?[sd]|%\d|\d[\d.,:]*""")
_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”')
_WORD = re.compile(r"\w+")
_CODE = re.compile(r"\b\d{5,9}\b")

_WORDS_WITHOUT_PAYLOAD: Mapping[str, str] = {
    "sku": "the variant",
    "value": "the value",
    "currency": "the market's currency",
    "allowed": "the market's currency",
    "limit": "the market's limit",
    "market": "your market",
    "title": "the product",
    "under": "the option",
    "documents": "the documents that the category asks for",
    "gate": "the category",
    "path": "the category",
    "apply_at": "the Qualification Center in Seller Center",
    "suggestions": "",
}


def explain_with(rules: RuleSet, said: str | int) -> list[Explanation]:
    """Explanations of a code, a message with its values filled in, or a rule id, best first.

    A text that no rule knows gives the nearest rules, marked as guesses, or nothing where none is near.
    """
    text = str(said).strip()[:MAX_TEXT]
    index = _index(rules)
    known = _known(index, rules, text)
    if known:
        return [_explanation(rule, text, guess=False) for rule in known]
    return [_explanation(rule, text, guess=True) for rule in index.nearest(_words(text))]


def _known(index: _Index, rules: RuleSet, text: str) -> list[Rule]:
    rule = rules.get(text)
    if rule is not None:
        return [rule]
    by_code = [rule for code in _CODE.findall(text) for rule in index.by_code.get(int(code), ())]
    by_message = index.by_message(_words(text))
    both = [rule for rule in by_message if rule in by_code]
    return list(dict.fromkeys(both or by_message or by_code))


class _Index(Struct, frozen=True):
    """The codes and messages of all rules; `rarity` weighs words by how few messages hold them."""

    by_code: Mapping[int, list[Rule]]
    messages: tuple[tuple[tuple[str, ...], Rule], ...]
    rarity: Mapping[str, float]

    def by_message(self, words: tuple[str, ...]) -> list[Rule]:
        """Rules one of whose messages is this text, or stands in it whole."""
        whole = [rule for message, rule in self.messages if message == words]
        return whole or [rule for message, rule in self.messages if len(message) > 2 and _stands_in(message, words)]

    def nearest(self, words: tuple[str, ...]) -> list[Rule]:
        """The rules whose messages share the most telling words."""
        scored = sorted(((self._likeness(message, words), rule) for message, rule in self.messages), key=_descending)
        near = dict.fromkeys(rule for score, rule in scored if score >= _NEAR_ENOUGH)
        return list(near)[:MAX_GUESSES]

    def _likeness(self, message: tuple[str, ...], words: tuple[str, ...]) -> float:
        both = self._weight(set(message) & set(words))
        return 2 * both / ((self._weight(set(message)) + self._weight(set(words))) or 1)

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self.rarity.get(word, 3.0) for word in words)


def _descending(scored: tuple[float, Rule]) -> tuple[float, int, int, str]:
    score, rule = scored
    return -score, SEVERITIES.index(rule.severity), CERTAINTIES.index(rule.certainty), rule.id


@lru_cache(maxsize=4)
def _index(rules: RuleSet) -> _Index:
    by_code: dict[int, list[Rule]] = {}
    messages: list[tuple[tuple[str, ...], Rule]] = []
    for rule in sorted(rules.rules, key=lambda rule: _descending((0, rule))):
        for code in rule.codes:
            by_code.setdefault(code, []).append(rule)
        messages.extend((_words(message), rule) for message in (*rule.messages, rule.title))
    counts = Counter(word for message, _ in messages for word in set(message))
    rarity = {word: math.log(1 + len(messages) / count) for word, count in counts.items()}
    return _Index(by_code, tuple(messages), rarity)


def _words(text: str) -> tuple[str, ...]:
    """The words that stay the same whatever values are filled in."""
    return tuple(_WORD.findall(_FILLED_IN.sub(" ", fold(text))))


def _stands_in(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    size = len(part)
    return any(whole[start : start + size] == part for start in range(len(whole) - size + 1))


def in_general(rules: RuleSet, rule_id: str) -> tuple[str, str] | None:
    """A rule's title and fix without a product; None for a rule that the set does not hold."""
    rule = rules.get(rule_id)
    return (rule.title, _fix(rule)) if rule else None


def _fix(rule: Rule) -> str:
    names = {name for _, name in rule.fix.parts if name}
    return rule.fix.fill({name: _WORDS_WITHOUT_PAYLOAD.get(name, f"the {name}") for name in names}).strip()


def _explanation(rule: Rule, text: str, *, guess: bool) -> Explanation:
    quoted = next((a or b for a, b in _QUOTED.findall(text)), None)
    named = f' The message names "{quoted}".' if quoted and not guess else ""
    return Explanation(
        rule=rule.id,
        reason=f"{rule.title}.{named}",
        fix=_fix(rule),
        action=rule.action,
        stage=rule.stage,
        platform_codes=rule.codes,
        guess=guess,
    )
