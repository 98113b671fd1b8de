"""The REST API's product and its relatives: the webhook, the shop's products.json, the theme's product.js."""

from __future__ import annotations

from decimal import Decimal

from listing_rules.testing.shapes.neutral import Neutral, source_of, taxonomy_category, title_of, used_values

__all__ = ["as_ajax", "as_products_json", "as_rest", "as_webhook"]


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
            {"name": name, "position": place + 1, "values": used_values(product, place)}
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
        "title": title_of(item),
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
    body["category"] = taxonomy_category(product, "full_name", "admin_graphql_api_id")
    return body


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
        "variants": [_ajax_variant(product, item) for item in product["variants"]],
        "images": [image["src"].removeprefix("https:") for image in product["images"]],
        "options": [
            {"name": name, "position": place + 1, "values": used_values(product, place)}
            for place, name in enumerate(product["options"])
        ],
    }


def _ajax_variant(product: Neutral, item: Neutral) -> Neutral:
    return {
        **{key: item[key] for key in ("id", "sku", "barcode", "requires_shipping")},
        "title": title_of(item),
        "options": item["values"],
        "option1": item["values"][0],
        "price": _cents(item["price"]),
        "compare_at_price": _cents(item["compare_at_price"]),
        "weight": item["grams"],
        "inventory_management": "shopify" if item["tracked"] else None,
        "featured_image": None if item["image"] is None else {"src": source_of(product, item)},
    }


def _cents(price: str | None) -> int | None:
    """A theme counts in hundredths, in every currency."""
    return None if price is None else int(Decimal(price) * 100)
