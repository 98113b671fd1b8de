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
from listing_rules.explaining.wordings import Match, Pattern, Said, read
from listing_rules.report import CERTAINTIES, SEVERITIES
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet

__all__ = ["Index", "Target", "homeless", "index_of"]

Target: TypeAlias = Rule | Entry

MAX_GUESSES = 3
_NEAR_ENOUGH = 0.34
_UNKNOWN_WORD = 3.0
_CODE = re.compile(r"(?<![\w.])\d{5,9}(?![\w.]*\w)")
_ENDINGS = re.compile(r"(?<=\w{3})(?:ings?|ies|es|ed|s|y)$")


class Index(Struct, frozen=True, eq=False):
    """`rarity` weighs words by how few messages hold them."""

    table: MessageTable
    by_code: Mapping[int, tuple[Target, ...]]
    messages: tuple[tuple[Pattern, tuple[Target, ...]], ...]
    topics: tuple[tuple[frozenset[str], Target], ...]
    rarity: Mapping[str, float]

    def known(self, text: str) -> list[Target]:
        """What the text's messages and codes speak of, the most telling first."""
        coded = [self.by_code.get(int(code), ()) for code in _CODE.findall(text)]
        said = list(dict.fromkeys(target for targets in self._matches(read(text)) for target in targets))
        by_code = {target for targets in coded for target in targets}
        found = [target for target in said if target in by_code] + [target for target in said if target not in by_code]
        for targets in coded:
            if not set(targets) & set(found):
                found.extend(targets)
        return found

    def _matches(self, said: Said) -> Iterator[tuple[Target, ...]]:
        """Messages that stand in the text; one that is only a part of a longer one is left out."""
        hits = [(pattern, match, targets) for pattern, targets in self.messages if (match := pattern.find(said))]
        taken: frozenset[int] = frozenset()
        for _, match, targets in sorted(hits, key=lambda hit: _telling(hit[0], hit[1])):
            if not match.places or not match.places <= taken:
                taken |= match.places
                yield targets

    def nearest(self, text: str) -> list[Target]:
        """What shares the most telling words with the text, best first."""
        words = topic_of(read(text).words, self.table.same_words)
        scored = [(self._likeness(topic, words), target) for topic, target in self.topics if topic & words]
        near = sorted((one for one in scored if one[0] >= _NEAR_ENOUGH), key=lambda one: (-one[0], _order(one[1])))
        return list(dict.fromkeys(target for _, target in near))[:MAX_GUESSES]

    def _likeness(self, topic: frozenset[str], words: frozenset[str]) -> float:
        both = self._weight(topic & words)
        return 2 * both / ((self._weight(topic) + self._weight(words)) or 1)

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self.rarity.get(word, _UNKNOWN_WORD) for word in words)


def topic_of(words: tuple[str, ...], same_words: Mapping[str, str]) -> frozenset[str]:
    """The words without endings, in one language, and without those that say nothing."""
    pairs = ("".join(pair) for pair in pairwise(words) if all(len(word) == 1 for word in pair))
    meant = (_meant(word, same_words) for word in (*words, *pairs))
    return frozenset(word for word in meant if len(word) > 1)


def _meant(word: str, same_words: Mapping[str, str]) -> str:
    stem = _ENDINGS.sub("", word)
    return same_words.get(word, same_words.get(stem, stem))


def _telling(pattern: Pattern, match: Match) -> tuple[bool, int]:
    return not match.whole, -pattern.size


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
    messages = [*_rule_messages(rules), *_table_messages(rules, table, by_code)]
    patterns = _patterns(messages)
    topics = [*_topics(messages, table), *_titles(rules, table)]
    counts = Counter(word for topic, _ in topics for word in topic)
    rarity = {word: math.log(1 + len(topics) / count) for word, count in counts.items()}
    return Index(table, by_code, patterns, tuple(topics), rarity)


def _by_code(rules: RuleSet, table: MessageTable) -> dict[int, tuple[Target, ...]]:
    """Who explains a code: the rules that claim it, or else the table."""
    claims: dict[int, list[Target]] = {}
    for rule in sorted(rules.rules, key=_order):
        for code in rule.codes:
            claims.setdefault(code, []).append(rule)
    for entry in table.entries.values():
        for code in entry.codes:
            claims.setdefault(code, [entry])
    return {code: tuple(targets) for code, targets in claims.items()}


def _rule_messages(rules: RuleSet) -> Iterator[tuple[str, tuple[Target, ...]]]:
    for rule in sorted(rules.rules, key=_order):
        for message in rule.messages:
            yield message, (rule,)


def _table_messages(
    rules: RuleSet, table: MessageTable, by_code: Mapping[int, tuple[Target, ...]]
) -> Iterator[tuple[str, tuple[Target, ...]]]:
    """Messages of the table whose words no rule claims for itself."""
    claimed = {Pattern.of(message).runs for rule in rules.rules for message in rule.messages}
    for text, targets in _table_texts(rules, table, by_code):
        if targets and Pattern.of(text).runs not in claimed:
            yield text, targets


def _table_texts(
    rules: RuleSet, table: MessageTable, by_code: Mapping[int, tuple[Target, ...]]
) -> Iterator[tuple[str, tuple[Target, ...]]]:
    for entry in table.entries.values():
        yield from ((message, (entry,)) for message in entry.messages)
    for text, about in table.wordings:
        yield text, _about(about, rules, table, by_code)
    for code, documented in table.documented.items():
        yield documented.message, by_code.get(code, ())


def _about(
    about: int | str, rules: RuleSet, table: MessageTable, by_code: Mapping[int, tuple[Target, ...]]
) -> tuple[Target, ...]:
    if isinstance(about, int):
        return by_code.get(about, ())
    target = rules.get(about) or table.entries.get(about)
    return (target,) if target else ()


def _patterns(messages: Iterable[tuple[str, tuple[Target, ...]]]) -> tuple[tuple[Pattern, tuple[Target, ...]], ...]:
    same: dict[Pattern, dict[Target, None]] = {}
    for message, targets in messages:
        same.setdefault(Pattern.of(message), {}).update(dict.fromkeys(targets))
    return tuple((pattern, tuple(targets)) for pattern, targets in same.items())


def _topics(
    messages: Iterable[tuple[str, tuple[Target, ...]]], table: MessageTable
) -> Iterator[tuple[frozenset[str], Target]]:
    for message, targets in messages:
        words = tuple(word for run in Pattern.of(message).runs for word in run)
        yield from ((topic_of(words, table.same_words), target) for target in targets)


def _titles(rules: RuleSet, table: MessageTable) -> Iterator[tuple[frozenset[str], Target]]:
    for rule in rules.rules:
        yield topic_of(read(rule.title).words, table.same_words), rule
    for entry in table.entries.values():
        yield topic_of(read(entry.reason).words, table.same_words), entry


def homeless(rules: RuleSet) -> list[int]:
    """The documented codes that neither a rule nor a line of the table explains; none, while the table is kept."""
    index = index_of(rules)
    return sorted(code for code in index.table.documented if code not in index.by_code)
