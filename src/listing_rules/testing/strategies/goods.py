"""What clean products are made of: harmless goods, and words about them that no rule minds, simplest first."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["COLORS", "GOODS", "IMAGE_SIZES", "MATERIALS", "QUALITIES", "SENTENCES", "TAGS", "USES", "VENDORS", "Goods"]


class Goods(Struct, frozen=True):
    """A kind of goods. `options` are the choices its variants may offer, `grams` what one weighs."""

    noun: str
    product_type: str
    category: str
    grams: int
    options: tuple[tuple[str, tuple[str, ...]], ...]


COLORS = ("White", "Navy", "Sage Green", "Écru", "Terracotta", "Sky Blue", "Charcoal", "Mustard", "Lilac")
_SIZES = ("M", "L", "S", "XL", "XS", "2XL")
_COLOR = ("Color", COLORS)
_CLOTHES = (_COLOR, ("Size", _SIZES), ("Fit", ("Regular", "Relaxed", "Slim")))
_HOME = (_COLOR, ("Set", ("Single", "Pair", "Set of 4")), ("Finish", ("Matte", "Glossy")))
_PAPER = (("Cover", COLORS), ("Ruling", ("Lined", "Dotted", "Plain")), ("Pages", ("96", "128", "192")))
_APPAREL = "Apparel & Accessories > Clothing > Clothing Tops"

GOODS = (
    Goods("T-Shirt", "T-Shirts", f"{_APPAREL} > T-Shirts", 180, _CLOTHES),
    Goods("Crew Neck T-Shirt", "T-Shirts", f"{_APPAREL} > T-Shirts", 190, _CLOTHES),
    Goods("Long Sleeve T-Shirt", "T-Shirts", f"{_APPAREL} > T-Shirts", 220, _CLOTHES),
    Goods("V-Neck T-Shirt", "T-Shirts", f"{_APPAREL} > T-Shirts", 170, _CLOTHES),
    Goods("Hoodie", "Hoodies", f"{_APPAREL} > Hoodies", 480, _CLOTHES),
    Goods("Mug", "Mugs", "Home & Garden > Kitchen & Dining > Tableware > Drinkware > Mugs", 350, _HOME),
    Goods("Cushion Cover", "Cushion Covers", "Home & Garden > Decor > Slipcovers", 210, _HOME),
    Goods("Vase", "Vases", "Home & Garden > Decor > Vases", 900, _HOME),
    Goods("Notebook", "Notebooks", "Office Supplies > General Office Supplies > Paper Products > Notebooks & Notepads",
          260, _PAPER),
    Goods("Tote Bag", "Tote Bags", "Luggage & Bags > Shopping Totes", 150, (_COLOR, ("Size", ("Small", "Large")))),
    Goods("Yoga Mat", "Yoga Mats", "Sporting Goods > Exercise & Fitness > Yoga & Pilates > Yoga & Pilates Mats", 1100,
          (_COLOR, ("Thickness", ("4 mm", "6 mm")))),
)  # fmt: skip

QUALITIES = ("Everyday", "Soft", "Classic", "Modern", "Lightweight", "Handmade", "Striped", "Two-Tone", "Côtelé")
MATERIALS = ("Organic Cotton", "Recycled Cotton", "Linen Blend", "Cotton", "Jersey", "Viscose")
USES = (
    "for Men and Women",
    "for Home and Travel",
    "in a Gift Box",
    "with Hand-Finished Details",
    "by a Small Workshop",
    "– Spring Collection",
    "(Regular & Relaxed Fit)",
)
SENTENCES = (
    "A soft everyday piece, made to last.",
    "Machine wash cold, dry flat.",
    "Ships in a plain paper box.",
    "Designed in our own studio & made in small batches.",
    "Colours may look slightly different on your screen.",
    "Écru is undyed; every piece differs a little.",
    "See the last picture for all measurements.",
    "Questions? We answer within a day.",
)
VENDORS = ("Northfield", "Atelier Sud", "Kite & Co", "Øresund Goods", "Maple Row")
TAGS = ("cotton", "new", "gift", "spring", "bestseller", "home", "everyday", "outlet")
IMAGE_SIZES = ((1600, 1600), (1200, 1600), (1600, 1200), (800, 800), (300, 300), (4000, 4000), (1080, 1350))
