"""Spark on a cluster of two workers on this machine, against one process: the same reports, also when a worker dies.

python3 -m venv .spark && .spark/bin/pip install -r requirements/spark.txt && .spark/bin/pip install --no-deps -e .
.spark/bin/pytest tests/test_spark.py
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import listing_rules as lr
from listing_rules.examples import base_product

pytest.importorskip("pyspark", reason="pyspark is not installed; requirements/spark.txt has it")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17, and there is no java", allow_module_level=True)

import pyspark
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from listing_rules import spark as engine
from listing_rules.inputs import files_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default::ResourceWarning", "default::pytest.PytestUnraisableExceptionWarning"),
]
RULES = lr.load_rules()
US = lr.Shop(market="US", currency="USD", uploads_left=30, uploads_per_day=10)
HOST = "127.0.0.1"


class Cluster:
    """A master and two workers with one core each."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.url = f"spark://{HOST}:{free.getsockname()[1]}"
        self._folder = folder
        self._home = Path(pyspark.__file__).parent
        port = self.url.rpartition(":")[2]
        self.master = self._start("master.Master", "--port", port)
        self.workers = [self.start_worker() for _ in range(2)]

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker.Worker", "--cores", "1", "--memory", "1g", "--work-dir", str(self._folder), self.url)

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        line = [self._home / "bin/spark-class", f"org.apache.spark.deploy.{name}", "--host", HOST, "--webui-port", "0"]
        log = (self._folder / f"{name}.log").open("ab")
        with log:
            return subprocess.Popen([*map(str, line), *arguments], stdout=log, stderr=log, start_new_session=True)  # noqa: S603

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """With the executor that it started."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in (*self.workers, self.master):
            if process.poll() is None:
                self.kill(process)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    os.environ.update(SPARK_LOCAL_IP=HOST, PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable)
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def spark(cluster: Cluster) -> Iterator[SparkSession]:
    settings = {
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.executor.memory": "700m",
        "spark.sql.shuffle.partitions": "4",
    }
    builder = SparkSession.builder.master(cluster.url).appName("listing-rules")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def product(number: int, **patch: Any) -> dict[str, Any]:
    mine = {"id": number, "title": f"Organic Cotton T-Shirt Number {number}", "handle": f"tee-{number}"}
    mine |= {"variants": [{"sku": f"TEE-{number}", "price": "0" if number % 7 == 0 else "9.95"}]}
    mine |= {"images": [{"src": f"https://cdn.example.com/{number}.jpg", "width": 900, "height": 900}]}
    return base_product(RULES, "US", mine | patch)


def catalog(count: int) -> list[str]:
    """Every tenth product was there before, every thirteenth cannot be read, one line holds two products."""
    lines = [json.dumps(product(number // 2 if number % 10 == 9 else number)) for number in range(count)]
    lines[::13] = ['{"id": 1, "title'] * len(lines[::13])
    lines[5] = json.dumps([product(5), product(count + 1, status="draft")])
    return lines


def frame(spark: SparkSession, payloads: list[Any], partitions: int = 4) -> DataFrame:
    rows = [(number, payload) for number, payload in enumerate(payloads, 1)]
    return spark.createDataFrame(spark.sparkContext.parallelize(rows, partitions), "number int, payload string")


def told(rows: list[Row]) -> list[dict[str, Any]]:
    reports = [engine.to_report(row) for row in sorted(rows, key=lambda row: row.listing_rules_row)]
    return [as_told(report) for report in reports]


def as_told(report: lr.Report) -> dict[str, Any]:
    """A report without its source, which Spark does not know, and with values as text."""
    document = report.model_dump(mode="json", exclude={"source", "known"})
    for failure in document["failures"]:
        for place in (failure, *failure["also_at"]):
            value = place["value"]
            place["value"] = value if isinstance(value, str | None) else json.dumps(value)
    return document


def alone(payloads: list[Any], shop: lr.Shop, rules: lr.RuleSet = RULES) -> list[dict[str, Any]]:
    return [as_told(report) for report in lr.check_catalog(payloads, shop=shop, rules=rules)]


def test_a_cluster_tells_what_one_process_tells(spark: SparkSession) -> None:
    payloads = catalog(120)
    rows = engine.check(frame(spark, payloads), US, RULES, keep=["number"]).collect()
    expected = alone(payloads, US)
    assert told(rows) == expected
    rules = {failure["rule"] for report in expected for failure in report["failures"]}
    assert {"zero-price", "product-twice", "upload-limit-reached"} <= rules
    assert sum(report["unreadable"] is not None for report in expected) == 10
    assert sorted(row.number for row in rows) == sorted([*range(1, 121), 6])


def test_a_rule_of_the_catalog_that_stops_a_product_uses_up_no_upload(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "changes.yaml").write_text("{change: [{rule: product-twice, severity: error}]}")
    rules = lr.load_rules(tmp_path)
    payloads = catalog(80)
    assert told(engine.check(frame(spark, payloads), US, rules, keep=["number"]).collect()) == alone(
        payloads, US, rules
    )


def test_structs_and_whole_tables_are_read_as_json_is(spark: SparkSession) -> None:
    lines = [json.dumps(product(number)) for number in range(12)]
    shop = lr.Shop(market="US", currency="USD")
    table = spark.read.json(spark.sparkContext.parallelize(lines, 2)).orderBy("id")
    whole = told(engine.check(table, shop, RULES).collect())
    structs = told(engine.check(table.select(F.struct(*table.columns).alias("product")), shop, RULES).collect())
    expected = [(one["product"]["id"], one["forecast"]) for one in alone(lines, shop)]
    assert [(one["product"]["id"], one["forecast"]) for one in whole] == expected
    assert structs == whole


def test_where_nothing_is_asked_of_the_catalog_it_is_read_once(spark: SparkSession, tmp_path: Path) -> None:
    rules = [rule.id for rule in RULES.rules if rule.kind in ("quota", "repeated_in_catalog")]
    off = [{"rule": rule, "because": "each product by itself"} for rule in rules]
    (tmp_path / "changes.yaml").write_text(json.dumps({"turn_off": off}))
    mine = lr.load_rules(tmp_path)
    df = engine.check(frame(spark, catalog(40)), US, mine)
    assert "Join" not in df._jdf.queryExecution().toString()
    assert told(df.collect()) == alone(catalog(40), US, mine)


def test_the_column_is_asked_for_where_it_is_not_clear(spark: SparkSession) -> None:
    with pytest.raises(lr.PayloadError, match="the columns are a, b"):
        engine.check(spark.createDataFrame([("x", "y")], "a string, b string"), US)


@pytest.mark.shared_data
def test_real_catalogs_are_told_as_by_one_process(spark: SparkSession, shared_data: Path) -> None:
    """Each file is one payload, with all its products."""
    files = [file for file in files_of(shared_data / "shopify") if file.stat().st_size < 400_000]
    payloads = [file.read_bytes() for file in files]
    df = spark.createDataFrame(
        spark.sparkContext.parallelize([(n, p) for n, p in enumerate(payloads, 1)], 8), "number int, payload binary"
    )
    shop = lr.Shop(market="US", uploads_left=2000)
    rows = engine.check(df, shop, RULES, keep=["number"]).collect()
    expected = alone(payloads, shop)
    key = str
    assert len(rows) == len(expected) > 1000
    assert sorted(told(rows), key=key) == sorted(expected, key=key)


def test_a_worker_that_dies_loses_nothing(spark: SparkSession, cluster: Cluster) -> None:
    payloads = catalog(600)
    df = engine.check(frame(spark, payloads, partitions=24), US, RULES, keep=["number"])
    rows: list[Row] = []
    job = threading.Thread(target=lambda: rows.extend(df.collect()))
    job.start()
    tracker = spark.sparkContext.statusTracker()
    while job.is_alive() and not any(
        0 < info.numCompletedTasks < info.numTasks
        for info in map(tracker.getStageInfo, tracker.getActiveStageIds())
        if info
    ):
        time.sleep(0.05)
    assert job.is_alive()
    cluster.kill(cluster.workers.pop())
    job.join()
    assert told(rows) == alone(payloads, US)
