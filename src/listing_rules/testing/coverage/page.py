"""The coverage of rules as one HTML page that needs nothing else: the gaps on top, then every rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from listing_rules.ruleset import RuleSet
from listing_rules.testing.coverage.facets import RuleCoverage

__all__ = ["page_of"]

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6470; --line: #d9dde2; --paper: #fff; --bad: #b42318;
  --good: #1a7f4b; --wash: #f4f6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #9aa3ae; --line: #333a42; --paper: #15181c;
  --bad: #ff8a7a; --good: #59d499; --wash: #1d2126; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; padding: 2rem;
  max-width: 76rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
p { margin: .3rem 0; } .soft { color: var(--soft); } .bad { color: var(--bad); } .good { color: var(--good); }
ul { margin: .2rem 0 0; padding-left: 1.2rem; } details { border-top: 1px solid var(--line); padding: .5rem 0; }
summary { cursor: pointer; } code { font: .92em ui-monospace, monospace; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } thead th { color: var(--soft); font-weight: 500; }
tbody tr:hover { background: var(--wash); }
"""
_HEAD = ("rule", "fires", "silent", "skipped", "markets", "limits", "shapes", "catalog", "covered")


def page_of(rules: RuleSet, covered: list[RuleCoverage], share: float, products: int | None) -> str:
    """The whole page. What rules and files are called is escaped."""
    gaps = sorted((one for one in covered if one.gaps()), key=lambda one: (one.share(), one.rule))
    facts = f"{len(covered)} rules, version {rules.version} ({rules.content_hash})"
    body = [
        f"<h1>Rule coverage: {share:.1%}</h1>",
        f'<p class="soft">{escape(facts)}. What the examples inside the rule files show of each rule.</p>',
        f"<h2>Gaps ({sum(len(one.gaps()) for one in gaps)})</h2>",
        *(_gaps(one) for one in gaps),
        "" if gaps else '<p class="good">None: everything that counts was seen.</p>',
        *_catalog(covered, products),
        "<h2>Every rule</h2>",
        _table(covered),
    ]
    return _document("\n".join(body))


def _document(body: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Rule coverage</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _gaps(one: RuleCoverage) -> str:
    found = one.gaps()
    items = "".join(f"<li>never seen: {escape(gap)}</li>" for gap in found)
    name = f"<code>{escape(one.rule)}</code> <span class='soft'>{escape(one.title)}</span>"
    count = f'<span class="bad">{len(found)} {"gap" if len(found) == 1 else "gaps"}</span>'
    return (
        f"<details{' open' if len(found) <= _OPEN else ''}><summary>{name}: {count}</summary><ul>{items}</ul>"
        f'<p class="soft"><code>{escape(one.file)}</code></p></details>'
    )


_OPEN = 3


def _catalog(covered: Iterable[RuleCoverage], products: int | None) -> Iterator[str]:
    if products is None:
        return
    never = [f"<code>{escape(one.rule)}</code>" for one in covered if one.catalog == 0]
    yield f"<h2>On the catalog ({products:,} products)</h2>"
    if never:
        yield f'<p class="soft">{len(never)} rules never spoke: {", ".join(never)}</p>'
    else:
        yield '<p class="good">Every rule spoke.</p>'


def _table(covered: Iterable[RuleCoverage]) -> str:
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    rows = "".join(f"<tr>{''.join(_cells(one))}</tr>\n" for one in covered)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>'


def _cells(one: RuleCoverage) -> Iterator[str]:
    yield f'<td title="{escape(one.title)}"><code>{escape(one.rule)}</code></td>'
    yield from (_cell(count, missing=not count) for count in (one.fires, one.silent))
    yield _cell(one.skipped, missing=bool(one.needs) and not one.skipped)
    for kind in ("markets", "limits", "shapes"):
        seen, of = one.seen_of(kind)
        yield _cell(f"{seen}/{of}" if of else "–", missing=seen < of)
    yield _cell("–" if one.catalog is None else f"{one.catalog:,}", missing=False)
    yield _cell(f"{one.share():.0%}", missing=bool(one.gaps()))


def _cell(value: Any, *, missing: bool) -> str:
    mark = ' class="bad"' if missing else ""
    return f"<td{mark}>{escape(str(value))}</td>"
