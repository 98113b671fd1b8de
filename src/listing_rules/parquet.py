"""Parquet files: a column of payloads, as JSON or as structs, or a table whose rows are products. Needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from listing_rules.errors import PayloadError
from listing_rules.shopify import Piece, Record, read_products

__all__ = ["PARQUET", "Row", "parquet_pieces", "payload_column"]

PARQUET = b"PAR1"
"""How a Parquet file begins."""

_ROWS = 64
_USUAL_NAMES = ("payload", "product", "body", "json", "data", "raw")
_OF_A_PRODUCT = frozenset({"title", "variants"})


class Row(Struct, frozen=True):
    """The payload of one row, the first being row 1."""

    payload: Any
    number: int
    shape: str | None

    def records(self) -> Iterator[Record]:
        try:
            if self.payload is None:
                raise PayloadError("the row holds no payload")
            yield from (Record(self.number, one) for one in read_products(_plain(self.payload), shape=self.shape))
        except PayloadError as error:
            yield Record(self.number, error=str(error))


def parquet_pieces(file: BinaryIO, column: str | None, shape: str | None) -> Iterator[Piece]:
    """Each row of a Parquet file that can go to any place. PayloadError where it is damaged or has no payloads."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise PayloadError("to read Parquet, install the extra: pip install 'listing-rules[parquet]'") from None
    try:
        table = pq.ParquetFile(file)
        name = payload_column(table.schema_arrow.names, column)
        number = 0
        for batch in table.iter_batches(_ROWS, columns=[name] if name else None):
            for payload in (batch.column(name) if name else batch).to_pylist():
                number += 1
                yield Row(payload, number, shape)
    except (pa.ArrowException, OSError) as error:
        raise PayloadError(f"the Parquet file cannot be read: {str(error).splitlines()[0]}") from None


def payload_column(names: list[str], wanted: str | None) -> str | None:
    """The column with the payloads; None where each row is a product by itself."""
    if wanted is not None:
        if wanted not in names:
            raise PayloadError(f"there is no column {wanted!r}; the columns are {', '.join(names)}")
        return wanted
    if set(names) >= _OF_A_PRODUCT:
        return None
    usual = [name for name in _USUAL_NAMES if name in names] or names
    if len(names) == 1 or usual is not names:
        return usual[0]
    raise PayloadError(f"which column holds the payloads? Name it (--column); the columns are {', '.join(names)}")


def _plain(payload: Any) -> Any:
    """Structs as JSON would have them: times and decimals become text. A field of the schema that is null is empty."""
    return payload if isinstance(payload, str | bytes) else msgspec.to_builtins(payload, builtin_types=())
