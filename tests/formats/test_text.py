"""The text that a person reads in a terminal."""

from __future__ import annotations

from formats.outputs import failure, report, write


def test_no_line_ends_in_spaces() -> None:
    several = [report(failure(reason="One."), title="A"), report(failure(reason="Two."), title="B")]
    for reports in (several, several[:1]):
        assert not [line for line in write("text", reports).text.splitlines() if line != line.rstrip()]
