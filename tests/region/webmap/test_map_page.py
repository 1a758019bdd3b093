"""The map in a real browser: what is shown is what the database has."""

import base64
import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from analysis.styles import STYLES
from analysis.wording import unit
from tests.region.conftest import Built
from tests.region.webmap.map_page import MapPage

RASTERS = [style for style in STYLES.values() if style.is_raster]
# what Chinese text on the page may have in Latin letters
LATIN = {"km", "cm", "mm", "hm", "gC", "kgC", "tC", "m", "a", "t", "d", "C", "EPSG", "Sinkbase"}
LATIN |= {"Tab", "English", "A", "B", "N"}


def cell_of_zone(demo: Built, zone_id: int) -> tuple[int, int, int]:
    """Number, row and column of a cell in a zone."""
    (found,) = demo.rows(
        f"""
        select min(cell_id) as cell_id, (select columns from demo_raw.grid) as columns
        from demo.grid_cells where zone_id = {zone_id}
        """
    )
    return found.cell_id, (found.cell_id - 1) // found.columns, (found.cell_id - 1) % found.columns


@pytest.fixture(scope="module")
def largest(demo: Built):
    """The largest potential sink, its widest zone and the strategy there."""
    (found,) = demo.rows(
        """
        select sinks.sink_id, sinks.name, sinks.name_zh, sinks.area_km2, zones.zone_id,
               zones.strategy, zones.strategy_zh, zones.measures, zones.pattern
        from demo.carbon_sinks as sinks
        inner join demo.restoration_zones as zones on sinks.sink_id = zones.sink_id
        where sinks.category = 'potential'
        order by sinks.area_km2 desc, zones.area_km2 desc, zones.zone_id limit 1
        """
    )
    return found


def shows(text: str, value: float, of: str | None) -> bool:
    """Whether a text is the number with its unit, to the last digit that is shown."""
    shown, _, tail = text.partition(" ")
    digits = len(shown.partition(".")[2])
    close = abs(float(shown.replace(",", "")) - value) <= 0.5000001 * 10**-digits
    return close and tail == (unit(of) or "")


def test_the_page_says_where_it_is_and_that_the_region_is_made_up(page: MapPage) -> None:
    assert page.text("h1") == "Demonstration county (synthetic)"
    assert page.text("#synthetic") == "SYNTHETIC"
    assert "EPSG:2328" in page.text("#source")
    assert re.fullmatch(r"\d+ k?m", page.text(".leaflet-control-scale-line"))


def test_each_layer_is_drawn_in_the_colours_of_its_legend(page: MapPage, demo: Built) -> None:
    row, column = 60, 70
    for style in RASTERS:
        page.press(f'#layer-list input[value="{style.name}"]')
        assert page.text("#legend-body h3").startswith(style.title)
        value = demo.array(f"demo.{style.name}")[row, column]
        red, green, blue, alpha = page.colour(row, column)
        assert alpha == 255
        if style.ramp is None:
            (colour,) = (it.colour for it in style.classes if it.value == value)
            assert f"#{red:02x}{green:02x}{blue:02x}" == colour, style.name
        else:
            low = page.run("return sinkbase.region.layers.find((it) => it.name === arguments[0])"
                           ".stops", style.name)  # fmt: skip
            limits = np.array([limit for limit, _ in low])
            shades = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for _, c in low])
            wanted = [np.interp(value, limits, shades[:, i]) for i in range(3)]
            assert np.abs(np.array([red, green, blue]) - wanted).max() <= 1, style.name


def test_outside_the_region_nothing_is_drawn(page: MapPage) -> None:
    assert page.colour(0, 0)[3] == 0


def test_a_clicked_cell_tells_every_value_of_the_database(
    page: MapPage, demo: Built, largest
) -> None:
    cell, row, column = cell_of_zone(demo, largest.zone_id)
    page.click_cell(row, column)
    assert page.text("#selection h2") == f"Cell {cell}"
    told = page.values()
    assert set(told) == {style.name for style in RASTERS}
    for style in RASTERS:
        value = demo.array(f"demo.{style.name}")[row, column]
        if np.isnan(value):
            assert told[style.name] == "no value"
        elif style.ramp is None:
            (label,) = (it.label for it in style.classes if it.value == value)
            assert told[style.name] == label
        else:
            of = None if style.unit == "1" else style.unit
            assert shows(told[style.name], value, of), (style.name, told[style.name], value)


def test_a_clicked_zone_tells_its_pattern_strategy_and_measures(
    page: MapPage, demo: Built, largest
) -> None:
    _, row, column = cell_of_zone(demo, largest.zone_id)
    page.click_cell(row, column)
    told = page.text("#selection .zone")
    assert f"Restoration zone {largest.zone_id}" in told
    assert page.text("#selection .zone .strategy") == largest.strategy
    assert largest.pattern in told
    for measure in largest.measures.split("; "):
        assert measure in told
    assert page.text("#selection .place span") == largest.name


def test_every_cell_of_a_sink_is_found_in_its_polygon(page: MapPage, demo: Built) -> None:
    wanted = {
        str(row.cell_id): [row.sink_id, row.zone_id]
        for row in demo.rows("select cell_id, sink_id, zone_id from demo.grid_cells")
    }
    found = page.run(
        """
        const { vectors, featureAt } = sinkbase;
        const at = (features, cell, id) => (featureAt(features, cell) || { [id]: null })[id];
        return Object.fromEntries(arguments[0].map((cell) => [cell, [
            at(vectors.carbon_sinks, Number(cell), "sink_id"),
            at(vectors.restoration_zones, Number(cell), "zone_id"),
        ]]));
        """,
        list(wanted),
    )
    assert found == wanted


def test_the_largest_potential_sink_and_its_strategies_take_two_presses(
    page: MapPage, largest
) -> None:
    page.press("#tab-places")
    assert largest.name in page.text("#places .headline")
    assert largest.strategy in page.text("#places .headline")
    page.press("#places .headline button")
    assert page.text("#selection h2") == largest.name
    assert f"{largest.area_km2:,.0f} km²" in page.text("#selection dl")
    page.press(f'#selection [data-zone="{largest.zone_id}"]')
    assert page.text("#selection h2") == f"Restoration zone {largest.zone_id}"
    assert page.text("#selection .strategy") == largest.strategy


def test_outside_the_region_there_is_nothing_to_tell(page: MapPage) -> None:
    page.click_cell(60, 70)
    page.click_cell(1, 1)
    assert page.state("cell") is None
    assert "Click a place" in page.text("#selection")
    page.find("#cell").send_keys("1")
    page.press("#go button")
    assert page.text("#message") == "There is no cell with this number in the region."


def test_a_cell_is_found_by_its_number(page: MapPage) -> None:
    page.press("#tab-values")
    page.find("#cell").send_keys("9000")
    page.press("#go button")
    assert page.text("#selection h2") == "Cell 9000"


def test_opacity_reaches_the_layer_and_the_address(page: MapPage) -> None:
    page.find("#opacity").send_keys(*[Keys.LEFT] * 8)
    assert page.text("#opacity-told") == "60 %"
    opacity = "return sinkbase.map.getPane('left').querySelector('canvas').style.opacity"
    assert float(page.run(opacity)) == pytest.approx(0.6)
    assert "opacity=60" in page.driver.current_url


def test_two_layers_meet_at_the_divider(page: MapPage) -> None:
    assert not page.find("#divider").is_displayed()
    page.run("const it = document.getElementById('compare'); it.value = 'npp';"
             "it.dispatchEvent(new Event('change'))")  # fmt: skip
    page.settle()
    titles = [it.text for it in page.all("#legend-body h3")]
    assert titles[:2] == [
        "Left: Carbon sinks by category",
        "Right: Net primary production (gC/m²/a)",
    ]
    width = page.find("#stage").size["width"]

    def edge() -> float:
        """Where the left layer ends, in points from the stage's left edge."""
        clip = page.run("return sinkbase.map.getPane('left').style.clip")
        inset = page.run("return sinkbase.map.containerPointToLayerPoint([0, 0]).x")
        return float(re.findall(r"-?[\d.]+px", clip)[1][:-2]) - inset

    assert edge() == pytest.approx(width / 2, abs=1)
    handle = page.find("#divider")
    ActionChains(page.driver).drag_and_drop_by_offset(handle, -200, 0).perform()
    assert edge() == pytest.approx(width / 2 - 200, abs=2)
    before = page.state("divider")
    handle.send_keys(Keys.ARROW_RIGHT)
    assert page.state("divider") == pytest.approx(before + 2)
    assert handle.get_attribute("aria-valuenow") == str(round(before + 2))


def test_a_link_restores_the_view(page: MapPage) -> None:
    page.open(
        "layer=nep&compare=npp&divider=30&opacity=70&on=restoration_zones,boundary"
        "&x=14460000&y=4600000&zoom=2.5&cell=9000&tab=values&lang=zh"
    )
    page.press("#tab-layers")
    link = page.driver.current_url
    state = page.run("return sinkbase.state")
    assert (state["layer"], state["compare"], state["opacity"]) == ("nep", "npp", 70)
    assert (state["x"], state["y"], state["zoom"]) == (14460000, 4600000, 2.5)
    assert (state["cell"], state["language"]) == (9000, "zh")
    assert page.run("return sinkbase.map.getZoom()") == 2.5
    page.open(urlsplit(link).fragment)
    assert page.run("return sinkbase.state") == state
    page.press("#share")
    assert page.find("#address").get_attribute("value") == link


@pytest.mark.parametrize(
    "view",
    [
        "layer=none&zoom=x&x=&cell=-4&lang=de&tab=no&on=nothing",
        "%%%",
        "sink=999&zone=0",
        "cell=99999999&tab=values",
        "cell=1.5",
    ],
)
def test_a_wrong_link_shows_the_region(page: MapPage, view: str) -> None:
    page.open(view)
    assert page.state("layer") == "sink_category"
    assert page.state("zoom") is not None
    assert page.state("cell") is None


def chinese_text(page: MapPage) -> str:
    """All that is read or read out, but the sources: they are as the region file has them."""
    return page.run(
        """
        const parts = [document.title];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const parent = walk.currentNode.parentElement;
            if (parent.closest("script, noscript, .as-given, #language")) continue;
            parts.push(walk.currentNode.textContent);
        }
        for (const it of document.querySelectorAll("[title], [aria-label], optgroup")) {
            parts.push(it.title, it.getAttribute("aria-label") || "", it.label || "");
        }
        return parts.join("\\n");
        """
    )


def test_in_chinese_nothing_english_is_left(page: MapPage, demo: Built, largest) -> None:
    cell, _, _ = cell_of_zone(demo, largest.zone_id)
    page.press("#language")
    assert page.text("#synthetic") == "合成数据"
    seen = []
    for changes in (
        f"{{cell: {cell}, tab: 'values'}}",
        f"{{cell: null, sink: {largest.sink_id}, compare: 'land_use'}}",
        f"{{sink: null, zone: {largest.zone_id}, overlays: sinkbase.OVERLAYS, layer: 'mcr'}}",
    ):
        page.run(f"sinkbase.change({changes})")
        page.settle()
        seen.append(chinese_text(page))
    assert largest.strategy_zh in seen[0]
    assert largest.name_zh in seen[1]
    words = set(re.findall(r"[A-Za-z]+", "\n".join(seen)))
    assert words - LATIN == set()
    page.press("#language")
    assert page.text("#tab-layers") == "Layers"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_phone_nothing_sticks_out(phone: MapPage, language: str, largest) -> None:
    phone.open(f"lang={language}&layer=land_use&compare=nep&on=restoration_zones,corridors")
    for change in (
        "{tab: 'layers'}",
        "{tab: 'places'}",
        "{tab: 'values', cell: 9000}",
        f"{{cell: null, zone: {largest.zone_id}}}",
        f"{{zone: null, sink: {largest.sink_id}}}",
        "{tab: 'about'}",
    ):
        phone.run(f"sinkbase.change({change})")
        phone.settle()
        wide = phone.run(
            """
            return [...document.querySelectorAll("header *, footer *, #panel *, #legend")]
                .filter((it) => it.getClientRects().length && !it.closest("option, select"))
                .filter((it) => it.getBoundingClientRect().right > innerWidth + 0.5 ||
                    it.getBoundingClientRect().left < -0.5)
                .map((it) => `${it.tagName} ${it.textContent}`);
            """
        )
        assert wide == []
        assert phone.run("return document.documentElement.scrollWidth <= innerWidth")
    assert phone.find("#map").size["height"] > 200


@pytest.mark.parametrize("width", [820, 1110, 1900])
def test_the_map_has_room_beside_legend_and_panel(page: MapPage, width: int) -> None:
    before = page.driver.get_window_size()
    page.driver.set_window_size(width, 700)
    try:
        page.open("layer=land_use&on=restoration_zones,corridors")
        assert page.find("#map").size["width"] >= 400
        assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    finally:
        page.driver.set_window_size(before["width"], before["height"])


def test_a_finger_picks_a_cell(phone: MapPage, demo: Built, largest) -> None:
    cell, row, column = cell_of_zone(demo, largest.zone_id)
    phone.click_cell(row, column)
    assert phone.text("#selection h2") == f"Cell {cell}"


def test_the_keyboard_is_enough(page: MapPage) -> None:
    page.keys(Keys.TAB)
    assert page.run("return document.activeElement.textContent") == "Skip to layers and values"
    page.keys(Keys.ENTER, Keys.TAB)
    assert page.run("return document.activeElement.id") == "tab-layers"
    for _ in range(12):
        page.keys(Keys.TAB)
        if page.run("return document.activeElement.name") == "layer":
            break
    page.keys(Keys.ARROW_DOWN)
    assert page.state("layer") == "mcr"
    page.find("#tab-layers").send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert page.run("return document.activeElement.id") == "tab-values"
    page.run("document.getElementById('map').focus()")
    page.keys(Keys.ENTER)
    page.settle()
    assert page.state("cell") == page.run("return sinkbase.cellAt(sinkbase.map.getCenter())")
    before = page.run("return sinkbase.map.getZoom()")
    page.keys("+")
    page.until(f"return sinkbase.map.getZoom() > {before}")


def test_every_control_has_a_name(page: MapPage) -> None:
    nameless = page.run(
        """
        return [...document.querySelectorAll("button, input, select, [role=slider], [tabindex]")]
            .filter((it) => !(it.getAttribute("aria-label") || it.textContent.trim() ||
                (it.labels && it.labels.length)))
            .map((it) => it.outerHTML);
        """
    )
    assert nameless == []


def test_nothing_is_asked_of_another_machine(page: MapPage, site: str, demo: Built) -> None:
    page.click_cell(60, 70)
    asked = page.run("return performance.getEntriesByType('resource').map((it) => it.name)")
    assert len(asked) > len(RASTERS)
    assert [name for name in asked if not name.startswith((site, "data:"))] == []
    own = [path for path in (demo.out / "map").rglob("*") if "vendor" not in path.parts]
    for path in own:
        if path.suffix in (".html", ".css", ".js"):
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"(src|href|url|import|fetch)\W+(https?:)?//", text), path


def test_it_opens_from_a_disk(page: MapPage, demo: Built) -> None:
    address = (demo.out / "map" / "index.html").as_uri()
    local = MapPage(page.driver, address).open("lang=en&layer=nep")
    local.click_cell(60, 70)
    value = demo.array("demo.nep")[60, 70]
    assert shows(local.values()["nep"], value, "gC/m2/a")
    assert "layer=nep" in local.driver.current_url
    local.press("#tab-places")
    assert "tab=places" in local.driver.current_url


def test_it_prints_on_one_page(page: MapPage, tmp_path: Path) -> None:
    printed = page.driver.execute_cdp_cmd(
        "Page.printToPDF", {"landscape": True, "printBackground": True, "preferCSSPageSize": True}
    )
    path = tmp_path / "map.pdf"
    path.write_bytes(base64.b64decode(printed["data"]))
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\n", told)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    assert "Demonstration county" in text.stdout
    assert "Primary sink" in text.stdout
    assert "Opacity" not in text.stdout


def test_the_start_page_leads_to_the_map(page: MapPage, site: str) -> None:
    page.driver.get(f"{site}?lang=zh")
    assert "交互地图" in page.text(".first")
    page.find('.first a[href="/map/index.html"]').click()
    page.until("return document.body.classList.contains('loaded')")
