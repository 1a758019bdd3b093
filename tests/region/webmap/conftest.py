"""The demonstration region's map, served by the project's own command."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.region.conftest import Built
from tests.region.webmap.map_page import MapPage, chromium

DESKTOP = (1360, 900)
PHONE = (390, 800)


@pytest.fixture(scope="session")
def site(demo: Built) -> Iterator[str]:
    """The address that `serve` tells; Ctrl-C ends it with a word."""
    command = [sys.executable, "-m", "analysis", "serve", "--region", demo.name, "--port", "0"]
    with subprocess.Popen(
        [*command, "--out", str(demo.out.parent)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        found = re.match(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
        assert found is not None
        yield found.group()
        server.send_signal(signal.SIGINT)
        assert server.stdout.read() == "Stopped.\n"
    assert server.returncode == 0


def _page(address: str, folder: Path, size: tuple[int, int], *, phone: bool) -> Iterator[MapPage]:
    with chromium(folder, size, phone=phone) as driver:
        yield MapPage(driver, f"{address}map/index.html")


@pytest.fixture(scope="session")
def desktop(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MapPage]:
    yield from _page(site, tmp_path_factory.mktemp("desktop"), DESKTOP, phone=False)


@pytest.fixture(scope="session")
def handheld(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MapPage]:
    yield from _page(site, tmp_path_factory.mktemp("phone"), PHONE, phone=True)


@pytest.fixture
def page(desktop: MapPage) -> Iterator[MapPage]:
    """The page on a desk's screen, in English; nothing may be said on the console."""
    yield desktop.open()
    assert desktop.complaints() == []


@pytest.fixture
def phone(handheld: MapPage) -> Iterator[MapPage]:
    """The page on a phone; nothing may be said on the console."""
    yield handheld.open()
    assert handheld.complaints() == []
