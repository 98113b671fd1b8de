"""How the connector maps products: which category it chooses, and what it sends beside what Shopify gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

__all__ = ["AttributeSource", "CategoryId", "CategoryMapping", "ListingMapping", "ListingValues", "ShopFacts"]


def _identifier(value: object) -> object:
    """YAML reads an id without quotes as a number; no identifier of TikTok's starts with a zero."""
    return str(value) if type(value) is int else value


Identifier: TypeAlias = Annotated[str, BeforeValidator(_identifier), Field(min_length=1, max_length=64)]
CategoryId: TypeAlias = Annotated[str, BeforeValidator(_identifier), Field(pattern=r"^\d{1,20}$")]
Size: TypeAlias = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


class ShopFacts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Only what is known: a shop is read by people when a test of theirs fails."""
        return ((name, value) for name, value in super().__repr_args__() if value is not None)


class CategoryMapping(ShopFacts):
    """How the connector chooses the TikTok category, first match from the top down.

    Keys: Shopify product ids or handles; ids, handles or titles of collections; tags; product types; Shopify category
    paths (a path also maps what lies below it, the longest path wins) or gids. Text is compared without regard to
    case. Values: TikTok category ids. Where a payload does not hold what a table looks at (only GraphQL names
    collections), the category is not known, and no later table is asked.
    """

    by_product: dict[str, CategoryId] = {}
    by_collection: dict[str, CategoryId] = {}
    by_tag: dict[str, CategoryId] = {}
    by_product_type: dict[str, CategoryId] = {}
    by_shopify_category: dict[str, CategoryId] = {}
    default: CategoryId | None = None

    @property
    def looked_at(self) -> list[str]:
        """The tables that hold anything, whose facts a payload may lack."""
        return [name for name in type(self).model_fields if name.startswith("by_") and getattr(self, name)]


class PackageWeight(ShopFacts):
    value: Size
    unit: Literal["KILOGRAM", "GRAM", "POUND"]


class PackageDimensions(ShopFacts):
    length: Size
    width: Size
    height: Size
    unit: Literal["CENTIMETER", "INCH"]


class CertificationFile(ShopFacts):
    """A PDF by the id that Upload Product File answered."""

    id: Identifier
    name: str
    format: Literal["PDF"] = "PDF"


class CertificationPaper(ShopFacts):
    """`id` is from Get Category Rules; `images` are `uri`s from Upload Product Image; `expiration_date` is in Unix
    seconds."""

    id: Identifier
    images: list[str] = []
    files: list[CertificationFile] = []
    expiration_date: Annotated[int, Field(ge=0)] | None = None


class SizeChart(ShopFacts):
    """An image's `uri` from Upload Product Image, or the id of a template."""

    image_uri: str | None = None
    template_id: Identifier | None = None


class AttributeSource(ShopFacts):
    """Where an attribute's value comes from: a Shopify option, a metafield (namespace.key), or these values.

    `values` are names, or ids from Get Attributes.
    """

    option: str | None = None
    metafield: Annotated[str, Field(pattern=r"^[^.\s]+\.[^.\s]+$")] | None = None
    values: list[str] | None = None

    @model_validator(mode="after")
    def _one_source(self) -> AttributeSource:
        if len(self.model_fields_set) != 1:
            raise ValueError("one of option, metafield and values is needed")
        return self


class ListingValues(ShopFacts):
    """Fields of Create Product that Shopify does not hold. Not stated: not known to be sent. Empty: sent without.

    `package_weight` counts only where Shopify gives no weight. `attributes` is by attribute id.
    `sales_attributes` says which of the category's sales attributes an option is sent as; others are sent by name.
    """

    brand_id: Identifier | None = None
    package_weight: PackageWeight | None = None
    package_dimensions: PackageDimensions | None = None
    attributes: dict[CategoryId, AttributeSource] = {}
    sales_attributes: dict[str, CategoryId] | None = None
    certifications: list[CertificationPaper] | None = None
    size_chart: SizeChart | None = None
    manufacturer_ids: list[Identifier] | None = None
    responsible_person_ids: list[Identifier] | None = None
    warehouse_id: Identifier | None = None
    delivery_option_ids: list[Identifier] | None = None
    shipping_template_id: Identifier | None = None
    is_cod_allowed: bool | None = None

    @cached_property
    def stated(self) -> Mapping[str, Any]:
        """What is stated, as plain values; attributes stay as they are."""
        plain = self.model_dump(include=self.model_fields_set - {"attributes"})
        return {name: _without_empty(value) for name, value in plain.items()}


class ListingMapping(ShopFacts):
    """What the connector sends beside what Shopify gives. The most particular statement wins, field by field.

    Keys: TikTok category ids; vendors; product types. Text is compared without regard to case.
    """

    default: ListingValues = ListingValues()
    by_category: dict[CategoryId, ListingValues] = {}
    by_vendor: dict[str, ListingValues] = {}
    by_product_type: dict[str, ListingValues] = {}

    def chosen(self, category: object, vendor: object, product_type: object) -> dict[str, tuple[Any, str]]:
        """Each field that is stated for such a product, with the place in the shop file that states it."""
        found: dict[str, tuple[Any, str]] = {}
        for where, values in self._levels(category, vendor, product_type):
            for name, value in values.stated.items():
                found[name] = (value, f"{where}.{name}")
        return found

    def attributes(
        self, category: object, vendor: object, product_type: object
    ) -> dict[str, tuple[AttributeSource, str]] | None:
        """The sources of attributes by id, with their places; None where the shop file speaks of none at all."""
        found: dict[str, tuple[AttributeSource, str]] = {}
        spoken = False
        for where, values in self._levels(category, vendor, product_type):
            spoken = spoken or "attributes" in values.model_fields_set
            for name, source in values.attributes.items():
                found[name] = (source, f"{where}.attributes.{name}")
        return found if spoken else None

    def states(self, name: str) -> bool:
        """Whether a field is stated for any product."""
        tables = (self.by_category, self.by_vendor, self.by_product_type)
        return any(name in values.stated for values in chain([self.default], *(one.values() for one in tables)))

    def _levels(self, *keys: object) -> Iterator[tuple[str, ListingValues]]:
        """From the general to the particular."""
        yield "listing.default", self.default
        for (name, table), key in zip(self._folded, keys, strict=True):
            found = table.get(key.casefold()) if isinstance(key, str) else None
            if found is not None:
                yield f"listing.{name}.{key}", found

    @cached_property
    def _folded(self) -> tuple[tuple[str, Mapping[str, ListingValues]], ...]:
        names = ("by_category", "by_vendor", "by_product_type")
        return tuple((name, {key.casefold(): value for key, value in getattr(self, name).items()}) for name in names)


def _without_empty(value: Any) -> Any:
    """Parts of a field that are not given are not sent; a whole field that is empty is known to be so."""
    if isinstance(value, dict):
        return {name: _without_empty(part) for name, part in value.items() if part not in (None, [])}
    return [_without_empty(part) for part in value] if isinstance(value, list) else value
