"""The page as a file: whole, small, and deaf to what a payload says. How it behaves is in test_html_in_browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from formats.outputs import NASTY, RULES, SHOP, failure, product, report, write
from listing_rules.formats import html
from listing_rules.report import Place, Report

HOSTILE = [
    *NASTY,
    *("</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u202eright to left\u202c", "a\u2028b\u2029c"),
    *(
        "\u2066isolate",
        "\ufeff",
        "javascript:alert(1)",
        "&lt;b&gt;",
        "{{data}}",
        "{{page.js}}",
        "\\u003c",
        "</SCRIPT >",
    ),
]


class Elements(HTMLParser):
    """What a browser would find: every element, and the text of the scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in_script = tag == "script"
        self.scripts += [""] if self._in_script else []

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data


def page(*reports: Report, **options: Any) -> str:
    return write("html", reports, **options).text


def data_of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Elements(text).scripts[0])
    return found


def test_the_page_holds_what_was_found() -> None:
    found = data_of(page(report(failure(reason="It is free."), title="A mug"), report(title="A vase")))
    assert [row[2] for row in found["products"]] == ["A mug", "A vase"]
    assert found["forecasts"] == [0, 1, 0, 0, 1]
    assert found["rules"][0]["title"] == RULES.get("zero-price").title  # type: ignore[union-attr]
    assert "It is free." in found["texts"]


def test_a_page_without_products_is_a_page() -> None:
    assert data_of(page())["products"] == []
    unreadable = report(unreadable="not JSON")
    assert data_of(page(unreadable))["broken"] == [[1, 1, "not JSON"]]


def test_nothing_is_asked_of_the_network() -> None:
    shown = lr.check(product(images=[{"src": "https://cdn.shopify.com/mug.jpg"}]), shop=SHOP)
    text = page(shown)
    for tag, attributes in Elements(text).found:
        assert tag not in {"link", "img", "iframe", "object", "base"}
        assert not {"src", "href", "style"} & attributes.keys() or attributes.get("href") == "#products"
    policy = dict(part.split(" ", 1) for part in policy_of(text).split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in policy_of(text)


def policy_of(text: str) -> str:
    meta = [attributes for tag, attributes in Elements(text).found if tag == "meta"]
    return next(str(one["content"]) for one in meta if one.get("http-equiv") == "Content-Security-Policy")


def test_the_policy_names_these_scripts_and_this_style() -> None:
    text = page(report(failure()))
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    parts = [*Elements(text).scripts[1:], *styles]
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" for part in parts}
    assert set(re.findall(r"'sha256-[^']+'", policy_of(text))) == hashes


@given(
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), min_size=1, max_size=4).map(" ".join),
    st.sampled_from(["title", "handle", "vendor", "product_type"]),
)
def test_a_hostile_payload_adds_no_element_and_no_script(text: str, field: str) -> None:
    hostile = report(failure(reason=text, value=text, also_at=[Place(at=text, source_at=None, value=text)]))
    hostile = hostile.model_copy(update={"product": hostile.product.model_copy(update={field: text})})
    plain = Elements(page(report(failure())))
    found = Elements(page(hostile, partial=text))
    assert found.found == plain.found
    assert found.scripts[1:] == plain.scripts[1:]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029]", found.scripts[0])
    assert json.loads(found.scripts[0])["products"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:image/svg+xml,<svg/>", "file:///etc/passwd", "/mug.jpg"]
)
def test_an_image_that_is_not_on_the_web_is_left_out(address: str) -> None:
    shown = report()
    shown = shown.model_copy(update={"product": shown.product.model_copy(update={"image": address})})
    assert data_of(page(shown))["products"][0][11] == ""


def test_letters_that_need_joiners_keep_them() -> None:
    family = "\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert data_of(page(report(title=family)))["products"][0][2] == family


def test_many_places_are_counted_and_few_kept() -> None:
    places = [Place(at=f"/skus/{number}", source_at=None, value=number) for number in range(50)]
    row = data_of(page(report(failure(also_at=places))))["products"][0][3][0]
    assert (len(row[4]), row[5]) == (21, 30)


def test_what_the_baseline_knows_is_there_and_marked() -> None:
    rows = data_of(page(report(failure(), known=(failure(rule="no-weight"),))))["products"][0][3]
    assert [row[7] for row in rows] == [0, 1]


def test_a_partial_run_says_so() -> None:
    assert data_of(page(report(), partial="the disk is full"))["partial"] == "the disk is full"


def test_too_many_products_keeps_those_with_failures_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_PRODUCTS", 3)
    written = write("html", [report(), report(), report(failure()), report(), report(failure())])
    found = data_of(written.text)
    assert [row[0] for row in found["products"]] == [3, 5, 1]
    assert found["checked"] == 5
    assert written.said == ["html: the page holds 3 of 5 products, those with failures first"]


def test_a_product_takes_few_bytes() -> None:
    """Each with a picture, a vendor and two failures or more, with values of its own."""

    def one(number: int) -> Report:
        price = f"{8000 + number * 37}.00"
        payload = product(
            id=number,
            handle=f"organic-cotton-crew-neck-t-shirt-{number}",
            title=f"Organic Cotton Crew Neck T-Shirt number {number}",
            vendor=f"Vendor {number % 40}",
            variants=[{"price": price}, {"price": "0"}],
        )
        return lr.check(payload, shop=SHOP)

    reports = [one(number) for number in range(200)]
    assert all(len(one.failures) >= 2 for one in reports)
    frame = len(page().encode())
    assert frame < 80_000
    assert (len(page(*reports, *reports).encode()) - frame) / 400 < 900
