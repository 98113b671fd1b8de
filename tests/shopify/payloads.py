"""One neutral product, written in every shape that Shopify hands out.

`tee()` is a product with two options, two variants and two images; every writer takes such a dict.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

Neutral = dict[str, Any]

CLASSIC_HEADERS = (
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Product Category",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Inventory Policy",
    "Variant Price",
    "Variant Compare At Price",
    "Variant Requires Shipping",
    "Variant Barcode",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Gift Card",
    "Material (product.metafields.custom.material)",
    "Variant Image",
    "Variant Weight Unit",
    "Status",
)
NEW_HEADERS = (
    "URL handle",
    "Title",
    "Description",
    "Vendor",
    "Product category",
    "Type",
    "Tags",
    "Published on online store",
    "Option1 name",
    "Option1 value",
    "Option2 name",
    "Option2 value",
    "Option3 name",
    "Option3 value",
    "SKU",
    "Weight value (grams)",
    "Inventory tracker",
    "Inventory quantity",
    "Continue selling when out of stock",
    "Price",
    "Compare-at price",
    "Requires shipping",
    "Barcode",
    "Product image URL",
    "Image position",
    "Image alt text",
    "Gift card",
    "Material (product.metafields.custom.material)",
    "Variant image URL",
    "Weight unit for display",
    "Status",
)


def variant(number: int, values: list[str], **changes: Any) -> Neutral:
    return {
        "id": 4000 + number,
        "values": values,
        "sku": f"TEE-{number}",
        "barcode": "4006381333931",
        "price": "19.90",
        "compare_at_price": "24.90",
        "inventory_quantity": 12,
        "tracked": True,
        "policy": "deny",
        "requires_shipping": True,
        "grams": 180,
        "image": 0,
    } | changes


def tee(**changes: Any) -> Neutral:
    return {
        "id": 7000,
        "handle": "organic-cotton-tee",
        "title": "Organic cotton tee",
        "body_html": "<p>Soft tee.</p>",
        "vendor": "Sample Co",
        "product_type": "T-Shirts",
        "tags": ["cotton", "summer"],
        "status": "active",
        "published": True,
        "gift_card": False,
        "category": "Apparel & Accessories > Clothing > T-Shirts",
        "options": ["Color", "Size"],
        "variants": [variant(1, ["White", "S"]), variant(2, ["Black", "M"], image=1, compare_at_price=None)],
        "images": [
            {"src": "https://cdn.shopify.com/s/files/1/a.jpg", "width": 1200, "height": 900, "alt": "front"},
            {"src": "https://cdn.shopify.com/s/files/1/b.jpg", "width": 1200, "height": 900, "alt": None},
        ],
        "currency": "EUR",
        "metafields": {"custom.material": "Cotton"},
    } | changes


def plain(**changes: Any) -> Neutral:
    """A product without options: Shopify gives it the variant "Default Title"."""
    return tee(options=["Title"], variants=[variant(1, ["Default Title"])]) | changes


def _title(item: Neutral) -> str:
    return " / ".join(item["values"])


def _used(product: Neutral, place: int) -> list[str]:
    return list(dict.fromkeys(item["values"][place] for item in product["variants"]))


def _src(product: Neutral, item: Neutral) -> str | None:
    return None if item["image"] is None else product["images"][item["image"]]["src"]


def as_rest(product: Neutral) -> Neutral:
    images = [{"id": 3000 + place, "position": place + 1, **image} for place, image in enumerate(product["images"])]
    return {
        "id": product["id"],
        "admin_graphql_api_id": f"gid://shopify/Product/{product['id']}",
        **{key: product[key] for key in ("title", "body_html", "vendor", "product_type", "handle", "status")},
        "published_at": "2026-01-05T10:05:00-05:00" if product["published"] else None,
        "tags": ", ".join(product["tags"]),
        "variants": [_rest_variant(product, item, place) for place, item in enumerate(product["variants"])],
        "options": [
            {"name": name, "position": place + 1, "values": _used(product, place)}
            for place, name in enumerate(product["options"])
        ],
        "images": images,
        "image": images[0] if images else None,
    }


def _rest_variant(product: Neutral, item: Neutral, place: int) -> Neutral:
    values = {f"option{place + 1}": value for place, value in enumerate([*item["values"], None, None, None][:3])}
    return {
        "id": item["id"],
        "product_id": product["id"],
        "title": _title(item),
        **{key: item[key] for key in ("sku", "barcode", "price", "compare_at_price", "inventory_quantity")},
        **values,
        "position": place + 1,
        "inventory_policy": item["policy"],
        "inventory_management": "shopify" if item["tracked"] else None,
        "inventory_item_id": 9000 + place,
        "requires_shipping": item["requires_shipping"],
        "grams": item["grams"],
        "weight": item["grams"] / 1000,
        "weight_unit": "kg",
        "image_id": None if item["image"] is None else 3000 + item["image"],
    }


def as_webhook(product: Neutral) -> Neutral:
    """The newer generation: no weight, no shipping, no inventory management."""
    body = as_rest(product)
    lost = ("grams", "weight", "weight_unit", "requires_shipping", "inventory_management")
    body["variants"] = [{key: value for key, value in item.items() if key not in lost} for item in body["variants"]]
    body["variant_gids"] = [
        {"admin_graphql_api_id": f"gid://shopify/ProductVariant/{item['id']}"} for item in body["variants"]
    ]
    gid = "gid://shopify/TaxonomyCategory/aa-1"
    body["category"] = {"admin_graphql_api_id": gid, "full_name": product["category"], "name": _leaf(product)}
    return body


def _leaf(product: Neutral) -> str:
    return str(product["category"].rpartition(" > ")[2])


def as_products_json(product: Neutral) -> Neutral:
    body = as_rest(product)
    sources = {image["id"]: {"src": image["src"]} for image in body["images"]}
    for item in body["variants"]:
        item["featured_image"] = sources.get(item["image_id"])
        item["available"] = True
        for key in ("barcode", "inventory_quantity", "inventory_management", "inventory_item_id", "image_id"):
            del item[key]
        for key in ("inventory_policy", "weight", "weight_unit"):
            del item[key]
    for image in body["images"]:
        del image["alt"]
    body["tags"] = product["tags"]
    return {
        "products": [
            {key: value for key, value in body.items() if key not in ("admin_graphql_api_id", "status", "image")}
        ]
    }


def as_ajax(product: Neutral) -> Neutral:
    """Prices in cents, addresses without their protocol."""
    prices = [_cents(item["price"]) for item in product["variants"]]
    return {
        "id": product["id"],
        **{key: product[key] for key in ("title", "handle", "vendor", "tags")},
        "description": product["body_html"],
        "type": product["product_type"],
        "published_at": "2026-01-05T10:05:00-05:00" if product["published"] else None,
        "price": min(prices, key=str, default=0),
        "price_min": min(prices, key=str, default=0),
        "price_varies": False,
        "variants": [
            {
                "id": item["id"],
                "title": _title(item),
                "options": item["values"],
                "option1": item["values"][0],
                "sku": item["sku"],
                "barcode": item["barcode"],
                "price": _cents(item["price"]),
                "compare_at_price": _cents(item["compare_at_price"]),
                "weight": item["grams"],
                "requires_shipping": item["requires_shipping"],
                "inventory_management": "shopify" if item["tracked"] else None,
                "featured_image": None if item["image"] is None else {"src": _src(product, item)},
            }
            for item in product["variants"]
        ],
        "images": [image["src"].removeprefix("https:") for image in product["images"]],
        "options": [
            {"name": name, "position": place + 1, "values": _used(product, place)}
            for place, name in enumerate(product["options"])
        ],
    }


def _cents(price: str | None) -> int | None:
    return None if price is None else int(price.replace(".", ""))


def _connection(items: list[Neutral], kind: str) -> Neutral:
    listed = {"nodes": items} if kind == "nodes" else {"edges": [{"node": item} for item in items]}
    return {**listed, "pageInfo": {"hasNextPage": False}}


def _graphql_product(product: Neutral) -> Neutral:
    return {
        "id": f"gid://shopify/Product/{product['id']}",
        **{key: product[key] for key in ("title", "handle", "vendor", "tags")},
        "descriptionHtml": product["body_html"] or "",
        "productType": product["product_type"] or "",
        "status": product["status"].upper(),
        "publishedAt": "2026-01-05T15:05:00Z" if product["published"] else None,
        "isGiftCard": product["gift_card"],
        "category": {
            "id": "gid://shopify/TaxonomyCategory/aa-1",
            "fullName": product["category"],
            "name": _leaf(product),
        },
        "priceRangeV2": {"minVariantPrice": {"amount": "1.0", "currencyCode": product["currency"]}},
        "options": [
            {"name": name, "position": place + 1, "values": _used(product, place)}
            for place, name in enumerate(product["options"])
        ],
    }


def _graphql_variant(product: Neutral, item: Neutral) -> Neutral:
    return {
        "id": f"gid://shopify/ProductVariant/{item['id']}",
        "title": _title(item),
        **{key: item[key] for key in ("sku", "barcode", "price")},
        "compareAtPrice": item["compare_at_price"],
        "inventoryQuantity": item["inventory_quantity"],
        "inventoryPolicy": item["policy"].upper(),
        "selectedOptions": [
            {"name": name, "value": value} for name, value in zip(product["options"], item["values"], strict=True)
        ],
        "image": None if item["image"] is None else {"url": _src(product, item)},
        "inventoryItem": {
            "tracked": item["tracked"],
            "requiresShipping": item["requires_shipping"],
            "measurement": {"weight": {"value": item["grams"], "unit": "GRAMS"}},
        },
    }


def _graphql_images(product: Neutral) -> list[Neutral]:
    return [
        {"url": image["src"], "width": image["width"], "height": image["height"], "altText": image["alt"]}
        for image in product["images"]
    ]


def _graphql_metafields(product: Neutral) -> list[Neutral]:
    return [
        {"namespace": key.split(".")[0], "key": key.split(".")[1], "value": value}
        for key, value in product["metafields"].items()
    ]


def as_graphql(product: Neutral, kind: str = "nodes") -> Neutral:
    body = _graphql_product(product)
    body["variants"] = _connection([_graphql_variant(product, item) for item in product["variants"]], kind)
    body["images"] = _connection(_graphql_images(product), kind)
    body["metafields"] = _connection(_graphql_metafields(product), kind)
    return {"data": {"product": body}}


def as_storefront(product: Neutral) -> Neutral:
    body = _graphql_product(product)
    for key in ("status", "priceRangeV2"):
        del body[key]
    body["availableForSale"] = True
    *above, leaf = product["category"].split(" > ")
    body["category"] = {
        "id": "gid://shopify/TaxonomyCategory/aa-1",
        "name": leaf,
        "ancestors": [
            {"id": "gid://shopify/TaxonomyCategory/aa" + "-1" * place, "name": name}
            for place, name in reversed(list(enumerate(above)))
        ],
    }
    variants = [_storefront_variant(product, item) for item in product["variants"]]
    body["variants"] = _connection(variants, "edges")
    body["images"] = _connection(_graphql_images(product), "edges")
    return {"data": {"products": _connection([body], "edges")}}


def _storefront_variant(product: Neutral, item: Neutral) -> Neutral:
    body = _graphql_variant(product, item)
    for key in ("inventoryItem", "inventoryPolicy", "inventoryQuantity"):
        del body[key]
    money = {
        key: item[key] and {"amount": item[key], "currencyCode": product["currency"]}
        for key in ("price", "compare_at_price")
    }
    return {
        **body,
        "price": money["price"],
        "compareAtPrice": money["compare_at_price"],
        "quantityAvailable": item["inventory_quantity"],
        "weight": item["grams"],
        "weightUnit": "GRAMS",
        "requiresShipping": item["requires_shipping"],
    }


def bulk_lines(product: Neutral) -> list[Neutral]:
    parent = {"__parentId": f"gid://shopify/Product/{product['id']}"}
    variants = [_graphql_variant(product, item) | parent for item in product["variants"]]
    images = [image | parent for image in _graphql_images(product)]
    metafields = [
        {"id": f"gid://shopify/Metafield/{place}", **item, **parent}
        for place, item in enumerate(_graphql_metafields(product))
    ]
    return [_graphql_product(product), *variants, *images, *metafields]


def as_bulk(product: Neutral) -> str:
    return json_lines(bulk_lines(product))


def as_scattered_bulk(product: Neutral) -> str:
    """groupObjects: false may put the product after its parts."""
    first, *others = bulk_lines(product)
    return json_lines([others[0], first, *others[1:]])


def json_lines(documents: list[Neutral]) -> str:
    return "".join(json.dumps(document).replace("/", "\\/") + "\n" for document in documents)


def as_csv(product: Neutral, headers: Sequence[str] = CLASSIC_HEADERS, **dialect: Any) -> str:
    return write_csv(csv_rows(product), headers, **dialect)


def as_new_csv(product: Neutral) -> str:
    return as_csv(product, NEW_HEADERS)


def write_csv(rows: list[list[object]], headers: Sequence[str] = CLASSIC_HEADERS, **dialect: Any) -> str:
    text = io.StringIO()
    csv.writer(text, **dialect).writerows([headers, *rows])
    return text.getvalue()


def csv_rows(product: Neutral) -> list[list[object]]:
    """The columns of both headers have the same order."""
    count = max(len(product["variants"]), len(product["images"]))
    return [_csv_row(product, place) for place in range(count)]


def _csv_row(product: Neutral, place: int) -> list[object]:
    head = place == 0
    item = product["variants"][place] if place < len(product["variants"]) else None
    image = product["images"][place] if place < len(product["images"]) else None
    options = [
        cell
        for slot in range(3)
        for cell in (
            product["options"][slot] if head and slot < len(product["options"]) else "",
            item["values"][slot] if item and slot < len(item["values"]) else "",
        )
    ]
    keys = ("title", "body_html", "vendor", "category", "product_type")
    own = [*(product[key] for key in keys), ", ".join(product["tags"]), _flag(product["published"])]
    return [
        product["handle"],
        *(own if head else [""] * len(own)),
        *options,
        *(_csv_variant(item) if item else [""] * 9),
        *([image["src"], place + 1, image["alt"] or ""] if image else ["", "", ""]),
        _flag(product["gift_card"]) if head else "",
        product["metafields"].get("custom.material", "") if head else "",
        (_src(product, item) or "") if item else "",
        "g" if item else "",
        product["status"] if head else "",
    ]


def _csv_variant(item: Neutral) -> list[object]:
    return [
        item["sku"],
        item["grams"],
        "shopify" if item["tracked"] else "",
        item["inventory_quantity"],
        item["policy"],
        item["price"],
        item["compare_at_price"],
        _flag(item["requires_shipping"]),
        item["barcode"],
    ]


def _flag(value: bool) -> str:
    return "true" if value else "false"


WRITERS: dict[str, Callable[[Neutral], Any]] = {
    "rest": as_rest,
    "webhook": as_webhook,
    "products_json": as_products_json,
    "ajax": as_ajax,
    "graphql": as_graphql,
    "storefront": as_storefront,
    "bulk": as_bulk,
    "csv_classic": as_csv,
    "csv_new": as_new_csv,
}
"""By the name of the shape that each is read as."""
