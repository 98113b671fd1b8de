"""Small facts written differently in different shapes: ids, image addresses, weight units, categories."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET, UnsetType

from listing_rules.shopify.product import Image, Known

__all__ = ["absolute", "by_position", "folded", "identifier", "present", "published", "tag_list", "text", "weight_unit"]

_UNITS: dict[Known[str], str] = {
    "g": "g", "kg": "kg", "lb": "lb", "oz": "oz",
    "grams": "g", "gram": "g", "gr": "g",
    "kilograms": "kg", "kilogram": "kg", "kgs": "kg",
    "pounds": "lb", "pound": "lb", "lbs": "lb",
    "ounces": "oz", "ounce": "oz", "ozs": "oz",
}  # fmt: skip


def text(value: Known[str]) -> Known[str]:
    """Empty text is a known empty fact."""
    return None if value == "" else value


def folded(value: Known[str]) -> Known[str]:
    """A word of a closed list (status, policy), as Shopify's REST API writes it: lower case."""
    return value.strip().lower() or None if isinstance(value, str) else value


def identifier(value: object) -> Known[str]:
    """The id without its "gid://shopify/Product/": the same in every shape."""
    if type(value) is int:
        return str(value)
    if isinstance(value, str):
        return value.rpartition("/")[2].partition("?")[0] or None
    return value if value is None or isinstance(value, UnsetType) else str(value)


def absolute(src: str) -> str:
    src = src.strip()
    return f"https:{src}" if src.startswith("//") else src


def weight_unit(value: Known[str]) -> Known[str]:
    """g, kg, lb or oz; a unit that is none of them stays as it is, in lower case."""
    if value in _UNITS:
        return _UNITS[value]
    unit = folded(value)
    return _UNITS.get(unit, unit)


def published(published_at: Known[str]) -> Known[bool]:
    return published_at if isinstance(published_at, UnsetType) else bool(published_at)


def tag_list(value: str | Iterable[str | None] | UnsetType | None) -> Known[list[str]]:
    """Tags come as a list or as one text with commas."""
    if value is None or isinstance(value, UnsetType):
        return value
    parts = value.split(",") if isinstance(value, str) else value
    return [tag for part in parts if part and (tag := part.strip())]


def by_position(images: list[tuple[Known[int], Image]]) -> list[Image]:
    """The images in gallery order: by position where every image has one, else as listed."""
    positions = [position for position, _ in images if isinstance(position, int)]
    if len(positions) == len(images) and positions != sorted(positions):
        images = sorted(images, key=lambda pair: pair[0])  # type: ignore[arg-type,return-value]
    return [image for _, image in images]


def present(*values: Known[object]) -> bool:
    """Whether any of these facts is in the payload."""
    return any(value is not UNSET for value in values)
