"""The pytest plugin: options, fixtures, and what is collected.

pytest imports this in every run wherever the package is installed, so it imports nothing of ours at the top, and does
nothing until an option, a setting or a fixture asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

if TYPE_CHECKING:
    from listing_rules.report import Report
    from listing_rules.ruleset import RuleSet
    from listing_rules.shop import Shop
    from listing_rules.testing.session import TestSession

T = TypeVar("T")
_SESSION = pytest.StashKey["TestSession"]()
_OPTIONS: dict[str, dict[str, Any]] = {
    "catalog": {
        "action": "append",
        "default": [],
        "metavar": "PATH",
        "help": "Make a test of every product of this catalog (a file or folder): it lists clean.",
    },
    "shop": {"metavar": "FILE", "help": "The shop file that products are checked for; wins over the setting."},
    "market": {"metavar": "MARKET", "help": "The market, where no shop file names it (US by default)."},
    "fail-on": {
        "choices": ["error", "warning", "info"],
        "default": "error",
        "help": "The mildest finding that fails a product of the catalog.",
    },
    "coverage": {"action": "store_true", "help": "Say at the end which rules this run has seen at work."},
}
_SETTINGS = {
    "folders": ("paths", "Folders of rules of your own. The examples in their files are collected as tests."),
    "shop": ("paths", "The shop file that products are checked for."),
    "market": ("string", "The market, where no shop file names it."),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("listing-rules", "Shopify products and rules for TikTok Shop")
    for name, how in _OPTIONS.items():
        group.addoption(f"--listing-rules-{name}", **how)
    for name, (kind, what) in _SETTINGS.items():
        parser.addini(f"listing_rules_{name}", what, type=kind, default=[] if kind == "paths" else "")  # type: ignore[arg-type]


def pytest_configure(config: pytest.Config) -> None:
    for path in _catalogs(config):
        if not path.exists():
            raise pytest.UsageError(f"--listing-rules-catalog: there is no {path}")
        if str(path) not in config.args:
            config.args.append(str(path))
    if config.getoption("listing_rules_coverage"):
        _session(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    config = parent.config
    if _below(file_path, _catalogs(config)):
        from listing_rules.testing.collecting import CatalogFile

        return CatalogFile.of(parent, file_path, _session(config))
    if file_path.suffix in (".yaml", ".yml") and _below(file_path, config.getini("listing_rules_folders")):
        from listing_rules.testing.collecting import RulesFile

        return RulesFile.of(parent, file_path, _session(config))
    return None


@pytest.fixture(scope="session")
def listing_rules_shop(pytestconfig: pytest.Config) -> Shop:
    """The shop that --listing-rules-shop, --listing-rules-market or the settings name; the United States by default."""
    return _asked(lambda: _session(pytestconfig).shop)


@pytest.fixture(scope="session")
def listing_rules_set(pytestconfig: pytest.Config) -> RuleSet:
    """The bundled rules with the folders of the settings on top."""
    return _asked(lambda: _session(pytestconfig).rules)


@pytest.fixture
def assert_lists_clean(pytestconfig: pytest.Config) -> Callable[..., Report]:
    """`listing_rules.testing.assert_lists_clean` for the shop and the rules of the settings."""
    ours = _session(pytestconfig)
    _asked(ours.load)
    return ours.assert_lists_clean


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands on what it has seen."""
    ours = session.config.stash.get(_SESSION, None)
    if ours is not None:
        ours.close()
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["listing_rules"] = dict(ours.seen)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    seen = getattr(node, "workeroutput", {}).get("listing_rules")
    if seen:
        _session(node.config).seen.update(seen)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if config.getoption("listing_rules_coverage"):
        terminalreporter.section("rules at work")
        for line in _session(config).summary():
            terminalreporter.line(line)


def _session(config: pytest.Config) -> TestSession:
    """Made when it is first asked for, which is when our modules are imported."""
    if _SESSION not in config.stash:
        from listing_rules.testing.session import TestSession

        config.stash[_SESSION] = TestSession.of(config)
    return config.stash[_SESSION]


def _asked(what: Callable[[], T]) -> T:
    """A shop file or a rule that is wrong fails the test in its own words."""
    from listing_rules.errors import ListingRulesError

    try:
        return what()
    except ListingRulesError as error:
        said = str(error)
    pytest.fail(said, pytrace=False)


def _catalogs(config: pytest.Config) -> list[Path]:
    return [(config.invocation_params.dir / name).resolve() for name in config.getoption("listing_rules_catalog")]


def _below(path: Path, folders: list[Path]) -> bool:
    return any(path == folder or folder in path.parents for folder in folders)
