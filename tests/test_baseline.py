"""Only what is new counts: the first day of a team with old failures, and every day after."""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from listing_rules import cli
from listing_rules.examples import base_product
from listing_rules.rules import load_rules

RULES = load_rules()


def product(number: int, **patch: Any) -> dict[str, Any]:
    patch = {"title": f"Organic Cotton Crew Neck T-Shirt number {number}", **patch}
    made = copy.deepcopy(base_product(RULES, "US", {"id": number, "handle": f"shirt-{number}", **patch}))
    for place, variant in enumerate(made["variants"]):
        variant |= {"sku": f"S-{number}-{place}", "barcode": ""}
    for place, image in enumerate(made["images"]):
        image["src"] = f"https://cdn.example/{number}-{place}.jpg"
    return made


FREE = {"price": "0"}


class Place:
    """A folder with a catalog, and the command to check it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.baseline = folder / "baseline.jsonl"
        self._catalog = folder / "catalog.jsonl"
        self._monkeypatch = monkeypatch
        self._capfd = capfd

    def holds(self, *products: dict[str, Any] | str) -> None:
        lines = [one if isinstance(one, str) else json.dumps(one) for one in products]
        self._catalog.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def check(self, *options: object) -> tuple[int, str, str]:
        arguments = ["listing-rules", "check", self._catalog, "--market", "US", *options]
        self._monkeypatch.setattr(sys, "argv", list(map(str, arguments)))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = self._capfd.readouterr()
        return int(ended.value.code or 0), told.out, " ".join(told.err.split())

    def write(self) -> tuple[int, str, str]:
        return self.check("--write-baseline", self.baseline)

    def use(self, *options: object) -> tuple[int, str, str]:
        return self.check("--baseline", self.baseline, *options)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Place:
    monkeypatch.setattr("listing_rules.commands.checking.load_rules", lambda: RULES)  # loaded once is enough here
    return Place(tmp_path, monkeypatch, capfd)


def test_the_first_day_old_failures_are_written_down_and_count_no_more(place: Place) -> None:
    place.holds(product(1, variants=[FREE]), product(2), product(3, variants=[FREE]))
    assert place.check()[0] == 1
    status, out, err = place.write()
    assert status == 0
    assert "2 failures are written down as known: zero-price 2" in err
    assert "Nothing new. 2 in the baseline are not told again: zero-price 2" in out
    status, out, err = place.use()
    assert (status, "zero-price 2" in out, "2 known failures are still there" in err) == (0, True, True)


def test_what_is_new_counts_and_is_all_that_is_told(place: Place) -> None:
    place.holds(product(1, variants=[FREE]))
    place.write()
    place.holds(product(1, variants=[FREE]), product(2, title=""))
    status, out, _ = place.use()
    assert status == 1
    assert "missing-title" in out
    assert "zero-price" not in out.partition("in the baseline")[0]


def test_reordering_and_other_products_disturb_nothing(place: Place) -> None:
    old = [product(number, variants=[FREE, {}]) for number in range(5)]
    place.holds(*old)
    place.write()
    place.holds(product(9), *[{**one, "variants": one["variants"][::-1]} for one in reversed(old)])
    status, _, err = place.use("--strict-baseline")
    assert (status, "5 known failures are still there" in err) == (0, True)


def test_what_two_products_share_is_known_in_any_order(place: Place) -> None:
    one, other = product(1), product(2)
    other["variants"][0]["sku"] = one["variants"][0]["sku"]
    place.holds(one, other)
    assert "seller-sku-on-several-products 1" in place.write()[2]
    place.holds(other, one)
    status, out, _ = place.use("--strict-baseline", "--fail-on", "info")
    assert (status, "Nothing new" in out) == (0, True)


def test_mending_one_of_two_variants_is_no_new_failure(place: Place) -> None:
    place.holds(product(1, variants=[FREE, FREE]))
    place.write()
    place.holds(product(1, variants=[FREE, {}]))
    assert place.use("--strict-baseline")[0] == 0


def test_the_forecast_stays_true(place: Place) -> None:
    place.holds(product(1, variants=[FREE]))
    place.write()
    status, out, _ = place.use("--format", "jsonl")
    report = json.loads(out)
    assert (status, report["forecast"], report["failures"]) == (0, "sync_failed", [])
    assert [known["rule"] for known in report["known"]] == ["zero-price"]


def test_one_product_with_known_failures_says_so(place: Place) -> None:
    place.holds(product(1, variants=[FREE]))
    place.write()
    out = place.use()[1]
    assert "✗ Sync failed" in out
    assert "Nothing new. 1 in the baseline" in out


def test_stale_entries_are_listed_and_fail_where_asked(place: Place) -> None:
    place.holds(product(1, variants=[FREE]), product(2, variants=[FREE]))
    place.write()
    place.holds(product(1))
    status, _, err = place.use()
    assert status == 0
    assert "1 are stale, the failure is gone; 1 are stale, unless this run left their products out" in err
    assert "gone: zero-price Organic Cotton Crew Neck T-Shirt number 1" in err
    status, _, err = place.use("--strict-baseline")
    assert (status, "product not met: zero-price Organic Cotton" in err) == (1, True)
    assert place.write()[0] == 0
    assert place.use("--strict-baseline")[0] == 0


def test_a_rule_that_nobody_could_decide_makes_no_entry_stale(place: Place, tmp_path: Path) -> None:
    shop = tmp_path / "shop.yaml"
    shop.write_text("market: US\ncurrency: USD\ncategory_mapping: {default: '123'}\n")
    place.holds(product(1))
    assert "unknown-category" in place.check("--write-baseline", place.baseline, "--shop", shop)[2]
    status, _, err = place.use("--strict-baseline")
    assert (status, "1 could not be decided this time" in err) == (0, True)


def test_writing_anew_shows_what_it_lets_in_and_what_it_drops(place: Place) -> None:
    place.holds(product(1, variants=[FREE]), product(2, variants=[FREE]), product(3, variants=[FREE]))
    place.write()
    place.holds(product(1, variants=[FREE]), product(2), product(4, title=""))
    _, _, err = place.write()
    assert "1 of them were not in it before: missing-title 1 new: missing-title" in err
    assert "1 are no longer in it (gone): zero-price 1" in err
    assert "1 are no longer in it (product not met): zero-price 1" in err


def test_mandatory_rules_are_never_held_back_silently(place: Place) -> None:
    place.holds(product(1, title="Blue Murano glass ashtray from Italy"))
    status, _, err = place.write()
    assert status == 0
    assert "1 of them break mandatory rules: alcohol-tobacco-vapes 1" in err
    assert "! Of those, mandatory: alcohol-tobacco-vapes 1" in place.use()[1]


def test_writing_says_what_could_not_be_read(place: Place) -> None:
    place.holds(product(1), '{"id": 3, "title"')
    assert "1 products could not be read; what is wrong with them is not in it" in place.write()[2]


def test_the_file_is_sorted_and_the_same_every_time(place: Place) -> None:
    products = [product(number, variants=[FREE]) for number in range(3)] + [product(7, title="")]
    place.holds(*products)
    place.write()
    first = place.baseline.read_text().splitlines()
    place.holds(*reversed(products))
    place.write()
    assert place.baseline.read_text().splitlines() == first
    assert [json.loads(line)["rule"] for line in first[1:]] == ["missing-title", *["zero-price"] * 3]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "there is no such baseline; --write-baseline"),
        ("", "is no baseline"),
        ('{"id": 1}\n', "is no baseline"),
        ('{"listing_rules_baseline":2,"market":"US","rules_version":"1"}\n', "of form 2; this release"),
        ('{"listing_rules_baseline":1,"market":"GB","rules_version":"1"}\n', "for the market GB; this run is for US"),
        ('{"listing_rules_baseline":1,"market":"US","rules_version":"1"}\n{"rule":"zero-pri', "line 2 is damaged"),
        ('{"listing_rules_baseline":1,"market":"US","rules_version":"1"}\n<<<<<<< ours\n', "line 2 is an unsettled"),
        ('{"listing_rules_baseline":1,"market":"US","rules_version":"1"}\n{"rule": 3}\n', "line 2 is damaged"),
        ('{"listing_rules_baseline":1,"market":"US","rules_version":"1"}\n\n', "line 2 is empty"),
    ],
)
def test_a_broken_baseline_ends_the_run_and_is_left_as_it_is(place: Place, content: str | None, problem: str) -> None:
    place.holds(product(1))
    if content is not None:
        place.baseline.write_text(content)
        status, out, err = place.write()
        assert (status, out, problem in err) == (2, "", True)
        assert place.baseline.read_text() == content
    status, out, err = place.use()
    assert (status, out, problem in err) == (2, "", True)


def test_a_catalog_is_never_overwritten_by_a_baseline(place: Place) -> None:
    place.holds(product(1))
    catalog = place.baseline.with_name("catalog.jsonl")
    before = catalog.read_text()
    status, _, err = place.check("--write-baseline", catalog)
    assert (status, "is no baseline" in err, catalog.read_text()) == (2, True, before)


@pytest.mark.parametrize(
    "options", [("--strict-baseline",), ("--baseline", "{b}", "--write-baseline", "{b}")], ids=["alone", "both"]
)
def test_options_that_do_not_go_together(place: Place, options: tuple[str, ...]) -> None:
    place.holds(product(1))
    status, _, err = place.check(*(one.replace("{b}", str(place.baseline)) for one in options))
    assert (status, "baseline" in err) == (2, True)


def test_a_run_that_stops_early_writes_no_baseline(place: Place, tmp_path: Path) -> None:
    place.holds(product(1, variants=[FREE]))
    status, _, _ = place.check("--write-baseline", place.baseline, tmp_path / "none.jsonl")
    assert (status, place.baseline.exists()) == (2, False)
