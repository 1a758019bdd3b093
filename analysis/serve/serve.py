"""A small web server for the files of one region, on this machine alone."""

import errno
import os
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from analysis.results.files import MANIFEST, read_manifest
from analysis.serve.bounded import BoundedServer
from analysis.serve.files import Files
from analysis.serve.start_page import start_page
from sinkbase.errors import SinkbaseError
from sinkbase.words.language import Language

HERE = "127.0.0.1"
HIGHEST_PORT = 65535
LONGEST_PATH = 4000  # bytes; Linux knows 4,096
NAMES = (HERE, "localhost")
TYPES = {  # else the machine's own tables decide, and they differ
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".md": "text/plain; charset=utf-8",  # a browser would offer text/markdown for download
    ".csv": "text/csv; charset=utf-8",
    ".xml": "application/xml",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".tif": "image/tiff",
    ".gpkg": "application/geopackage+sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

WRONG = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>%(code)d %(message)s</title>
<body style="font: 16px sans-serif; margin: 2em"><h1>%(code)d %(message)s</h1>
<p><a href="/">All files of the region</a> · <a href="/?lang=zh" lang="zh">本区域的全部文件</a></p>
"""


class Handler(Files, SimpleHTTPRequestHandler):
    """Files below one folder; hidden ones, links that lead out of it and listings are not there."""

    extensions_map = Files.extensions_map | TYPES
    server_version = "Sinkbase"
    error_message_format = WRONG
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with the start page or a file."""
        if not self._asks_for_this_machine():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif urlsplit(self.path).path == "/":
            self._send_start_page()
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer as to GET, without the content."""
        if not self._asks_for_this_machine():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif urlsplit(self.path).path == "/":
            self._send_start_page(with_content=False)
        else:
            super().do_HEAD()

    def parse_request(self) -> bool:
        """Read the request's head, and tell the server that the client has asked."""
        is_whole = super().parse_request()
        if isinstance(self.server, BoundedServer):
            self.server.has_asked(self.connection)
        return is_whole

    def translate_path(self, path: str) -> str:
        """Return the file that a path asks for; one that does not exist when it may not be read."""
        root = Path(self.directory).resolve()
        translated = super().translate_path(path)
        if "\0" in translated or len(os.fsencode(translated)) > LONGEST_PATH:
            return str(root / ".nothing")  # no file system has a file of such a name
        wanted = Path(translated)
        inside = wanted.resolve().is_relative_to(root)
        hidden = any(part.startswith(".") for part in wanted.relative_to(self.directory).parts)
        if not inside or hidden:
            return str(root / ".nothing")
        # the slash at the end tells a folder from a file
        return str(wanted) + ("/" if path.endswith("/") else "")

    def list_directory(self, path: Any) -> None:
        """Refuse: the start page lists what there is."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Let a browser ask again each time: a new export replaces the files."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal shows the address."""

    def _asks_for_this_machine(self) -> bool:
        # a page elsewhere may give this machine a name of its own
        host = self.headers.get("Host")
        return host is None or host.rsplit(":", 1)[0] in NAMES

    def _language(self) -> Language:
        """Return the language that the address asks for, else the browser's."""
        asked = parse_qs(urlsplit(self.path).query).get("lang")
        wanted = asked[0] if asked else self.headers.get("Accept-Language", "")
        return "zh" if wanted.lower().startswith("zh") else "en"

    def _send_start_page(self, *, with_content: bool = True) -> None:
        manifest = read_manifest(Path(self.directory))
        content = start_page(manifest, self._language()).encode("utf-8")
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_content:
            self.wfile.write(content)


def port_of(text: str) -> int:
    """Return the port that a reader typed.

    Raises SinkbaseError when the text is no port.
    """
    if text.isascii() and text.isdecimal() and int(text) <= HIGHEST_PORT:
        return int(text)
    raise SinkbaseError(f"PORT={text}: expected a whole number up to {HIGHEST_PORT}, such as 8000.")


def open_server(folder: Path, port: int) -> BoundedServer:
    """Return a server of the folder's files that listens on `port`, or on a free one if taken.

    Raises SinkbaseError when the folder holds no results, or no port is to be had.
    """
    if not read_manifest(folder):
        raise SinkbaseError(_how_to_build(folder))
    handler = partial(Handler, directory=str(folder))
    try:
        return BoundedServer((HERE, port), handler)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise SinkbaseError(f"port {port} of {HERE}: {error.strerror}.") from None
    return BoundedServer((HERE, 0), handler)


def _how_to_build(folder: Path) -> str:
    """Return what is missing, and the command that makes it."""
    out, name = folder.parent, folder.name
    found = f"{folder / MANIFEST} not found: there are no results to show"
    if out.name == "compare":
        return (
            f"{found}. Compare two built regions first: make compare A={name.replace('-', ' B=')}"
        )
    built = sorted(it.parent.name for it in out.glob(f"[!.]*/{MANIFEST}"))
    also = f"; built so far: {', '.join(built)}" if built else ""
    return f"{found}. Build them first: make build REGION={name}{also}"
