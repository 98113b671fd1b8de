"""What the connector sends beside what Shopify gives: chosen field by field, and marked as the caller's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import listing_rules as lr
from listing_rules.candidate import ListingCandidate
from listing_rules.errors import ShopError
from listing_rules.examples import base_product
from listing_rules.rules import load_rules

RULES = load_rules()
BODY = json.loads((Path(__file__).resolve().parent.parent / "docs/schemas/create_product.schema.json").read_text())
DEFAULT = {"category_mapping": {"default": "601226"}, "currency": "USD"}
BOX = {"length": "20", "width": "15.5", "height": "5", "unit": "CENTIMETER"}


def sent(listing: Any, patch: dict[str, Any] | None = None, **facts: Any) -> ListingCandidate:
    shop = lr.Shop(market="US", listing=listing, **DEFAULT, **facts)
    return lr.to_candidate(base_product(RULES, "US", patch or {}), shop=shop)


def report(listing: Any, patch: dict[str, Any] | None = None, **facts: Any) -> lr.Report:
    shop = lr.Shop(market="US", listing=listing, **DEFAULT, **facts)
    return lr.check(base_product(RULES, "US", patch or {}), shop=shop, rules=RULES)


def test_without_a_mapping_nothing_is_added() -> None:
    assert sent(None) == sent({})
    assert sent({}).given_by_shop == {}


def test_the_most_particular_statement_wins_field_by_field() -> None:
    made = sent(
        {
            "default": {"brand_id": 1, "shipping_template_id": "d", "is_cod_allowed": True},
            "by_category": {"601226": {"brand_id": "2", "shipping_template_id": "c"}},
            "by_vendor": {"NORTHFIELD": {"brand_id": "3"}},
            "by_product_type": {"t-shirts": {"brand_id": "4"}, "mugs": {"brand_id": "5"}},
        }
    )
    assert (made.brand_id, made.shipping_template_id, made.is_cod_allowed) == ("4", "c", True)
    assert made.given_by_shop == {
        "/brand_id": "listing.by_product_type.T-Shirts.brand_id",
        "/shipping_template_id": "listing.by_category.601226.shipping_template_id",
        "/is_cod_allowed": "listing.default.is_cod_allowed",
    }


@pytest.mark.parametrize(("grams", "weight"), [(0, "1"), (180, "0.18")])
def test_a_default_weight_counts_only_where_shopify_gives_none(grams: int, weight: str) -> None:
    patch = {"variants": [{"weight": grams, "weight_unit": "g", "grams": grams}]}
    made = sent({"default": {"package_weight": {"value": "1", "unit": "KILOGRAM"}}}, patch)
    assert made.package_weight is not None
    assert str(made.package_weight.value) == weight
    assert ("/package_weight" in made.given_by_shop) is (grams == 0)


def test_a_failure_of_a_default_stands_in_the_shop_file() -> None:
    zero = {"default": {"package_weight": {"value": "0", "unit": "KILOGRAM"}}}
    (failure,) = report(zero, {"variants": [{"weight": 0, "grams": 0}]}).failures
    assert failure.at == "/package_weight/value"
    assert (failure.source_at, failure.source_label) == (None, "listing.default.package_weight in the shop file")


def test_what_shopify_has_no_place_for_is_missing_in_the_shop_file() -> None:
    rules = {"601226": {"package_dimension": {"is_required": True}}}
    (failure,) = report(None, category_rules=rules).failures
    assert (failure.source_at, failure.source_label) == (None, "listing in the shop file")
    assert failure.certainty == "likely"
    assert report({"default": {"package_dimensions": None}}, category_rules=rules).failures[0].certainty == "certain"
    assert report({"default": {"package_dimensions": BOX}}, category_rules=rules).failures == ()


ATTRIBUTES = {"601226": {"attributes": [{"id": "1", "name": "Material", "values": [{"id": "11", "name": "Cotton"}]}]}}


@pytest.mark.parametrize(
    ("source", "patch", "values"),
    [
        ({"values": ["cotton", "Linen"]}, {}, [{"id": "11", "name": "Cotton"}, {"name": "Linen"}]),
        ({"values": ["11"]}, {}, [{"id": "11", "name": "Cotton"}]),
        ({"option": "COLOR"}, {}, [{"name": "White"}, {"name": "Navy"}]),
        ({"metafield": "custom.m"}, {"metafields": [["custom", "m", "Cotton"]]}, [{"id": "11", "name": "Cotton"}]),
        (
            {"metafield": "custom.m"},
            {"metafields": [["custom", "m", '["Cotton", "Linen"]']]},
            [{"id": "11", "name": "Cotton"}, {"name": "Linen"}],
        ),
        ({"metafield": "custom.m"}, {"metafields": [["custom", "m", "[Cotton"]]}, [{"name": "[Cotton"}]),
    ],
)
def test_attributes_take_their_values_from_where_the_shop_file_says(
    source: dict[str, Any], patch: dict[str, Any], values: list[dict[str, str]]
) -> None:
    fields = [dict(zip(("namespace", "key", "value"), one, strict=True)) for one in patch.get("metafields", [])]
    made = sent(
        {"default": {"attributes": {"1": source}}},
        {"metafields": fields} if fields else {},
        category_attributes=ATTRIBUTES,
    )
    (attribute,) = made.to_api()["product_attributes"]
    assert attribute == {"id": "1", "values": values}
    assert ("/product_attributes/0" in made.given_by_shop) is ("values" in source)


def test_an_attribute_without_a_value_is_not_sent() -> None:
    listing = {"default": {"attributes": {"1": {"option": "Size"}, "2": {"metafield": "custom.m"}}}}
    assert sent(listing, {"metafields": []}).product_attributes == []
    unknown = sent(listing)
    assert unknown.product_attributes == []
    assert unknown.shopify.unknown_attributes == ["2"]


def test_the_body_agrees_with_the_schema_of_create_product() -> None:
    made = sent(
        {
            "default": {
                "brand_id": "7",
                "package_weight": {"value": 0.5, "unit": "POUND"},
                "package_dimensions": BOX,
                "attributes": {"1": {"values": ["Cotton"]}},
                "certifications": [{"id": "2", "images": ["u"], "files": [{"id": "f", "name": "a.pdf"}]}, {"id": "3"}],
                "size_chart": {"image_uri": "u", "template_id": 5},
                "manufacturer_ids": ["31"],
                "responsible_person_ids": [],
                "warehouse_id": "81",
                "delivery_option_ids": ["1"],
                "shipping_template_id": "2",
                "is_cod_allowed": False,
            }
        }
    )
    body = made.to_api()
    assert list(Draft202012Validator(BODY).iter_errors(body)) == []
    assert body["certifications"][0]["images"] == [{"uri": "u"}]
    assert body["size_chart"] == {"image": {"uri": "u"}, "template": {"id": "5"}}
    assert [sku["inventory"] for sku in body["skus"]] == [[{"quantity": 12, "warehouse_id": "81"}]] + [
        [{"quantity": 8, "warehouse_id": "81"}]
    ] * (len(body["skus"]) - 1)
    assert made.to_api(warehouse_id="9")["skus"][0]["inventory"][0]["warehouse_id"] == "9"
    assert "given_by_shop" not in body


@pytest.mark.parametrize(
    ("listing", "problem"),
    [
        ({"default": {"package_weight": {"value": "-1", "unit": "KILOGRAM"}}}, "package_weight.value"),
        ({"default": {"package_weight": {"value": "NaN", "unit": "KILOGRAM"}}}, "package_weight.value"),
        ({"default": {"package_dimensions": {**BOX, "unit": "METER"}}}, "package_dimensions.unit"),
        (
            {"default": {"attributes": {"1": {"option": "Size", "values": ["S"]}}}},
            "one of option, metafield and values",
        ),
        ({"default": {"attributes": {"1": {}}}}, "one of option, metafield and values"),
        ({"default": {"attributes": {"1": {"metafield": "material"}}}}, "metafield"),
        ({"default": {"attributes": {"Material": {"option": "Size"}}}}, "attributes.Material"),
        ({"by_collection": {"sale": {}}}, "by_collection: Extra inputs"),
    ],
)
def test_a_wrong_mapping_is_named(listing: Any, problem: str) -> None:
    with pytest.raises(ShopError, match=problem):
        lr.Shop(market="US", listing=listing)


def test_the_id_of_an_option_is_marked_as_given_and_the_name_is_not() -> None:
    made = sent({"default": {"sales_attributes": {"color": "100000"}}}, {"variants": [{"option1": "White"}]})
    given = {place for place in made.given_by_shop if place.startswith("/skus/0/sales_attributes/")}
    assert next((row.name, row.id) for row in made.skus[0].sales_attributes or ()) == ("Color", "100000")
    assert given == {"/skus/0/sales_attributes/0/id"}
