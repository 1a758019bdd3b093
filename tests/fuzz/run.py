"""The runs: so many mutations from a seed, and what went wrong, in words."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz import mutate
from tests.fuzz.inputs import DEMO, Target, copy_for, region_text, write_inputs
from tests.fuzz.reading import Tables, differences
from tests.fuzz.worker import Outcome, Worker

_HEADERS = (".hdr", ".prj")  # a few lines of text: cut within a number they are another header
Say = Callable[[str], None]


@dataclass
class Result:
    """Counts of outcomes by mutation, and the failures."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def note(self, what: str, outcome: Outcome) -> None:
        self.counts[outcome.kind] += 1
        if outcome.kind == "failure":
            self.failures.append(f"{what}: {outcome.text}")


def region_files(folder: Path, count: int, seed: int, say: Say = print) -> Result:
    """Mutate the demonstration's region file, and the examples of the documentation."""
    write_inputs(folder / "data")
    text = DEMO.read_text("utf-8")
    worker, result = Worker(), Result()
    file = folder / "demo.toml"
    file.write_text(text, encoding="utf-8")
    whole = worker.read(file, folder / "data", None)
    assert whole.kind == "read", whole.text
    for number in range(count):
        kind, content = mutate.region_file(text, random.Random(f"{seed} region {number}"))
        file.write_bytes(content)
        outcome = worker.read(file, folder / "data", None)
        if outcome.kind == "read":
            outcome = _held_against(whole.tables, outcome, text, content)
        result.note(f"region file {number} ({kind})", outcome)
        _tell(say, number, count, result)
    worker.close()
    return result


def _held_against(whole: Tables, outcome: Outcome, text: str, content: bytes) -> Outcome:
    """A failure when numbers changed and nothing was said."""
    lacking = set(whole) - set(outcome.tables)
    changed = [name for name in differences(whole, outcome.tables) if name not in lacking]
    told = set(outcome.tables["warnings"]) - set(whole["warnings"])
    if not changed or told:
        return Outcome("refused" if told else "read", "warned of" if told else "")
    return Outcome("failure", f"{changed} changed without a word:\n{_difference(text, content)}")


def _difference(text: str, content: bytes) -> str:
    import difflib

    lines = content.decode(errors="replace").splitlines()
    return "\n".join(
        line for line in difflib.unified_diff(text.splitlines(), lines, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    )  # fmt: skip


def data_files(folder: Path, count: int, seed: int, say: Say = print) -> Result:
    """Mutate the files, one at a time; a file that was cut is refused, or all in it still there."""
    targets = write_inputs(folder / "data")
    worker, result = Worker(), Result()
    known: dict[Target, Tables] = {}
    file = folder / "fuzz.toml"
    for number in range(count):
        rng = random.Random(f"{seed} data {number}")
        target = rng.choice(targets)
        file.write_text(region_text(target, DEMO), encoding="utf-8")
        if target not in known:
            known[target] = _unchanged(worker, file, folder / "data", target)
        path = copy_for(target, folder / "data", folder / "changed")
        kind, content = mutate.data_file((folder / "data" / target.path).read_bytes(), rng)
        path.write_bytes(content)
        outcome = worker.read(file, folder / "changed", [target.layer])
        if outcome.kind == "read" and kind == "cut" and not target.path.endswith(_HEADERS):
            outcome = _held_to(known[target], outcome)
        result.note(f"data file {number} ({target.path}, {kind})", outcome)
        _tell(say, number, count, result)
    worker.close()
    return result


def _unchanged(worker: Worker, file: Path, data: Path, target: Target) -> Tables:
    outcome = worker.read(file, data, [target.layer])
    assert outcome.kind == "read", f"{target.path}: {outcome.text}"
    return outcome.tables


def _held_to(whole: Tables, outcome: Outcome) -> Outcome:
    changed = differences(whole, outcome.tables)
    told = set(outcome.tables["warnings"]) - set(whole["warnings"])
    if changed and not told:
        return Outcome("failure", f"{changed} changed without a word")
    return outcome


def _tell(say: Say, number: int, count: int, result: Result) -> None:
    if (number + 1) % 100 == 0 or number + 1 == count:
        told = ", ".join(f"{amount} {kind}" for kind, amount in sorted(result.counts.items()))
        say(f"{number + 1} of {count}: {told}")


def summary(results: dict[str, Result]) -> Iterator[str]:
    """The failures, each once."""
    for name, result in results.items():
        yield f"{name}: {dict(result.counts)}"
        yield from result.failures
