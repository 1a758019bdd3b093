"""The map in a real browser: what is shown is what the database has."""

import base64
import csv
import re
import subprocess
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import numpy as np
import pytest
from PIL import Image
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from analysis.words.numbers import TEXT
from tests.analysis.drawn_looks import LOOKS
from tests.region.conftest import Built
from tests.region.webmap.map_page import MapPage

# which sink is nearest is told of a cell, and no layer
RASTERS = [it for it in LOOKS.styles.values() if it.is_raster and it.name != "nearest_sink"]
# what Chinese text on the page may have in Latin letters
LATIN = {"km", "cm", "mm", "hm", "gC", "kgC", "tC", "m", "a", "t", "d", "C", "EPSG", "Sinkbase"}
LATIN |= {"Tab", "Esc", "CSV", "English", "A", "B"}


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


@pytest.fixture(scope="module")
def rasters(demo: Built) -> dict[str, np.ndarray]:
    """Every raster of the region, from the database."""
    return {style.name: demo.array(f"demo.{style.name}") for style in RASTERS}


def number(text: str) -> float:
    """The number that is shown, in English or in Chinese."""
    return float(text.replace(",", "").replace("\u00a0", "").replace("\u2212", "-"))


def shows(text: str, value: float, of: str | None) -> bool:
    """Whether a text is the number with its unit, to the last digit that is shown."""
    shown, _, tail = text.partition(" ")
    digits = len(shown.partition(".")[2])
    close = abs(number(shown) - value) <= 0.5000001 * 10**-digits
    return close and tail == TEXT.unit(of)


def test_the_page_says_where_it_is_and_that_the_region_is_made_up(page: MapPage) -> None:
    assert page.text("h1") == "Demonstration county (synthetic)"
    assert page.text("#synthetic") == "SYNTHETIC"
    assert "EPSG:2328" in page.text("#source")
    assert re.fullmatch(r"\d+ k?m", page.text(".leaflet-control-scale-line"))


def test_each_layer_is_drawn_in_the_colours_of_its_legend(page: MapPage, rasters) -> None:
    row, column = 60, 70
    for style in RASTERS:
        page.press(f'#layer-list input[value="{style.name}"]')
        assert page.text("#legend-body h3").startswith(style.title)
        value = rasters[style.name][row, column]
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
    page: MapPage, demo: Built, rasters, largest
) -> None:
    cell, row, column = cell_of_zone(demo, largest.zone_id)
    page.click_cell(row, column)
    assert page.text("#selection h2") == f"Cell {cell}"
    told = page.values()
    assert set(told) == {style.name for style in RASTERS}
    for style in RASTERS:
        value = rasters[style.name][row, column]
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
    page: MapPage, demo: Built, largest
) -> None:
    page.press("#tab-places")
    assert largest.name in page.text("#places .headline")
    assert largest.strategy in page.text("#places .headline")
    (total,) = demo.rows(
        "select sum(area_km2) as area_km2 from demo.carbon_sinks where category = 'potential'"
    )
    assert f"Potential sink {total.area_km2:,.0f} km²" in page.text("#places").replace("\n", " ")
    page.press("#places .headline button")
    assert page.text("#selection h2") == largest.name
    assert f"{largest.area_km2:,.0f} km²" in page.text("#selection dl")
    page.press(f'#selection [data-zone="{largest.zone_id}"]')
    assert page.text("#selection h2") == f"Restoration zone {largest.zone_id}"
    assert page.text("#selection .strategy") == largest.strategy


def test_a_corridor_is_found_from_its_sink(page: MapPage, demo: Built) -> None:
    (wanted,) = demo.rows(
        "select *, st_npoints(geom) as points from demo.corridors order by corridor_id limit 1"
    )
    page.open(f"lang=en&sink={wanted.from_sink}&tab=values")
    place = f'#selection [data-corridor="{wanted.corridor_id}"]'
    assert shows(page.text(f"{place} small"), wanted.length_km, "km")
    told = page.text(f"{place} em").removeprefix("mean resistance ")
    assert number(told) == pytest.approx(wanted.cost_ratio, abs=0.005)
    page.press(place)
    marked = "let count = 0; sinkbase.map.eachLayer((it) => { if (it.options.color === '#000000'"
    marked += "&& !(it instanceof L.Polygon) && it.getLatLngs) count += it.getLatLngs().length;});"
    assert page.run(f"{marked} return count") == wanted.points
    page.open(urlsplit(page.driver.current_url).fragment)
    assert page.run(f"{marked} return count") == wanted.points
    page.press("#selection [data-zone]")
    assert page.state("corridor") is None


def test_outside_the_region_there_is_nothing_to_tell(page: MapPage) -> None:
    page.click_cell(60, 70)
    page.click_cell(1, 1)
    assert page.state("cell") is None
    assert "Click a place" in page.text("#selection")
    page.find("#cell").send_keys("1")
    page.press("#go button")
    assert "Nothing of the region lies there" in page.text("#message")


def test_a_cell_is_found_by_its_number(page: MapPage) -> None:
    page.press("#tab-values")
    page.find("#cell").send_keys("9000")
    page.press("#go button")
    assert page.text("#selection h2") == "Cell 9000"


def test_a_cell_is_found_by_its_coordinates(page: MapPage, demo: Built) -> None:
    cells = demo.rows(
        """
        select cell_id, st_x(middle) as x, st_y(middle) as y,
               st_x(st_transform(middle, 4326)) as longitude,
               st_y(st_transform(middle, 4326)) as latitude
        from (select cell_id, st_centroid(geom) as middle from demo.grid_cells) as cells
        where cell_id % 499 = 0
        """
    )
    assert len(cells) > 20
    for cell in cells:
        typed = [
            f"{cell.longitude:.4f}, {cell.latitude:.4f}",
            f"{cell.latitude:.4f}°N {cell.longitude:.4f}°E",
            f"{in_minutes(cell.longitude)}，{in_minutes(cell.latitude)}",
            f"{cell.x:.0f} {cell.y:.0f}",
            str(cell.cell_id),
        ]
        found = page.run("return arguments[0].map(sinkbase.cellOf)", typed)
        assert found == [cell.cell_id] * len(typed), typed
    page.press("#tab-values")
    page.find("#cell").send_keys(f"{cells[0].longitude:.4f}, {cells[0].latitude:.4f}")
    page.press("#go button")
    assert page.text("#selection h2") == f"Cell {cells[0].cell_id}"
    told = page.text("#selection dl")
    longitude, latitude = re.search(r"(\d+\.\d{4}), (\d+\.\d{4})", told).groups()
    assert float(longitude) == pytest.approx(cells[0].longitude, abs=0.0001)
    assert float(latitude) == pytest.approx(cells[0].latitude, abs=0.0001)
    assert f"{cells[0].x:.0f}, {cells[0].y:.0f}" in told


def in_minutes(degrees: float) -> str:
    whole, rest = divmod(degrees * 3600, 3600)
    return f"{whole:.0f}°{rest // 60:.0f}′{rest % 60:.1f}″"


@pytest.mark.parametrize("text", ["", "here", "0", "9000.5", "1 2 3", "10, 10", "80 41 30"])
def test_what_means_no_place_is_no_cell(page: MapPage, text: str) -> None:
    assert page.run("return sinkbase.cellOf(arguments[0])", text) is None


def test_a_class_is_shown_alone_with_its_area(page: MapPage, demo: Built) -> None:
    page.open("lang=en&layer=importance_level")
    (wanted,) = demo.rows(
        """
        select count(*) filter (where importance_level = 5) as km2, min(cell_id)
            filter (where importance_level = 5) as high, min(cell_id)
            filter (where importance_level = 1) as low,
            100.0 * count(*) filter (where importance_level = 5) / count(importance_level) as share
        from demo.grid_cells
        """
    )
    assert page.text('#legend [data-value="5"] small') == f"{wanted.km2} km²"
    before = colour_of(page, wanted.high)
    page.press('#legend [data-value="5"]')
    assert colour_of(page, wanted.high) == before
    assert colour_of(page, wanted.low) == [237, 237, 237, 255]
    assert f"{wanted.km2} km² ({wanted.share:.1f} %)" in page.text("#legend .alone")
    assert "only=5" in page.driver.current_url
    assert page.run("return document.activeElement.dataset.value") == "5"
    page.press('#legend [data-value="4"]')
    assert page.state("only") == "4,5"
    page.press("#show-all")
    assert colour_of(page, wanted.low) not in ([237, 237, 237, 255], [255, 255, 255, 255])
    page.press('#legend [data-value="5"]')
    page.press('#layer-list input[value="nep"]')
    assert page.state("only") == ""


def colour_of(page: MapPage, cell: int) -> list[int]:
    column, row = page.run("return sinkbase.placeOf(arguments[0])", cell)
    return page.colour(row, column)


def test_a_range_of_values_is_shown_alone_with_its_area(page: MapPage, rasters) -> None:
    page.open("lang=en&layer=nep")
    nep = rasters["nep"]
    page.find('#legend [data-value="from"]').send_keys("0", Keys.TAB)
    page.settle()
    page.until("return document.querySelector('.alone span').textContent !== ''")
    area, share = (nep >= 0).sum(), (nep >= 0).sum() / (~np.isnan(nep)).sum()
    assert f"{area:,} km² ({100 * share:.1f} %)" in page.text("#legend .alone")
    row, column = np.argwhere(nep < 0)[0]
    assert page.colour(int(row), int(column)) == [237, 237, 237, 255]
    link = page.driver.current_url
    page.open(urlsplit(link).fragment)
    assert page.state("only") == "0.."


def test_the_legend_says_where_values_lie_beyond_the_ramp(page: MapPage, rasters) -> None:
    for name, low, high in page.run(
        "return sinkbase.region.layers.filter((it) => it.stops && !it.empty)"
        ".map((it) => [it.name, it.stops[0][0], it.stops.at(-1)[0]])"
    ):
        page.run(f"sinkbase.change({{layer: '{name}'}})")
        values = rasters[name]
        first, _, last = (it.text for it in page.all("#legend .limits span"))
        reach = 1e-5 * (high - low)
        assert first.startswith("≤") == (np.nanmin(values) < low - reach), name
        assert last.startswith("≥") == (np.nanmax(values) > high + reach), name


def test_zones_are_listed_by_strategy_and_order_and_drawn(page: MapPage, demo: Built) -> None:
    zones = demo.rows("select * from demo.restoration_zones order by mean_nep_gc_m2_a desc")
    page.press("#tab-zones")
    assert f"{len(zones)} zones, " in page.text("#zones [role=status]")
    strategy = zones[0].strategy
    choose(page, "#order", "mean_nep_gc_m2_a")
    choose(page, "#strategy", strategy)
    wanted = [zone.zone_id for zone in zones if zone.strategy == strategy]
    assert [int(it.get_attribute("data-zone")) for it in page.all("#zones .place")] == wanted
    area = sum(zone.area_km2 for zone in zones if zone.strategy == strategy)
    assert page.text("#zones [role=status]") == f"{len(wanted)} zones, {area:,.0f} km²"
    drawn = "let count = 0; sinkbase.map.eachLayer((it) => {"
    drawn += "if (it.options.fillOpacity === 1 && it.getLatLngs) count += 1;}); return count;"
    assert page.run(drawn) == len(wanted)
    assert f"Restoration zones: {strategy}" in page.text("#legend")
    page.press(f'#zones [data-zone="{wanted[0]}"]')
    assert page.text("#selection h2") == f"Restoration zone {wanted[0]}"
    assert page.state("strategy") == strategy
    page.open(urlsplit(page.driver.current_url).fragment)
    assert page.run(drawn) == len(wanted)


def choose(page: MapPage, selector: str, value: str) -> None:
    page.run(
        "const it = document.querySelector(arguments[0]); it.value = arguments[1];"
        "it.dispatchEvent(new Event('change'))",
        selector,
        value,
    )
    page.settle()


def test_a_list_of_zones_is_saved_as_a_table(page: MapPage, demo: Built, tmp_path: Path) -> None:
    (zone,) = demo.rows("select * from demo.restoration_zones order by area_km2 desc limit 1")
    page.open(f"lang=zh&tab=zones&strategy={quote(zone.strategy)}")
    content = downloaded(page, tmp_path, "#save-zones")
    assert content.name == "demo-restoration-zones.csv"
    with content.open(encoding="utf-8-sig", newline="") as lines:
        first = next(csv.DictReader(lines))
    assert first["zone_id"] == str(zone.zone_id)
    assert (first["strategy_zh"], first["measures_zh"]) == (zone.strategy_zh, zone.measures_zh)
    assert float(first["area_km2"]) == zone.area_km2


def downloaded(page: MapPage, folder: Path, selector: str) -> Path:
    """The file that a press on a button saves."""
    page.driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    page.press(selector)
    for _ in range(100):
        done = [it for it in folder.iterdir() if not it.name.endswith((".crdownload", ".tmp"))]
        if done and done[0].stat().st_size:
            return done[0]
        time.sleep(0.05)
    raise AssertionError(f"{selector} saved nothing")


def test_the_view_is_saved_as_a_picture(page: MapPage, rasters, tmp_path: Path) -> None:
    page.open("lang=en&layer=importance_level&on=")
    saved = downloaded(page, tmp_path, "#picture")
    assert saved.name == "demo-importance-level.png"
    picture = np.asarray(Image.open(saved).convert("RGB"))
    colours = {it.value: rgb(it.colour) for it in LOOKS.styles["importance_level"].classes}
    row = 60
    places = page.run(
        "const at = (column) => sinkbase.map.latLngToContainerPoint([-arguments[0] - 0.5, column]);"
        "return arguments[1].map((column) => at(column + 0.5)).map((at) => [at.x, at.y])",
        row,
        list(range(rasters["importance_level"].shape[1])),
    )
    left, top, sharpness = 250, 44, 2  # of the map within the picture
    for value, (x, y) in zip(rasters["importance_level"][row], places, strict=True):
        found = picture[round(sharpness * (y + top)), round(sharpness * (x + left))].tolist()
        assert found == colours.get(value, [255, 255, 255])
    legend = picture[:, : sharpness * left].reshape(-1, 3)
    for colour in colours.values():
        assert (legend == colour).all(axis=1).any()


def rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_the_shown_layer_is_summed_up_within_a_zone(page: MapPage, demo: Built, largest) -> None:
    (wanted,) = demo.rows(
        f"""
        select avg(elevation_m) as mean, min(elevation_m) as low, max(elevation_m) as high
        from demo.grid_cells where zone_id = {largest.zone_id}
        """
    )
    page.open(f"lang=en&layer=elevation&zone={largest.zone_id}&tab=values")
    mean, span = (it.text for it in page.all("#selection .within dd"))
    assert shows(mean, wanted.mean, "m")
    low, high = span.split(" … ")
    assert (number(low), number(high.removesuffix(" m"))) == (
        pytest.approx(wanted.low, rel=1e-3),
        pytest.approx(wanted.high, rel=1e-3),
    )
    page.run("sinkbase.change({layer: 'importance_level'})")
    page.settle()
    (most,) = demo.rows(
        f"""
        select 100.0 * count(*) / sum(count(*)) over () as share
        from demo.grid_cells where zone_id = {largest.zone_id}
        group by importance_level order by 1 desc limit 1
        """
    )
    assert page.text("#selection .within dd") == f"{most.share:.1f} %"
    page.run("sinkbase.change({layer: 'sink_category'})")
    page.settle()
    assert page.text("#selection .within") == ""


def test_three_points_measure_a_length_an_area_and_what_lies_within(page: MapPage, rasters) -> None:
    page.open("lang=en&layer=elevation&on=")
    page.press("#measure")
    # a right angle: 20 cells east along a row's upper edge, 30 cells south
    for row, column in ((50, 60), (50, 80), (80, 80)):
        page.run("sinkbase.measureAt(sinkbase.point([arguments[1], arguments[0]]))", row, column)
        page.settle()
    told = [it.text for it in page.all("#measured dd")]
    assert told[:2] == ["50 km", "300 km²"]
    rows, columns = np.mgrid[50:80, 60:80] + 0.5
    within = columns - 60 > (rows - 50) * 20 / 30
    mean = rasters["elevation"][50:80, 60:80][within].mean()
    assert shows(told[2], mean, "m")
    page.press("#measure-back")
    assert [it.text for it in page.all("#measured dd")] == ["20 km"]
    page.keys(Keys.ESCAPE)
    assert not page.find("#measured").is_displayed()


def test_a_measure_is_taken_by_hand_or_by_keys_and_picks_no_cell(page: MapPage) -> None:
    page.find("#measure").send_keys(Keys.ENTER)
    page.click_cell(60, 70)
    page.run("document.getElementById('map').focus()")
    page.keys(Keys.ENTER)
    page.settle()
    assert page.state("cell") is None
    assert re.fullmatch(r"[\d.]+ km", page.text("#measured dd"))
    page.press("#measure-end")
    assert page.run("return document.activeElement.id") == "measure"
    page.click_cell(60, 70)
    assert page.state("cell") is not None


def test_opacity_reaches_the_layer_and_the_address(page: MapPage) -> None:
    page.find("#opacity").send_keys(*[Keys.LEFT] * 8)
    assert page.text("#opacity-told") == "60 %"
    opacity = "return sinkbase.map.getPane('left').querySelector('canvas').style.opacity"
    assert float(page.run(opacity)) == pytest.approx(0.6)
    assert "opacity=60" in page.driver.current_url


def test_restoration_zones_let_the_layer_through(page: MapPage) -> None:
    def fills() -> set[float]:
        """Opacities of all areas that are filled in the zones' colours."""
        told = page.run(
            "const classes = sinkbase.region.vectors.restoration_zones.classes;"
            "return [...sinkbase.map.getPane('overlayPane').querySelectorAll('path')]"
            ".filter((path) => classes.some((it) => it.colour === path.getAttribute('fill')))"
            ".map((path) => path.getAttribute('fill-opacity'))"
        )
        return {float(it) for it in told}

    page.open("on=restoration_zones,boundary")
    assert fills() == {1}
    page.find("#opacity").send_keys(*[Keys.LEFT] * 8)
    assert fills() == {0.6}
    page.open("on=restoration_zones&opacity=30")
    assert fills() == {0.3}


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
        "only=9&strategy=none",
        "only=..",
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
        "{only: '..1000', tab: 'zones'}",
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
        "{tab: 'zones'}",
        "{tab: 'about', only: '11'}",
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
    page.find("#tab-layers").send_keys(*[Keys.ARROW_RIGHT] * 3)
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


def test_a_name_that_is_heard_keeps_its_words_apart(page: MapPage, largest) -> None:
    page.press("#tab-places")
    heard = page.run("return document.querySelector('#places .place').textContent")
    assert f"{largest.name} {largest.area_km2:,.0f} km²" in heard
    page.press('#legend [data-value="3"]')
    assert re.fullmatch(
        r"Potential sink [\d,]+ km²", page.find('#legend [data-value="3"]').accessible_name
    )


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


@pytest.mark.parametrize("layer", ["sink_category", "land_use"])
def test_it_prints_on_one_page(page: MapPage, tmp_path: Path, layer: str) -> None:
    page.open(f"lang=en&layer={layer}&on=carbon_sinks,restoration_zones,corridors,boundary")
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
    assert "Pinch point" in text.stdout  # the legend's last line
    assert "EPSG:2328" in text.stdout
    assert "opacity" not in text.stdout


def test_on_paper_the_same_land_is_seen_whole(phone: MapPage) -> None:
    see = "const it = sinkbase.map.getBounds();"
    see += "return [it.getWest(), it.getSouth(), it.getEast(), it.getNorth()]"
    west, south, east, north = phone.run(see)
    zoom = phone.run("return sinkbase.map.getZoom()")
    phone.run("window.dispatchEvent(new Event('beforeprint'))")
    time.sleep(0.3)  # it stays so
    on_paper = phone.run(see)
    cell = 1
    assert on_paper[0] <= west + cell and on_paper[1] <= south + cell
    assert on_paper[2] >= east - cell and on_paper[3] >= north - cell
    # and not much more: one of the two sides is filled
    filled = max(
        (east - west) / (on_paper[2] - on_paper[0]), (north - south) / (on_paper[3] - on_paper[1])
    )
    assert filled > 0.98
    assert phone.find("#stage").size == {"width": 770, "height": 610}
    phone.run("window.dispatchEvent(new Event('afterprint'))")
    assert phone.run("return sinkbase.map.getZoom()") == zoom
    assert phone.run(see) == pytest.approx([west, south, east, north], abs=1)


def test_the_start_page_leads_to_the_map(page: MapPage, site: str) -> None:
    page.driver.get(f"{site}?lang=zh")
    assert "交互地图" in page.text(".first")
    page.find('.first a[href^="/map/index.html"]').click()
    page.until("return document.body.classList.contains('loaded')")
    assert page.text("#tab-layers") == "图层"
