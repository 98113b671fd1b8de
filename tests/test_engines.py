"""The lines that the documentation shows for engines other than Spark, run with one of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import listing_rules as lr
from listing_rules.examples import base_product

bag = pytest.importorskip("dask.bag", reason="dask is not installed; requirements/spark.txt has it")
RULES = lr.load_rules()
PAGE = Path(__file__).resolve().parent.parent / "docs" / "spark.md"


def shown(engine: str) -> str:
    """The code that the page shows for an engine."""
    found = re.search(rf"\*\*{engine}\*\*\n\n```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.mark.slow
def test_dask_needs_three_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("catalog").mkdir()
    for part in range(2):
        lines = [json.dumps(base_product(RULES, "US", {"id": 10 * part + n})) for n in range(3)]
        Path(f"catalog/{part}.jsonl").write_text("\n".join([*lines, '{"broken']) + "\n")
    names: dict[str, Any] = {}
    exec(shown("Dask"), names)  # noqa: S102 - what a reader would copy
    found = names["reports"].compute(scheduler="processes", num_workers=2)
    assert [one["product"]["id"] for one in found] == ["0", "1", "2", None, "10", "11", "12", None]
    assert [bool(one["unreadable"]) for one in found] == [False, False, False, True] * 2
