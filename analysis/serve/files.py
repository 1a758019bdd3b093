"""Files over HTTP, whole or in part: GDAL reads tiles of a raster, a browser resumes a download."""

import os
import time
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any, BinaryIO

from analysis.serve.ranges import Part, UnsatisfiableError, part_of

PIECE = 64 * 1024
SECONDS_TO_TELL_APART = 1  # two states of a file within a second have one date


class Files(SimpleHTTPRequestHandler):
    """Answers GET and HEAD: Range and If-Range, If-None-Match and If-Modified-Since."""

    _left: int | None = None  # bytes to send of the open file; None: all

    def send_head(self) -> Any:
        """Send the answer's head; return the file, open where what is asked for begins."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            if not self.path.partition("?")[0].endswith("/") or not (path / "index.html").is_file():
                return super().send_head()
            path /= "index.html"
        elif self.path.partition("?")[0].endswith("/"):
            return super().send_head()
        try:
            file = path.open("rb")
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        if self._send_file_head(file, self.guess_type(path)):
            return file
        file.close()
        return None

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send what was promised, though the file may have grown meanwhile."""
        while self._left is None or self._left > 0:
            piece = source.read(PIECE if self._left is None else min(PIECE, self._left))
            if not piece:
                return
            outputfile.write(piece)
            if self._left is not None:
                self._left -= len(piece)

    def _send_file_head(self, file: BinaryIO, kind: str) -> bool:
        """Send status and headers; return whether content follows."""
        state = os.fstat(file.fileno())
        tag = f'"{state.st_ino:x}-{state.st_size:x}-{state.st_mtime_ns:x}"'
        headers = {"ETag": tag, "Last-Modified": self.date_time_string(state.st_mtime)}
        if self._has_this(tag, state):
            self._send_headers(HTTPStatus.NOT_MODIFIED, headers)
            return False
        headers |= {"Accept-Ranges": "bytes", "Content-Type": kind}
        try:
            part = self._part(tag, state)
        except UnsatisfiableError:
            headers = {"Content-Range": f"bytes */{state.st_size}", "Content-Length": "0"}
            self._send_headers(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers)
            return False
        if part is None:
            self._left = state.st_size
            self._send_headers(HTTPStatus.OK, headers | {"Content-Length": str(state.st_size)})
            return True
        file.seek(part.first)
        self._left = part.length
        headers |= {"Content-Range": part.content_range, "Content-Length": str(part.length)}
        self._send_headers(HTTPStatus.PARTIAL_CONTENT, headers)
        return True

    def _send_headers(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _part(self, tag: str, state: os.stat_result) -> Part | None:
        """Return the part that is asked for: none where the client has one of another state."""
        condition = self.headers.get("If-Range")
        if self.command != "GET" or (condition and not _names(condition, tag, state)):
            return None
        return part_of(self.headers.get("Range"), state.st_size)

    def _has_this(self, tag: str, state: os.stat_result) -> bool:
        """Whether the client has this state of the file already."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            told = {it.strip().removeprefix("W/") for it in tags.split(",")}
            return bool(told & {tag, "*"})
        since = _seconds(self.headers.get("If-Modified-Since"))
        return since is not None and int(state.st_mtime) <= since


def _names(condition: str, tag: str, state: os.stat_result) -> bool:
    """Whether an If-Range means just this state of the file; a date alone may mean two."""
    if condition.startswith(('"', "W/")):
        return condition == tag
    is_old = time.time() - state.st_mtime > SECONDS_TO_TELL_APART
    return is_old and _seconds(condition) == int(state.st_mtime)


def _seconds(date: str | None) -> int | None:
    """Return a date of HTTP in seconds since 1970; None for what is none."""
    try:
        return int(parsedate_to_datetime(date or "").timestamp())
    except (ValueError, OverflowError):
        return None
