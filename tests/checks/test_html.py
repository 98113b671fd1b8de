from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.checks import html
from listing_rules.engine import Checker
from listing_rules.examples import base_product, base_shop

RULES = lr.load_rules()
CONTEXT = Checker(RULES, base_shop(RULES, "US", {})).context
LOOKS: dict[str, dict[str, Any]] = {
    "images": {"at_most": 2},
    "images_without_address": {},
    "depth": {"at_most": 2},
    "cut_off": {},
    "tags": {"tags": ["script", "style"]},
}


class Facts:
    """The part of the facts that the check reads."""

    def __init__(self, description: Any) -> None:
        self.description = description

    def column(self, path: Any) -> list[Any]:
        return [self.description]

    def places(self, path: Any) -> list[tuple[str, Any]]:
        return [("/description", self.description)]


def found(finds: str, description: Any) -> list[Any]:
    check = html.build({"at": "description", "finds": finds, **LOOKS[finds]}, CONTEXT)
    return list(check(Facts(description)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("finds", "description", "words"),
    [
        ("images", "<img src=a><IMG src=b><img\nsrc=c>", {"length": 3, "limit": 2}),
        ("images", "<img src=a><img src=b>", None),
        ("images", "<imgs><imgs><imgs>", None),
        ("images", "<img src=a><img src=b><imgs>", None),
        ("images_without_address", "<img data-src='https://a.b/c'>", {"length": 1, "found": "(no address)"}),
        ("images_without_address", "<IMG SRC=HTTPS://a.b/c>", None),
        ("images_without_address", '<img alt="src=x" src="//a.b/c">', None),
        ("images_without_address", "<img src=' data:image/gif;x' alt=a>", {"length": 1, "found": "data:image/gif;x"}),
        ("images_without_address", "<img width=3 src='https://a.b/c'/>", None),
        ("depth", "<div><div><div>x</div></div></div>", {"length": 3, "limit": 2}),
        ("depth", "<p>x<p>x<p>x<p>x<p>x", None),
        ("depth", "<div></div><div></div><div></div></div></div><div></div>", None),
        ("cut_off", "<p>x</p><a hre", {"found": "<a hre"}),
        ("cut_off", "1 < 2", None),
        ("cut_off", "", None),
        ("tags", "<script>x</script><STYLE >", {"found": "<script>, <style>"}),
        ("tags", "<scripture>", None),
        ("tags", "script", None),
    ],
)
def test_what_is_found(finds: str, description: str, words: dict[str, Any] | None) -> None:
    hits = found(finds, description)
    assert [{name: hit.words[name] for name in words or ()} for hit in hits] == ([words] if words else [])


def test_alt_texts_do_not_stand_in_for_the_address() -> None:
    assert found("images_without_address", "<img src='https://a.b/c' alt='src=x'>") == []


@pytest.mark.parametrize("finds", LOOKS)
@pytest.mark.parametrize("description", [None, ""])
def test_no_description_holds_nothing(finds: str, description: str | None) -> None:
    assert found(finds, description) == []


@pytest.mark.parametrize("finds", LOOKS)
def test_a_description_that_the_shape_lacks_is_unknown(finds: str) -> None:
    (unknown,) = found(finds, html.UNSET)
    assert unknown.fact == "description"


@pytest.mark.parametrize("finds", LOOKS)
@given(st.text("<>/ adivmgscrpt='\"\n", max_size=200))
def test_any_text_is_read(finds: str, text: str) -> None:
    assert len(found(finds, text)) <= 1


@pytest.mark.parametrize("finds", LOOKS)
@pytest.mark.parametrize("piece", ["<img ", "<div ", "<a href='", "<script", "< ", "<img src=", "<div>"])
def test_hostile_descriptions_take_time_in_proportion(finds: str, piece: str) -> None:
    assert len(found(finds, piece * 200_000)) <= 1


def test_images_of_odd_shapes_are_told_one_by_one() -> None:
    images = [{"src": f"https://a.b/{number}.jpg", "width": 900 + 400 * number, "height": 900} for number in range(3)]
    report = lr.check(base_product(RULES, "US", {"images": images}), shop=base_shop(RULES, "US", {}), rules=RULES)
    (failure,) = [one for one in report.failures if one.rule == "image-shape"]
    assert [failure.at, *(place.at for place in failure.also_at)] == ["/main_images/1", "/main_images/2"]
    assert failure.source_at == "/images/1"


def test_image_shapes_are_unknown_without_images() -> None:
    ajax = {"title": "Mug", "handle": "mug", "variants": [{"id": 2, "title": "Default", "price": 100}]}
    report = lr.check(ajax, shop=lr.Shop(market="US"), shape="ajax")
    assert ("image-shape" in {one.rule for one in report.skipped}) is (
        "no-images" in {one.rule for one in report.skipped}
    )
