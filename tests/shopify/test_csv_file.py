from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from listing_rules.errors import PayloadError
from listing_rules.shopify import iter_products, read_product
from listing_rules.shopify.product import UNSET, Product
from listing_rules.shopify.readers.record import Record
from listing_rules.testing.shapes.csv import CLASSIC_HEADERS, NEW_HEADERS, as_csv, csv_rows, write_csv
from listing_rules.testing.shapes.neutral import plain, tee, variant


def read(text: str | bytes) -> list[Record]:
    return list(iter_products(io.BytesIO(text.encode() if isinstance(text, str) else text)))


def rows_of(**changes: Any) -> list[list[object]]:
    return csv_rows(plain(images=[], variants=[variant(1, ["Default Title"], image=None)]) | changes)


def cells(row: Mapping[str, object]) -> list[object]:
    return [row.get(header, "") for header in CLASSIC_HEADERS]


def one(*rows: dict[str, object]) -> Product:
    return read_product(write_csv([cells({"Handle": "a"} | row) for row in rows]))


def test_rows_that_do_not_stand_together_are_joined() -> None:
    first, second = csv_rows(tee())
    records = read(write_csv([first, rows_of(handle="between")[0], second]))
    assert [record.product and record.product.handle for record in records] == ["between", "organic-cotton-tee"]
    joined = records[1].product
    assert joined
    assert [item.pointer for item in joined.variants] == ["/rows/2", "/rows/4"]
    assert [(record.row, record.line) for record in records] == [(3, 3), (2, 2)]


def test_a_product_is_handed_out_when_its_last_row_was_read() -> None:
    first, second = csv_rows(tee())
    between, after = rows_of(handle="between")[0], rows_of(handle="after")[0]
    records = read(write_csv([first, between, second, after]))
    assert [record.product and record.product.handle for record in records] == [
        "between",
        "organic-cotton-tee",
        "after",
    ]


def test_rows_and_lines_count_apart_where_cells_have_line_breaks() -> None:
    records = read(write_csv([*rows_of(body_html="a\nb\nc"), *rows_of(handle="next")]))
    assert [(record.row, record.line) for record in records] == [(2, 2), (3, 5)]


def test_image_rows_are_no_variants() -> None:
    images = tee()["images"] * 2
    images[2:] = [{"src": f"https://cdn/{name}.jpg", "alt": ""} for name in "cd"]
    product = read_product(as_csv(tee(images=images)))
    assert len(product.variants) == 2
    assert product.images
    assert [image.pointer for image in product.images] == ["/rows/2", "/rows/3", "/rows/4", "/rows/5"]


def test_an_image_that_is_repeated_on_each_row_is_one_image() -> None:
    product = one({"Title": "A", "Image Src": "//cdn/a.jpg"}, {"Option1 Value": "S", "Image Src": "//cdn/a.jpg"})
    assert product.images
    assert [image.src for image in product.images] == ["https://cdn/a.jpg"]


def test_a_first_row_with_product_cells_only_is_no_variant() -> None:
    product = one({"Title": "A", "Option1 Name": "Size"}, {"Option1 Value": "S"}, {"Option1 Value": "M"})
    assert [item.option_values for item in product.variants] == [("S",), ("M",)]
    assert product.options[0].pointer == "/rows/2/Option1 Name"


def test_a_title_alone_is_a_product_with_one_variant() -> None:
    product = one({"Title": "A"})
    assert [item.price for item in product.variants] == [None]
    assert product.body_html is None
    assert product.tags == []


def test_rows_of_images_without_a_title_have_no_variant() -> None:
    assert one({"Image Src": "a.jpg"}).variants == []


def test_option_values_without_a_name_are_kept() -> None:
    product = one({"Title": "A", "Option1 Value": "S", "Option3 Value": "X", "Variant Price": "1"})
    assert [(option.name, option.values) for option in product.options] == [("", ["S"]), ("", ["X"])]
    assert product.variants[0].option_values == ("S", "X")


def test_codes_lose_the_apostrophe_of_the_spreadsheet_and_nothing_else() -> None:
    item = one({"Title": "A", "Variant SKU": " '0012 ", "Variant Barcode": "4.00638E+12"}).variants[0]
    assert (item.sku, item.barcode) == ("0012", "4.00638E+12")
    assert one({"Title": "A", "Variant SKU": "'"}).variants[0].sku is None


def test_prices_follow_the_other_prices_of_the_file() -> None:
    def price(*others: str) -> object:
        rows = [
            {"Handle": f"h{place}", "Title": "T", "Variant Price": text}
            for place, text in enumerate(["1,234", *others])
        ]
        product = read(write_csv([cells(row) for row in rows]))[0].product
        return product and product.variants[0].price

    assert price() == "1,234"
    assert price("9.99") == Decimal(1234)
    assert price("9,99") == "1,234"
    assert price("9.99", "9,99") == "1,234"
    assert price("$9.99") == Decimal(1234)


def test_weights_are_grams_whatever_the_display_unit() -> None:
    item = one({"Title": "A", "Variant Grams": "180.0", "Variant Weight Unit": "kg"}).variants[0]
    assert (item.weight, item.weight_unit) == (Decimal("180.0"), "g")
    item = one({"Title": "A"}).variants[0]
    assert (item.weight, item.weight_unit) == (None, None)


def test_flags_are_true_false_or_empty() -> None:
    product = one({"Title": "A", "Published": "FALSE", "Gift Card": "true", "Variant Requires Shipping": "maybe"})
    assert (product.published, product.gift_card, product.variants[0].requires_shipping) == (False, True, None)


@pytest.mark.parametrize(("given", "policy"), [("TRUE", "continue"), ("DENY", "deny"), ("", None)])
def test_selling_on_when_out_of_stock_is_a_policy(given: str, policy: str | None) -> None:
    row = {"Title": "A", "URL handle": "a", "Price": "1", "Continue selling when out of stock": given}
    text = write_csv([[row.get(header, "") for header in NEW_HEADERS]], NEW_HEADERS)
    assert read_product(text).variants[0].inventory_policy == policy


@pytest.mark.parametrize(("tracker", "tracked"), [("shopify", True), ("", False)])
def test_stock_is_tracked_by_whoever_is_named(tracker: str, tracked: bool) -> None:
    assert one({"Title": "A", "Variant Inventory Tracker": tracker}).variants[0].inventory_tracked is tracked


def test_columns_that_are_not_there_are_unset() -> None:
    product = read_product("Handle,Title,Variant Price\na,A,1\n")
    item = product.variants[0]
    for value in (
        product.status,
        product.images,
        product.metafields,
        product.published,
        item.sku,
        item.inventory_tracked,
    ):
        assert value is UNSET
    assert product.options_known


def test_variants_without_option_columns_cannot_be_told_apart() -> None:
    assert not read_product("Handle,Title,Variant SKU\na,A,1\na,,2\n").options_known


def test_old_category_columns_and_localised_metafields_are_found() -> None:
    text = (
        "Handle,Title,Variant SKU,Standardized Product Type,Custom Product Type,"
        "Größe (product.metafields.shopify.size),Farbe (product.metafields.shopify.color-pattern)\n"
        "a,A,1,X > Y,Tee,M, \nb,B,1,Uncategorized,,,\n"
    )
    first, second = (record.product for record in read(text))
    assert first
    assert second
    assert first.category
    assert (first.category.path, first.category.name, first.product_type) == ("X > Y", "Y", "Tee")
    assert first.metafields == {"shopify.size": "M"}
    assert second.category is None


def test_padded_headers_and_repeated_columns_are_read() -> None:
    product = read_product("Handle   ,Title  , variant price,Title\na  ,A,1,B\n")
    assert (product.handle, product.title) == ("a", "A")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_every_system_are_read(ending: str) -> None:
    records = read(as_csv(tee(), lineterminator=ending))
    assert [record.product and len(record.product.variants) for record in records] == [2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_of_the_header(delimiter: str) -> None:
    assert read_product(as_csv(tee(), delimiter=delimiter)).vendor == "Sample Co"


def test_files_that_are_not_utf8_are_cp1252() -> None:
    assert read_product(as_csv(plain(title="Crème – 5 €")).encode("cp1252")).title == "Crème – 5 €"
    assert read_product("Handle,Title,Variant Price\na,\x81é,1\n".encode("latin-1")).title == "\ufffdé"


def test_cells_beyond_the_header_make_the_product_unreadable() -> None:
    text = write_csv([*rows_of(handle="good"), [*rows_of(handle="bad")[0], "shifted"], [*rows_of(handle="ok")[0], ""]])
    records = read(text)
    assert [record.product and record.product.handle for record in records] == ["good", None, "ok"]
    assert records[1].error
    assert records[1].error.startswith(f"row 3 has {len(CLASSIC_HEADERS) + 1} cells for {len(CLASSIC_HEADERS)} columns")


def test_a_row_that_ends_early_has_blank_cells() -> None:
    product = read_product("Handle,Title,Variant Price,Variant SKU,X (product.metafields.a.b)\na,A,1\n")
    assert product.variants[0].sku is None
    assert product.metafields == {}


def test_a_quote_that_is_never_closed_costs_its_row_only() -> None:
    good = rows_of(handle="good")[0]
    lost = 'bad,"never closed' + "\n<p>text</p>" * 15_000 + "\n"
    records = read(write_csv([good]) + lost + write_csv([rows_of(handle="next")[0]]).partition("\n")[2])
    assert [bool(record.product) for record in records] == [True, False, True]
    assert records[1].error
    assert records[1].error.startswith("row 3, line 3 cannot be read")


def test_blank_rows_are_passed_over_and_counted() -> None:
    text = write_csv([rows_of(handle="a")[0], [""] * len(CLASSIC_HEADERS), rows_of(handle="b")[0]])
    assert [record.row for record in read("\n" + text + "\n\n")] == [3, 5]


def test_rows_without_a_handle_need_a_title() -> None:
    records = read("Handle,Title,Variant Price\n,First,1\n,Second,2\n,,3\n")
    assert [record.product and record.product.title for record in records] == ["First", "Second", None]
    assert records[2].error == "row 4 has neither a handle nor a title, so that its product is not known"
    assert records[0].product
    assert records[0].product.handle is None


def test_an_unknown_header_is_told_with_what_would_be_understood() -> None:
    for text, message in (
        ("a,b\n1,2\n", "the columns 'a', 'b'"),
        ("Handle,Title,Vendor\na,b,c\n", '"Handle" with "Variant Price"'),
        ("\n , \n", "the columns|no rows"),
    ):
        with pytest.raises(PayloadError, match=message):
            read_product(text)
    with pytest.raises(PayloadError, match='has "URL handle"'):
        read_product(as_csv(tee()), shape="csv_new")
