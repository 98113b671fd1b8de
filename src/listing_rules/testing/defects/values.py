"""Kinds of check that look at one value: for each what breaks it, and what comes closest without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import cycle, islice
from typing import Any, TypeAlias

from listing_rules.testing.defects.change import Scene
from listing_rules.testing.mutants import unit_of

__all__ = ["VALUES", "Pairs"]

Pairs: TypeAlias = Iterator[tuple[str, Any, Any]]
"""A name, what breaks the rule at its place, and what comes closest; UNCHANGED where the clean value itself does."""

_EAN = "4006381333931"
_WORDS = (
    "soft everyday piece made to last, cut by hand in a small studio near the coast, washed once before it ships, "
    "folded into plain paper, easy on skin after many summers, light enough when days grow warm, roomy without "
    "looking wide, finished along every seam using strong thread from recycled yarn so nothing frays over time, "
)


def _number(scene: Scene, old: Any) -> Pairs:
    unit = _step(scene)
    if scene.params.get("readable"):
        yield "words instead of a number", "call us", "20"
    for name, toward, inclusive in _BOUNDS:
        if name in scene.params:
            limit = Decimal(str(scene.params[name]))
            step = unit if toward * limit >= 0 or limit - unit > 0 else limit / 2
            inside, outside = limit - toward * unit, limit + toward * step
            near, far = (limit, outside) if inclusive else (inside, limit)
            yield f"{name} {limit}", _plain(far, old), _plain(near, old)


_BOUNDS = (("more_than", -1, False), ("at_least", -1, True), ("less_than", 1, False), ("at_most", 1, True))


def _step(scene: Scene) -> Decimal:
    """The smallest step of the place: the currency's own for money."""
    at = scene.params["at"]
    return Decimal(scene.currency_unit) if at.endswith(".amount") else unit_of(at)


def _plain(value: Decimal, old: Any) -> Any:
    """As Shopify writes it there: counts and pixels are numbers, money is text."""
    return int(value) if isinstance(old, int) else format(value, "f")


def _text(scene: Scene, old: Any) -> Pairs:
    text, html = str(old or ""), scene.params["at"] == "description"
    if "at_most" in scene.params:
        limit = scene.params["at_most"]
        yield "one character too long", _long(text, limit + 1, html=html), _long(text, limit, html=html)
    if scene.params.get("at_least", 0) > 1:
        limit = scene.params["at_least"]
        yield "one character too short", _cut(text, limit - 1), _cut(text, limit)
    for fault in (one for one in scene.params.get("without", ()) if one in _FAULTS):
        broken, near = _FAULTS[fault]
        if fault == "only_symbols" and scene.params["at"] == "title":  # some markets ask for a long one
            broken, near = broken * 2, near * 2
        if " " not in text:
            broken, near = broken.replace("{} ", "{}"), near.replace("{} ", "{}")
        yield f"holds {fault}", broken.format(text), near.format(text)


def _long(text: str, length: int, *, html: bool) -> str:
    """The text, grown to exactly this length by harmless words; without spaces where it has none."""
    # No word twice, or a title would be told for that.
    filler = _WORDS if " " in text or html else "AB-12-"
    if html:
        return text + "<p>" + "".join(islice(cycle(filler), length - len(text) - 7)) + "</p>"
    grown = text + " " * (" " in text) + "".join(islice(cycle(filler), max(0, length - len(text))))
    return _cut(grown, length)


def _cut(text: str, length: int) -> str:
    return text[: length - 1] + "e"


_FAULTS: Mapping[str, tuple[str, str]] = {
    "html_escapes": ("{} &amp; more", "{} & more"),
    "emoji": ("{} \U0001f381", "{} ™"),
    "control": ("{}\x07", "{}\u00a0e"),
    "only_symbols": ("-*-*-*-*-*-*-*-", "-*-*-*-*-*-*-*-A"),
    "repeats": ("{} xxxxxxxxxx", "{} xxxxxxxxx"),
    "chinese": ("{} 茶杯", "{} カップ"),
    "spaces": ("A 1", "A-1"),
    "no_address": ("front.jpg", "//cdn.example.com/front.jpg"),
}


def _required(scene: Scene, old: Any) -> Pairs:
    yield "nothing there", None, _LEAST.get(scene.params["at"], old)


_LEAST: Mapping[str, Any] = {
    "description": "<p>A</p>",
    "title": "A",
    "skus[*].price.amount": "0.00",
    "skus[*].inventory[*].quantity": 0,
    "skus[*].sales_attributes[*].value_name": "A",
}


def _value(scene: Scene, old: Any) -> Pairs:
    refused = scene.params.get("none_of")
    for value in refused if isinstance(refused, list) else ():
        near = not value if isinstance(value, bool) else f"{value}s" if scene.params["at"] != "shopify.status" else old
        yield f"is {value}", value, near


def _image_format(scene: Scene, old: Any) -> Pairs:
    for ending in scene.params["refused"]:
        stem = f"https://cdn.example.com/front.{ending}"
        yield f"of the kind {ending}", f"{stem}?v=1", f"{stem}.jpg?v=1.{ending}"


def _identifier(scene: Scene, old: Any) -> Pairs:
    if scene.params["finds"] == "no_type":
        yield "five digits", "40063", _EAN
    else:
        yield "a wrong check digit", f"{_EAN[:-1]}0", _EAN


def _html(scene: Scene, old: Any) -> Pairs:
    text, limit = str(old or ""), scene.params.get("at_most", 0)
    for name, piece, near in _HTML[scene.params["finds"]](scene.params):
        yield name, text + piece(limit + 1), text + near(limit)


def _tags(params: Mapping[str, Any]) -> Iterator[tuple[str, Callable[[int], str], Callable[[int], str]]]:
    for tag in params.get("tags", ("script",)):
        yield f"a {tag}", lambda _, tag=tag: f"<{tag}></{tag}>", lambda _, tag=tag: f"<b>{tag}</b>"  # type: ignore[misc]


def _images(count: int) -> str:
    return "".join(f'<img src="https://cdn.example.com/{number}.jpg">' for number in range(count))


def _nested(depth: int) -> str:
    return "<div>" * depth + "<p>Soft.</p>" + "</div>" * depth


_HTML: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "tags": _tags,
    "images": lambda _: [("one image too many", _images, _images)],
    "depth": lambda _: [("one level too deep", _nested, _nested)],
    "cut_off": lambda _: [("cut off in a tag", lambda _: "<p>Made to last <b", lambda _: "<p>Made to <b>last</b></p>")],
    "images_without_address": lambda _: [
        (
            "an image without an address",
            lambda _: '<img src="front.jpg">',
            lambda _: '<img src="//cdn.example.com/1.jpg">',
        )
    ],
}

VALUES: Mapping[str, tuple[Callable[[Scene, Any], Pairs], str | None]] = {
    "number": (_number, None),
    "text": (_text, None),
    "required": (_required, None),
    "value": (_value, None),
    "html": (_html, None),
    "image_format": (_image_format, "main_images[*].source_url"),
    "identifier": (_identifier, "skus[*].identifier_code.code"),
}
"""For each kind its pairs, and the place that it looks at where its parameters do not say."""
