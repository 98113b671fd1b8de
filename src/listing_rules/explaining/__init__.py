"""From what TikTok Shop or a connector said to what it means. Needs no payload.

wordings.py  a message as words and gaps: values filled in, placeholders of every kind
table.py     the documented codes, and words for those that no rule explains
index.py     rules and table together: what is known, what is nearest
answers.py   what stands to be explained in JSON that was returned
homes.py     whether every documented code has a home
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from listing_rules.errors import ListingRulesError
from listing_rules.explaining.answers import LONGEST_INTEGER, Statement, parsed, statements
from listing_rules.explaining.index import Index, Target, index_of
from listing_rules.explaining.table import Entry
from listing_rules.explaining.wordings import MAX_TEXT
from listing_rules.report import Explanation
from listing_rules.rule import Rule
from listing_rules.ruleset import RuleSet

__all__ = ["Answer", "Cause", "Causes", "causes", "explain_with", "in_general"]

Answer: TypeAlias = str | int | dict[str, Any] | list[Any]
"""A code, a text, a rule id, or what an API returned."""

_SHORTEST_CODE = 5
_QUOTED = re.compile(r'"([^"]{1,200})"|“([^”]{1,200})”')

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


def explain_with(rules: RuleSet, said: Answer) -> list[Explanation]:
    """Explanations of a code, a message with its values filled in, a rule id, or an API's answer, best first.

    A text that nothing knows gives the nearest, marked as guesses, or nothing where none is near. ListingRulesError
    where `said` is none of these.
    """
    index = index_of(rules)
    return _without_repeats(_of_statements(rules, index, _statements(said)))


class Cause(Struct, frozen=True):
    """One thing that was said: the rules that may explain it, surest first, none where only the table does."""

    rules: tuple[str, ...]
    reason: str


class Causes(Struct, frozen=True):
    causes: tuple[Cause, ...]
    unexplained: tuple[str, ...]
    stopped_at_sync: bool


def causes(rules: RuleSet, said: Answer) -> Causes:
    """What was said, each cause once with all rules that may stand behind it, and the texts that nothing explains."""
    known = [(one, _known(rules, index_of(rules), one.text)) for one in _statements(said)]
    settled = {one.object for one, groups in known if groups}
    silent = [one.text for one, groups in known if not (groups or one.tells_more) and _matters(one, settled)]
    groups = _narrowed(group for _, groups in known for group in groups)
    exact = [group for group in groups if not _is_generic(group[0])] or groups
    return Causes(
        causes=tuple(_cause(group) for group in exact),
        unexplained=tuple(dict.fromkeys(silent)),
        stopped_at_sync=any(target.stage == "sync_failed" for group in groups for target in group),
    )


def _matters(one: Statement, settled: set[int]) -> bool:
    """An unknown code always does, a text unless its own code is known."""
    return len(one.text) >= _SHORTEST_CODE if one.text.isdigit() else one.object not in settled


def _narrowed(groups: Iterable[tuple[Target, ...]]) -> list[tuple[Target, ...]]:
    """A code and its message speak of one cause: of what both may mean."""
    found: list[tuple[Target, ...]] = []
    for group in groups:
        at = next((at for at, other in enumerate(found) if set(group) & set(other)), None)
        if at is None:
            found.append(group)
        else:
            found[at] = tuple(target for target in found[at] if target in group)
    return found


def _cause(group: tuple[Target, ...]) -> Cause:
    first = group[0]
    return Cause(
        rules=tuple(target.id for target in group if isinstance(target, Rule)),
        reason=first.title if isinstance(first, Rule) else first.reason,
    )


def _is_generic(target: Target) -> bool:
    return isinstance(target, Entry) and target.generic


def _statements(said: object) -> list[Statement]:
    if isinstance(said, (dict, list)):
        return statements(said)
    if isinstance(said, int) and not isinstance(said, bool):
        return [Statement(str(said) if abs(said) < LONGEST_INTEGER else "", tells_more=False)]
    if not isinstance(said, str):
        raise ListingRulesError(f"{type(said).__name__} cannot be explained; a code, a text or JSON was expected")
    text = said.strip()
    answer = parsed(text)
    found = statements(answer)
    if answer is not None and text[0] in "{[" and text[-1] in "}]":
        return found
    return [Statement(text[:MAX_TEXT], tells_more=bool(found)), *found]


def _of_statements(rules: RuleSet, index: Index, said: list[Statement]) -> list[Explanation]:
    """What is exact, then what is generic, then guesses at the objects of which nothing is known."""
    known = [(one, _known(rules, index, one.text)) for one in said]
    settled = {one.object for one, groups in known if groups}
    said_once = dict.fromkeys((target, one.text) for one, groups in known for group in groups for target in group)
    exact = sorted(said_once, key=lambda pair: _is_generic(pair[0]))
    unknown = [one.text for one in said if not (one.object in settled or one.tells_more or one.text.isdigit())]
    return [
        *(_explanation(index, target, text, guess=False) for target, text in exact),
        *(_explanation(index, target, text, guess=True) for text in unknown for target in index.nearest(text)),
    ]


def _known(rules: RuleSet, index: Index, text: str) -> list[tuple[Target, ...]]:
    rule = rules.get(text)
    return [(rule,)] if rule else index.known(text)


def _without_repeats(found: Iterable[Explanation]) -> list[Explanation]:
    """Each cause once; of two that differ only in the value that is named, the one that names it."""
    kept: dict[tuple[str | None, str], Explanation] = {}
    for one in found:
        key = (one.rule, one.fix if one.rule else one.reason)
        if key not in kept or (len(one.reason) > len(kept[key].reason) and not one.guess):
            kept[key] = one
    return list(kept.values())


def in_general(rules: RuleSet, rule_id: str) -> tuple[str, str] | None:
    """A rule's title and fix without a product; None for a rule that the set does not hold."""
    rule = rules.get(rule_id)
    return (rule.title, _fix(rule)) if rule else None


def _fix(rule: Rule) -> str:
    names = {name for _, name in rule.fix.parts if name}
    return rule.fix.fill({name: _WORDS_WITHOUT_PAYLOAD.get(name, f"the {name}") for name in names}).strip()


def _explanation(index: Index, target: Target, text: str, *, guess: bool) -> Explanation:
    quoted = next((a or b for a, b in _QUOTED.findall(text)), None)
    named = f' The message names "{quoted}".' if quoted and not guess else ""
    is_rule = isinstance(target, Rule)
    means = f"{target.title}." if isinstance(target, Rule) else target.reason
    return Explanation(
        rule=target.id if is_rule else None,
        reason=f"{means}{named}",
        fix=_fix(target) if isinstance(target, Rule) else target.fix,
        action=target.action,
        stage=target.stage,
        platform_codes=index.codes_of(target),
        guess=guess,
    )
