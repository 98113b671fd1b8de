"""Kinds of check that compare several things of a product: what breaks them, and what comes closest without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from listing_rules.testing.defects.change import Scene
from listing_rules.testing.defects.payload import (
    Payload,
    with_image,
    with_images,
    with_options,
    with_variant,
    with_variants,
)

__all__ = ["LISTS", "Trios"]

Trios: TypeAlias = Iterator[tuple[str, Payload, Payload, Payload, str]]
"""A name, the clean product, the broken one, the one that comes closest, and the place."""


def _count(scene: Scene) -> Trios:
    limit, payload = int(scene.params["at_most"]), scene.payload
    grow = _GROWERS.get(scene.params["of"])
    if grow is not None:
        yield "one too many", payload, grow(payload, limit + 1), grow(payload, limit), f"/{scene.params['of']}"


def _many_images(payload: Payload, count: int) -> Payload:
    first = payload["images"][0]
    images = [
        {**first, "id": 3000 + number, "position": number + 1, "src": f"https://cdn.example.com/{number}.jpg"}
        for number in range(count)
    ]
    return with_images(payload, images)


def _many_variants(payload: Payload, count: int) -> Payload:
    first = with_options(payload)["variants"][0]
    rows = [
        {**first, "id": first["id"] + number, "option1": f"Shade {number}", "sku": f"S-{number}", "barcode": None}
        for number in range(count)
    ]
    return with_variants(with_options(payload), rows)


_GROWERS: Mapping[str, Callable[[Payload, int], Payload]] = {"main_images": _many_images, "skus": _many_variants}


def _compare(scene: Scene) -> Trios:
    if scene.params["at"] == "skus[*].list_price.amount" and scene.params["at_least"] == "skus[*].price.amount":
        number = scene.nth("variants")
        price = scene.payload["variants"][number]["price"]
        below = str(Decimal(price) - Decimal(scene.currency_unit))
        broken, near = (with_variant(scene.payload, number, compare_at_price=amount) for amount in (below, price))
        yield "one cent less", scene.payload, broken, near, f"/skus/{number}/list_price/amount"


def _image_shape(scene: Scene) -> Trios:
    number = scene.nth("images")
    for name, (width, height), step in (("wide", scene.params["widest"], 4), ("tall", scene.params["narrowest"], -4)):
        near = width * 300
        sized = [with_image(scene.payload, number, width=one, height=height * 300) for one in (near + step, near)]
        yield f"too {name}", scene.payload, sized[0], sized[1], f"/main_images/{number}"


def _option_values(scene: Scene) -> Trios:
    """Two spellings of one value on the first and the last variant; with a cut, they differ behind it only."""
    clean = _renamed(with_options(scene.payload, 2))
    last = len(clean["variants"]) - 1
    broken, near = (
        with_variant(with_variant(clean, 0, option1=one), last, option1=other)
        for one, other in _lookalikes(scene.params.get("cut"))
    )
    yield "two spellings of one value", clean, broken, near, f"/skus/{last}/sales_attributes/0/value_name"


def _renamed(payload: Payload) -> Payload:
    """One option, whose values are unlike each other."""
    rows = [{**row, "option2": None, "option3": None} for row in _distinct(payload["variants"])]
    return with_variants({**payload, "options": payload["options"][:1]}, rows)


def _distinct(rows: list[Payload]) -> list[Payload]:
    return [{**row, "option1": f"Shade {place}"} for place, row in enumerate(rows)]


def _lookalikes(cut: int | None) -> tuple[tuple[str, str], tuple[str, str]]:
    """Two texts that read the same, and two that differ just enough."""
    if cut is None:
        return ("White", "ＷＨＩＴＥ"), ("White", "White 2")
    stem = ("Engraved with words " * cut)[: cut - 1].rstrip().ljust(cut - 1, "x")
    return (f"{stem}Aa", f"{stem}Ab"), (f"{stem}A", f"{stem}B")


def _option_names(scene: Scene) -> Trios:
    rows = [{**row, "option2": f"Kind {place}", "option3": None} for place, row in enumerate(scene.payload["variants"])]
    clean, broken, near = (
        with_variants({**scene.payload, "options": [{"name": one}, {"name": other}]}, _distinct(rows))
        for one, other in (("Shade", "Kind"), *_lookalikes(scene.params.get("cut")))
    )
    yield "two spellings of one option", clean, broken, near, "/skus/0/sales_attributes/1/name"


def _repeated(scene: Scene) -> Trios:
    clean = with_options(scene.payload, 2)
    last = len(clean["variants"]) - 1
    if scene.params.get("key") == "value_name":
        same = {name: clean["variants"][0].get(name) for name in ("option1", "option2", "option3")}
        near = {**same, "option1": f"{same['option1']} 2"}
        broken, close = (with_variant(clean, last, **values) for values in (same, near))
        yield "the options of another variant", clean, broken, close, f"/skus/{last}/sales_attributes"
    elif scene.params["of"] == "skus[*].identifier_code.code":
        start = with_variant(clean, 0, barcode="4006381333931")
        broken, close = (with_variant(start, last, barcode=code) for code in ("4006381333931", "5901234123457"))
        yield "the barcode of another variant", start, broken, close, f"/skus/{last}/identifier_code/code"


LISTS: Mapping[str, Callable[[Scene], Trios]] = {
    "count": _count,
    "compare": _compare,
    "image_shape": _image_shape,
    "option_values": _option_values,
    "option_names": _option_names,
    "repeated": _repeated,
}
