"""The page as a person uses it, in a real browser that reaches no network."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import listing_rules as lr
from formats.outputs import failure, product, report, write
from listing_rules.report import Report

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the Python package playwright")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs a Chromium; on Debian: apt-get install chromium")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=BROWSER, args=[*QUIET.split(), "--disable-component-update"]
        )
        yield opened
        opened.close()


class Window:
    """A page in a tab, with what it complained of and what it asked the network for."""

    def __init__(self, tab: Any, file: Path) -> None:
        self.tab = tab
        tab.set_default_timeout(90_000)
        self.problems: list[str] = []
        self.asked: list[str] = []
        tab.on("console", lambda message: self.problems.append(message.text))
        tab.on("pageerror", lambda error: self.problems.append(str(error)))
        tab.on("dialog", lambda dialog: self.problems.append(dialog.message))
        tab.route(re.compile("^https?://"), self._answer)
        tab.goto(file.as_uri())

    def _answer(self, route: Any) -> None:
        self.asked.append(route.request.url)
        route.fulfill(status=200, content_type="image/svg+xml", body='<svg xmlns="http://www.w3.org/2000/svg"/>')

    def titles(self) -> list[str]:
        """The titles of the rows that exist, from the top."""
        self.tab.locator("#products").scroll_into_view_if_needed()
        self.tab.evaluate("list.render()")
        rows = "[...list.rows].sort(([a], [b]) => a - b).map(([, row]) => row.querySelector('.row-title').textContent)"
        return list(self.tab.evaluate(rows))

    def choose(self, name: str, value: str) -> None:
        self.tab.select_option(f"#{name}", value)

    def rows(self) -> int:
        return int(self.tab.locator(".row").count())


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a page of these reports; at the end it must have complained of nothing."""
    windows: list[Window] = []

    def shown(*reports: Report, **how: Any) -> Window:
        file = tmp_path / f"page-{len(windows)}.html"
        file.write_text(write("html", reports).text, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 800}, **how})
        windows.append(Window(context.new_page(), file))
        return windows[-1]

    yield shown
    for window in windows:
        assert window.problems == []
        window.tab.context.close()


def checked(market: str = "US", **patch: Any) -> Report:
    patch = {"handle": f"product-{patch.get('id')}", **patch}
    return lr.check(product(**patch), shop=lr.Shop(market=market, currency="USD" if market == "US" else "GBP"))


CATALOG = [
    checked(
        id=1,
        title="Organic Cotton T-Shirt, free",
        variants=[{"price": "0"}],
        vendor="Northfield",
        product_type="T-Shirts",
    ),
    checked(id=2, title="Stoneware Mug with two handles", vendor="Southfield", product_type="Mugs"),
    checked(
        id=3, title="A Linen Cushion in many colours", status="draft", vendor="Southfield", product_type="Cushions"
    ),
    checked(
        id=4, title="Merino Scarf, also free of charge", variants=[{"price": "0"}], body_html="", vendor="Northfield"
    ),
    checked(id=5, title="Steel Bottle for the other market", market="GB", vendor="Westfield", product_type="Bottles"),
]


def test_the_forecast_stands_at_the_top_as_numbers_and_a_picture(show: Any) -> None:
    tab = show(*CATALOG).tab
    assert "40%" in tab.text_content(".share")
    assert tab.locator("#picture svg .part:not(.none)").count() == 3
    numbers = [" ".join(text.split()) for text in tab.locator("#forecasts button strong").all_text_contents()]
    assert numbers == ["2", "0", "0", "2", "1"]
    assert "2 products would not get through" in tab.text_content("#headline")


def test_causes_say_how_many_products_one_fix_heals(show: Any) -> None:
    tab = show(*CATALOG).tab
    causes = tab.locator("#causes li:visible")
    assert "A variant is priced at zero" in causes.nth(0).text_content()
    assert causes.nth(0).locator("strong").text_content() == "1"
    assert "2 products" in causes.nth(0).text_content()
    causes.nth(0).get_by_text("2 products").click()
    assert tab.text_content("#count") == "2 of 5"
    assert tab.evaluate("document.activeElement.id") == "list"


def test_what_nothing_mends_is_not_promised_to_get_through(show: Any) -> None:
    ashtrays = [checked(id=number, title=f"Blue Murano glass ashtray {number}, Italy") for number in range(7, 10)]
    tab = show(*CATALOG, *ashtrays).tab
    assert "5 products would not get through. Mending the first 2 causes below lets 2 of them" in tab.text_content(
        "#headline"
    )
    last = tab.locator("#causes li").last.text_content()
    assert "alcohol" in last
    assert "3 to take out" in last


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"forecast": "sync_failed"}, {"Organic Cotton T-Shirt, free", "Merino Scarf, also free of charge"}),
        ({"rule": "draft-product"}, {"A Linen Cushion in many colours"}),
        ({"vendor": "Southfield"}, {"Stoneware Mug with two handles", "A Linen Cushion in many colours"}),
        ({"type": "Mugs"}, {"Stoneware Mug with two handles"}),
        ({"market": "GB"}, {"Steel Bottle for the other market"}),
        ({"vendor": "Northfield", "rule": "missing-description"}, {"Merino Scarf, also free of charge"}),
        ({"vendor": "Westfield", "type": "Mugs"}, set()),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else str(len(value)),
)
def test_filters(show: Any, filters: dict[str, str], expected: set[str]) -> None:
    window = show(*CATALOG)
    for name, value in filters.items():
        window.choose(name, value)
    assert set(window.titles()) == expected
    assert window.tab.is_visible("#nothing") == (not expected)
    window.tab.click("#reset")
    assert len(window.titles()) == 5


@pytest.mark.parametrize(
    ("words", "expected"), [("MERINO", 1), ("free", 2), ("free northfield scarf", 1), ("no such thing", 0), ("3", 1)]
)
def test_the_search_takes_all_words_anywhere(show: Any, words: str, expected: int) -> None:
    window = show(*CATALOG)
    window.tab.fill("#search", words)
    assert len(window.titles()) == expected


def test_a_chosen_product_shows_the_place_and_the_fix(show: Any) -> None:
    tab = show(*CATALOG).tab
    tab.fill("#search", "cotton")
    tab.locator(".row").click()
    side = tab.text_content("#side")
    assert "The price is 0" in side
    assert "Fix: Set a price above 0" in side
    assert "/variants/0/price" in side
    tab.locator("#side button", has_text="zero-price").click()
    assert "TikTok Shop code 12052073" in tab.text_content("#about-rule")
    assert tab.locator("#about-rule a").first.get_attribute("rel") == "noopener noreferrer"


def test_what_could_not_be_decided_says_what_to_supply(show: Any) -> None:
    tab = show(*CATALOG).tab
    tab.get_by_role("button", name="What to supply").click()
    assert tab.locator("#undecided").get_attribute("open") is not None
    assert "Get Category Rules answer" in tab.text_content("#undecided")


def test_by_keyboard_alone(show: Any) -> None:
    tab = show(*CATALOG).tab
    keys = tab.keyboard
    keys.press("/")
    keys.type("free")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert tab.get_attribute("#list", "aria-activedescendant") == "row-1"
    assert tab.locator(".row[aria-selected=true] .row-title").text_content() == tab.text_content("#side h2")
    keys.press("Enter")
    assert tab.evaluate("document.activeElement.tagName") == "H2"
    keys.press("Escape")
    assert tab.evaluate("document.activeElement.id") == "list"
    keys.press("Home")
    assert tab.get_attribute("#list", "aria-activedescendant") == "row-0"


def test_what_is_chosen_stands_in_the_address(show: Any) -> None:
    window = show(*CATALOG)
    window.choose("vendor", "Southfield")
    window.tab.reload()
    assert len(window.titles()) == 2
    window.tab.evaluate("location.hash = '#rule=no-such-rule&vendor=Northfield'")
    sync_api.expect(window.tab.locator("#count")).to_have_text("2 of 5")


def test_pictures_load_only_when_somebody_asks(show: Any) -> None:
    window = show(checked(images=[{"src": "https://cdn.shopify.com/mug.jpg?v=1"}]))
    window.titles()
    assert window.asked == []
    assert "cdn.shopify.com" in window.tab.text_content("#pictures-about")
    window.tab.click("#pictures")
    pictures = window.tab.locator("img")
    sync_api.expect(pictures).to_have_count(2)
    for number in range(2):
        sync_api.expect(pictures.nth(number)).to_have_js_property("complete", True)
    assert sorted(set(window.asked)) == [f"https://cdn.shopify.com/mug.jpg?v=1&width={width}" for width in (240, 96)]


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "<!-- <script> -->",
        "<img src=x onerror=alert(1)>",
        "\u202eevil\u202c",
        "line\u2028line",
        "{{data}} ${alert(1)} `",
        "\u05d0\u05d1\u05d2 <b>",
    ],
)
def test_a_hostile_title_does_nothing(show: Any, title: str) -> None:
    hostile = report(failure(reason=title, fix=title, value=title), title=title)
    window = show(hostile, report(title="A mug"))
    shown = title.replace("\u202e", "\\u202e").replace("\u202c", "\\u202c").replace("\u2028", "\\u2028")
    assert window.titles() == [shown, "A mug"]
    window.tab.locator(".row").first.click()
    assert window.tab.text_content("#side h2") == shown
    assert window.tab.locator("#side img, #side script, #side b").count() == 0
    assert window.asked == []


def test_forty_thousand_products_are_drawn_as_they_are_looked_at(show: Any) -> None:
    ill = [report(failure(), title=f"Mug number {number}") for number in range(200)]
    window = show(*ill * 100, *[report(title="A vase")] * 20_000)
    tab = window.tab
    assert tab.text_content("#count") == "40,000"
    tab.locator("#list").scroll_into_view_if_needed()
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    tab.wait_for_selector("#row-39999")
    assert window.rows() < 60
    tab.fill("#search", "number 17")
    assert tab.text_content("#count") == "1,200 of 40,000"
    assert window.rows() < 60


def test_on_a_phone_a_product_opens_over_the_list(show: Any) -> None:
    window = show(*CATALOG, viewport={"width": 390, "height": 800}, is_mobile=True, has_touch=True)
    tab = window.tab
    window.titles()
    tab.locator(".row").first.tap()
    assert "Fix:" in tab.text_content("#over")
    tab.locator("#over").get_by_role("button", name="Back").tap()
    assert not tab.is_visible("#over")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_dark_is_dark(show: Any) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    assert show(*CATALOG, color_scheme="dark").tab.evaluate(ground) == "rgb(18, 20, 24)"
    assert show(*CATALOG, color_scheme="light").tab.evaluate(ground) == "rgb(245, 246, 248)"


def test_without_scripts_it_says_why_there_is_so_little(show: Any) -> None:
    tab = show(*CATALOG, java_script_enabled=False).tab
    assert "needs JavaScript" in tab.text_content("body noscript")
    assert "5 products" in tab.text_content("#about")
