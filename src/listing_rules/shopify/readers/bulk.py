"""Bulk-operation JSONL: products and the parts that point at them with `__parentId`, joined.

In a grouped file, the default, parts follow their product and one product is held at a time. Otherwise
(groupObjects: false) the first pass notes where the lines of each product stand, and they are read from there.
Pointers are lines: "/lines/12/price" is the price in line 12 of the file, counted from 1.
"""

from __future__ import annotations

import codecs
from array import array
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec
from msgspec import UNSET, Struct

from listing_rules.errors import PayloadError
from listing_rules.shopify.product import Known, T
from listing_rules.shopify.readers import graphql
from listing_rules.shopify.readers.connections import nodes
from listing_rules.shopify.readers.graphql_bodies import (
    GqlCollection,
    GqlImage,
    GqlMedia,
    GqlMetafield,
    GqlProduct,
    GqlVariant,
)
from listing_rules.shopify.readers.graphql_images import choose, pictures
from listing_rules.shopify.readers.jsontext import decode
from listing_rules.shopify.readers.record import Piece, Record
from listing_rules.shopify.readers.source import anywhere, read_lines
from listing_rules.shopify.readers.typed import typed

__all__ = ["PARENT", "is_bulk_line", "read_bulk"]

PARENT = "__parentId"


class _Link(Struct):
    """The few keys of a line that tell where it belongs."""

    id: Any = None
    parent: Any = msgspec.field(name=PARENT, default=None)
    url: Any = None
    src: Any = None
    original_src: Any = msgspec.field(name="originalSrc", default=None)


_LINK = msgspec.json.Decoder(_Link)


_NAMES = {
    "ImageSource": "ProductImage",
    "Image": "ProductImage",
    "Video": "MediaImage",
    "ExternalVideo": "MediaImage",
    "Model3d": "MediaImage",
}


class _Part(Struct):
    """One line of the file."""

    line: int
    document: dict[str, Any]
    kind: str


def is_bulk_line(document: object) -> bool:
    """Whether a line can be from a bulk file: a part, or a product whose variants must stand on other lines."""
    if not isinstance(document, dict):
        return False
    is_product = _kind(document.get("id"), has_address=False) == "Product"
    return PARENT in document or (is_product and "variants" not in document)


def _kind(gid: object, *, has_address: bool) -> str:
    """The type in the gid; what has no id, but an address, is an image. Videos count as media."""
    if isinstance(gid, str) and gid.startswith("gid://") and gid.count("/") > 3:
        kind = gid.split("/")[3]
        return _NAMES.get(kind, kind)
    return "ProductImage" if has_address else ""


def read_bulk(source: BinaryIO) -> Iterator[Piece]:
    """The lines of each product of a bulk file that can start again, and a record for each line that cannot be read."""
    start = source.tell()
    kinds, grouped = _survey(source)
    source.seek(start)
    if grouped:
        yield from _grouped(source, kinds)
    else:
        yield from _scattered(anywhere(source), kinds)


def _survey(source: BinaryIO) -> tuple[set[str], bool]:
    """The types of parts in the file, and whether all parts follow their product."""
    kinds: set[str] = set()
    roots: set[str] = set()
    current, grouped = None, True
    for _, line in read_lines(source):
        link = _link(line)
        if link is None:
            continue
        kind = _kind(link.id, has_address=bool(link.url or link.src or link.original_src))
        root = _root(link, kind)
        if root is None:
            continue
        if kind == "Product" or link.parent is None:
            grouped = grouped and root not in roots
            roots.add(root)
            current = root
        else:
            kinds.add(kind)
            grouped = grouped and root == current
    return kinds, grouped


def _link(line: bytes | None) -> _Link | None:
    try:
        return _LINK.decode(line) if line and not line.isspace() else None
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _root(link: _Link, kind: str) -> str | None:
    """The product that a line belongs to; parts of variants (stock per location) are of no use here."""
    if kind == "Product" or link.parent is None:
        return str(link.id)
    return str(link.parent) if _kind(link.parent, has_address=False) == "Product" else None


def _part(number: int, line: bytes | None) -> _Part | Record | None:
    if line is not None and line.isspace():
        return None
    if line is None:
        return Record(number, error=f"line {number} is too long to be one object")
    try:
        document = decode(line)
    except PayloadError as error:
        return Record(number, error=str(error))
    if not isinstance(document, dict):
        return Record(number, error="the line is no JSON object; a bulk file has one object per line")
    has_address = any(document.get(key) for key in ("url", "src", "originalSrc"))
    return _Part(number, document, _kind(document.get("id"), has_address=has_address))


def _grouped(source: BinaryIO, kinds: set[str]) -> Iterator[Piece]:
    group: list[_Part] = []
    damaged = False
    for number, line in read_lines(source):
        part = _part(number, line)
        if isinstance(part, Record):
            yield part
            damaged = True
        elif part is not None and (part.kind == "Product" or PARENT not in part.document):
            if group:
                yield _Group(group, kinds, damaged)
            group, damaged = [part], False
        elif part is not None:
            group.append(part)
    if group:
        yield _Group(group, kinds, damaged)


class _Group(Struct):
    """The lines of one product, to be joined."""

    parts: list[_Part]
    kinds: set[str]
    damaged: bool

    def records(self) -> Iterator[Record]:
        yield _joined(self.parts, self.kinds, damaged=self.damaged)


def _scattered(source: BinaryIO, kinds: set[str]) -> Iterator[Record]:
    """By an index of line numbers and offsets for each product."""
    index: dict[str, array[int]] = {}
    offset = source.tell()
    damaged = False
    for number, line in read_lines(source):
        part = _part(number, line)
        if isinstance(part, Record):
            yield part
            damaged = True
        elif part is not None:
            root = _root(_Link(part.document.get("id"), part.document.get(PARENT)), part.kind)
            if root is not None:
                index.setdefault(root, array("Q")).extend((number, offset))
        offset = source.tell()
    for root, places in index.items():
        yield _gathered(source, root, places, kinds, damaged=damaged)


def _gathered(source: BinaryIO, root: str, places: array[int], kinds: set[str], *, damaged: bool) -> Record:
    group: list[_Part] = []
    for number, offset in zip(places[::2], places[1::2], strict=True):
        source.seek(offset)
        part = _part(number, source.readline().removeprefix(codecs.BOM_UTF8))
        if isinstance(part, _Part):
            group.append(part)
    group.sort(key=lambda part: part.kind != "Product" and PARENT in part.document)
    return _joined(group, kinds, damaged=damaged)


def _joined(group: list[_Part], kinds: set[str], *, damaged: bool) -> Record:
    """The product of the first part with the others. In a damaged group a part may be missing."""
    root = group[0]
    if root.kind != "Product":
        return Record(root.line, error=_no_product(group))
    prefix = f"/lines/{root.line}"
    try:
        body = typed(root.document, GqlProduct, prefix)
        product = graphql.assemble(body, _parts(body, group[1:], prefix, kinds), prefix, "bulk")
    except PayloadError as error:
        return Record(root.line, error=str(error))
    product.variants_complete = product.variants_complete and not damaged
    product.images_complete = product.images_complete and not damaged
    return Record(root.line, product)


def _no_product(group: list[_Part]) -> str:
    parent = group[0].document.get(PARENT)
    if parent is None:
        return f"the object {str(group[0].document.get('id'))[:80]!a} is no product; a bulk file starts with products"
    return f"the product {str(parent)[:80]!a} is not in the file, but {len(group)} lines belong to it"


def _parts(body: GqlProduct, parts: list[_Part], prefix: str, kinds: set[str]) -> graphql.Parts:
    inline, complete = nodes(body.variants, f"{prefix}/variants")
    variants = _lines(parts, "ProductVariant", GqlVariant, kinds)
    images = _lines(parts, "ProductImage", GqlImage, kinds)
    media = _lines(parts, "MediaImage", GqlMedia, kinds)
    metafields = _lines(parts, "Metafield", GqlMetafield, kinds)
    listed = images is UNSET and media is UNSET
    return graphql.Parts(
        variants=inline if variants is UNSET else variants,
        pictures=pictures(body, prefix) if listed else choose(images, media),
        metafields=graphql.items_of(metafields),
        variants_complete=complete if variants is UNSET else True,
        collections=graphql.items_of(_lines(parts, "Collection", GqlCollection, kinds)),
    )


def _lines(parts: list[_Part], kind: str, body: type[T], kinds: set[str]) -> Known[list[tuple[str, T]]]:
    """The parts of one type. None of them means none where the file has such parts, else that nobody asked."""
    if kind not in kinds:
        return UNSET
    places = [(f"/lines/{part.line}", part.document) for part in parts if part.kind == kind]
    return [(pointer, typed(document, body, pointer)) for pointer, document in places]
