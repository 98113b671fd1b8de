"""`html`: what TikTok Shop does not take in a description's HTML.

Each look begins with a count that costs next to nothing, and reads tags only where it finds something. Tags are read
with patterns that stop at the next "<", so time grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Column, Screen
from listing_rules.paths import Path, place
from listing_rules.wording import some_of

__all__ = ["SCHEMA", "WORDS", "build", "problem", "quiet"]

_IMAGE = re.compile(r"<img\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_REACHABLE = ("https://", "http://", "//")
# What holds other blocks. Paragraphs, items and words in bold do not nest by themselves.
_CONTAINERS = "div|span|font|section|article|ul|ol|table|blockquote|center"
_OPENED = re.compile(rf"<(?:{_CONTAINERS})")
_CONTAINER = re.compile(rf"<(/?)(?:{_CONTAINERS})(?=[\s/>])[^<>]*>")
_MAX_SHOWN = 60
_Found = Mapping[str, Any]


def _images(html: str, limit: int) -> _Found | None:
    if len(html) < limit or html.lower().count("<img") <= limit:
        return None
    count = sum(1 for _ in _IMAGE.finditer(html))
    return {"length": count} if count > limit else None


def _images_without_address(html: str, limit: int) -> _Found | None:
    if "<img" not in html and "<IMG" not in html:
        return None
    addresses = [_address(image[1]) for image in _IMAGE.finditer(html)]
    bad = [address for address in addresses if not address.lower().startswith(_REACHABLE)]
    return {"length": len(bad), "found": some_of(_short(one) for one in bad)} if len(bad) > limit else None


def _address(attributes: str) -> str:
    for name, *values in _ATTRIBUTE.findall(attributes):
        if name.lower() == "src":
            return str("".join(values)).strip()
    return ""


def _depth(html: str, limit: int) -> _Found | None:
    text = html.lower()  # patterns that ignore case take five times as long
    if len(_OPENED.findall(text)) <= limit:
        return None
    depth = deepest = 0
    for tag in _CONTAINER.finditer(text):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return {"length": deepest} if deepest > limit else None


def _cut_off(html: str, limit: int) -> _Found | None:
    opened = html.rfind("<")
    cut = opened > html.rfind(">") and re.match(r"</?[a-zA-Z]", html[opened : opened + 3])
    return {"found": _short(html[opened:])} if cut else None


_LOOKS: Mapping[str, Callable[[str, int], _Found | None]] = {
    "images": _images,
    "images_without_address": _images_without_address,
    "depth": _depth,
    "cut_off": _cut_off,
}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": place("The HTML.", "text", single=True),
        "finds": {"enum": [*_LOOKS, "tags"], "description": "What is wrong with it."},
        "at_most": {"type": "integer", "minimum": 0, "description": "How many, or how deep, is still fine."},
        "tags": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[a-z][a-z0-9]*$"},
            "minItems": 1,
            "uniqueItems": True,
            "description": "Tags that it must not hold.",
        },
    },
    "required": ["at", "finds"],
    "additionalProperties": False,
}
WORDS = frozenset({"limit", "length", "found"})
_UNCOUNTED = frozenset({"cut_off", "tags"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    path = Path.parse(params["at"])
    limit = params.get("at_most", 0)
    look = _held_tags(params.get("tags", ["script"])) if params["finds"] == "tags" else _LOOKS[params["finds"]]

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        html = facts.column(path)[0]
        if html is UNSET:
            return (Unknown(path.text),)
        found = look(html, limit) if isinstance(html, str) else None
        return tuple(_hits(facts, path, found, limit)) if found else ()

    return check


def problem(params: Mapping[str, Any]) -> str | None:
    """A parameter that nothing reads would promise what is not done."""
    finds = params["finds"]
    if "tags" in params and finds != "tags":
        return f"tags are looked for with 'finds: tags' only, not with {finds}"
    return f"{finds} counts nothing; leave at_most out" if "at_most" in params and finds in _UNCOUNTED else None


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    html, limit = screen.column(params["at"]), params.get("at_most", 0)
    if params["finds"] == "tags":
        marks = frozenset(html.mark(f"<{tag}") for tag in params.get("tags", ["script"]))
        screen.hear(html.marks, marks)
        return "True"
    return _QUIET[params["finds"]](html, limit, screen)


def _few_containers(html: Column, limit: int) -> str:
    for container in _CONTAINERS.split("|"):
        html.mark(f"<{container}")
    return f"len({html.found}) <= {limit}"


_QUIET: Mapping[str, Callable[[Column, int, Screen], str]] = {
    "images": lambda html, limit, screen: (
        f'({html.mark("<img")} not in {html.marks} or {html.data}.lower().count(b"<img") <= {limit})'
    ),
    "images_without_address": lambda html, limit, screen: f"{html.mark('<img')} not in {html.marks}",
    "depth": lambda html, limit, screen: _few_containers(html, limit),
    "cut_off": lambda html, limit, screen: f'{html.joined}.rfind("<") <= {html.joined}.rfind(">")',
}


def _held_tags(tags: list[str]) -> Callable[[str, int], _Found | None]:
    pattern = re.compile(rf"<({'|'.join(tags)})[\s/>]")

    def look(html: str, limit: int) -> _Found | None:
        held = dict.fromkeys(f"<{tag}>" for tag in pattern.findall(html.lower()))
        return {"found": some_of(held)} if held else None

    return look


def _hits(facts: Facts, path: Path, found: _Found, limit: int) -> Iterator[Hit]:
    for at, _ in facts.places(path)[:1]:
        value = found.get("length", found.get("found"))
        yield Hit(at, value, words={"limit": limit, **found})


def _short(text: str) -> str:
    text = text or "(no address)"
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
