"""Tests that are collected once and run for one mistake in the code after the other, each in a fork of the process."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import resource
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from msgspec import Struct

__all__ = ["Mistake", "each_noticed", "put_in_place"]

SECONDS = 90  # of computing, for all tests of one mistake
_OPTIONS = [
    *("-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-m", "not shared_data and not slow"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning", "--hypothesis-profile=quick"),
]

_ALIVE: list[types.FunctionType] = []


class Mistake(Struct, frozen=True):
    """`make` makes it, in a process of its own. Tests whose name is `near` it go first; `holds` is asked last."""

    make: Callable[[], object]
    near: Callable[[str], bool]
    holds: Callable[[], bool]


def each_noticed(tests: Sequence[str], mistakes: Sequence[Mistake], tell: Callable[[int, bool], None]) -> None:
    """Say of each, by its place, whether it is noticed. SystemExit where a test fails without any."""
    tried = _Tried(mistakes, tell)
    with contextlib.redirect_stdout(io.StringIO()) as told, contextlib.redirect_stderr(told):
        pytest.main([*_OPTIONS, *tests], plugins=[tried])
    if not tried.done:
        raise SystemExit(f"{' '.join(tests)}: they do not hold without a mistake either\n{told.getvalue()}")


class _Tried:
    """A plugin that runs the tests in its own way."""

    def __init__(self, mistakes: Sequence[Mistake], tell: Callable[[int, bool], None]) -> None:
        self.mistakes, self.tell = mistakes, tell
        self.done = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        _ALIVE[:] = _functions()
        order = [(item, item.nodeid) for item in session.items]
        nothing = Mistake(lambda: None, lambda name: False, lambda: True)
        if _noticing(session, [item for item, _ in order], nothing) is None:
            for place, mistake in enumerate(self.mistakes):
                order.sort(key=lambda one: not mistake.near(one[1]))
                by = _noticing(session, [item for item, _ in order], mistake)
                self.tell(place, by is not None)
                order.insert(0, order.pop(by or 0))  # what notices this one may notice the next
            self.done = True
        return True


def _noticing(session: pytest.Session, items: Sequence[pytest.Item], mistake: Mistake) -> int | None:
    """The place of the first test that fails; 0 where it is noticed otherwise."""
    heard, tell = os.pipe()
    child = os.fork()
    if not child:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            mistake.make()
            failed = _first_failure(session, items)
            os.write(tell, str(0 if failed is None and not mistake.holds() else failed).encode())
        finally:
            os._exit(0)
    os.close(tell)
    with os.fdopen(heard) as told:
        said = told.read() or "0"  # it did not get so far
    os.waitpid(child, 0)
    return None if said == "None" else int(said)


def _first_failure(session: pytest.Session, items: Sequence[pytest.Item]) -> int | None:
    for place, (item, after) in enumerate(zip(items, [*items[1:], None], strict=True)):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if session.testsfailed:
            return place
    return None


def _functions() -> list[types.FunctionType]:
    """All that are alive, those that were made by others too."""
    gc.unfreeze()
    alive = [one for one in gc.get_objects() if isinstance(one, types.FunctionType)]
    gc.freeze()  # what every process holds, none of them looks through again
    return alive


def put_in_place(file: Path, changed: types.CodeType) -> None:
    """The functions of the module get the changed code, and tables that they made when it was loaded are made anew."""
    codes = {(code.co_qualname, code.co_firstlineno): code for code in _codes(changed)}
    for one in _ALIVE:
        if one.__code__.co_filename == str(file):
            code = codes.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is not None and code.co_freevars == one.__code__.co_freevars:
                one.__code__ = code
    for module in [one for one in sys.modules.values() if getattr(one, "__file__", None) == str(file)]:
        tables = {name: value for name, value in vars(module).items() if type(value) is dict and _is_data(value)}
        if tables:
            again = dict(vars(module))
            exec(changed, again)  # noqa: S102 - our own module
            for name, table in tables.items():
                table.clear()
                table.update(again[name])


def _is_data(value: object) -> bool:
    if isinstance(value, dict):
        return all(_is_data(key) and _is_data(one) for key, one in value.items())
    if isinstance(value, tuple | list | frozenset):
        return all(map(_is_data, value))
    return isinstance(value, str | int | None)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield from _codes(one)
