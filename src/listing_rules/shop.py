"""What the caller knows beside the payload. Everything but the market may be left out; nothing is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, get_args

import msgspec
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from listing_rules.errors import ListingRulesError, ShopError
from listing_rules.yamlfile import read_yaml

__all__ = ["MARKETS", "CategoryMapping", "Market", "Shop"]

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
CategoryId: TypeAlias = Annotated[str, Field(pattern=r"^\d{1,20}$")]


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CategoryMapping(_Facts):
    """How the connector chooses the TikTok category, first match from the top down.

    Keys: Shopify product ids or handles; tags; product types; Shopify category paths (a path also maps what lies
    below it, the longest path wins) or gids. Text is compared without regard to case. Values: TikTok category ids.
    """

    by_product: dict[str, CategoryId] = {}
    by_tag: dict[str, CategoryId] = {}
    by_product_type: dict[str, CategoryId] = {}
    by_shopify_category: dict[str, CategoryId] = {}
    default: CategoryId | None = None


class Shop(_Facts):
    """The shop that the product would be listed in.

    `currency` is the one that the payload's prices are in (ISO 4217). `approved_categories` are ids of categories,
    or of their parents, that TikTok has approved this shop for; `approvals` names approved gates (see
    `rules/tables/approvals.yaml`). None means not known, an empty list means known to be none.
    `uploads_left` is how many more products TikTok accepts now. `categories` is TikTok's Get Categories answer for
    this shop as it came; it wins over the bundled tree.
    """

    market: Market
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    seller: Literal["local", "cross_border"] | None = None
    category_mapping: CategoryMapping | None = None
    category_version: Literal["v1", "v2"] | None = None
    categories: Mapping[str, Any] | None = None
    approved_categories: tuple[CategoryId, ...] | None = None
    approvals: tuple[str, ...] | None = None
    uploads_left: Annotated[int, Field(ge=0)] | None = None

    def __init__(self, **facts: Any) -> None:
        try:
            super().__init__(**facts)
        except ValidationError as error:
            raise ShopError(_first_problem(error)) from None

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
    except (OSError, ValueError, RecursionError) as error:
        raise ShopError(f"{file}: cannot be read: {error}") from None


def _included(value: Any, folder: Path) -> Any:
    """TikTok's saved answers stay in files of their own, named as `{file: categories.json}`."""
    if isinstance(value, dict) and set(value) == {"file"} and isinstance(value["file"], str):
        return _read(folder / value["file"])
    return value


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "shop"
    found = "" if first["type"] == "missing" else f" (found {str(first['input'])[:60]!r})"
    return f"{place}: {first['msg']}{found}"
