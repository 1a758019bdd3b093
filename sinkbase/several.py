"""One verb of the Makefile for several regions, one after another; a failure stops only its own."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import shorten

from sinkbase.paths import ROOT

INTERRUPTED = 130
LONGEST_REASON = 200  # characters; the whole message stands above


@dataclass(frozen=True)
class Outcome:
    """How a region's run ended: `reason` is empty when it ended well."""

    region: str
    seconds: float
    reason: str = ""

    def line(self, width: int) -> str:
        """One line: region, outcome, time, and why it failed."""
        did = "failed" if self.reason else "done"
        reason = shorten(self.reason, LONGEST_REASON, placeholder=" ...")
        return f"{self.region:<{width}}  {did:<6}  {self.seconds:6.0f} s  {reason}".rstrip()


def run_each(verb: str, regions: list[str], say: Callable[[str], None]) -> list[Outcome]:
    """Run `make <verb>` for each region, then say one line a region.

    Ctrl-C stops the region under way and those after it, which are named as not begun.
    """
    outcomes: list[Outcome] = []
    for number, region in enumerate(regions, 1):
        say(f"== {region} ({number} of {len(regions)})")
        started = time.monotonic()
        try:
            reason = _run(verb, region)
        except KeyboardInterrupt:
            outcomes.append(Outcome(region, time.monotonic() - started, "interrupted"))
            outcomes += [Outcome(left, 0, "not begun") for left in regions[number:]]
            break
        outcomes.append(Outcome(region, time.monotonic() - started, reason))
    failed = sum(bool(outcome.reason) for outcome in outcomes)
    width = max(len(outcome.region) for outcome in outcomes)
    say(f"== make {verb}: {len(outcomes) - failed} of {len(outcomes)} regions done")
    for outcome in outcomes:
        say(outcome.line(width))
    return outcomes


def _run(verb: str, region: str) -> str:
    """Run the verb for one region; its messages go through, and the last error comes back."""
    # in quotes as make would: REGION=name overrides the list that this run was given
    with subprocess.Popen(
        ["make", "--no-print-directory", verb, f"REGION={region}"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        assert process.stderr is not None
        reason = ""
        try:
            for line in process.stderr:
                sys.stderr.write(line)
                sys.stderr.flush()
                if line.startswith("error: "):
                    reason = line.removeprefix("error: ").strip()
        except KeyboardInterrupt:
            process.wait()  # make and its program were interrupted as well: let them end
            raise
        code = process.wait()
    if not code:
        return ""
    if code < 0 or "interrupted" in reason:
        raise KeyboardInterrupt
    return reason or f"exit code {code}"


def exit_code(outcomes: list[Outcome]) -> int:
    """0 when all ended well, 130 after Ctrl-C, else 2."""
    reasons = {outcome.reason for outcome in outcomes}
    if "interrupted" in reasons:
        return INTERRUPTED
    return 0 if reasons == {""} else 2
