"""`make soak`: 200 kills of builds under 50 readers; writes the table of docs/reliability.md."""

import argparse
import re
import sys
from datetime import UTC, datetime

from sinkbase.paths import ROOT
from tests.soak.kills import VICTIMS
from tests.soak.run import Outcome, soak

PAGE = ROOT / "docs" / "reliability.md"
TABLE = re.compile(r"(<!-- soak -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Run, tell the faults, write the table of a whole run; exit code 1 on faults."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    outcome = soak(given.kills, given.readers, given.seed, lambda line: print(line, flush=True))
    print(told := _table(outcome, given))
    for fault in outcome.faults:
        print(f"fault: {fault}")
    if given.kills >= parser.get_default("kills"):
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(TABLE.sub(lambda it: f"{it[1]}{told}{it[2]}", page), encoding="utf-8")
    sys.exit(bool(outcome.faults))


def _table(outcome: Outcome, given: argparse.Namespace) -> str:
    counts = dict(outcome.kills) | {"nothing": outcome.edits - outcome.kills.total()}
    rows = [
        f"| {victim} | {counts.get(victim, 0):,} "
        f"| {sum(f', {victim}: ' in it or f', {victim} (' in it for it in outcome.faults)} |"
        for victim in (*VICTIMS, "nothing")
    ]
    seen = sum("a reader: " in it for it in outcome.faults)
    reads = [f"| {what} | {count:,} |" for what, count in sorted(outcome.read.items())]
    return "\n".join(
        (
            f"{datetime.now(UTC):%Y-%m-%d}, seed {given.seed}, {given.readers} readers, "
            f"{outcome.seconds / 60:.0f} minutes, {outcome.edits:,} edits.",
            "",
            "| killed | times | faults afterwards |",
            "|---|---|---|",
            *rows,
            "",
            "| readers' | number |",
            "|---|---|",
            *reads,
            f"| faults | {seen:,} |",
            "",
        )
    )


if __name__ == "__main__":
    main()
