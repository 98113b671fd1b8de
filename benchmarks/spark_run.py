"""One run of Spark for spark_cost.py: every product of a JSONL file is checked, and every report looked at.

.spark/bin/python benchmarks/spark_run.py FILE CORES [--alone]      --alone: without rules about the whole catalog
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's users write it

import listing_rules as lr
from listing_rules.spark import check

_HOST = "127.0.0.1"


def session(cores: int) -> SparkSession:
    builder = SparkSession.builder.master(f"local[{cores}]")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": _HOST,
        "spark.driver.bindAddress": _HOST,
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    }.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def each_by_itself() -> lr.RuleSet:
    """The bundled rules without those about more than one product."""
    bundled = lr.load_rules()
    names = [rule.id for rule in bundled.rules if rule.kind in ("quota", "repeated_in_catalog")]
    off = [{"rule": name, "because": "each product by itself"} for name in names]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "changes.yaml").write_text(json.dumps({"turn_off": off}))
        return lr.load_rules(folder)


def main() -> None:
    file, cores, *alone = sys.argv[1:]
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = session(int(cores))
    spark.sparkContext.setLogLevel("ERROR")
    found = check(spark.read.text(file), lr.Shop(market="US"), each_by_itself() if alone else None)
    size = F.length("forecast") + F.size("failures") + F.size("skipped")
    row = found.agg(F.count("*").alias("products"), F.sum(size)).collect()[0]
    print(f"{row.products:,} products")
    spark.stop()


if __name__ == "__main__":
    main()
