"""The Admin API's and the Storefront API's GraphQL answers, and bulk operations' lines."""

from __future__ import annotations

import json

from listing_rules.testing.shapes.neutral import TAXONOMY, Neutral, source_of, taxonomy_category, title_of, used_values

__all__ = ["as_bulk", "as_graphql", "as_scattered_bulk", "as_storefront", "bulk_lines", "json_lines"]


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
        "category": taxonomy_category(product, "fullName"),
        "priceRangeV2": {"minVariantPrice": {"amount": "1.0", "currencyCode": product["currency"]}},
        "options": [
            {"name": name, "position": place + 1, "values": used_values(product, place)}
            for place, name in enumerate(product["options"])
        ],
    }


def _graphql_variant(product: Neutral, item: Neutral) -> Neutral:
    return {
        "id": f"gid://shopify/ProductVariant/{item['id']}",
        "title": title_of(item),
        **{key: item[key] for key in ("sku", "barcode", "price")},
        "compareAtPrice": item["compare_at_price"],
        "inventoryQuantity": item["inventory_quantity"],
        "inventoryPolicy": item["policy"].upper(),
        "selectedOptions": [
            {"name": name, "value": value} for name, value in zip(product["options"], item["values"], strict=True)
        ],
        "image": None if item["image"] is None else {"url": source_of(product, item)},
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
    body["category"] = product["category"] and _storefront_category(product["category"])
    variants = [_storefront_variant(product, item) for item in product["variants"]]
    body["variants"] = _connection(variants, "edges")
    body["images"] = _connection(_graphql_images(product), "edges")
    return {"data": {"products": _connection([body], "edges")}}


def _storefront_category(path: str) -> Neutral:
    """The names above a category, from the nearest up."""
    *above, leaf = path.split(" > ")
    ancestors = [
        {"id": f"{TAXONOMY}aa{'-1' * place}", "name": name} for place, name in reversed(list(enumerate(above)))
    ]
    return {"id": f"{TAXONOMY}aa-1", "name": leaf, "ancestors": ancestors}


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
