"""The same dozen checks in other engines, as far as each can say them. Engines that are not installed are left out.

pip install jsonschema-rs zen-engine rule-engine cel-python business-rules pandera pandas
npm install --prefix FOLDER @stoplight/spectral-core @stoplight/spectral-functions, and SPECTRAL=FOLDER; it runs in a
Node process of its own, which is handed each product as JSON and parses it.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

import msgspec
from pydantic import BaseModel, Field

from listing_rules.shopify.readers.rest_plain import PlainProduct

__all__ = ["THE_DOZEN", "peers"]

Check = Callable[[Any], Any]

THE_DOZEN = frozenset(
    "archived-product description-too-long draft-product image-narrow image-too-large missing-description missing-title"
    " no-images no-variants price-above-market-maximum seller-sku-too-long stock-out-of-range title-too-long"
    " too-many-images too-many-options too-many-skus unlisted-product zero-price".split()
)
"""Our rules that say what the twelve checks below say."""

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
        ("jsonschema", "jsonschema", 0, _structure),
        ("zen-engine", "zen", len(_EXPRESSIONS), _zen),
        ("rule-engine", "rule_engine", len(_RULE_ENGINE), _rule_engine),
        ("cel-python", "celpy", len(_CEL), _cel),
        ("business-rules", "business_rules", len(_BUSINESS), _business),
        ("pandera", "pandera.pandas", 7, _pandera),
    )
    for package, module, count, make in makers:
        try:
            check = make(importlib.import_module(module))
        except ImportError:
            continue
        yield f"{package} {_version(package)}", count or "structure alone, no", check
    if folder := os.environ.get("SPECTRAL"):
        yield f"Spectral {_spectral_version(folder)}", 12, _spectral(folder)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _jsonschema(module: Any) -> Check:
    validator = module.Draft202012Validator(_SCHEMA)
    return lambda product: list(validator.iter_errors(product))


def _structure(module: Any) -> Check:
    """The type of every field that we read of a REST product, and nothing else."""
    schema = msgspec.json.schema(PlainProduct, schema_hook=lambda kind: {})
    validator = module.Draft202012Validator(schema)
    return lambda product: list(validator.iter_errors(product))


def _jsonschema_rs(module: Any) -> Check:
    validator = module.validator_for(_SCHEMA)
    return lambda product: list(validator.iter_errors(product))


def _zen(module: Any) -> Check:
    """One expression that gives the verdicts of all, so that the product crosses into the engine once."""
    expression = module.compile_expression(f"[{', '.join(_EXPRESSIONS)}]")
    return expression.evaluate


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


_BUSINESS = (
    ("title_length", "less_than_or_equal_to", 255),
    ("title_length", "greater_than", 0),
    ("description_length", "less_than_or_equal_to", 10_000),
    ("description_length", "greater_than", 0),
    ("images", "less_than_or_equal_to", 9),
    ("images", "greater_than", 0),
    ("variants", "less_than_or_equal_to", 300),
    ("options", "less_than_or_equal_to", 3),
    ("least_price", "greater_than", 0),
    ("most_stock", "less_than_or_equal_to", 999_999),
)


def _business(module: Any) -> Check:
    """It compares numbers by name: what becomes one number is worked out by hand for each product."""
    variables, fields = (
        importlib.import_module("business_rules.variables"),
        {
            "title_length": lambda product: len(product["title"]),
            "description_length": lambda product: len(product["body_html"] or ""),
            "images": lambda product: len(product["images"]),
            "variants": lambda product: len(product["variants"]),
            "options": lambda product: len(product["options"]),
            "least_price": lambda product: min(float(one["price"]) for one in product["variants"]),
            "most_stock": lambda product: max(one["inventory_quantity"] for one in product["variants"]),
        },
    )

    def variable(read: Any) -> Any:
        def value(self: Any) -> Any:
            return read(self.product)

        return variables.numeric_rule_variable(value)

    class Product(variables.BaseVariables):  # type: ignore[misc, name-defined]
        def __init__(self, product: Any) -> None:
            self.product = product

    for name, read in fields.items():
        setattr(Product, name, variable(read))
    conditions = [{"all": [{"name": n, "operator": operator, "value": value}]} for n, operator, value in _BUSINESS]
    holds = importlib.import_module("business_rules.engine").check_conditions_recursively
    return lambda product: [holds(condition, Product(product)) for condition in conditions]


def _pandera(module: Any) -> Check:
    """On one row for each variant, with what the product says repeated."""
    pandas, check = importlib.import_module("pandas"), module.Check
    schema = module.DataFrameSchema(
        {
            "title": module.Column(str, check.str_length(1, 255)),
            "body_html": module.Column(str, check.str_length(1, 10_000)),
            "status": module.Column(str, check.isin(["active"])),
            "price": module.Column(float, [check.gt(0), check.le(7600)]),
            "sku": module.Column(str, check.str_length(0, 50), nullable=True),
            "inventory_quantity": module.Column(int, check.in_range(0, 999_999)),
        }
    )

    def rows(product: Any) -> Any:
        shared = {name: product[name] for name in ("title", "body_html", "status")}
        return [{**shared, **one, "price": float(one["price"])} for one in product["variants"]]

    def run(product: Any) -> Any:
        try:
            schema.validate(pandas.DataFrame(rows(product)), lazy=True)
        except module.errors.SchemaErrors as errors:
            return errors.failure_cases
        return None

    return run


def _spectral(folder: str) -> Check:
    script = Path(__file__).with_name("spectral.cjs")
    command = ["node", str(script), str(Path(folder).resolve())]
    node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours

    def run(product: Any) -> Any:
        node.stdin.write(json.dumps(product) + "\n")  # type: ignore[union-attr]
        node.stdin.flush()  # type: ignore[union-attr]
        return node.stdout.readline()  # type: ignore[union-attr]

    run.elsewhere = True  # type: ignore[attr-defined]
    return run


def _spectral_version(folder: str) -> str:
    package = Path(folder) / "node_modules" / "@stoplight" / "spectral-core" / "package.json"
    return str(json.loads(package.read_text(encoding="utf-8"))["version"])
