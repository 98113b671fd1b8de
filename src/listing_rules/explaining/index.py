"""All that is known of what TikTok Shop says: rules first, the table for the rest."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct

from listing_rules.explaining.table import Entry, MessageTable, load_messages
from listing_rules.explaining.wordings import GAP, Pattern, Said, read, words_of
from listing_rules.report import CERTAINTIES, SEVERITIES
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet

__all__ = ["Index", "Target", "index_of"]

Target: TypeAlias = Rule | Entry
Runs: TypeAlias = tuple[tuple[str, ...], ...]
Message: TypeAlias = tuple[str, tuple[Target, ...]]
ByCode: TypeAlias = Mapping[int, tuple[Target, ...]]

MAX_GUESSES = 3
_NEAR_ENOUGH = 0.4
_STRANGE, _LACKING = 0.65, 0.35
_UNKNOWN_WORD = 1.0
_CODE = re.compile(r"(?<![\w.])\d{5,9}(?![\w.]*\w)")
_ENDINGS = re.compile(r"(?<=\w{3})(?:ings?|ies|es|ed|s|y)$")


class Index(Struct, frozen=True, eq=False):
    """`rarity` weighs words by how few messages hold them."""

    table: MessageTable
    by_code: ByCode
    messages: tuple[tuple[Pattern, tuple[Target, ...]], ...]
    topics: tuple[tuple[frozenset[str], Target], ...]
    rarity: Mapping[str, float]

    def known(self, text: str) -> list[tuple[Target, ...]]:
        """What each message and code of the text speaks of; what a message and a code both speak of comes first."""
        coded = [self.by_code[int(code)] for code in _CODE.findall(text) if int(code) in self.by_code]
        by_code = {target for targets in coded for target in targets}
        said = [tuple(sorted(targets, key=lambda one: one not in by_code)) for targets in self._matches(read(text))]
        said.sort(key=by_code.isdisjoint)
        told = {target for targets in said for target in targets}
        return said + [targets for targets in coded if told.isdisjoint(targets)]

    def _matches(self, said: Said) -> list[tuple[Target, ...]]:
        """Messages that stand in the text, in its order; one that is only a part of a longer one is left out."""
        hits = [(pattern, match, targets) for pattern, targets in self.messages if (match := pattern.find(said))]
        hits.sort(key=lambda hit: (not hit[1].whole, -hit[0].size))
        taken: set[int] = set()
        kept = []
        for _, match, targets in hits:
            if not taken.issuperset(match.places):
                taken.update(match.places)
                kept.append((not match.whole, match.places[0], targets))
        return [targets for _, _, targets in sorted(kept, key=lambda one: one[:2])]

    def codes_of(self, target: Target) -> tuple[int, ...]:
        """The codes that a rule claims or an entry explains, and those that lead to it."""
        led = (code for code, targets in self.by_code.items() if target in targets)
        return tuple(dict.fromkeys((*target.codes, *sorted(led))))

    def nearest(self, text: str) -> list[Target]:
        """What shares the most telling words with the text, best first."""
        words = topic_of(words_of(text), self.table.same_words)
        scored = [(self._likeness(topic, words), target) for topic, target in self.topics if topic & words]
        near = sorted((one for one in scored if one[0] >= _NEAR_ENOUGH), key=lambda one: (-one[0], _order(one[1])))
        return list(dict.fromkeys(target for _, target in near))[:MAX_GUESSES]

    def _likeness(self, topic: frozenset[str], words: frozenset[str]) -> float:
        """How much they share; words of ours that the text lacks count less than words that we do not know."""
        both = self._weight(topic & words)
        return both / (both + _STRANGE * self._weight(words - topic) + _LACKING * self._weight(topic - words))

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self.rarity.get(word, _UNKNOWN_WORD) for word in words)


def topic_of(words: tuple[str, ...], same_words: Mapping[str, str]) -> frozenset[str]:
    """The words without endings, in one language, and without those that say nothing."""
    words = tuple(part for word in words for part in word.split("_"))
    pairs = ("".join(pair) for pair in pairwise(words))
    meant = (_meant(word, same_words) for word in (*words, *(pair for pair in pairs if pair in same_words)))
    return frozenset(word for word in meant if len(word) > 1)


def _meant(word: str, same_words: Mapping[str, str]) -> str:
    stem = _ENDINGS.sub("", word)
    return same_words.get(word, same_words.get(stem, stem))


def _order(target: Target) -> tuple[bool, int, int, str]:
    """Rules before entries, and the surest first."""
    if isinstance(target, Entry):
        return True, int(target.generic), 0, target.id
    return False, SEVERITIES.index(target.severity), CERTAINTIES.index(target.certainty), target.id


@lru_cache(maxsize=4)
def index_of(rules: RuleSet) -> Index:
    """The index of a rule set, made once."""
    table = load_messages(rules.tables.message_files)
    by_code = _by_code(rules, table)
    messages = [*_wordings(rules, table, by_code), *_rule_messages(rules), *_rest(rules, table, by_code)]
    patterns = _patterns(messages)
    topics = [*_topics(messages, table), *_titles(rules, table)]
    counts = Counter(word for topic, _ in topics for word in topic)
    rarity = {word: math.log(1 + len(topics) / count) for word, count in counts.items()}
    return Index(table, by_code, patterns, tuple(topics), rarity)


def _by_code(rules: RuleSet, table: MessageTable) -> dict[int, tuple[Target, ...]]:
    """Who explains a code: the rules that claim it or its message, or else the table."""
    by_message = _by_message(rules)
    chosen = set(table.wordings)
    claims: dict[int, dict[Target, None]] = {code: dict.fromkeys(by) for code, by in _claimed_codes(rules).items()}
    for code, documented in table.documented.items():
        said = by_message.get(Pattern.of(documented.message).runs, ())
        preferred = [rule for rule in said if (documented.message, rule.id) in chosen]
        claims[code] = dict.fromkeys([*preferred, *claims.get(code, ()), *said])
    for code, rule_id in table.predicted_by.items():
        _unless_claimed(claims, code, rules.get(rule_id))
    for text, about in table.wordings:
        for rule in by_message.get(Pattern.of(text).runs, ()) if isinstance(about, int) else ():
            _unless_claimed(claims, about, rule)
    for entry in table.entries.values():
        for code in entry.codes:
            _unless_claimed(claims, code, entry)
    return {code: tuple(targets) for code, targets in claims.items() if targets}


def _claimed_codes(rules: RuleSet) -> dict[int, list[Rule]]:
    """A code that a rule names first is more its own than one that it names last."""
    claims = [(rule.codes.index(code), _order(rule), code, rule) for rule in rules.rules for code in rule.codes]
    found: dict[int, list[Rule]] = {}
    for _, _, code, rule in sorted(claims, key=lambda claim: claim[:3]):
        found.setdefault(code, []).append(rule)
    return found


def _by_message(rules: RuleSet) -> dict[Runs, list[Rule]]:
    found: dict[Runs, list[Rule]] = {}
    for rule in sorted(rules.rules, key=_order):
        for message in rule.messages:
            found.setdefault(Pattern.of(message).runs, []).append(rule)
    return found


def _unless_claimed(claims: dict[int, dict[Target, None]], code: int | str, target: Target | None) -> None:
    if target and isinstance(code, int) and not claims.get(code):
        claims[code] = {target: None}


def _wordings(rules: RuleSet, table: MessageTable, by_code: ByCode) -> Iterator[Message]:
    """Wordings first: of several rules that claim one, they say which comes first."""
    for text, about in table.wordings:
        yield text, _about(about, rules, table, by_code)


def _rule_messages(rules: RuleSet) -> Iterator[Message]:
    for rule in sorted(rules.rules, key=_order):
        for message in rule.messages:
            yield message, (rule,)


def _rest(rules: RuleSet, table: MessageTable, by_code: ByCode) -> Iterator[Message]:
    """Documented messages, and those of entries whose words no rule claims for itself."""
    claimed = {Pattern.of(message).runs for rule in rules.rules for message in rule.messages}
    for code, documented in table.documented.items():
        yield documented.message, by_code.get(code, ())
    for entry in table.entries.values():
        yield from ((text, (entry,)) for text in entry.messages if Pattern.of(text).runs not in claimed)


def _about(about: int | str, rules: RuleSet, table: MessageTable, by_code: ByCode) -> tuple[Target, ...]:
    if isinstance(about, int):
        return by_code.get(about, ())
    target = rules.get(about) or table.entries.get(about)
    return (target,) if target else ()


def _patterns(messages: Iterable[Message]) -> tuple[tuple[Pattern, tuple[Target, ...]], ...]:
    same: dict[Pattern, dict[Target, None]] = {}
    for message, targets in messages:
        same.setdefault(Pattern.of(message), {}).update(dict.fromkeys(targets))
    return tuple((pattern, tuple(targets)) for pattern, targets in same.items() if targets)


def _topics(messages: Iterable[Message], table: MessageTable) -> Iterator[tuple[frozenset[str], Target]]:
    for message, targets in messages:
        words = words_of(GAP.sub(" ", message))
        yield from ((topic_of(words, table.same_words), target) for target in targets)


def _titles(rules: RuleSet, table: MessageTable) -> Iterator[tuple[frozenset[str], Target]]:
    for rule in rules.rules:
        yield topic_of(words_of(rule.title), table.same_words), rule
    for entry in table.entries.values():
        yield topic_of(words_of(entry.reason), table.same_words), entry
