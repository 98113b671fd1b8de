"""One product from the rows of its handle in a product CSV.

Product cells and option names stand on the first row; a row is a variant when it has an option value, a SKU, a
price or a barcode, and otherwise only adds an image. A pointer is a row ("/rows/17", the header being row 1) and
a column name.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET, Struct, UnsetType

from listing_rules.shopify.product import Category, Image, Known, Money, Option, Origin, Product, Variant
from listing_rules.shopify.readers import options as option_rules
from listing_rules.shopify.readers.amounts import Mark, decimal_mark, file_amount, quantity, whole
from listing_rules.shopify.readers.csv_columns import OPTION_COUNT, Columns, places
from listing_rules.shopify.readers.options import Declared, Row
from listing_rules.shopify.readers.values import absolute, by_position, folded, tag_list

__all__ = ["Line", "product_of", "row_pointer"]

_OPTIONS = [f"option{place + 1}" for place in range(OPTION_COUNT)]
_TELLS_A_VARIANT = (*_OPTIONS, "sku", "price", "barcode")
_FLAGS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
_POLICIES = {"true": "continue", "false": "deny"}


class Line(Struct):
    """One spreadsheet row: its number, the physical line where it starts, and what makes it unreadable."""

    row: int
    line: int
    cells: list[str]
    fault: str | None = None


def row_pointer(line: Line) -> str:
    return f"/rows/{line.row}"


def product_of(lines: Sequence[Line], columns: Columns, mark: Mark | None) -> Product:
    head = next((line for line in lines if columns.cell(line.cells, "title")), lines[0])
    variants = [line for line in lines if any(columns.cell(line.cells, field) for field in _TELLS_A_VARIANT)]
    if not variants and columns.cell(head.cells, "title"):
        variants = [head]
    options, rows = _options(lines, variants, columns)
    cells = head.cells
    of_product, of_variant, of_image = places(columns.shape)
    return Product(
        origin=Origin(columns.shape, row_pointer(head), of_product, of_variant, of_image),
        variants=[_variant(line, row, columns, mark) for line, row in zip(variants, rows, strict=True)],
        options=options,
        images=_images(lines, columns),
        id=UNSET,
        handle=columns.word(cells, "handle"),
        title=columns.cell(cells, "title"),
        body_html=columns.cell(cells, "body_html"),
        vendor=columns.word(cells, "vendor"),
        product_type=columns.word(cells, "product_type"),
        tags=tag_list("" if columns.cell(cells, "tags") is None else columns.cell(cells, "tags")),
        status=folded(columns.cell(cells, "status")),
        published=_flag(columns.word(cells, "published")),
        gift_card=_flag(columns.word(cells, "gift_card")),
        category=_category(columns.word(cells, "category")),
        metafields=_metafields(cells, columns),
        options_known="option1" in columns.index or len(variants) <= 1,
    )


def _variant(line: Line, values: Row, columns: Columns, mark: Mark | None) -> Variant:
    cells = line.cells
    weight = _amount(columns.word(cells, "weight"), mark)
    tracker = columns.word(cells, "inventory_tracked")
    policy = folded(columns.word(cells, "inventory_policy"))
    image = columns.word(cells, "image_src")
    return Variant(
        row_pointer(line),
        values,
        sku=_code(columns.word(cells, "sku")),
        barcode=_code(columns.word(cells, "barcode")),
        price=_amount(columns.word(cells, "price"), mark),
        compare_at_price=_amount(columns.word(cells, "compare_at_price"), mark),
        inventory_quantity=quantity(_code(columns.word(cells, "inventory_quantity"))),
        inventory_tracked=tracker if isinstance(tracker, UnsetType) else tracker is not None,
        inventory_policy=_POLICIES.get(policy, policy) if isinstance(policy, str) else policy,
        requires_shipping=_flag(columns.word(cells, "requires_shipping")),
        weight=weight,
        weight_unit="g" if weight is not None and weight is not UNSET else weight,
        image_src=absolute(image) if isinstance(image, str) else image,
    )


def _code(text: Known[str]) -> Known[str]:
    """Spreadsheets mark a code that must stay text with an apostrophe."""
    return text.removeprefix("'") or None if isinstance(text, str) else text


def _amount(text: Known[str], mark: Mark | None) -> Known[Money]:
    return file_amount(text, mark) if isinstance(text, str) else text


def _flag(text: Known[str]) -> Known[bool]:
    return _FLAGS.get(text.lower()) if isinstance(text, str) else text


def _category(path: Known[str]) -> Known[Category]:
    if not isinstance(path, str):
        return path
    name = path.rpartition(">")[2].strip()
    return None if path.casefold() == "uncategorized" else Category(None, path, name)


def _metafields(cells: Sequence[str], columns: Columns) -> Known[dict[str, str]]:
    if not columns.metafields:
        return UNSET
    found = {key: cells[place] for key, place in columns.metafields.items() if place < len(cells)}
    return {key: text for key, text in found.items() if text and not text.isspace()}


def _images(lines: Sequence[Line], columns: Columns) -> Known[list[Image]]:
    """Each address once: sheets made by hand repeat the image on every row of a product."""
    if "src" not in columns.index:
        return UNSET
    found: dict[str, tuple[Known[int], Image]] = {}
    for line in lines:
        src = columns.word(line.cells, "src")
        if isinstance(src, str) and src not in found:
            image = Image(absolute(src), row_pointer(line), alt=columns.cell(line.cells, "alt"))
            found[src] = whole(columns.word(line.cells, "position")), image
    return by_position(list(found.values()))


def _options(lines: Sequence[Line], variants: list[Line], columns: Columns) -> tuple[list[Option], list[Row]]:
    rows = [tuple(columns.cell(line.cells, field) or None for field in _OPTIONS) for line in variants]
    declared = [_declared(lines, columns, field) for field in _OPTIONS]
    used = [place for place, item in enumerate(declared) if item.name or any(row[place] for row in rows)]
    kept: list[Row] = [tuple(row[place] for place in used) for row in rows]
    return option_rules.settle([declared[place] for place in used], kept, complete=True)


def _declared(lines: Sequence[Line], columns: Columns, field: str) -> Declared:
    for line in lines:
        if name := columns.cell(line.cells, f"{field}_name"):
            return Declared(name, [], f"{row_pointer(line)}{_name_place(columns, field)}")
    return Declared(None, [], f"{row_pointer(lines[0])}{_name_place(columns, field)}")


def _name_place(columns: Columns, field: str) -> str:
    return places(columns.shape)[1][field].replace("Value", "Name").replace("value", "name")


def price_mark(cells: Sequence[str], columns: Columns) -> Mark | None:
    """What the price of one row tells about the file's decimal mark."""
    place = columns.index.get("price")
    return decimal_mark(cells[place].strip()) if place is not None and place < len(cells) else None
