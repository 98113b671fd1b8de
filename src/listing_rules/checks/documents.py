"""`documents`: what the category asks to be sent with the product is there and in order.

What the category asks for is TikTok's Get Category Rules answer; what is sent is `listing` in the shop file. What the
shop file does not speak of is missing, likely rather than certainly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.by_category import met, of_category, values_by_attribute
from listing_rules.shop.answers import CategoryRules, Certification, Flag

__all__ = ["SCHEMA", "WORDS", "build"]

MAX_FILES = 10
# What a category may require, and the field of the candidate that carries it.
_REQUIRED = {
    "no_size_chart": ("size_chart", "size_chart"),
    "no_package_dimensions": ("package_dimension", "package_dimensions"),
    "no_manufacturer": ("manufacturer", "manufacturer_ids"),
    "no_responsible_person": ("responsible_person", "responsible_person_ids"),
}
# What a category may not support.
_SUPPORTED = {"cash_on_delivery": ("cod", "is_cod_allowed"), "useless_size_chart": ("size_chart", "size_chart")}


# Whose ids must be the seller's own.
_FOREIGN = {
    "unknown_manufacturer": ("manufacturer", "manufacturer_ids"),
    "unknown_responsible_person": ("responsible_person", "responsible_person_ids"),
}


def build(params: Mapping[str, Any], context: Context) -> Check:
    finds = params["finds"]
    if finds in _FOREIGN:
        table, field = _FOREIGN[finds]
        return lambda facts: _foreign(facts, table, field)
    if finds in _ALONE:
        return _ALONE[finds]
    look, rules = _look(finds), context.shop.rules_by_category
    return lambda facts: _found(facts, rules, look)


def _look(finds: str) -> _Look:
    if finds in _REQUIRED:
        return lambda facts, rules: _lacking(facts, rules, *_REQUIRED[finds])
    if finds in _SUPPORTED:
        return lambda facts, rules: _unsupported(facts, rules, *_SUPPORTED[finds])
    return _CERTIFICATES[finds]


def _found(facts: Facts, table: Mapping[str, CategoryRules] | None, look: _Look) -> Iterable[Hit | Unknown]:
    rules = of_category(facts, table, "category_rules")
    if isinstance(rules, Unknown):
        return (rules,)
    return () if rules is None else look(facts, rules)


def _hit(at: str, value: Any = None, cause: str = "", words: Mapping[str, str] = {}, known: bool = True) -> Hit:
    return Hit(at, value, cause, words, None if known else "likely")


def _lacking(facts: Facts, rules: CategoryRules, name: str, field: str) -> Iterator[Hit | Unknown]:
    flag: Flag = getattr(rules, name) or Flag()
    if flag.is_required and not facts.tree.get(field):
        yield _hit(f"/{field}", known=field in facts.tree)


def _unsupported(facts: Facts, rules: CategoryRules, name: str, field: str) -> Iterator[Hit | Unknown]:
    flag: Flag = getattr(rules, name) or Flag()
    if flag.is_supported is False and facts.tree.get(field):
        value = facts.tree[field]
        yield _hit(f"/{field}", value if isinstance(value, bool) else None)


def _no_certificate(facts: Facts, rules: CategoryRules) -> Iterator[Hit | Unknown]:
    sent = {paper["id"] for _, paper in _papers(facts) if paper.get("images") or paper.get("files")}
    chosen = values_by_attribute(facts)
    for paper in rules.product_certifications or ():
        needed = paper.is_required or met(paper.requirement_conditions, chosen)
        if needed and paper.id not in sent:
            known = "certifications" in facts.tree
            yield _hit("/certifications", None, paper.id, _named(paper), known)


def _unknown_certificate(facts: Facts, rules: CategoryRules) -> Iterator[Hit | Unknown]:
    known = {paper.id for paper in rules.product_certifications or ()}
    for at, paper in _papers(facts):
        if paper["id"] not in known:
            yield _hit(f"{at}/id", paper["id"])


def _no_deposit(facts: Facts, rules: CategoryRules) -> Iterator[Hit | Unknown]:
    """Shopify has no deposit on packaging, and the candidate never carries one."""
    if any(fee.type == "PFAND" and fee.is_required for fee in rules.fees or ()):
        yield _hit("", known=False)


def _no_expiration(facts: Facts, rules: CategoryRules) -> Iterator[Hit | Unknown]:
    known = {paper.id: paper for paper in rules.product_certifications or ()}
    for at, sent in _papers(facts):
        paper = known.get(sent["id"])
        if paper and paper.expiration_date and paper.expiration_date.is_required and not sent.get("expiration_date"):
            yield _hit(f"{at}/expiration_date", None, paper.id, _named(paper))


def _too_many_files(facts: Facts) -> Iterator[Hit | Unknown]:
    for at, paper in _papers(facts):
        files = len(paper.get("images", ())) + len(paper.get("files", ()))
        if files > MAX_FILES:
            yield _hit(at, files, paper["id"], {"certificate": paper["id"]})


def _repeated(*fields: str) -> Check:
    def check(facts: Facts) -> Iterator[Hit | Unknown]:
        for field in fields:
            seen: set[str] = set()
            for index, one in enumerate(facts.tree.get(field) or ()):
                name = one["id"] if isinstance(one, dict) else one
                if name in seen:
                    yield _hit(f"/{field}/{index}", name, name)
                seen.add(name)

    return check


def _papers(facts: Facts) -> Iterator[tuple[str, dict[str, Any]]]:
    papers = facts.tree.get("certifications", UNSET)
    for index, paper in enumerate(() if papers is UNSET else papers):
        yield f"/certifications/{index}", paper


def _named(paper: Certification) -> dict[str, str]:
    return {"certificate": paper.name or paper.id, "details": paper.document_details or ""}


_Look = Callable[[Facts, CategoryRules], Iterable[Hit | Unknown]]
_CERTIFICATES: Mapping[str, _Look] = {
    "no_certificate": _no_certificate,
    "no_deposit": _no_deposit,
    "unknown_certificate": _unknown_certificate,
    "no_expiration_date": _no_expiration,
}


def _foreign(facts: Facts, kind: str, field: str) -> Iterator[Hit | Unknown]:
    known: frozenset[str] | None = getattr(facts.shop, f"{kind}_table")
    for index, one in enumerate(facts.tree.get(field) or ()):
        if known is None:
            yield Unknown(f"{kind}s")
            return
        if one not in known:
            yield _hit(f"/{field}/{index}", one)


def _not_uploaded(facts: Facts) -> Iterator[Hit | Unknown]:
    """An address on the web is no `uri` of TikTok's."""
    for at, paper in _papers(facts):
        for kind, key in (("images", "uri"), ("files", "id")):
            for index, one in enumerate(paper.get(kind, ())):
                if "://" in one[key]:
                    yield _hit(f"{at}/{kind}/{index}/{key}", one[key])


def _chart_not_uploaded(facts: Facts) -> Iterator[Hit | Unknown]:
    image = (facts.tree.get("size_chart") or {}).get("image")
    if image and "://" in image["uri"]:
        yield _hit("/size_chart/image/uri", image["uri"])


# Faults that show without knowing the category's rules.
_ALONE: Mapping[str, Check] = {
    "certificate_not_uploaded": _not_uploaded,
    "size_chart_not_uploaded": _chart_not_uploaded,
    "too_many_files": _too_many_files,
    "repeated_certificate": _repeated("certifications"),
    "repeated_manufacturer": _repeated("manufacturer_ids"),
    "repeated_responsible_person": _repeated("responsible_person_ids"),
}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "finds": {
            "enum": [*_REQUIRED, *_SUPPORTED, *_FOREIGN, *_CERTIFICATES, *_ALONE],
            "description": "What is missing or not in order.",
        }
    },
    "required": ["finds"],
    "additionalProperties": False,
}
WORDS = frozenset({"certificate", "details"})
