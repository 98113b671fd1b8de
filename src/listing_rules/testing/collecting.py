"""What pytest collects: the examples in rule files, titles that show words of goods, and the products of a catalog."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from listing_rules.catalog import check_catalog
from listing_rules.errors import ListingRulesError
from listing_rules.examples import run_example
from listing_rules.report import Report
from listing_rules.rule import Rule
from listing_rules.testing.asserting import as_text, lists_clean
from listing_rules.testing.session import TestSession
from listing_rules.testing.words.files import Shown, titles_in
from listing_rules.testing.words.hearing import Title
from listing_rules.testing.words.titles import wrong_titles

__all__ = ["CatalogFile", "RulesFile"]


class _Found(Exception):  # noqa: N818 - a finding, not an error of ours
    """What is wrong, in words for people."""


class _Item(pytest.Item):
    """A test that fails with words alone. `line` is where it stands in its file, from 1."""

    line: int | None = None

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, (_Found, ListingRulesError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        return self.path, self.line and self.line - 1, self.name


class RulesFile(pytest.File):
    """A YAML file in one of the folders of the settings."""

    ours: TestSession
    _titles: Sequence[Shown] = ()

    @classmethod
    def of(cls, parent: pytest.Collector, path: Path, ours: TestSession) -> RulesFile:
        made: RulesFile = cls.from_parent(parent, path=path)
        made.ours = ours
        return made

    def collect(self) -> Iterator[pytest.Item]:
        """One test for each example of a rule and each title that shows words of goods; other tables and changes of
        rules have none."""
        try:
            rules = [rule for rule in self.ours.rules.rules if _same(rule.file, self.path)]
            self._titles = () if rules else titles_in(self.ours.rules, self.path)
        except ListingRulesError as error:
            raise self.CollectError(str(error)) from None
        for rule in rules:
            for name, example in zip(_told_apart(one["name"] for one in rule.examples), rule.examples, strict=True):
                yield ExampleItem.of(self, name, rule, example)
        titles = [title for _, listed in self._titles for title in listed]
        for name, title in zip(_told_apart(title.text for title in titles), titles, strict=True):
            yield TitleItem.of(self, name, title)

    @cached_property
    def wrong(self) -> Mapping[Title, str]:
        """The titles that do not do as they should: the words are made ready once for all of them."""
        terms = self.ours.rules.tables.terms
        return {title: said for group, listed in self._titles for title, said in wrong_titles(terms, group, listed)}


class ExampleItem(_Item):
    """An example in each of its markets."""

    rule: Rule
    example: Mapping[str, Any]

    @classmethod
    def of(cls, parent: RulesFile, name: str, rule: Rule, example: Mapping[str, Any]) -> ExampleItem:
        made: ExampleItem = cls.from_parent(parent, name=name)
        made.rule, made.example = rule, example
        return made

    def runtest(self) -> None:
        ours = self.parent.ours  # type: ignore[union-attr]
        results = list(run_example(ours.for_examples, self.rule, self.example))
        problems = [f"in {one.market} it {one.problem}" for one in results if one.problem]
        if problems:
            raise _Found(f"{self.rule.id}, example {self.example['name']!r}:\n  " + "\n  ".join(problems))
        if "fails" in self.example:
            ours.seen[self.rule.id] += 1

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        return self.path, None, f"{self.rule.id}: {self.name}"


class TitleItem(_Item):
    """A title, in each market that reads its language."""

    title: Title

    @classmethod
    def of(cls, parent: RulesFile, name: str, title: Title) -> TitleItem:
        made: TitleItem = cls.from_parent(parent, name=name)
        made.title, made.line = title, title.line
        return made

    def runtest(self) -> None:
        problem = self.parent.wrong.get(self.title)  # type: ignore[union-attr]
        if problem:
            raise _Found(f"{self.title.place}: {self.title.text!r} {problem}")


class CatalogFile(pytest.File):
    """A catalog, or a file of one."""

    ours: TestSession

    @classmethod
    def of(cls, parent: pytest.Collector, path: Path, ours: TestSession) -> CatalogFile:
        # pytest has no name for a file outside of the project.
        outside = not path.is_relative_to(parent.config.rootpath)
        made: CatalogFile = cls.from_parent(parent, path=path, nodeid=path.name if outside else None)
        made.ours = ours
        return made

    def collect(self) -> Iterator[pytest.Item]:
        """One test for each product, named by its handle. They are checked here, in order, as one catalog."""
        try:
            reports = list(check_catalog(self.path, shop=self.ours.shop, rules=self.ours.rules))
        except ListingRulesError as error:
            raise self.CollectError(str(error)) from None
        for name, report in zip(_told_apart(map(_name, reports)), reports, strict=True):
            yield ProductItem.of(self, name, report)


class ProductItem(_Item):
    """One product of a catalog."""

    found: Report

    @classmethod
    def of(cls, parent: CatalogFile, name: str, report: Report) -> ProductItem:
        made: ProductItem = cls.from_parent(parent, name=name)
        made.found, made.line = report, report.source.line if report.source else None
        return made

    def runtest(self) -> None:
        ours = self.parent.ours  # type: ignore[union-attr]
        ours.saw(self.found)
        if not lists_clean(self.found, ours.fail_on):
            raise _Found(as_text(self.found, ours.rules, advice=ours.fail_on == "info"))


def _same(file: str, path: Path) -> bool:
    return Path(file).resolve() == path.resolve()


def _name(report: Report) -> str:
    line = report.source.line if report.source else None
    return report.product.handle or report.product.id or (f"line {line}" if line else "product")


def _told_apart(names: Iterable[str]) -> Iterator[str]:
    """The same names, with a number behind those that stood before."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} [{seen[name]}]"
