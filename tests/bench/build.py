"""The whole build of the demonstration region, from its files and with nothing changed."""

import shutil

from psycopg import Connection

from sinkbase.paths import ROOT
from tests.bench.measure import Contest, median, run


def measure(connection: Connection) -> Contest:
    """`make build` as a user types it."""
    contest = Contest("`make build` of the demonstration region (14,209 cells)")
    run(["make", "-C", str(ROOT), "build"])

    def forget() -> None:
        for schema in ("demo", "demo_work", "demo_raw"):
            connection.execute(f"drop schema if exists {schema} cascade")
        shutil.rmtree(ROOT / "out" / "demo", ignore_errors=True)
        shutil.rmtree(ROOT / ".sinkbase" / "dbt", ignore_errors=True)

    whole = median(lambda: run(["make", "-C", str(ROOT), "build"]), 1, forget)
    contest.add("full rebuild", whole, "files made and server running; load, dbt, export")
    warm = median(lambda: run(["make", "-C", str(ROOT), "build"]), 3)
    contest.add("nothing changed", warm)
    return contest
