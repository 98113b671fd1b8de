"""The same check over a DataFrame of Apache Spark, for catalogs beyond one machine.

Each worker compiles the rule set once and checks its rows by itself; what only the whole catalog can tell is found by
Spark's own aggregations over the keys of products, and those few products are then checked again, with it.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any

import pyarrow as pa
from msgspec import Struct
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's users write it
from pyspark.sql.types import StructType
from pyspark.storagelevel import StorageLevel

from listing_rules.api import bundled_rules
from listing_rules.blocks import check_record, records_of
from listing_rules.catalog_pass import TAKES_AN_UPLOAD, place_of, repeated, waiting
from listing_rules.checks import Hit
from listing_rules.engine import Checker, Key
from listing_rules.errors import ListingRulesError
from listing_rules.parquet import Row, payload_column
from listing_rules.report import Report, Skipped
from listing_rules.ruleset import RuleSet
from listing_rules.shop import Shop
from listing_rules.shopify import Record

__all__ = ["SCHEMA", "check", "to_report"]

_PLACE = "at string, source_at string, source_label string, value string"
_FAILURE = f"""rule string, area string, stage string, severity string, certainty string, reason string, fix string,
  action string, {_PLACE}, also_at array<struct<{_PLACE}>>, variants array<string>, platform_codes array<bigint>,
  docs string, fingerprint string"""
_HEAD = f"""product struct<id: string, handle: string, title: string>, market string, rules_version string,
  rules_hash string, forecast string, complete boolean, failures array<struct<{_FAILURE}>>,
  turned_off array<struct<rule: string, because: string, until: string, mandatory: boolean>>, unreadable string,
  truncated bigint"""
_SKIPPED = "array<struct<rule: string, needs: array<string>, why: string>>"
SCHEMA = f"{_HEAD}, skipped {_SKIPPED}"
"""The columns of a report, as in its JSON; `value` is text, or JSON where it is no text."""

_KEYS = pa.list_(pa.struct([("hash", pa.int64()), ("stops", pa.bool_())]))
_MORE = {"place": pa.string(), "takes": pa.bool_(), "keys": _KEYS}
_ROW, _NUMBER = "listing_rules_row", "listing_rules_number"
_PARTITION_BITS = 33  # Spark numbers rows within partitions, with the partition above these bits
_SLICE = 256
_STOPPING = frozenset({"sync_failed", "review_failed"})
_OTHER_ORDER = (
    "the DataFrame gave its rows in another order when it was read again, so that what the catalog tells of a product "
    "cannot be said; sort it by a unique column, or cache it"
)


class _Recipe(Struct, frozen=True):
    """What a worker needs: rules, shop and day as bytes, so that equal ones are compiled once in each process."""

    data: bytes

    def checker(self) -> Checker:
        return _compiled(self.data)


@lru_cache(maxsize=4)
def _compiled(data: bytes) -> Checker:
    return Checker(*pickle.loads(data))  # noqa: S301 - our own bytes, by way of Spark


def check(
    df: DataFrame,
    shop: Shop,
    rules: RuleSet | None = None,
    *,
    column: str | None = None,
    keep: Sequence[str] = (),
    as_of: date | None = None,
) -> DataFrame:
    """A row for every product: the columns named by `keep`, `listing_rules_row` and those of SCHEMA.

    `column` holds the payloads, as JSON text or structs; where it is not given it is found by its usual names, and a
    table with `title` and `variants` is itself the products. A payload that cannot be read is a row with `unreadable`
    set. Two products are first and later, and uploads are taken, in the order of `df`, which is read twice and must
    give its rows in one order: files do, so does what was sorted or cached. The values of `keep` say where a product
    stands.
    """
    recipe = _Recipe(pickle.dumps((rules or bundled_rules(), shop, as_of)))
    checker = recipe.checker()
    rows = _rows(df, column, keep)
    types = rows.select(*keep, _ROW).schema
    first = _mapped(rows, types, f"{_NUMBER} int, head string, skipped string, place string, takes boolean, "
                    "keys array<struct<hash bigint, stops boolean>>", partial(_first, recipe, tuple(keep)))  # fmt: skip
    found = _found(first.persist(StorageLevel.DISK_ONLY), checker) if _looks_around(checker) else None
    if found is not None:
        again = _mapped(rows.join(_by_row(found), _ROW), types, f"{_NUMBER} int, head string, skipped string",
                        partial(_again, recipe, tuple(keep)))  # fmt: skip
        first = first.join(found, [_ROW, _NUMBER], "left_anti").select(*again.columns).unionByName(again)
    told = first.select(
        *keep, _ROW, F.from_json("head", _HEAD).alias("head"), F.from_json("skipped", _SKIPPED).alias("skipped")
    )
    return told.select(*keep, _ROW, "head.*", "skipped")


def to_report(row: Any) -> Report:
    """The report of a row of `check`; a value that is no text stays JSON."""
    columns = row.asDict(recursive=True)
    return Report.model_validate({name: columns[name] for name in Report.model_fields if name in columns})


def _rows(df: DataFrame, column: str | None, keep: Sequence[str]) -> DataFrame:
    """The columns to keep, a number for each row in the order of `df`, and the payload."""
    name = payload_column(df.columns, column)
    payload = F.col(name) if name else F.struct(*df.columns)
    return df.select(*keep, F.monotonically_increasing_id().alias(_ROW), payload.alias("payload"))


def _mapped(rows: DataFrame, types: Any, more: str, check: Callable[..., Iterator[pa.RecordBatch]]) -> DataFrame:
    schema = StructType([*types.fields, *StructType.fromDDL(more).fields])
    return rows.mapInArrow(check, schema)


def _looks_around(checker: Checker) -> bool:
    """Whether any rule is about more than one product."""
    return any(one.rule.kind in ("quota", "repeated_in_catalog") for one in checker.compiled)


def _found(first: DataFrame, checker: Checker) -> DataFrame:
    """For each product of which the catalog tells something: which keys are there before, its place in line."""
    key = first.select(_ROW, _NUMBER, "place", F.explode("keys").alias("key"))
    met = F.min(F.struct(_ROW, _NUMBER, "place")).over(Window.partitionBy("key.hash"))
    later = (F.col("met")[_ROW] != F.col(_ROW)) | (F.col("met")[_NUMBER] != F.col(_NUMBER))
    repeats = key.withColumn("met", met).where(later)
    found = repeats.groupBy(_ROW, _NUMBER).agg(
        F.collect_list(F.struct("key.hash", F.col("met.place").alias("first"))).alias("repeats"),
        F.max("key.stops").alias("stops"),
    )
    left = checker.shop.uploads_left
    if left is None or not any(one.rule.kind == "quota" for one in checker.compiled):
        return found.select(_ROW, _NUMBER, "repeats", F.lit(None).cast("bigint").alias("position"))
    stopped = found.where("stops").select(_ROW, _NUMBER)
    line = _in_line(first.where("takes").select(_ROW, _NUMBER).join(stopped, [_ROW, _NUMBER], "left_anti"))
    waiting = line.where(F.col("position") > left)
    return found.drop("stops").join(waiting, [_ROW, _NUMBER], "full_outer")


def _by_row(found: DataFrame) -> DataFrame:
    """The same for each payload, however many products it holds: a payload is sent once."""
    return found.groupBy(_ROW).agg(F.collect_list(F.struct(_NUMBER, "repeats", "position")).alias("found"))


def _in_line(rows: DataFrame) -> DataFrame:
    """The place of each in the order of the catalog: counted in each partition, and added up over the few of those."""
    part: Column = F.shiftrightunsigned(_ROW, _PARTITION_BITS)
    rows = rows.withColumn("part", part)
    before = Window.orderBy("part").rowsBetween(Window.unboundedPreceding, -1)
    sizes = (
        rows.groupBy("part").count().select("part", F.coalesce(F.sum("count").over(before), F.lit(0)).alias("before"))
    )
    within = F.row_number().over(Window.partitionBy("part").orderBy(_ROW, _NUMBER))
    placed = rows.withColumn("within", within).join(F.broadcast(sizes), "part")
    return placed.select(_ROW, _NUMBER, (F.col("within") + F.col("before")).alias("position"))


def _first(recipe: _Recipe, keep: Sequence[str], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Each product by itself, with what it brings into the comparison with others."""
    checker = recipe.checker()
    stopping = {rule.id for rule in checker.rules.rules if rule.severity == "error" and rule.stage in _STOPPING}
    for batch in _small(batches):
        out = _Columns(batch, keep)
        for place, row, payload in _payloads(batch):
            for number, record in enumerate(records_of(Row(payload, row, None), checker)):
                report, keys = check_record(checker, record, None)
                out.add(place, number, report)
                out.more["place"].append(
                    place_of(report.product, *(batch.column(name)[place].as_py() for name in keep))
                )
                out.more["takes"].append(report.unreadable is None and report.forecast in TAKES_AN_UPLOAD)
                out.more["keys"].append([{"hash": key.hash, "stops": key.rule in stopping} for key in keys])
                if out.full:
                    yield out.batch(**_MORE)
                    out = _Columns(batch, keep)
        yield out.batch(**_MORE)


def _again(recipe: _Recipe, keep: Sequence[str], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The products of which the catalog tells something, with that."""
    checker = recipe.checker()
    for batch in _small(batches):
        out = _Columns(batch, keep)
        for (place, row, payload), found in zip(_payloads(batch), batch.column("found").to_pylist(), strict=True):
            about = {one[_NUMBER]: one for one in found}
            for number, record in enumerate(Row(payload, row, None).records()):
                if number in about:
                    out.add(place, number, _with_others(checker, record, about.pop(number)))
                if out.full:
                    yield out.batch()
                    out = _Columns(batch, keep)
            if about:
                raise ListingRulesError(_OTHER_ORDER)
        yield out.batch()


def _with_others(checker: Checker, record: Record, about: dict[str, Any]) -> Report:
    """The report of a product, with what `about` says of others."""
    report, keys = check_record(checker, record, None)
    hits = _hits(keys, about["repeats"] or [])
    if record.product is None or hits is None:
        raise ListingRulesError(_OTHER_ORDER)
    report = checker.add_hits(record.product, report, hits) if hits else report
    if about["position"] is None:
        return report
    quota = next((one.rule.id for one in checker.compiled if one.rule.kind == "quota"), "")
    wait = waiting(checker.shop.uploads_left or 0, about["position"], checker.shop.uploads_per_day)
    return checker.add_hits(record.product, report, {quota: [wait]})


def _hits(keys: Sequence[Key], repeats: list[dict[str, Any]]) -> dict[str, list[Hit]] | None:
    """By rule, in the order of the product's keys; None where the product has other keys."""
    first = {one["hash"]: one["first"] for one in repeats}
    hits: dict[str, list[Hit]] = {}
    for key in keys:
        if key.hash in first:
            hits.setdefault(key.rule, []).append(repeated(key, first.pop(key.hash)))
    return None if first else hits


class _Columns:
    """A batch of reports under way, with the columns that are kept of the batch that they come from."""

    def __init__(self, batch: pa.RecordBatch, keep: Sequence[str]) -> None:
        self._kept = batch.select([*keep, _ROW])
        self._places: list[int] = []
        self._told: dict[str, list[Any]] = {_NUMBER: [], "head": [], "skipped": []}
        self.more: dict[str, list[Any]] = {"place": [], "takes": [], "keys": []}

    def add(self, place: int, number: int, report: Report) -> None:
        """The report of the product `number` of the payload at `place`."""
        self._places.append(place)
        self._told[_NUMBER].append(number)
        self._told["head"].append(report.model_dump_json(exclude={"source", "skipped", "known"}))
        self._told["skipped"].append(_skipped_json(report.skipped))

    @property
    def full(self) -> bool:
        """Whether it holds enough for one batch. A payload may hold thousands of products."""
        return len(self._places) >= _SLICE

    def batch(self, **more: pa.DataType) -> pa.RecordBatch:
        kept = self._kept.take(pa.array(self._places, pa.int64()))
        types = {_NUMBER: pa.int32(), "head": pa.string(), "skipped": pa.string(), **more}
        values = {**self._told, **{name: self.more[name] for name in more}}
        arrays = [pa.array(values[name], kind) for name, kind in types.items()]
        return pa.RecordBatch.from_arrays([*kept.columns, *arrays], names=[*kept.schema.names, *types])


@lru_cache(maxsize=1024)
def _skipped_json(skipped: tuple[Skipped, ...]) -> str:
    """The same for most products, so it is made once."""
    return "[" + ",".join(one.model_dump_json() for one in skipped) + "]"


def _small(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for start in range(0, batch.num_rows, _SLICE):
            yield batch.slice(start, _SLICE)


def _payloads(batch: pa.RecordBatch) -> Iterator[tuple[int, int, Any]]:
    """Place in the batch, number of the row, payload."""
    return zip(range(batch.num_rows), batch.column(_ROW).to_pylist(), batch.column("payload").to_pylist(), strict=True)
