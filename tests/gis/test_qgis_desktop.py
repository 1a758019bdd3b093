"""QGIS itself opens the project, and layers from the database, with their legends."""

import json
import subprocess
from pathlib import Path

import pytest

from sinkbase.paths import ROOT
from tests.analysis.drawn_looks import LOOKS
from tests.gis.expected import looks_of

KEYS = {
    "carbon_sinks": ("sink_id", "MultiPolygon"),
    "restoration_zones": ("zone_id", "MultiPolygon"),
    "corridors": ("corridor_id", "LineString"),
    "grid_cells": ("cell_id", "Polygon"),
}


@pytest.fixture(scope="module")
def opened(port, tmp_path_factory):
    out = port.demo.out
    projects = [out / "demo.qgs", out / "demo.zh.qgs", out / "gis" / "server.qgs"]
    done = subprocess.run(
        ["/usr/bin/python3", ROOT / "tests/gis/desktop.py", json.dumps(KEYS), *projects],
        env=port.environment
        | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path_factory.mktemp("home"))},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "RESULT" in done.stdout, done.stdout + done.stderr
    return json.loads(done.stdout.split("RESULT")[1])


@pytest.fixture(params=["demo.qgs", "demo.zh.qgs", "server.qgs"])
def project(opened, request):
    return next(
        it for path, it in opened.items() if Path(path).name == request.param
    ), request.param


def test_the_project_opens_in_the_region_s_coordinate_system(project):
    it, _ = project
    assert it["is_read"]
    assert it["crs"] == "EPSG:2328"


def test_every_layer_is_valid_and_in_its_place(project):
    it, name = project
    assert set(it["layers"]) == set(LOOKS.styles)
    assert [key for key, layer in it["layers"].items() if not layer["is_valid"]] == []
    assert {layer["crs"] for layer in it["layers"].values()} == {"EPSG:2328"}
    providers = {
        it["layers"][key]["provider"] for key, style in LOOKS.styles.items() if style.is_raster
    }
    assert providers == {"postgresraster" if name == "server.qgs" else "gdal"}


def test_legends_have_the_classes_colours_and_language(project, demo):
    it, name = project
    language = "zh" if ".zh." in name else "en"
    for key, style in looks_of(demo).styles.items():
        layer = it["layers"][key]
        assert layer["title"] == style.title_in(language)
        if style.ramp is None:
            found = [[label, colour] for label, colour in layer["legend"]]
            wanted = [
                ["" if one.value is None else one.label_in(language), one.colour]
                for one in style.classes
            ]
            assert found == wanted
        else:
            colours = [colour for _, colour in layer["legend"] if colour in style.ramp.colours]
            assert colours in (list(style.ramp.colours), list(style.ramp.colours)[::-1])


def test_a_layer_opened_alone_has_its_legend_from_the_database(opened):
    for name, layer in opened["alone"].items():
        assert layer["is_valid"]
        wanted = [
            ["" if one.value is None else one.label, one.colour]
            for one in LOOKS.styles[name].classes
        ]
        assert layer["legend"] == wanted
