"""The map's page in Debian's Chromium, without a window and without a way to other hosts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
LEFT = "canvas = sinkbase.map.getPane('left').querySelector('canvas');"


@contextmanager
def chromium(profile: Path, size: tuple[int, int], *, phone: bool = False) -> Iterator[Any]:
    """A browser with an empty profile; a phone has touch and two pixels a point."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for argument in (*ARGUMENTS, f"--user-data-dir={profile}", "--window-size={},{}".format(*size)):
        options.add_argument(argument)
    if phone:
        metrics = {"width": size[0], "height": size[1], "pixelRatio": 2, "touch": True}
        options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver") or "chromedriver")
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


@dataclass(frozen=True)
class MapPage:
    """What a reader does on the page, and what is to be seen then."""

    driver: Any
    address: str

    def open(self, view: str = "lang=en") -> "MapPage":
        """Load the page anew, with a view."""
        self.driver.get("about:blank")
        self.driver.get(f"{self.address}#{view}")
        self.until("return document.body.classList.contains('loaded')")
        return self.settle()

    def until(self, script: str) -> None:
        WebDriverWait(self.driver, 10).until(lambda _: self.run(script))

    def settle(self) -> "MapPage":
        """Wait until layers and values are shown."""
        self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "Promise.all([sinkbase.ready, sinkbase.shown]).then(() => requestAnimationFrame(done));"
        )
        return self

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        return self.find(selector).text

    def press(self, selector: str) -> None:
        element = self.find(selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()
        self.settle()

    def keys(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()
        self.settle()

    def state(self, key: str) -> Any:
        return self.run("return sinkbase.state[arguments[0]]", key)

    def click_cell(self, row: int, column: int) -> None:
        """Click on the middle of a cell, as a hand does."""
        x, y = self.run(
            "const [row, column] = arguments;"
            "const at = sinkbase.map.latLngToContainerPoint([-row - 0.5, column + 0.5]);"
            "const box = document.getElementById('map').getBoundingClientRect();"
            "return [at.x - box.width / 2, at.y - box.height / 2]",
            row,
            column,
        )
        actions = ActionChains(self.driver)
        actions.move_to_element_with_offset(self.find("#map"), round(x), round(y)).click().perform()
        self.settle()
        self.settle()  # the click itself is dealt with later than it returns

    def colour(self, row: int, column: int) -> list[int]:
        """Red, green, blue and alpha that the left layer has at a cell."""
        return list(
            self.run(
                f"const {LEFT} const pixel = new OffscreenCanvas(1, 1).getContext('2d');"
                "pixel.drawImage(canvas, -arguments[1], -arguments[0]);"
                "return [...pixel.getImageData(0, 0, 1, 1).data]",
                row,
                column,
            )
        )

    def values(self) -> dict[str, str]:
        """The table of the picked cell: text by layer."""
        return self.run(
            "return Object.fromEntries([...document.querySelectorAll('#selection tr[data-layer]')]"
            ".map((row) => [row.dataset.layer, row.querySelector('td').textContent]))"
        )

    def complaints(self) -> list[str]:
        """What the console has said since the last time."""
        return [entry["message"] for entry in self.driver.get_log("browser")]
