"""Parts of files, states of files, and clients that are slow, silent or too many."""

import contextlib
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from analysis.serve import bounded
from analysis.serve.ranges import UnsatisfiableError, part_of
from analysis.serve.serve import open_server

DIGITS = b"0123456789"
LONG_AGO = 1_700_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "drawn"
    out.mkdir()
    (out / "manifest.json").write_text(json.dumps({"title": "", "title_zh": "", "files": []}))
    (out / "digits.tif").write_bytes(DIGITS)
    os.utime(out / "digits.tif", (LONG_AGO, LONG_AGO))
    return out


@pytest.fixture
def port(folder: Path) -> Iterator[int]:
    with open_server(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def ask(
    port: int, method: str = "GET", path: str = "/digits.tif", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers=named)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


@pytest.mark.parametrize(
    ("asked", "told", "content"),
    [
        ("bytes=0-0", "bytes 0-0/10", b"0"),
        ("bytes=2-4", "bytes 2-4/10", b"234"),
        ("bytes=7-", "bytes 7-9/10", b"789"),
        ("bytes=7-99", "bytes 7-9/10", b"789"),
        ("bytes=-3", "bytes 7-9/10", b"789"),
        ("bytes=-99", "bytes 0-9/10", DIGITS),
    ],
)
def test_a_range_gives_these_bytes(port: int, asked: str, told: str, content: bytes) -> None:
    status, headers, found = ask(port, Range=asked)
    assert (status, headers["Content-Range"], found) == (206, told, content)
    assert headers["Content-Length"] == str(len(content))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_behind_the_end_is_told_the_length(port: int, asked: str) -> None:
    status, headers, content = ask(port, Range=asked)
    assert (status, headers["Content-Range"], content) == (416, "bytes */10", b"")


@pytest.mark.parametrize(
    "asked",
    ["bytes=4-2", "bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "", "bytes=" + "9" * 5000],
)
def test_what_is_no_one_range_gives_the_whole_file(port: int, asked: str) -> None:
    status, headers, content = ask(port, Range=asked)
    assert (status, headers["Accept-Ranges"], content) == (200, "bytes", DIGITS)


def test_an_empty_file_has_no_part() -> None:
    with pytest.raises(UnsatisfiableError):
        part_of("bytes=0-", 0)


def test_a_head_is_that_of_the_file_without_its_bytes(port: int) -> None:
    status, headers, content = ask(port, "HEAD", Range="bytes=0-1")
    assert (status, headers["Content-Length"], content) == (200, "10", b"")


def test_a_part_is_given_only_of_the_state_that_the_client_has(port: int, folder: Path) -> None:
    tag = ask(port, "HEAD")[1]["ETag"]
    date = formatdate(LONG_AGO, usegmt=True)
    for state in (tag, date):
        assert ask(port, Range="bytes=0-1", If_Range=state)[0] == 206
    fresh = folder / "fresh"
    fresh.write_bytes(b"abcdefghij")
    fresh.replace(folder / "digits.tif")  # as an export does: the same length, another file
    for state in (tag, date, f"W/{tag}", "nonsense"):
        status, _, content = ask(port, Range="bytes=0-1", If_Range=state)
        assert (status, content) == (200, b"abcdefghij")


def test_a_date_of_this_very_second_names_no_state(port: int, folder: Path) -> None:
    now = time.time()
    os.utime(folder / "digits.tif", (now, now))
    assert ask(port, Range="bytes=0-1", If_Range=formatdate(now, usegmt=True))[0] == 200


def test_what_the_browser_has_is_not_sent_again(port: int) -> None:
    tag = ask(port, "HEAD")[1]["ETag"]
    assert ask(port, If_None_Match=f'"other", {tag}')[::2] == (304, b"")
    assert ask(port, If_None_Match='"other"')[::2] == (200, DIGITS)
    assert ask(port, If_Modified_Since=formatdate(LONG_AGO, usegmt=True))[0] == 304
    assert ask(port, If_Modified_Since=formatdate(LONG_AGO - 1, usegmt=True))[0] == 200


@pytest.mark.parametrize("sent", [b"", b"GET /digits.tif HT", b"GET / HTTP/1.1\r\nHost: localh"])
def test_who_does_not_ask_to_the_end_is_hung_up_on(
    port: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], sent: bytes
) -> None:
    monkeypatch.setattr(bounded, "SECONDS_TO_ASK", 0.3)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(sent)
        began = time.monotonic()
        while client.recv(1000):  # a broken head may be told so
            pass
    assert time.monotonic() - began < 2
    assert ask(port)[0] == 200
    assert capfd.readouterr().err == ""


def test_a_head_that_drips_in_is_not_waited_for(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "SECONDS_TO_ASK", 0.3)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - began < 3:
                client.sendall(b"X-Slow: 1\r\n")
                time.sleep(0.05)
    assert time.monotonic() - began < 2


def test_who_does_not_take_the_answer_is_hung_up_on(
    port: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bounded, "SECONDS_TO_TAKE", 0.3)
    with (folder / "large.gpkg").open("wb") as large:
        large.truncate(50_000_000)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"GET /large.gpkg HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(1)
        taken = 0
        with contextlib.suppress(ConnectionError):
            while piece := client.recv(1 << 20):
                taken += len(piece)
    assert taken < 50_000_000
    assert capfd.readouterr().err == ""


def test_too_many_at_once_are_sent_away_and_come_in_when_there_is_room(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "MOST_CLIENTS", 3)
    silent = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(3)]
    time.sleep(0.2)
    status, headers, _ = ask(port)
    assert (status, headers["Retry-After"]) == (503, "1")
    for client in silent:
        client.close()
    time.sleep(0.2)
    assert ask(port)[2] == DIGITS
