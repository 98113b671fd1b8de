"""Write rules/tables/categories/tree.tsv from dumps of TikTok's category trees.

    python scripts/build_category_tree.py ../shared/data/categories

Facts only: ids, parents, English names, and what each market's dump says of them. Run again on newer dumps and commit
the result; nothing reads the dumps at run time.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HEADER = """\
# TikTok Shop's category tree: id, level, parent id, English name, and for each market what its dump says.
# Made by scripts/build_category_tree.py from
#   US   names and levels of the v2 tree, 2026-08 (parents known for the first three levels only), and leaves of v1
#   ID   Get Categories of Indonesia, v1, 2026-06
#   BR   Get Categories of Brazil, v1, 2026-06, with permission statuses
#   GB   leaves of v1, 2023
# Codes: market alone = the category exists there; + = a leaf in v1; ! = INVITE_ONLY.
"""
TEST_ENTRY = re.compile(r"\bPPE\b|\b(?:Manual|Auto) Test ")  # TikTok's own, in the dumps by mistake
OUT = Path(__file__).resolve().parent.parent / "rules" / "tables" / "categories" / "tree.tsv"


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def build(folder: Path) -> dict[str, list[str]]:
    tree: dict[str, list[str]] = {}
    marks: dict[str, dict[str, str]] = {}
    for row in rows(folder, "categories_us_v2_7level_names.tsv"):
        tree[row["id"]] = [row["level"], row["parent_id"] or "", row["name"]]
        marks.setdefault(row["id"], {})["US"] = ""
    for row in rows(folder, "categories_us_echotik_2026-08.tsv"):
        tree.setdefault(row["id"], [row["level"], row["parent_id"], row["name"]])
        marks.setdefault(row["id"], {})["US"] = "+" if row["is_leaf_v1_api"] == "1" else ""
    for market, name in (("ID", "categories_id_v1.tsv"), ("BR", "categories_br_v1.tsv")):
        for row in rows(folder, name):
            if not (row["id"] or "").isdigit() or not (row["level"] or "").isdigit():
                continue
            english = row["name_en"] or row["name"]
            tree.setdefault(row["id"], [row["level"], row["parent_id"], english])
            invited = "!" if "INVITE_ONLY" in (row["permission_statuses"] or "") else ""
            marks.setdefault(row["id"], {})[market] = ("+" if row["is_leaf"] == "1" else "") + invited
    for row in rows(folder, "categories_gb_v1_2023.tsv"):
        names = row["path"].split(" > ")
        tree.setdefault(row["id"], [str(len(names)), "", names[-1]])
        marks.setdefault(row["id"], {})["GB"] = "+"
    for category, columns in tree.items():
        columns[1] = "" if columns[1] == "0" else columns[1]
        columns.append(" ".join(f"{market}{mark}" for market, mark in sorted(marks[category].items())))
    return tree


def main() -> None:
    tree = build(Path(sys.argv[1]))
    tree = {category: columns for category, columns in tree.items() if not TEST_ENTRY.search(columns[2])}
    lines = ["\t".join([category, *tree[category]]) for category in sorted(tree, key=int)]
    OUT.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{OUT}: {len(lines)} categories, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
