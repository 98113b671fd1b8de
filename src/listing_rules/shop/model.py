"""The shop: everything but the market may be left out, and nothing is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, get_args

import msgspec
from pydantic import BeforeValidator, Field, ValidationError

from listing_rules.errors import ListingRulesError, ShopError
from listing_rules.shop import answers
from listing_rules.shop.answers import Attribute, Brand, CategoryRules, Warehouse
from listing_rules.shop.bounds import Bounds
from listing_rules.shop.mapping import CategoryId, CategoryMapping, ListingMapping, ShopFacts
from listing_rules.shop.waiving import Waiver
from listing_rules.yamlfile import read_yaml

__all__ = ["MARKETS", "Market", "Shop"]

_MarketCode: TypeAlias = Literal[
    "US", "GB", "DE", "FR", "IT", "ES", "IE", "BR", "MX", "JP", "ID", "TH", "MY", "VN", "PH", "SG"
]
MARKETS: tuple[str, ...] = get_args(_MarketCode)


def _market_code(value: object) -> object:
    """Upper case, and TikTok's own "UK" for GB."""
    if not isinstance(value, str):
        return value
    code = value.strip().upper()
    return "GB" if code == "UK" else code


Market: TypeAlias = Annotated[_MarketCode, BeforeValidator(_market_code)]
Answer: TypeAlias = Mapping[str, Any]


class Shop(ShopFacts):
    """The shop that the product would be listed in.

    `currency` is the one that the payload's prices are in (ISO 4217). `approved_categories` are ids of categories,
    or of their parents, that TikTok has approved this shop for; `approvals` names approved gates (see
    `rules/tables/approvals.yaml`). None means not known, an empty list means known to be none.
    `uploads_left` is how many more products TikTok accepts now, `uploads_per_day` how many on each day after.
    `listing` is what the connector sends beside what Shopify gives. `turn_off` names rules that are not applied.
    `bounds` are the most that one product may have and be told; None is `Bounds()`.

    The others are TikTok's answers for this shop as they came, with or without the envelope: `categories` (Get
    Categories; wins over the bundled tree), `category_rules` and `category_attributes` (Get Category Rules and Get
    Attributes by category id), `brands` (Get Brands; a list where it has pages), `prerequisites` (Check Listing
    Prerequisites), `authorized_shops` (Get Authorized Shops), `warehouses` (Get Warehouses), `manufacturers` and
    `responsible_persons` (Search Manufacturers, Search Responsible Persons). ShopError where an answer is an error or
    is not of that kind.
    """

    market: Market
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    seller: Literal["local", "cross_border"] | None = None
    category_mapping: CategoryMapping | None = None
    category_version: Literal["v1", "v2"] | None = None
    listing: ListingMapping | None = None
    approved_categories: tuple[CategoryId, ...] | None = None
    approvals: tuple[str, ...] | None = None
    uploads_left: Annotated[int, Field(ge=0)] | None = None
    uploads_per_day: Annotated[int, Field(ge=1)] | None = None
    categories: Answer | None = None
    category_rules: Answer | None = None
    category_attributes: Answer | None = None
    brands: Answer | list[Answer] | None = None
    prerequisites: Answer | None = None
    authorized_shops: Answer | None = None
    warehouses: Answer | None = None
    manufacturers: Answer | list[Answer] | None = None
    responsible_persons: Answer | list[Answer] | None = None
    turn_off: tuple[Waiver, ...] | None = None
    bounds: Bounds | None = None

    def __init__(self, **facts: Any) -> None:
        try:
            super().__init__(**facts)
        except ValidationError as error:
            raise ShopError(_first_problem(error)) from None
        self._read_answers()

    def _read_answers(self) -> None:
        """Each answer once, now, so that a wrong one is told before any product is looked at."""
        if self.categories is not None:
            answers.body_of(self.categories, "categories")
        for parsed in _PARSED:
            getattr(self, parsed)
        derived = {"uploads_left": self._uploads_left(), "seller": self._seller()}
        for name, value in derived.items():
            if getattr(self, name) is None and value is not None:
                self.__dict__[name] = value

    def _uploads_left(self) -> int | None:
        """None left where the prerequisites say that the quota is used up; else what the caller says."""
        return 0 if (self.failed_items or {}).get("PRODUCT_QUANTITY_LIMIT") is not None else None

    def _seller(self) -> str | None:
        """The type of seller that Get Authorized Shops tells for this market."""
        if self.authorized_shops is None:
            return None
        shops = answers.authorized_shops(self.authorized_shops)
        known = {str(_market_code(region)): seller for region, seller in shops.items()}
        if self.market not in known:
            raise ShopError(
                f"authorized_shops: holds shops in {', '.join(known) or 'no region'}, none in {self.market}"
            )
        seller = known[self.market]
        return seller if seller in ("local", "cross_border") else None

    @cached_property
    def rules_by_category(self) -> Mapping[str, CategoryRules] | None:
        """What each category asks of its products, by category id."""
        return None if self.category_rules is None else answers.rules_by_category(self.category_rules)

    @cached_property
    def attributes_by_category(self) -> Mapping[str, Mapping[str, Attribute]] | None:
        """Each category's attributes by id, by category id."""
        return None if self.category_attributes is None else answers.attributes_by_category(self.category_attributes)

    @cached_property
    def brands_by_id(self) -> Mapping[str, Brand] | None:
        return None if self.brands is None else answers.brands_by_id(self.brands)

    @cached_property
    def failed_items(self) -> Mapping[str, tuple[str, ...] | None] | None:
        """Why each item of the prerequisites failed; None for an item that did not."""
        return None if self.prerequisites is None else answers.failed_items(self.prerequisites)

    @cached_property
    def manufacturer_table(self) -> frozenset[str] | None:
        """The ids of the seller's manufacturers."""
        return None if self.manufacturers is None else answers.ids(self.manufacturers, "manufacturers")

    @cached_property
    def responsible_person_table(self) -> frozenset[str] | None:
        """The ids of the seller's responsible persons."""
        return (
            None if self.responsible_persons is None else answers.ids(self.responsible_persons, "responsible_persons")
        )

    @cached_property
    def warehouses_by_id(self) -> Mapping[str, Warehouse] | None:
        return None if self.warehouses is None else answers.warehouses_by_id(self.warehouses)

    def __hash__(self) -> int:
        # Mappings among the facts have no hash; these three tell shops apart well enough.
        return hash((self.market, self.currency, self.seller))

    @classmethod
    def load(cls, path: str | Path, **overrides: Any) -> Shop:
        """Read `shop.yaml` (or JSON). A value `{file: name.json}` is read from beside it; overrides win."""
        file = Path(path)
        facts = _read(file)
        if not isinstance(facts, dict):
            raise ShopError(f"{file}: holds {type(facts).__name__}; a mapping such as 'market: US' was expected")
        facts = {name: _included(value, file.parent) for name, value in facts.items()}
        try:
            return cls(**{**facts, **{name: value for name, value in overrides.items() if value is not None}})
        except ShopError as error:
            raise ShopError(f"{file}: {error}") from None


def _read(file: Path) -> Any:
    try:
        return msgspec.json.decode(file.read_bytes()) if file.suffix == ".json" else read_yaml(file).value
    except ListingRulesError as error:
        raise ShopError(str(error)) from None
    except (OSError, ValueError, msgspec.DecodeError, RecursionError) as error:
        raise ShopError(f"{file}: cannot be read: {error}") from None


def _included(value: Any, folder: Path, depth: int = 2) -> Any:
    """TikTok's saved answers stay in files of their own, named as `{file: categories.json}`; also by category id, or
    as a list of pages."""
    if isinstance(value, dict) and set(value) == {"file"} and isinstance(value["file"], str):
        return _read(folder / value["file"])
    if depth > 1 and isinstance(value, dict):
        return {str(name): _included(part, folder, depth - 1) for name, part in value.items()}
    return [_included(part, folder, depth - 1) for part in value] if depth > 1 and isinstance(value, list) else value


_PARSED = (
    "rules_by_category",
    "attributes_by_category",
    "brands_by_id",
    "failed_items",
    "warehouses_by_id",
    "manufacturer_table",
    "responsible_person_table",
)


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "shop"
    found = "" if first["type"] == "missing" else f" (found {str(first['input'])[:60]!r})"
    return f"{place}: {first['msg']}{found}"
