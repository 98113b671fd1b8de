"""A lock names the content of a rule set, so that a run can insist on the rules that somebody looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from listing_rules.errors import ListingRulesError
from listing_rules.ruleset import RuleSet

__all__ = ["check_lock", "lock_of"]

_SHOWN = 10


def lock_of(rules: RuleSet) -> dict[str, Any]:
    """The release, one hash for the whole set and one for each part of it."""
    return {"version": rules.version, "hash": rules.content_hash, "parts": dict(sorted(rules.parts.items()))}


def check_lock(lock: Any, rules: RuleSet) -> None:
    """ListingRulesError where the rule set is not the locked one, naming what differs."""
    if not (isinstance(lock, Mapping) and isinstance(lock.get("hash"), str) and isinstance(lock.get("parts"), Mapping)):
        raise ListingRulesError("is no lock of a rule set; 'listing-rules rules --write-lock FILE' writes one")
    if lock["hash"] == rules.content_hash:
        return
    found = list(_differences(lock["parts"], rules.parts))
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    raise ListingRulesError(
        f"the rules are not the locked ones (locked {lock.get('version')}, now {rules.version}): "
        f"{'; '.join(found[:_SHOWN])}{more}. 'listing-rules rules --diff' shows what it means"
    )


def _differences(locked: Mapping[str, Any], now: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(locked.keys() | now.keys()):
        if name not in now:
            yield f"{name} is gone"
        elif name not in locked:
            yield f"{name} is new"
        elif locked[name] != now[name]:
            yield f"{name} differs"
