"""Readers that never stop: each looks at the region in one transaction, or asks for a map of it."""

import multiprocessing as mp
import random
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event
from typing import Any

import psycopg

from tests.soak.place import REGION, content

# of the states that `build` tells alike, by what it tells: each one's digests of results
References = Mapping[str, Sequence[Mapping[str, str]]]
STATE = f"select settings::text, headlines ->> 'title' from {REGION}.build"
TABLES_AT_ONCE = 4
RASTERS, VECTORS = ("nep", "importance_level"), ("carbon_sinks", "corridors")
SECONDS_TO_COME_BACK = 5.0  # of a client, after the server has recovered


@dataclass
class Outages:
    """When the server was killed and when it answered again, seen from all processes."""

    since: Any = field(default_factory=lambda: mp.Value("d", 0.0))
    until: Any = field(default_factory=lambda: mp.Value("d", 0.0))

    def begin(self) -> None:
        self.since.value, self.until.value = time.time(), float("inf")

    def end(self) -> None:
        self.until.value = time.time()

    def covers(self, began: float) -> bool:
        """Whether what was begun then may have met a server that was down."""
        return time.time() >= self.since.value and began <= self.until.value + SECONDS_TO_COME_BACK


@dataclass(frozen=True)
class Sight:
    """What readers read: the database by a login, maps at an address; and what they may see."""

    login: dict[str, str]
    map_url: str
    window: str  # of the region, as a map is asked for it
    references: References
    outages: Outages


def read(sight: Sight, counts: tuple[int, int], end: Event, told: Any) -> None:
    """Run readers of SQL and of maps until the end; tell what they counted and what was wrong."""
    found: Counter[str] = Counter()
    faults: list[str] = []
    work = [_sql] * counts[0] + [_map] * counts[1]

    def run(number: int) -> None:
        drawn = random.Random(number)
        while not end.is_set():
            began = time.time()
            try:
                found[work[number](sight, drawn, faults)] += 1
            except (psycopg.OperationalError, psycopg.InterfaceError, OSError, ValueError) as error:
                if sight.outages.covers(began):
                    found["asked again, since the server was down"] += 1
                else:
                    faults.append(f"{type(error).__name__}: {error}")
            except psycopg.Error as error:
                faults.append(f"{type(error).__name__}: {error}")
            end.wait(drawn.uniform(0.5, 3))

    threads = [threading.Thread(target=run, args=(it,)) for it in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.put((dict(found), faults))


def _sql(sight: Sight, drawn: random.Random, faults: list[str]) -> str:
    with psycopg.connect(**sight.login) as connection:  # type: ignore[arg-type]
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        state = connection.execute(STATE).fetchone()
        references = sight.references.get(repr(state))
        if references is None:
            faults.append(f"a run that nobody made: {state}")
            return "transactions"
        names = drawn.sample(sorted(references[0]), TABLES_AT_ONCE)
        seen = {}
        for name in names:
            seen |= content(connection, [name])
            time.sleep(drawn.choice((0, 0, 0.2, 1)))
        if not any(seen.items() <= reference.items() for reference in references):
            faults.append(f"{', '.join(names)} are not of one run that `build` tells")
    return "transactions"


def _map(sight: Sight, drawn: random.Random, faults: list[str]) -> str:
    layer = drawn.choice(RASTERS + VECTORS)
    query = (
        "?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetMap&STYLES=&SRS=EPSG:2328&FORMAT=image/png"
        f"&BBOX={sight.window}&WIDTH=256&HEIGHT=256&LAYERS={layer}"
    )
    with urllib.request.urlopen(sight.map_url + query, timeout=30) as answer:
        kind, body = answer.headers["Content-Type"], answer.read()
    if not kind.startswith("image/png"):
        if layer in RASTERS:  # files alone: no server's end excuses it
            faults.append(f"map of {layer}: {body[:200]!r}")
            return "maps"
        raise ValueError(f"map of {layer}: {body[:200]!r}")
    return "maps"
