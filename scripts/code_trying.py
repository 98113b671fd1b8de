"""Tests that are collected once and run for one mistake in the code after the other, each in a fork of the process."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import resource
import types
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

__all__ = ["Mistake", "noticed", "put_in_place"]

SECONDS = 90  # of computing, for all tests of one mistake
_OPTIONS = [
    *("-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-m", "not shared_data and not slow"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning", "--hypothesis-profile=quick"),
]

Mistake = Callable[[], bool]
"""Makes it, in a process of its own; False where it is noticed before any test runs."""

_ELSEWHERE = -1  # noticed, but by no test
_ALIVE: list[types.FunctionType] = []
_HELD: set[tuple[str, ...]] = set()  # tests that were seen to hold


def noticed(tests: Sequence[str], mistakes: Sequence[Mistake]) -> list[bool]:
    """Which of the mistakes are noticed. SystemExit where a test fails without any."""
    tried = _Tried(mistakes)
    with contextlib.redirect_stdout(io.StringIO()) as told, contextlib.redirect_stderr(told):
        pytest.main([*_OPTIONS, *tests], plugins=[tried])
    if len(tried.fates) != len(mistakes):
        raise SystemExit(f"{' '.join(tests)}: they do not hold without a mistake either\n{told.getvalue()}")
    return tried.fates


class _Tried:
    """A plugin that runs the tests in its own way."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = mistakes
        self.fates: list[bool] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        _ALIVE[:] = _functions()
        names = tuple(item.nodeid for item in session.items)
        order = list(range(len(names)))
        if names in _HELD or _noticing(session, order, lambda: True) is None:
            _HELD.add(names)
            for mistake in self.mistakes:
                place = _noticing(session, order, mistake)
                self.fates.append(place is not None)
                if place in order:  # what notices this one may notice the next
                    order.remove(place)
                    order.insert(0, place)
        return True


def _noticing(session: pytest.Session, order: Sequence[int], mistake: Mistake) -> int | None:
    """The place of the first test that fails."""
    heard, tell = os.pipe()
    child = os.fork()
    if not child:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            os.write(tell, str(_first_failure(session, order) if mistake() else _ELSEWHERE).encode())
        finally:
            os._exit(0)
    os.close(tell)
    with os.fdopen(heard) as told:
        said = told.read() or str(_ELSEWHERE)  # it did not get so far
    os.waitpid(child, 0)
    return None if said == "None" else int(said)


def _first_failure(session: pytest.Session, order: Sequence[int]) -> int | None:
    for place, after in zip(order, [*order[1:], None], strict=True):
        following = None if after is None else session.items[after]
        session.config.hook.pytest_runtest_protocol(item=session.items[place], nextitem=following)
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
    """The functions of the module get the changed code."""
    codes = {(code.co_qualname, code.co_firstlineno): code for code in _codes(changed)}
    for one in _ALIVE:
        if one.__code__.co_filename == str(file):
            code = codes.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is not None and code.co_freevars == one.__code__.co_freevars:
                one.__code__ = code


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield from _codes(one)
