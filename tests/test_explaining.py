from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules import explaining
from listing_rules.api import bundled_rules


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Price out of range", "zero-price"),
        ('Remove or modify the duplicated value: "white"', "duplicate-option-value"),
        ('Remove or modify the duplicated value: "Größe 42"', "duplicate-option-value"),
        ("Remove or modify the duplicated value: {{value}}", "duplicate-option-value"),
        ("Prohibited Product (Alcohol, Tobacco, or E-cigarettes)", "alcohol-tobacco-vapes"),
        ("Review failed: Prohibited Product (Alcohol, Tobacco, or E-cigarettes).", "alcohol-tobacco-vapes"),
        ("Reached the TikTok Shop product upload limit", "upload-limit-reached"),
        ("Apply now", "category-invite-only-us"),
        ("Category is not final category", "category-not-a-leaf"),
        ("You are limited to uploading 250 product listings per day", "upload-limit-reached"),
        ("zero-price", "zero-price"),
        (12052560, "duplicate-variant"),
        ("error 12052560: The SKU contains duplicate sales attribute.", "duplicate-variant"),
    ],
)
def test_what_tiktok_said_is_explained(said: str | int, rule: str) -> None:
    found = lr.explain(said)
    assert rule in [one.rule for one in found]
    assert found[0].fix
    assert "{" not in found[0].fix


@pytest.mark.parametrize("said", ["Price out of range", "12052251", "Category is not final category"])
def test_what_is_known_is_no_guess(said: str) -> None:
    assert {one.guess for one in lr.explain(said)} == {False}


def test_the_value_that_the_message_names_is_told() -> None:
    assert '"white"' in lr.explain('Remove or modify the duplicated value: "white"')[0].reason


def test_what_is_near_is_a_guess() -> None:
    found = lr.explain("the category was not a final one")
    assert found[0].rule == "category-not-a-leaf"
    assert {one.guess for one in found} == {True}
    assert len(found) <= 3


@pytest.mark.parametrize("said", ["", "xyzzy", "999999999", "{}", "\x00"])
def test_what_nobody_knows_is_not_explained(said: str) -> None:
    assert lr.explain(said) == []


@given(st.text(max_size=200) | st.integers())
def test_anything_may_be_said(said: str | int) -> None:
    for one in lr.explain(said):
        assert one.reason


def test_a_long_text_is_cut() -> None:
    assert lr.explain("Price out of range " + "x" * 100_000)[0].rule


# What stands first for the messages of the collection, by its own name for the cause. None: an entry of the table.
FIRST = {
    "tts-12052093": "upload-limit-reached",
    "review-hazmat-doc": "dangerous-goods-need-sds",
    "tts-12052402": "no-shipping-template",
    "tts-12052700": "shop-not-active",
    "tts-12052242": "option-name-too-long",
    "tts-12052535": "no-return-warehouse",
    "tts-12052208": "brand-needs-authorization",
    "review-category": "category-misfit",
    "tts-12052055": "stock-out-of-range",
    "tts-101000": "missing-stock",
    "tts-12052116": "category-needs-package-size",
    "tts-12052673": "missing-size-chart",
    "tts-12052050": "too-many-skus",
    "tts-12052115": "no-pickup-warehouse",
    "tts-12052024": "category-not-a-leaf",
    "tts-12052084": "wrong-currency",
    "tts-12052104": "missing-required-attribute",
    "tts-12052105": "missing-certificate",
    "tts-12052182": "missing-conditional-attribute",
    "tts-12052282": "missing-manufacturer",
    "tts-12052287": "missing-responsible-person",
    "tts-12052304": "image-format",
    "tts-12052560": "duplicate-variant",
    "tts-12052571": "missing-price",
    "tts-12052592": "repeated-barcode",
    "tts-12052006": "no-weight",
    "tts-12052261": "missing-title",
    "tts-12052013": "description-too-long",
    "tts-12052015": "missing-description",
    "tts-12052028": "no-images",
    "tts-12052054": "seller-sku-too-long",
    "tts-12052244": "duplicate-option-name",
    "review-counterfeit": "prohibited-goods",
    "review-ip": None,
    "review-incomplete-info": None,
    "tts-12052038": None,
    "tts-12052881": None,
    "tts-36009002": None,
}


@pytest.fixture
def collected(shared_data: Path) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = yaml.safe_load((shared_data / "failures_dev.yaml").read_text(encoding="utf-8"))
    return [one for one in messages if one["scope"] in {"core", "edge"}]


@pytest.mark.shared_data
def test_every_message_of_the_collection_is_known(collected: list[dict[str, Any]]) -> None:
    assert [
        one["message"] for one in collected if not lr.explain(one["message"]) or lr.explain(one["message"])[0].guess
    ] == []


@pytest.mark.shared_data
def test_the_right_rule_stands_first(collected: list[dict[str, Any]]) -> None:
    wrong = {
        one["message"]: lr.explain(one["message"])[0].rule
        for one in collected
        if one["cluster"] in FIRST and lr.explain(one["message"])[0].rule != FIRST[one["cluster"]]
    }
    assert wrong == {}


@pytest.mark.shared_data
def test_a_message_of_the_collection_agrees_with_its_code(collected: list[dict[str, Any]]) -> None:
    coded = [one for one in collected if one["codes"]]
    apart = [
        one["message"]
        for one in coded
        if not {code for said in lr.explain(one["message"]) for code in said.platform_codes} & set(one["codes"])
    ]
    assert len(coded) > 100
    # 12019030 is printed with two texts, one of them about names that are too long.
    assert [one for one in apart if "sale attribute name" not in one] == []


# Our own words for what may go wrong, and the rule that should be among the guesses; the first of them mostly.
PARAPHRASES = {
    "photo too small": "image-low",
    "we could not find the category you picked": "no-category",
    "the brand has no permission": "brand-needs-authorization",
    "weight of the parcel is missing": "no-weight",
    "título del producto demasiado largo": "title-too-long",
    "the check digit of this barcode is wrong": "wrong-check-digit",
    "add a size chart to the listing": "missing-size-chart",
    "too many listings today": "upload-limit-reached",
    "too many variants in one product": "too-many-skus",
    "SKU code is longer than allowed": "seller-sku-too-long",
    "no tax info submitted": "shop-tax-missing",
    "kategori produk salah": "category-misfit",
    "this item is banned": "prohibited-goods",
    "contains chinese letters in title": "chinese-in-title",
    "the currency of the store is another one": "wrong-currency",
    "the description of your item is blank": "missing-description",
    "pictures of the product are absent": "no-images",
    "two variants share a barcode": "repeated-barcode",
    "the shop has no return address for its warehouse": "no-return-warehouse",
    "no bank account was linked": "bank-account-missing",
    "the price is free of charge: zero": "zero-price",
    "option values repeat themselves, duplicated": "duplicate-option-value",
    "certificate required in this category": "missing-certificate",
    "category must be the last level, a leaf": "category-not-a-leaf",
}


def test_paraphrases_find_their_rule_among_the_guesses() -> None:
    missed = [said for said, rule in PARAPHRASES.items() if rule not in [one.rule for one in lr.explain(said)]]
    assert missed == []


def test_most_paraphrases_find_their_rule_first() -> None:
    first = [said for said, rule in PARAPHRASES.items() if lr.explain(said)[0].rule == rule]
    assert len(first) >= 0.85 * len(PARAPHRASES)


# What connectors and screens do to a message on its way.
REWRITINGS = {
    "as HTML": lambda text: f"<p>Sync failed<br/><b>{html.escape(text)}</b></p>",
    "escaped twice": lambda text: html.escape(html.escape(text)),
    "with a prefix and an id": lambda text: f"Error: {text} - request 20261127A1B2C3",
    "in capitals": str.upper,
    "with spaces that do not break": lambda text: text.replace(" ", "\u00a0"),
    "with other quotes": lambda text: text.replace("'", "’").replace('"', "”"),
    "with another verb": lambda text: text.replace("cannot", "can not").replace("must be", "should be"),
    "with an article": lambda text: f"Your {text[0].lower()}{text[1:]}",
    "with a plea": lambda text: f"{text.rstrip('.')}. Please modify it and try again.",
}


@pytest.mark.parametrize("how", REWRITINGS)
def test_what_is_done_to_a_message_on_its_way_changes_nothing(how: str) -> None:
    said = [message for rule in bundled_rules().rules for message in rule.messages if "_" not in message]
    apart = [text for text in said if first_of(REWRITINGS[how](text)) != first_of(text)]
    assert len(said) > 200
    assert apart == []


def first_of(said: str) -> tuple[str | None, str, bool]:
    found = lr.explain(said)[0]
    return found.rule, found.fix, found.guess


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Option names must be unique", "duplicate-option-name"),
        ("The product names are too short", "title-too-short"),
        ("Der Produkttitel ist zu kurz", "title-too-short"),
        ("Quantity should be between 1 and 99999", "stock-out-of-range"),
        ("品牌未授权", "brand-needs-authorization"),
    ],
)
def test_other_words_for_a_rule_are_known(said: str, rule: str) -> None:
    assert lr.explain(said)[0].rule == rule
    assert not lr.explain(said)[0].guess


CREATE_ERROR = {
    "code": 12052990,
    "message": "The check failed.",
    "data": {
        "errors": [
            {
                "detail": {
                    "extra_errors": [
                        {"code": 12052251, "message": "Duplicated attribute values found for an attribute."},
                        {"code": 12052028, "message": "Main product image is required"},
                    ]
                }
            }
        ]
    },
}
LISTING_CHECK = {
    "code": 0,
    "message": "Success",
    "data": {
        "check_result": "FAILED",
        "fail_reasons": [{"code": 12052104, "message": "property is required"}],
        "warnings": {"message": "Your product will not be sent for review. "},
        "pre_check_results": [
            {
                "pre_check_item": "INCOMPLETE_INFO",
                "pre_check_details": [
                    {
                        "short_reason": "Insufficient or Incomplete Product Information",
                        "long_reason": "Sellers must ensure that titles say all.",
                        "related_fields": ["PRE_CHECK_FIELD_TITLE"],
                    }
                ],
            }
        ],
    },
}
GET_PRODUCT = {
    "data": {
        "status": "FAILED",
        "audit": {"status": "FAILED"},
        "audit_failed_reasons": [
            {
                "listing_platform": "TIKTOK_SHOP",
                "position": "Product",
                "reasons": ["Prohibited Product (Alcohol, Tobacco, or E-cigarettes)"],
                "suggestions": ["Please check."],
            }
        ],
    }
}
PREREQUISITES = {
    "data": {
        "check_results": [
            {"check_item": "PICKUP_WAREHOUSE", "is_failed": False, "fail_reasons": []},
            {"check_item": "SHOP_TAX", "is_failed": True, "fail_reasons": ["Fill in the form."]},
            {"check_item": "BANk_ACCOUNT", "is_failed": True, "fail_reasons": []},
        ]
    }
}
WEBHOOK_5 = {
    "type": 5,
    "data": {"status": "PRODUCT_AUDIT_FAILURE", "suspended_reason": "Wrong Product Category Placement"},
}
WEBHOOK_37 = {"type": 37, "data": {"audit": {"status": "PRE_APPROVED", "pre_approved_reason": "KYC_PENDING"}}}
PRE_APPROVED = {"data": {"audit": {"status": "PRE_APPROVED", "pre_approved_reasons": ["RESTRICTED_CATEGORY_PENDING"]}}}
BATCH = {
    "data": {"errors": [{"code": 12052032, "message": "The product does not exist.", "detail": {"product_id": "1"}}]}
}


@pytest.mark.parametrize(
    ("answer", "rules"),
    [
        (CREATE_ERROR, ["duplicate-option-value", "option-value-same-when-cut", "no-images", None]),
        (LISTING_CHECK, ["missing-required-attribute", "shop-tax-missing", None]),
        (GET_PRODUCT, ["alcohol-tobacco-vapes", None]),
        (PREREQUISITES, ["shop-tax-missing", "bank-account-missing"]),
        (WEBHOOK_37, [None, None]),
        (BATCH, [None]),
        ({"data": {"check_results": []}}, []),
        ({"code": 0, "message": "Success"}, []),
    ],
)
def test_an_answer_is_explained_cause_by_cause(answer: dict[str, Any], rules: list[str | None]) -> None:
    assert [one.rule for one in lr.explain(answer)] == rules
    assert lr.explain(json.dumps(answer)) == lr.explain(answer)
    assert not any(one.guess for one in lr.explain(answer))


@pytest.mark.parametrize(
    ("answer", "rule"), [(WEBHOOK_5, "category-misfit"), (PRE_APPROVED, "category-needs-approval")]
)
def test_the_exact_cause_comes_before_what_only_names_a_status(answer: dict[str, Any], rule: str) -> None:
    found = lr.explain(answer)
    assert found[0].rule == rule
    assert found[-1].rule is None


def test_a_list_of_answers_is_explained_without_repeats() -> None:
    assert lr.explain([CREATE_ERROR, CREATE_ERROR]) == lr.explain(CREATE_ERROR)


def test_json_within_a_text_is_read() -> None:
    assert lr.explain('HTTP 400 {"error_code": "12052015"}, giving up')[0].rule == "missing-description"


@pytest.mark.parametrize(
    "said", ["[" * 5000, '{"a":' * 5000, "[NaN]", '{"message": ' + "9" * 5000 + "}", "{" + "x" * 10**6]
)
def test_hostile_json_does_no_harm(said: str) -> None:
    assert isinstance(lr.explain(said), list)


def test_an_answer_without_end_is_cut() -> None:
    deep: dict[str, Any] = {}
    inner = deep
    for _ in range(100):
        inner["data"] = {}
        inner = inner["data"]
    inner["code"] = 12052015
    assert lr.explain(deep) == []
    assert lr.explain({"errors": [{"code": 0}] * 30_000}) == []


@pytest.mark.parametrize("said", [None, 1.5, True, b"12052015"])
def test_what_is_no_text_and_no_answer_is_refused(said: Any) -> None:
    with pytest.raises(lr.ListingRulesError, match="a code, a text or JSON"):
        lr.explain(said)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("Width and length of main image must be at least 300, check uri tos-useast5-i-x/7f3", "image-low"),
        ("The Weight value need to be positive integers or positive decimals .", "attribute-value-not-a-number"),
        ("The `Battery` field is required as you've selected `Yes` for `Electric`.", "missing-conditional-attribute"),
        ("The `Battery` field is required as you’ve selected `Yes` for `Electric`.", "missing-conditional-attribute"),
        ("A single product cannot have more than {n} different SKUs", "too-many-skus"),
        ("the seller sku text length cannot exceed [max] characters", "seller-sku-too-long"),
        ("The product price must be between 0.01 USD and 7600 USD.", "price-above-market-maximum"),
        ("上传失败：请选择类目。", "no-category"),
        (
            "Nama produk minimal 25 karakter untuk TikTok (saat ini 12). Perpanjang nama produk lalu upload ulang.",
            "title-too-short",
        ),
    ],
)
def test_values_and_placeholders_of_every_kind_are_read_over(said: str, rule: str) -> None:
    found = lr.explain(said)
    assert found[0].rule == rule
    assert not found[0].guess


def test_several_messages_are_told_in_their_order() -> None:
    said = "1: The product name exceed max limit characters; 2: Main product image is required"
    assert [one.rule for one in lr.explain(said)] == ["title-too-long", "no-images"]
    assert [one.rule for one in lr.explain("12052028, 12052051")] == ["no-images", "title-too-long"]


def test_a_short_message_within_a_longer_one_is_not_taken_for_it() -> None:
    assert lr.explain("the category unavailable sign hangs there")[0:1] != lr.explain("Category unavailable")


answers = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["code", "message", "data", "errors", "reasons", "is_failed", "x"]), inner)
    ),
    max_leaves=20,
)


@given(st.lists(answers, max_size=4) | st.dictionaries(st.text(max_size=8), answers, max_size=4))
def test_any_answer_may_be_given(answer: Any) -> None:
    found = lr.explain(answer)
    assert found == lr.explain(answer)
    assert len({(one.rule, one.reason) for one in found}) == len(found)


def test_a_text_that_nothing_knows_is_guessed_at_though_its_neighbours_are_known() -> None:
    found = lr.explain({"reasons": ["Price out of range", "photo too small"]})
    assert [one.rule for one in found if not one.guess] == [
        "zero-price",
        "price-above-market-maximum",
        "price-below-market-minimum",
    ]
    assert next(one.rule for one in found if one.guess) == "image-low"


def test_a_text_whose_code_is_known_is_not_guessed_at() -> None:
    assert not any(one.guess for one in lr.explain({"code": 12052028, "message": "photo too small"}))


def test_a_code_that_is_said_over_and_over_is_explained_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    one_by_one = explaining._explanation
    monkeypatch.setattr(explaining, "_explanation", lambda *a, **k: made.append(a) or one_by_one(*a, **k))
    assert lr.explain(json.dumps({"message": "12052217 " * 500})) == lr.explain("12052217 12052217")
    assert len(made) < 20
