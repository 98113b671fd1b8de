"""The text that a person reads in a terminal."""

from __future__ import annotations

import click

from formats.outputs import failure, report, write


def test_no_line_ends_in_spaces() -> None:
    several = [report(failure(reason="One."), title="A"), report(failure(reason="Two."), title="B")]
    for reports in (several, several[:1]):
        lines = click.unstyle(write("text", reports).text).splitlines()
        assert any("/variants/0/price" in line for line in lines)
        assert [line for line in lines if line != line.rstrip()] == []
