"""Runs that end early: what they say, what they leave, and that another goes on from there."""

from __future__ import annotations

import io
import json
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from listing_rules import cli
from listing_rules.examples import base_product
from listing_rules.formats.jsonl import JsonLines
from listing_rules.inputs import Inputs
from listing_rules.progress import Progress, duration
from listing_rules.rules import load_rules

RULES = load_rules()


def product(number: int) -> dict[str, Any]:
    """Every third product is there twice, every fourth is free."""
    patch = {"id": number - (number % 3 == 2), "variants": [{"sku": f"S{number}", "price": str(number % 4)}]}
    return base_product(RULES, "US", patch)


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("listing_rules.inputs._SMALL", 0)
    file = tmp_path / "catalog.jsonl"
    file.write_text("".join(json.dumps(product(number)) + "\n" for number in range(40)) + "{\n")
    return file


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object, market: str = "US") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["listing-rules", "check", "--market", market, *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capfd.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return call


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Send a signal before a piece of the catalog is read."""
    pieces = Inputs.__iter__

    def at(place: int | None, number: int = signal.SIGINT) -> None:
        def interrupted(self: Inputs) -> Iterator[Any]:
            for count, piece in enumerate(pieces(self)):
                if count == place:
                    signal.raise_signal(number)
                yield piece

        monkeypatch.setattr(Inputs, "__iter__", interrupted)

    return at


OUTPUTS = ("--format", "jsonl=out.jsonl", "--format", "text=out.txt", "--format", "json=out.json")


def results(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("out*"))}


@pytest.mark.parametrize("places", [[1], [17], [40], [3, 20, 21, 40]])
def test_a_run_in_several_goes_is_as_one_in_one_go(
    check: Any, interrupt: Any, catalog: Path, places: list[int]
) -> None:
    status, _, _ = check(catalog, *OUTPUTS)
    whole = results(catalog.parent)
    for file in whole:
        Path(file).unlink()
    for place in places:
        interrupt(place)
        stopped, _, err = check(catalog, *OUTPUTS, "--resume")
        assert stopped == 130
        assert f"{place} products were checked before that" in err
        assert sorted(results(catalog.parent)) == [
            *("out.json.part", "out.jsonl.part", "out.jsonl.resume", "out.txt.part")
        ]
    interrupt(None)
    assert check(catalog, *OUTPUTS, "--resume")[0] == status
    assert results(catalog.parent) == whole


@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_a_run_with_a_baseline_is_gone_on_with(check: Any, interrupt: Any, catalog: Path, option: str) -> None:
    """Some failures are known, some are new, some known ones are gone: all of it is told as in one go."""
    check(catalog, "--write-baseline", "known.jsonl")
    lines = Path("known.jsonl").read_text().splitlines(keepends=True)
    gone = lines[1].replace('"product":"', '"product":"1').replace('"fingerprint":"', '"fingerprint":"x')
    Path("known.jsonl").write_text("".join([*lines[:1], gone, *lines[5:]]))
    known = Path("known.jsonl").read_bytes()
    status, _, err = check(catalog, *OUTPUTS, option, "known.jsonl")
    whole, written = results(catalog.parent), Path("known.jsonl").read_bytes()
    assert b'"known":[{' in whole["out.jsonl"]
    Path("known.jsonl").write_bytes(known)
    for file in whole:
        Path(file).unlink()
    interrupt(20)
    assert check(catalog, *OUTPUTS, option, "known.jsonl")[0] == 130
    assert Path("known.jsonl").read_bytes() == known
    interrupt(None)
    ended, _, told = check(catalog, *OUTPUTS, option, "known.jsonl", "--resume")
    assert (ended, told.replace("listing-rules: going on after 20 products\n", "")) == (status, err)
    assert (results(catalog.parent), Path("known.jsonl").read_bytes()) == (whole, written)


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--baseline", "known.jsonl"), ("--shop", "shop.yaml")])
def test_processes_may_be_more_or_fewer_from_one_go_to_the_next(
    check: Any, interrupt: Any, catalog: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    """What comes in blocks is what comes one by one, also where a baseline or the rest of the catalog changes it."""
    Path("shop.yaml").write_text("market: US\nuploads_left: 3\n")
    monkeypatch.setattr("listing_rules.workers._CHUNK", 4)
    monkeypatch.setattr("listing_rules.workers._CHUNKS_PER_WORKER", 1)
    check(catalog, "--write-baseline", "known.jsonl")
    Path("known.jsonl").write_text("".join(Path("known.jsonl").read_text().splitlines(keepends=True)[:9]))
    status, _, _ = check(catalog, *OUTPUTS, *options)
    whole = results(catalog.parent)
    for file in whole:
        Path(file).unlink()
    for place, jobs in ((9, 1), (30, 2)):
        interrupt(place)
        assert check(catalog, *OUTPUTS, *options, "--resume", "--jobs", jobs)[0] == 130
    assert len(Path("out.jsonl.part").read_text().splitlines()) > 9
    interrupt(None)
    assert check(catalog, *OUTPUTS, *options, "--resume", "--jobs", 2)[0] == status
    assert results(catalog.parent) == whole


def test_what_is_told_of_an_interrupted_run(check: Any, interrupt: Any, catalog: Path) -> None:
    interrupt(5)
    status, _, err = check(catalog, *OUTPUTS)
    assert status == 130
    assert err.splitlines() == [
        "listing-rules: interrupted",
        "listing-rules: 5 products were checked before that; the partial result is in "
        "out.jsonl.part, out.txt.part, out.json.part",
        "listing-rules: the same command with --resume goes on from there",
    ]
    assert json.loads(Path("out.json.part").read_text())["summary"]["partial"] == "interrupted"
    assert "Partial: interrupted" in Path("out.txt.part").read_text()
    assert len(Path("out.jsonl.part").read_text().splitlines()) == 5


def test_what_holds_nothing_is_not_named(check: Any, interrupt: Any, catalog: Path) -> None:
    interrupt(0)
    status, _, err = check(catalog, *OUTPUTS)
    assert (status, sorted(results(catalog.parent))) == (130, ["out.json.part", "out.txt.part"])
    assert err.splitlines() == [
        "listing-rules: interrupted",
        "listing-rules: 0 products were checked before that; the partial result is in out.txt.part, out.json.part",
    ]


def test_a_signal_waits_until_a_product_is_written(check: Any, catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add = JsonLines.add

    def interrupted(self: JsonLines, report: Any) -> None:
        if report.source.line == 7:
            signal.raise_signal(signal.SIGTERM)
        add(self, report)

    monkeypatch.setattr(JsonLines, "add", interrupted)
    status, out, err = check(catalog, "--format", "jsonl")
    assert (status, len(out.splitlines())) == (143, 7)
    assert "told to end" in err


def test_without_resume_a_run_starts_again(check: Any, interrupt: Any, catalog: Path) -> None:
    interrupt(9)
    check(catalog, *OUTPUTS)
    interrupt(None)
    check(catalog, *OUTPUTS)
    assert len(Path("out.jsonl").read_text().splitlines()) == 41
    assert sorted(results(catalog.parent)) == ["out.json", "out.jsonl", "out.txt"]


def test_a_run_is_not_gone_on_with_by_another_kind(check: Any, interrupt: Any, catalog: Path) -> None:
    interrupt(9)
    check(catalog, *OUTPUTS)
    interrupt(None)
    for arguments, market, problem in (
        ((catalog, *OUTPUTS), "GB", "cannot be resumed: the shop's facts changed since"),
        ((catalog, *OUTPUTS, "--as-of", "2026-12-01"), "US", "cannot be resumed: the day changed since"),
        ((catalog, catalog, *OUTPUTS), "US", "cannot be resumed: the inputs changed since"),
        ((catalog, "--format", "text"), "US", "add --format jsonl=FILE, in the first run too"),
        ((catalog, *OUTPUTS, "--baseline", "known.jsonl"), "US", "there is no such baseline"),
        ((catalog, *OUTPUTS, "--write-baseline", "known.jsonl"), "US", "cannot be resumed: the baseline changed since"),
    ):
        status, _, err = check(*arguments, "--resume", market=market)
        assert (status, problem in err) == (2, True), err


@pytest.mark.parametrize(
    ("lines", "problem"),
    [(8, "the input has only 8 pieces now, 9 were read before"), (30, "the input is not what it was")],
)
def test_another_input_under_the_same_name_is_noticed(
    check: Any, interrupt: Any, catalog: Path, lines: int, problem: str
) -> None:
    interrupt(9)
    check(catalog, *OUTPUTS)
    interrupt(None)
    catalog.write_text("".join(json.dumps(product(99 - number)) + "\n" for number in range(lines)))
    status, _, err = check(catalog, *OUTPUTS, "--resume")
    assert (status, problem in err) == (2, True), err


def test_a_grown_input_is_gone_on_with(check: Any, interrupt: Any, catalog: Path) -> None:
    interrupt(9)
    check(catalog, *OUTPUTS)
    interrupt(None)
    with catalog.open("a") as file:
        file.write(json.dumps(product(50)) + "\n")
    check(catalog, *OUTPUTS, "--resume")
    assert len(Path("out.jsonl").read_text().splitlines()) == 42


@pytest.mark.parametrize("damage", [lambda: Path("out.jsonl.part").write_text("x"), Path("out.jsonl.part").unlink])
def test_an_output_that_somebody_touched_is_noticed(check: Any, interrupt: Any, catalog: Path, damage: Any) -> None:
    interrupt(9)
    check(catalog, *OUTPUTS)
    interrupt(None)
    damage()
    status, _, err = check(catalog, *OUTPUTS, "--resume")
    assert (status, "start again without --resume" in err) == (2, True)


def test_what_a_killed_run_wrote_after_its_last_save_is_written_again(
    check: Any, interrupt: Any, catalog: Path
) -> None:
    check(catalog, "--format", "jsonl=whole.jsonl")
    interrupt(9)
    check(catalog, *OUTPUTS)
    interrupt(None)
    with Path("out.jsonl.part").open("a") as file:
        file.write('{"product": {"id": "torn')
    check(catalog, *OUTPUTS, "--resume")
    assert Path("out.jsonl").read_text() == Path("whole.jsonl").read_text()


def test_devices_are_written_to_and_not_replaced(check: Any, catalog: Path) -> None:
    assert check(catalog, "--format", "jsonl", "--output", "/dev/null")[0] == 2
    assert Path("/dev/null").is_char_device()


def command(*arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "listing_rules", "check", "--market", "US", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, **more)  # noqa: S603


@pytest.mark.slow
def test_a_full_disk_is_said_and_leaves_what_is_whole(catalog: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    run = command(catalog, "--format", "jsonl=out.jsonl", "--format", "text", preexec_fn=little_room)
    assert run.returncode == 2
    assert "File too large" in run.stderr
    assert "the partial result is in out.jsonl.part" in run.stderr
    assert "Partial: " in run.stdout
    assert not Path("out.jsonl").exists()
    assert all(json.loads(line)["product"] for line in Path("out.jsonl.part").read_text().splitlines())
    again = command(catalog, "--format", "jsonl=out.jsonl", "--resume")
    assert again.returncode == 2
    assert again.stderr.splitlines()[-1].startswith("listing-rules: 1 of 41 products could not be read, the first at")
    assert len(Path("out.jsonl").read_text().splitlines()) == 41


@pytest.mark.slow
def test_two_at_once_do_not_mix(catalog: Path) -> None:
    line = [sys.executable, "-m", "listing_rules", "check", "--market", "US", "-", "--format", "jsonl=out.jsonl"]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as first:  # noqa: S603
        assert first.stdin
        first.stdin.write(catalog.read_bytes()[:9000])
        first.stdin.flush()
        while not Path("out.jsonl.resume").exists():
            assert first.poll() is None
        second = command(catalog, "--format", "jsonl=out.jsonl")
        first.stdin.write(catalog.read_bytes()[9000:])
        first.stdin.close()
        assert first.wait() == 2
    assert (second.returncode, "another run writes to it now" in second.stderr) == (2, True)
    assert len(Path("out.jsonl").read_text().splitlines()) == 41


class Way:
    total: int | None = 1000
    position = 0


def test_progress_tells_the_rate_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, err, way = [0.0], io.StringIO(), Way()
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    monkeypatch.setattr(sys, "stderr", err)
    progress = Progress(way, before=1000)
    for count in range(320):
        clock[0] += 0.1
        way.position = count
        progress.step()
    progress.done()
    assert err.getvalue() == "listing-rules: 1,312 products, 10 a second, 31 %, 69 s left\n"


def test_progress_on_a_terminal_is_one_line_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, err = [0.0], io.StringIO()
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    monkeypatch.setattr(err, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", err)
    progress = Progress(None, what="mutants")
    for _ in range(16):
        clock[0] += 0.1
        progress.step()
    progress.done()
    assert err.getvalue() == "\r16 mutants, 10 a second" + "\r" + " " * 23 + "\r"


@pytest.mark.parametrize(("seconds", "words"), [(5, "5 s"), (119, "119 s"), (121, "2 min"), (12_001, "3 h 20 min")])
def test_durations_are_told_as_people_do(seconds: int, words: str) -> None:
    assert duration(seconds) == words
