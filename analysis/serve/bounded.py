"""A web server that slow and silent clients cannot fill: so many at once, each for so long."""

import sys
import threading
import time
from contextlib import suppress
from http.server import ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from typing import Any

MOST_CLIENTS = 64
SECONDS_TO_ASK = 10.0  # from the opening of the connection to the end of the request's head
SECONDS_TO_TAKE = 30.0  # for a piece of 64 kB: slower than 2 kB/s is gone
BUSY = (
    b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n"
)


class BoundedServer(ThreadingHTTPServer):
    """One thread a client, MOST_CLIENTS at once; who has not asked in time is hung up on."""

    request_queue_size = MOST_CLIENTS

    def __init__(self, *arguments: Any) -> None:
        """Listen at once, as the parent class does."""
        self._turn = threading.Lock()
        self._until: dict[socket, float] = {}  # by when a client has to have asked
        super().__init__(*arguments)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give the client a thread, or send it away when all are taken."""
        with self._turn:
            is_full = len(self._until) >= MOST_CLIENTS
            if not is_full:
                self._until[request] = time.monotonic() + SECONDS_TO_ASK
        if is_full:
            with suppress(OSError):
                request.send(BUSY)
            self.shutdown_request(request)
            return
        request.settimeout(SECONDS_TO_TAKE)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close the connection, whose place is free then."""
        with self._turn:
            self._until.pop(request, None)
        super().shutdown_request(request)

    def has_asked(self, request: socket) -> None:
        """Take note that the request is whole: from here on each piece of the answer has a time."""
        with self._turn:
            if request in self._until:
                self._until[request] = float("inf")

    def service_actions(self) -> None:
        """Hang up on those who have not asked in time; called twice a second."""
        super().service_actions()
        now = time.monotonic()
        with self._turn:
            for request, until in self._until.items():
                if until < now:
                    with suppress(OSError):  # it went by itself
                        request.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away; anything else is a fault of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)
