"""What the caller knows beside the payload: the shop, TikTok's own answers about it, and what the connector sends."""

from listing_rules.shop.answers import Attribute, Brand, CategoryRules, Certification, Warehouse
from listing_rules.shop.bounds import BOUNDS, Bounds
from listing_rules.shop.mapping import AttributeSource, CategoryMapping, ListingMapping, ListingValues
from listing_rules.shop.model import MARKETS, Market, Shop

__all__ = [
    "BOUNDS",
    "MARKETS",
    "Attribute",
    "AttributeSource",
    "Bounds",
    "Brand",
    "CategoryMapping",
    "CategoryRules",
    "Certification",
    "ListingMapping",
    "ListingValues",
    "Market",
    "Shop",
    "Warehouse",
]
