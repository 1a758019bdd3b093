"""Inputs are edited, builds are killed, and each that ends is held to one from nothing."""

import multiprocessing as mp
import random
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.soak.kills import OF_SERVER, VICTIMS, processes
from tests.soak.place import REGION, Place, State, content, map_server, place
from tests.soak.readers import STATE, Outages, Sight, read

# early and late settings, a title (which builds no model), a layer, a seed
STATES = (
    State(),
    State({"respiration_temperature": 0.07}),
    State({"importance_weight_nep": 0.4, "importance_weight_soil": 0.35}),
    State({"corridor_tolerance": 0.1}),
    State({"potential_excludes": [64]}),
    State(title="Another name"),
    State(doubled_population=True),
    State({"corridor_tolerance": 0.1}, edited_seed=True),
)
EDITS_A_KILL = 1.5  # the others build without one
SECONDS_TO_END = 15.0  # of an orphan, and of what it began
READERS_A_PROCESS = 25


@dataclass(frozen=True)
class Reference:
    """What an undisturbed build from nothing makes of a state, and how long it takes."""

    key: str
    results: dict[str, str]
    files: dict[str, str]


@dataclass
class Outcome:
    """What a soak counted, and all that was not as it has to be."""

    edits: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


def soak(kills: int, readers: int, seed: int, tell: Callable[[str], None]) -> Outcome:
    """Kill so many builds among half as many edits more, with so many readers.

    `tell` is told of each.
    """
    outcome, drawn, began = Outcome(), random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory() as folder, place(Path(folder)) as it:
        Path(folder).chmod(0o755)
        references = []
        for state in STATES:
            references.append(_reference(it, state))
            tell(f"built from nothing: {state}")
        it.use(STATES[0])
        it.build()
        outages, now = Outages(), 0
        known: dict[str, list[dict[str, str]]] = {}
        for reference in references:
            known.setdefault(reference.key, []).append(reference.results)
        with ExitStack() as running:
            address = running.enter_context(map_server(it))
            sight = Sight(it.reader, address, it.window(), known, outages)
            running.enter_context(_reading(sight, readers, outcome))
            while outcome.kills.total() < kills or outcome.edits < kills * EDITS_A_KILL:
                wanted = drawn.randrange(len(STATES))
                faults = []
                victim = ""
                if outcome.kills.total() < kills and drawn.random() < 1 / EDITS_A_KILL:
                    victim = list(VICTIMS)[outcome.kills.total() % len(VICTIMS)]
                    did = _killed(it, wanted, victim, drawn, outages)
                    outcome.kills[victim] += did
                    faults = _after(it, references, now, wanted)
                    if drawn.random() < 0.5:
                        wanted = now  # it is put back
                    victim += "" if did else " (had ended)"
                faults += _next(it, references, wanted, outages)
                now = wanted
                outcome.edits += 1
                what = f"edit {outcome.edits}, {victim or 'nothing'}"
                outcome.faults += [f"{what}: {fault}" for fault in faults]
                tell(f"{what}; {outcome.kills.total()} of {kills} kills")
                for fault in faults:
                    tell(f"  {fault}")
    outcome.seconds = time.monotonic() - began
    return outcome


def _reference(it: Place, state: State) -> Reference:
    """Build from nothing."""
    with psycopg.connect(it.url, autocommit=True) as connection:
        connection.execute(f"drop schema if exists {REGION}, {REGION}_work cascade")
    shutil.rmtree(it.out / REGION, ignore_errors=True)
    it.use(state)
    it.build()
    with psycopg.connect(it.url, autocommit=True) as connection:
        key = repr(connection.execute(STATE).fetchone())
        return Reference(key, content(connection), it.files())


def _killed(it: Place, wanted: int, victim: str, drawn: random.Random, outages: Outages) -> bool:
    """Begin a build and kill a part of it; return whether there was anything to kill."""
    it.use(STATES[wanted])
    build = it.start()
    waits = drawn.uniform(0.3, 10)  # few builds take longer
    try:
        build.wait(waits)
    except subprocess.TimeoutExpired:
        if victim in OF_SERVER:
            outages.begin()
        did = VICTIMS[victim](it, build, drawn)
    else:
        did = False
    group = processes(build.pid)
    until = time.monotonic() + 120
    while any(_runs(pid) for pid in group) and time.monotonic() < until:
        if victim in ("make", "builder, with dbt in it") and did:
            until = min(until, time.monotonic() + SECONDS_TO_END)
        time.sleep(0.05)
    build.communicate()
    return did


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _after(it: Place, references: list[Reference], now: int, wanted: int) -> list[str]:
    """What is wrong right after a kill: files are those of one run, the former or the new one."""
    files = it.files()
    if files not in (references[now].files, references[wanted].files):
        return ["the files are of no run"]
    return []


def _next(it: Place, references: list[Reference], now: int, outages: Outages) -> list[str]:
    """What is wrong after the build that follows a kill."""
    it.use(STATES[now])
    faults = []
    try:
        it.build()
    except (AssertionError, subprocess.TimeoutExpired) as error:
        faults.append(f"the next build: {error}")
    if outages.until.value == float("inf"):
        outages.end()
    with psycopg.connect(it.url, autocommit=True) as connection:
        found = content(connection)
        schemas = {
            name
            for (name,) in connection.execute("select nspname from pg_namespace").fetchall()
            if name.startswith(REGION)
        }
        sessions = connection.execute(
            "select count(*) from pg_stat_activity where backend_type = 'client backend'"
            " and usename = current_user and pid <> pg_backend_pid()"
        ).fetchone()
    reference = references[now]
    faults += [
        f"{name} differs" for name, told in reference.results.items() if found.get(name) != told
    ]
    faults += [f"{name} is too much" for name in found if name not in reference.results]
    files = it.files()
    paths = sorted({*files, *reference.files})
    faults += [f"{path} differs" for path in paths if files.get(path) != reference.files.get(path)]
    faults += [f"left over: {name}" for name in it.leftovers()]
    faults += [
        f"left over: schema {name}"
        for name in schemas - {REGION, f"{REGION}_raw", f"{REGION}_work"}
    ]
    if sessions != (0,):
        faults.append(f"left over: {sessions} sessions")
    return faults


@contextmanager
def _reading(sight: Sight, readers: int, outcome: Outcome) -> Iterator[None]:
    """Let readers read, four of five by SQL, and count at the end what they saw."""
    end, told = mp.Event(), mp.Queue()
    started = []
    for first in range(0, readers, READERS_A_PROCESS):
        some = min(READERS_A_PROCESS, readers - first)
        counts = (some - some // 5, some // 5)
        process = mp.Process(target=read, args=(sight, counts, end, told))
        process.start()
        started.append(process)
    try:
        yield
    finally:
        end.set()
        for _ in started:
            found, faults = told.get(timeout=120)
            outcome.read.update(found)
            outcome.faults += [f"a reader: {fault}" for fault in faults]
        for process in started:
            process.join()
