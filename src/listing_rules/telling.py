"""From hits to failures: one cause told once, in plain words, with every place where it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from listing_rules.checks import Facts, Hit
from listing_rules.paths import Path, scope_of
from listing_rules.report import CERTAINTIES, SEVERITIES, STAGES, Certainty, Failure, Place, built
from listing_rules.rule import Rule
from listing_rules.wording import COMMON_WORDS, some_of

__all__ = ["Told", "docs_of", "fingerprint", "tell", "worst_first"]

_DOCS = "docs/rules"
_MAX_VALUE = 120
_MOST_ADVICE = 3
_SAYS_WHY = "catalog"  # why a product is not synced is no advice
_CURRENCIES = Path.parse("skus[*].price.currency")
_OPTION_VALUES = Path.parse("skus[*].sales_attributes")
_SELLER_SKUS = Path.parse("skus[*].seller_sku")
_VARIANT_IDS = Path.parse("skus[*].shopify.id")


def docs_of(rule: Rule) -> str:
    """The rule's page in the documentation."""
    return f"{_DOCS}/{rule.id}.md"


class Told(Struct, frozen=True):
    """A rule and the hits of it that are to be told."""

    rule: Rule
    hits: Sequence[Hit]
    coming: str | None = None
    note: str = ""


def tell(told: Iterable[Told], facts: Facts) -> tuple[Failure, ...]:
    """The failures, worst first, in an order that does not depend on that of the variants."""
    return worst_first([_failure(one, hits, facts) for one in told for hits in _by_cause(one.hits)])


def worst_first(failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """In the order in which failures are told; of advice, the first few."""
    ranked = sorted(failures, key=_rank)
    advice = [one for one in ranked if one.severity == "info" and one.area != _SAYS_WHY]
    dropped = {one.fingerprint for one in advice[_MOST_ADVICE:]}
    return tuple(one for one in ranked if one.fingerprint not in dropped) if dropped else tuple(ranked)


def _rank(failure: Failure) -> tuple[int, int, str, str]:
    return (
        SEVERITIES.index(failure.severity),
        STAGES.index(failure.stage),
        failure.rule,
        failure.fingerprint,
    )


def _by_cause(hits: Sequence[Hit]) -> Iterable[list[Hit]]:
    causes: dict[str, list[Hit]] = {}
    for hit in hits:
        causes.setdefault(hit.cause, []).append(hit)
    return causes.values()


def _failure(told: Told, hits: list[Hit], facts: Facts) -> Failure:
    rule = told.rule
    scopes = [scope_of(hit.at) for hit in hits]
    words = _words(rule, hits, scopes, facts)
    certainty = _certainty(rule, hits)
    first, *others = [_place(hit, facts) for hit in hits]
    # Which of two equal things is the second depends on their order, so a cause stands for its variants.
    variants = () if hits[0].cause else _variants(scopes, facts)
    reason = rule.reason.fill(words).strip()
    if rule.assuming and any(hit.assumed for hit in hits):
        reason = f"{reason} {rule.assuming.say.fill(words)}"
    return built(
        Failure,
        rule=rule.id,
        area=rule.area,
        stage=rule.stage,
        severity="warning" if rule.severity == "error" and (told.coming or certainty == "possible") else rule.severity,
        certainty=certainty,
        reason=(f"From {told.coming} this fails: {reason}" if told.coming else reason) + told.note,
        fix=rule.fix.fill(words).strip(),
        action=rule.action,
        at=first.at,
        source_at=first.source_at,
        source_label=first.source_label,
        value=first.value,
        also_at=tuple(others),
        variants=variants,
        platform_codes=rule.codes,
        docs=docs_of(rule),
        fingerprint=_fingerprint(rule, hits, variants, facts),
    )


def _certainty(rule: Rule, hits: list[Hit]) -> Certainty:
    """The rule's own certainty, or the weakest that a hit brought with it; what is only possible is no error."""
    return max([rule.certainty, *(hit.certainty for hit in hits if hit.certainty)], key=CERTAINTIES.index)


def _place(hit: Hit, facts: Facts) -> Place:
    pointer, label = facts.subject.source_place(hit.at) if hit.at else (None, None)
    return built(Place, at=hit.at, source_at=pointer, source_label=label, value=_json(hit.value))


def _json(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _words(rule: Rule, hits: list[Hit], scopes: list[str], facts: Facts) -> dict[str, Any]:
    """What the rule's texts may name: what its check says of the hits, and what they use of what all rules may."""
    words: dict[str, Any] = {}
    for hit in hits:
        words.update(hit.words)
    for name in rule.names & COMMON_WORDS:
        words[name] = _COMMON[name](hits, scopes, facts)
    return words


def _values(hits: list[Hit], scopes: list[str], facts: Facts) -> str:
    """Each once."""
    values = list(dict.fromkeys([_shown(hit.value) for hit in hits]))
    return values[0] if len(values) == 1 else some_of(values)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "(empty)"
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text if len(text) <= _MAX_VALUE else text[: _MAX_VALUE - 1] + "…"


def _currency(hits: list[Hit], scopes: list[str], facts: Facts) -> str:
    """The currency of the first hit's SKU; the market's where the payload does not say."""
    stated = facts.column(_CURRENCIES)[_index(scopes[0])] if scopes[0] else None
    return str(stated or facts.limits.table.get("currency"))


def _skus(hits: list[Hit], scopes: list[str], facts: Facts) -> str:
    """Which variants: by their names, or in one word where it is all of them."""
    count = len(facts.column(_SELLER_SKUS))
    found = set(scopes)
    if count <= 1 or found == {""}:
        return "this product"
    if len(found) == count:
        return f"all {count} variants"
    names = [_name(place, facts) for place in sorted(_index(scope) for scope in found if scope)]
    return f"{'variant' if len(names) == 1 else f'{len(names)} of {count} variants:'} {some_of(names)}"


def _name(place: int, facts: Facts) -> str:
    values = " / ".join(_option_values(place, facts))
    return f'"{values or facts.column(_SELLER_SKUS)[place] or facts.column(_VARIANT_IDS)[place] or "(no name)"}"'


_COMMON: Mapping[str, Callable[[list[Hit], list[str], Facts], Any]] = {
    "count": lambda hits, scopes, facts: len(hits),
    "currency": _currency,
    "market": lambda hits, scopes, facts: facts.shop.market,
    "sku": _skus,
    "title": lambda hits, scopes, facts: facts.subject.known_by()["title"] or "(no title)",
    "value": _values,
}
"""How COMMON_WORDS are worked out, from the hits and the SKU that each stands in."""


def _variants(scopes: list[str], facts: Facts) -> tuple[str, ...]:
    """The keys of the variants that a failure stands on."""
    return tuple(sorted({_variant_key(scope, facts) for scope in {*scopes} - {""}}))


def _fingerprint(rule: Rule, hits: list[Hit], variants: tuple[str, ...], facts: Facts) -> str:
    """Stable under reordering, re-export and other products: rule, product, field, and the cause or the variants."""
    known = facts.subject.known_by()
    product = known["id"] or known["handle"] or known["title"] or ""
    fields = sorted({_field(hit.at) for hit in hits})
    return fingerprint(rule.id, str(product), *(variants or (hits[0].cause,)), *fields)


def fingerprint(*parts: str) -> str:
    """A short name for these parts, the same everywhere and always."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _variant_key(scope: str, facts: Facts) -> str:
    place = _index(scope)
    known = facts.column(_VARIANT_IDS)[place] or facts.column(_SELLER_SKUS)[place]
    return str(known or "\x1f".join(_option_values(place, facts)))


def _option_values(place: int, facts: Facts) -> list[str]:
    return [str(row["value_name"]) for row in facts.column(_OPTION_VALUES)[place] or ()]


def _index(scope: str) -> int:
    return int(scope.rpartition("/")[2])


def _field(at: str) -> str:
    return "/".join("*" if step.isdigit() else step for step in at.split("/"))
