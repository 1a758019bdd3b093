"""Exact natural breaks into five classes of 1,000,000 different values."""

import kmeans1d
import numpy as np
from psycopg import Connection

from tests.bench.measure import Contest, median, peak_mb_of


def measure(connection: Connection) -> Contest:
    """Over the NEP raster that the contest before has left."""
    contest = Contest("Natural breaks of 1,000,000 cells into five classes, exact")
    query = "select * from sinkbase.natural_breaks(array(select rast from bench_raw.nep), 5)"
    contest.add(
        "Sinkbase `natural_breaks`", median(lambda: connection.execute(query).fetchall(), 3)
    )
    peak = peak_mb_of(connection.info.backend_pid)
    contest.remarks.append(f"Peak memory of the server's process: {peak:.0f} MB.")
    rows = connection.execute("select unnest(st_dumpvalues(rast, 1)) from bench_raw.nep").fetchall()
    values = np.array(rows, float).ravel()
    contest.add("kmeans1d (C++), array in memory", median(lambda: kmeans1d.cluster(values, 5), 3))
    return contest
