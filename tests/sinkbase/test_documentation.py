"""The documentation is held to the code: its examples are read, its tables are complete."""

import re
import shutil
import tomllib

import pytest
import yaml

from sinkbase.paths import ROOT
from sinkbase.region.layers import LAYERS, REQUIRED
from sinkbase.region.seeds import seed_rows, seeds
from sinkbase.region.settings import read_region
from sinkbase.region.sources import _COMMON, _OWN_KEYS, _QUANTITY

DOCS = ROOT / "docs"
REGION_FILE = (DOCS / "region-file.md").read_text(encoding="utf-8")
DATA = (DOCS / "data.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", REGION_FILE + DATA, re.DOTALL)
WHOLE = """
[region]
name = "example"
crs = "EPSG:4492"
cell_size_m = 1000
[boundary]
path = "boundary.geojson"
"""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0])
def test_every_example_of_a_region_file_is_understood(example, tmp_path):
    path = tmp_path / "example.toml"
    shutil.copy(ROOT / "regions" / "wensu.toml", tmp_path)  # one example takes it as its base
    if "[region]" in example:
        path = tmp_path / f"{tomllib.loads(example)['region']['name']}.toml"
        has_boundary = "[boundary]" in example
        whole = example + ("" if has_boundary else WHOLE[WHOLE.index("[boundary]") :])
    else:
        whole = (WHOLE[: WHOLE.index("[boundary]")] if "[boundary]" in example else WHOLE) + example
    path.write_text(whole, encoding="utf-8")
    read_region(path)


def test_every_layer_is_told_with_an_example_of_its_files():
    given = {layer for example in EXAMPLES for layer in tomllib.loads(example).get("layers", {})}
    assert set(REQUIRED) - given == set()
    told = re.findall(r"\[layers\.(\w+)\]", DATA)
    assert set(REQUIRED) - set(told) == set()


def test_every_key_of_a_layer_is_told():
    keys = {*_COMMON, *_QUANTITY, *(key for own in _OWN_KEYS.values() for key in own)}
    assert [key for key in sorted(keys) if f"`{key}`" not in REGION_FILE] == []


def test_every_layer_unit_and_plausible_range_is_told():
    rows = [line for line in REGION_FILE.splitlines() if line.startswith("| `")]
    for layer in LAYERS.values():
        if layer.kind != "quantity" or layer.name == "soil":
            continue
        row = next(row for row in rows if row.startswith(f"| `{layer.name}` |"))
        assert [unit for unit in layer.units if f"`{unit}`" not in row] == []
        low, high = layer.plausible
        assert f"{low:g} to {high:,.0f}".replace(",", "") in row.replace(",", "")


def test_every_setting_of_the_method_is_told_with_its_default():
    text = (DOCS / "method.md").read_text(encoding="utf-8")
    for row in seed_rows("setting_definitions"):
        lines = [line for line in text.splitlines() if f"`{row['setting']}`" in line]
        told = any(row["default_value"] in line for line in lines)
        assert told, f"docs/method.md lacks {row['setting']} = {row['default_value']}"


def test_every_seed_and_column_is_told():
    text = (DOCS / "seeds.md").read_text(encoding="utf-8")
    names = {name for seed in seeds().values() for name in (f"{seed.name}.csv", *seed.columns)}
    assert [name for name in sorted(names) if name not in text] == []


def test_every_result_and_column_is_told():
    text = (DOCS / "results.md").read_text(encoding="utf-8")
    for path in (ROOT / "dbt_project" / "models").rglob("_*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            is_result = model.get("config", {}).get("contract", {}).get("enforced")
            if not is_result:
                continue
            names = [model["name"], *(column["name"] for column in model["columns"])]
            plain = set(names) - {"tile_id", "rast"}
            assert [name for name in plain if f"`{name}`" not in text] == []


ROOMS = ("kernel", "sinkbase", "loaders", "analysis", "sql/functions", "dbt_project/models")


def test_the_layout_names_every_room_and_no_other():
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Layout")[2]
    lines = [line for line in table.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    lines = [re.sub(r"\{([^}]+)\}/", lambda it: it[1].replace(",", "/ ") + "/", it) for it in lines]
    told = {name: line for line in lines for name in re.findall(r"^\| `([\w/]+)/`", line)}
    assert [name for name in told if not (ROOT / name).is_dir()] == []
    for room in ROOMS:
        line = told[room.partition("/")[0]]
        folders = {
            path.name
            for path in (ROOT / room).iterdir()
            if any("__pycache__" not in file.parts for file in path.rglob("*.*"))
        }
        assert [name for name in sorted(folders) if f"{name}/" not in line] == [], room


def test_links_lead_to_files():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
