"""The same dozen checks in other engines, as far as each can say them. Engines that are not installed are left out.

pip install jsonschema-rs zen-engine rule-engine cel-python
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

from pydantic import BaseModel, Field

__all__ = ["peers"]

Check = Callable[[Any], Any]

_SCHEMA = {
    "type": "object",
    "required": ["title", "body_html", "variants", "images"],
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 255},
        "body_html": {"type": "string", "minLength": 1, "maxLength": 10_000},
        "status": {"enum": ["active"]},
        "options": {"type": "array", "maxItems": 3, "items": {"properties": {"name": {"maxLength": 20}}}},
        "images": {
            "type": "array",
            "minItems": 1,
            "maxItems": 9,
            "items": {"properties": {"width": {"minimum": 300, "maximum": 4000}, "src": {"pattern": "^https?://"}}},
        },
        "variants": {
            "type": "array",
            "minItems": 1,
            "maxItems": 300,
            "items": {
                "required": ["price"],
                "properties": {
                    "price": {"type": "string", "pattern": r"^(?!0+(\.0+)?$)[0-9]{1,4}(\.[0-9]+)?$"},
                    "sku": {"type": ["string", "null"], "maxLength": 50},
                    "inventory_quantity": {"minimum": 0, "maximum": 999_999},
                },
            },
        },
    },
}
_EXPRESSIONS = (
    "len(title) > 0 and len(title) <= 255",
    "len(body_html) > 0 and len(body_html) <= 10000",
    'status == "active"',
    "len(options) <= 3",
    "len(images) >= 1 and len(images) <= 9",
    "all(images, #.width >= 300 and #.width <= 4000)",
    "len(variants) >= 1 and len(variants) <= 300",
    "all(variants, number(#.price) > 0)",
    "all(variants, number(#.price) <= 7600)",
    "all(variants, len(#.sku) <= 50)",
    "all(variants, #.inventory_quantity >= 0)",
    "all(variants, #.inventory_quantity <= 999999)",
)
_CEL = (
    "size(title) > 0 && size(title) <= 255",
    "size(body_html) > 0 && size(body_html) <= 10000",
    'status == "active"',
    "size(options) <= 3",
    "size(images) >= 1 && size(images) <= 9",
    "images.all(one, one.width >= 300 && one.width <= 4000)",
    "size(variants) >= 1 && size(variants) <= 300",
    "variants.all(one, double(one.price) > 0.0)",
    "variants.all(one, double(one.price) <= 7600.0)",
    "variants.all(one, size(one.sku) <= 50)",
    "variants.all(one, one.inventory_quantity >= 0 && one.inventory_quantity <= 999999)",
)
_RULE_ENGINE = (
    "title.length > 0 and title.length <= 255",
    "body_html.length > 0 and body_html.length <= 10000",
    'status == "active"',
    "options.length <= 3",
    "images.length >= 1 and images.length <= 9",
    "[one for one in images if one['width'] < 300].length == 0",
    "variants.length >= 1 and variants.length <= 300",
    "[one for one in variants if one['price'] == '0.00'].length == 0",
    "[one for one in variants if one['sku'].length > 50].length == 0",
    "[one for one in variants if one['inventory_quantity'] < 0].length == 0",
)


class _Variant(BaseModel):
    price: Annotated[str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]+)?$")]
    sku: Annotated[str, Field(max_length=50)] | None
    inventory_quantity: Annotated[int, Field(ge=0, le=999_999)]


class _Image(BaseModel):
    src: Annotated[str, Field(pattern="^https?://")]
    width: Annotated[int, Field(ge=300, le=4000)]


class _Product(BaseModel):
    title: Annotated[str, Field(min_length=1, max_length=255)]
    body_html: Annotated[str, Field(min_length=1, max_length=10_000)]
    status: str
    images: Annotated[list[_Image], Field(min_length=1, max_length=9)]
    variants: Annotated[list[_Variant], Field(min_length=1, max_length=300)]


def peers() -> Iterator[tuple[str, int, Check]]:
    """Name with version, how many of the checks it says, and the check of one decoded product."""
    yield f"pydantic {_version('pydantic')}, typed models alone", 9, _Product.model_validate
    makers = (
        ("jsonschema", "jsonschema", 14, _jsonschema),
        ("jsonschema-rs", "jsonschema_rs", 14, _jsonschema_rs),
        ("zen-engine", "zen", len(_EXPRESSIONS), _zen),
        ("rule-engine", "rule_engine", len(_RULE_ENGINE), _rule_engine),
        ("cel-python", "celpy", len(_CEL), _cel),
    )
    for package, module, count, make in makers:
        try:
            check = make(importlib.import_module(module))
        except ImportError:
            continue
        yield f"{package} {_version(package)}", count, check


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _jsonschema(module: Any) -> Check:
    validator = module.Draft202012Validator(_SCHEMA)
    return lambda product: list(validator.iter_errors(product))


def _jsonschema_rs(module: Any) -> Check:
    validator = module.validator_for(_SCHEMA)
    return lambda product: list(validator.iter_errors(product))


def _zen(module: Any) -> Check:
    """One expression that gives the verdicts of all, so that the product crosses into the engine once."""
    expression = f"[{', '.join(_EXPRESSIONS)}]"
    return lambda product: module.evaluate_expression(expression, product)


def _rule_engine(module: Any) -> Check:
    context = module.Context(resolver=module.resolve_item)
    rules = [module.Rule(text, context=context) for text in _RULE_ENGINE]
    return lambda product: [rule.matches(product) for rule in rules]


def _cel(module: Any) -> Check:
    environment = module.Environment()
    programs = [environment.program(environment.compile(text)) for text in _CEL]

    def check(product: Any) -> list[Any]:
        facts = {name: module.json_to_cel(product[name]) for name in product if product[name] is not None}
        return [program.evaluate(facts) for program in programs]

    return check
