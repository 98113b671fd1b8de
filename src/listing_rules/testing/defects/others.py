"""What breaks a rule that looks beyond one product's fields: at its words, at the catalog, at the shop.

The last of these knows every rule: it lays the rule's own examples over a clean product and its shop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from listing_rules.checks.goods import Told
from listing_rules.examples import markets_of
from listing_rules.ruleset import RuleSet
from listing_rules.shop import MARKETS, Shop
from listing_rules.surfaces import Surfaces
from listing_rules.terms import Finding, TermTable
from listing_rules.testing.defects.change import Change, Scene
from listing_rules.testing.defects.payload import FIELDS, Payload, prepared, with_options, with_variant

__all__ = ["by_example", "in_catalog", "titles", "words"]

_PAD = ", Everyday Piece Made to Last"


def words(scene: Scene, rules: RuleSet) -> Iterator[tuple[str, Payload, bool]]:
    """A name, the product with another title, and whether that names such goods or only seems to."""
    for title, names in titles(rules, scene.shop.market, scene.shop.seller, scene.rule.id):
        yield f"is called {title!r}", {**scene.payload, "title": title, "product_type": "", "tags": ""}, names


@lru_cache(maxsize=64)
def titles(rules: RuleSet, market: str, seller: str | None, rule_id: str) -> tuple[tuple[str, bool], ...]:
    """Titles long enough for every market, and whether they name the rule's goods; none of goods that are told only to
    other sellers."""
    rule = rules.get(rule_id)
    told = Told(rule.params if rule else {"outcomes": ()})
    return tuple(
        (title, bool(found))
        for title, found in _named(rules.tables.terms, market)
        if all(told(one) and (not one.sellers or seller in one.sellers) for one in found)
    )


@lru_cache(maxsize=len(MARKETS))
def _named(terms: TermTable, market: str) -> tuple[tuple[str, list[Finding]], ...]:
    """Titles from the tables' own examples, and what each names there: nothing, or one group of goods."""
    titles = [title + _PAD for group in terms.groups for title in (*group.examples["match"], *group.examples["pass"])]
    found = [(title, terms.find(Surfaces(title=title), market)) for title in titles]
    return tuple(one for one in found if len(one[1]) <= 1)


def in_catalog(scene: Scene) -> Iterator[tuple[Change, Change]]:
    """The same value on a product that stands before, and another one."""
    field = FIELDS.get(scene.params["of"])
    if field is None:
        return
    clean = prepared(scene.payload, scene.params["of"])
    if scene.params["of"].endswith("identifier_code.code"):
        clean = with_variant(clean, 0, barcode="4006381333931")
    other = _another(clean)
    same = field.put(other, 0, field.get(clean, 0))
    at = field.at.format(0)
    yield (
        scene.change("stands on another product", clean, clean, at, after=(same,)),
        scene.change("another product has another", clean, clean, at, after=(other,)),
    )


def _another(payload: Payload) -> Payload:
    """A product that shares nothing with this one but its vendor."""
    images = [
        {**image, "src": f"https://cdn.example.com/other-{place}.jpg"} for place, image in enumerate(payload["images"])
    ]
    variants = [
        {**one, "id": one["id"] + 10**9, "sku": f"OTHER-{place}", "barcode": None}
        for place, one in enumerate(payload["variants"])
    ]
    return {
        **payload,
        "id": payload["id"] + 10**7,
        "handle": f"another-{payload['handle']}",
        "title": f"Another {payload['title']}",
        "images": images,
        "image": images[0],
        "variants": variants,
    }


def by_example(scene: Scene, rules: RuleSet, key: str) -> Iterator[Change]:
    """The rule's own examples that fail, or that pass, laid over the clean product and its shop."""
    scene = scene.over(_like_base(scene.payload, rules.tables.base["product"]))
    for example in scene.rule.examples:
        if key in example and "as_of" not in example and scene.shop.market in markets_of(scene.rule, example):
            yield _laid(scene, example, (example.get("fails") or [""])[0])


def _like_base(payload: Payload, base: Mapping[str, Any]) -> Payload:
    """With what examples count on and nobody sees the difference of: vendor, kind, tags, the name of the option."""
    payload = with_options(payload)
    first = {**payload["options"][0], "name": base["options"][0]["name"]}
    options = [first, *payload["options"][1:]]
    named = {name: base[name] for name in ("vendor", "product_type", "tags")}
    return {**payload, **named, "options": options}


def _laid(scene: Scene, example: Mapping[str, Any], at: str) -> Change:
    clean = scene.payload
    before = _another(clean) if "after" in example else clean
    changed = dict(example["payload"]) if "payload" in example else _patched(clean, example["given"])
    after = tuple(_patched(before, patch) for patch in example.get("after", ()))
    shop = _shop_with(scene.shop, example.get("shop", {}))
    return scene.change(str(example["name"]), clean, changed, at, shop=shop, after=after)


def _patched(clean: Payload, patch: Mapping[str, Any]) -> Payload:
    patches = patch.get("variants")
    if not isinstance(patches, list):
        return {**clean, **patch}
    rows = clean["variants"]
    last = max(int(row["id"]) for row in rows)
    variants = [{**_start(rows, place, one), "id": last + 1 + place, **one} for place, one in enumerate(patches)]
    return {**clean, **patch, "variants": variants}


def _start(rows: list[Payload], place: int, patch: Mapping[str, Any]) -> Payload:
    """What a patched variant starts from: without a barcode that another has, without the compare-at price of another
    price. Other rules would speak of those."""
    lost = {"barcode": None} if place >= len(rows) else {}
    return {**rows[place % len(rows)], **lost, **({"compare_at_price": None} if "price" in patch else {})}


def _shop_with(shop: Shop, patch: Mapping[str, Any]) -> Shop:
    if not patch:
        return shop
    return Shop(**{**{name: getattr(shop, name) for name in shop.model_fields_set}, **patch})
