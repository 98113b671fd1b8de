"""Sizes of images: which are too narrow or too wide, and what cannot be told."""

from __future__ import annotations

from typing import Any

import pytest

import listing_rules as lr


def told(**image: Any) -> tuple[bool, bool]:
    """Whether the image has the wrong shape, and whether nobody can say."""
    image = {"src": "https://shop.example/a.jpg", **image}
    payload = {
        "id": 1,
        "title": "Cotton Shirt",
        "options": [],
        "variants": [{"id": 2, "price": "9"}],
        "images": [image],
    }
    report = lr.check(payload, shop=lr.Shop(market="US"))
    failed, skipped = ({one.rule for one in ones} for ones in (report.failures, report.skipped))
    return "image-shape" in failed, "image-shape" in skipped


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ({"width": 900, "height": 900}, (False, False)),
        ({"width": 300, "height": 900}, (True, False)),
        ({"width": 900}, (False, True)),
        ({"height": 900}, (False, True)),
        ({}, (False, True)),
    ],
)
def test_the_shape_of_an_image_needs_both_of_its_sides(image: dict[str, int], said: tuple[bool, bool]) -> None:
    assert told(**image) == said
