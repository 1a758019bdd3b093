"""The files of one region on this machine, and nothing beyond them."""

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.serve.serve import open_server, port_of
from analysis.serve.start_page import start_page
from sinkbase.errors import SinkbaseError
from sinkbase.paths import ROOT

TITLED = {
    "nep": {"title": "Net ecosystem production", "title_zh": "净生态系统生产力"},
    "region_summary": {"title": "Headline numbers of the region", "title_zh": "区域概要"},
    "carbon_sinks": {"title": "Carbon sinks", "title_zh": "碳汇"},
}
MANIFEST = {
    "title": "Drawn <county>",
    "title_zh": "画县",
    "notice": "SYNTHETIC: made up.",
    "files": [
        {"name": name, "kind": kind, "path": path, "sha256": "0"} | TITLED.get(name, {})
        for name, kind, path in (
            ("nep", "raster", "rasters/nep.tif"),
            ("nep", "legend", "rasters/nep.qml"),
            ("region_summary", "table", "tables/region_summary.csv"),
            ("carbon_sinks", "vector", "tables/carbon_sinks.csv"),
            ("index", "map", "map/index.html"),
            ("map", "map", "map/js/map.js"),
            ("report", "report", "report.html"),
            ("report", "report", "report.zh.html"),
            ("report", "report", "report.zh.pdf"),
            ("summary", "summary", "summary.md"),
            ("a b", "other", "a b.gpkg"),
        )
    ]
    + [
        {"name": "mcr", "kind": "map", "path": f"maps/{path}", "language": language}
        | {"description": told, "sha256": "0"}
        for path, language, told in (
            ("mcr.png", "en", "Hard ways"),
            ("mcr.pdf", "en", "Hard ways"),
            ("mcr.zh.pdf", "zh", "难行之路"),
        )
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "out" / "drawn"
    (out / "map" / "js").mkdir(parents=True)
    (out / "rasters").mkdir()
    (out / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    (out / ".fingerprint").write_text("hidden")
    (out / "summary.md").write_text("# 画县", encoding="utf-8")
    (out / "map" / "index.html").write_text("<p>map")
    (out / "map" / "js" / "map.js").write_text("'use strict'")
    (out / "rasters" / "nep.tif").write_bytes(b"II*")
    (tmp_path / "secret.txt").write_text("secret")
    (out / "link.txt").symlink_to(tmp_path / "secret.txt")
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
    port: int,
    path: str,
    method: str = "GET",
    host: str | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, headers=({"Host": host} if host else {}) | (headers or {}))
    answer = connection.getresponse()
    return answer.status, answer.headers.get("Content-Type", ""), answer.read()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/map/", "text/html; charset=utf-8"),
        ("/map/index.html", "text/html; charset=utf-8"),
        ("/map/js/map.js", "text/javascript; charset=utf-8"),
        ("/rasters/nep.tif", "image/tiff"),
        ("/summary.md", "text/plain; charset=utf-8"),
        ("/manifest.json", "application/json"),
    ],
)
def test_a_file_comes_with_its_type(port: int, path: str, kind: str) -> None:
    status, told, content = ask(port, path)
    assert (status, told) == (200, kind)
    assert content
    assert ask(port, path, "HEAD") == (200, kind, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../../secret.txt",
        "/..%2f..%2fsecret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/map/../../../secret.txt",
        "/link.txt",
        "/.fingerprint",
        "/rasters/",
        "/none",
        "//etc/passwd",
        "/map/js/map.js/",
        "/%00",
        "/maps/%00/../../x",
        "/" + "a" * 5000,
        "/%ff%fe",
    ],
)
def test_what_is_not_a_file_of_the_region_is_not_found(port: int, path: str) -> None:
    status, _, content = ask(port, path)
    assert status == 404
    assert b"secret" not in content.replace(b"secret.txt", b"")


def test_only_names_of_this_machine_are_answered(port: int) -> None:
    assert ask(port, "/", host=f"localhost:{port}")[0] == 200
    assert ask(port, "/", host="elsewhere.example")[0] == 421
    assert ask(port, "/map/index.html", "HEAD", host="elsewhere.example")[0] == 421


def test_the_start_page_lists_what_there_is_in_both_languages(port: int) -> None:
    english = ask(port, "/")[2].decode()
    assert "Drawn &lt;county&gt;" in english
    assert '<a href="/map/index.html#lang=en">Interactive map</a>' in english
    assert ">Net ecosystem production</a>" in english
    assert "SYNTHETIC" in english
    assert "nep.qml" not in english
    assert 'href="/a%20b.gpkg"' in english
    chinese = ask(port, "/?lang=zh")[2].decode()
    assert "画县" in chinese
    assert ">净生态系统生产力</a>" in chinese


@pytest.mark.parametrize(
    ("path", "browser", "title"),
    [
        ("/", "zh-CN,zh;q=0.9,en;q=0.8", "画县"),
        ("/", "en-GB", "Drawn &lt;county&gt;"),
        ("/?lang=en", "zh-CN", "Drawn &lt;county&gt;"),
        ("/?lang=zh", "en-GB", "画县"),
    ],
)
def test_the_start_page_speaks_the_browsers_language_unless_asked(
    port: int, path: str, browser: str, title: str
) -> None:
    page = ask(port, path, headers={"Accept-Language": browser})[2].decode()
    assert f"<h1>{title}</h1>" in page


def test_who_is_lost_is_led_to_the_start_page(port: int) -> None:
    status, kind, page = ask(port, "/none")
    assert (status, kind) == (404, "text/html;charset=utf-8")
    assert b'<a href="/">' in page


def links(page: str) -> list[str]:
    """What the links of a page lead to, and what they say, in their order."""
    return [
        f"{path}: {told}" for path, told in re.findall(r'href="([^"]+)"[^>]*>([^<]+)</a>', page)
    ]


def test_reports_in_the_readers_language_come_first_and_are_told_apart() -> None:
    english, chinese = (links(start_page(MANIFEST, language)) for language in ("en", "zh"))
    assert english[1:6] == [
        "/map/index.html#lang=en: Interactive map",
        "/report.html: Report",
        "/summary.md: Summary",
        "/report.zh.html: Report in Chinese",
        "/report.zh.pdf: Report (PDF) in Chinese",
    ]
    assert chinese[1:6] == [
        "/map/index.html#lang=zh: 交互地图",
        "/report.zh.html: 报告",
        "/report.zh.pdf: 报告 (PDF)",
        "/summary.md: 英文摘要",
        "/report.html: 英文报告",
    ]


def test_map_sheets_are_listed_by_title_in_the_readers_language() -> None:
    english, chinese = (links(start_page(MANIFEST, language)) for language in ("en", "zh"))
    sheets = [it for it in english if it.startswith("/maps/")]
    assert sheets == ["/maps/mcr.pdf: Hard ways", "/maps/mcr.png: PNG"]
    assert [it for it in chinese if it.startswith("/maps/")] == ["/maps/mcr.zh.pdf: 难行之路"]


def test_a_start_page_of_a_real_region_has_no_notice() -> None:
    assert "notice" not in start_page(MANIFEST | {"notice": None}, "en").split("</style>")[1]


def test_a_port_that_is_taken_is_left_alone(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with open_server(folder, port) as server:
            assert server.server_port != port
            assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("wensu", "make build REGION=wensu; built so far: drawn"),
        ("wenzu", "make build REGION=wenzu; built so far: drawn"),
        ("compare/demo-wensu", "make compare A=demo B=wensu"),
    ],
)
def test_without_results_the_command_that_makes_them_is_told(
    folder: Path, name: str, told: str
) -> None:
    with pytest.raises(SinkbaseError, match=re.escape(told)):
        open_server(folder.parent / name, 0)


@pytest.mark.parametrize("text", ["abc", "", "-1", "65536", "80.5", "²"])
def test_what_is_no_port_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SinkbaseError, match=f"PORT={text}: .*up to 65535, such as 8000"):
        port_of(text)


def test_a_port_is_a_number() -> None:
    assert [port_of(text) for text in ("0", "8000", "65535")] == [0, 8000, 65535]


def serve(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "analysis", "serve", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("before", [signal.SIG_DFL, signal.SIG_IGN])
def test_ctrl_c_ends_the_command_politely(folder: Path, before: Any, ending: Any) -> None:
    old = signal.signal(signal.SIGINT, before)  # the command inherits what is ignored
    try:
        server = serve("--region", "drawn", "--out", str(folder.parent), "--port", "0")
    finally:
        signal.signal(signal.SIGINT, old)
    with server:
        assert server.stdout is not None and server.stderr is not None
        assert server.stdout.readline().startswith("http://127.0.0.1:")
        server.send_signal(ending)
        try:
            told, wrong = server.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            raise
        assert (server.returncode, told, wrong) == (0, "Stopped.\n", "")


@pytest.mark.parametrize("region", ["../drawn", ".", "a/b", ""])
def test_a_path_is_no_region(folder: Path, region: str) -> None:
    with serve("--region", region, "--out", str(folder.parent)) as server:
        _, told = server.communicate(timeout=20)
    assert server.returncode == 2
    assert "expected a region's name" in told
