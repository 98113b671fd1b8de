"""Phrases of rule files: what they find in a product's texts, and what they leave alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.checks.phrases import uncovered
from listing_rules.errors import RuleFileError
from listing_rules.rule import Rule
from listing_rules.rules import load_rules
from listing_rules.surfaces import Surfaces
from listing_rules.terms import Lexicon
from listing_rules.terms.phrasing import Finder, _compiled, anchor_of, is_pattern, is_sign
from listing_rules.terms.reading import visible


def found(text: str, *phrases: str) -> list[str]:
    return [text[start:end] for start, end in Finder(phrases).spans(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "finds"),
    [
        ("free gift", "with a free gift inside", ["free gift"]),
        ("free gift", "with a free-gift", ["free-gift"]),
        ("free-gift", "free  gift!", ["free  gift"]),
        ("free gift", "carefree gifts", []),
        ("cure", "a cure. the cure", ["cure", "cure"]),
        ("cur*", "it cures, obscure", ["cures"]),
        ("über nacht", "wirkt über nacht.", ["über nacht"]),
        ("über", "darüber", []),
        ("ส่งฟรี", "เสื้อส่งฟรีทั่วไทย", ["ส่งฟรี"]),
        ("#1 best", "the #1 best", ["#1 best"]),
        (r"/\d+% off/", "now 20% off", ["20% off"]),
    ],
)
def test_a_phrase_stands_as_whole_words(phrase: str, text: str, finds: list[str]) -> None:
    assert found(text, phrase) == finds


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("free gift", ["free gift"]),
        ("free", ["free"]),
        ("freely", []),
        ("a cure, freely given", ["cure"]),
        ("curing ส่งฟรี", ["curing", "ส่งฟรี"]),
        ("a cheap cupcake", ["cheap", "cupcake"]),
        ("SALE sale", ["sale"]),
        ("over", []),
    ],
)
def test_phrases_of_every_kind_stand_beside_each_other(text: str, finds: list[str]) -> None:
    assert found(text, "free gift", "free", "cur*", "cup*", "ส่งฟรี", "/(?-i)sal[e]/", r"/\bch.*?p\b/", "gift") == finds


def test_the_flags_of_a_pattern_are_its_own() -> None:
    assert found("Bad WORSE", "/(?i)bad/", "/worse/") == ["Bad"]
    assert found("BAD worse", "/(?i)bad/", "/worse/", "/best/") == ["BAD", "worse"]


def test_many_phrases_take_little_memory() -> None:
    assert _compiled(("one",)).programsize > 1000  # what tells a letter in any script
    assert _compiled(tuple(f"word{number}*" for number in range(100))).programsize < 10_000


@pytest.mark.parametrize(
    ("html", "reads"),
    [
        ("<p>Free <b>gi</b>ft</p>", "free gift"),
        ("<ul><li>Free</li><li>Gift</li></ul>", "free | | gift"),
        ("Salt &amp; Pepper", "salt & pepper"),
        ("<style>p {color: red}</style><p>Soft</p><!-- note -->", "soft"),
        ("<script>x</script", "x</script"),
        ("5 < 6", "5 < 6"),
    ],
)
def test_what_a_buyer_reads(html: str, reads: str) -> None:
    assert visible(html) == reads


@given(st.text(max_size=200))
def test_any_html_is_read(html: str) -> None:
    assert "\n" not in visible(html)


def test_an_anchor_is_the_longest_word() -> None:
    assert anchor_of("Free-Shipping now") == "shipping"
    assert anchor_of("cur*") == "cur*"


RULE = """
id: no-glitter
title: It glitters
since: 2026.11.0
stage: review_failed
severity: warning
certainty: likely
markets: all
check:
  phrases:
    at: [title, description]
    phrases: {any: [glitter*], de: [glanz]}
    excused: [glitter free]
    unless: [matte]
reason: "{where} says {found}."
fix: Take it out.
action: update_and_resync
sources: [{kind: judgement, fact: house rule}]
examples:
  - {name: glitter, given: {title: "Glitter T-Shirt for Men and Women, Cotton"}, fails: [/title], repaired: {}}
"""


def write(folder: Path, text: str) -> Path:
    (folder / "content").mkdir(parents=True, exist_ok=True)
    (folder / "content" / "no-glitter.yaml").write_text(text, encoding="utf-8")
    return folder


def told(folder: Path, market: str = "US", **product: Any) -> list[str]:
    rules = load_rules(write(folder, RULE))
    report = lr.check(
        {"id": 1, "title": "A Cotton T-Shirt", "variants": [], **product}, shop=lr.Shop(market=market), rules=rules
    )
    return [failure.reason for failure in report.failures if failure.rule == "no-glitter"]


def test_all_texts_are_told_once(tmp_path: Path) -> None:
    (reason,) = told(tmp_path, title="Glittery T-Shirt", body_html="<p>So much <b>glitter</b></p>")
    assert reason == 'The title and the description says "glittery", "glitter".'


def test_of_many_words_the_first_three_are_shown(tmp_path: Path) -> None:
    title = "Glittery or glitters, glittering or glittered, glitterless"
    rules = load_rules(write(tmp_path, RULE))
    report = lr.check({"id": 1, "title": title, "variants": []}, shop=lr.Shop(market="US"), rules=rules)
    (failure,) = [one for one in report.failures if one.rule == "no-glitter"]
    assert failure.value == "glittery, glitters, glittering"
    assert failure.reason == 'The title says "glittery", "glitters", "glittering" and 2 more.'


def test_the_language_of_the_market_counts(tmp_path: Path) -> None:
    assert told(tmp_path, "DE", title="T-Shirt mit Glanz") != []
    assert told(tmp_path, "FR", title="T-Shirt mit Glanz") == []


def test_what_excuses(tmp_path: Path) -> None:
    assert told(tmp_path, title="Glitter-Free T-Shirt") == []
    assert told(tmp_path, title="Glitter-Free T-Shirt without Glitter") != []
    assert told(tmp_path, title="Glitter T-Shirt, Matte") == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[glitter*]", '["/(glitter/"]', "is no pattern that RE2 takes: missing"),
        ("[glitter*]", '["/glit+er/"]', "'anchors' must say"),
        ("[matte]", '["/matt(?=e)/"]', "is no pattern that RE2 takes"),
        ("{any:", "{klingon:", "klingon: the key is not known"),
    ],
)
def test_a_wrong_pattern_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in RULE
    with pytest.raises(RuleFileError, match=problem.replace("(", r"\(")):
        load_rules(write(tmp_path, RULE.replace(old, new)))


ALPHABET = st.characters(codec="utf-8", exclude_categories=("Lu", "Cs", "Cc", "Cf", "Mn"), max_codepoint=0x1EFF)
PATTERNS = [
    (rule, pattern, frozenset(rule.params["anchors"]))
    for rule in load_rules().rules
    if rule.kind == "phrases"
    for phrases in rule.params["phrases"].values()
    for pattern in phrases
    if is_pattern(pattern)
]


@pytest.mark.parametrize(("rule", "pattern", "anchors"), PATTERNS, ids=lambda value: getattr(value, "id", ""))
@settings(max_examples=20)
@given(st.data())
def test_whatever_a_pattern_matches_holds_an_anchor(
    rule: Rule, pattern: str, anchors: frozenset[str], data: st.DataObject
) -> None:
    """A text without an anchor is not read, so an anchor that is missing would silence the pattern."""
    readable = pattern[1:-1].replace(r"\pL", "a-z" if r"[^\pL" in pattern or r"\pL]" in pattern else "[a-z]")
    text = f"soft {data.draw(st.from_regex(readable, fullmatch=True, alphabet=ALPHABET))} cotton"
    if rule.params["at"] == ["main_images[*].source_url"]:
        assert any(anchor in text for anchor in anchors)
        return
    heard = Lexicon(anchor for anchor in anchors if not is_sign(anchor)).scan(Surfaces(title=text))
    assert heard.short or any(anchor in text for anchor in filter(is_sign, anchors)), text


SPANS = st.lists(st.integers(0, 40), max_size=20, unique=True).map(
    lambda edges: list(zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@given(SPANS, SPANS)
def test_what_is_covered_is_told_in_one_pass(spans: list[tuple[int, int]], covers: list[tuple[int, int]]) -> None:
    expected = [span for span in spans if not any(cover[0] <= span[0] and span[1] <= cover[1] for cover in covers)]
    assert list(uncovered(spans, covers)) == expected
