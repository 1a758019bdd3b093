"""New files take the place of former ones all at once, whatever happens in between."""

import errno
import json
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from analysis.folder import exchange
from analysis.folder import publish as publishing
from analysis.folder.publish import publish
from analysis.folder.unfinished import unfinished
from analysis.results.files import MANIFEST, digest, read_manifest
from sinkbase.errors import SinkbaseError

FILES = tuple(f"{kind}/{number}.txt" for kind in ("rasters", "tables") for number in range(6))


def write(folder: Path, run: int, names: tuple[str, ...] = FILES) -> None:
    """Publish files that hold the number of a run, and one that is the same in all."""
    with unfinished(folder) as new:
        for name in names:
            (new / name).parent.mkdir(exist_ok=True)
            (new / name).write_text(f"run {run}")
        (new / "always.txt").write_text("the same")
        publish(new, folder, {"files": [{"path": it} for it in (*names, "always.txt")]}, {})


def runs(folder: Path) -> set[str]:
    return {(folder / name).read_text() for name in FILES}


def hidden(out: Path) -> list[str]:
    return [it.name for it in out.iterdir() if it.name.startswith(".")]


@contextmanager
def forked(work: Callable[[int], None]) -> Iterator[int]:
    """Run a function in a child process, which is killed at the end.

    Gives the end of a pipe into whose other end, its argument, it may write.
    """
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(mouth)
        finally:
            os._exit(1)
    os.close(mouth)
    try:
        yield ear
    finally:
        os.close(ear)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk: a killed process loses nothing that it has written."""
    monkeypatch.setattr(publishing, "_sync", lambda _: None)


def again_and_again(folder: Path, first: int, told: int) -> None:
    for run in range(first, first + 100_000):
        write(folder, run)
        os.write(told, b".")


def test_a_kill_at_any_moment_leaves_the_files_of_one_run(tmp_path: Path, quick: None) -> None:
    folder = tmp_path / "out" / "drawn"
    write(folder, 0)
    (folder / "docs").mkdir()
    (folder / "docs" / "mine.txt").write_text("of the user")
    moments = random.Random(7)
    seen = set()
    for attempt in range(40):
        with forked(partial(again_and_again, folder, 1000 * attempt + 1)) as ear:
            began = time.monotonic()
            os.read(ear, 1)  # a first run has ended; the kill falls into one of the next two
            time.sleep(moments.uniform(0, 2) * (time.monotonic() - began))
        (run,) = runs(folder)
        seen.add(run)
        entries = read_manifest(folder)["files"]
        assert all(digest(folder / it["path"]) == it["sha256"] for it in entries)
        assert (folder / "docs" / "mine.txt").read_text() == "of the user"
    assert len(seen) == 40
    write(folder, -1)
    assert hidden(folder.parent) == []


def test_who_has_opened_the_folder_reads_one_run_through_the_exchange(
    tmp_path: Path, quick: None
) -> None:
    folder = tmp_path / "drawn"
    write(folder, 0)
    seen = set()
    with forked(partial(again_and_again, folder, 1)):
        end = time.monotonic() + 20
        while len(seen) < 30 and time.monotonic() < end:
            opened = os.open(folder, os.O_RDONLY)
            found = set()
            for name in FILES:
                try:
                    file = os.open(name, os.O_RDONLY, dir_fd=opened)
                except FileNotFoundError:
                    continue  # the former folder is being removed
                found.add(os.read(file, 100))
                os.close(file)
            os.close(opened)
            assert len(found) <= 1
            seen |= found
            assert (folder / MANIFEST).exists()  # there is a folder at any time
    assert len(seen) == 30


def test_a_file_that_stays_as_it_was_keeps_its_date_and_links_lead_where_they_led(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "drawn"
    write(folder, 1)
    before = (folder / "always.txt").stat()
    (folder / "latest").symlink_to("rasters/1.txt")
    (folder / "empty").mkdir()
    (folder / "tables" / "mine.csv").write_text("of the user")
    mine = (folder / "tables" / "mine.csv").stat().st_ino
    folder.chmod(0o750)
    write(folder, 2)
    after = (folder / "always.txt").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert (folder / "latest").read_text() == "run 2"
    assert (folder / "empty").is_dir()
    assert (folder / "tables" / "mine.csv").stat().st_ino == mine
    assert folder.stat().st_mode & 0o777 == 0o750
    assert runs(folder) == {"run 2"}


def test_a_file_that_is_no_more_goes_unless_somebody_changed_it(tmp_path: Path) -> None:
    folder = tmp_path / "drawn"
    write(folder, 1, (*FILES, "a.txt", "b.txt"))
    (folder / "b.txt").write_text("changed by the user")
    write(folder, 2)
    assert not (folder / "a.txt").exists()
    assert (folder / "b.txt").read_text() == "changed by the user"


def test_what_sqlite_keeps_beside_a_database_stays_with_that_database(tmp_path: Path) -> None:
    folder = tmp_path / "drawn"
    write(folder, 1)
    for path in ("always.txt-wal", "rasters/1.txt-wal"):
        (folder / path).write_text("log")
    write(folder, 2)
    assert (folder / "always.txt-wal").exists()
    assert not (folder / "rasters" / "1.txt-wal").exists()


def test_without_an_exchange_the_folders_are_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_renameat2", lambda: None)
    folder = tmp_path / "drawn"
    write(folder, 1)
    (folder / "mine.txt").write_text("of the user")
    write(folder, 2)
    assert runs(folder) == {"run 2"}
    assert (folder / "mine.txt").exists()
    assert hidden(tmp_path) == []
    # a kill between the two renames: the next export puts the former folder back
    folder.rename(tmp_path / ".drawn.former-1")
    with unfinished(folder):
        assert runs(folder) == {"run 2"}


def test_a_folder_that_cannot_be_moved_gets_its_files_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mounted(*_: object) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(publishing, "exchange", mounted)
    folder = tmp_path / "drawn"
    write(folder, 1, (*FILES, "a.txt"))
    place = folder.stat().st_ino
    (folder / "mine.txt").write_text("of the user")
    write(folder, 2)
    assert folder.stat().st_ino == place
    assert runs(folder) == {"run 2"}
    assert sorted(it.name for it in folder.iterdir() if it.is_file()) == [
        ".fingerprint", "always.txt", MANIFEST, "mine.txt",
    ]  # fmt: skip
    assert hidden(tmp_path) == []


def test_a_full_disk_leaves_the_former_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "drawn"
    write(folder, 1)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a.tif")

    monkeypatch.setattr(publishing, "_sync_all", full)
    with pytest.raises(SinkbaseError, match=r"a\.tif: the disk is full .* The old files are in"):
        write(folder, 2)
    assert runs(folder) == {"run 1"}
    assert hidden(tmp_path) == []


def test_what_somebody_put_into_a_former_folder_is_brought_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "drawn"
    write(folder, 1)
    former = tmp_path / ".drawn.unfinished-1"
    (former / "rasters").mkdir(parents=True)
    (former / MANIFEST).write_text(json.dumps({"files": []}))
    (former / "rasters" / "mine.txt").write_text("of the user")
    write(folder, 2)
    assert (folder / "rasters" / "mine.txt").read_text() == "of the user"
    assert hidden(tmp_path) == []


def test_a_file_of_a_user_in_the_place_of_a_folder_is_not_lost(tmp_path: Path) -> None:
    folder = tmp_path / "drawn"
    write(folder, 1, ("rasters/1.txt",))
    (folder / "tables").write_text("of the user")
    with pytest.raises(SinkbaseError, match="tables: the results cannot be written here"):
        write(folder, 2)
    assert (folder / "tables").read_text() == "of the user"
